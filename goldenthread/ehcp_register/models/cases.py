"""Cases, what happened in them, and exceptions claimed: the facts from which deadlines follow."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from goldenthread.ehcp_register.models.children import Child
from goldenthread.ehcp_register.models.in_register import RegisterManager
from goldenthread.ehcp_register.models.sources import Source
from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.rules.proceedings import WORDS


class Process(models.TextChoices):
    ASSESSMENT = "assessment", "EHC needs assessment"
    REVIEW = "review", "Annual review"
    PHASE_TRANSFER = "phase-transfer", "Phase transfer"
    TRANSFER = "transfer", "Transfer between authorities"
    REASSESSMENT = "reassessment", "Re-assessment"
    AMENDMENT = "amendment", "Amendment without a review"
    CEASING = "ceasing", "Ceasing"


class Case(PersonLinked):
    """One run of one process of one child. A mediation or an appeal stands in the case of the
    decision that it is about."""

    about_id = models.UUIDField(editable=False)  # found by the child, who is the same
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="cases")
    process = models.CharField(max_length=15, choices=Process.choices)
    opened_on = models.DateField()
    recorded_at = models.DateTimeField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"
    found_by = "child_id"


class Event(PersonLinked):
    """What happened on a day (rules.proceedings). It is never altered or deleted: a correction is a
    new event `instead_of` it; one that is `struck` says that it never happened.

    `on` is the day it happened, `recorded_at` when it became known here.
    """

    about_id = models.UUIDField(editable=False)  # found by the child, who is the same
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="events")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(
        max_length=30, choices=[(what.value, words) for what, words in WORDS.items()]
    )
    on = models.DateField()
    body = models.CharField(max_length=120, blank=True)
    day = models.DateField(null=True, blank=True)
    asks = models.CharField(max_length=12, blank=True)
    phase = models.CharField(max_length=16, blank=True)
    about = models.CharField(max_length=30, blank=True)
    # What the SEN2 return asks of it: who asked for the assessment, why the plan ceased.
    code = models.CharField(max_length=2, blank=True)
    instead_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    struck = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True)  # of a correction
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField()
    recorded_by_label = models.CharField(max_length=200)

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"
    found_by = "child_id"

    class Meta:
        ordering = ("on", "id")
        constraints = (
            models.CheckConstraint(
                name="event_that_corrects_says_why",
                condition=Q(instead_of__isnull=True) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="event_that_never_happened_corrects_one",
                condition=Q(struck=False) | Q(instead_of__isnull=False),
            ),
            models.CheckConstraint(
                name="event_does_not_correct_itself", condition=~Q(instead_of=F("id"))
            ),
        )


class ExceptionClaim(PersonLinked):
    """A lawful exception claimed for what an event started: the reason out of the law's own set,
    the days on which it rests, the evidence. It moves no day; what is late stays late."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="exceptions")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="exceptions")
    duty = models.CharField(max_length=3)
    reason = models.CharField(max_length=40)  # a value of rules.clocks.LawfulException
    # The days on which it rests: advice asked, first day closed and day of opening again; first day
    # away and first day back; first and last day of anything else.
    asked_on = models.DateField(null=True, blank=True)
    first_on = models.DateField()
    then_on = models.DateField()
    evidence = models.TextField()
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_on = models.DateField()
    claimed_by_id = models.UUIDField(null=True)
    claimed_by_label = models.CharField(max_length=200)
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by_id = models.UUIDField(null=True)
    accepted_by_label = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        constraints = (
            models.UniqueConstraint("event", "duty", "reason", name="exception_claimed_once"),
            models.CheckConstraint(
                name="accepted_exception_says_by_whom",
                condition=Q(accepted_on__isnull=True) | ~Q(accepted_by_label=""),
            ),
            models.CheckConstraint(
                name="exception_takes_two_people",
                condition=Q(accepted_by_id__isnull=True) | ~Q(accepted_by_id=F("claimed_by_id")),
            ),
        )
