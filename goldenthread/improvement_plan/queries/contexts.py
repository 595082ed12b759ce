"""What a list of actions must know of their plans: scales, levels, the last report. Loaded once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, OuterRef

from goldenthread.improvement_plan.models import (
    Plan,
    PlanLevel,
    Rating,
    RatingScale,
    ReportingPeriod,
)
from goldenthread.improvement_plan.models.period import PeriodState
from goldenthread.improvement_plan.queries.facts import (
    LevelRef,
    PeriodFact,
    PlanFact,
    RatingFact,
    ScaleFact,
)
from goldenthread.improvement_plan.queries.frozen_scales import frozen_scales
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import (
    SHARE_COUNTS,
    CountsAs,
    Scale,
    ScalePoint,
    Share,
    ThreeShares,
)


@dataclass(frozen=True)
class PlanContext:
    """One plan as its lists need it. `then` is action id → point key ("" unrated) in the last
    closed period's snapshot, None before the first and where that was counted by another scale."""

    plan: PlanFact
    local_area_id: UUID
    all_scales: tuple[ScaleFact, ...]  # every version, newest first within a key
    levels: Mapping[UUID, LevelRef]  # in the plan's order
    last_report: PeriodFact | None
    then: Mapping[str, str] | None
    on: date

    @property
    def main(self) -> Scale | None:
        return self.plan.main_scale

    @cached_property
    def scale_by_id(self) -> dict[UUID, ScaleFact]:
        return {fact.id: fact for fact in self.all_scales}

    @cached_property
    def main_scale_ids(self) -> frozenset[UUID]:
        """Every version of the council's own scale."""
        key = self.main.key if self.main else ""
        return frozenset(fact.id for fact in self.all_scales if fact.key == key)

    @cached_property
    def points(self) -> dict[str, ScalePoint]:
        """Every point the council's own scale ever had, as its newest version says it."""
        found: dict[str, ScalePoint] = {}
        for fact in self.all_scales:
            if fact.id in self.main_scale_ids:
                for point in fact.scale.points:
                    found.setdefault(point.key, point)
        return dict(sorted(found.items(), key=lambda item: item[1].order))

    @cached_property
    def complete_keys(self) -> tuple[str, ...]:
        return self.keys_counting_as(CountsAs.COMPLETE)

    @cached_property
    def late_keys(self) -> tuple[str, ...]:
        return tuple(key for key, point in self.points.items() if point.needs_cause)

    @cached_property
    def evidence_keys(self) -> tuple[str, ...]:
        return tuple(key for key, point in self.points.items() if point.needs_evidence)

    def keys_counting_as(self, *states: CountsAs) -> tuple[str, ...]:
        return tuple(key for key, point in self.points.items() if point.counts_as in states)

    def shares(self, counts: Mapping[str, int]) -> ThreeShares | None:
        """The three shares of point key ("" unrated) → actions; None without a scale."""
        return shares_of_counts(counts, self.points) if self.main else None

    @cached_property
    def children(self) -> dict[UUID | None, tuple[UUID, ...]]:
        found: dict[UUID | None, list[UUID]] = {}
        for level in self.levels.values():
            found.setdefault(level.parent_id, []).append(level.id)
        return {parent: tuple(ids) for parent, ids in found.items()}

    def with_ancestors(self, level_ids: Iterable[UUID]) -> frozenset[UUID]:
        """These levels and every level above them."""
        found: set[UUID] = set()
        for start in level_ids:
            level_id: UUID | None = start
            while level_id is not None and level_id not in found:
                found.add(level_id)
                level = self.levels.get(level_id)
                level_id = level.parent_id if level else None
        return frozenset(found)

    def with_descendants(self, level_ids: Iterable[UUID]) -> frozenset[UUID]:
        """These levels and every level below them."""
        found: set[UUID] = set()
        waiting = list(level_ids)
        while waiting:
            level_id = waiting.pop()
            if level_id not in found:
                found.add(level_id)
                waiting += self.children.get(level_id, ())
        return frozenset(found)

    def rating_fact(self, row: Rating, *, superseded: bool = False) -> RatingFact:
        fact = self.scale_by_id[row.scale_id]
        return RatingFact(
            id=row.pk,
            action_id=row.action_id,
            level_id=row.level_id,
            scale_key=fact.key,
            scale_name=fact.name,
            scale_version=fact.version,
            point=fact.scale.point(row.point_key),
            on=row.on,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by_label,
            capacity=row.capacity,
            capacity_words=row.get_capacity_display(),
            raters=tuple(row.raters),
            occasion=row.occasion,
            reason=row.reason,
            cause=row.cause,
            recovery_date=row.recovery_date,
            label_as_written=row.label_as_written,
            imported=row.imported,
            superseded=superseded,
        )


def shares_of_counts(counts: Mapping[str, int], points: Mapping[str, ScalePoint]) -> ThreeShares:
    """As `rules.ratings.three_shares`, from counts by point key ("" is not yet rated)."""
    total = sum(counts.values())
    return ThreeShares(
        **{
            name: Share.of(
                sum(
                    count
                    for key, count in counts.items()
                    if key and points[key].counts_as in counting
                ),
                total,
            )
            for name, counting in SHARE_COUNTS.items()
        }
    )


