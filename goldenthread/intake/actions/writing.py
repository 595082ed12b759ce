"""What every verb of the import does: find its row, mind its version, leave a trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.intake import policies
from goldenthread.intake.models import ImportState, PlanImport
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_CLOSED = {
    ImportState.IMPORTED: "This document is already imported. Open its plan to change it there.",
    ImportState.DISCARDED: "This import was put aside. Take it up again to go on.",
    ImportState.READING: "This document is still being read. Wait until it has been.",
    ImportState.REFUSED: "This document could not be read. Upload another file.",
}


def locked(import_id: UUID, *, by: Viewer) -> PlanImport:
    """The import, locked until the commit; Refused where the area has none by this id."""
    policies.require(policies.may_import(by))
    rows = PlanImport.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.filter(pk=import_id).first()
    if row is None:
        raise Refused("There is no such import here. Choose one from the list of imports.")
    return row


def mind_version(row: PlanImport, version: int) -> None:
    """Refuse to write over what somebody else answered in the meantime."""
    if row.version != version:
        raise ChangedMeanwhile(
            "Somebody answered questions about this document while you had it open. "
            "Open the page again: it shows their answers, and you can go on from there."
        )


def mind_open(row: PlanImport) -> None:
    """Refuse to answer what is imported, put aside or not yet read."""
    if row.state != ImportState.UNDERSTOOD:
        raise Refused(_CLOSED[ImportState(row.state)])


def note(
    act: str,
    words: str,
    row: PlanImport,
    *,
    by: Viewer,
    on: date,
    verb: Verb = Verb.ALTERED,
    subjects: Iterable[tuple[str, Any]] = (),
) -> None:
    """One entry in the trail, about the import."""
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"intake.{act}",
        object_kind="plan_import",
        object_id=row.pk,
        object_label=row.file.name,
        words=words,
        on=on,
        subjects=subjects,
    )
