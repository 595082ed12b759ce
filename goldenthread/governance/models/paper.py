"""Papers: what a body was sent, when, and that it never changes afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


class PaperState(models.TextChoices):
    DRAFT = "draft", "Draft – not for publication"
    ISSUED = "issued", "Issued"
    WITHDRAWN = "withdrawn", "Draft withdrawn"


class PaperClass(models.TextChoices):
    UNDECIDED = "", "Not decided yet"  # chosen, never preset
    PUBLIC = "public", "Public"
    EXEMPT = "exempt", "Exempt from publication"


class PaperQuerySet(models.QuerySet["BoardPaper"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those who write papers see drafts; everybody else in the area sees what was issued."""
        rows = self.filter(local_area_id=viewer.local_area_id)
        if viewer.plan_ids is not None:
            rows = rows.filter(plan_id__in=viewer.plan_ids)
        if viewer.writes_every_paper:
            return rows
        written = Q(plan_id__in=viewer.plans_of_papers)
        return rows.filter(Q(state=PaperState.ISSUED) | written)


class BoardPaper(models.Model):
    """A paper to one forum about one plan at one closed period."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    plan = models.ForeignKey("improvement_plan.Plan", on_delete=models.PROTECT, related_name="+")
    forum = models.ForeignKey("partnership.Forum", on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(
        "improvement_plan.Snapshot", on_delete=models.PROTECT, related_name="+"
    )
    # What that body last received, chosen when the draft is made; None: it never received one.
    compared_with = models.ForeignKey(
        "improvement_plan.Snapshot",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Else it is the period closed before: the body never received a paper about the plan.
    compared_was_received = models.BooleanField(default=False)
    title = models.CharField(max_length=300)
    meeting_on = models.DateField(null=True, blank=True)
    classification = models.CharField(
        max_length=10, choices=PaperClass.choices, blank=True, default=PaperClass.UNDECIDED
    )
    exempt_paragraph = models.CharField(max_length=200, blank=True)
    front_sheet = models.JSONField(default=dict)  # {field key: words}
    commentary = models.JSONField(default=dict)  # {part of the paper: the author's words}
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.DRAFT)
    issued_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    # What the paper stood on when it was issued, besides its snapshots: the body's name and its
    # fields, the trend. All of it may change afterwards; the paper does not.
    issued_with = models.JSONField(default=dict)
    issued_by_label = models.CharField(max_length=200, blank=True)
    created_by_id = models.UUIDField(null=True)
    created_by_label = models.CharField(max_length=200)
    # The account that has the draft in hand: whoever started it, until it is handed over.
    writer_id = models.UUIDField(null=True, blank=True)
    writer_label = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("-meeting_on", "-recorded_at")
        constraints = (
            models.CheckConstraint(
                name="issued_paper_is_dated_and_classified",
                condition=~Q(state="issued") | (Q(issued_on__isnull=False) & ~Q(classification="")),
            ),
        )


class PaperDocument(models.Model):
    """The issued paper in one format, kept byte for byte. The web page is kept here, for the gate
    of files lets no web page in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    paper = models.ForeignKey(BoardPaper, on_delete=models.PROTECT, related_name="documents")
    format = models.CharField(max_length=5)  # html, docx, pdf, xlsx
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    page = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("paper", "format", name="one_document_a_format"),
            models.CheckConstraint(
                name="document_is_a_file_or_a_page",
                condition=(Q(file__isnull=False) & Q(page=""))
                | (Q(file__isnull=True, format="html") & ~Q(page="")),
            ),
        )
