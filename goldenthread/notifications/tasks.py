"""Sending what is due: by the worker every minute, or by `goldenthread send-mail`."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from goldenthread.jobs import processes
from goldenthread.notifications.actions import asking_after, digests, perhaps, sending
from goldenthread.notifications.actions.sending import LostClaim, Outgoing
from goldenthread.notifications.delivery import (
    Accepted,
    Courier,
    Later,
    LostServer,
    NotifyCourier,
    Outcome,
    UnknownToNotify,
    courier,
)
from goldenthread.notifications.delivery.by_notify import reference_of
from goldenthread.notifications.letters import Letter, Part, Sender, letter
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import mail
from goldenthread.partnership.queries.invitations import INVITATION

_log = logging.getLogger(__name__)

BATCH = 50
# Seconds. With what the last message may take (delivery.LAST_ANSWER) less than the worker's time
# limit, so that it is never stopped in a send.
SEND_FOR = 150.0
ASK_FOR = 20.0  # seconds of one run for asking what became of messages
ASKED_AT_ONCE = 200
SERVER_AWAY = "The mail server could not be reached."
_IN_VAIN = 2  # connections lost one after the other: then the server is left alone for a while


@dataclass
class Sent:
    """How many messages of one run came to which end."""

    configured: bool = True
    taken_up_again: int = 0
    perhaps: int = 0  # nobody knows whether they arrived: held, and listed
    arrived: int = 0  # of those held before: proved to have arrived
    asked: int = 0  # what became of how many was asked of whoever carried them
    joined: int = 0
    sent: int = 0
    later: int = 0
    failed: int = 0
    bounced: int = 0


def send_due(run_id: UUID | str | None = None) -> dict[str, int | bool]:
    """Send every message that is due now, of every local area; how many went which way.

    Messages wait while nobody is configured who carries them. Logs name messages by id alone.
    """
    now = timezone.now()
    found = sending.recover(now=now)
    done = Sent(taken_up_again=found.again, perhaps=found.perhaps)
    done.arrived = perhaps.settle_opened(today=timezone.localdate())
    if not settings.MAIL_IS_CONFIGURED:
        done.configured = False
        return asdict(done)
    done.failed = sending.give_up_on_old(now=now)
    done.joined = digests.join_digests(now=now)
    until = time.monotonic() + SEND_FOR
    with courier() as carrying:
        if isinstance(carrying, NotifyCourier):
            _ask_after(carrying, done)
        while _send_some(carrying, done, until=until):
            pass
    return asdict(done)


def _ask_after(carrying: NotifyCourier, done: Sent) -> None:
    """What became of messages that were sent, or perhaps sent: before more are sent, so that what
    was never taken goes out at once."""
    until, today = time.monotonic() + ASK_FOR, timezone.localdate()
    doubts = asking_after.to_ask_about(
        carrier=carrying.carrier, now=timezone.now(), limit=ASKED_AT_ONCE
    )
    for doubt in doubts:
        if time.monotonic() > until:
            return
        try:
            found = carrying.notify.known_as(reference_of(doubt.message_id))
        except (LostServer, UnknownToNotify) as problem:
            _log.warning("What became of message %s cannot be asked: %s", doubt.id, problem)
            return
        fate = asking_after.answered(
            doubt,
            asking_after.fates([one.status for one in found]),
            at=found[0].completed_at if found else None,
            now=timezone.now(),
            today=today,
        )
        done.asked += 1
        done.arrived += fate == asking_after.Fate.ARRIVED
        done.bounced += fate == asking_after.Fate.NO_SUCH_ADDRESS


def _send_some(carrying: Courier | NotifyCourier, done: Sent, *, until: float) -> bool:
    """One batch; False when nothing is left, or the time or the server's patience is over."""
    worker = processes.this_process()
    batch = sending.claim(worker=worker, now=timezone.now(), limit=BATCH)
    lost = 0
    away: Later | None = None
    letters = _letters(batch, done, worker)
    for at, (one, written, on) in enumerate(letters):
        if time.monotonic() > until or lost >= _IN_VAIN:
            rest = [left.id for left, _, _ in letters[at:]]
            _leave(rest, worker, done, away=away if lost >= _IN_VAIN else None)
            return False
        try:
            away = _send(carrying, one, written, done, worker=worker, on=on)
            lost = lost + (_IN_VAIN if away.everything else 1) if away else 0
        except LostClaim:
            _log.warning("Message %s was taken over by another process", one.id)
    return bool(batch) and lost < _IN_VAIN


