"""Monitoring visits: what was agreed with the advisers, and what was found of it at the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class OfPlansInSight(models.QuerySet[Row_co]):
    """Rows of one plan each, as somebody who may see that plan."""

    def visible_to(self, viewer: Viewer) -> Self:
        rows = self.filter(local_area_id=viewer.local_area_id)
        if viewer.plan_ids is not None:
            rows = rows.filter(plan_id__in=viewer.plan_ids)
        return rows


class VisitRow(models.Model):
    """What every row of a visit has: who recorded it, and for whom they spoke."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    plan = models.ForeignKey("improvement_plan.Plan", on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField(max_length=300)  # the advisers, where the office types it in
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField(null=True)
    recorded_by_label = models.CharField(max_length=200)

    objects = OfPlansInSight.as_manager()

    class Meta:
        abstract = True


class MonitoringVisit(VisitRow):
    """A visit on a day. Its name is the occasion of the ratings given at it: one of a kind in the
    plan, and it never changes."""

    on = models.DateField()
    name = models.CharField(max_length=300)
    advisers = models.JSONField(default=list)  # ["Sylvia Marsh"…]
    bodies = models.JSONField(default=list)  # ["DfE", "NHS England"]
    notes = models.TextField(blank=True)
    next_visit_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-on", "-recorded_at")
        constraints = (
            models.UniqueConstraint("plan", "name", name="visit_named_once"),
            models.CheckConstraint(
                name="next_visit_is_later",
                condition=Q(next_visit_on__isnull=True) | Q(next_visit_on__gt=F("on")),
            ),
        )
        indexes = (models.Index(fields=("plan", "on")),)


class ProgressMeasure(VisitRow):
    """Agreed at a visit: what will be shown by the next one. `level` None is the whole plan."""

    visit = models.ForeignKey(MonitoringVisit, on_delete=models.PROTECT, related_name="measures")
    level = models.ForeignKey(
        "improvement_plan.PlanLevel",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    words = models.TextField()
    shown_by = models.TextField()  # what will be shown
    due = models.DateField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                name="measure_says_what_is_shown", condition=~Q(words="") & ~Q(shown_by="")
            ),
        )


class MeasureState(models.TextChoices):
    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT = "not", "Not met"


class MeasureJudgement(VisitRow):
    """What was found of a measure at a later visit; a later judgement stands before it."""

    measure = models.ForeignKey(
        ProgressMeasure, on_delete=models.PROTECT, related_name="judgements"
    )
    visit = models.ForeignKey(MonitoringVisit, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()  # the day of the visit
    state = models.CharField(max_length=10, choices=MeasureState.choices)
    words = models.TextField()

    class Meta:
        ordering = ("on", "recorded_at", "id")
        constraints = (
            models.CheckConstraint(
                name="judgement_is_met_partly_or_not",
                condition=Q(state__in=["met", "partly", "not"]) & ~Q(words=""),
            ),
        )
