"""What the rules make of the facts: deadlines, and how each child stands on each day.

These rows are written by `actions.working_out` alone and never by hand: what a fact changes is
worked out anew with it, in the same transaction. `goldenthread recompute-clocks` proves them.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from goldenthread.ehcp_register.models.children import Child
from goldenthread.ehcp_register.models.in_register import RegisterManager
from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.rules.proceedings import Answered, Owed
from goldenthread.rules.standing import STAGES, Stage

# Stands for “still”: so that what is open on a day is one range of one index.
STILL = date(9999, 12, 31)
OPEN_YEAR = STILL.year
_COUNTED = ("due_on", "duty", "must_from", "known_from", "started_on", "excepted_from")


class Deadline(PersonLinked):
    """One running of one duty (rules.proceedings.Deadline), for all days at once.

    Open on a day from `started_on` until the day before `open_until`; `due_on` is what the clock
    answered, known from `known_from` on, None where nothing can be late. `must_from` is the day
    from which somebody must, None where it is a time to act in.
    """

    # What is written often has few indexes: those below begin with these two.
    about_id = models.UUIDField(editable=False)
    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, related_name="deadlines", db_index=False
    )
    case_id = models.UUIDField()
    duty = models.CharField(max_length=3)
    kind = models.CharField(max_length=30, blank=True)
    body = models.CharField(max_length=120, blank=True)
    started_by = models.UUIDField()  # the event
    started_on = models.DateField()
    counted_from = models.DateField()
    answer = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Answered])
    due_on = models.DateField(null=True)
    known_from = models.DateField()
    aim_on = models.DateField(null=True)
    owed = models.CharField(max_length=6, choices=[(one.name.lower(), one.value) for one in Owed])
    must_from = models.DateField(null=True)
    met_by = models.UUIDField(null=True)
    met_on = models.DateField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_on = models.DateField(null=True)
    open_until = models.DateField(default=STILL)
    excepted_from = models.DateField(null=True)  # an accepted exception that the dates allow

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        ordering = ("started_on", "duty", "kind")
        constraints = (
            models.UniqueConstraint(
                "child", "duty", "kind", "case_id", "body", "started_by", name="deadline_runs_once"
            ),
            models.CheckConstraint(
                name="deadline_is_met_or_ended_not_both",
                condition=Q(met_on__isnull=True) | Q(ended_on__isnull=True),
            ),
            models.CheckConstraint(
                name="deadline_stays_open_until_it_is_met_or_ends",
                condition=Q(met_on__isnull=True, ended_on__isnull=True, open_until=STILL)
                | Q(met_on=F("open_until"))
                | Q(ended_on=F("open_until")),
            ),
        )
        indexes = (
            # All that a queue counts, of the area and of a caseload's children: read from here
            # alone. The open are few among the closed, and what somebody must among the open.
            models.Index(
                fields=("local_area", "open_until", *_COUNTED, "about_id", "id"),
                name="deadline_open",
                condition=Q(must_from__isnull=False),
            ),
            models.Index(fields=("about_id", "open_until", *_COUNTED), name="deadline_of_a_child"),
        )


class RegisterEntry(PersonLinked):
    """How a child stands from one day to another (both included): one line of the register.

    What has ended is cut at the turn of each year, and `year` is its own; what still holds has
    `OPEN_YEAR`. So the list as at any day reads the entries of one year and those that still hold.
    """

    # Found by the child alone, with whom a constraint below begins.
    about_id = models.UUIDField(editable=False)
    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    year = models.PositiveSmallIntegerField()
    from_date = models.DateField()
    until = models.DateField(default=STILL)
    surname = models.CharField(max_length=100, blank=True)
    forename = models.CharField(max_length=100, blank=True)
    born_on = models.DateField(null=True)
    stage = models.CharField(max_length=12, choices=[(one.value, STAGES[one]) for one in Stage])
    has_plan = models.BooleanField()
    plan_made_on = models.DateField(null=True)
    plan_changed_on = models.DateField(null=True)
    need = models.CharField(max_length=4, blank=True)
    second_need = models.CharField(max_length=4, blank=True)
    setting_id = models.UUIDField(null=True)
    setting_name = models.CharField(max_length=200, blank=True)
    elsewhere = models.CharField(max_length=4, blank=True)
    named_unlike_attended = models.BooleanField(default=False)
    residential = models.CharField(max_length=1, blank=True)
    out_of_area = models.BooleanField(default=False)
    looked_after_by = models.CharField(max_length=3, blank=True)
    authority = models.CharField(max_length=3, blank=True)
    post_id = models.UUIDField(null=True)  # whose caseload
    last_meeting_on = models.DateField(null=True)
    last_review_on = models.DateField(null=True)
    review_due_on = models.DateField(null=True)
    phase_transfer_due_on = models.DateField(null=True)
    last_visit_on = models.DateField(null=True)
    awaiting_since = models.DateField(null=True)
    unknown_since = models.DateField(null=True)
    missing_since = models.DateField(null=True)
    off_roll_since = models.DateField(null=True)
    part_time_since = models.DateField(null=True)
    home_since = models.DateField(null=True)

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"
    found_by = "child_id"

    class Meta:
        verbose_name_plural = "register entries"
        constraints = (
            models.UniqueConstraint("child", "from_date", name="one_entry_of_a_child_on_a_day"),
            models.CheckConstraint(
                name="register_entry_ends_after_it_begins", condition=Q(until__gte=F("from_date"))
            ),
        )
        indexes = (
            models.Index(
                fields=("local_area", "surname", "forename", "child", "until"), name="entry_by_name"
            ),
            # How many have a plan: of those that still hold all are counted, so it is short. The
            # last field says nothing new: without it SQLite would open each row to look.
            models.Index(
                fields=("local_area", "until", "from_date", "has_plan"),
                condition=Q(has_plan=True),
                name="entry_with_plan",
            ),
            # All that a count asks, and whose caseload: it is read from here alone, in a range of
            # each of two years.
            models.Index(
                fields=(
                    "local_area",
                    "year",
                    "until",
                    "from_date",
                    "has_plan",
                    "about_id",
                    "post_id",
                ),
                name="entry_on_a_day",
            ),
        )
