"""Imports as facts: where each stands, what was understood, what was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldenthread.intake.answers import Answers
from goldenthread.intake.models import ImportState, PlanImport
from goldenthread.intake.reading.child import document_from
from goldenthread.intake.reading.raw import RawDocument
from goldenthread.intake.understanding import Corrections, UnderstoodPlan
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import NotThere, Refused

LIST_LENGTH = 50


@dataclass(frozen=True)
class ImportFact:
    """One document on its way in. `plan_id` is the plan made, or the one it is a newer version of;
    `outcome` counts what the import made, once it has."""

    id: UUID
    state: ImportState
    state_words: str
    file_id: UUID
    file_name: str
    refusal: str
    plan_id: UUID | None
    plan_title: str
    job_run_id: UUID | None
    imported_on: date | None
    imported_by: str
    created_by: str
    uploaded_on: date
    recorded_at: datetime
    version: int
    outcome: dict[str, Any] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """May it still be corrected and answered?"""
        return self.state == ImportState.UNDERSTOOD


@dataclass(frozen=True)
class ImportDetail:
    """One import with what was understood of it so far."""

    fact: ImportFact
    plan: UnderstoodPlan
    corrections: Corrections
    answers: Answers


def imports(*, viewer: Viewer) -> tuple[ImportFact, ...]:
    """The area's imports, latest first; at most the latest fifty."""
    rows = (
        PlanImport.objects.visible_to(viewer)
        .select_related("file", "plan")
        .defer("raw", "understood", "corrections", "answers")
    )
    return tuple(_fact(row) for row in rows[:LIST_LENGTH])


def an_import_fact(import_id: UUID, *, viewer: Viewer) -> ImportFact:
    """Where one import stands; Refused where the area has none by this id."""
    rows = PlanImport.objects.visible_to(viewer).select_related("file", "plan")
    row = rows.defer("raw", "understood", "corrections", "answers").filter(pk=import_id).first()
    if row is None:
        raise NotThere("There is no such import here. Choose one from the list of imports.")
    return _fact(row)


def an_import(import_id: UUID, *, viewer: Viewer) -> ImportDetail:
    """One import with its plan as understood; Refused where there is none yet."""
    rows = PlanImport.objects.visible_to(viewer).select_related("file", "plan").defer("raw")
    row = rows.filter(pk=import_id).first()
    if row is None:
        raise NotThere("There is no such import here. Choose one from the list of imports.")
    if row.understood is None:
        raise Refused("This document has not been read yet. Wait until it has.")
    return ImportDetail(
        fact=_fact(row),
        plan=UnderstoodPlan.from_data(row.understood),
        corrections=Corrections.from_data(row.corrections),
        answers=Answers.from_data(row.answers),
    )


def raw_document(import_id: UUID, *, viewer: Viewer) -> RawDocument:
    """What the reader saw, to show sample cells and to understand again."""
    raw = (
        PlanImport.objects.visible_to(viewer)
        .filter(pk=import_id)
        .values_list("raw", flat=True)
        .first()
    )
    if raw is None:
        raise Refused("This document has not been read yet. Wait until it has.")
    return document_from(raw)


def _fact(row: PlanImport) -> ImportFact:
    return ImportFact(
        id=row.pk,
        state=ImportState(row.state),
        state_words=row.get_state_display(),
        file_id=row.file_id,
        file_name=row.file.name,
        refusal=row.refusal,
        plan_id=row.plan_id,
        plan_title=row.plan.title if row.plan else "",
        job_run_id=row.job_run_id,
        imported_on=row.imported_on,
        imported_by=row.imported_by_label,
        created_by=row.created_by_label,
        uploaded_on=row.file.uploaded_on,
        recorded_at=row.recorded_at,
        version=row.version,
        outcome=row.outcome,
    )
