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
from goldenthread.notifications.actions import digests, perhaps, sending
from goldenthread.notifications.actions.sending import LostClaim, Outgoing
from goldenthread.notifications.delivery import (
    Accepted,
    Courier,
    Later,
    LostServer,
    Outcome,
)
from goldenthread.notifications.letters import Letter, Part, Sender, letter
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import mail
from goldenthread.partnership.queries.invitations import INVITATION

_log = logging.getLogger(__name__)

BATCH = 50
# Seconds. With what the last message may take (delivery.LAST_ANSWER) less than the worker's time
# limit, so that it is never stopped in a send.
SEND_FOR = 150.0
_IN_VAIN = 2  # connections lost one after the other: then the server is left alone for a while


@dataclass
class Sent:
    """How many messages of one run came to which end."""

    configured: bool = True
    taken_up_again: int = 0
    perhaps: int = 0  # nobody knows whether they arrived: held, and listed
    arrived: int = 0  # of those held before: proved to have arrived
    joined: int = 0
    sent: int = 0
    later: int = 0
    failed: int = 0
    bounced: int = 0


def send_due(run_id: UUID | str | None = None) -> dict[str, int | bool]:
    """Send every message that is due now, of every local area; how many went which way.

    Messages wait while no mail server is configured. Logs name messages by id alone.
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
    with Courier() as courier:
        while _send_some(courier, done, until=until):
            pass
    return asdict(done)


def _send_some(courier: Courier, done: Sent, *, until: float) -> bool:
    """One batch; False when nothing is left, or the time or the server's patience is over."""
    worker = processes.this_process()
    batch = sending.claim(worker=worker, now=timezone.now(), limit=BATCH)
    lost = 0
    letters = _letters(batch, done, worker)
    for at, (one, written, on) in enumerate(letters):
        if time.monotonic() > until or lost >= _IN_VAIN:
            rest = [left.id for left, _, _ in letters[at:]]
            _leave(rest, worker, done, server_is_away=lost >= _IN_VAIN)
            return False
        try:
            lost = 0 if _send(courier, one, written, done, worker=worker, on=on) else lost + 1
        except LostClaim:
            _log.warning("Message %s was taken over by another process", one.id)
    return bool(batch) and lost < _IN_VAIN


def _leave(rest: Sequence[UUID], worker: str, done: Sent, *, server_is_away: bool) -> None:
    now = timezone.now()
    if not server_is_away:
        sending.put_back(rest, worker=worker, now=now)
        return
    for message_id in rest:
        sending.try_later(
            message_id, "The mail server could not be reached.", worker=worker, now=now
        )
        done.later += 1


def _send(
    courier: Courier, one: Outgoing, written: Letter, done: Sent, *, worker: str, on: date
) -> bool:
    """Hand one over and note what became of it; False when the connection was lost."""

    def last() -> None:
        sending.begin_handing_over(one.id, worker=worker)

    try:
        outcome: Outcome = courier.hand_over(written, last=last)
    except LostServer as lost:
        _log.warning("Message %s: %s", one.id, lost.sentence)
        if sending.connection_lost(one.id, lost.sentence, worker=worker, now=timezone.now()):
            done.perhaps += 1
        else:
            done.later += 1
        return False
    now = timezone.now()
    if isinstance(outcome, Accepted):
        sending.accepted(one.id, worker=worker, now=now)
        done.sent += 1
    elif isinstance(outcome, Later):
        sending.try_later(one.id, outcome.sentence, worker=worker, now=now)
        done.later += 1
    elif outcome.address:
        sending.refused_address(one.id, outcome.sentence, worker=worker, on=on)
        done.bounced += 1
    else:
        sending.never(one.id, outcome.sentence, worker=worker)
        done.failed += 1
    return True


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
