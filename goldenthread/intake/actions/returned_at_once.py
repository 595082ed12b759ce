"""A workbook that came back, without anybody to ask: only what nobody need decide is taken."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db import transaction

from goldenthread.intake import policies
from goldenthread.intake.actions.returned import (
    Chosen,
    keep_read,
    take_over,
)
from goldenthread.intake.actions.returned_comparing import ReturnComparison, compare_return
from goldenthread.intake.queries.returned import returned_sheet, sent_for
from goldenthread.intake.reading.cells import read_cells_safely
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused


def compare_at_once(content: bytes, *, by: Viewer, on: date) -> ReturnComparison:
    """The differences of a workbook that is not kept."""
    policies.require(policies.may_return(by))
    cells = read_cells_safely(content)
    return compare_return(sent_for(cells, viewer=by), returned_sheet(cells), by=by, on=on)


def safe_keys(comparison: ReturnComparison) -> frozenset[str]:
    """Cells that only the workbook changed, that can be taken, and that one row alone gives."""
    given = Counter((row.action_id, cell.column) for row in comparison.rows for cell in row.cells)
    return frozenset(
        cell.key
        for row in comparison.rows
        for cell in row.cells
        if not cell.both and not cell.sentence and given[row.action_id, cell.column] == 1
    )


def take_over_at_once(content: bytes, name: str, *, by: Viewer, on: date) -> ReturnComparison:
    """Keep the file and take the safe cells over, in one transaction; what differed. Refused where
    there is none, and where this very file came back before."""
    cells = read_cells_safely(content)
    with transaction.atomic():
        row = keep_read(content, name, cells, by=by, on=on)
        comparison = compare_return(sent_for(cells, viewer=by), returned_sheet(cells), by=by, on=on)
        keys = safe_keys(comparison)
        if not keys:
            raise Refused(
                "No cell can be taken over without somebody to ask. Load the workbook on its page."
            )
        take_over(
            return_id=row.pk,
            version=row.version,
            seen=comparison.seen,
            chosen=Chosen(keys, {}, frozenset()),
            by=by,
            on=on,
        )
    return comparison
