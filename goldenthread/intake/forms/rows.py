"""The page “Rows and dates”: one row or two, and dates to be read otherwise."""

from __future__ import annotations

from dataclasses import replace

from goldenthread.intake.forms.posted import Mend, Typed
from goldenthread.intake.queries import ImportDetail
from goldenthread.intake.understanding import Corrections
from goldenthread.intake.understanding.corrections import JOINED, SEPARATE
from goldenthread.rules.calendars import Precision, read_dates

DATE_LENGTH = 200


def read_rows(typed: Typed, detail: ImportDetail) -> Corrections:
    """The answers about the rows that stood on the page; the others stay as they were."""
    rows, dates = dict(detail.corrections.rows), dict(detail.corrections.dates)
    for row in detail.plan.rows:
        verdict = typed.get(f"row-{row.id}")
        if verdict in (JOINED, SEPARATE):
            rows[row.id] = verdict
        field = f"date-{row.id}"
        if typed.data is not None and field in typed.data:
            words = typed.get(field)[:DATE_LENGTH]
            if words:
                dates[row.id] = words
            else:
                dates.pop(row.id, None)
    return replace(detail.corrections, rows=rows, dates=dates)


def unread_dates(typed: Typed, detail: ImportDetail) -> tuple[Mend, ...]:
    """The dates typed just now that give no date: 29 February 2021, or words.

    What the document itself says is kept however it is written; what is typed here is a correction
    of it, so a slip is told while it is in view.
    """
    mends = []
    for row in detail.plan.rows:
        field = f"date-{row.id}"
        words = typed.get(field)[:DATE_LENGTH]
        if not words or words == detail.corrections.dates.get(row.id):
            continue
        found = read_dates(words)
        open_ended = Precision.ONGOING
        unread = [one for one in found if one.date is None and one.precision is not open_ended]
        if unread or not found:
            why = unread[0].problem if unread else ""
            mends.append(
                Mend(
                    f"“{words}”: {why or 'No date can be read from these words.'} "
                    "Write it as 31 July 2024, or leave it empty.",
                    field,
                )
            )
    return tuple(mends)
