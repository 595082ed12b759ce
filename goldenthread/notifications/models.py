"""The outbox: each message to a person, how far it has come, and how often a person wants mail."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from uuid_utils.compat import uuid7

from goldenthread.partnership.queries import Viewer


class MessageState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    HELD = "held", "Held for a digest"
    SENDING = "sending", "Being sent"
    PERHAPS = "perhaps", "Perhaps sent"
    SENT = "sent", "Sent"
    JOINED = "joined", "Joined in a digest"
    FAILED = "failed", "Not sent"
    BOUNCED = "bounced", "Came back"
    CANCELLED = "cancelled", "Cancelled"
    NO_ADDRESS = "no_address", "No address"


class MessageRows(models.QuerySet["Message"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Messages of the viewer's local area; none to somebody who came by a link."""
        rows = self.filter(local_area_id=viewer.local_area_id)
        return rows if viewer.task is None else rows.none()


class Message(models.Model):
    """One message to one person. It holds no token: its link is composed when it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    words = models.TextField()
    address = models.CharField(max_length=500, blank=True)  # a path inside the product
    task_link = models.ForeignKey(
        "partnership.TaskLink", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    once = models.CharField(max_length=200)  # the same message is never queued twice
    urgent = models.BooleanField(default=True)
    state = models.CharField(
        max_length=12, choices=MessageState.choices, default=MessageState.WAITING
    )
    # Where it was sent: the person's address of that moment, kept as it was.
    sent_to = models.EmailField(blank=True)
    # Fixed when queued, so that whatever arrives twice can be told to be the same.
    message_id = models.CharField(max_length=200, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    said = models.TextField(blank=True)  # why it is not sent yet, came back or was cancelled
    digest = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    # Which process sends it (see jobs.processes), since when, and when it began to hand it over:
    # of what was perhaps sent, since when nobody knows.
    worker = models.CharField(max_length=200, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    handing_over_at = models.DateTimeField(null=True, blank=True)
    # By whom it went who can be asked later ("" a mail server, which cannot), when to ask next what
    # became of it, and when the mail server of the person took it, as far as was told.
    carrier = models.CharField(max_length=40, blank=True)
    ask_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    times_again = models.PositiveSmallIntegerField(default=0)  # by hand, after a server had it
    # Perhaps sent, then sent again because somebody said so, with the same Message-ID.
    perhaps_twice = models.BooleanField(default=False)
    by_id = models.UUIDField(null=True)
    by_label = models.CharField(max_length=200, blank=True)
    queued_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MessageRows.as_manager()

    class Meta:
        ordering = ("-recorded_at", "-id")
        constraints = (
            models.UniqueConstraint("local_area", "once", name="message_queued_once"),
            models.CheckConstraint(
                name="message_state_is_known", condition=Q(state__in=MessageState.values)
            ),
            models.CheckConstraint(
                name="sent_message_says_when_and_where",
                condition=~Q(state="sent") | (Q(sent_at__isnull=False) & ~Q(sent_to="")),
            ),
            models.CheckConstraint(
                name="perhaps_sent_message_says_when_and_where",
                condition=~Q(state="perhaps") | (Q(handing_over_at__isnull=False) & ~Q(sent_to="")),
            ),
            models.CheckConstraint(
                name="message_being_sent_names_its_process",
                condition=Q(state="sending", claimed_at__isnull=False) & ~Q(worker="")
                | ~Q(state="sending") & Q(worker="", claimed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="waiting_message_says_when_next",
                condition=~Q(state="waiting") | Q(next_attempt_at__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_carrier_that_answers_is_asked",
                condition=Q(ask_at__isnull=True)
                | ~Q(carrier="") & Q(state__in=("sent", "perhaps")),
            ),
            models.CheckConstraint(
                name="joined_message_names_its_digest",
                condition=~Q(state="joined") | Q(digest__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=("next_attempt_at",),
                name="messages_waiting",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=("state",),
                name="messages_unfinished",
                condition=Q(state__in=("sending", "held", "perhaps")),
            ),
            models.Index(
                fields=("ask_at",), name="messages_to_ask_about", condition=Q(ask_at__isnull=False)
            ),
            models.Index(fields=("local_area", "state", "-recorded_at"), name="messages_of_area"),
            models.Index(fields=("person", "-recorded_at"), name="messages_of_person"),
        )

    def __str__(self) -> str:
        return self.subject


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", "Each message at once"
    DAILY = "daily", "One message a day"
    WEEKLY = "weekly", "One message a week"


class KindPreference(models.Model):
    """How often a person wants messages of one kind; no row: as all their mail that can wait."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint("person", "kind", name="one_preference_of_a_kind"),
            models.CheckConstraint(
                name="rhythm_of_kind_is_known", condition=Q(rhythm__in=Rhythm.values)
            ),
        )


class MailPreference(models.Model):
    """How often a person wants mail that can wait; no row: at once, with the week ahead."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    week_ahead = models.BooleanField(default=True)  # "Your week", on Mondays
    recorded_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint("person", name="one_mail_preference"),
            models.CheckConstraint(name="rhythm_is_known", condition=Q(rhythm__in=Rhythm.values)),
        )


class CalendarAddress(models.Model):
    """Where one person's due dates can be read as a calendar by a program that cannot sign in.

    Whoever has the address reads them, so only a hash of its secret is kept. A new one ends the
    one before; rights are asked of the account each time, and stored nowhere.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    local_area = models.ForeignKey(
        "partnership.LocalArea", on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey("partnership.Person", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("partnership.User", on_delete=models.PROTECT, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()
    last_fetched_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-recorded_at", "-id")
        constraints = (
            models.UniqueConstraint(
                "person", name="one_standing_calendar_address", condition=Q(ended_on__isnull=True)
            ),
        )
