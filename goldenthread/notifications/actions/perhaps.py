"""What was perhaps sent is settled: by somebody who asked, or by proof. Never by a guess.

A message is in this state because the process that sent it, or its connection, ended between the
last byte to the mail server and our note of its answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from goldenthread.notifications import policies
from goldenthread.notifications.actions.outbox import in_area, keep, let_out_again
from goldenthread.notifications.models import Message, MessageState
from goldenthread.partnership import queries
from goldenthread.partnership.queries import Viewer, mail
from goldenthread.partnership.queries.invitations import INVITATION
from goldenthread.rules.refusals import Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

BY_ITSELF = "Golden Thread"  # who the trail names where nobody pressed a button
OPENED = "Its link was opened afterwards, so it arrived."
NONE_CHOSEN = "Tick at least one message, then say whether it arrived or is to be sent again."


def say_arrived(*, versions: Mapping[UUID, int], by: Viewer, on: date) -> None:
    """These were perhaps sent, and they arrived: who was asked says so. `versions`: each message
    and the version of it that was looked at. All of them, or none."""
    policies.require(policies.may_manage_messages(by))
    with transaction.atomic():
        for row in _perhaps(versions, by=by):
            _arrived(row, f"{by.name} says that it arrived.")
            keep(row, "say_arrived", "said that a message arrived", by=by, on=on)


def send_perhaps_again(*, versions: Mapping[UUID, int], by: Viewer, on: date) -> None:
    """These were perhaps sent, and go out with the next mail under the same Message-ID: a server
    that knows it drops the repetition. All of them, or none."""
    policies.require(policies.may_manage_messages(by))
    with transaction.atomic():
        for row in _perhaps(versions, by=by):
            let_out_again(row, by=by, on=on)


def _perhaps(versions: Mapping[UUID, int], *, by: Viewer) -> list[Message]:
    """The rows, locked in one order, so that two who settle the same ones wait for each other."""
    if not versions:
        raise Refused(NONE_CHOSEN)
    rows = [in_area(pk, version, by) for pk, version in sorted(versions.items())]
    if any(row.state != MessageState.PERHAPS for row in rows):
        raise Refused("That message is settled already. Look at it again.")
    return rows


def _arrived(row: Message, said: str) -> None:
    """When it was handed over is when it was sent."""
    row.state, row.said = MessageState.SENT, said
    row.sent_at, row.handing_over_at = row.handing_over_at, None


def settle_opened(*, today: date) -> int:
    """Messages that were perhaps sent have arrived where a link was opened that nothing else can
    have brought; how many. `today` is London's."""
    with transaction.atomic():
        held = Message.objects.select_for_update().filter(state=MessageState.PERHAPS)
        rows = list(held.order_by("id"))
        if not rows:
            return 0
        days = {area.id: area.day(today) for area in queries.all_areas()}
        proved = _proved(rows)
        for row in rows:
            if row.pk in proved:
                _arrived(row, OPENED)
                _note(row, on=days[row.local_area_id])
    return len(proved)


def _proved(rows: Sequence[Message]) -> set[UUID]:
    """Those of which a link was opened. A link that another message may have brought proves
    nothing, and neither does an invitation, which can be printed."""
    parts = Message.objects.filter(digest_id__in=[row.pk for row in rows], task_link__isnull=False)
    carriers: dict[UUID, set[UUID]] = {}  # link → which of the rows bring it
    pairs = [(row.task_link_id, row.pk) for row in rows]
    pairs += parts.values_list("task_link_id", "digest_id")
    for link_id, row_id in pairs:
        if link_id and row_id:
            carriers.setdefault(link_id, set()).add(row_id)
    opened = {
        link_id
        for link_id, link in mail.links_in_mail(carriers.keys()).items()
        if link.uses and link.task != INVITATION
    }
    # An address is noted when a message is taken to be sent: with one it may have left the house.
    tried = Message.objects.filter(
        ~Q(sent_to="") | ~Q(digest__sent_to="") & Q(digest__isnull=False)
    )
    brought = tried.filter(task_link_id__in=opened).values_list("task_link_id", "pk", "digest_id")
    for link_id, pk, digest_id in brought:
        carriers[link_id].add(digest_id or pk)
    return {
        row_id for link_id in opened if len(carriers[link_id]) == 1 for row_id in carriers[link_id]
    }


def _note(row: Message, *, on: date) -> None:
    row.version += 1
    row.save()
    record(
        local_area_id=row.local_area_id,
        actor_id=None,
        actor_label=BY_ITSELF,
        verb=Verb.ALTERED,
        act="notifications.settle_opened",
        object_kind="message",
        object_id=row.pk,
        object_label=row.subject,
        words=f"found that a message arrived, for its link was opened: {row.subject}",
        on=on,
        subjects=[("person", row.person_id)],
    )
