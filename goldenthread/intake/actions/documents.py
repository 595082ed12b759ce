"""A document comes in, is put aside, is taken up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.files import actions as files
from goldenthread.files.gate import Upload
from goldenthread.files.kinds import PLAN_DOCUMENTS
from goldenthread.files.queries import KeptFile
from goldenthread.intake import policies
from goldenthread.intake.actions.writing import locked, mind_version, note
from goldenthread.intake.models import ImportState, PlanImport
from goldenthread.jobs import actions as jobs
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail.verbs import Verb

TASK = "goldenthread.intake.tasks.read_document"
LIMIT_BYTES = 25_000_000
_STILL_STANDS = (ImportState.IMPORTED, ImportState.UNDERSTOOD, ImportState.READING)


@dataclass(frozen=True)
class Uploaded:
    """`already`: this very file came in before; `import_id` is that earlier import."""

    import_id: UUID
    already: bool


@transaction.atomic
def upload(*, upload: Upload | bytes, name: str, by: Viewer, on: date) -> Uploaded:
    """Keep a document and have it read. Refused when the gate refuses the file.

    The very same file again gives the import there already is.
    """
    policies.require(policies.may_import(by))
    kept = keep(upload, name, by=by, on=on)
    if earlier := same_file(kept.id, by=by):
        return Uploaded(earlier.pk, already=True)
    row = new_import(kept, by=by)
    _have_read(row, kept.name, by=by)
    words = f"uploaded the plan document {kept.name}"
    note("upload", words, row, by=by, on=on, verb=Verb.COLLECTED, subjects=[("file", kept.id)])
    return Uploaded(row.pk, already=False)


def keep(upload: Upload | bytes, name: str, *, by: Viewer, on: date) -> KeptFile:
    """The document through the one gate."""
    return files.keep(
        upload=upload,
        name=name,
        local_area_id=by.local_area_id,
        by_id=by.user_id,
        by_label=by.name,
        on=on,
        allowed=PLAN_DOCUMENTS,
        limit_bytes=LIMIT_BYTES,
    )


def same_file(file_id: UUID, *, by: Viewer) -> PlanImport | None:
    """The area's import of this very file that is imported, or on its way."""
    rows = PlanImport.objects.visible_to(by).filter(file_id=file_id, state__in=_STILL_STANDS)
    found = {row.state: row for row in rows.defer("raw", "understood").select_related("file")}
    return next((found[state] for state in _STILL_STANDS if state in found), None)


def new_import(kept: KeptFile, *, by: Viewer) -> PlanImport:
    """The row of a document that is being read."""
    return PlanImport.objects.create(
        local_area_id=by.local_area_id,
        file_id=kept.id,
        created_by_id=by.user_id,
        created_by_label=by.name,
        recorded_at=Now(),
    )


def _have_read(row: PlanImport, name: str, *, by: Viewer) -> None:
    row.job_run_id = jobs.enqueue(
        TASK,
        row.pk,
        kind="intake.read",
        local_area_id=by.local_area_id,
        title=f"Reading {name}",
        by_id=by.user_id,
        by_label=by.name,
    )
    row.save(update_fields=["job_run_id"])


@transaction.atomic
def read_again(*, import_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Have a document read once more whose reading broke off."""
    row = locked(import_id, by=by)
    mind_version(row, version)
    if row.state not in (ImportState.READING, ImportState.REFUSED):
        raise Refused("This document has been read. Open it and go on.")
    row.state, row.refusal = ImportState.READING, ""
    row.version += 1
    row.save(update_fields=["state", "refusal", "version"])
    _have_read(row, row.file.name, by=by)
    note("read_again", f"had {row.file.name} read again", row, by=by, on=on)


@transaction.atomic
def put_aside(*, import_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Give up an import that is not finished; what was answered stays, and can be taken up."""
    row = locked(import_id, by=by)
    if row.state == ImportState.DISCARDED:
        return
    mind_version(row, version)
    if row.state == ImportState.IMPORTED:
        raise Refused("This document is imported, so it cannot be put aside. Change its plan.")
    row.state = ImportState.DISCARDED
    row.version += 1
    row.save(update_fields=["state", "version"])
    note("put_aside", f"put the document {row.file.name} aside", row, by=by, on=on)


@transaction.atomic
def take_up(*, import_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Go on with an import that was put aside."""
    row = locked(import_id, by=by)
    mind_version(row, version)
    if row.state != ImportState.DISCARDED:
        return
    if other := same_file(row.file_id, by=by):
        raise Refused(
            f"{other.file.name} came in again meanwhile. Go on with that import in the list."
        )
    row.state = ImportState.UNDERSTOOD if row.understood is not None else ImportState.READING
    row.version += 1
    row.save(update_fields=["state", "version"])
    if row.state == ImportState.READING:
        _have_read(row, row.file.name, by=by)
    note("take_up", f"took the document {row.file.name} up again", row, by=by, on=on)
