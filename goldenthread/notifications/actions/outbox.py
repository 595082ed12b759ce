"""What people do with messages: send one again, cancel one, choose how often they come."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.notifications import policies
from goldenthread.notifications.actions.queuing import NOT_SENT_YET, message_id_of
from goldenthread.notifications.models import MailPreference, Message, MessageState, Rhythm
from goldenthread.partnership.queries import Viewer, mail
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def send_again(*, message_id: UUID, version: int, by: Viewer, on: date) -> None:
    """A message that failed, came back or was cancelled, or was sent and is not found, goes out
    with the next mail. What a server took before gets another Message-ID, else it would be dropped
    as known."""
    policies.require(policies.may_manage_messages(by))
    with transaction.atomic():
        row = _in_area(message_id, version, by)
        if refused := again_refused(row.state):
            raise Refused(refused)
        if not mail.addresses_now([row.person_id])[row.person_id]:
            raise Refused(
                "No email address is recorded for this person. Add it under People and forums."
            )
        if row.sent_at or row.perhaps_twice:
            row.times_again += 1
            row.message_id = message_id_of(row, row.times_again)
        row.state, row.attempts, row.said, row.digest = MessageState.WAITING, 0, "", None
        row.next_attempt_at, row.perhaps_twice, row.sent_at = Now(), False, None
        _keep(row, "send_again", "had a message sent again", by=by, on=on)


def again_refused(state: str) -> str:
    """Why a message in this state is not sent again; "" where it can be."""
    if state in (MessageState.WAITING, MessageState.SENDING, MessageState.HELD):
        return "This message is on its way already. Wait for what becomes of it."
    return ""


def cancel_message(*, message_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Take back one message that is not on its way."""
    policies.require(policies.may_manage_messages(by))
    with transaction.atomic():
        row = _in_area(message_id, version, by)
        if refused := cancel_refused(row.state):
            raise Refused(refused)
        row.state, row.next_attempt_at = MessageState.CANCELLED, None
        row.said = f"Cancelled by {by.name}."
        _keep(row, "cancel_message", "cancelled a message", by=by, on=on)


def cancel_refused(state: str) -> str:
    """Why a message in this state is not cancelled; "" where it can be."""
    if state in NOT_SENT_YET:
        return ""
    return "Only a message that still waits can be cancelled. This one is past that."


def _in_area(message_id: UUID, version: int, by: Viewer) -> Message:
    rows = Message.objects.visible_to(by).select_for_update()
    row = rows.filter(pk=message_id).first()
    if row is None:
        raise Refused(f"That message is not in {by.local_area_name}.")
    if row.version != version:
        raise ChangedMeanwhile(
            "Something happened to this message while you had it open. Look at it again."
        )
    return row


def _keep(row: Message, act: str, words: str, *, by: Viewer, on: date) -> None:
    row.version += 1
    row.save()
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.ALTERED,
        act=f"notifications.{act}",
        object_kind="message",
        object_id=row.pk,
        object_label=row.subject,
        words=f"{words}: {row.subject}",
        on=on,
        subjects=[("person", row.person_id)],
    )


def choose_rhythm(*, rhythm: str, week_ahead: bool | None = None, by: Viewer, on: date) -> None:
    """How often one's own mail comes that can wait; what is held already follows. `week_ahead`:
    whether "Your week" comes on Mondays; None leaves it as it is."""
    policies.require(policies.may_choose_rhythm(by))
    if rhythm not in Rhythm.values:
        raise Refused(f"{rhythm} is not one of: {', '.join(Rhythm.labels)}. Choose one of those.")
    assert by.person_id is not None
    with transaction.atomic():
        row, _ = MailPreference.objects.select_for_update().get_or_create(
            local_area_id=by.local_area_id,
            person_id=by.person_id,
            defaults={"rhythm": Rhythm.AT_ONCE},
        )
        before, row.rhythm = row.get_rhythm_display(), rhythm
        changes = {"mail": (before, str(Rhythm(rhythm).label))}
        if week_ahead is not None and week_ahead != row.week_ahead:
            changes["your week on Mondays"] = _yes_no(row.week_ahead), _yes_no(week_ahead)
            row.week_ahead = week_ahead
        row.version += 1
        row.save()
        record(
            local_area_id=by.local_area_id,
            actor_id=by.user_id,
            actor_label=by.name,
            verb=Verb.ALTERED,
            act="notifications.choose_rhythm",
            object_kind="person",
            object_id=by.person_id,
            object_label=by.name,
            words=f"chose how often mail comes: {Rhythm(rhythm).label.lower()}",
            changes=changes,
            on=on,
        )


def _yes_no(wanted: bool) -> str:
    return "yes" if wanted else "no"
