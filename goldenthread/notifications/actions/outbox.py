"""What people do with messages: send one again, cancel one, choose how often they come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.notifications import policies
from goldenthread.notifications.actions.queuing import NOT_SENT_YET, message_id_of
from goldenthread.notifications.kinds import choosable_kinds, kind_words
from goldenthread.notifications.models import (
    KindPreference,
    MailPreference,
    Message,
    MessageState,
    Rhythm,
)
from goldenthread.partnership.queries import Viewer, mail
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def send_again(*, message_id: UUID, version: int, by: Viewer, on: date) -> None:
    """A message that failed, came back or was cancelled, or was sent and is not found, goes out
    with the next mail. What a server took before gets another Message-ID, else it would be dropped
    as known; what was perhaps sent keeps its own, for then that is wanted."""
    policies.require(policies.may_manage_messages(by))
    with transaction.atomic():
        row = in_area(message_id, version, by)
        if refused := again_refused(row.state):
            raise Refused(refused)
        let_out_again(row, by=by, on=on)


def let_out_again(row: Message, *, by: Viewer, on: date) -> None:
    """The row, locked and in no state that forbids it, waits for the next mail."""
    if not mail.addresses_now([row.person_id])[row.person_id]:
        raise Refused(
            "No email address is recorded for this person. Add it under People and forums."
        )
    doubtful = row.state == MessageState.PERHAPS
    if not doubtful and (row.sent_at or row.perhaps_twice):
        row.times_again += 1
        row.message_id = message_id_of(row, row.times_again)
    row.state, row.attempts, row.said, row.digest = MessageState.WAITING, 0, "", None
    row.next_attempt_at, row.perhaps_twice, row.sent_at = Now(), doubtful, None
    row.handing_over_at = row.ask_at = row.arrived_at = None
    words = "had a message sent again"
    if doubtful:
        words = "had a message sent again that was perhaps sent"
    keep(row, "send_again", words, by=by, on=on)


def again_refused(state: str) -> str:
    """Why a message in this state is not sent again; "" where it can be."""
    if state in (MessageState.WAITING, MessageState.SENDING, MessageState.HELD):
        return "This message is on its way already. Wait for what becomes of it."
    return ""


def cancel_message(*, message_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Take back one message that is not on its way, or leave one as it is that was perhaps sent and
    counts no more."""
    policies.require(policies.may_manage_messages(by))
    with transaction.atomic():
        row = in_area(message_id, version, by)
        if refused := cancel_refused(row.state):
            raise Refused(refused)
        row.said, words = f"Cancelled by {by.name}.", "cancelled a message"
        if row.state == MessageState.PERHAPS:
            row.said = f"Cancelled by {by.name}. Nobody knows whether it arrived."
            words = "cancelled a message that was perhaps sent"
        row.state, row.next_attempt_at, row.handing_over_at = MessageState.CANCELLED, None, None
        row.ask_at = None
        keep(row, "cancel_message", words, by=by, on=on)


def cancel_refused(state: str) -> str:
    """Why a message in this state is not cancelled; "" where it can be."""
    if state in (*NOT_SENT_YET, MessageState.PERHAPS):
        return ""
    return "Only a message that still waits can be cancelled. This one is past that."


def in_area(message_id: UUID, version: int, by: Viewer) -> Message:
    """The row, locked; refused where it is not the one that was looked at."""
    rows = Message.objects.visible_to(by).select_for_update()
    row = rows.filter(pk=message_id).first()
    if row is None:
        raise Refused(f"That message is not in {by.local_area_name}.")
    if row.version != version:
        raise ChangedMeanwhile(
            "Something happened to this message while you had it open. Look at it again."
        )
    return row


def keep(row: Message, act: str, words: str, *, by: Viewer, on: date) -> None:
    """Save what somebody did to a message, with its entry in the trail."""
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


def choose_rhythm(
    *,
    rhythm: str,
    week_ahead: bool | None = None,
    of_kinds: Mapping[str, str] | None = None,
    by: Viewer,
    on: date,
) -> None:
    """How often one's own mail comes that can wait; what is held already follows. `week_ahead`:
    whether "Your week" comes on Mondays; `of_kinds`: kind → how often, "" as all the rest; None
    leaves either as it is."""
    policies.require(policies.may_choose_rhythm(by))
    if rhythm not in Rhythm.values:
        raise Refused(f"{rhythm} is not one of: {', '.join(Rhythm.labels)}. Choose one of those.")
    assert by.person_id is not None
    choosable = {one.key for one in choosable_kinds()}
    for kind, chosen in (of_kinds or {}).items():
        if kind not in choosable or chosen not in ("", *Rhythm.values):
            raise Refused("Choose how often messages of each kind come.")
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
        for kind, chosen in (of_kinds or {}).items():
            _choose_of_kind(by.person_id, kind, chosen, changes, by=by)
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


def _choose_of_kind(
    person_id: UUID, kind: str, chosen: str, changes: dict[str, tuple[str, str]], *, by: Viewer
) -> None:
    rows = KindPreference.objects.filter(person_id=person_id, kind=kind).select_for_update()
    row = rows.first()
    before = row.rhythm if row else ""
    if chosen == before:
        return
    if row:
        row.delete()
    if chosen:
        KindPreference.objects.create(
            local_area_id=by.local_area_id, person_id=person_id, kind=kind, rhythm=chosen
        )
    said = {"": "as all the rest", **dict(Rhythm.choices)}
    changes[kind_words(kind)] = str(said[before]), str(said[chosen])


def _yes_no(wanted: bool) -> str:
    return "yes" if wanted else "no"
