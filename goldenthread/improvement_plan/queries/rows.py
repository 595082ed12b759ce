"""Actions as rows of a list: a fixed number of queries, whatever the number of rows or plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from goldenthread.improvement_plan.models import Action, Completion
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.queries.beside import (
    Beside,
    beside,
    disagree,
    evidence_counts,
    lead_facts,
    other_ratings,
)
from goldenthread.improvement_plan.queries.conditions import gap_state
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import (
    TITLE_LENGTH,
    ActionRow,
    ForumRef,
    LeadFact,
    RatingFact,
)
from goldenthread.improvement_plan.queries.filters import GAPS
from goldenthread.improvement_plan.queries.marking import Marked, marks_of
from goldenthread.improvement_plan.queries.moves import compared_states, travel
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer

# What a list shows of an action. Not as model instances: each costs more than its row does.
_SHOWN = (
    "id", "plan_id", "position", "reference", "text", "leads_as_written", "start_as_written",
    "start", "due_as_written", "due", "last_update_on", "completed_on", "signed_off_on", "version",
    "completer_id", "point_now", "point_first", "rated_on", "cause_now", "recovery_now",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What was found out already about actions that become rows: what is true of each, what others
    said of it, and what stands beside it."""

    states: Mapping[UUID, frozenset[str]]
    others: Mapping[UUID, tuple[RatingFact, ...]]
    shown: Beside


def action_rows(
    actions: QuerySet[Action],
    contexts: Mapping[UUID, PlanContext],
    *,
    viewer: Viewer,
    known: Known | None = None,
) -> tuple[ActionRow, ...]:
    """The rows of these actions, in their order: eight queries, of which what is `known` (by
    counting the plan) need not be asked again."""
    found: list[Any] = list(_with_everything(actions))
    ids = [row.id for row in found]
    shown = known.shown if known else beside(ids)
    others = known.others if known else other_ratings(Q(action_id__in=ids), contexts)
    proofs = evidence_counts(ids)
    holders = _holders(ids, shown, contexts, viewer)
    marks = {} if known else marks_of(ids, contexts)
    rows = []
    for row in found:
        context, said = contexts[row.plan_id], others.get(row.id, ())
        states = known.states[row.id] if known else states_of(marks[row.id], context, said)
        leads = lead_facts(shown.leads.get(row.id, ()), context, holders)
        rows.append(_row(row, context, shown, leads, said, states, proofs.get(row.id, 0)))
    return tuple(rows)


def states_of(row: Marked, context: PlanContext, others: Iterable[RatingFact]) -> frozenset[str]:
    """What is true of one marked action: also what compares it with the last report and with what
    others said of it."""
    states = row.states | compared_states(row.id, row.point, context) | gap_state(row.states)
    return states | {"disagreement"} if disagree(context.points.get(row.point), others) else states


def _with_everything(actions: QuerySet[Action]) -> QuerySet[Action, Any]:
    standing = Completion.objects.filter(action=OuterRef("pk"), withdrawn_on__isnull=True)
    return actions.annotate(
        completer_id=Subquery(standing.values("recorded_by_id")[:1]),
        point_now=F("current_rating__point_key"),
        point_first=F("first_rating__point_key"),
        rated_on=F("current_rating__on"),
        cause_now=F("current_rating__cause"),
        recovery_now=F("current_rating__recovery_date"),
    ).values_list(*_SHOWN, named=True)


def disagreeing(context: PlanContext) -> tuple[UUID, ...]:
    """Ids of the plan's actions whose raters disagree: two queries."""
    current = dict(
        Action.objects.filter(
            plan_id=context.plan.id, ended_on__isnull=True, current_rating__isnull=False
        ).values_list("pk", "current_rating__point_key")
    )
    others = others_in(context)
    return tuple(
        action_id
        for action_id, facts in others.items()
        if disagree(context.points.get(current.get(action_id, "")), facts)
    )


def others_in(context: PlanContext) -> dict[UUID, tuple[RatingFact, ...]]:
    """What others than the council said of the actions in the plan: one query."""
    here = Q(plan_id=context.plan.id, action__ended_on__isnull=True)
    return other_ratings(here, {context.plan.id: context})


def _holders(
    action_ids: Iterable[UUID],
    shown: Beside,
    contexts: Mapping[UUID, PlanContext],
    viewer: Viewer,
) -> dict[UUID, tuple[str, ...]]:
    """Post id → names of those who hold it on the day."""
    leads = (lead for pk in action_ids for lead in shown.leads.get(pk, ()))
    ids = {lead.post_id for lead in leads if lead.post_id}
    if not ids:
        return {}
    on = next(iter(contexts.values())).on
    return partnership.holders_of(ids, viewer=viewer, on=on)


def _row(
    row: Any,
    context: PlanContext,
    shown: Beside,
    leads: tuple[LeadFact, ...],
    others: tuple[RatingFact, ...],
    states: frozenset[str],
    evidence: int,
) -> ActionRow:
    now, then = row.point_now or "", (context.then or {}).get(str(row.id))
    level_ids = shown.levels.get(row.id, ())
    forums = tuple(shown.forums.get(row.id, ()))
    return ActionRow(
        id=row.id,
        plan_id=row.plan_id,
        position=row.position,
        reference=row.reference,
        title=title_of(row.text),
        text=row.text,
        levels=tuple(context.levels[pk] for pk in level_ids if pk in context.levels),
        leads=leads,
        leads_as_written=row.leads_as_written,
        forums=forums,
        start_as_written=row.start_as_written,
        start=row.start,
        due_as_written=row.due_as_written,
        due=row.due,
        rating=context.points.get(now),
        rating_on=row.rated_on,
        rating_then=context.points.get(then or ""),
        first_rating=context.points.get(row.point_first or ""),
        direction=travel(then, now, context),
        other_ratings=others,
        disagreement="disagreement" in states,
        cause=row.cause_now or "",
        recovery_date=row.recovery_now,
        last_update_on=row.last_update_on,
        completed_on=row.completed_on,
        signed_off_on=row.signed_off_on,
        complete="complete" in states,
        overdue="overdue" in states,
        evidence_count=evidence,
        states=states,
        gaps=tuple(gap for gap in GAPS if gap in states),
        subject=_subject(row, context.with_ancestors(level_ids), leads, forums),
        version=row.version,
    )


def _subject(
    row: Any,
    level_ids: frozenset[UUID],
    leads: Iterable[LeadFact],
    forums: Iterable[ForumRef],
) -> ActionSubject:
    """What the policies ask of an action."""
    return ActionSubject(
        plan_id=row.plan_id,
        level_ids=level_ids,
        lead_person_ids=frozenset(lead.person_id for lead in leads if lead.person_id),
        lead_post_ids=frozenset(lead.post_id for lead in leads if lead.post_id),
        forum_ids=frozenset(forum.id for forum in forums),
        completed_by_id=row.completer_id,
    )


def title_of(text: str) -> str:
    """The first words of an action, cut at a word, on one line."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"
