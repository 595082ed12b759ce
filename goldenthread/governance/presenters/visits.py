"""The words of visits: the list, one visit, what was agreed and what was found of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from goldenthread.governance.queries.visits import (
    JudgementFact,
    MeasureFact,
    VisitFact,
    VisitsOfPlan,
    VisitWhole,
)
from goldenthread.improvement_plan.queries.facts import LevelFact, LevelRef, PlanFact, RatingFact
from goldenthread.pages.marks import RatingMark, mark_of
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.rules.ratings import ScalePoint


@dataclass(frozen=True)
class VisitAddresses:
    """The pages of visits of one local area."""

    slug: str

    def to(self, name: str, *args: object) -> str:
        return reverse(f"visits:{name}", args=[self.slug, *args])

    def plan(self, name: str, *args: object) -> str:
        """A page of the plan's own context."""
        return reverse(f"improvement_plan:{name}", args=[self.slug, *args])

    def crumbs(self, *more: Crumb) -> tuple[Crumb, ...]:
        return (Crumb("Visits", self.to("visits")), *more)


@dataclass(frozen=True)
class MeasureLine:
    """A measure with what was found of it. `state` is met, partly, not, late or open."""

    anchor: str
    words: str
    shown_by: str
    part: str
    due: str
    agreed: str
    state: str
    state_words: str
    found: str
    before: tuple[str, ...]


@dataclass(frozen=True)
class VisitLine:
    name: str
    href: str
    on: str
    who: str
    agreed: str


@dataclass(frozen=True)
class PlanVisits:
    """One plan's visits on the list."""

    plan_title: str
    next: str
    since_href: str
    brief_href: str
    record_href: str
    record_refused: str
    visits: tuple[VisitLine, ...]


@dataclass(frozen=True)
class AgreedRating:
    part: str
    href: str
    mark: RatingMark
    reason: str
    council: RatingMark | None


@dataclass(frozen=True)
class VisitPage:
    title: str
    caption: str
    lede: str
    breadcrumbs: tuple[Crumb, ...]
    recorded: str
    notes: str
    next: str
    since_href: str
    ratings: tuple[AgreedRating, ...]
    found: tuple[MeasureLine, ...]
    measures: tuple[MeasureLine, ...]
    waiting: str
    rate_href: str
    agree_href: str
    judge_href: str
    change_href: str
    history_href: str
    refused: str


def said_of(point: ScalePoint | None, plan: PlanFact) -> RatingMark:
    """A point's mark, its halves found in the plan's scales."""
    for fact in plan.scales:
        if point is not None and point in fact.scale.points:
            return mark_of(point, fact.scale)
    return mark_of(point)


def who_came(visit: VisitFact) -> str:
    """Sylvia Marsh (DfE, NHS England)."""
    names, bodies = ", ".join(visit.advisers), ", ".join(visit.bodies)
    return f"{names} ({bodies})" if names and bodies else names or bodies


def measure_line(
    fact: MeasureFact, parts: dict[UUID, str], *, judged: JudgementFact | None = None
) -> MeasureLine:
    """`judged` chooses the judgement of one visit; else the one that stands."""
    shown = judged or fact.judged
    if shown is not None:
        state, words = shown.state, shown.state_words
        found = f"{shown.words} ({say_date(shown.on)}, {shown.said_by})"
    else:
        state = "late" if fact.overdue else "open"
        words = "Past its day, not looked at yet" if fact.overdue else "Not looked at yet"
        found = ""
    earlier = [one for one in fact.judgements if one is not shown]
    return MeasureLine(
        anchor=f"measure-{fact.id}",
        words=fact.words,
        shown_by=fact.shown_by,
        part=parts.get(fact.level_id, "") if fact.level_id else "The whole plan",
        due=say_date(fact.due),
        agreed=f"Agreed on {say_date(fact.agreed_on)} with {fact.said_by}",
        state=state,
        state_words=words,
        found=found,
        before=tuple(f"{say_date(one.on)}: {one.state_words}. {one.words}" for one in earlier),
    )