def _leave(rest: Sequence[UUID], worker: str, done: Sent, *, away: Later | None) -> None:
    now = timezone.now()
    if away is None:
        sending.put_back(rest, worker=worker, now=now)
        return
    for message_id in rest:
        sending.try_later(message_id, away.sentence, worker=worker, now=now, after=away.after)
        done.later += 1


def _send(
    carrying: Courier | NotifyCourier,
    one: Outgoing,
    written: Letter,
    done: Sent,
    *,
    worker: str,
    on: date,
) -> Later | None:
    """Hand one over and note what became of it; why where the connection was lost, or nothing is
    taken from us."""

    def last() -> None:
        sending.begin_handing_over(one.id, worker=worker, carrier=carrying.carrier)

    try:
        outcome: Outcome = carrying.hand_over(written, last=last)
    except LostServer as lost:
        _log.warning("Message %s: %s", one.id, lost.sentence)
        if sending.connection_lost(one.id, lost.sentence, worker=worker, now=timezone.now()):
            done.perhaps += 1
        else:
            done.later += 1
        return Later(SERVER_AWAY)
    now = timezone.now()
    if isinstance(outcome, Accepted):
        sending.accepted(one.id, worker=worker, now=now, carrier=carrying.carrier)
        done.sent += 1
    elif isinstance(outcome, Later):
        _log.warning("Message %s: %s", one.id, outcome.sentence)
        sending.try_later(one.id, outcome.sentence, worker=worker, now=now, after=outcome.after)
        done.later += 1
        return outcome if outcome.everything else None
    elif outcome.address:
        sending.refused_address(one.id, outcome.sentence, worker=worker, on=on)
        done.bounced += 1
    else:
        sending.never(one.id, outcome.sentence, worker=worker)
        done.failed += 1
    return None


def _letters(
    batch: Sequence[Outgoing], done: Sent, worker: str
) -> list[tuple[Outgoing, Letter, date]]:
    """Each message as it is sent, with its area's day. What leads by a link that works no more is
    not sent: it would only annoy."""
    areas = {area.id: area for area in partnership.all_areas()}
    links = mail.links_in_mail(
        {part.task_link_id for one in batch for part in one.parts if part.task_link_id}
    )
    today = timezone.localdate()
    written = []
    for one in batch:
        area = areas[one.local_area_id]
        on = area.day(today)
        parts = list(_working_parts(one, links, on=on))
        if not parts:
            sending.never(one.id, sending.LINK_ENDED, worker=worker)
            done.failed += 1
            continue
        made = letter(
            parts,
            subject=one.subject,
            sender=Sender(area.name, area.slug, area.brand_colour),
            sent_to=one.sent_to,
            message_id=one.message_id,
        )
        written.append((one, made, on))
    return written


def _working_parts(
    one: Outgoing, links: dict[UUID, mail.LinkInMail], *, on: date
) -> Iterator[Part]:
    for part in one.parts:
        if part.task_link_id is None:
            yield Part(part.subject, part.words, part.address)
        elif links[part.task_link_id].works(on=on):
            link = links[part.task_link_id]
            path = partnership.task_link_path(part.task_link_id, task=link.task)
            alone = link.task == INVITATION
            yield Part(part.subject, part.words, path, link.expires_on, for_one_alone=alone)
