"""The register of risks and issues; beside it, escalations and who waits for whom.

    risks(plan_id, viewer=, on=, level_id=None, action_id=None, open_only=True, known=None)
    risk(risk_id, viewer=, on=)
    escalations(plan_id, viewer=, on=, forum_id=None, action_id=None, level_id=None, open_only=True)
    escalation(escalation_id, viewer=, on=)
    waits(plan_id, viewer=, on=, action_id=None)
    risk_counts(plan_id, viewer=, on=) -> RiskCounts

Everything is as at `on`: what was raised, reviewed, closed or decided later is not there yet. A
plan's context that is `known` already is not loaded again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from goldenthread.improvement_plan.models import Escalation, Risk, RiskReview
from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.conditions import awaits_decision
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.escalations import escalation, escalations
from goldenthread.improvement_plan.queries.places import action_places, level_place
from goldenthread.improvement_plan.queries.risk_facts import (
    EscalationFact,
    OwnerFact,
    PlaceFact,
    ReviewFact,
    RiskFact,
    WaitFact,
)
from goldenthread.improvement_plan.queries.waits import waits
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.risks import BANDS, Score, review_overdue
from goldenthread.trail import queries as trail
from goldenthread.trail.queries import HistoryEntry

__all__ = [
    "EscalationFact",
    "RiskCounts",
    "RiskFact",
    "WaitFact",
    "escalation",
    "escalations",
    "risk",
    "risk_counts",
    "risk_history",
    "risks",
    "waits",
]


def risks(
    plan_id: UUID,
    *,
    viewer: Viewer,
    on: date,
    level_id: UUID | None = None,
    action_id: UUID | None = None,
    open_only: bool = True,
    known: PlanContext | None = None,
) -> tuple[RiskFact, ...]:
    """A plan's register as at a day, the highest score now first; `level_id` includes what lies
    below it. A fixed number of queries, whatever the length of the register."""
    context = known or contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return ()
    rows = Risk.objects.visible_to(viewer).filter(plan_id=plan_id, on__lte=on)
    if open_only:
        rows = rows.exclude(closed_on__lte=on)
    if action_id is not None:
        rows = rows.filter(action_id=action_id)
    found = _facts(rows, context, viewer=viewer)
    if level_id is not None:
        found = [fact for fact in found if level_id in fact.place.level_ids]
    return tuple(sorted(found, key=_highest_first))


def _highest_first(fact: RiskFact) -> tuple[bool, int, int, str]:
    """Open ones before closed ones; of one score, the larger impact first."""
    return (not fact.open, -fact.now.value, -fact.now.impact, str(fact.id))


def risk(risk_id: UUID, *, viewer: Viewer, on: date) -> RiskFact | None:
    """One, open or closed; None out of sight."""
    rows = Risk.objects.visible_to(viewer).filter(pk=risk_id, on__lte=on)
    plan_id = rows.values_list("plan_id", flat=True).first()
    context = contexts.load_one(plan_id, viewer=viewer, on=on) if plan_id else None
    return _facts(rows, context, viewer=viewer)[0] if context else None


def risk_history(
    risk_id: UUID, *, viewer: Viewer, limit: int = 50, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    """What was done to it, latest first; empty out of sight."""
    if not Risk.objects.visible_to(viewer).filter(pk=risk_id).exists():
        return ()
    return trail.history(
        local_area_id=viewer.local_area_id,
        kind="risk",
        object_id=risk_id,
        limit=limit,
        before=before,
    )


@dataclass(frozen=True)
class RiskCounts:
    """What a plan's page says of its risks: open ones by kind and by band, and what presses."""

    risks: int
    issues: int
    bands: Mapping[str, int]  # band key → open risks and issues, highest band first
    review_overdue: int
    decisions: int  # open escalations
    decisions_overdue: int


