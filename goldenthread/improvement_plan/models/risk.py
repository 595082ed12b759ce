"""Risks and issues of an action or of a part of the plan, and what each review said of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.improvement_plan.models.action import Action, ProgressUpdate, Said
from goldenthread.improvement_plan.models.plan import PlanLevel
from goldenthread.rules.risks import CLOSED_HOW, HAPPENED, RHYTHMS, Rhythm

_ONE_TO_FIVE = (1, 2, 3, 4, 5)


class RiskKind(models.TextChoices):
    RISK = "risk", "Risk"
    ISSUE = "issue", "Issue"


class Risk(Said):
    """What may go wrong, or has gone wrong, with its score before mitigation and the one the
    mitigation aims at. How it stands now is what the latest RiskReview says.

    `number` counts within the plan: R4 and I7 are two different things for ever. An issue that was
    a risk before is a row of its own, and `came_from` is that risk.
    """

    kind = models.CharField(max_length=5, choices=RiskKind.choices, default=RiskKind.RISK)
    number = models.PositiveIntegerField()
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.PROTECT, related_name="risks"
    )
    level = models.ForeignKey(
        PlanLevel, null=True, blank=True, on_delete=models.PROTECT, related_name="risks"
    )
    words = models.TextField()
    cause = models.TextField(blank=True)
    effect = models.TextField(blank=True)  # what happens if
    likelihood_before = models.PositiveSmallIntegerField()
    impact_before = models.PositiveSmallIntegerField()
    likelihood_after = models.PositiveSmallIntegerField()
    impact_after = models.PositiveSmallIntegerField()
    mitigation = models.TextField(blank=True)
    owner_post = models.ForeignKey(
        "partnership.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_person = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner_as_written = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True, blank=True)  # the next review
    review_rhythm = models.CharField(
        max_length=12,
        choices=[(rhythm.value, words) for rhythm, (words, _) in RHYTHMS.items()],
        default=Rhythm.MONTHLY.value,
    )
    update = models.ForeignKey(
        ProgressUpdate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    came_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="became"
    )
    closed_on = models.DateField(null=True, blank=True)
    closed_how = models.CharField(
        max_length=10,
        blank=True,
        choices=[(how.value, words) for how, words in CLOSED_HOW.items()],
    )
    closed_words = models.TextField(blank=True)
    closed_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint("plan", "number", name="risk_numbered_once"),
            models.CheckConstraint(
                name="risk_is_of_one_thing",
                condition=Q(action__isnull=False, level__isnull=True)
                | Q(action__isnull=True, level__isnull=False),
            ),
            models.CheckConstraint(
                name="risk_is_scored_one_to_five",
                condition=Q(
                    likelihood_before__in=_ONE_TO_FIVE,
                    impact_before__in=_ONE_TO_FIVE,
                    likelihood_after__in=_ONE_TO_FIVE,
                    impact_after__in=_ONE_TO_FIVE,
                ),
            ),
            models.CheckConstraint(
                name="an_issue_has_happened",
                condition=~Q(kind=RiskKind.ISSUE)
                | Q(likelihood_before=HAPPENED, likelihood_after=HAPPENED),
            ),
            models.CheckConstraint(
                name="only_an_issue_came_from_a_risk",
                condition=Q(came_from__isnull=True) | Q(kind=RiskKind.ISSUE),
            ),
            models.CheckConstraint(
                name="risk_has_one_owner",
                condition=Q(owner_post__isnull=True) | Q(owner_person__isnull=True),
            ),
            models.CheckConstraint(
                name="closed_risk_says_how",
                condition=Q(closed_on__isnull=True, closed_how="")
                | (Q(closed_on__gte=F("on")) & ~Q(closed_how="")),
            ),
        )
        indexes = (models.Index(fields=("plan", "closed_on")),)

    @property
    def reference(self) -> str:
        """R4 for a risk, I7 for an issue."""
        return f"{'I' if self.kind == RiskKind.ISSUE else 'R'}{self.number}"

    def __str__(self) -> str:
        return f"{self.reference} {self.words}"


class RiskReview(Said):
    """How a risk stood on a day, in figures and words: kept, never overwritten."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="reviews")
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    words = models.TextField()

    class Meta:
        ordering = ("on", "recorded_at", "id")
        constraints = (
            models.CheckConstraint(
                name="risk_review_is_scored_one_to_five",
                condition=Q(likelihood__in=_ONE_TO_FIVE, impact__in=_ONE_TO_FIVE),
            ),
        )
