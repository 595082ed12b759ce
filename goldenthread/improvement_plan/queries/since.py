"""What moved in a plan after a day: for the next visit, which opens on what changed since the last.

Compared are rows by their own dates: the council's ratings by `Rating.on`, completions and evidence
by theirs. Due dates are as they are now. A fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.improvement_plan.models import Capacity, Completion, Evidence, Rating
from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.action_lists import rows_in_order
from goldenthread.improvement_plan.queries.at_work import with_impact
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.escalations import escalations
from goldenthread.improvement_plan.queries.facts import ActionRow, LevelRef, PlanFact, RatingFact
from goldenthread.improvement_plan.queries.moves import travel
from goldenthread.improvement_plan.queries.places import action_places, level_place
from goldenthread.improvement_plan.queries.risk_facts import EscalationFact, PlaceFact
from goldenthread.improvement_plan.queries.statement_facts import EvidenceFact
from goldenthread.improvement_plan.queries.statements import evidence_fact, rating_facts
from goldenthread.improvement_plan.queries.tallies import Counts, count
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import CountsAs, Direction, ScalePoint

DOING_WELL = (CountsAs.COMPLETE, CountsAs.ON_TRACK)


@dataclass(frozen=True)
class MovedAction:
    """An action whose rating is another than on the day compared with; None: not rated then."""

    row: ActionRow
    before: ScalePoint | None
    now: ScalePoint | None


@dataclass(frozen=True)
class Shown:
    """Evidence and what it belongs to."""

    evidence: EvidenceFact
    place: PlaceFact


@dataclass(frozen=True)
class SinceFact:
    """What moved after the day `after`, up to and on the day `on`.

    `overdue`: overdue now and not on the day `after`. `unproven`: complete or on track by the
    council's own scale with no evidence of impact, whenever it was rated so; `good` counts all that
    are complete or on track.
    """

    plan: PlanFact
    after: date
    on: date
    actions: int
    good: int
    better: tuple[MovedAction, ...]
    worse: tuple[MovedAction, ...]
    completed: tuple[ActionRow, ...]
    overdue: tuple[ActionRow, ...]
    evidence: tuple[Shown, ...]
    escalations: tuple[EscalationFact, ...]
    unproven: tuple[ActionRow, ...]


def since(plan_id: UUID, *, after: date, viewer: Viewer, on: date) -> SinceFact | None:
    """What moved in the plan after a day; None out of sight."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return None
    counts = count(context)
    then, now = _points(context, after)
    moved = {
        tally.id: way
        for tally in counts.tallies
        if (way := travel(then.get(tally.id), now.get(tally.id, ""), context))
        in (Direction.BETTER, Direction.WORSE)
    }
    completed, complete_then = _completed(context, after)
    proven = with_impact([plan_id], viewer=viewer, on=on)
    good = _good(counts)
    unproven = [pk for pk in good if pk not in proven]
    overdue = _newly_overdue(counts, after, complete_then, then)
    done = [tally.id for tally in counts.tallies if tally.id in completed]
    wanted = {*moved, *unproven, *overdue, *done}
    ids = [tally.id for tally in counts.tallies if tally.id in wanted]
    rows = {row.id: row for row in rows_in_order(ids, counts, viewer=viewer)}
    return SinceFact(
        plan=context.plan,
        after=after,
        on=on,
        actions=len(counts.tallies),
        good=len(good),
        better=_moved(moved, Direction.BETTER, ids, rows, then, now, context),
        worse=_moved(moved, Direction.WORSE, ids, rows, then, now, context),
        completed=tuple(rows[pk] for pk in done),
        overdue=tuple(rows[pk] for pk in overdue),
        evidence=_evidence(context, after),
        escalations=tuple(
            fact
            for fact in escalations(plan_id, viewer=viewer, on=on, open_only=False)
            if fact.raised_on > after
        ),
        unproven=tuple(rows[pk] for pk in unproven),
    )


def _points(context: PlanContext, after: date) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Action id → the council's point on the day `after`, and now. One query."""
    then: dict[UUID, str] = {}
    now: dict[UUID, str] = {}
    rows = Rating.objects.filter(
        plan_id=context.plan.id,
        action__isnull=False,
        capacity=Capacity.COUNCIL,
        scale_id__in=context.main_scale_ids,
        superseded_by__isnull=True,
        on__lte=context.on,
    ).order_by("on", "recorded_at", "id")
    for action_id, point_key, rated_on in rows.values_list("action_id", "point_key", "on"):
        if action_id is None:
            continue
        now[action_id] = point_key
        if rated_on <= after:
            then[action_id] = point_key
    return then, now


def _completed(context: PlanContext, after: date) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Completed after the day and standing; complete on that day. One query."""
    rows = Completion.objects.filter(plan_id=context.plan.id, on__lte=context.on)
    newly, before = set(), set()
    for action_id, done_on, withdrawn_on in rows.values_list("action_id", "on", "withdrawn_on"):
        if done_on > after:
            if withdrawn_on is None or withdrawn_on > context.on:
                newly.add(action_id)
        elif withdrawn_on is None or withdrawn_on > after:
            before.add(action_id)
    return frozenset(newly), frozenset(before)


def _newly_overdue(
    counts: Counts, after: date, complete_then: Collection[UUID], then: Mapping[UUID, str]
) -> list[UUID]:
    done = counts.context.complete_keys
    return [
        tally.id
        for tally in counts.tallies
        if "overdue" in tally.states
        and tally.due is not None
        and (tally.due >= after or tally.id in complete_then or then.get(tally.id) in done)
    ]


def _good(counts: Counts) -> list[UUID]:
    keys = counts.context.keys_counting_as(*DOING_WELL)
    return [tally.id for tally in counts.tallies if tally.point in keys]


def _moved(
    moved: Mapping[UUID, Direction],
    way: Direction,
    ids: Iterable[UUID],
    rows: Mapping[UUID, ActionRow],
    then: Mapping[UUID, str],
    now: Mapping[UUID, str],
    context: PlanContext,
) -> tuple[MovedAction, ...]:
    return tuple(
        MovedAction(
            rows[pk], context.points.get(then.get(pk, "")), context.points.get(now.get(pk, ""))
        )
        for pk in ids
        if moved.get(pk) is way
    )


def _evidence(context: PlanContext, after: date) -> tuple[Shown, ...]:
    """Latest first, of actions in the plan and of its parts: five queries."""
    standing = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=context.on)
    rows = list(
        Evidence.objects.filter(standing, plan_id=context.plan.id, on__gt=after, on__lte=context.on)
        .select_related("file")
        .order_by("-on", "-recorded_at", "id")
    )
    places = action_places((row.action_id for row in rows if row.action_id), context)
    found = []
    for row in rows:
        place = places.get(row.action_id) if row.action_id else None
        if place is None and row.level_id:
            place = level_place(row.level_id, context)
        if place is not None and not place.ended:
            found.append(Shown(evidence_fact(row), place))
    return tuple(found)


def rated_on_occasion(
    plan_id: UUID, occasion: str, *, viewer: Viewer, on: date
) -> tuple[tuple[LevelRef, RatingFact], ...]:
    """What external advisers said of the parts of the plan on one occasion, in the plan's order."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return ()
    rows = Rating.objects.visible_to(viewer).filter(
        plan_id=plan_id,
        occasion=occasion,
        capacity=Capacity.EXTERNAL,
        level__isnull=False,
        superseded_by__isnull=True,
    )
    given = {fact.level_id: fact for fact in reversed(rating_facts(rows, context))}
    return tuple((level, given[pk]) for pk, level in context.levels.items() if pk in given)
