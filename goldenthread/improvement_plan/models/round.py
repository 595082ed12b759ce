"""Update rounds: who was asked about which actions, by when, and how far their answers are.

The answers themselves are `ProgressUpdate` rows that name their round.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.improvement_plan.models.action import Action, ProgressUpdate
from goldenthread.improvement_plan.models.base import PlanRow
from goldenthread.improvement_plan.models.plan import PlanLevel


class UpdateRound(PlanRow):
    """Every lead of a plan, or of one part of it, asked for an update by the cut-off."""

    level = models.ForeignKey(
        PlanLevel, null=True, blank=True, on_delete=models.PROTECT, related_name="rounds"
    )
    name = models.CharField(max_length=100)
    asked_on = models.DateField()
    cut_off = models.DateField()
    note = models.TextField(blank=True)  # to the leads, on their form
    reminders = models.JSONField(default=dict)  # `rules.reminders.Reminders` as data
    reminders_changed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField(null=True)
    recorded_by_label = models.CharField(max_length=200)
    escalated_on = models.DateField(null=True, blank=True)  # those above the leads were told
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-cut_off", "-recorded_at")
        constraints = (
            models.UniqueConstraint("plan", "name", name="round_named_once"),
            models.CheckConstraint(
                name="round_ends_after_it_begins", condition=Q(cut_off__gte=F("asked_on"))
            ),
            models.CheckConstraint(
                name="round_closes_after_it_begins",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("asked_on")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class UpdateRequest(PlanRow):
    """One person asked in one round, with one link to one form; a deputy gets a link of their own
    to the same form."""

    round = models.ForeignKey(UpdateRound, on_delete=models.PROTECT, related_name="requests")
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="+")
    link_id = models.UUIDField()
    deputy = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deputy_link_id = models.UUIDField(null=True, blank=True)
    passed_on = models.DateField(null=True, blank=True)
    # The latest message to whoever has it in hand, by its key in the outbox, and the reminders.
    last_message = models.CharField(max_length=200, blank=True)
    written_on = models.DateField(null=True, blank=True)  # the day of that message
    reminded_on = models.DateField(null=True, blank=True)
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    # What each of them typed and has not sent: {who: {"fields": {name: [values]}, "at": …}}.
    drafts = models.JSONField(default=dict)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("round", "person__name")
        constraints = (
            models.UniqueConstraint("round", "person", name="person_asked_once_a_round"),
            models.CheckConstraint(
                name="deputy_has_a_link_and_a_day",
                condition=Q(
                    deputy__isnull=True, deputy_link_id__isnull=True, passed_on__isnull=True
                )
                | Q(deputy__isnull=False, deputy_link_id__isnull=False, passed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_deputy",
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("person")),
            ),
            models.CheckConstraint(
                name="withdrawn_request_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason="")),
            ),
        )


class RoundAction(PlanRow):
    """One action of a round: asked once, however many lead it. `answer` repeats the latest of its
    updates for lists; accepted and asked back speak of that answer, and a new one clears both."""

    round = models.ForeignKey(UpdateRound, on_delete=models.PROTECT, related_name="asked_actions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="asked_in")
    answer = models.ForeignKey(
        ProgressUpdate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    first_answered_on = models.DateField(null=True, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by_id = models.UUIDField(null=True)
    accepted_by_label = models.CharField(max_length=200, blank=True)
    asked_back_on = models.DateField(null=True, blank=True)
    asked_back_words = models.TextField(blank=True)
    asked_back_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("round", "action__position")
        constraints = (
            models.UniqueConstraint("round", "action", name="action_asked_once_a_round"),
            models.CheckConstraint(
                name="answered_action_says_when",
                condition=Q(answer__isnull=True, first_answered_on__isnull=True)
                | Q(answer__isnull=False, first_answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="only_an_answer_is_accepted_or_asked_back",
                condition=Q(answer__isnull=False)
                | Q(accepted_on__isnull=True, asked_back_on__isnull=True),
            ),
            models.CheckConstraint(
                name="accepted_or_asked_back",
                condition=Q(accepted_on__isnull=True) | Q(asked_back_on__isnull=True),
            ),
            models.CheckConstraint(
                name="asked_back_with_words",
                condition=Q(asked_back_on__isnull=True, asked_back_words="")
                | (Q(asked_back_on__isnull=False) & ~Q(asked_back_words="")),
            ),
        )


class AskedOf(PlanRow):
    """An action of a round is asked of this request: of every lead it has."""

    request = models.ForeignKey(UpdateRequest, on_delete=models.PROTECT, related_name="asked")
    round_action = models.ForeignKey(RoundAction, on_delete=models.PROTECT, related_name="asked_of")

    class Meta:
        constraints = (
            models.UniqueConstraint("request", "round_action", name="action_asked_of_one_once"),
        )
