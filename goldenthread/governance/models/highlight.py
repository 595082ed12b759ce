"""Highlight reports: how one part of the plan stands, told to one body; an issued one never
changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from goldenthread.governance.models.paper import PaperState

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


class Shape(models.TextChoices):
    STATUS = "status", "One status for the whole part"
    CONCERNS = "concerns", "Concern by concern"


class HighlightQuerySet(models.QuerySet["HighlightReport"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those who write a report see its draft; everybody else who sees the plan sees what was
        issued."""
        rows = self.filter(local_area_id=viewer.local_area_id)
        if viewer.plan_ids is not None:
            rows = rows.filter(plan_id__in=viewer.plan_ids)
        if viewer.writes_every_paper or viewer.holds_everywhere("workstream_lead"):
            return rows
        plans = viewer.plans_of_papers | viewer.scopes("workstream_lead", "plan")
        written = Q(plan_id__in=plans) | Q(level_id__in=viewer.scopes("workstream_lead", "level"))
        return rows.filter(Q(state=PaperState.ISSUED) | written)


class HighlightReport(models.Model):
    """One top-level part of a plan, for a closed period or, while the month is open, as at a day.

    `snapshot` is the closed period's. A report as at a day has none: once issued, `frozen` holds
    what it stood on, in a snapshot's shape, with its hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    plan = models.ForeignKey("improvement_plan.Plan", on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(
        "improvement_plan.PlanLevel", on_delete=models.PROTECT, related_name="+"
    )
    forum = models.ForeignKey("partnership.Forum", on_delete=models.PROTECT, related_name="+")
    shape = models.CharField(max_length=10, choices=Shape.choices)
    as_at = models.DateField()  # the cut-off, or the day
    snapshot = models.ForeignKey(
        "improvement_plan.Snapshot",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # What the same reader was last sent about this part, or else the period closed before.
    compared_report = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    compared_snapshot = models.ForeignKey(
        "improvement_plan.Snapshot",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    number = models.PositiveIntegerField()  # version 1, 2… of the part, the day and the reader
    words = models.JSONField(default=dict)  # {part of the report: the workstream lead's words}
    status_point = models.CharField(max_length=100, blank=True)  # a point of the plan's own scale
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.DRAFT)
    frozen = models.JSONField(null=True, blank=True)
    frozen_sha256 = models.CharField(max_length=64, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_with = models.JSONField(default=dict)  # names and waits that snapshots do not hold
    issued_by_label = models.CharField(max_length=200, blank=True)
    created_by_id = models.UUIDField(null=True)
    created_by_label = models.CharField(max_length=200)
    # The account that has the draft in hand: whoever started it, until it is handed over.
    writer_id = models.UUIDField(null=True, blank=True)
    writer_label = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = HighlightQuerySet.as_manager()

    class Meta:
        ordering = ("-as_at", "-recorded_at")
        constraints = (
            models.UniqueConstraint(
                fields=("level", "forum", "as_at", "number"),
                condition=~Q(state=PaperState.WITHDRAWN),
                name="highlight_report_numbered_once",
            ),
            models.CheckConstraint(
                name="issued_highlight_report_is_dated_and_frozen",
                condition=~Q(state=PaperState.ISSUED)
                | (
                    Q(issued_on__isnull=False)
                    & ~Q(status_point="")
                    & (Q(snapshot__isnull=False) | Q(frozen__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="highlight_report_is_compared_once",
                condition=Q(compared_report__isnull=True) | Q(compared_snapshot__isnull=True),
            ),
        )
        indexes = (models.Index(fields=("plan", "level", "state")),)


class HighlightDocument(models.Model):
    """The issued report in one format, kept byte for byte; the web page is kept here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    report = models.ForeignKey(HighlightReport, on_delete=models.PROTECT, related_name="documents")
    format = models.CharField(max_length=5)  # html, docx, pdf, xlsx
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    page = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("report", "format", name="one_highlight_document_a_format"),
            models.CheckConstraint(
                name="highlight_document_is_a_file_or_a_page",
                condition=(Q(file__isnull=False) & Q(page=""))
                | (Q(file__isnull=True, format="html") & ~Q(page="")),
            ),
        )
