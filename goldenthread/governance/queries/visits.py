"""Monitoring visits, as somebody: what was said and agreed at each, what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.governance.models import (
    MeasureJudgement,
    MeasureState,
    MonitoringVisit,
    ProgressMeasure,
)
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries.facts import LevelFact, LevelRef, RatingFact
from goldenthread.improvement_plan.queries.since import rated_on_occasion
from goldenthread.partnership.queries import Viewer

STATES: tuple[tuple[str, str], ...] = tuple((one.value, one.label) for one in MeasureState)


@dataclass(frozen=True)
class JudgementFact:
    """What was found of a measure at a visit."""

    visit_id: UUID
    visit_name: str
    on: date
    state: str  # met, partly, not
    state_words: str
    words: str
    said_by: str
    recorded_by: str


@dataclass(frozen=True)
class MeasureFact:
    """A progress measure with the judgements of later visits, latest first; `judged` is the one
    that stands, None: not judged yet. `overdue`: past its day and not found met."""

    id: UUID
    plan_id: UUID
    visit_id: UUID
    visit_name: str
    agreed_on: date
    level_id: UUID | None
    words: str
    shown_by: str
    due: date
    said_by: str
    recorded_by: str
    judged: JudgementFact | None
    judgements: tuple[JudgementFact, ...]
    overdue: bool

    @property
    def met(self) -> bool:
        return self.judged is not None and self.judged.state == MeasureState.MET


@dataclass(frozen=True)
class VisitFact:
    """A visit with the measures agreed at it. `on_behalf`: typed in for the advisers."""

    id: UUID
    plan_id: UUID
    plan_title: str
    on: date
    name: str
    advisers: tuple[str, ...]
    bodies: tuple[str, ...]
    notes: str
    next_visit_on: date | None
    said_by: str
    recorded_by: str
    on_behalf: bool
    measures: tuple[MeasureFact, ...]
    version: int


@dataclass(frozen=True)
class VisitWhole:
    """One visit's page: the ratings given at it and what was found of earlier measures."""

    visit: VisitFact
    ratings: tuple[tuple[LevelRef, RatingFact], ...]
    found: tuple[tuple[MeasureFact, JudgementFact], ...]
    to_judge: tuple[MeasureFact, ...]  # agreed at an earlier visit and not found met yet
    levels: tuple[LevelFact, ...]  # the plan's top parts


@dataclass(frozen=True)
class VisitsOfPlan:
    """The visits to one plan, latest first; `next_on` is when the next was agreed to be, None
    where none was agreed or it has been."""

    plan_id: UUID
    plan_title: str
    visits: tuple[VisitFact, ...]
    next_on: date | None
    open_measures: tuple[MeasureFact, ...]  # of every visit, not found met

    @property
    def last(self) -> VisitFact | None:
        return self.visits[0] if self.visits else None


def visits_for(*, viewer: Viewer, on: date) -> tuple[VisitsOfPlan, ...]:
    """Every running plan in sight with its visits up to the day: four queries and those of the
    list of plans."""
    running = [plan for plan in plans.plans(viewer=viewer) if plan.closed_on is None]
    by_plan: dict[UUID, list[VisitFact]] = {}
    for visit in _visits([plan.id for plan in running], viewer=viewer, on=on):
        by_plan.setdefault(visit.plan_id, []).append(visit)
    return tuple(_of_plan(plan.id, plan.title, by_plan.get(plan.id, [])) for plan in running)


def visits_of(plan_id: UUID, *, viewer: Viewer, on: date) -> VisitsOfPlan | None:
    """Of one plan; None out of sight."""
    plan = plans.plan(plan_id, viewer=viewer)
    if plan is None:
        return None
    return _of_plan(plan.id, plan.title, _visits([plan_id], viewer=viewer, on=on))


def visit(visit_id: UUID, *, viewer: Viewer, on: date) -> VisitFact | None:
    """One visit; None out of sight."""
    row = MonitoringVisit.objects.visible_to(viewer).filter(pk=visit_id).first()
    if row is None:
        return None
    found = _visits([row.plan_id], viewer=viewer, on=max(on, row.on))
    return next((one for one in found if one.id == visit_id), None)


