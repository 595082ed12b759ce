"""What the policies ask of an action or a level, from its rows: for the verbs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def of_actions(actions: Iterable[Action], *, on: date) -> dict[UUID, ActionSubject]:
    """By id, of actions of one plan; who marked them complete is not asked. Four queries."""
    rows = {action.pk: action for action in actions}
    people: dict[UUID, set[UUID]] = {}
    posts: dict[UUID, set[UUID]] = {}
    led = ActionLead.objects.filter(leading(on), action_id__in=list(rows))
    for action_id, person_id, post_id in led.values_list("action_id", "person_id", "post_id"):
        people.setdefault(action_id, set()).update({person_id} - {None})
        posts.setdefault(action_id, set()).update({post_id} - {None})
    placed: dict[UUID, set[UUID]] = {}
    for action_id, level_id in ActionLevel.objects.filter(action_id__in=list(rows)).values_list(
        "action_id", "level_id"
    ):
        placed.setdefault(action_id, set()).add(level_id)
    forums: dict[UUID, set[UUID]] = {}
    for action_id, forum_id in ActionForum.objects.filter(action_id__in=list(rows)).values_list(
        "action_id", "forum_id"
    ):
        forums.setdefault(action_id, set()).add(forum_id)
    plan_ids = {row.plan_id for row in rows.values()}
    parents = dict(PlanLevel.objects.filter(plan_id__in=plan_ids).values_list("pk", "parent_id"))
    return {
        pk: ActionSubject(
            plan_id=row.plan_id,
            level_ids=_above(frozenset(placed.get(pk, ())), parents),
            lead_person_ids=frozenset(people.get(pk, ())),
            lead_post_ids=frozenset(posts.get(pk, ())),
            forum_ids=frozenset(forums.get(pk, ())),
        )
        for pk, row in rows.items()
    }


def of_level(level: PlanLevel) -> ActionSubject:
    """One query."""
    return ActionSubject(
        plan_id=level.plan_id, level_ids=_with_ancestors(level.plan_id, frozenset({level.pk}))
    )


def _with_ancestors(plan_id: UUID, level_ids: frozenset[UUID]) -> frozenset[UUID]:
    parents = dict(PlanLevel.objects.filter(plan_id=plan_id).values_list("pk", "parent_id"))
    return _above(level_ids, parents)


def _above(level_ids: frozenset[UUID], parents: Mapping[UUID, UUID | None]) -> frozenset[UUID]:
    found: set[UUID] = set()
    for start in level_ids:
        level_id: UUID | None = start
        while level_id is not None and level_id not in found:
            found.add(level_id)
            level_id = parents.get(level_id)
    return frozenset(found)
