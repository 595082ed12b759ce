"""Advice beside its events: how it was chased, where it is kept, how good it is, and who is asked
that no limit binds.

That a body was asked and answered, and by when it must, are events and deadlines; nothing of that
is said a second time here.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from goldenthread.ehcp_register.models.cases import Case, Event
from goldenthread.ehcp_register.models.children import Child
from goldenthread.ehcp_register.models.in_register import RegisterManager
from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.rules.advice import HOW_WORDS, MET_WORDS, How, Met

_LEVELS = [(one.value, MET_WORDS[one]) for one in Met]


class AdviceChase(PersonLinked):
    """Somebody reminded a body of advice it was asked for. `event` is the asking. One that was
    recorded by mistake is taken back, with the reason."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="advice_chases")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="chases")
    on = models.DateField()
    how = models.CharField(max_length=8, choices=[(one.value, HOW_WORDS[one]) for one in How])
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=200)
    taken_back_on = models.DateField(null=True, blank=True)
    taken_back_by_label = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)  # why it was taken back
    recorded_at = models.DateTimeField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        ordering = ("on", "id")
        constraints = (
            models.CheckConstraint(
                name="chase_taken_back_says_why",
                condition=Q(taken_back_on__isnull=True) | ~Q(reason=""),
            ),
        )


class AdviceKept(PersonLinked):
    """Where advice that came is kept. `event` is its coming."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="advice_kept")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="kept")
    link = models.URLField(max_length=500)
    recorded_at = models.DateTimeField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"


class AdviceJudgement(PersonLinked):
    """How good advice is, by a named person on a day, against the criteria. Appended: the last one
    holds, the others stay. `returned`: it went back for more."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="advice_judgements")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="judgements")
    on = models.DateField()
    specific = models.CharField(max_length=7, choices=_LEVELS)
    quantified = models.CharField(max_length=7, choices=_LEVELS)
    outcomes = models.CharField(max_length=7, choices=_LEVELS)
    voice = models.CharField(max_length=7, choices=_LEVELS)
    signed = models.CharField(max_length=7, choices=_LEVELS)
    returned = models.BooleanField(default=False)
    more = models.CharField(max_length=500, blank=True)  # what is asked for besides
    more_by = models.DateField(null=True, blank=True)  # our own wish: the law sets no day
    judged_by_id = models.UUIDField(null=True)
    judged_by_label = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        ordering = ("on", "recorded_at", "id")
        constraints = (
            models.CheckConstraint(
                name="advice_returned_says_for_what",
                condition=Q(returned=False) | ~Q(more=""),
            ),
        )


class ViewsAsked(PersonLinked):
    """Advice asked of somebody whom no limit binds: the parent or young person (reg 6(1)(a)), or a
    person whom they want to be heard (reg 6(1)(h)). No duty follows from it, so it is no event."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="views_asked")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="views_asked")
    who = models.CharField(max_length=120)
    asked_on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)  # no longer needed, or never asked
    reason = models.CharField(max_length=500, blank=True)  # why it ended
    asked_by_label = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        ordering = ("asked_on", "id")
        constraints = (
            models.CheckConstraint(
                name="views_come_after_they_are_asked",
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("asked_on")),
            ),
            models.CheckConstraint(
                name="views_that_end_say_why",
                condition=Q(ended_on__isnull=True) | ~Q(reason=""),
            ),
        )