def visit_whole(visit_id: UUID, *, viewer: Viewer, on: date) -> VisitWhole | None:
    """Everything on one visit's page; None out of sight."""
    row = MonitoringVisit.objects.visible_to(viewer).filter(pk=visit_id).first()
    if row is None:
        return None
    every = _visits([row.plan_id], viewer=viewer, on=max(on, row.on))
    one = next(each for each in every if each.id == visit_id)
    earlier = [measure for each in reversed(every) if each.on < one.on for measure in each.measures]
    found = [
        (measure, judgement)
        for measure in earlier
        if (judgement := _judged_at(measure, visit_id)) is not None
    ]
    tree = plans.level_tree(row.plan_id, viewer=viewer, on=on)
    return VisitWhole(
        visit=one,
        ratings=rated_on_occasion(row.plan_id, row.name, viewer=viewer, on=on),
        found=tuple(found),
        to_judge=tuple(
            measure
            for measure in earlier
            if not measure.met and all(measure is not known for known, _ in found)
        ),
        levels=tuple(level for level in tree if not level.depth),
    )


def _judged_at(measure: MeasureFact, visit_id: UUID) -> JudgementFact | None:
    return next((each for each in measure.judgements if each.visit_id == visit_id), None)


def _of_plan(plan_id: UUID, title: str, found: Iterable[VisitFact]) -> VisitsOfPlan:
    visits = tuple(found)
    last = visits[0] if visits else None
    return VisitsOfPlan(
        plan_id=plan_id,
        plan_title=title,
        visits=visits,
        next_on=last.next_visit_on if last else None,
        open_measures=tuple(
            measure for one in visits for measure in one.measures if not measure.met
        ),
    )


def _visits(plan_ids: Collection[UUID], *, viewer: Viewer, on: date) -> list[VisitFact]:
    """Latest first: three queries."""
    rows = list(
        MonitoringVisit.objects.visible_to(viewer)
        .filter(plan_id__in=plan_ids, on__lte=on)
        .select_related("plan")
        .order_by("-on", "-recorded_at", "-id")
    )
    named = {row.pk: row for row in rows}
    judged: dict[UUID, list[JudgementFact]] = {}
    judgements = MeasureJudgement.objects.visible_to(viewer).filter(visit_id__in=list(named))
    for row in judgements.order_by("-on", "-recorded_at", "-id"):
        judged.setdefault(row.measure_id, []).append(_judgement(row, named))
    measures: dict[UUID, list[MeasureFact]] = {}
    agreed = ProgressMeasure.objects.visible_to(viewer).filter(visit_id__in=list(named))
    for measure in agreed.order_by("position", "id"):
        fact = _measure(measure, named, tuple(judged.get(measure.pk, ())), on)
        measures.setdefault(measure.visit_id, []).append(fact)
    return [_visit(row, tuple(measures.get(row.pk, ()))) for row in rows]


def _visit(row: MonitoringVisit, measures: tuple[MeasureFact, ...]) -> VisitFact:
    return VisitFact(
        id=row.pk,
        plan_id=row.plan_id,
        plan_title=row.plan.title,
        on=row.on,
        name=row.name,
        advisers=tuple(row.advisers),
        bodies=tuple(row.bodies),
        notes=row.notes,
        next_visit_on=row.next_visit_on,
        said_by=row.said_by,
        recorded_by=row.recorded_by_label,
        on_behalf=row.recorded_by_label not in row.advisers,
        measures=measures,
        version=row.version,
    )


def _measure(
    row: ProgressMeasure,
    named: Mapping[UUID, MonitoringVisit],
    judgements: tuple[JudgementFact, ...],
    on: date,
) -> MeasureFact:
    visit = named[row.visit_id]
    judged = judgements[0] if judgements else None
    met = judged is not None and judged.state == MeasureState.MET
    return MeasureFact(
        id=row.pk,
        plan_id=row.plan_id,
        visit_id=row.visit_id,
        visit_name=visit.name,
        agreed_on=visit.on,
        level_id=row.level_id,
        words=row.words,
        shown_by=row.shown_by,
        due=row.due,
        said_by=row.said_by,
        recorded_by=row.recorded_by_label,
        judged=judged,
        judgements=judgements,
        overdue=row.due < on and not met,
    )


def _judgement(row: MeasureJudgement, named: Mapping[UUID, MonitoringVisit]) -> JudgementFact:
    return JudgementFact(
        visit_id=row.visit_id,
        visit_name=named[row.visit_id].name,
        on=row.on,
        state=row.state,
        state_words=MeasureState(row.state).label,
        words=row.words,
        said_by=row.said_by,
        recorded_by=row.recorded_by_label,
    )
