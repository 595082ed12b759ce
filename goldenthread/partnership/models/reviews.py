"""The access review: each quarter somebody looks at every right, and keeps or removes it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from goldenthread.partnership.models.areas import InLocalArea, User


class AccessReview(InLocalArea):
    """One look at every right of the area; finished once each is decided."""

    opened_on = models.DateField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    finished_on = models.DateField(null=True, blank=True)
    finished_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-opened_on", "-id")
        constraints = (
            models.UniqueConstraint(
                "local_area", name="one_access_review_at_a_time",
                condition=Q(finished_on__isnull=True),
            ),
            models.CheckConstraint(
                name="finished_access_review_says_by_whom",
                condition=Q(finished_on__isnull=True, finished_by__isnull=True)
                | Q(finished_on__isnull=False, finished_by__isnull=False),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return "access review"


class RightKind(models.TextChoices):
    ROLE = "role", "Role"
    DETAIL = "detail", "Details"
    NAMED = "named", "Restricted record"


class Decision(models.TextChoices):
    KEEP = "keep", "Keep"
    REMOVE = "remove", "Remove"


class ReviewedRight(InLocalArea):
    """One right as it stood when the review was opened, and what was decided about it."""

    review = models.ForeignKey(AccessReview, on_delete=models.PROTECT, related_name="rights")
    kind = models.CharField(max_length=10, choices=RightKind.choices)
    right_id = models.UUIDField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    right_words = models.CharField(max_length=200)
    scope_words = models.CharField(max_length=400)
    reason = models.CharField(max_length=500)
    from_date = models.DateField()
    until = models.DateField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)
    last_signed_in_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    because = models.CharField(max_length=500, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("user__name", "kind", "id")
        constraints = (
            models.UniqueConstraint("review", "right_id", name="right_is_reviewed_once"),
            models.CheckConstraint(
                name="decided_right_says_why_and_by_whom",
                condition=Q(
                    decision="", because="", decided_on__isnull=True, decided_by__isnull=True
                )
                | (
                    Q(
                        decision__in=["keep", "remove"],
                        decided_on__isnull=False,
                        decided_by__isnull=False,
                    )
                    & ~Q(because="")
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.right_words} of {self.user}"
