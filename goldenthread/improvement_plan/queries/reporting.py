"""Reporting periods, what each closing froze, and the plan as it stands for a paper not yet due."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.models import ReportingPeriod, Snapshot
from goldenthread.improvement_plan.models.period import PeriodState
from goldenthread.improvement_plan.queries import contexts, freezing
from goldenthread.improvement_plan.queries.contexts import PlanContext, period_fact
from goldenthread.improvement_plan.queries.facts import PeriodFact, SnapshotTotals
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.snapshots import PlanSnapshot


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
    """One query."""
    rows = (
        Snapshot.objects.filter(plan_id=context.plan.id)
        .select_related("period")
        .defer("rows", "points")
        .order_by("period__cut_off", "number")
    )
    return tuple(
        SnapshotTotals(
            id=row.pk,
            plan_id=row.plan_id,
            period_id=row.period_id,
            period_name=row.period.name,
            cut_off=row.period.cut_off,
            number=row.number,
            in_force=(row.period.state == PeriodState.CLOSED and row.period.snapshot_id == row.pk),
            total=sum(row.counts.values()),
            counts=dict(row.counts),
            shares=context.shares(row.counts),
            taken_at=row.taken_at,
            taken_by=row.taken_by_label,
            sha256=row.sha256,
        )
        for row in rows
    )


def snapshot(snapshot_id: UUID, *, viewer: Viewer) -> PlanSnapshot | None:
    """What a closing froze; also one whose period was reopened since. None out of sight.

    Raises Refused when the stored rows are no longer those that were frozen.
    """
    row = Snapshot.objects.visible_to(viewer).filter(pk=snapshot_id).first()
    return freezing.thaw(row.rows, sha256=row.sha256) if row else None


def snapshot_now(plan_id: UUID, *, viewer: Viewer, on: date) -> PlanSnapshot | None:
    """The plan as at the end of a day, in a snapshot's shape but frozen nowhere: for looking at a
    paper before the period is closed. Its `id` and `period_id` are empty."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return None
    return freezing.plan_as_at(context, cut_off=on, local_area_name=viewer.local_area_name)
