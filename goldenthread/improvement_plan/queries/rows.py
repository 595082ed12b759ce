"""Actions as rows of a list: a fixed number of queries, whatever the number of rows or plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from goldenthread.improvement_plan.models import (
    Action,
    ActionForum,
    ActionLead,
    ActionLevel,
    Completion,
    Evidence,
    Rating,
)
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.queries.conditions import MARKS, compared_states, marked, travel
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import (
    TITLE_LENGTH,
    ActionRow,
    ForumRef,
    LeadFact,
    RatingFact,
)
from goldenthread.improvement_plan.queries.filters import GAPS
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import Direction, ScalePoint, disagreement

# Columns of an action that no list shows; the council's own layout alone is a page of JSON.
_LEFT_OUT = ("as_written", "steps", "success_measures", "outcome", "impact", "co_production")


class LeadRow(NamedTuple):
    """A lead as stored, with the title and the name it stands for today."""

    id: UUID
    kind: str
    as_written: str
    post_id: UUID | None
    person_id: UUID | None
    post_title: str | None
    person_name: str | None
    from_date: date | None
    until: date | None


@dataclass(frozen=True)
class Beside:
    """By action, each in the plan's order: ids of its levels, its leads, its forums."""

    levels: Mapping[UUID, list[UUID]]
    leads: Mapping[UUID, list[LeadRow]]
    forums: Mapping[UUID, list[ForumRef]]


def action_rows(
    actions: QuerySet[Action],
    contexts: Mapping[UUID, PlanContext],
    *,
    viewer: Viewer,
    states: Mapping[UUID, frozenset[str]] | None = None,
) -> tuple[ActionRow, ...]:
    """The rows of these actions, in their order: ten queries. `states` of each action, where they
    are counted already (`tallies`), need not be asked again."""
    if states is None:
        actions = marked(actions, contexts.values())
    found: list[Any] = list(_with_everything(actions))
    ids = [row.pk for row in found]
    shown = beside(ids)
    others = other_ratings(ids, contexts)
    proofs = _evidence_counts(ids)
    holders = _holders(shown, contexts, viewer)
    return tuple(
        _row(
            row,
            contexts[row.plan_id],
            shown,
            others.get(row.pk, ()),
            holders,
            proofs,
            states[row.pk] if states is not None else None,
        )
        for row in found
    )


def _with_everything(actions: QuerySet[Action]) -> QuerySet[Action]:
    standing = Completion.objects.filter(action=OuterRef("pk"), withdrawn_on__isnull=True)
    return actions.annotate(
        completer_id=Subquery(standing.values("recorded_by_id")[:1]),
        point_now=F("current_rating__point_key"),
        point_first=F("first_rating__point_key"),
        rated_on=F("current_rating__on"),
        cause_now=F("current_rating__cause"),
        recovery_now=F("current_rating__recovery_date"),
    ).defer(*_LEFT_OUT)


def beside(action_ids: Iterable[UUID]) -> Beside:
    """What stands beside these actions, as plain values: a model instance for each of a hundred
    rows' levels, leads and forums would cost more than the rows do. Three queries."""
    ids = list(action_ids)
    levels: dict[UUID, list[UUID]] = {}
    for action_id, level_id in (
        ActionLevel.objects.filter(action_id__in=ids)
        .order_by("position", "id")
        .values_list("action_id", "level_id")
    ):
        levels.setdefault(action_id, []).append(level_id)
    leads: dict[UUID, list[LeadRow]] = {}
    for row in (
        ActionLead.objects.filter(action_id__in=ids)
        .order_by("position", "id")
        .values_list(
            "action_id", "id", "kind", "as_written", "post_id", "person_id",
            "post__title", "person__name", "from_date", "until",
        )
    ):  # fmt: skip
        leads.setdefault(row[0], []).append(LeadRow(*row[1:]))
    forums: dict[UUID, list[ForumRef]] = {}
    for action_id, forum_id, name in (
        ActionForum.objects.filter(action_id__in=ids)
        .order_by("position", "id")
        .values_list("action_id", "forum_id", "forum__name")
    ):
        forums.setdefault(action_id, []).append(ForumRef(forum_id, name))
    return Beside(levels, leads, forums)


def _evidence_counts(action_ids: list[UUID]) -> dict[UUID | None, int]:
    """Action id → pieces of evidence that stand. One query; beside the other columns, the
    database would group by every one of them."""
    rows = Evidence.objects.filter(action_id__in=action_ids, withdrawn_on__isnull=True)
    counted = rows.order_by().values("action_id").annotate(count=Count("id"))
    return dict(counted.values_list("action_id", "count"))


