"""Plans, their page, their levels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.models import (
    Action,
    Evidence,
    Plan,
    PlanKind,
    PlanLevel,
    Rating,
    RatingScale,
    ReportingPeriod,
    Target,
)
from goldenthread.improvement_plan.models.period import PeriodState
from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.contexts import period_fact, plan_fact, scale_fact
from goldenthread.improvement_plan.queries.facts import (
    ActionRow,
    FindingFact,
    GapCount,
    LevelDetail,
    LevelFact,
    LevelRef,
    PlanFact,
    PlanSummary,
    ScaleFact,
)
from goldenthread.improvement_plan.queries.filters import GAPS, STATES, ActionFilters
from goldenthread.improvement_plan.queries.reporting import snapshots_in
from goldenthread.improvement_plan.queries.rows import action_rows
from goldenthread.improvement_plan.queries.statements import (
    evidence_fact,
    rating_facts,
    target_facts,
)
from goldenthread.improvement_plan.queries.tallies import (
    Counts,
    count,
    finding_facts,
    level_facts,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import SHARE_COUNTS


def plans(*, viewer: Viewer) -> tuple[PlanFact, ...]:
    """Every plan in sight, by title: two queries."""
    rows = list(Plan.objects.visible_to(viewer).select_related("kind").order_by("title"))
    scales = [
        (row.plan_id, scale_fact(row))
        for row in RatingScale.objects.filter(plan__in=rows, ended_on__isnull=True)
    ]
    return tuple(
        plan_fact(row, [fact for plan_id, fact in scales if plan_id == row.pk]) for row in rows
    )


def plan(plan_id: UUID, *, viewer: Viewer) -> PlanFact | None:
    return next((fact for fact in plans(viewer=viewer) if fact.id == plan_id), None)


def plan_named(title: str, *, viewer: Viewer) -> PlanFact | None:
    """By title, case and spaces aside: for the command line."""
    wanted = " ".join(title.casefold().split())
    return next(
        (
            fact
            for fact in plans(viewer=viewer)
            if " ".join(fact.title.casefold().split()) == wanted
        ),
        None,
    )


def the_only_plan(*, viewer: Viewer) -> PlanFact | None:
    """The plan, where exactly one that is not closed is in sight."""
    found = [fact for fact in plans(viewer=viewer) if fact.closed_on is None]
    return found[0] if len(found) == 1 else None


def plan_kinds(*, viewer: Viewer) -> tuple[str, ...]:
    """Names of the kinds of plan this local area keeps."""
    rows = PlanKind.objects.filter(local_area_id=viewer.local_area_id)
    return tuple(rows.order_by("name").values_list("name", flat=True))


def scales(plan_id: UUID, *, viewer: Viewer) -> tuple[ScaleFact, ...]:
    """Every version of every scale of the plan, newest first within a scale."""
    rows = RatingScale.objects.visible_to(viewer).filter(plan_id=plan_id)
    return tuple(scale_fact(row) for row in rows.order_by("-main", "key", "-scale_version"))


def findings(
    plan_id: UUID, *, viewer: Viewer, on: date, ended: bool = False
) -> tuple[FindingFact, ...]:
    """What the plan is to answer; with `ended`, what it has answered too."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    every = finding_facts(context, count(context)) if context else ()
    return tuple(fact for fact in every if ended or fact.ended_on is None)


def level_tree(plan_id: UUID, *, viewer: Viewer, on: date) -> tuple[LevelFact, ...]:
    """Every level with its counts, each after the level above it, in the plan's order."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return ()
    counts = count(context)
    return _tree(counts, finding_facts(context, counts))


def findings_answered(
    plan_id: UUID, *, viewer: Viewer, on: date
) -> tuple[PlanFact, tuple[FindingFact, ...], tuple[LevelFact, ...]] | None:
    """The page of findings: the plan, what it answers or answered, and its level tree. The plan is
    counted once; None out of sight."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return None
    counts = count(context)
    answered = finding_facts(context, counts)
    return context.plan, answered, _tree(counts, answered)


def _tree(counts: Counts, answered: tuple[FindingFact, ...]) -> tuple[LevelFact, ...]:
    context = counts.context
    rows = PlanLevel.objects.filter(plan_id=context.plan.id, ended_on__isnull=True)
    found = {fact.id: fact for fact in level_facts(rows, counts, answered)}
    walk: list[LevelFact] = []
    waiting = list(reversed(context.children.get(None, ())))
    while waiting:
        level_id = waiting.pop()
        walk.append(found[level_id])
        waiting += reversed(context.children.get(level_id, ()))
    return tuple(walk)


