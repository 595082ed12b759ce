"""Reporting periods, what each closing froze, and the plan as it stands for a paper not yet due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan.models import ReportingPeriod, Snapshot
from goldenthread.improvement_plan.models.period import PeriodState
from goldenthread.improvement_plan.queries import contexts, freezing, frozen_data
from goldenthread.improvement_plan.queries.contexts import (
    PlanContext,
    period_fact,
    shares_of_counts,
)
from goldenthread.improvement_plan.queries.facts import PeriodFact, SnapshotTotals
from goldenthread.improvement_plan.queries.frozen_scales import frozen_scales, may_differ
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import Scale, ThreeShares
from goldenthread.rules.snapshots import PlanSnapshot

# What a closing counted; its rows and points are pages of JSON.
_COUNTED = (
    "id", "plan_id", "period_id", "period__name", "period__cut_off", "period__state",
    "period__snapshot_id", "number", "counts", "gap_counts", "taken_at", "taken_by_label", "sha256",
)  # fmt: skip


def periods(plan_id: UUID, *, viewer: Viewer) -> tuple[PeriodFact, ...]:
    """Oldest cut-off first."""
    rows = ReportingPeriod.objects.visible_to(viewer).filter(plan_id=plan_id)
    return tuple(period_fact(row) for row in rows.order_by("cut_off"))


def period(period_id: UUID, *, viewer: Viewer) -> PeriodFact | None:
    row = ReportingPeriod.objects.visible_to(viewer).filter(pk=period_id).first()
    return period_fact(row) if row else None


def period_named(plan_id: UUID, name: str, *, viewer: Viewer) -> PeriodFact | None:
    """By name, case and spaces aside: for the command line."""
    wanted = " ".join(name.casefold().split())
    return next(
        (
            fact
            for fact in periods(plan_id, viewer=viewer)
            if " ".join(fact.name.casefold().split()) == wanted
        ),
        None,
    )


def latest_closed_period(plan_id: UUID, *, viewer: Viewer) -> PeriodFact | None:
    row = (
        ReportingPeriod.objects.visible_to(viewer)
        .filter(plan_id=plan_id, state=PeriodState.CLOSED)
        .order_by("-cut_off")
        .first()
    )
    return period_fact(row) if row else None


def snapshots(plan_id: UUID, *, viewer: Viewer, on: date) -> tuple[SnapshotTotals, ...]:
    """Every snapshot of the plan by cut-off, with what it counted; rows are not unpacked."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    return snapshots_in(context) if context else ()


def snapshots_in(context: PlanContext) -> tuple[SnapshotTotals, ...]:
    """One query; two where the plan's scales have changed. Each period is counted by the scale it
    was frozen with."""
    rows: list[Any] = list(
        Snapshot.objects.filter(plan_id=context.plan.id)
        .order_by("period__cut_off", "number")
        .values_list(*_COUNTED, named=True)
    )
    asked = [row.id for row in rows] if may_differ(context.all_scales) else []
    by = frozen_scales(asked)
    return tuple(
        SnapshotTotals(
            id=row.id,
            plan_id=row.plan_id,
            period_id=row.period_id,
            period_name=row.period__name,
            cut_off=row.period__cut_off,
            number=row.number,
            in_force=(
                row.period__state == PeriodState.CLOSED and row.period__snapshot_id == row.id
            ),
            total=sum(row.counts.values()),
            counts=dict(row.counts),
            shares=_shares(row.counts, by.get(row.id), context),
            scale_key=by[row.id].key if row.id in by else "",
            taken_at=row.taken_at,
            taken_by=row.taken_by_label,
            sha256=row.sha256,
            gaps=row.gap_counts,
        )
        for row in rows
    )


def _shares(
    counts: Mapping[str, int], frozen: Scale | None, context: PlanContext
) -> ThreeShares | None:
    if frozen is None:
        return context.shares(counts)
    return shares_of_counts(counts, {point.key: point for point in frozen.points})


def snapshot(snapshot_id: UUID, *, viewer: Viewer) -> PlanSnapshot | None:
    """What a closing froze; also one whose period was reopened since. None out of sight.

    Raises Refused when the stored rows are no longer those that were frozen.
    """
    row = Snapshot.objects.visible_to(viewer).filter(pk=snapshot_id).first()
    return frozen_data.thaw(row.rows, sha256=row.sha256) if row else None


def snapshot_now(plan_id: UUID, *, viewer: Viewer, on: date) -> PlanSnapshot | None:
    """The plan as at the end of a day, in a snapshot's shape but frozen nowhere: for looking at a
    paper before the period is closed. Its `id` and `period_id` are empty."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return None
    return freezing.plan_as_at(context, cut_off=on, local_area_name=viewer.local_area_name)
