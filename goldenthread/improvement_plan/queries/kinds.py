"""The kinds of plan a local area keeps, each with its own names for the levels of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from goldenthread.improvement_plan.models import PlanKind
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class KindFact:
    """A plan kind, "kind of plan" on pages. `level_names`, top first, are what a new plan of it
    begins with; `plans` counts the plans of that kind."""

    id: UUID
    name: str
    level_names: tuple[str, ...]
    plans: int
    version: int


def kinds(*, viewer: Viewer) -> tuple[KindFact, ...]:
    """By name, with how many plans of the whole area are of that kind."""
    rows = PlanKind.objects.filter(local_area_id=viewer.local_area_id)
    return tuple(
        KindFact(row.pk, row.name, tuple(row.level_names), row.many, row.version)
        for row in rows.annotate(many=Count("plans")).order_by("name")
    )


def kind(kind_id: UUID, *, viewer: Viewer) -> KindFact | None:
    return next((one for one in kinds(viewer=viewer) if one.id == kind_id), None)
