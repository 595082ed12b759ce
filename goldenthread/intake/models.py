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
