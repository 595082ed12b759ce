"""Imports: the original file, what was understood, what the officer answered, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


class ImportState(models.TextChoices):
    READING = "reading", "Being read"
    UNDERSTOOD = "understood", "Ready to check"
    REFUSED = "refused", "Could not be read"
    IMPORTED = "imported", "Imported"
    DISCARDED = "discarded", "Put aside"


class PlanImportQuerySet(models.QuerySet["PlanImport"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(local_area_id=viewer.local_area_id)


class PlanImport(models.Model):
    """One plan document on its way in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12, choices=ImportState.choices, default=ImportState.READING
    )
    refusal = models.TextField(blank=True)  # the sentence, when it could not be read
    raw = models.JSONField(null=True, blank=True)  # what the reader saw, to understand again
    understood = models.JSONField(null=True, blank=True)  # UnderstoodPlan.as_data()
    corrections = models.JSONField(default=dict)  # Corrections.as_data()
    answers = models.JSONField(default=dict)  # Answers.as_data()
    # The plan this is a newer version of, when it is one; the plan made, once imported.
    plan = models.ForeignKey(
        "improvement_plan.Plan",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    job_run_id = models.UUIDField(null=True, blank=True)
    imported_on = models.DateField(null=True, blank=True)
    imported_by_label = models.CharField(max_length=200, blank=True)
    outcome = models.JSONField(default=dict)  # what the import made: counts, for its result page
    created_by_id = models.UUIDField(null=True)
    created_by_label = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        ordering = ("-recorded_at",)
        constraints = (
            models.UniqueConstraint(
                "local_area", "file", name="file_imported_once", condition=Q(state="imported")
            ),
        )


class ReturnState(models.TextChoices):
    READING = "reading", "Being read"
    READY = "ready", "Ready to look at"
    REFUSED = "refused", "Could not be read"
    APPLIED = "applied", "Taken over"
    ASIDE = "aside", "Put aside"


class WorkbookReturnQuerySet(models.QuerySet["WorkbookReturn"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(local_area_id=viewer.local_area_id)


class WorkbookReturn(models.Model):
    """A workbook that was sent to a lead and came back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sent = models.ForeignKey(
        "improvement_plan.SentWorkbook",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        max_length=12, choices=ReturnState.choices, default=ReturnState.READING
    )
    refusal = models.TextField(blank=True)  # the sentence, when it could not be read
    cells = models.JSONField(null=True, blank=True)  # reading.cells.as_data()
    outcome = models.JSONField(default=dict)  # counts of what was taken over
    job_run_id = models.UUIDField(null=True, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    applied_by_label = models.CharField(max_length=200, blank=True)
    created_by_id = models.UUIDField(null=True)
    created_by_label = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = WorkbookReturnQuerySet.as_manager()

    class Meta:
        ordering = ("-recorded_at",)
        constraints = (
            models.UniqueConstraint(
                "local_area",
                "file",
                name="workbook_taken_over_once",
                condition=Q(state="applied"),
            ),
        )


class ReportState(models.TextChoices):
    READY = "ready", "Ready to look at"
    APPLIED = "applied", "Taken over"


class ReportImportQuerySet(models.QuerySet["ReportImport"]):
    def visible_to(self, viewer: Viewer) -> Self:
        rows = self.filter(local_area_id=viewer.local_area_id)
        if viewer.plan_ids is not None:
            rows = rows.filter(plan_id__in=viewer.plan_ids)
        return rows


class ReportImport(models.Model):
    """An inspection report whose findings come into a plan."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey("improvement_plan.Plan", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.READY)
    findings = models.JSONField(default=list)  # FindingRead as data, as read
    added = models.PositiveIntegerField(default=0)
    applied_on = models.DateField(null=True, blank=True)
    applied_by_label = models.CharField(max_length=200, blank=True)
    created_by_id = models.UUIDField(null=True)
    created_by_label = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ReportImportQuerySet.as_manager()

    class Meta:
        ordering = ("-recorded_at",)
        constraints = (models.UniqueConstraint("plan", "file", name="report_brought_in_once"),)
