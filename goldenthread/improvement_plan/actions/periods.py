"""Reporting periods: opened, closed into a frozen snapshot, reopened with a reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from uuid_utils.compat import uuid7

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    locked,
    note,
    required,
)
from goldenthread.improvement_plan.models import Plan, ReportingPeriod, Snapshot
from goldenthread.improvement_plan.models.period import PeriodState
from goldenthread.improvement_plan.queries import contexts, freezing, frozen_data
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.plan_quality import gap_counts
from goldenthread.rules.refusals import Refused
from goldenthread.rules.snapshots import SCHEMA_VERSION, PlanSnapshot


@transaction.atomic
def open_period(
    *, plan_id: UUID, name: str, from_date: date, cut_off: date, by: Viewer, on: date
) -> UUID:
    """A span that a report will cover; its cut-off may lie ahead."""
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_close_period(by, plan_id))
    name = fitted(required(name, "Give the period a name, such as “December 2024”."), 100)
    if cut_off < from_date:
        raise Refused("The cut-off lies before the first day. Change one of the two dates.")
    same = ReportingPeriod.objects.filter(Q(name=name) | Q(cut_off=cut_off), plan=plan).first()
    if same is not None:
        raise Refused(
            f"The plan already has the period “{same.name}”, with its cut-off on "
            f"{say_date(same.cut_off)}. Choose another name and another cut-off."
        )
    period = ReportingPeriod.objects.create(
        local_area_id=plan.local_area_id,
        plan=plan,
        name=name,
        from_date=from_date,
        cut_off=cut_off,
    )
    _tell("open_period", f"opened the reporting period “{name}”", period, by=by, on=on)
    return period.pk


@transaction.atomic
def close_period(*, period_id: UUID, by: Viewer, on: date) -> UUID:
    """Freeze the plan as it stood at the cut-off; the snapshot's id."""
    period = locked(ReportingPeriod, period_id, by=by, what="reporting period")
    policies.require(policies.may_close_period(by, period.plan_id))
    if period.state == PeriodState.CLOSED:
        raise Refused(
            f"“{period.name}” is closed already. An area administrator can reopen it, "
            "with a reason."
        )
    if period.cut_off > on:
        raise Refused(
            f"The cut-off of “{period.name}” is {say_date(period.cut_off)}. "
            "Close the period on that day or later."
        )
    context = contexts.load_one(period.plan_id, viewer=by, on=on)
    assert context is not None  # the period is in sight, so is its plan
    snapshot = replace(
        freezing.plan_as_at(context, cut_off=period.cut_off, local_area_name=by.local_area_name),
        id=str(uuid7()),
        period_id=str(period.pk),
        period_name=period.name,
    )
    row = _freeze(snapshot, period, by)
    changed(period, {"state": PeriodState.CLOSED, "snapshot_id": row.pk})
    _tell(
        "close_period",
        f"closed the reporting period “{period.name}” with {len(snapshot.actions)} actions",
        period,
        by=by,
        on=on,
        subjects=[("snapshot", row.pk)],
    )
    return row.pk


def _freeze(snapshot: PlanSnapshot, period: ReportingPeriod, by: Viewer) -> Snapshot:
    data = frozen_data.as_data(snapshot)
    points = {
        action.id: action.rating.point_key if action.rating else "" for action in snapshot.actions
    }
    counts = {point.key: 0 for point in (snapshot.scales[0].points if snapshot.scales else ())}
    counts.update(Counter(points.values()))
    return Snapshot.objects.create(
        pk=UUID(snapshot.id),
        local_area_id=period.local_area_id,
        plan_id=period.plan_id,
        period=period,
        number=Snapshot.objects.filter(period=period).count() + 1,
        schema_version=SCHEMA_VERSION,
        rows=data,
        counts=counts,
        points=points,
        gap_counts=gap_counts(snapshot),
        sha256=frozen_data.sha256_of(data),
        taken_at=Now(),
        taken_by_id=by.user_id,
        taken_by_label=by.name,
    )


@transaction.atomic
def reopen_period(*, period_id: UUID, reason: str, by: Viewer, on: date) -> None:
    """Open a closed period again; its snapshot stays, and the next closing makes another."""
    period = locked(ReportingPeriod, period_id, by=by, what="reporting period")
    policies.require(policies.may_reopen_period(by, period.plan_id))
    reason = required(reason, "Say why the period is reopened: its history keeps the reason.")
    if period.state != PeriodState.CLOSED:
        raise Refused(f"“{period.name}” is open already.")
    changed(
        period,
        {
            "state": PeriodState.OPEN,
            "reopened_on": on,
            "reopened_reason": fitted(reason, 500),
        },
    )
    words = f"reopened the reporting period “{period.name}”"
    _tell("reopen_period", words, period, by=by, on=on, reason=reason)


def _tell(
    act: str,
    words: str,
    period: ReportingPeriod,
    *,
    by: Viewer,
    on: date,
    reason: str = "",
    subjects: list[tuple[str, UUID]] | None = None,
) -> None:
    note(
        act,
        words,
        kind="period",
        row=period,
        label=period.name,
        by=by,
        on=on,
        plan_id=period.plan_id,
        reason=reason,
        subjects=subjects or (),
    )
