"""What leaves the partnership: prepared by one person, released by another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from goldenthread.governance.models.highlight import HighlightReport
from goldenthread.governance.models.paper import BoardPaper
from goldenthread.rules.sensitivity import Sensitivity

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


class ReleaseState(models.TextChoices):
    PREPARED = "prepared", "Waits for a second person"
    RELEASED = "released", "Released"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those who write the papers of a plan see what left of it, and to whom."""
        rows = self.filter(local_area_id=viewer.local_area_id)
        if viewer.writes_every_paper:
            return rows
        return rows.filter(plan_id__in=viewer.plans_of_papers)


class Release(models.Model):
    """One issued document in one format for one recipient outside, with what was in it.

    The recipient's kind, name and address are as they were typed; the file and its hash never
    change, and neither does who prepared it. Who decided is somebody else: the database holds it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    plan = models.ForeignKey("improvement_plan.Plan", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(
        BoardPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    report = models.ForeignKey(
        HighlightReport, null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    title = models.CharField(max_length=400)
    form = models.CharField(max_length=5)  # docx, pdf, xlsx
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    sensitivity = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in Sensitivity]
    )
    people = models.PositiveIntegerField()  # different people whose records are in it
    recipient_kind = models.CharField(max_length=20)  # a key of rules.recipients
    recipient = models.CharField(max_length=200)
    address = models.EmailField(blank=True)  # "": published
    purpose = models.CharField(max_length=500)
    state = models.CharField(
        max_length=10, choices=ReleaseState.choices, default=ReleaseState.PREPARED
    )
    prepared_on = models.DateField()
    prepared_by_id = models.UUIDField()
    prepared_by_label = models.CharField(max_length=200)
    decided_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by_label = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # of a refusal or a withdrawal
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ("-prepared_on", "-recorded_at")
        constraints = (
            models.CheckConstraint(
                name="release_is_of_one_document",
                condition=Q(paper__isnull=False, report__isnull=True)
                | Q(paper__isnull=True, report__isnull=False),
            ),
            models.CheckConstraint(
                name="release_takes_two_people",
                condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("prepared_by_id")),
            ),
            models.CheckConstraint(
                name="release_is_decided_by_somebody_on_a_day",
                condition=Q(
                    state__in=("released", "refused"),
                    decided_by_id__isnull=False,
                    decided_on__isnull=False,
                    decided_at__isnull=False,
                )
                | Q(state="prepared", decided_by_id__isnull=True, decided_on__isnull=True)
                | Q(state="withdrawn", withdrawn_on__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_or_withdrawn_release_says_why",
                condition=Q(state__in=("prepared", "released")) | ~Q(reason=""),
            ),
        )
