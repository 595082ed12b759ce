"""Escalations: what is blocked and needs a decision, from which forum, by when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from goldenthread.improvement_plan.models import Escalation
from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.conditions import awaits_decision
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.places import action_places, level_place
from goldenthread.improvement_plan.queries.risk_facts import EscalationFact, PlaceFact
from goldenthread.partnership.queries import Viewer


def escalations(
    plan_id: UUID,
    *,
    viewer: Viewer,
    on: date,
    forum_id: UUID | None = None,
    action_id: UUID | None = None,
    level_id: UUID | None = None,
    open_only: bool = True,
    known: PlanContext | None = None,
) -> tuple[EscalationFact, ...]:
    """Of a plan as at a day, the decision needed first at the top; those without a date last.

    `level_id` includes what lies below it. With `open_only=False`, those that ended follow, the
    latest end first. A context that is `known` already is not loaded again.
    """
    context = known or contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return ()
    rows = Escalation.objects.visible_to(viewer).filter(plan_id=plan_id, on__lte=on)
    if open_only:
        rows = rows.filter(awaits_decision(on))
    if forum_id is not None:
        rows = rows.filter(forum_id=forum_id)
    if action_id is not None:
        rows = rows.filter(action_id=action_id)
    found = _facts(rows, context)
    if level_id is not None:
        found = [each for each in found if level_id in each.place.level_ids]
    return tuple(sorted(found, key=_order))


def escalation(escalation_id: UUID, *, viewer: Viewer, on: date) -> EscalationFact | None:
    """One, whatever became of it; None out of sight."""
    rows = Escalation.objects.visible_to(viewer).filter(pk=escalation_id)
    plan_id = rows.values_list("plan_id", flat=True).first()
    context = contexts.load_one(plan_id, viewer=viewer, on=on) if plan_id else None
    return _facts(rows, context)[0] if context else None


def _order(fact: EscalationFact) -> tuple[object, ...]:
    ended = fact.decided_on or fact.withdrawn_on
    if ended is not None:
        return (1, -ended.toordinal(), str(fact.id))
    return (0, (fact.needed_by or date.max).toordinal(), str(fact.id))


def _facts(rows: QuerySet[Escalation], context: PlanContext) -> list[EscalationFact]:
    found = list(rows.select_related("forum", "decided_by"))
    places = action_places((row.action_id for row in found if row.action_id), context)
    return [_fact(row, context, places) for row in found]


def _fact(
    row: Escalation, context: PlanContext, places: Mapping[UUID, PlaceFact]
) -> EscalationFact:
    on = context.on
    decided = row.decided_on is not None and row.decided_on <= on
    withdrawn = row.withdrawn_on is not None and row.withdrawn_on <= on
    ended = decided or withdrawn
    return EscalationFact(
        id=row.pk,
        plan_id=row.plan_id,
        place=places[row.action_id] if row.action_id else level_place(_level(row), context),
        blocked=row.blocked,
        decision_needed=row.decision_needed,
        forum_id=row.forum_id,
        forum=row.forum.name if row.forum else "",
        needed_by=row.needed_by,
        raised_on=row.on,
        raised_by=row.recorded_by_label,
        update_id=row.update_id,
        decided_on=row.decided_on if decided else None,
        decision=row.decision if decided else "",
        decided_by=row.decided_by.name if decided and row.decided_by else "",
        decision_recorded_by=row.decision_recorded_by_label if decided else "",
        withdrawn_on=row.withdrawn_on if withdrawn else None,
        withdrawn_reason=row.withdrawn_reason if withdrawn else "",
        overdue=row.needed_by is not None and row.needed_by < on and not ended,
        version=row.version,
    )


def _level(row: Escalation) -> UUID:
    assert row.level_id is not None
    return row.level_id
