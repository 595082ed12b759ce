"""Counting a plan: every action once, with the states that the filters know, then sums of them.

The marks come from the same conditions as the lists, so a count and its list cannot differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan.models import (
    Evidence,
    Finding,
    FindingAnswer,
    PlanLevel,
    Rating,
)
from goldenthread.improvement_plan.queries.beside import beside_all_of
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import (
    Counted,
    FindingFact,
    LevelFact,
    MovementCount,
    PointCount,
    RatingFact,
)
from goldenthread.improvement_plan.queries.filters import NOT_RATED, ActionFilters
from goldenthread.improvement_plan.queries.marking import Marked, marked_rows
from goldenthread.improvement_plan.queries.moves import travel
from goldenthread.improvement_plan.queries.rows import Known, others_in, states_of
from goldenthread.improvement_plan.queries.statements import (
    by_level,
    latest_of_each,
    rating_facts,
    ratings_disagree,
)
from goldenthread.rules.ratings import ThreeShares


@dataclass(frozen=True)
class Tally:
    """One action, as counting sees it: `point` is "" where not yet rated."""

    id: UUID
    point: str
    level_ids: frozenset[UUID]  # its own and every one above
    states: frozenset[str]
    due: date | None
    position: int


@dataclass(frozen=True)
class Counts:
    """A set of tallies with the query that lists them; narrower counts extend that query."""

    context: PlanContext
    tallies: tuple[Tally, ...]
    known: Known  # of every action in the plan, for rows that need not ask it again
    level_id: UUID | None = None

    @cached_property
    def by_state(self) -> Counter[str]:
        return Counter(state for tally in self.tallies for state in tally.states)

    def counted(self, **filters: Any) -> Counted:
        """How many match these filters (`state`, `rating` and `was` only), and their query."""
        wanted = ActionFilters(level=(self.level_id,) if self.level_id else (), **filters)
        if len(wanted.state) == 1 and not (wanted.rating or wanted.was):
            number = self.by_state[wanted.state[0]]
        else:
            number = sum(1 for tally in self.tallies if self._fits(tally, wanted))
        return Counted(number, wanted.as_query())

    def _fits(self, tally: Tally, wanted: ActionFilters) -> bool:
        if wanted.rating and (tally.point or NOT_RATED) not in wanted.rating:
            return False
        if wanted.was:
            before = (self.context.then or {}).get(str(tally.id))
            if before is None or (before or NOT_RATED) not in wanted.was:
                return False
        return tally.states.issuperset(wanted.state)

    def points(self) -> dict[str, int]:
        """Point key ("" unrated) → actions, in the scale's order; the points of versions no longer
        in force only where actions stand at them."""
        main = self.context.main
        now = {point.key for point in main.given} if main else set()
        counts = {key: 0 for key in self.context.points if key in now}
        for tally in self.tallies:
            counts[tally.point] = counts.get(tally.point, 0) + 1
        return counts

    def by_point(self) -> tuple[PointCount, ...]:
        return tuple(
            PointCount(self.context.points.get(key), self.counted(rating=(key or NOT_RATED,)))
            for key in self.points()
        )

    def shares(self) -> ThreeShares | None:
        return self.context.shares(self.points())

    def pressing(self) -> tuple[UUID, ...]:
        """The actions off track or due soon, and the next one due after today."""
        on = self.context.on
        coming = [
            tally
            for tally in self.tallies
            if tally.due and tally.due >= on and "complete" not in tally.states
        ]
        following = min(coming, key=lambda tally: (tally.due, tally.position), default=None)
        return tuple(
            tally.id
            for tally in self.tallies
            if tally is following or not tally.states.isdisjoint(("off-track", "due-soon"))
        )

    def within(self, level_id: UUID) -> Counts:
        inside = tuple(tally for tally in self.tallies if level_id in tally.level_ids)
        return Counts(self.context, inside, self.known, level_id)

    def movement(self) -> tuple[MovementCount, ...]:
        """Every move between two points since the last report, worst point first."""
        then = self.context.then or {}
        moves = {
            (then[str(tally.id)], tally.point)
            for tally in self.tallies
            if str(tally.id) in then and then[str(tally.id)] != tally.point
        }
        order = {key: position for position, key in enumerate(self.context.points)}
        return tuple(
            MovementCount(
                before=self.context.points.get(before),
                now=self.context.points.get(now),
                direction=travel(before, now, self.context),
                counted=self.counted(was=(before or NOT_RATED,), rating=(now or NOT_RATED,)),
            )
            for before, now in sorted(
                moves, key=lambda move: (order.get(move[0], -1), order.get(move[1], -1))
            )
        )


def count(context: PlanContext) -> Counts:
    """Every action in the plan on the day: three queries."""
    shown = beside_all_of(context.plan.id)
    others = others_in(context)
    tallies = tuple(
        _tally(row, context, shown.levels.get(row.id, ()), others.get(row.id, ()))
        for row in marked_rows(context)
    )
    states = {tally.id: tally.states for tally in tallies}
    return Counts(context, tallies, Known(states, others, shown))


def _tally(
    row: Marked, context: PlanContext, level_ids: Iterable[UUID], others: Iterable[RatingFact]
) -> Tally:
    return Tally(
        id=row.id,
        point=row.point,
        level_ids=context.with_ancestors(level_ids),
        states=states_of(row, context, others),
        due=row.due,
        position=row.position,
    )


def level_facts(
    rows: Iterable[PlanLevel], counts: Counts, findings: Iterable[FindingFact]
) -> tuple[LevelFact, ...]:
    """Levels with their counts: three queries."""
    context, findings = counts.context, tuple(findings)
    wanted = list(rows)
    ratings = by_level(
        rating_facts(Rating.objects.filter(level__in=[row.pk for row in wanted]), context)
    )
    shown = _last_evidence(context, counts)
    return tuple(
        _level(
            row,
            counts.within(row.pk),
            latest_of_each(ratings.get(row.pk, ())),
            shown,
            _answered(row.pk, findings),
        )
        for row in wanted
    )


def _level(
    row: PlanLevel,
    counts: Counts,
    ratings: tuple[Any, ...],
    shown: Mapping[UUID, date],
    findings: tuple[FindingFact, ...],
) -> LevelFact:
    return LevelFact(
        id=row.pk,
        parent_id=row.parent_id,
        plan_id=row.plan_id,
        depth=row.depth,
        word=counts.context.plan.level_word(row.depth),
        reference=row.reference,
        title=row.title,
        aim=row.aim,
        impact=row.impact,
        findings=findings,
        position=row.position,
        actions=counts.counted(),
        by_point=counts.by_point(),
        shares=counts.shares(),
        overdue=counts.counted(state=("overdue",)),
        off_track=counts.counted(state=("off-track",)),
        ratings=ratings,
        disagreement=ratings_disagree(ratings),
        last_evidence_on=shown.get(row.pk),
        version=row.version,
    )


def _answered(level_id: UUID, findings: Iterable[FindingFact]) -> tuple[FindingFact, ...]:
    own = [fact for fact in findings if level_id in fact.level_ids]
    return tuple(sorted(own, key=lambda fact: fact.ended_on is not None))


def _last_evidence(context: PlanContext, counts: Counts) -> dict[UUID, date]:
    """Level id → date of the newest evidence of it, of what lies below it or of its actions."""
    above = {tally.id: tally.level_ids for tally in counts.tallies}
    found: dict[UUID, date] = {}
    rows = Evidence.objects.filter(plan_id=context.plan.id, withdrawn_on__isnull=True)
    for action_id, level_id, on in rows.values_list("action_id", "level_id", "on"):
        reached = (
            above.get(action_id, frozenset()) if action_id else context.with_ancestors([level_id])
        )
        for reached_id in reached:
            found[reached_id] = max(on, found.get(reached_id, on))
    return found


def finding_facts(context: PlanContext, counts: Counts) -> tuple[FindingFact, ...]:
    """What the plan answers or answered, with the levels that answer it and how many actions they
    hold: two queries."""
    answering: dict[UUID, list[UUID]] = {}
    answers = FindingAnswer.objects.filter(
        plan_id=context.plan.id, level__ended_on__isnull=True
    ).order_by("level__depth", "level__position", "level_id")
    for level_id, finding_id in answers.values_list("level_id", "finding_id"):
        answering.setdefault(finding_id, []).append(level_id)
    return tuple(
        finding_fact(
            row,
            tuple(answering.get(row.pk, ())),
            sum(
                1
                for tally in counts.tallies
                if tally.level_ids.intersection(answering.get(row.pk, ()))
            ),
        )
        for row in Finding.objects.filter(plan_id=context.plan.id).order_by("position", "id")
    )


def finding_fact(row: Finding, level_ids: tuple[UUID, ...], actions: int) -> FindingFact:
    return FindingFact(
        id=row.pk,
        reference=row.reference,
        text=row.text,
        source=row.source,
        on=row.on,
        level_ids=level_ids,
        actions=actions,
        version=row.version,
        kind=row.kind,
        responsible=row.responsible,
        ended_on=row.ended_on,
        ended_words=row.get_ended_as_display(),
        ended_reason=row.ended_reason,
    )