def part_names(levels: Iterable[LevelRef | LevelFact]) -> dict[UUID, str]:
    return {level.id: f"{level.word} {level.reference}".strip() for level in levels}


def plan_visits(
    found: VisitsOfPlan, *, refused: str, on: date, addresses: VisitAddresses
) -> PlanVisits:
    return PlanVisits(
        plan_title=found.plan_title,
        next=next_words(found, on),
        since_href=addresses.to("since", found.plan_id) if found.last else "",
        brief_href=addresses.to("brief", found.plan_id) if found.last else "",
        record_href="" if refused else addresses.to("record_visit", found.plan_id),
        record_refused=refused,
        visits=tuple(
            VisitLine(
                name=one.name,
                href=addresses.to("visit", one.id),
                on=say_date(one.on),
                who=who_came(one),
                agreed=_agreed(one),
            )
            for one in found.visits
        ),
    )


def next_words(found: VisitsOfPlan, on: date) -> str:
    if found.next_on is None:
        return "The day of the next visit is not agreed yet."
    if found.next_on < on:
        return f"The next visit was agreed for {say_date(found.next_on)} and is not recorded yet."
    days = (found.next_on - on).days
    when = "today" if not days else f"in {counted(days, 'day')}"
    return f"The next visit is on {say_date(found.next_on)}, {when}."


def _agreed(visit: VisitFact) -> str:
    if not visit.measures:
        return "No measure agreed"
    if all(measure.judged is None for measure in visit.measures):
        return f"{counted(len(visit.measures), 'measure')} agreed"
    met = sum(measure.met for measure in visit.measures)
    return f"{met} of {counted(len(visit.measures), 'measure')} met"


def visit_page(
    whole: VisitWhole, plan: PlanFact, *, refused: str, addresses: VisitAddresses
) -> VisitPage:
    visit = whole.visit
    parts = part_names(whole.levels)
    council = {
        level.id: rating
        for level in whole.levels
        for rating in level.ratings
        if rating.capacity == "council"
    }

    def to(name: str) -> str:
        return "" if refused else addresses.to(name, visit.id)

    return VisitPage(
        title=visit.name,
        caption=visit.plan_title,
        lede=f"{say_date(visit.on)} · {who_came(visit)}",
        breadcrumbs=addresses.crumbs(Crumb(say_date(visit.on))),
        recorded=f"Recorded by {visit.recorded_by} for {visit.said_by}."
        if visit.on_behalf
        else f"Recorded by {visit.recorded_by}.",
        notes=visit.notes,
        next=f"The next visit: {say_date(visit.next_visit_on)}."
        if visit.next_visit_on
        else "The day of the next visit is not agreed yet.",
        since_href=f"{addresses.to('since', visit.plan_id)}?visit={visit.id}",
        ratings=tuple(
            _rating(level, rating, council.get(level.id), plan, addresses)
            for level, rating in whole.ratings
        ),
        found=tuple(
            measure_line(measure, parts, judged=judgement) for measure, judgement in whole.found
        ),
        measures=tuple(measure_line(measure, parts) for measure in visit.measures),
        waiting=_waiting(len(whole.to_judge)),
        rate_href=to("rate_at_visit"),
        agree_href=to("agree_measure"),
        judge_href=to("judge_measures") if whole.to_judge else "",
        change_href=to("change_visit"),
        history_href=addresses.to("visit_history", visit.id),
        refused=refused,
    )


def _waiting(number: int) -> str:
    if not number:
        return ""
    return f"{counted(number, 'measure')} agreed before {'waits' if number == 1 else 'wait'}."


def _rating(
    level: LevelRef,
    rating: RatingFact,
    council: RatingFact | None,
    plan: PlanFact,
    addresses: VisitAddresses,
) -> AgreedRating:
    return AgreedRating(
        part=f"{level.word} {level.reference}: {level.title}",
        href=addresses.plan("level", level.id),
        mark=said_of(rating.point, plan),
        reason=rating.reason,
        council=said_of(council.point, plan) if council else None,
    )
