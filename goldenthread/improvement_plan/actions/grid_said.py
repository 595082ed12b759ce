"""The status, progress and next steps of one row of cells: one further update, or what it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan.queries.grid import GridRow
from goldenthread.improvement_plan.queries.grid_words import read_day, read_status
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.rules.rounds import STATUS_WORDS, UpdateStatus

Lacking = list[tuple[str, str]]  # (column, the sentence)


@dataclass(frozen=True)
class FurtherUpdate:
    """An update that may be recorded; a late one with its cause and the day now expected."""

    progress: str
    next_steps: str
    status: UpdateStatus | None = None
    cause: str = ""
    expected_on: date | None = None


def is_late(changed: Mapping[str, str]) -> bool:
    """Do these cells say "Will be late"? Then cause and date belong to the update."""
    try:
        return read_status(changed.get("status", "")) is UpdateStatus.WILL_BE_LATE
    except Refused:
        return False


def weigh_said(row: GridRow, changed: Mapping[str, str]) -> FurtherUpdate | Lacking:
    """The update these cells make, or each cell that lacks something."""
    try:
        status = read_status(changed.get("status", ""))
    except Refused as refusal:
        return [("status", refusal.sentence)]
    if status is UpdateStatus.COMPLETE and row.row.completed_on is not None:
        day = say_date(row.row.completed_on)
        return [("status", f"{row.reference} was marked complete on {day} already.")]
    progress = changed.get("progress", row.cells["progress"])
    if not progress and status and "progress" not in changed:
        progress = STATUS_WORDS[status]
    if not progress:
        return [("progress", _nothing(row))]
    next_steps = changed.get("next_steps", row.cells["next_steps"])
    if status is UpdateStatus.WILL_BE_LATE:
        return _late(row, changed, FurtherUpdate(progress, next_steps, status))
    return FurtherUpdate(progress, next_steps, status)


def _nothing(row: GridRow) -> str:
    if row.cells["progress"]:
        return "What was said stays in the history and cannot be emptied. Write what is new."
    return "Say what progress was made, before the next steps."


def _late(
    row: GridRow, changed: Mapping[str, str], update: FurtherUpdate
) -> FurtherUpdate | Lacking:
    cause = changed.get("cause", row.cells["cause"])
    if not cause:
        return [("cause", "Say why it will be late.")]
    try:
        expected = read_day(changed.get("recovery", row.cells["recovery"]))
    except Refused as refusal:
        return [("recovery", refusal.sentence)]
    if expected is None:
        return [("recovery", "Give the date it is now expected.")]
    return FurtherUpdate(update.progress, update.next_steps, update.status, cause, expected)
