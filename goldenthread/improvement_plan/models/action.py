"""Actions: what is to be done, by whom, by when, reported to which forum."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from goldenthread.improvement_plan.models.base import PlanRow, WrittenDateFields
from goldenthread.improvement_plan.models.plan import PlanLevel
from goldenthread.rules.rounds import STATUS_WORDS


class Action(PlanRow):
    """One thing to be done. `due` and the `…_rating` columns repeat dated rows for lists: the rows
    (ActionDue, Rating) are the truth, and only `actions` writes the repeats, with them."""

    reference = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)
    text = models.TextField()
    steps = models.TextField(blank=True)
    success_measures = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    co_production = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    leads_as_written = models.CharField(max_length=1000, blank=True)
    accountable_post = models.ForeignKey(
        "partnership.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accountable_as_written = models.CharField(max_length=500, blank=True)
    start_as_written = models.CharField(max_length=300, blank=True)
    start = models.DateField(null=True, blank=True)
    due_as_written = models.CharField(max_length=500, blank=True)
    due = models.DateField(null=True, blank=True)  # last acceptable day of the latest firm date
    as_written = models.JSONField(default=list)  # [[heading, words]…] in the council's own layout
    imported_on = models.DateField(null=True, blank=True)  # "as imported, no evidence recorded"
    # Added to a running plan on this day; empty: it was in the plan from the beginning, so that
    # the ratings a document brings with it can fill periods that ended before the import.
    added_on = models.DateField(null=True, blank=True)
    current_rating = models.ForeignKey(
        "improvement_plan.Rating",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    first_rating = models.ForeignKey(
        "improvement_plan.Rating",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    completed_on = models.DateField(null=True, blank=True)
    signed_off_on = models.DateField(null=True, blank=True)
    last_update_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # taken out of the plan
    ended_reason = models.CharField(max_length=500, blank=True)
    # The action of the plan before that this one goes on with; its ratings and evidence stay there.
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_into"
    )

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(
                "plan",
                "carried_from",
                name="action_carried_once",
                condition=Q(ended_on__isnull=True, carried_from__isnull=False),
            ),
            models.UniqueConstraint(
                "plan",
                "reference",
                name="action_reference_once",
                condition=Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="signed_off_after_completed",
                condition=Q(signed_off_on__isnull=True)
                | Q(completed_on__isnull=False, signed_off_on__gte=F("completed_on")),
            ),
        )
        indexes = (
            models.Index(fields=("plan", "position")),
            models.Index(fields=("plan", "due")),
        )

    def __str__(self) -> str:
        return f"{self.reference} {self.text}"


class ActionLevel(PlanRow):
    """An action may belong to several improvement areas."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="placings")
    level = models.ForeignKey(PlanLevel, on_delete=models.PROTECT, related_name="placings")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint("action", "level", name="action_in_level_once"),)


class ActionDue(PlanRow, WrittenDateFields):
    """A date the action is due, as written and as understood; several are possible."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="dues")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position",)


class LeadKind(models.TextChoices):
    LEAD = "lead", "Lead"
    DEPUTY = "deputy", "Deputy"


class ActionLead(PlanRow):
    """Who leads: a post (or team), a person, or the words of the plan until somebody says who."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="leads")
    kind = models.CharField(max_length=10, choices=LeadKind.choices, default=LeadKind.LEAD)
    as_written = models.CharField(max_length=300)
    post = models.ForeignKey(
        "partnership.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        "partnership.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    from_date = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position",)


class ActionForum(PlanRow):
    """Which forum an action reports to."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="forum_links")
    forum = models.ForeignKey("partnership.Forum", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint("action", "forum", name="action_to_forum_once"),)


class Dependency(PlanRow):
    """`action` waits for `waits_for`."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="waits")
    waits_for = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="holds_up")
    note = models.CharField(max_length=500, blank=True)
    needed_by = models.DateField(null=True, blank=True)
    # The lead of the action waited for agrees; what they agreed to is the note and the date above.
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by_id = models.UUIDField(null=True, blank=True)
    agreed_by_label = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("action", "waits_for", name="dependency_once"),
            models.CheckConstraint(
                name="agreed_dependency_says_by_whom",
                condition=Q(agreed_on__isnull=True, agreed_by_label="")
                | (Q(agreed_on__isnull=False) & ~Q(agreed_by_label="")),
            ),
            models.CheckConstraint(
                name="no_action_waits_for_itself", condition=~Q(action=F("waits_for"))
            ),
        )


class Milestone(PlanRow, WrittenDateFields):
    """A step with its own date; a missed one is said on the action's page."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="milestones")
    text = models.CharField(max_length=1000)
    met_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("position",)


class Said(PlanRow):
    """Something somebody said on a day: kept, never overwritten."""

    on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField(null=True)
    recorded_by_label = models.CharField(max_length=200)

    class Meta:
        abstract = True


class ProgressUpdate(Said):
    """Progress in words, what families will notice, and what comes next."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    progress = models.TextField()
    impact = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    imported = models.BooleanField(default=False)
    # As answered in an update round; empty where it was recorded on the action's page.
    status = models.CharField(
        max_length=20,
        blank=True,
        choices=[(status.value, words) for status, words in STATUS_WORDS.items()],
    )
    cause = models.TextField(blank=True)  # why it will be late
    expected_on = models.DateField(null=True, blank=True)  # when it will be done then
    risks_and_issues = models.TextField(blank=True)
    blocked = models.BooleanField(default=False)
    decision_needed = models.TextField(blank=True)
    decision_by = models.DateField(null=True, blank=True)
    round = models.ForeignKey(
        "improvement_plan.UpdateRound",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answers",
    )
    answered_for = models.CharField(max_length=200, blank=True)  # on whose behalf, as labelled then
    by_link = models.BooleanField(default=False)

    class Meta:
        ordering = ("-on", "-recorded_at")
        constraints = (
            models.CheckConstraint(
                name="late_update_says_why_and_until_when",
                condition=~Q(status="will_be_late") | (~Q(cause="") & Q(expected_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="blocked_update_says_what_is_needed",
                condition=Q(blocked=False) | ~Q(decision_needed=""),
            ),
            models.CheckConstraint(
                name="answer_of_a_round_has_a_status",
                condition=Q(round__isnull=True) | ~Q(status=""),
            ),
        )


class Completion(Said):
    """Complete and signed off are two acts by two people."""

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="completions")
    note = models.TextField(blank=True)
    signed_off_on = models.DateField(null=True, blank=True)
    signed_off_by_id = models.UUIDField(null=True)
    signed_off_by_label = models.CharField(max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)  # reopened
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    imported = models.BooleanField(default=False)

    class Meta:
        ordering = ("-on", "-recorded_at")
        constraints = (
            models.CheckConstraint(
                name="two_people_complete_and_sign_off",
                condition=Q(signed_off_by_id__isnull=True)
                | Q(imported=True)
                | ~Q(signed_off_by_id=F("recorded_by_id")),
            ),
            models.UniqueConstraint(
                "action",
                name="one_standing_completion",
                condition=Q(withdrawn_on__isnull=True),
            ),
        )
