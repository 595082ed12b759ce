"""Inspection reports whose findings come into a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.intake.models import ReportImport, ReportState
from goldenthread.intake.understanding.as_json import from_data
from goldenthread.intake.understanding.plan import FindingRead
from goldenthread.partnership.queries import Viewer

__all__ = ["ReportFact", "ReportState", "a_report", "reports"]


@dataclass(frozen=True)
class ReportFact:
    """`added` counts the findings that came in, once they have."""

    id: UUID
    plan_id: UUID
    file_id: UUID
    file_name: str
    state: ReportState
    findings: tuple[FindingRead, ...]
    added: int
    applied_on: date | None
    applied_by: str
    uploaded_on: date
    created_by: str
    version: int


def reports(plan_id: UUID, *, viewer: Viewer) -> tuple[ReportFact, ...]:
    """Those of one plan, latest first."""
    rows = ReportImport.objects.visible_to(viewer).filter(plan_id=plan_id)
    return tuple(_fact(row) for row in rows.select_related("file"))


def a_report(report_id: UUID, *, viewer: Viewer) -> ReportFact | None:
    """One of them; None out of sight."""
    rows = ReportImport.objects.visible_to(viewer).select_related("file")
    row = rows.filter(pk=report_id).first()
    return _fact(row) if row else None


def _fact(row: ReportImport) -> ReportFact:
    return ReportFact(
        id=row.pk,
        plan_id=row.plan_id,
        file_id=row.file_id,
        file_name=row.file.name,
        state=ReportState(row.state),
        findings=tuple(from_data(FindingRead, one) for one in row.findings),
        added=row.added,
        applied_on=row.applied_on,
        applied_by=row.applied_by_label,
        uploaded_on=row.file.uploaded_on,
        created_by=row.created_by_label,
        version=row.version,
    )
