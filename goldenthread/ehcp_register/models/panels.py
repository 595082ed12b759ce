"""Panels that advise on cases: their meetings, what is asked of them, what they said."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from uuid_utils.compat import uuid7

from goldenthread.ehcp_register.models.cases import Case
from goldenthread.ehcp_register.models.children import Child
from goldenthread.ehcp_register.models.in_register import RegisterManager, sees_children
from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.rules.panels import ASK_WORDS, SAID_WORDS, PanelAsk, PanelSaid

if TYPE_CHECKING:
    from goldenthread.partnership.queries import Viewer


class PanelRows(models.QuerySet["Panel"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The area's panels, for those who work with children's records."""
        if not sees_children(viewer):
            return self.none()
        return self.filter(local_area_id=viewer.local_area_id)


class Panel(models.Model):
    """A group that advises the authority on cases; which posts sit on it is said in words."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=100)
    terms = models.TextField(blank=True)
    members = models.TextField(blank=True)  # roles, one on each line
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PanelRows.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                "local_area", "name", name="panel_named_once", condition=Q(ended_on__isnull=True)
            ),
        )


class MeetingRows(models.QuerySet["PanelMeeting"]):
    def visible_to(self, viewer: Viewer) -> Self:
        if not sees_children(viewer):
            return self.none()
        return self.filter(local_area_id=viewer.local_area_id)


class PanelMeeting(models.Model):
    """A day on which a panel meets; papers are in by `papers_by`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    papers_by = models.DateField()
    cancelled_on = models.DateField(null=True, blank=True)
    last_number = models.PositiveSmallIntegerField(default=0)  # of its items
    version = models.PositiveIntegerField(default=1)

    objects = MeetingRows.as_manager()

    class Meta:
        ordering = ("held_on", "id")
        constraints = (
            models.UniqueConstraint("panel", "held_on", name="panel_meets_once_a_day"),
            models.CheckConstraint(
                name="papers_are_in_before_the_panel_meets",
                condition=Q(papers_by__lte=F("held_on")),
            ),
        )


class PanelItem(PersonLinked):
    """What is asked of a panel about one child. On its paper the child has a number and the case's
    reference, and no name. `told_on`: the family was told what came of it."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="panel_items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="panel_items")
    meeting = models.ForeignKey(PanelMeeting, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    asks = models.CharField(
        max_length=10, choices=[(one.value, ASK_WORDS[one]) for one in PanelAsk]
    )
    bundle = models.TextField(blank=True)  # titles of its papers, one on each line, no names
    brought_on = models.DateField()
    brought_by_label = models.CharField(max_length=200)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)
    told_on = models.DateField(null=True, blank=True)
    told_by_label = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        ordering = ("number", "id")
        constraints = (
            models.UniqueConstraint("meeting", "number", name="item_of_a_meeting_numbered_once"),
            models.CheckConstraint(
                name="panel_item_withdrawn_says_why",
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_because=""),
            ),
        )


class PanelOutcome(PersonLinked):
    """What a panel said of an item. A correction is a further row with the reason; the last one
    holds, the others stay. It meets no duty: the authority decides."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="panel_outcomes")
    item = models.ForeignKey(PanelItem, on_delete=models.PROTECT, related_name="outcomes")
    said = models.CharField(
        max_length=10, choices=[(one.value, SAID_WORDS[one]) for one in PanelSaid]
    )
    reasons = models.TextField()
    conditions = models.TextField(blank=True)
    needed = models.TextField(blank=True)  # of one deferred: what is missing
    needed_by = models.DateField(null=True, blank=True)
    on = models.DateField()  # recorded
    recorded_by_label = models.CharField(max_length=200)
    correction = models.CharField(max_length=500, blank=True)  # why it takes another's place
    recorded_at = models.DateTimeField()

    objects: ClassVar[RegisterManager[Self]] = RegisterManager()
    person_by = "child"

    class Meta:
        ordering = ("recorded_at", "id")
        constraints = (
            models.CheckConstraint(
                name="panel_that_defers_says_what_is_needed_by_when",
                condition=~Q(said="deferred") | (~Q(needed="") & Q(needed_by__isnull=False)),
            ),
        )
