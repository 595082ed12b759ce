"""Records that nobody sees without a right of their own to them, and who opened one in need.

What is restricted is everything about one child or young person: `about_id` is theirs in every
record that is linked to them (see person_linked). No name stands here.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from goldenthread.partnership.models.areas import InLocalArea, User
from goldenthread.partnership.models.people import Person
from goldenthread.partnership.models.rights import DatedRight, RightRows


class RestrictedAs(models.TextChoices):
    HIGH_PROFILE = "high_profile", "High profile"
    STAFF_RELATIVE = "staff_relative", "Relative of somebody who works here"
    ADOPTION = "adoption", "Adoption"
    HIGH_RISK = "high_risk", "High risk"
    OTHER = "other", "Other"


class Restriction(InLocalArea):
    """Everything about one child or young person is out of sight, until it is lifted."""

    about_id = models.UUIDField()
    category = models.CharField(max_length=20, choices=RestrictedAs.choices)
    reason = models.CharField(max_length=500)
    # Who answers for it: reviews it, and is told when somebody opens the record in an emergency.
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    restricted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_date = models.DateField()
    review_due = models.DateField()
    reviewed_on = models.DateField(null=True, blank=True)
    lifted_on = models.DateField(null=True, blank=True)
    lifted_because = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("review_due", "id")
        constraints = (
            models.UniqueConstraint(
                "local_area", "about_id", name="one_standing_restriction",
                condition=Q(lifted_on__isnull=True),
            ),
            models.CheckConstraint(
                name="restriction_is_of_a_known_category",
                condition=Q(
                    category__in=[
                        "high_profile", "staff_relative", "adoption", "high_risk", "other",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="lifted_restriction_says_why",
                condition=Q(lifted_on__isnull=True, lifted_because="")
                | (Q(lifted_on__isnull=False) & ~Q(lifted_because="")),
            ),
            models.CheckConstraint(
                name="restriction_is_reviewed_after_it_begins",
                condition=Q(review_due__gte=F("from_date")),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"restricted record {self.about_id.hex[-8:]}"


class NamedGrant(DatedRight):
    """Lets one named person see one restricted record; it always ends."""

    about_id = models.UUIDField()
    until = models.DateField()

    objects = RightRows["NamedGrant"].as_manager()

    class Meta:
        ordering = ("until", "id")
        constraints = (
            models.CheckConstraint(
                name="named_grant_ends_after_it_begins", condition=Q(until__gte=F("from_date"))
            ),
        )
        indexes = (models.Index(fields=("user", "about_id"), name="named_grant_of_user"),)


class GlassReason(models.TextChoices):
    SAFETY = "safety", "Somebody may come to harm"
    LEGAL = "legal", "A court or tribunal needs it today"
    ABSENCE = "absence", "Whoever has access cannot be reached, and it cannot wait"
    OTHER = "other", "Something else that cannot wait"


class Found(models.TextChoices):
    JUSTIFIED = "justified", "It was right to open the record"
    NOT_JUSTIFIED = "not_justified", "It was not right to open the record"


class BreakGlass(InLocalArea):
    """Somebody opened a restricted record in an emergency, for an hour; afterwards it is looked at
    by somebody else."""

    about_id = models.UUIDField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=GlassReason.choices)
    words = models.CharField(max_length=1000)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    found = models.CharField(max_length=20, choices=Found.choices, blank=True)
    found_words = models.CharField(max_length=1000, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-opened_at", "-id")
        constraints = (
            models.CheckConstraint(
                name="break_glass_ends_after_it_begins", condition=Q(ends_at__gt=F("opened_at"))
            ),
            models.CheckConstraint(
                name="break_glass_says_why",
                condition=Q(reason__in=["safety", "legal", "absence", "other"]) & ~Q(words=""),
            ),
            models.CheckConstraint(
                name="reviewed_break_glass_says_what_was_found_and_by_whom",
                condition=Q(found="", reviewed_on__isnull=True, reviewed_by__isnull=True)
                | Q(
                    found__in=["justified", "not_justified"],
                    reviewed_on__isnull=False,
                    reviewed_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="break_glass_is_reviewed_by_somebody_else",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("user")),
            ),
        )
        indexes = (models.Index(fields=("user", "about_id"), name="break_glass_of_user"),)

    def __str__(self) -> str:
        return f"restricted record {self.about_id.hex[-8:]}"
