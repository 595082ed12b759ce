"""Level cells made whole: what a page cut is one again, what is blank is carried down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.intake.understanding.areas import starts_with_number
from goldenthread.intake.understanding.gathered import Gathered
from goldenthread.intake.understanding.kinds import Role
from goldenthread.intake.understanding.words import (
    fold,
    is_open,
    opens_lower,
    said_again,
    squeeze,
)


@dataclass
class LevelCell:
    """One level cell, whole, though a page may have cut it and rows may share it."""

    text: str
    section: int | None
    column: int


def level_cells(gathered: Sequence[Gathered]) -> list[dict[int, LevelCell]]:
    """For every group, the level cell of each level column: its own, or the one carried down."""
    out: list[dict[int, LevelCell]] = []
    open_spans: dict[int, LevelCell] = {}
    for one in gathered:
        section = one.group.rows[0].section
        columns = one.table.at(Role.LEVEL)
        if one.group.is_heading:
            out.append({})
            continue
        for place, column in enumerate(columns):
            own = squeeze(one.column_text(column)) if column not in one.inherited else ""
            before = open_spans.get(column)
            if before is not None and before.section != section:
                before = None
            if not own:
                if before is None:
                    open_spans.pop(column, None)
                continue
            cut = one.group.rows[0].at_break and (
                opens_lower(own)
                or (before is not None and is_open(before.text) and not starts_with_number(own))
            )
            if before is not None and one.group.rows[0].at_break and said_again(own, before.text):
                continue
            if before is not None and cut:
                before.text = f"{before.text} {own}"
                continue
            open_spans[column] = LevelCell(own, section, column)
            if before is None or fold(before.text) != fold(own):
                for later in columns[place + 1 :]:
                    open_spans.pop(later, None)
        out.append({column: open_spans[column] for column in columns if column in open_spans})
    return out
