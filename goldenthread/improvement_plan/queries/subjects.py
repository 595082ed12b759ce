"""What the policies ask of an action or a level, from its rows: for the verbs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.models import (
    Action,
    ActionForum,
    ActionLead,
    ActionLevel,
    Completion,
    PlanLevel,
)
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.queries.conditions import leading


def of_action(action: Action, *, on: date) -> ActionSubject:
    """Five queries."""
    leads = ActionLead.objects.filter(leading(on), action=action).values_list(
        "person_id", "post_id"
    )
    standing = Completion.objects.filter(action=action, withdrawn_on__isnull=True).first()
    placed = ActionLevel.objects.filter(action=action).values_list("level_id", flat=True)
    forums = ActionForum.objects.filter(action=action).values_list("forum_id", flat=True)
    return ActionSubject(
        plan_id=action.plan_id,
        level_ids=_with_ancestors(action.plan_id, frozenset(placed)),
        lead_person_ids=frozenset(person_id for person_id, _ in leads if person_id),
        lead_post_ids=frozenset(post_id for _, post_id in leads if post_id),
        forum_ids=frozenset(forums),
        completed_by_id=standing.recorded_by_id if standing else None,
    )


def of_level(level: PlanLevel) -> ActionSubject:
    """One query."""
    return ActionSubject(
        plan_id=level.plan_id, level_ids=_with_ancestors(level.plan_id, frozenset({level.pk}))
    )


def _with_ancestors(plan_id: UUID, level_ids: frozenset[UUID]) -> frozenset[UUID]:
    parents = dict(PlanLevel.objects.filter(plan_id=plan_id).values_list("pk", "parent_id"))
    found: set[UUID] = set()
    for start in level_ids:
        level_id: UUID | None = start
        while level_id is not None and level_id not in found:
            found.add(level_id)
            level_id = parents.get(level_id)
    return frozenset(found)
