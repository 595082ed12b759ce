"""Which points of a plan's scales somebody was rated with: those cannot be left out any more."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count

from goldenthread.improvement_plan.models import Action, Rating
from goldenthread.partnership.queries import Viewer


def points_in_use(plan_id: UUID, *, viewer: Viewer) -> Mapping[str, Mapping[str, int]]:
    """Scale key → point key → standing ratings on it, of actions and levels: one query."""
    rows = (
        Rating.objects.visible_to(viewer)
        .filter(plan_id=plan_id, superseded_by__isnull=True)
        .order_by()
        .values_list("scale__key", "point_key")
        .annotate(number=Count("id"))
    )
    found: dict[str, dict[str, int]] = {}
    for scale_key, point_key, number in rows:
        found.setdefault(scale_key, {})[point_key] = number
    return found


def rated_on(plan_id: UUID, scale_key: str, *, viewer: Viewer) -> tuple[int, int]:
    """How many of the plan's actions the council has rated on a scale, and of how many: two
    queries."""
    running = Action.objects.visible_to(viewer).filter(plan_id=plan_id, ended_on__isnull=True)
    said = Rating.objects.filter(
        plan_id=plan_id,
        action__in=running,
        capacity="council",
        scale__key=scale_key,
        superseded_by__isnull=True,
    )
    return said.order_by().values("action_id").distinct().count(), running.count()
