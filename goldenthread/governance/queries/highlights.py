"""Highlight reports as somebody: drafts for those who write them, issued ones for whoever sees the
plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldenthread.governance.models import HighlightDocument, HighlightReport, PaperState, Shape
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries import frozen_data
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.snapshots import PlanSnapshot

SHAPES: dict[str, str] = {shape.value: str(shape.label) for shape in Shape}
NEEDED: dict[str, str] = {
    "lead": "Who leads this part",
    "reason": "Why this status",
}


@dataclass(frozen=True)
class HighlightFact:
    """One report. `part` is the plan's own word and number ("Workstream 2"); `about` the period's
    name or "as at 14 January 2020"; `compared_on` the day of what it is compared with, and
    `compared_was_received` that the same reader was sent that."""

    id: UUID
    plan_id: UUID
    plan_title: str
    level_id: UUID
    part: str
    part_title: str
    forum_id: UUID
    forum_name: str
    shape: str
    as_at: date
    about: str
    snapshot_id: UUID | None
    compared_report_id: UUID | None
    compared_snapshot_id: UUID | None
    compared_on: date | None
    number: int
    words: Mapping[str, str]
    status_point: str
    state: str
    issued_with: Mapping[str, Any]
    issued_on: date | None
    issued_at: datetime | None
    issued_by: str
    created_by: str
    version: int

    @property
    def issued(self) -> bool:
        return self.state == PaperState.ISSUED

    @property
    def compared_was_received(self) -> bool:
        return self.compared_report_id is not None

    @property
    def title(self) -> str:
        return f"Highlight report: {self.part}"

    @property
    def shape_words(self) -> str:
        return SHAPES[self.shape]

    @property
    def state_words(self) -> str:
        if self.issued and self.issued_on:
            return (
                f"Version {self.number}, issued on {say_date(self.issued_on)} by {self.issued_by}"
            )
        return f"Version {self.number}: {PaperState(self.state).label}"

    @property
    def missing(self) -> tuple[str, ...]:
        """What still has to be said before it can be issued."""
        wanting = [] if self.status_point else ["Overall status"]
        wanting += [label for key, label in NEEDED.items() if not self.words.get(key, "").strip()]
        return tuple(wanting)


def _fact(row: HighlightReport) -> HighlightFact:
    kept = row.issued_with if row.state == PaperState.ISSUED else {}
    names = row.plan.level_names
    word = str(names[0]) if names else "Part"
    period = row.snapshot.period.name if row.snapshot else f"as at {say_date(row.as_at)}"
    compared = row.compared_report.as_at if row.compared_report else None
    if row.compared_snapshot:
        compared = row.compared_snapshot.period.cut_off
    return HighlightFact(
        id=row.pk,
        plan_id=row.plan_id,
        plan_title=row.plan.title,
        level_id=row.level_id,
        part=str(kept.get("part") or f"{word} {row.level.reference}".strip()),
        part_title=str(kept.get("part_title") or row.level.title),
        forum_id=row.forum_id,
        forum_name=str(kept.get("forum") or row.forum.name),
        shape=row.shape,
        as_at=row.as_at,
        about=period,
        snapshot_id=row.snapshot_id,
        compared_report_id=row.compared_report_id,
        compared_snapshot_id=row.compared_snapshot_id,
        compared_on=compared,
        number=row.number,
        words=dict(row.words),
        status_point=row.status_point,
        state=row.state,
        issued_with=kept,
        issued_on=row.issued_on,
        issued_at=row.issued_at,
        issued_by=row.issued_by_label,
        created_by=row.created_by_label,
        version=row.version,
    )


_WITH = ("plan", "level", "forum", "snapshot__period", "compared_snapshot__period")
# Of what is joined only names and days are told; each of these columns is pages of JSON.
_LEFT_OUT = (
    "frozen",
    "compared_report__frozen",
    *(
        f"{which}__{column}"
        for which in ("snapshot", "compared_snapshot")
        for column in ("rows", "points", "counts")
    ),
)


def _rows(viewer: Viewer) -> Any:
    return (
        HighlightReport.objects.visible_to(viewer)
        .select_related(*_WITH, "compared_report")
        .defer(*_LEFT_OUT)
    )


def highlights(
    *, viewer: Viewer, plan_id: UUID | None = None, level_id: UUID | None = None
) -> tuple[HighlightFact, ...]:
    """Reports in sight, the latest day first; withdrawn drafts are left out. One query."""
    rows = _rows(viewer).exclude(state=PaperState.WITHDRAWN)
    if plan_id:
        rows = rows.filter(plan_id=plan_id)
    if level_id:
        rows = rows.filter(level_id=level_id)
    return tuple(_fact(row) for row in rows)


def my_drafts(*, viewer: Viewer) -> tuple[HighlightFact, ...]:
    """Drafts of running plans that the viewer owes: those they have in hand, of a part they lead,
    or that nobody has in hand. The earliest day first; one query."""
    owed = Q(writer_id=viewer.user_id) | Q(writer_id__isnull=True)
    owed |= Q(level_id__in=viewer.scopes("workstream_lead", "level"))
    rows = _rows(viewer).filter(owed, state=PaperState.DRAFT, plan__closed_on__isnull=True)
    return tuple(_fact(row) for row in rows.order_by("as_at", "id"))


def highlight(report_id: UUID, *, viewer: Viewer) -> HighlightFact | None:
    row = _rows(viewer).filter(pk=report_id).first()
    return _fact(row) if row else None


def last_highlight(
    *, level_id: UUID, forum_id: UUID, before: date, viewer: Viewer
) -> HighlightFact | None:
    """What that reader was last sent about the part, for a day before the given one."""
    row = (
        _rows(viewer)
        .filter(level_id=level_id, forum_id=forum_id, state=PaperState.ISSUED, as_at__lt=before)
        .order_by("-as_at", "-number")
        .first()
    )
    return _fact(row) if row else None


def highlight_snapshot(report_id: UUID, *, viewer: Viewer) -> PlanSnapshot | None:
    """What a report stands on: its closed period, or the plan as at its day. A draft as at a day
    looks at the plan itself; issued, it is frozen. The snapshot's id is the report's own where no
    period was closed. None out of sight; Refused where the frozen rows were altered."""
    row = HighlightReport.objects.visible_to(viewer).filter(pk=report_id).first()
    if row is None:
        return None
    if row.snapshot_id:
        return plans.snapshot(row.snapshot_id, viewer=viewer)
    if row.frozen is not None:
        return frozen_data.thaw(row.frozen, sha256=row.frozen_sha256)
    now = plans.snapshot_now(row.plan_id, viewer=viewer, on=row.as_at)
    if now is None:
        return None
    return replace(now, id=str(row.pk), period_name=f"As at {say_date(row.as_at)}")


def highlight_documents(report_id: UUID, *, viewer: Viewer) -> dict[str, UUID]:
    """The issued documents by format: {"docx": file id…}."""
    if highlight(report_id, viewer=viewer) is None:
        return {}
    rows = HighlightDocument.objects.filter(
        local_area_id=viewer.local_area_id, report_id=report_id, file__isnull=False
    )
    return {row.format: row.file_id for row in rows if row.file_id}


def issued_highlight_page(report_id: UUID, *, viewer: Viewer) -> str:
    """The issued report as a whole web page, as it was sent; "" where there is none in sight."""
    if highlight(report_id, viewer=viewer) is None:
        return ""
    row = HighlightDocument.objects.filter(
        local_area_id=viewer.local_area_id, report_id=report_id, format="html"
    ).first()
    return row.page if row else ""
