"""Who waits for whom in a plan, and what is late along the chain."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.improvement_plan.models import Action, Dependency, Escalation
from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.conditions import awaits_decision
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import ActionRow
from goldenthread.improvement_plan.queries.places import top_of
from goldenthread.improvement_plan.queries.risk_facts import WaitFact
from goldenthread.improvement_plan.queries.rows import action_rows
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.waiting import late_along

DONE, BLOCKED, WAITS = "done", "blocked", "waits"


def waits(
    plan_id: UUID,
    *,
    viewer: Viewer,
    on: date,
    action_id: UUID | None = None,
    known: PlanContext | None = None,
) -> tuple[WaitFact, ...]:
    """Every dependency between actions that are still in the plan, in the plan's order; of one
    action (either side of it) where `action_id` names it. A context that is `known` already is not
    loaded again."""
    context = known or contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return ()
    standing = list(
        Dependency.objects.visible_to(viewer).filter(
            plan_id=plan_id,
            ended_on__isnull=True,
            action__ended_on__isnull=True,
            waits_for__ended_on__isnull=True,
        )
    )
    shown = [row for row in standing if action_id in (None, row.action_id, row.waits_for_id)]
    if not shown:
        return ()
    rows = _rows(standing, context, viewer=viewer)
    late = _late(rows, context)
    open_edges: dict[UUID, list[UUID]] = {}
    for row in standing:
        if not rows[row.waits_for_id].complete:
            open_edges.setdefault(row.action_id, []).append(row.waits_for_id)
    found = [_fact(row, rows, late, open_edges, context) for row in shown]
    return tuple(sorted(found, key=lambda fact: (fact.action.position, fact.waits_for.position)))


def _rows(
    standing: list[Dependency], context: PlanContext, *, viewer: Viewer
) -> dict[UUID, ActionRow]:
    """Every action that waits or is waited for."""
    ids = {pk for row in standing for pk in (row.action_id, row.waits_for_id)}
    actions = Action.objects.filter(pk__in=ids).order_by("position", "id")
    found = action_rows(actions, {context.plan.id: context}, viewer=viewer)
    return {row.id: row for row in found}


def _late(rows: dict[UUID, ActionRow], context: PlanContext) -> frozenset[UUID]:
    """Those that hold up what waits for them: overdue, off track or in need of a decision."""
    asking = Escalation.objects.filter(
        awaits_decision(context.on), Q(action_id__in=list(rows)), plan_id=context.plan.id
    ).values_list("action_id", flat=True)
    needing = set(asking)
    return frozenset(
        pk
        for pk, row in rows.items()
        if not row.complete and ("off-track" in row.states or pk in needing)
    )


def _fact(
    row: Dependency,
    rows: dict[UUID, ActionRow],
    late: frozenset[UUID],
    open_edges: dict[UUID, list[UUID]],
    context: PlanContext,
) -> WaitFact:
    action, other = rows[row.action_id], rows[row.waits_for_id]
    state = DONE if other.complete else BLOCKED if other.id in late else WAITS
    chains = (
        () if state == DONE else late_along({**open_edges, action.id: [other.id]}, action.id, late)
    )
    return WaitFact(
        id=row.pk,
        action=action,
        waits_for=other,
        from_top=top_of(action.subject.level_ids, context),
        to_top=top_of(other.subject.level_ids, context),
        note=row.note,
        needed_by=row.needed_by,
        agreed_on=row.agreed_on,
        agreed_by=row.agreed_by_label,
        state=state,
        pressed=bool(
            state != DONE and row.needed_by and (other.due is None or other.due > row.needed_by)
        ),
        late=tuple(tuple(rows[pk].reference for pk in chain) for chain in chains),
        version=row.version,
    )