def other_ratings(
    action_ids: Iterable[UUID], contexts: Mapping[UUID, PlanContext]
) -> dict[UUID, tuple[RatingFact, ...]]:
    """The latest of each other capacity and scale, beside the council's own: one query."""
    main_ids = [pk for context in contexts.values() for pk in context.main_scale_ids]
    rows = (
        Rating.objects.filter(action_id__in=list(action_ids), superseded_by__isnull=True)
        .exclude(capacity="council", scale_id__in=main_ids)
        .order_by("-on", "-recorded_at", "-id")
    )
    found: dict[UUID, dict[tuple[str, str], RatingFact]] = {}
    for row in rows:
        if row.action_id is None:
            continue
        fact = contexts[row.plan_id].rating_fact(row)
        found.setdefault(row.action_id, {}).setdefault((fact.capacity, fact.scale_key), fact)
    return {action_id: tuple(facts.values()) for action_id, facts in found.items()}


def disagreeing(context: PlanContext) -> tuple[UUID, ...]:
    """Ids of the plan's actions whose raters disagree: two queries."""
    current = dict(
        Action.objects.filter(
            plan_id=context.plan.id, ended_on__isnull=True, current_rating__isnull=False
        ).values_list("pk", "current_rating__point_key")
    )
    beside = Rating.objects.filter(
        plan_id=context.plan.id, action__ended_on__isnull=True, action__isnull=False
    )
    ids = beside.exclude(capacity="council", scale_id__in=context.main_scale_ids)
    others = other_ratings(ids.values_list("action_id", flat=True), {context.plan.id: context})
    return tuple(
        action_id
        for action_id, facts in others.items()
        if disagree(context.points.get(current.get(action_id, "")), facts)
    )


def disagree(own: ScalePoint | None, others: Iterable[RatingFact]) -> bool:
    """Do the council's point and the others' say different things?"""
    said = [(fact.capacity, fact.point) for fact in others]
    return disagreement([("council", own), *said] if own else said)


def _holders(
    shown: Beside, contexts: Mapping[UUID, PlanContext], viewer: Viewer
) -> dict[UUID, tuple[str, ...]]:
    """Post id → names of those who hold it on the day."""
    ids = {lead.post_id for leads in shown.leads.values() for lead in leads if lead.post_id}
    if not ids:
        return {}
    on = next(iter(contexts.values())).on
    return {
        post.id: tuple(holder.name for holder in post.holders)
        for post in partnership.posts(viewer=viewer, on=on, post_ids=ids)
    }


def _row(
    row: Any,
    context: PlanContext,
    shown: Beside,
    others: tuple[RatingFact, ...],
    holders: Mapping[UUID, tuple[str, ...]],
    proofs: Mapping[UUID | None, int],
    states: frozenset[str] | None,
) -> ActionRow:
    now = row.point_now or ""
    point = context.points.get(now)
    if states is None:
        states = frozenset(state for state, mark in MARKS if getattr(row, mark))
        states |= compared_states(row.pk, now, context)
        if disagree(point, others):
            states |= {"disagreement"}
    leads = lead_facts(shown.leads.get(row.pk, ()), context, holders)
    level_ids = shown.levels.get(row.pk, ())
    forums = tuple(shown.forums.get(row.pk, ()))
    return ActionRow(
        id=row.pk,
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
        rating=point,
        rating_on=row.rated_on,
        rating_then=_then(row.pk, context),
        first_rating=context.points.get(row.point_first or ""),
        direction=_direction(row.pk, now, context),
        other_ratings=others,
        disagreement="disagreement" in states,
        cause=row.cause_now or "",
        recovery_date=row.recovery_now,
        last_update_on=row.last_update_on,
        completed_on=row.completed_on,
        signed_off_on=row.signed_off_on,
        complete="complete" in states,
        overdue="overdue" in states,
        evidence_count=proofs.get(row.pk, 0),
        states=states,
        gaps=tuple(gap for gap in GAPS if gap in states),
        subject=ActionSubject(
            plan_id=row.plan_id,
            level_ids=context.with_ancestors(level_ids),
            lead_person_ids=frozenset(lead.person_id for lead in leads if lead.person_id),
            lead_post_ids=frozenset(lead.post_id for lead in leads if lead.post_id),
            forum_ids=frozenset(forum.id for forum in forums),
            completed_by_id=row.completer_id,
        ),
        version=row.version,
    )


def lead_facts(
    leads: Iterable[LeadRow], context: PlanContext, holders: Mapping[UUID, tuple[str, ...]]
) -> tuple[LeadFact, ...]:
    """Those who lead on the day, in the plan's order."""
    return tuple(
        LeadFact(
            id=lead.id,
            kind=lead.kind,
            words=lead.post_title or lead.person_name or lead.as_written,
            as_written=lead.as_written,
            post_id=lead.post_id,
            person_id=lead.person_id,
            holders=holders.get(lead.post_id, ()) if lead.post_id else (),
        )
        for lead in leads
        if (lead.from_date is None or lead.from_date <= context.on)
        and (lead.until is None or lead.until >= context.on)
    )


def title_of(text: str) -> str:
    """The first words of an action, cut at a word, on one line."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def _then(action_id: UUID, context: PlanContext) -> ScalePoint | None:
    return context.points.get((context.then or {}).get(str(action_id), ""))


def _direction(action_id: UUID, now: str, context: PlanContext) -> Direction:
    return travel((context.then or {}).get(str(action_id)), now, context)
