"""The page “Rows and dates”: one row or two, and dates to be read otherwise."""

from __future__ import annotations

from dataclasses import replace

from goldenthread.intake.forms.posted import Typed
from goldenthread.intake.queries import ImportDetail
from goldenthread.intake.understanding import Corrections
from goldenthread.intake.understanding.corrections import JOINED, SEPARATE

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
