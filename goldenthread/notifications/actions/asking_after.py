"""A carrier that keeps what it took is asked what became of it, and the message follows.

What was perhaps sent is settled by the answer: it has it, so it was sent; it surely never had it,
so it goes out again. What was sent has arrived, came back, or could not be delivered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from goldenthread.notifications.actions import sending
from goldenthread.notifications.actions.perhaps import BY_ITSELF
from goldenthread.notifications.actions.queuing import message_id_of
from goldenthread.notifications.models import Message, MessageState
from goldenthread.partnership import queries
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

# So long after it was handed over a message is asked about, again and again until there is an end.
ASKED_AFTER = (
    sending.FIRST_ASKED,
    *(timedelta(minutes=minutes) for minutes in (20, 60, 240, 720, 1440, 2880, 4380)),
)
# What a carrier does not know within this time it never had; later it may have forgotten it.
KNOWN_FOR = timedelta(days=2)
HAS_IT = "It was interrupted, and GOV.UK Notify says that it has the message."
NEVER_HAD_IT = "It was interrupted, and GOV.UK Notify says that it never had the message."
CANNOT_TELL = "GOV.UK Notify cannot tell any more whether it had the message."
BACK = "GOV.UK Notify says that there is no such address, or that it takes no mail."
NOT_DELIVERED = (
    "GOV.UK Notify tried for three days: the mailbox is full, or its server does not take the "
    "message. Send it again if it still counts."
)
FAULT_OF_THEIRS = "GOV.UK Notify had a fault of its own and did not send it."


class Fate(StrEnum):
    """What a carrier says of a message; nobody knows it: UNKNOWN."""

    UNKNOWN = "unknown"
    ON_ITS_WAY = "on its way"
    ARRIVED = "arrived"
    NO_SUCH_ADDRESS = "no such address"
    NOT_DELIVERED = "not delivered"
    FAULT = "fault"


@dataclass(frozen=True)
class Doubt:
    """A message to be asked about, by the Message-ID that it was handed over with."""

    id: UUID
    message_id: str


def to_ask_about(*, carrier: str, now: datetime, limit: int) -> tuple[Doubt, ...]:
    """Messages that this carrier can be asked about now, those in doubt first."""
    rows = Message.objects.filter(ask_at__lte=now, carrier=carrier)
    rows = rows.order_by("state", "ask_at", "id")  # "perhaps" stands before "sent"
    return tuple(Doubt(*one) for one in rows.values_list("id", "message_id")[:limit])


def answered(
    asked: Doubt, fate: Fate, *, at: datetime | None = None, now: datetime, today: date
) -> Fate | None:
    """The message follows what was answered about it. `at`: when it arrived, `today`: London's.
    None where it had moved on meanwhile, else the fate that counted."""
    with transaction.atomic():
        rows = Message.objects.select_for_update().filter(
            pk=asked.id, message_id=asked.message_id, ask_at__lte=now
        )
        row = rows.first()
        if row is None:
            return None
        on = {area.id: area.day(today) for area in queries.all_areas()}[row.local_area_id]
        if row.state == MessageState.PERHAPS and not _settled(row, fate, now=now, on=on):
            return fate
        _follow(row, fate, at=at, now=now, on=on)
    return fate


def _settled(row: Message, fate: Fate, *, now: datetime, on: date) -> bool:
    """Settle what was perhaps sent; True where it turns out to have been taken."""
    assert row.handing_over_at
    if fate != Fate.UNKNOWN:
        row.state, row.sent_at, row.handing_over_at = (
            MessageState.SENT, row.handing_over_at, None,
        )  # fmt: skip
        row.said = HAS_IT
        _note(row, "found that a message was taken after all", on=on)
        return True
    if now - row.handing_over_at > KNOWN_FOR:
        row.ask_at, row.said = None, CANNOT_TELL
        row.version += 1
        row.save()
        return False
    sending.stop(row, MessageState.WAITING, NEVER_HAD_IT)
    row.next_attempt_at = now
    _note(row, "found that a message was not taken, and sends it again", on=on)
    return False


def _follow(row: Message, fate: Fate, *, at: datetime | None, now: datetime, on: date) -> None:
    """What was sent comes to its end, or is asked about again."""
    assert row.sent_at
    row.ask_at = _next(row.sent_at, now=now)
    if fate == Fate.ARRIVED:
        row.ask_at, row.arrived_at = None, at or now
    elif fate == Fate.NO_SUCH_ADDRESS:
        sending.bounce(row, BACK, on=on)
        return
    elif fate == Fate.NOT_DELIVERED:
        sending.stop(row, MessageState.FAILED, NOT_DELIVERED)
    elif fate == Fate.FAULT and now - row.sent_at < sending.TOO_OLD:
        # Surely not sent. Another Message-ID, for under this one there is an answer already.
        row.times_again += 1
        row.message_id = message_id_of(row, row.times_again)
        row.sent_at = None
        sending.put_off(row, FAULT_OF_THEIRS, now=now)
    elif fate == Fate.FAULT:
        sending.stop(row, MessageState.FAILED, f"{FAULT_OF_THEIRS} {sending.LATE}")
    row.version += 1
    row.save()


def _next(since: datetime, *, now: datetime) -> datetime | None:
    return next((since + after for after in ASKED_AFTER if since + after > now), None)


def _note(row: Message, words: str, *, on: date) -> None:
    row.version += 1
    row.save()
    record(
        local_area_id=row.local_area_id,
        actor_id=None,
        actor_label=BY_ITSELF,
        verb=Verb.ALTERED,
        act="notifications.settle_asked",
        object_kind="message",
        object_id=row.pk,
        object_label=row.subject,
        words=f"{words}: {row.subject}",
        on=on,
        subjects=[("person", row.person_id)],
    )


def fates(statuses: Sequence[str]) -> Fate:
    """What the statuses of GOV.UK Notify of one message mean, latest first."""
    return _OF_NOTIFY.get(statuses[0], Fate.ON_ITS_WAY) if statuses else Fate.UNKNOWN


_OF_NOTIFY = {
    "delivered": Fate.ARRIVED,
    "permanent-failure": Fate.NO_SUCH_ADDRESS,
    "temporary-failure": Fate.NOT_DELIVERED,
    "technical-failure": Fate.FAULT,
}
