"""Imports: the original file, what was understood, what the officer answered, what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


class AreaRows(models.QuerySet[Any]):
    """Rows of one local area."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(local_area_id=viewer.local_area_id)


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


class RegisterMapping(models.Model):
    """How the extracts of one case system are read: one version of it. A changed mapping is the
    next version, so that an earlier extract still says how it was read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=100)  # the case system’s, and so the stream’s
    version = models.PositiveIntegerField()
    columns = models.JSONField()  # registers.mapping.Mapping.as_data()
    recorded_at = models.DateTimeField()
    recorded_by_label = models.CharField(max_length=200)

    objects = AreaRows.as_manager()

    class Meta:
        ordering = ("name", "-version")
        constraints = (
            models.UniqueConstraint(
                "local_area", "name", "version", name="mapping_once_in_a_version"
            ),
        )


class ArrivalState(models.TextChoices):
    READING = "reading", "Being read"
    COLUMNS = "columns", "Its columns are to be said"
    READY = "ready", "Ready to look at"
    REFUSED = "refused", "Could not be read"
    BRINGING = "bringing", "Being brought in"
    BROUGHT = "brought", "Brought in"
    CANCELLED = "cancelled", "Cancelled"
    EXPIRED = "expired", "Its day is over"


class RegisterArrival(models.Model):
    """A register's file on its way in. It names nobody: the file, and what was read in it, wait
    sealed beside the other files (`files.waiting`) until it is brought in, cancelled or a day old;
    then its key is blanked here, and nobody can read it again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=10, choices=ArrivalState.choices, default=ArrivalState.READING
    )
    file_name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()  # bytes
    kind = models.CharField(max_length=10)
    as_at = models.DateField()  # the day that the file describes
    system = models.CharField(max_length=100, blank=True)  # the stream; "" until it is known
    authority = models.CharField(max_length=3, blank=True)
    mapping = models.ForeignKey(
        RegisterMapping, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    key = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()
    refusal = models.TextField(blank=True)  # the sentence, when it could not be read or brought in
    found = models.JSONField(default=dict)  # counts and checks of what was read; of nobody
    decided = models.JSONField(default=dict)  # place in the file → "new", "out" or a child's id
    seen_after_id = models.UUIDField(null=True)  # the last extract there was when it was read
    source_id = models.UUIDField(null=True)  # the register's source that it became
    outcome = models.JSONField(default=dict)  # counts of what changed
    job_run_id = models.UUIDField(null=True, blank=True)
    asked_by_id = models.UUIDField(null=True)  # whose rights the job runs with
    asked_on = models.DateField()
    brought_on = models.DateField(null=True, blank=True)
    brought_by_label = models.CharField(max_length=200, blank=True)
    created_by_id = models.UUIDField(null=True)
    created_by_label = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = AreaRows.as_manager()

    class Meta:
        ordering = ("-recorded_at", "-id")
        indexes = (
            models.Index(fields=("local_area", "-recorded_at"), name="arrivals_latest_in_area"),
        )
        constraints = (
            models.CheckConstraint(
                name="arrival_over_has_no_key",
                condition=Q(key="") | ~Q(state__in=("brought", "cancelled", "expired")),
            ),
        )
