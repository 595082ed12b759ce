"""Which actions the plan before may hand on, and where a carried action comes from and went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.models import Action
from goldenthread.improvement_plan.queries.action_lists import actions
from goldenthread.improvement_plan.queries.facts import ActionRow, PlanFact
from goldenthread.improvement_plan.queries.plan_pages import plan
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class CarriedFact:
    """The other end of an action that was carried from one plan into the next."""

    action_id: UUID
    reference: str
    plan_title: str


@dataclass(frozen=True)
class Lineage:
    """`came_from` is the action it was copied from; `went_to` the copies of it."""

    came_from: CarriedFact | None
    went_to: tuple[CarriedFact, ...]


@dataclass(frozen=True)
class ToCarry:
    """What can be carried from the plan `before`: its actions that run, are not complete and were
    not carried already; `carried` counts those that were."""

    before: PlanFact
    rows: tuple[ActionRow, ...]
    carried: int


def lineage(action_id: UUID, *, viewer: Viewer) -> Lineage:
    """Both ends, as far as they are in sight."""
    seen = Action.objects.visible_to(viewer).select_related("plan")
    source = seen.filter(carried_into__pk=action_id).first()
    copies = seen.filter(carried_from_id=action_id, ended_on__isnull=True)
    return Lineage(
        _fact(source) if source else None,
        tuple(_fact(copy) for copy in copies.order_by("position", "id")),
    )


def _fact(row: Action) -> CarriedFact:
    return CarriedFact(row.pk, row.reference, row.plan.title)


def to_carry(plan_id: UUID, *, viewer: Viewer, on: date) -> ToCarry | None:
    """None where the plan follows no plan in sight."""
    found = plan(plan_id, viewer=viewer)
    before = plan(found.predecessor_id, viewer=viewer) if found and found.predecessor_id else None
    if before is None:
        return None
    carried = set(
        Action.objects.visible_to(viewer)
        .filter(plan_id=plan_id, carried_from__plan_id=before.id, ended_on__isnull=True)
        .values_list("carried_from_id", flat=True)
    )
    rows = actions(before.id, viewer=viewer, on=on)
    done = set(
        Action.objects.visible_to(viewer)
        .filter(plan_id=before.id, completed_on__isnull=False)
        .values_list("pk", flat=True)
    )
    ongoing = (row for row in rows if row.id not in done and not row.complete)
    return ToCarry(before, tuple(row for row in ongoing if row.id not in carried), len(carried))