def load(*, plan_ids: Iterable[UUID], viewer: Viewer, on: date) -> dict[UUID, PlanContext]:
    """Contexts of the plans in sight among these: four queries, whatever the number."""
    rows = list(
        Plan.objects.visible_to(viewer).filter(pk__in=list(plan_ids)).select_related("kind")
    )
    ids = [row.pk for row in rows]
    scales = _scales(ids)
    levels = _levels(rows)
    reports = _last_reports(ids)
    incomparable = _counted_otherwise(reports, scales)
    found = {}
    for row in rows:
        period, then = reports.get(row.pk, (None, None))
        if row.pk in incomparable:
            then = None
        found[row.pk] = PlanContext(
            plan=plan_fact(row, scales.get(row.pk, ())),
            local_area_id=row.local_area_id,
            all_scales=scales.get(row.pk, ()),
            levels=levels.get(row.pk, {}),
            last_report=period,
            then=then,
            on=on,
        )
    return found


def load_one(plan_id: UUID, *, viewer: Viewer, on: date) -> PlanContext | None:
    return load(plan_ids=[plan_id], viewer=viewer, on=on).get(plan_id)


def plan_fact(row: Plan, scales: Iterable[ScaleFact]) -> PlanFact:
    return PlanFact(
        id=row.pk,
        title=row.title,
        kind=row.kind.name,
        level_names=tuple(row.level_names),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        accepted_on=row.accepted_on,
        closed_on=row.closed_on,
        predecessor_id=row.predecessor_id,
        layout=tuple(row.layout),
        scales=tuple(sorted((s for s in scales if s.in_force), key=lambda s: (not s.main, s.name))),
        version=row.version,
    )


def scale_fact(row: RatingScale) -> ScaleFact:
    return ScaleFact(
        id=row.pk,
        key=row.key,
        name=row.name,
        version=row.scale_version,
        main=row.main,
        in_force=row.ended_on is None,
        scale=row.as_scale(),
    )


def _scales(plan_ids: list[UUID]) -> dict[UUID, tuple[ScaleFact, ...]]:
    found: dict[UUID, tuple[ScaleFact, ...]] = {}
    rows = RatingScale.objects.filter(plan_id__in=plan_ids).order_by("key", "-scale_version")
    for row in rows:
        found[row.plan_id] = (*found.get(row.plan_id, ()), scale_fact(row))
    return found


def _levels(plans: list[Plan]) -> dict[UUID, dict[UUID, LevelRef]]:
    words = {plan.pk: plan.level_names for plan in plans}
    found: dict[UUID, dict[UUID, LevelRef]] = {}
    rows = PlanLevel.objects.filter(plan_id__in=list(words), ended_on__isnull=True)
    for plan_id, pk, parent_id, depth, reference, title in rows.order_by(
        "depth", "position", "id"
    ).values_list("plan_id", "id", "parent_id", "depth", "reference", "title"):
        names = words[plan_id]
        word = names[depth] if depth < len(names) else "Level"
        found.setdefault(plan_id, {})[pk] = LevelRef(pk, parent_id, depth, word, reference, title)
    return found


def _counted_otherwise(
    reports: Mapping[UUID, tuple[PeriodFact, Mapping[str, str]]],
    scales: Mapping[UUID, tuple[ScaleFact, ...]],
) -> frozenset[UUID]:
    """Plans whose last report was counted by another scale than the one in force: a point of the
    same key means something else there."""
    asked = {
        period.snapshot_id: plan_id
        for plan_id, (period, _) in reports.items()
        if period.snapshot_id and len({fact.key for fact in scales.get(plan_id, ())}) > 1
    }
    main = {
        plan_id: next((fact.key for fact in facts if fact.main and fact.in_force), None)
        for plan_id, facts in scales.items()
    }
    return frozenset(
        asked[pk] for pk, frozen in frozen_scales(asked).items() if frozen.key != main[asked[pk]]
    )


def _last_reports(plan_ids: list[UUID]) -> dict[UUID, tuple[PeriodFact, dict[str, str]]]:
    closed = ReportingPeriod.objects.filter(plan_id__in=plan_ids, state=PeriodState.CLOSED)
    later = closed.filter(plan=OuterRef("plan"), cut_off__gt=OuterRef("cut_off"))
    rows = (
        closed.filter(~Exists(later))
        .select_related("snapshot")
        .defer("snapshot__rows", "snapshot__counts")
    )
    return {
        row.plan_id: (period_fact(row), row.snapshot.points if row.snapshot else {}) for row in rows
    }


def period_fact(row: ReportingPeriod) -> PeriodFact:
    return PeriodFact(
        id=row.pk,
        plan_id=row.plan_id,
        name=row.name,
        from_date=row.from_date,
        cut_off=row.cut_off,
        state=row.state,
        snapshot_id=row.snapshot_id if row.state == PeriodState.CLOSED else None,
        reopened_on=row.reopened_on,
        reopened_reason=row.reopened_reason,
        version=row.version,
    )