def risk_counts(plan_id: UUID, *, viewer: Viewer, on: date) -> RiskCounts:
    """What is open on the day: at most three queries of a few columns."""
    open_ones = Risk.objects.visible_to(viewer).filter(plan_id=plan_id, on__lte=on)
    found = open_ones.exclude(closed_on__lte=on).values_list(
        "id", "kind", "review_on", "likelihood_before", "impact_before"
    )
    reviews = _reviews((pk for pk, *_ in found), on) if found else {}
    now = [
        reviews[pk][-1].score if pk in reviews else Score(likelihood, impact)
        for pk, _, _, likelihood, impact in found
    ]
    kinds = [kind for _, kind, *_ in found]
    asked = Escalation.objects.visible_to(viewer).filter(awaits_decision(on), plan_id=plan_id)
    needed = asked.values_list("needed_by", flat=True)
    return RiskCounts(
        risks=kinds.count("risk"),
        issues=kinds.count("issue"),
        bands={band.key: sum(score.band == band for score in now) for band in reversed(BANDS)},
        review_overdue=sum(
            review_overdue(review_on, on=on, closed=False) for _, _, review_on, *_ in found
        ),
        decisions=len(needed),
        decisions_overdue=sum(by is not None and by < on for by in needed),
    )


def _facts(rows: QuerySet[Risk], context: PlanContext, *, viewer: Viewer) -> list[RiskFact]:
    found = list(rows.select_related("owner_post", "owner_person", "came_from", "became"))
    places = action_places((row.action_id for row in found if row.action_id), context)
    reviews = _reviews((row.pk for row in found), context.on)
    posts = {row.owner_post_id for row in found if row.owner_post_id}
    holders = _holders(posts, viewer=viewer, on=context.on)
    return [
        _fact(row, _place(row, places, context), reviews.get(row.pk, ()), holders, context.on)
        for row in found
    ]


def _holders(post_ids: Iterable[UUID], *, viewer: Viewer, on: date) -> dict[UUID, tuple[str, ...]]:
    ids = list(post_ids)
    if not ids:
        return {}
    return {
        post.id: tuple(holder.name for holder in post.holders)
        for post in partnership.posts(viewer=viewer, on=on, post_ids=ids)
    }


def _place(row: Risk, places: Mapping[UUID, PlaceFact], context: PlanContext) -> PlaceFact:
    if row.action_id:
        return places[row.action_id]
    assert row.level_id is not None
    return level_place(row.level_id, context)


def _reviews(risk_ids: Iterable[UUID], on: date) -> dict[UUID, tuple[ReviewFact, ...]]:
    """Oldest first: one query."""
    found: dict[UUID, tuple[ReviewFact, ...]] = {}
    rows = RiskReview.objects.filter(Q(on__lte=on), risk_id__in=list(risk_ids))
    for row in rows.order_by("on", "recorded_at", "id"):
        fact = ReviewFact(
            id=row.pk,
            score=Score(row.likelihood, row.impact),
            words=row.words,
            on=row.on,
            by=row.recorded_by_label,
        )
        found[row.risk_id] = (*found.get(row.risk_id, ()), fact)
    return found


def _owner(row: Risk, holders: Mapping[UUID, tuple[str, ...]]) -> OwnerFact:
    if row.owner_post is not None:
        return OwnerFact(
            row.owner_post.title,
            f"post:{row.owner_post_id}",
            row.owner_post_id,
            None,
            holders.get(row.owner_post.pk, ()),
        )
    if row.owner_person is not None:
        key = f"person:{row.owner_person_id}"
        return OwnerFact(row.owner_person.name, key, None, row.owner_person_id, ())
    words = row.owner_as_written
    return OwnerFact(words, f"words:{words}" if words else "", None, None, ())


def _fact(
    row: Risk,
    place: PlaceFact,
    reviews: tuple[ReviewFact, ...],
    holders: Mapping[UUID, tuple[str, ...]],
    on: date,
) -> RiskFact:
    closed = row.closed_on is not None and row.closed_on <= on
    became: Risk | None = getattr(row, "became", None)
    return RiskFact(
        id=row.pk,
        plan_id=row.plan_id,
        kind=row.kind,
        reference=row.reference,
        words=row.words,
        cause=row.cause,
        effect=row.effect,
        mitigation=row.mitigation,
        place=place,
        before=Score(row.likelihood_before, row.impact_before),
        after=Score(row.likelihood_after, row.impact_after),
        reviews=reviews,
        owner=_owner(row, holders),
        review_on=row.review_on,
        review_rhythm=row.review_rhythm,
        raised_on=row.on,
        raised_by=row.recorded_by_label,
        update_id=row.update_id,
        came_from=(row.came_from.pk, row.came_from.reference) if row.came_from else None,
        became=(became.pk, became.reference) if closed and became else None,
        closed_on=row.closed_on if closed else None,
        closed_how=row.closed_how if closed else "",
        closed_words=row.closed_words if closed else "",
        closed_by=row.closed_by_label if closed else "",
        on=on,
        version=row.version,
    )
