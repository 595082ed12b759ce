"""Challenges: what a reader of a paper asks about it, who is to answer by when, and what was said.

A challenge and what is said in it are statements: added, never changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from goldenthread.governance.models.highlight import HighlightReport
from goldenthread.governance.models.paper import BoardPaper

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


class StatementKind(models.TextChoices):
    ANSWER = "answer", "Answered"
    FURTHER = "further", "Asked further"
    CLOSED = "closed", "Closed"


class ClosedHow(models.TextChoices):
    ANSWERED = "answered", "The answer is enough"
    ACTED = "acted", "Something was done about it"
    CARRIED = "carried", "Carried to a risk, an issue or a decision that is needed"
    WITHDRAWN = "withdrawn", "Withdrawn by whoever raised it"


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """An issued paper is read by everybody who sees its plan, and so is what is asked of it."""
        rows = self.filter(local_area_id=viewer.local_area_id)
        if viewer.plan_ids is not None:
            rows = rows.filter(plan_id__in=viewer.plan_ids)
        return rows


class Challenge(models.Model):
    """Raised about an issued paper or report; about all of it, one action or one part of the plan.

    A post or a person is to answer by a day; the wording of who that was is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    plan = models.ForeignKey("improvement_plan.Plan", on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(
        BoardPaper, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges"
    )
    report = models.ForeignKey(
        HighlightReport, null=True, blank=True, on_delete=models.PROTECT, related_name="challenges"
    )
    action = models.ForeignKey(
        "improvement_plan.Action",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    level = models.ForeignKey(
        "improvement_plan.PlanLevel",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    about = models.CharField(max_length=400)  # as the paper called it
    words = models.TextField()
    asked_post = models.ForeignKey(
        "partnership.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_person = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_label = models.CharField(max_length=300)
    answer_by = models.DateField()
    on = models.DateField()
    raised_by_id = models.UUIDField(null=True)
    raised_by_label = models.CharField(max_length=200)
    raised_as = models.CharField(max_length=200, blank=True)  # board member, external adviser…
    recorded_at = models.DateTimeField()

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ("answer_by", "recorded_at")
        constraints = (
            models.CheckConstraint(
                name="challenge_is_of_one_paper",
                condition=Q(paper__isnull=False, report__isnull=True)
                | Q(paper__isnull=True, report__isnull=False),
            ),
            models.CheckConstraint(
                name="challenge_is_about_one_thing",
                condition=Q(action__isnull=True) | Q(level__isnull=True),
            ),
            models.CheckConstraint(
                name="challenge_asks_one",
                condition=Q(asked_post__isnull=False, asked_person__isnull=True)
                | Q(asked_post__isnull=True, asked_person__isnull=False),
            ),
            models.CheckConstraint(name="challenge_says_what", condition=~Q(words="")),
        )
        indexes = (models.Index(fields=("plan", "answer_by")),)


class ChallengeStatement(models.Model):
    """An answer, a further question, or the closing, in words and dated: `number` is its place."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=StatementKind.choices)
    words = models.TextField()
    closed_how = models.CharField(max_length=10, choices=ClosedHow.choices, blank=True)
    answer_by = models.DateField(null=True, blank=True)  # of a further question
    on = models.DateField()
    said_by_id = models.UUIDField(null=True)
    said_by_label = models.CharField(max_length=200)
    answered_for = models.CharField(max_length=300, blank=True)  # on whose behalf
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint("challenge", "number", name="challenge_statement_in_order"),
            models.UniqueConstraint(
                fields=("challenge",),
                condition=Q(kind=StatementKind.CLOSED),
                name="challenge_is_closed_once",
            ),
            models.CheckConstraint(
                name="closed_challenge_says_how",
                condition=Q(kind=StatementKind.CLOSED) & ~Q(closed_how="")
                | ~Q(kind=StatementKind.CLOSED) & Q(closed_how=""),
            ),
            models.CheckConstraint(
                name="challenge_statement_says_something", condition=~Q(words="")
            ),
        )
