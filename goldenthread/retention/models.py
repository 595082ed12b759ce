"""A local area's rules of retention, their approval, legal holds, and certificates of erasure."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from uuid_utils.compat import uuid7


class InLocalArea(models.Model):
    """What every row of retention has."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class RetentionRule(InLocalArea):
    """A retention rule: how many years one kind of record is kept."""

    kind = models.CharField(max_length=20)
    years = models.PositiveSmallIntegerField()
    set_on = models.DateField()
    set_by_id = models.UUIDField()
    set_by_label = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint("local_area", "kind", name="one_rule_for_a_kind"),
            models.CheckConstraint(
                name="rule_keeps_for_a_year_at_least", condition=Q(years__gte=1, years__lte=150)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.years} years"


class RetentionApproval(InLocalArea):
    """The rules as somebody other than who set them approved them; until a rule changes."""

    rules = models.JSONField()  # kind → years
    set_by_id = models.UUIDField()  # who set the rules last
    approved_on = models.DateField()
    approved_by_id = models.UUIDField()
    approved_by_label = models.CharField(max_length=200)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-approved_on", "-id")
        constraints = (
            models.UniqueConstraint(
                "local_area", name="one_standing_approval", condition=Q(ended_on__isnull=True)
            ),
            models.CheckConstraint(
                name="rules_are_approved_by_somebody_else",
                condition=~Q(approved_by_id=F("set_by_id")),
            ),
        )

    def __str__(self) -> str:
        return f"approved on {self.approved_on}"


class LegalHold(InLocalArea):
    """Nothing of this is erased while it stands: the area, a kind, or one record or child."""

    kind = models.CharField(max_length=20, blank=True)  # empty: of every kind
    object_id = models.UUIDField(null=True, blank=True)  # None: all of the kind
    reason = models.CharField(max_length=500)
    placed_on = models.DateField()
    placed_by_id = models.UUIDField()
    placed_by_label = models.CharField(max_length=200)
    review_due = models.DateField()
    released_on = models.DateField(null=True, blank=True)
    released_by_label = models.CharField(max_length=200, blank=True)
    released_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("released_on", "review_due", "id")
        constraints = (
            models.CheckConstraint(name="hold_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="hold_is_reviewed_after_it_begins", condition=Q(review_due__gte=F("placed_on"))
            ),
            models.CheckConstraint(
                name="released_hold_says_why_and_by_whom",
                condition=Q(released_on__isnull=True, released_because="", released_by_label="")
                | (
                    Q(released_on__isnull=False)
                    & ~Q(released_because="")
                    & ~Q(released_by_label="")
                ),
            ),
        )

    def __str__(self) -> str:
        return f"legal hold of {self.placed_on}"


class ErasureCertificate(InLocalArea):
    """What was erased, by which rules and by whose approval: kinds and numbers, never the content.

    `erased` is a list of {"kind", "years", "rows": {model: number}, "files", "bytes"}; `hash` is of
    everything the certificate says and of the ids of the rows.
    """

    number = models.PositiveIntegerField()  # 1, 2, 3… within the local area
    on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    by_label = models.CharField(max_length=200)
    approved_on = models.DateField(null=True, blank=True)  # None: a restored backup, again
    approved_by_label = models.CharField(max_length=200, blank=True)
    erased = models.JSONField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint("local_area", "number", name="certificate_numbered_once"),
        )

    def __str__(self) -> str:
        return f"erasure certificate {self.number}"


class ErasedRow(InLocalArea):
    """One row that was erased: its table and its id, nothing of what it said."""

    certificate = models.ForeignKey(
        ErasureCertificate, on_delete=models.PROTECT, related_name="rows"
    )
    model = models.CharField(max_length=80)
    row_id = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "local_area", "model", "row_id", "certificate", name="row_erased_once"
            ),
        )
        indexes = (models.Index(fields=("local_area", "model", "row_id"), name="erased_rows"),)

    def __str__(self) -> str:
        return f"{self.model} {self.row_id}"
