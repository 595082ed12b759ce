"""What stands beside actions in a list: levels, leads, forums, what others said, evidence.

As plain values: a model instance for each of a hundred rows' levels, leads and forums would cost
more than the rows do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q

from goldenthread.improvement_plan.models import (
    ActionForum,
    ActionLead,
    ActionLevel,
    Capacity,
    Evidence,
    Rating,
)
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import ForumRef, LeadFact, RatingFact
from goldenthread.rules.ratings import ScalePoint, disagreement

_OTHERS = [capacity for capacity in Capacity if capacity is not Capacity.COUNCIL]


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

    def leads_on(self, on: date) -> bool:
        """The twin of `conditions.leading`."""
        begun = self.from_date is None or self.from_date <= on
        return begun and (self.until is None or self.until >= on)


@dataclass(frozen=True)
class Beside:
    """By action, each in the plan's order: ids of its levels, its leads, its forums. `which` says
    of which actions, in terms of rows that have one. One query each, when first asked for."""

    which: Q

    @cached_property
    def levels(self) -> dict[UUID, list[UUID]]:
        found: dict[UUID, list[UUID]] = {}
        for action_id, level_id in (
            ActionLevel.objects.filter(self.which)
            .order_by("position", "id")
            .values_list("action_id", "level_id")
        ):
            found.setdefault(action_id, []).append(level_id)
        return found

    @cached_property
    def leads(self) -> dict[UUID, list[LeadRow]]:
        found: dict[UUID, list[LeadRow]] = {}
        for row in (
            ActionLead.objects.filter(self.which)
            .order_by("position", "id")
            .values_list(
                "action_id", "id", "kind", "as_written", "post_id", "person_id",
                "post__title", "person__name", "from_date", "until",
            )
        ):  # fmt: skip
            found.setdefault(row[0], []).append(LeadRow(*row[1:]))
        return found

    @cached_property
    def forums(self) -> dict[UUID, list[ForumRef]]:
        found: dict[UUID, list[ForumRef]] = {}
        for action_id, forum_id, name in (
            ActionForum.objects.filter(self.which)
            .order_by("position", "id")
            .values_list("action_id", "forum_id", "forum__name")
        ):
            found.setdefault(action_id, []).append(ForumRef(forum_id, name))
        return found


def beside(action_ids: Iterable[UUID]) -> Beside:
    return Beside(Q(action_id__in=list(action_ids)))


def beside_all_of(plan_id: UUID) -> Beside:
    """Beside every action that is or was in the plan: to leave out the few that have ended would
    be a join to them all."""
    return Beside(Q(plan_id=plan_id))


def evidence_counts(action_ids: Iterable[UUID]) -> dict[UUID | None, int]:
    """Action id → pieces of evidence that stand. One query; beside the other columns, the
    database would group by every one of them."""
    rows = Evidence.objects.filter(action_id__in=list(action_ids), withdrawn_on__isnull=True)
    counted = rows.order_by().values("action_id").annotate(count=Count("id"))
    return dict(counted.values_list("action_id", "count"))


def other_ratings(
    of: Q, contexts: Mapping[UUID, PlanContext]
) -> dict[UUID, tuple[RatingFact, ...]]:
    """The latest of each other capacity and scale, beside the council's own: one query. `of` says
    of which actions, in terms of ratings."""
    other_scales = [
        fact.id
        for context in contexts.values()
        for fact in context.all_scales
        if fact.id not in context.main_scale_ids
    ]
    # Told by what they are, not by what they are not: the council's own are nine in ten.
    by_others = Q(capacity__in=_OTHERS) | Q(scale_id__in=other_scales)
    rows = Rating.objects.filter(
        of, by_others, action_id__isnull=False, superseded_by__isnull=True
    ).order_by("-on", "-recorded_at", "-id")
    found: dict[UUID, dict[tuple[str, str], RatingFact]] = {}
    for row in rows:
        if row.action_id is None:
            continue
        fact = contexts[row.plan_id].rating_fact(row)
        found.setdefault(row.action_id, {}).setdefault((fact.capacity, fact.scale_key), fact)
    return {action_id: tuple(facts.values()) for action_id, facts in found.items()}


def disagree(own: ScalePoint | None, others: Iterable[RatingFact]) -> bool:
    """Do the council's point and the others' say different things?"""
    said = [(fact.capacity, fact.point) for fact in others]
    return disagreement([("council", own), *said] if own else said)


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
        if lead.leads_on(context.on)
    )
