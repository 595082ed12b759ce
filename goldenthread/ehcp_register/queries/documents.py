"""The list of children as a typed document, from which pages and files are written alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.ehcp_register.queries.asked import Asked
from goldenthread.ehcp_register.queries.columns import COLUMNS, Column
from goldenthread.ehcp_register.queries.lines import (
    Line,
    Names,
    everybody,
    names_for,
    placed_words,
    said_year_group,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.standing import ELSEWHERE, NEEDS, STAGES, Elsewhere, Residential, Stage
from goldenthread.rules.standing.saying import age_on, year_group

Cell = str | int | bool | date | None
Reading = Callable[[Line], Cell]


@dataclass(frozen=True)
class ListDocument:
    """All of a list: `rows` hold a cell for each of the `columns`; `child_ids` are the rows'."""

    local_area: str
    day: date
    made_on: date
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    child_ids: tuple[str, ...]


def list_document(asked: Asked, *, viewer: Viewer, on: date) -> ListDocument:
    """The whole list as it was asked for."""
    day = asked.day or on
    lines = everybody(asked, viewer=viewer, on=on)
    names = names_for(lines, viewer=viewer)
    read = readings(asked.columns, day, names)
    return ListDocument(
        local_area=viewer.local_area_name,
        day=day,
        made_on=on,
        columns=tuple(COLUMNS[key] for key in asked.columns),
        rows=tuple(tuple(reading(line) for reading in read) for line in lines),
        child_ids=tuple(str(line.child_id) for line in lines),
    )


def readings(keys: Sequence[str], day: date, names: Names) -> tuple[Reading, ...]:
    """How each of these columns is read from a line."""
    ways: dict[str, Reading] = {
        "name": lambda line: (
            ", ".join(part for part in (line.surname, line.forename) if part) or "Name not recorded"
        ),
        "reference": lambda line: line.reference,
        "born": lambda line: line.born_on,
        "age": lambda line: age_on(line.born_on, day) if line.born_on else None,
        "year_group": lambda line: said_year_group(
            year_group(line.born_on, day) if line.born_on else None
        ),
        "stage": lambda line: _STAGES[line.stage],
        "plan_made": lambda line: line.plan_made_on,
        "plan_changed": lambda line: line.plan_changed_on,
        "need": lambda line: NEEDS.get(line.need, line.need),
        "second_need": lambda line: NEEDS.get(line.second_need, line.second_need),
        "setting": lambda line: placed_words(line, names) or _ELSEWHERE[line.elsewhere],
        "elsewhere": lambda line: _ELSEWHERE[line.elsewhere],
        "unlike": lambda line: line.named_unlike_attended,
        "residential": lambda line: _RESIDENTIAL.get(line.residential, line.residential),
        "out_of_area": lambda line: line.out_of_area,
        "looked_after": lambda line: line.looked_after_by,
        "authority": lambda line: line.authority,
        "caseload": lambda line: names.posts.get(line.post_id, "") if line.post_id else "",
        "last_meeting": lambda line: line.last_meeting_on,
        "last_review": lambda line: line.last_review_on,
        "review_due": lambda line: line.review_due_on,
        "phase_transfer_due": lambda line: line.phase_transfer_due_on,
        "last_visit": lambda line: line.last_visit_on,
        "awaiting": lambda line: line.awaiting_since,
        "unknown": lambda line: line.unknown_since,
        "missing": lambda line: line.missing_since,
        "off_roll": lambda line: line.off_roll_since,
        "part_time": lambda line: line.part_time_since,
        "home": lambda line: line.home_since,
    }
    return tuple(ways[key] for key in keys)


_STAGES = {one.value: STAGES[one] for one in Stage}
_ELSEWHERE = {"": "", **{one.value: ELSEWHERE[one] for one in Elsewhere}}
_RESIDENTIAL = {one.value: one.label for one in Residential}
