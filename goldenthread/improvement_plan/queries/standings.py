"""Each action of a plan as `rules.plan_quality` asks about it, as at a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan.models import (
    ActionDue,
    Milestone,
    ProgressUpdate,
    ReportingPeriod,
    Target,
)
from goldenthread.improvement_plan.models.period import PeriodState
from goldenthread.improvement_plan.queries.beside import LeadRow
from goldenthread.improvement_plan.queries.conditions import explains_lateness
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import ActionRow, PlanFact
from goldenthread.improvement_plan.queries.statement_facts import RatingFact
from goldenthread.partnership.queries.holdings import gone_person_ids, held_post_ids
from goldenthread.rules.calendars import Precision
from goldenthread.rules.plan_quality import Standing, contradictions
from goldenthread.rules.ratings import CountsAs


@dataclass(frozen=True)
class Beside:
    """What standings need besides the actions themselves: seven queries a plan."""

    context: PlanContext
    held_posts: frozenset[UUID]
    gone_people: frozenset[UUID]
    milestones: dict[UUID, list[date]]
    ongoing: frozenset[UUID]  # actions due "ongoing"
    measured: frozenset[UUID | None]  # actions with a target
    explained: frozenset[UUID]  # actions with an update that says why they are late
    stale_before: date | None  # a rating given before this day is older than two periods


def beside(context: PlanContext) -> Beside:
    """As at the context's own day."""
    plan_id, area_id, on = context.plan.id, context.local_area_id, context.on
    milestones: dict[UUID, list[date]] = {}
    for action_id, last_day in Milestone.objects.filter(
        plan_id=plan_id, ended_on__isnull=True, last_day__isnull=False
    ).values_list("action_id", "last_day"):
        if last_day:
            milestones.setdefault(action_id, []).append(last_day)
    dues = ActionDue.objects.filter(plan_id=plan_id, precision=Precision.ONGOING)
    targets = Target.objects.filter(plan_id=plan_id, ended_on__isnull=True, action__isnull=False)
    return Beside(
        context=context,
        held_posts=frozenset(row["post_id"] for row in held_post_ids(local_area_id=area_id, on=on)),
        gone_people=frozenset(row["pk"] for row in gone_person_ids(local_area_id=area_id, on=on)),
        milestones=milestones,
        ongoing=frozenset(dues.values_list("action_id", flat=True)),
        measured=frozenset(targets.values_list("action_id", flat=True)),
        explained=frozenset(
            ProgressUpdate.objects.filter(
                explains_lateness(on), plan_id=plan_id, on__lte=on
            ).values_list("action_id", flat=True)
        ),
        stale_before=_begin_of_the_last_two(plan_id, on),
    )


def _begin_of_the_last_two(plan_id: UUID, on: date) -> date | None:
    """First day of the second-last period closed by the day; None before there are two."""
    closed = ReportingPeriod.objects.filter(
        plan_id=plan_id, state=PeriodState.CLOSED, cut_off__lte=on
    )
    return closed.order_by("-cut_off").values_list("from_date", flat=True)[1:2].first()


def standing(
    row: Any,
    known: Beside,
    *,
    leads: Iterable[LeadRow],
    forums: int,
    rating: RatingFact | None,
    evidence: int,
    completed_on: date | None,
    signed_off_on: date | None,
) -> Standing:
    """One action (`row` is its model instance) with what stood beside it on the day."""
    on = known.context.on
    leading = [
        lead
        for lead in leads
        if (lead.from_date is None or lead.from_date <= on)
        and (lead.until is None or lead.until >= on)
    ]
    point = rating.point if rating else None
    return Standing(
        leads=len(leading),
        identified=any(lead.post_id or lead.person_id for lead in leading),
        in_post=any(_is_there(lead, known) for lead in leading),
        forums=forums,
        start=row.start,
        due=row.due,
        ongoing=row.pk in known.ongoing,
        measured=bool(row.success_measures) or row.pk in known.measured,
        rated=rating is not None,
        late=bool(point and point.needs_cause),
        wants_evidence=bool(point and point.needs_evidence),
        complete=completed_on is not None or bool(point and point.counts_as is CountsAs.COMPLETE),
        imported=bool(rating and rating.imported),
        rating_stale=bool(rating and known.stale_before and rating.on < known.stale_before),
        cause=rating.cause if rating else "",
        told_late=bool(rating and rating.cause) or row.pk in known.explained,
        recovery_date=rating.recovery_date if rating else None,
        evidence=evidence,
        completed_on=completed_on,
        signed_off_on=signed_off_on,
        milestones=tuple(known.milestones.get(row.pk, ())),
        plan_ends=known.context.plan.ends_on,
    )


def _is_there(lead: LeadRow, known: Beside) -> bool:
    if lead.post_id:
        return lead.post_id in known.held_posts
    return lead.person_id is not None and lead.person_id not in known.gone_people


def contradictions_in_words(
    row: ActionRow, plan: PlanFact, milestones: Iterable[date], *, on: date
) -> str:
    """Which dates of a listed action contradict each other; "" where none do."""
    point = row.rating
    stands = Standing(
        leads=len(row.leads),
        identified=True,
        in_post=True,
        forums=len(row.forums),
        start=row.start,
        due=row.due,
        ongoing=False,
        measured=True,
        rated=point is not None,
        late=bool(point and point.needs_cause),
        wants_evidence=False,
        complete=row.complete,
        imported=False,
        rating_stale=False,
        cause=row.cause,
        told_late=bool(row.cause),
        recovery_date=row.recovery_date,
        evidence=row.evidence_count,
        completed_on=row.completed_on,
        signed_off_on=row.signed_off_on,
        milestones=tuple(milestones),
        plan_ends=plan.ends_on,
    )
    return " ".join(contradictions(stands, on=on))
