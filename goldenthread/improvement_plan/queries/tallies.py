"""Counting a plan: every action once, with the states that the filters know, then sums of them.

The marks come from the same conditions as the lists, so a count and its list cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan.models import (
    Action,
    ActionLevel,
    Evidence,
    Finding,
    PlanLevel,
    Rating,
)
from goldenthread.improvement_plan.queries.conditions import MARKS, compared_states, marked, travel
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import (
    Counted,
    FindingFact,
    LevelFact,
    MovementCount,
    PointCount,
)
from goldenthread.improvement_plan.queries.filters import NOT_RATED, ActionFilters
from goldenthread.improvement_plan.queries.rows import disagreeing
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
    level_id: UUID | None = None

    def counted(self, **filters: Any) -> Counted:
        """How many match these filters (`state`, `rating` and `was` only), and their query."""
        wanted = ActionFilters(level=(self.level_id,) if self.level_id else (), **filters)
        return Counted(
            sum(1 for tally in self.tallies if self._fits(tally, wanted)), wanted.as_query()
        )

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
        now = {point.key for point in main.points} if main else set()
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

    def states(self) -> dict[UUID, frozenset[str]]:
        """What is true of each action, for rows that need not ask it again."""
        return {tally.id: tally.states for tally in self.tallies}

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
        return Counts(
            self.context,
            tuple(tally for tally in self.tallies if level_id in tally.level_ids),
            level_id,
        )

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
    """Every action in the plan on the day: four queries."""
    actions = Action.objects.filter(plan_id=context.plan.id, ended_on__isnull=True)
    placings: dict[UUID, list[UUID]] = {}
    for action_id, level_id in ActionLevel.objects.filter(
        plan_id=context.plan.id, action__ended_on__isnull=True
    ).values_list("action_id", "level_id"):
        placings.setdefault(action_id, []).append(level_id)
    differing = frozenset(disagreeing(context))
    rows = marked(actions, [context]).values_list(
        "pk", "current_rating__point_key", "due", "position", *(name for _, name in MARKS)
    )
    return Counts(
        context,
        tuple(
            Tally(
                id=row[0],
                point=row[1] or "",
                level_ids=context.with_ancestors(placings.get(row[0], ())),
                states=frozenset(
                    state for (state, _), holds in zip(MARKS, row[4:], strict=True) if holds
                )
                | compared_states(row[0], row[1] or "", context)
                | (frozenset({"disagreement"}) if row[0] in differing else frozenset()),
                due=row[2],
                position=row[3],
            )
            for row in rows.order_by("position", "id")
        ),
    )


def level_facts(
    rows: Iterable[PlanLevel], counts: Counts, findings: Mapping[UUID, FindingFact]
) -> tuple[LevelFact, ...]:
    """Levels with their counts: three queries."""
    context = counts.context
    wanted = list(rows)
    ratings = by_level(
        rating_facts(Rating.objects.filter(level__in=[row.pk for row in wanted]), context)
    )
    shown = _last_evidence(context, counts)
    return tuple(
        _level(row, counts.within(row.pk), latest_of_each(ratings.get(row.pk, ())), shown, findings)
        for row in wanted
    )


def _level(
    row: PlanLevel,
    counts: Counts,
    ratings: tuple[Any, ...],
    shown: Mapping[UUID, date],
    findings: Mapping[UUID, FindingFact],
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
        finding=findings.get(row.finding_id) if row.finding_id else None,
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
    """What the plan answers, with the levels that answer it and how many actions they hold: two
    queries."""
    answering: dict[UUID, list[UUID]] = {}
    for level_id, finding_id in PlanLevel.objects.filter(
        plan_id=context.plan.id, ended_on__isnull=True, finding__isnull=False
    ).values_list("pk", "finding_id"):
        if finding_id:
            answering.setdefault(finding_id, []).append(level_id)
    return tuple(
        FindingFact(
            id=row.pk,
            reference=row.reference,
            text=row.text,
            source=row.source,
            on=row.on,
            level_ids=tuple(answering.get(row.pk, ())),
            actions=sum(
                1
                for tally in counts.tallies
                if tally.level_ids.intersection(answering.get(row.pk, ()))
            ),
            version=row.version,
        )
        for row in Finding.objects.filter(plan_id=context.plan.id).order_by("position", "id")
    )
