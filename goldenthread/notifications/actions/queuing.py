"""Putting messages into the outbox, and taking them out before they are sent.

Called inside the transaction of what the message tells of, whose policy has been asked and whose
trail entry covers it: both are kept, or neither. Nothing is sent here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from goldenthread.notifications.actions.rhythms import rhythms_of
from goldenthread.notifications.kinds import KINDS
from goldenthread.notifications.models import Message, MessageState, Rhythm
from goldenthread.partnership.queries import Viewer, mail
from goldenthread.rules.refusals import Refused

_AT_ONCE = 500  # below SQLite's limit of variables in one statement
NOT_SENT_YET = (MessageState.WAITING, MessageState.HELD, MessageState.NO_ADDRESS)
NO_ADDRESS = "No email address is recorded for this person."


@dataclass(frozen=True, kw_only=True)
class NewMessage:
    """A message as it is queued. Subject and words name nobody, no child, no action, no rating.

    `once`: a key unique in the area. `address`: a path inside the product ("/a/…"); with
    `task_link_id` the address is the link's, composed when sending. What is not urgent waits for
    the person's digest, where they want one.
    """

    person_id: UUID
    kind: str
    subject: str
    words: str
    once: str
    address: str = ""
    task_link_id: UUID | None = None
    urgent: bool = True


def queue(
    *,
    local_area_id: UUID,
    person_id: UUID,
    kind: str,
    subject: str,
    words: str,
    once: str,
    address: str = "",
    task_link_id: UUID | None = None,
    urgent: bool = True,
    by: Viewer | None,
    on: date,
) -> UUID | None:
    """The message's id; None where the person has no address for mail. See NewMessage."""
    message = NewMessage(
        person_id=person_id,
        kind=kind,
        subject=subject,
        words=words,
        once=once,
        address=address,
        task_link_id=task_link_id,
        urgent=urgent,
    )
    return queue_many([message], local_area_id=local_area_id, by=by, on=on)[0]


def queue_many(
    messages: Sequence[NewMessage], *, local_area_id: UUID, by: Viewer | None, on: date
) -> tuple[UUID | None, ...]:
    """Many at once, in order; a constant number of statements for each five hundred.

    What was queued under the same `once` before is left as it is, and its id given again.
    """
    for message in messages:
        _check(message)
    found: dict[str, Message] = {}
    with transaction.atomic():
        for start in range(0, len(messages), _AT_ONCE):
            part = messages[start : start + _AT_ONCE]
            found |= _queue(part, local_area_id=local_area_id, by=by, on=on)
    rows = [found[message.once] for message in messages]
    return tuple(None if row.state == MessageState.NO_ADDRESS else row.pk for row in rows)


def _check(message: NewMessage) -> None:
    if message.kind not in KINDS:
        raise Refused(f"{message.kind} is not a kind of message. Use one of: {', '.join(KINDS)}.")
    if not message.subject.strip() or not message.words.strip() or not message.once.strip():
        raise Refused("A message has a subject, words and a key. Give all three.")
    inside = message.address.startswith("/") and not message.address.startswith("//")
    if message.address and not inside:
        raise Refused("A message leads to a page of this product. Give a path that begins with /.")


def _queue(
    messages: Sequence[NewMessage], *, local_area_id: UUID, by: Viewer | None, on: date
) -> dict[str, Message]:
    addresses = mail.mail_addresses(
        {message.person_id for message in messages}, local_area_id=local_area_id
    )
    if any(message.person_id not in addresses for message in messages):
        raise Refused("A message is for somebody of this local area. Choose one of its people.")
    links = {message.task_link_id for message in messages if message.task_link_id}
    if links and mail.links_of_area(links, local_area_id=local_area_id) != links:
        raise Refused("A message leads by a link of this local area. Make the link first.")
    rhythms = rhythms_of(addresses.keys())
    rows = {}
    for message in messages:
        waits = not message.urgent and rhythms.of(message.person_id, message.kind) != Rhythm.AT_ONCE
        state = MessageState.HELD if waits else MessageState.WAITING
        if not addresses[message.person_id]:
            state = MessageState.NO_ADDRESS
        rows[message.once] = _row(message, state, local_area_id=local_area_id, by=by, on=on)
    Message.objects.bulk_create(rows.values(), ignore_conflicts=True)
    of_area = Message.objects.filter(local_area_id=local_area_id, once__in=list(rows))
    kept = {row.once: row for row in of_area}
    _try_those_with_an_address_now(kept, addresses)
    return kept


def _row(
    message: NewMessage, state: str, *, local_area_id: UUID, by: Viewer | None, on: date
) -> Message:
    row = Message(
        local_area_id=local_area_id,
        person_id=message.person_id,
        kind=message.kind,
        subject=" ".join(message.subject.split())[:200],  # one line: it becomes a header
        words=message.words.strip(),
        address=message.address,
        task_link_id=message.task_link_id,
        once=message.once,
        urgent=message.urgent,
        state=state,
        next_attempt_at=Now() if state == MessageState.WAITING else None,
        said=NO_ADDRESS if state == MessageState.NO_ADDRESS else "",
        by_id=by.user_id if by else None,
        by_label=by.name if by else "",
        queued_on=on,
    )
    row.message_id = message_id_of(row)
    return row


def message_id_of(row: Message, again: int = 0) -> str:
    """What mail servers and bounces know the message by."""
    host = urlsplit(settings.PUBLIC_ADDRESS).hostname or "localhost"
    return f"<{row.pk.hex}{f'.{again}' if again else ''}@{host}>"


def _try_those_with_an_address_now(rows: dict[str, Message], addresses: dict[UUID, str]) -> None:
    """Queued again once the person has an address: then it can be sent after all."""
    now_known = [
        row
        for row in rows.values()
        if row.state == MessageState.NO_ADDRESS and addresses[row.person_id]
    ]
    if not now_known:
        return
    Message.objects.filter(pk__in=[row.pk for row in now_known]).update(
        state=MessageState.WAITING, next_attempt_at=Now(), said="", version=F("version") + 1
    )
    for row in now_known:
        row.state = MessageState.WAITING


def cancel(*, once_prefix: str, local_area_id: UUID, reason: str = "No longer needed.") -> int:
    """Take back what was queued under keys that begin so and is not on its way; how many."""
    if not once_prefix:
        raise Refused("Say which messages to cancel: how their keys begin.")
    return Message.objects.filter(
        local_area_id=local_area_id, once__startswith=once_prefix, state__in=NOT_SENT_YET
    ).update(
        state=MessageState.CANCELLED,
        next_attempt_at=None,
        said=reason,
        version=F("version") + 1,
    )
