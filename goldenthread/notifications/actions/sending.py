"""How a message comes out of the outbox: taken by one process, handed over, and what became of it.

Each step is committed before the next begins, so that a process killed at any moment loses none:

    waiting → sending (taken) → sending (the server is about to have it) → sent
                                                                      → waiting, later
                                                                      → bounced, failed
                                                                      → perhaps (sent)

A carrier that keeps what it took can be asked what became of it: actions.asking_after.

What was taken and not handed over by a process that is gone waits again. What was interrupted in
the hand-over itself is never sent again by itself, for nobody can know whether the server has it:
it is held until it is settled (see actions.perhaps and docs/decisions), which a carrier that keeps
what it took does itself (actions.asking_after).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from goldenthread.jobs import processes
from goldenthread.notifications.actions.queuing import NO_ADDRESS
from goldenthread.notifications.models import Message, MessageState
from goldenthread.partnership import actions as partnership
from goldenthread.partnership import queries
from goldenthread.partnership.queries import mail

# After each try that failed; nine tries in nearly two days.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 480, 720, 1200))
TOO_OLD = timedelta(days=2)
# No process sends for so long (tasks.SEND_FOR): whoever took it is gone, on whatever machine.
_NO_LONGER = timedelta(minutes=15)
# When a carrier is first asked: by then it has put what it took into its list, and what an
# interrupted process had still on its way has come or was given up (delivery.notify.PATIENCE).
FIRST_ASKED = timedelta(minutes=5)
GAVE_UP = "Tried for two days, then given up. Last: "
LATE = (
    "It was not sent for two days, so it is not sent by itself. Send it again if it still counts."
)
INTERRUPTED = "Sending was interrupted while the mail server took it."
LINK_ENDED = "Its link was withdrawn or has ended."


# Sent, or perhaps; a report may be here before our own note that the server has it.
_A_SERVER_MAY_HAVE_IT = (
    Q(state__in=(MessageState.SENT, MessageState.PERHAPS))
    | Q(state=MessageState.SENDING, handing_over_at__isnull=False)
    | Q(state=MessageState.WAITING, perhaps_twice=True)
)


class LostClaim(Exception):
    """Another process has taken the message over."""


@dataclass(frozen=True)
class Outgoing:
    """A message that this process has taken."""

    id: UUID
    local_area_id: UUID
    person_id: UUID
    subject: str
    sent_to: str
    message_id: str
    parts: tuple[OutgoingPart, ...]


@dataclass(frozen=True)
class OutgoingPart:
    subject: str
    words: str
    address: str
    task_link_id: UUID | None


@dataclass(frozen=True)
class Recovered:
    """Messages whose process is gone: how many wait again, and how many were perhaps sent."""

    again: int = 0
    perhaps: int = 0


def recover(*, now: datetime) -> Recovered:
    """Let messages wait again whose process had not begun to hand them over; hold the others."""
    again = perhaps = 0
    with transaction.atomic():
        rows = Message.objects.select_for_update().filter(state=MessageState.SENDING)
        for row in rows:
            gone = row.worker == processes.this_process() or processes.is_gone(row.worker)
            if not gone and row.claimed_at and row.claimed_at > now - _NO_LONGER:
                continue
            if row.handing_over_at:
                _hold(row, INTERRUPTED)
                perhaps += 1
            else:
                _wait(row, at=now)
                again += 1
            row.save()
    return Recovered(again, perhaps)


def give_up_on_old(*, now: datetime) -> int:
    """A reminder of last week does harm: what could not be sent for two days waits for somebody to
    look at it. How many."""
    return Message.objects.filter(
        state=MessageState.WAITING, next_attempt_at__lt=now - TOO_OLD
    ).update(state=MessageState.FAILED, next_attempt_at=None, said=LATE, version=F("version") + 1)


def claim(*, worker: str, now: datetime, limit: int) -> tuple[Outgoing, ...]:
    """Take the messages that are due; no other process takes the same."""
    with transaction.atomic():
        due = Message.objects.select_for_update(skip_locked=True).filter(
            state=MessageState.WAITING, next_attempt_at__lte=now
        )
        rows = list(due.order_by("next_attempt_at", "id")[:limit])
        addresses = mail.addresses_now({row.person_id for row in rows})
        for row in rows:
            row.sent_to = addresses[row.person_id]
            if row.sent_to:
                row.state = MessageState.SENDING
                row.worker, row.claimed_at, row.handing_over_at = worker, now, None
            else:
                row.state, row.next_attempt_at, row.said = (
                    MessageState.NO_ADDRESS, None, NO_ADDRESS,
                )  # fmt: skip
            row.version += 1
        Message.objects.bulk_update(
            rows,
            [
                "state", "worker", "claimed_at", "handing_over_at", "sent_to",
                "next_attempt_at", "said", "version",
            ],
        )  # fmt: skip
    taken = [row for row in rows if row.state == MessageState.SENDING]
    return tuple(_outgoing(row, parts) for row, parts in _with_parts(taken))


def _with_parts(rows: Sequence[Message]) -> list[tuple[Message, list[Message]]]:
    """Each message with what it is made of: itself, or what a digest joins."""
    joined: dict[UUID, list[Message]] = {}
    for part in Message.objects.filter(digest_id__in=[row.pk for row in rows]).order_by("id"):
        if part.digest_id:
            joined.setdefault(part.digest_id, []).append(part)
    return [(row, joined.get(row.pk) or [row]) for row in rows]


def _outgoing(row: Message, parts: Sequence[Message]) -> Outgoing:
    return Outgoing(
        id=row.pk,
        local_area_id=row.local_area_id,
        person_id=row.person_id,
        subject=row.subject,
        sent_to=row.sent_to,
        message_id=row.message_id,
        parts=tuple(
            OutgoingPart(part.subject, part.words, part.address, part.task_link_id)
            for part in parts
        ),
    )


def begin_handing_over(message_id: UUID, *, worker: str, carrier: str = "") -> None:
    """Note that from the next moment on the server may have it. `carrier`: who can be asked later
    whether it has. Raises LostClaim."""
    _ours(message_id, worker, handing_over_at=Now(), carrier=carrier, arrived_at=None)


def accepted(message_id: UUID, *, worker: str, now: datetime, carrier: str = "") -> None:
    """The server has it."""
    _ours(
        message_id,
        worker,
        state=MessageState.SENT,
        sent_at=now,
        next_attempt_at=None,
        said="",
        worker="",
        claimed_at=None,
        ask_at=now + FIRST_ASKED if carrier else None,
    )


def put_back(message_ids: Sequence[UUID], *, worker: str, now: datetime) -> None:
    """Taken and not begun: it waits again, and no try is counted."""
    Message.objects.filter(
        pk__in=message_ids, state=MessageState.SENDING, worker=worker, handing_over_at=None
    ).update(state=MessageState.WAITING, next_attempt_at=now, worker="", claimed_at=None)


def try_later(
    message_id: UUID,
    sentence: str,
    *,
    worker: str,
    now: datetime,
    after: timedelta | None = None,
) -> None:
    """Not this time: again after a while that grows, and not before `after`, or given up after the
    last."""
    with transaction.atomic():
        row = _locked(message_id, worker)
        put_off(row, sentence, now=now, after=after)
        row.save()


def connection_lost(message_id: UUID, sentence: str, *, worker: str, now: datetime) -> bool:
    """The conversation ended without an answer. Tried later where the server cannot have the
    message; else it was perhaps sent, and is held. True where it is held."""
    with transaction.atomic():
        row = _locked(message_id, worker)
        doubtful = row.handing_over_at is not None
        if doubtful:
            _hold(row, f"{sentence} Nobody knows whether it took the message.")
        else:
            put_off(row, sentence, now=now)
        row.save()
    return doubtful


def never(message_id: UUID, sentence: str, *, worker: str) -> None:
    """The server does not want this message, or its link has ended: no more tries."""
    _ours(
        message_id,
        worker,
        state=MessageState.FAILED,
        next_attempt_at=None,
        said=sentence,
        worker="",
        claimed_at=None,
    )


def refused_address(message_id: UUID, sentence: str, *, worker: str, on: date) -> None:
    """The server knows no such address: it is shown as come back, at once."""
    with transaction.atomic():
        row = _locked(message_id, worker)
        bounce(row, sentence, on=on)


def came_back(mail_id: str, sentence: str, *, today: date) -> bool:
    """A report says that the message with this Message-ID did not arrive; False where none here has
    it, no server can have had it, or it was known before."""
    with transaction.atomic():
        rows = Message.objects.select_for_update().filter(message_id=mail_id)
        row = rows.filter(_A_SERVER_MAY_HAVE_IT).first()
        if row is None:
            return False
        days = {area.id: area.day(today) for area in queries.all_areas()}
        bounce(row, sentence, on=days[row.local_area_id])
    return True


def bounce(row: Message, sentence: str, *, on: date) -> None:
    """The row, locked, is shown as come back, and the address with it."""
    stop(row, MessageState.BOUNCED, sentence)
    row.save()
    partnership.mail_came_back(
        local_area_id=row.local_area_id,
        person_id=row.person_id,
        address=row.sent_to,
        sentence=sentence,
        about=("message", row.pk),
        on=on,
    )


def put_off(row: Message, sentence: str, *, now: datetime, after: timedelta | None = None) -> None:
    """The row, locked, is tried again after a while that grows, or given up after the last try."""
    row.attempts += 1
    if row.attempts > len(WAITS):
        stop(row, MessageState.FAILED, f"{GAVE_UP}{sentence}")
        return
    row.said = sentence
    _wait(row, at=now + max(WAITS[row.attempts - 1], after or timedelta()))


def _hold(row: Message, said: str) -> None:
    """Perhaps sent: kept with when it was handed over, until somebody or a proof settles it."""
    since = row.handing_over_at
    stop(row, MessageState.PERHAPS, said)
    row.handing_over_at = since
    row.ask_at = since + FIRST_ASKED if since and row.carrier else None


def _wait(row: Message, *, at: datetime) -> None:
    stop(row, MessageState.WAITING, row.said)
    row.next_attempt_at = at


def stop(row: Message, state: MessageState, said: str) -> None:
    """The row, locked, is in nobody's hands any more, and nothing is to happen by itself."""
    row.state, row.said, row.next_attempt_at, row.ask_at = state, said, None, None
    row.worker, row.claimed_at, row.handing_over_at = "", None, None
    row.version += 1


def _ours(message_id: UUID, owner: str, /, **changes: object) -> None:
    mine = Message.objects.filter(Q(worker=owner), pk=message_id, state=MessageState.SENDING)
    if not mine.update(**changes, version=F("version") + 1):
        raise LostClaim(f"Message {message_id} is no longer this process's.")


def _locked(message_id: UUID, worker: str) -> Message:
    rows = Message.objects.select_for_update().filter(pk=message_id, state=MessageState.SENDING)
    row = rows.filter(worker=worker).first()
    if row is None:
        raise LostClaim(f"Message {message_id} is no longer this process's.")
    return row
