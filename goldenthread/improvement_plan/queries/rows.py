"""Actions as rows of a list: a fixed number of queries, whatever the number of rows or plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from goldenthread.improvement_plan.models import (
    Action,
    ActionForum,
    ActionLead,
    ActionLevel,
    Completion,
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


def action_rows(
    actions: QuerySet[Action], contexts: Mapping[UUID, PlanContext], *, viewer: Viewer
) -> tuple[ActionRow, ...]:
    """The rows of these actions, in their order: nine queries."""
    found: list[Any] = list(_with_everything(actions, contexts))
    others = other_ratings([row.pk for row in found], contexts)
    holders = _holders(found, contexts, viewer)
    return tuple(_row(row, contexts[row.plan_id], others.get(row.pk, ()), holders) for row in found)


def _with_everything(
    actions: QuerySet[Action], contexts: Mapping[UUID, PlanContext]
) -> QuerySet[Action]:
    standing = Completion.objects.filter(action=OuterRef("pk"), withdrawn_on__isnull=True)
    return (
        marked(actions, contexts.values())
        .annotate(
            evidence_count=Count(
                "evidence", filter=Q(evidence__withdrawn_on__isnull=True), distinct=True
            ),
            completer_id=Subquery(standing.values("recorded_by_id")[:1]),
        )
        .select_related("current_rating", "first_rating")
        .prefetch_related(*beside())
    )


def beside() -> tuple[Prefetch[Any], ...]:
    """Levels, leads and forums of each action, as plain lists: `row.leads.all()` would build a
    query set for each of a hundred rows, and that costs more than the rows do."""
    return (
        Prefetch(
            "placings", ActionLevel.objects.order_by("position", "id"), to_attr="placings_listed"
        ),
        Prefetch(
            "leads",
            ActionLead.objects.select_related("post", "person").order_by("position", "id"),
            to_attr="leads_listed",
        ),
        Prefetch(
            "forum_links",
            ActionForum.objects.select_related("forum").order_by("position", "id"),
            to_attr="forums_listed",
        ),
    )


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
    rows: Iterable[Any], contexts: Mapping[UUID, PlanContext], viewer: Viewer
) -> dict[UUID, tuple[str, ...]]:
    """Post id → names of those who hold it on the day."""
    ids = {lead.post_id for row in rows for lead in row.leads_listed if lead.post_id}
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
    others: tuple[RatingFact, ...],
    holders: Mapping[UUID, tuple[str, ...]],
) -> ActionRow:
    rating = row.current_rating
    point = context.points.get(rating.point_key) if rating else None
    states = {state for state, mark in MARKS if getattr(row, mark)}
    states |= compared_states(row.pk, rating.point_key if rating else "", context)
    differs = disagree(point, others)
    if differs:
        states.add("disagreement")
    leads = lead_facts(row.leads_listed, context, holders)
    level_ids = [placing.level_id for placing in row.placings_listed]
    forums = tuple(ForumRef(link.forum_id, link.forum.name) for link in row.forums_listed)
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
        rating_on=rating.on if rating else None,
        rating_then=_then(row.pk, context),
        first_rating=(context.points.get(row.first_rating.point_key) if row.first_rating else None),
        direction=_direction(row.pk, rating.point_key if rating else "", context),
        other_ratings=others,
        disagreement=differs,
        cause=rating.cause if rating else "",
        recovery_date=rating.recovery_date if rating else None,
        last_update_on=row.last_update_on,
        completed_on=row.completed_on,
        signed_off_on=row.signed_off_on,
        complete="complete" in states,
        overdue="overdue" in states,
        evidence_count=row.evidence_count,
        states=frozenset(states),
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
    leads: Iterable[ActionLead], context: PlanContext, holders: Mapping[UUID, tuple[str, ...]]
) -> tuple[LeadFact, ...]:
    """Those who lead on the day, in the plan's order."""
    return tuple(
        LeadFact(
            id=lead.pk,
            kind=lead.kind,
            words=(lead.post.title if lead.post else lead.person.name if lead.person else "")
            or lead.as_written,
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
