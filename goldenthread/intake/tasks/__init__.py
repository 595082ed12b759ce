"""Reading a document off the request: its own process, its own limits, its own progress page."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from goldenthread.files import queries as files
from goldenthread.intake.models import ImportState, PlanImport, ReturnState, WorkbookReturn
from goldenthread.intake.queries.returned import returned_sheet
from goldenthread.intake.reading import read_safely
from goldenthread.intake.reading.cells import as_data as cells_as_data
from goldenthread.intake.reading.cells import read_cells_safely
from goldenthread.intake.reading.child import as_data
from goldenthread.intake.understanding import Corrections, understand
from goldenthread.jobs import actions as jobs
from goldenthread.rules.refusals import Refused


def read_document(run_id: uuid.UUID, import_id: str) -> dict[str, Any] | None:
    """Read and understand the document of an import; a refusal is kept with the import.

    May be started twice: what is no longer being read is left as it is.
    """
    row = PlanImport.objects.select_related("file").get(pk=import_id)
    if row.state != ImportState.READING:
        return {"state": row.state}
    jobs.progress(run_id, 5, "Opening the document")
    with files.open_bytes(row.file_id, local_area_id=row.local_area_id) as content:
        document = content.read()
    jobs.progress(run_id, 15, "Reading its paragraphs and tables")
    try:
        raw = read_safely(document, row.file.name)
    except Refused as refusal:
        _keep(run_id, import_id, state=ImportState.REFUSED, refusal=refusal.sentence)
        return None
    jobs.progress(run_id, 70, "Finding the actions, leads, dates and ratings")
    plan = understand(raw, Corrections.from_data(row.corrections))
    jobs.progress(run_id, 95, "Keeping what was understood")
    _keep(
        run_id,
        import_id,
        state=ImportState.UNDERSTOOD,
        raw=as_data(raw),
        understood=plan.as_data(),
    )
    return None


def _keep(run_id: uuid.UUID, import_id: str, **fields: Any) -> None:
    """Write the result and the end of the job together, unless somebody put the import aside."""
    with transaction.atomic():
        row = PlanImport.objects.select_for_update().get(pk=import_id)
        if row.state == ImportState.READING:
            for name, value in fields.items():
                setattr(row, name, value)
            row.version += 1
            row.save(update_fields=[*fields, "version"])
        jobs.finish(run_id, {"state": row.state}, "Read")


def read_returned_workbook(run_id: uuid.UUID, return_id: str) -> dict[str, Any] | None:
    """Read the cells of a workbook that came back; a refusal is kept with it.

    May be started twice: what is no longer being read is left as it is.
    """
    row = WorkbookReturn.objects.select_related("file").get(pk=return_id)
    if row.state != ReturnState.READING:
        return {"state": row.state}
    jobs.progress(run_id, 20, "Reading its sheets")
    with files.open_bytes(row.file_id, local_area_id=row.local_area_id) as content:
        document = content.read()
    found: dict[str, Any]
    try:
        sheets = read_cells_safely(document)
        returned_sheet(sheets)  # refused here where no sheet has the actions
        found = {"state": ReturnState.READY, "cells": cells_as_data(sheets)}
    except Refused as refusal:
        found = {"state": ReturnState.REFUSED, "refusal": refusal.sentence}
    with transaction.atomic():
        row = WorkbookReturn.objects.select_for_update().get(pk=return_id)
        if row.state == ReturnState.READING:
            for name, value in found.items():
                setattr(row, name, value)
            row.version += 1
            row.save(update_fields=[*found, "version"])
        jobs.finish(run_id, {"state": row.state}, "Read")
    return None
