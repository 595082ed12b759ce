"""What happened to things of a plan: the trail, once the thing itself is known to be in sight."""

from __future__ import annotations

from uuid import UUID

from goldenthread.improvement_plan.models import Action, Plan, PlanLevel, ReportingPeriod
from goldenthread.partnership.queries import Viewer
from goldenthread.trail import queries as trail
from goldenthread.trail.queries import HistoryEntry

PAGE = 50


def action_history(
    action_id: UUID, *, viewer: Viewer, limit: int = PAGE, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    """Latest first; `before` is the last `seq` of the page above. Empty out of sight."""
    seen = Action.objects.visible_to(viewer).filter(pk=action_id).exists()
    return _told("action", action_id, viewer, limit, before) if seen else ()


def level_history(
    level_id: UUID, *, viewer: Viewer, limit: int = PAGE, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    seen = PlanLevel.objects.visible_to(viewer).filter(pk=level_id).exists()
    return _told("level", level_id, viewer, limit, before) if seen else ()


def plan_history(
    plan_id: UUID, *, viewer: Viewer, limit: int = PAGE, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    """Everything done in the plan: every act on an action or level is also its plan's."""
    seen = Plan.objects.visible_to(viewer).filter(pk=plan_id).exists()
    return _told("plan", plan_id, viewer, limit, before) if seen else ()


def period_history(
    period_id: UUID, *, viewer: Viewer, limit: int = PAGE, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    seen = ReportingPeriod.objects.visible_to(viewer).filter(pk=period_id).exists()
    return _told("period", period_id, viewer, limit, before) if seen else ()


def _told(
    kind: str, object_id: UUID, viewer: Viewer, limit: int, before: int | None
) -> tuple[HistoryEntry, ...]:
    return trail.history(
        local_area_id=viewer.local_area_id,
        kind=kind,
        object_id=object_id,
        limit=limit,
        before=before,
    )
