"""The document's outline: which level headings govern which tables, and what stands between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from goldenthread.intake.reading.raw import (
    SHEET_STYLE,
    Block,
    Paragraph,
    RawDocument,
    RawTable,
)
from goldenthread.intake.understanding.heading_marks import (
    Mark,
    governing_marks,
    marks_by_caption,
    marks_by_sheet,
    marks_by_style,
    marks_by_words,
)
from goldenthread.intake.understanding.kinds import TableKind
from goldenthread.intake.understanding.level_words import (
    LevelHeading,
)
from goldenthread.intake.understanding.tables import ReadTable
from goldenthread.intake.understanding.words import fold


@dataclass(frozen=True)
class SectionFound:
    """A heading of the highest level, with its tables and the paragraphs before its first one."""

    heading: LevelHeading
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[int, ...] = ()
    sub_headings: dict[int, LevelHeading] = field(default_factory=dict)


@dataclass(frozen=True)
class Outline:
    """sections in order; `of_table` says which one a table belongs to; broken_off holds the
    tables that go on where the table before them stopped (nothing of weight between)."""

    sections: tuple[SectionFound, ...]
    broken_off: frozenset[int]

    def of_table(self, index: int) -> int | None:
        """The section (its place in `sections`) that governs a table."""
        for at, section in enumerate(self.sections):
            if index in section.tables:
                return at
        return None


def read_outline(document: RawDocument, tables: Sequence[ReadTable]) -> Outline:
    """The sections that govern plan and KPI tables, by the best evidence the document gives."""
    by_index = {table.table.index: table for table in tables}
    blocks = document.blocks
    wanted = [
        at for at, block in enumerate(blocks)
        if isinstance(block, RawTable)
        and by_index[block.index].kind in (TableKind.PLAN, TableKind.KPIS)
    ]  # fmt: skip
    marks = marks_by_words(blocks, by_index)
    if not governing_marks(marks, wanted):
        marks = marks_by_style(blocks, wanted)
    if len({mark.heading for mark in governing_marks(marks, wanted)}) < 2 and not any(
        mark.heading.word for mark in marks
    ):
        # One heading over everything is the document's, not a level of its plan.
        plans = [at for at in wanted if by_index[_index(blocks[at])].kind is TableKind.PLAN]
        one_sheet = len(plans) == 1 and len(wanted) > 1
        by_sheet = [] if one_sheet else marks_by_sheet(blocks, wanted)
        marks = by_sheet or marks_by_caption(blocks, wanted)
    sections = _sections(blocks, marks, wanted)
    return Outline(tuple(sections), _broken_off(blocks, wanted, marks, by_index))


def _sections(
    blocks: Sequence[Block], marks: list[Mark], wanted: Sequence[int]
) -> list[SectionFound]:
    governing = governing_marks(marks, wanted)
    if not governing:
        return []
    top = _top_level(marks, governing)
    tops = [mark for mark in marks if _is_top(mark, top)]
    found: list[SectionFound] = []
    for place, mark in enumerate(tops):
        end = tops[place + 1].at if place + 1 < len(tops) else len(blocks)
        if isinstance(blocks[mark.at], RawTable):
            inside = [at for at in wanted if mark.at <= at < end]
        else:
            inside = [at for at in wanted if mark.at < at < end]
        if not inside:
            continue
        subs = [other for other in marks if mark.at < other.at < end and not _is_top(other, top)]
        found.append(
            SectionFound(
                mark.heading,
                _paragraphs(blocks, mark, inside[0], {sub.at for sub in subs}),
                tuple(_index(blocks[at]) for at in inside),
                {
                    _index(blocks[at]): before[-1].heading
                    for at in inside
                    if (before := [sub for sub in subs if sub.at <= at])
                },
            )
        )
    return _one_of_each(found)


def _index(block: Block) -> int:
    assert isinstance(block, RawTable)
    return block.index


def _top_level(marks: Sequence[Mark], governing: Sequence[Mark]) -> tuple[str, int]:
    """The word and depth of the highest level among the headings that matter."""
    words = {mark.heading.word for mark in governing}
    if len(words) == 1 and "" not in words:
        word = next(iter(words))
        deep = min(mark.depth for mark in governing)
        above = [
            mark for mark in marks
            if mark.heading.word != word and mark.at < governing[0].at and mark.depth < deep
            and sum(1 for other in marks if other.heading.word == mark.heading.word) > 1
        ]  # fmt: skip
        if above:
            return above[-1].heading.word, above[-1].depth
        return word, 9
    if words == {""}:
        return "", min(mark.depth for mark in marks)
    first = next(mark for mark in marks if mark.heading.word in words)
    return first.heading.word, 9


def _is_top(mark: Mark, top: tuple[str, int]) -> bool:
    word, depth = top
    if word:
        return mark.heading.word == word
    return mark.depth <= depth


def _paragraphs(
    blocks: Sequence[Block], mark: Mark, first_table: int, skip: set[int]
) -> tuple[Paragraph, ...]:
    return tuple(
        block for at, block in enumerate(blocks[: first_table])
        if at > mark.at and at not in skip and isinstance(block, Paragraph)
    )  # fmt: skip


def _one_of_each(found: list[SectionFound]) -> list[SectionFound]:
    """A heading repeated on each page ("Priority 1 (continued)") is one section."""
    out: list[SectionFound] = []
    for section in found:
        same = next(
            (
                at for at, other in enumerate(out)
                if other.heading.word == section.heading.word
                and other.heading.reference == section.heading.reference
                and (
                    bool(section.heading.reference)
                    or fold(other.heading.title) == fold(section.heading.title)
                )
            ),
            None,
        )  # fmt: skip
        if same is None:
            out.append(section)
        else:
            first = out[same]
            out[same] = replace(
                first,
                tables=first.tables + section.tables,
                sub_headings={**first.sub_headings, **section.sub_headings},
            )
    return out


def _broken_off(
    blocks: Sequence[Block],
    wanted: Sequence[int],
    marks: Sequence[Mark],
    tables: dict[int, ReadTable],
) -> frozenset[int]:
    """Tables that may begin in the middle of a row: the table before them is of the same plan."""
    out: set[int] = set()
    for before, at in pairwise(wanted):
        between = [block for block in blocks[before + 1 : at] if isinstance(block, Paragraph)]
        headed = any(before < mark.at <= at for mark in marks)
        weight = sum(len(paragraph.text.split()) for paragraph in between)
        styled = any(
            paragraph.level is not None or paragraph.style == SHEET_STYLE for paragraph in between
        )
        mine, theirs = tables[_index(blocks[at])], tables[_index(blocks[before])]
        alike = len(mine.columns) == len(theirs.columns) and mine.kind is theirs.kind
        if alike and not headed and not styled and weight <= 25:
            out.add(_index(blocks[at]))
    return frozenset(out)
