"""Words, looked for in every plan in sight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.models import Action, Plan
from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.facts import ActionRow, PlanFact
from goldenthread.improvement_plan.queries.narrowing import saying
from goldenthread.improvement_plan.queries.rows import action_rows
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class FoundIn:
    """What was found in one plan: how many actions, and the first of them."""

    plan: PlanFact
    matching: int
    rows: tuple[ActionRow, ...]


def search(q: str, *, viewer: Viewer, on: date, size: int) -> tuple[FoundIn, ...]:
    """Actions that hold all of these words, plan by plan in the order of their titles, the first
    `size` of each. A fixed number of queries, whatever the number of plans."""
    matching: dict[UUID, list[UUID]] = {}
    seen = Action.objects.filter(
        saying(q), ended_on__isnull=True, plan__in=Plan.objects.visible_to(viewer)
    )
    for pk, plan_id in seen.order_by("position", "id").values_list("pk", "plan_id"):
        matching.setdefault(plan_id, []).append(pk)
    if not matching:
        return ()
    loaded = contexts.load(plan_ids=matching, viewer=viewer, on=on)
    first = [pk for ids in matching.values() for pk in ids[:size]]
    wanted = Action.objects.filter(pk__in=first).order_by("position", "id")
    rows: dict[UUID, list[ActionRow]] = {}
    for row in action_rows(wanted, loaded, viewer=viewer):
        rows.setdefault(row.plan_id, []).append(row)
    return tuple(
        FoundIn(context.plan, len(matching[plan_id]), tuple(rows[plan_id]))
        for plan_id, context in sorted(loaded.items(), key=lambda item: item[1].plan.title)
    )