def plan_summary(plan_id: UUID, *, viewer: Viewer, on: date) -> PlanSummary | None:
    """What the plan's page counts: a fixed number of queries, whatever the number of actions or
    periods."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    return summary_of(count(context)) if context else None


def plan_overview(
    plan_id: UUID, *, viewer: Viewer, on: date
) -> tuple[PlanSummary, tuple[ActionRow, ...]] | None:
    """The plan's page: its summary, and the actions that are off track, due soon or due next."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return None
    counts = count(context)
    return summary_of(counts), _rows(counts.pressing(), counts, viewer=viewer)


def _rows(action_ids: Iterable[UUID], counts: Counts, *, viewer: Viewer) -> tuple[ActionRow, ...]:
    """Some of the actions counted, in the plan's order."""
    context = counts.context
    return action_rows(
        Action.objects.filter(pk__in=list(action_ids)).order_by("position", "id"),
        {context.plan.id: context},
        viewer=viewer,
        known=counts.known,
    )


def summary_of(counts: Counts) -> PlanSummary:
    context, plan_id, on = counts.context, counts.context.plan.id, counts.context.on
    answered = finding_facts(context, counts)
    top = PlanLevel.objects.filter(plan_id=plan_id, ended_on__isnull=True, depth=0)
    compares = context.then is not None
    open_period = (
        ReportingPeriod.objects.filter(plan_id=plan_id, state=PeriodState.OPEN)
        .order_by("cut_off")
        .first()
    )
    return PlanSummary(
        plan=context.plan,
        on=on,
        actions=counts.counted(),
        by_point=counts.by_point(),
        shares=counts.shares(),
        share_queries={
            name: ActionFilters(rating=context.keys_counting_as(*counting)).as_query()
            for name, counting in SHARE_COUNTS.items()
        },
        signed_off=counts.counted(state=("signed-off",)),
        awaiting_sign_off=counts.counted(state=("awaiting-sign-off",)),
        overdue=counts.counted(state=("overdue",)),
        due_soon=counts.counted(state=("due-soon",)),
        off_track=counts.counted(state=("off-track",)),
        blocked=counts.counted(state=("blocked",)),
        disagreement=counts.counted(state=("disagreement",)),
        last_report=context.last_report,
        moved=counts.counted(state=("moved",)) if compares else None,
        better=counts.counted(state=("better",)) if compares else None,
        worse=counts.counted(state=("worse",)) if compares else None,
        movement=counts.movement(),
        top_levels=level_facts(top.order_by("position", "id"), counts, answered),
        trend=tuple(each for each in snapshots_in(context) if each.in_force),
        gaps=_gaps(counts),
        findings_without_action=tuple(
            fact for fact in answered if not fact.actions and fact.ended_on is None
        ),
        levels_without_action=_empty_levels(counts),
        open_period=period_fact(open_period) if open_period else None,
        context=context,
    )


def _gaps(counts: Counts) -> tuple[GapCount, ...]:
    """What is missing, where anything is."""
    found = (GapCount(gap, STATES[gap], counts.counted(state=(gap,))) for gap in GAPS)
    return tuple(gap for gap in found if gap.counted.count)


def _empty_levels(counts: Counts) -> tuple[LevelRef, ...]:
    """Levels with no action in them or below them."""
    filled = {pk for tally in counts.tallies for pk in tally.level_ids}
    return tuple(level for level in counts.context.levels.values() if level.id not in filled)


def level_detail(level_id: UUID, *, viewer: Viewer, on: date) -> LevelDetail | None:
    """A level's page; None out of sight or ended."""
    row = PlanLevel.objects.visible_to(viewer).filter(pk=level_id, ended_on__isnull=True).first()
    context = contexts.load_one(row.plan_id, viewer=viewer, on=on) if row else None
    if row is None or context is None:
        return None
    counts = count(context)
    answered = finding_facts(context, counts)
    children = context.children.get(level_id, ())
    rows = PlanLevel.objects.filter(pk__in=[level_id, *children]).order_by("position", "id")
    levels = level_facts(rows, counts, answered)
    above = context.with_ancestors([level_id]) - {level_id}
    return LevelDetail(
        level=next(fact for fact in levels if fact.id == level_id),
        plan=context.plan,
        ancestors=tuple(ref for ref in context.levels.values() if ref.id in above),
        children=tuple(fact for fact in levels if fact.id != level_id),
        targets=target_facts(Target.objects.filter(level_id=level_id)),
        evidence=tuple(
            evidence_fact(each)
            for each in Evidence.objects.filter(level_id=level_id).select_related("file")
        ),
        ratings=rating_facts(Rating.objects.filter(level_id=level_id), context),
        actions=_rows(
            (tally.id for tally in counts.within(level_id).tallies), counts, viewer=viewer
        ),
        context=context,
    )
