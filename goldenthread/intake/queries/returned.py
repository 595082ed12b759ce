"""Workbooks that came back: where each stands, and its rows as they were found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan.queries.grid import settled
from goldenthread.improvement_plan.queries.workbooks import (
    CODE,
    HEADINGS,
    LETTERS,
    REFERENCE,
    SentFact,
    sent_with_code,
)
from goldenthread.intake import policies
from goldenthread.intake.models import ReturnState, WorkbookReturn
from goldenthread.intake.reading.cells import SheetCells, from_data
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.ratings import folded
from goldenthread.rules.refusals import Refused

__all__ = ["ReturnFact", "ReturnState", "a_return", "returned_sheet", "returns", "sent_for"]

LIST_LENGTH = 50
_LOOKED_THROUGH = 40  # rows in which a sheet's headings are looked for
_ENOUGH = 4  # known headings that make a row the row of headings
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DATES = ("due", "recovery")
_NO_ROWS = (
    "This workbook has no sheet with the columns “Reference”, “Code” and “Action”. "
    "Load the one that was made here, as Excel saved it."
)
_UNKNOWN = (
    "This workbook was not made here: none of its codes is known. Make one with “Excel for a "
    "lead”, or import the document as a plan."
)


@dataclass(frozen=True)
class ReturnFact:
    id: UUID
    state: ReturnState
    state_words: str
    file_id: UUID
    file_name: str
    sent_id: UUID | None
    refusal: str
    job_run_id: UUID | None
    applied_on: date | None
    applied_by: str
    created_by: str
    uploaded_on: date
    version: int
    outcome: Mapping[str, Any] = field(default_factory=dict)
    cells: tuple[SheetCells, ...] = ()


@dataclass(frozen=True)
class ReturnedRow:
    """A row as it came: `number` as Excel counts, `cells` by column, as far as there are any."""

    number: int
    code: str
    reference: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class ReturnedSheet:
    """The rows that hold anything; `notes` say what happened to the sheet's shape."""

    rows: tuple[ReturnedRow, ...]
    notes: tuple[str, ...]


def returns(*, viewer: Viewer) -> tuple[ReturnFact, ...]:
    """Latest first; one's own, or all for the programme office."""
    rows = _in_sight(viewer).defer("cells")
    return tuple(_fact(row) for row in rows[:LIST_LENGTH])


def a_return(return_id: UUID, *, viewer: Viewer) -> ReturnFact | None:
    """One of them with its cells; None out of sight."""
    row = _in_sight(viewer).filter(pk=return_id).first()
    return _fact(row, with_cells=True) if row else None


def _in_sight(viewer: Viewer) -> Any:
    rows = WorkbookReturn.objects.visible_to(viewer).select_related("file")
    if not policies.sees_every_return(viewer):
        rows = rows.filter(created_by_id=viewer.user_id)
    return rows


def _fact(row: WorkbookReturn, *, with_cells: bool = False) -> ReturnFact:
    return ReturnFact(
        id=row.pk,
        state=ReturnState(row.state),
        state_words=row.get_state_display(),
        file_id=row.file_id,
        file_name=row.file.name,
        sent_id=row.sent_id,
        refusal=row.refusal,
        job_run_id=row.job_run_id,
        applied_on=row.applied_on,
        applied_by=row.applied_by_label,
        created_by=row.created_by_label,
        uploaded_on=row.file.uploaded_on,
        version=row.version,
        outcome=row.outcome,
        cells=from_data(row.cells) if with_cells and row.cells else (),
    )


def sent_for(cells: Sequence[SheetCells], *, viewer: Viewer) -> SentFact:
    """Which workbook this was, by the codes of its rows or the words of its first sheet. Refused
    where none of them is known."""
    codes = Counter(row.code.partition("-")[0] for row in returned_sheet(cells).rows if row.code)
    for code, _ in codes.most_common(5):
        if found := sent_with_code([code], viewer=viewer):
            return found
    words = " ".join(words for sheet in cells for row in sheet.rows[:40] for words in row)
    named = re.findall(rf"\bWorkbook ([{LETTERS}]{{5}})\b", words)
    found = sent_with_code(named[:5], viewer=viewer) if named else None
    if found is None:
        raise Refused(_UNKNOWN)
    return found


def returned_sheet(cells: Sequence[SheetCells]) -> ReturnedSheet:
    """The sheet with the actions, wherever its columns and rows stand by now."""
    for sheet in cells:
        for at, row in enumerate(sheet.rows[:_LOOKED_THROUGH]):
            places = _places(row)
            if len(places) >= _ENOUGH and places.keys() & {"code", "reference"}:
                return _rows(sheet, at, places)
    raise Refused(_NO_ROWS)


def _places(row: Sequence[str]) -> dict[str, int]:
    """Column → where it stands; the first of two that are called the same."""
    known = {folded(words): name for name, words in HEADINGS.items()}
    known |= {folded(CODE): "code", folded(REFERENCE): "reference"}
    known |= {"code": "code", "reference": "reference"}
    found: dict[str, int] = {}
    for at, words in enumerate(row):
        if name := known.get(folded(words)):
            found.setdefault(name, at)
    return found


def _rows(sheet: SheetCells, head: int, places: Mapping[str, int]) -> ReturnedSheet:
    rows: list[ReturnedRow] = []
    merged: list[int] = []
    for at, values in enumerate(sheet.rows[head + 1 :], start=head + 1):
        cells = {}
        for name, column in places.items():
            if (at, column) in sheet.merged:
                merged.append(at + 1)
            else:
                cells[name] = _words(name, values[column] if column < len(values) else "")
        if any(words for name, words in cells.items() if name != "status"):
            code, reference = cells.pop("code", ""), cells.pop("reference", "")
            rows.append(ReturnedRow(at + 1, code.upper(), reference, cells))
    return ReturnedSheet(tuple(rows), tuple(_notes(sheet.rows[head], places, merged)))


def _words(name: str, words: str) -> str:
    """A real date comes as 2024-05-03; it is said as the plan says it."""
    words = settled(words)
    if name in _DATES and (found := _ISO.fullmatch(words)):
        try:
            return say_date(date(*(int(part) for part in found.groups())))
        except ValueError:
            return words
    return words


def _notes(head: Sequence[str], places: Mapping[str, int], merged: Sequence[int]) -> list[str]:
    notes = []
    missing = [words for name, words in HEADINGS.items() if name not in places]
    if missing:
        notes.append(f"Left out as columns, so nothing changes there: {', '.join(missing)}.")
    strange = [words for at, words in enumerate(head) if words and at not in places.values()]
    if strange:
        notes.append(f"Columns that were added and are not read: {', '.join(strange)}.")
    order = [name for name in ("reference", "code", *HEADINGS) if name in places]
    if sorted(order, key=places.__getitem__) != order:
        notes.append("Columns were moved; each was found by its heading.")
    if "code" not in places:
        notes.append("The column of codes is gone, so rows are known by their reference.")
    if merged:
        lines = ", ".join(str(number) for number in dict.fromkeys(merged))
        notes.append(f"Merged cells in row {lines}: what a merge covers changes nothing.")
    return notes
