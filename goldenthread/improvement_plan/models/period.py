"""Reporting periods and the snapshot each closing freezes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.improvement_plan.models.base import PlanRow


class PeriodState(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class ReportingPeriod(PlanRow):
    name = models.CharField(max_length=100)
    from_date = models.DateField()
    cut_off = models.DateField()
    state = models.CharField(max_length=10, choices=PeriodState.choices, default=PeriodState.OPEN)
    # The snapshot in force; an earlier one stays when a period is reopened and closed again.
    snapshot = models.ForeignKey(
        "improvement_plan.Snapshot",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reopened_on = models.DateField(null=True, blank=True)
    reopened_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("cut_off",)
        constraints = (
            models.UniqueConstraint("plan", "name", name="period_named_once"),
            models.UniqueConstraint("plan", "cut_off", name="one_period_a_cut_off"),
            models.CheckConstraint(
                name="period_ends_after_it_begins", condition=Q(cut_off__gte=F("from_date"))
            ),
            models.CheckConstraint(
                name="closed_period_has_a_snapshot",
                condition=Q(state="open") | Q(snapshot__isnull=False),
            ),
        )


class Snapshot(PlanRow):
    """A frozen copy of the plan's rows: `rows` is `rules.snapshots.PlanSnapshot` as data, written
    once. The counts beside it are for trends, so that 24 periods need not be unpacked."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField(default=1)  # 2 after one reopening
    schema_version = models.PositiveIntegerField()
    rows = models.JSONField()
    counts = models.JSONField()  # {point key: actions}, "" is not yet rated
    points = models.JSONField(default=dict)  # {action id: point key}, "" is not yet rated
    # {key of a gap: how many}, "" how many actions have one; None: frozen before they were kept.
    gap_counts = models.JSONField(null=True)
    sha256 = models.CharField(max_length=64)
    taken_at = models.DateTimeField()
    taken_by_id = models.UUIDField(null=True)
    taken_by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ("taken_at",)
        constraints = (models.UniqueConstraint("period", "number", name="snapshot_numbered"),)
