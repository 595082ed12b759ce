"""Verbs of contacts: somebody got in touch, and was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.noting import changed, not_to_come, the_child
from goldenthread.ehcp_register.models import Contact, UnplacedContact
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer, posts
from goldenthread.rules.calendars import say_date
from goldenthread.rules.contacts import Topic, Way, Who
from goldenthread.rules.refusals import ChangedMeanwhile, NotThere, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


@dataclass(frozen=True)
class GotInTouch:
    """Who got in touch when, by what way, about what, and which post answers. No word of what was
    said."""

    on: date
    way: str
    who: str
    topic: str
    post_id: UUID


def record_contact(
    *, child_id: UUID | None, came: GotInTouch, by: Viewer, on: date, at: datetime
) -> UUID:
    """Somebody got in touch about a child, or (None) about nobody who is known here."""
    require(policies.may_record(by))
    not_to_come(came.on, on=on)
    if came.way not in set(Way) or came.who not in set(Who) or came.topic not in set(Topic):
        raise Refused("Say who got in touch, by what way, and about what.")
    if not posts(viewer=by, on=on, post_ids=[came.post_id]):
        raise Refused("Choose the post that answers.")
    told = {
        "local_area_id": by.local_area_id, "on": came.on, "way": came.way, "who": came.who,
        "topic": came.topic, "post_id": came.post_id, "recorded_by_label": by.name,
        "recorded_at": at,
    }  # fmt: skip
    words = f"recorded that somebody got in touch on {say_date(came.on)}"
    with transaction.atomic():
        if child_id is None:
            row = UnplacedContact.objects.create(**told)
            _tell("record_contact", row, words, by=by, on=on, verb=Verb.COLLECTED)
            return row.pk
        child = the_child(child_id, by=by, on=on)
        contact = Contact(child=child, **told)
        contact.save(force_insert=True)
        changed(child, "record_contact", words, by=by, on=on, verb=Verb.COLLECTED)
        return contact.pk


def answer_contact(
    *, contact_id: UUID, version: int, answered_on: date, by: Viewer, on: date
) -> None:
    """Whoever got in touch was answered on a day. A day that was wrong is given anew."""
    require(policies.may_record(by))
    not_to_come(answered_on, on=on)
    with transaction.atomic():
        row = _contact(contact_id, version, by=by, on=on)
        if answered_on < row.on:
            raise Refused(f"They got in touch on {say_date(row.on)}. Give that day or a later one.")
        row.answered_on, row.answered_by_label = answered_on, by.name
        words = f"recorded that somebody was answered on {say_date(answered_on)}"
        _save("answer_contact", row, words, by=by, on=on)


def take_contact_back(*, contact_id: UUID, version: int, reason: str, by: Viewer, on: date) -> None:
    """Nobody got in touch after all, or about somebody else. It stays to be seen, with the reason,
    and counts no more."""
    require(policies.may_record(by))
    if not reason.strip():
        raise Refused("Say why, for whoever reads the history later.")
    with transaction.atomic():
        row = _contact(contact_id, version, by=by, on=on)
        row.taken_back_because = reason.strip()[:500]
        _save("take_contact_back", row, "took back a contact", by=by, on=on)


def _contact(contact_id: UUID, version: int, *, by: Viewer, on: date) -> Contact | UnplacedContact:
    rows = Contact.objects.visible_to(by, on=on).select_for_update()
    row: Contact | UnplacedContact | None = rows.filter(pk=contact_id).first()
    if row is None:
        nobodys = UnplacedContact.objects.visible_to(by).select_for_update()
        row = nobodys.filter(pk=contact_id).first()
    if row is None:
        raise NotThere("There is no such contact in your sight. Choose one from the list.")
    if row.version != version or row.taken_back_because:
        raise ChangedMeanwhile("Somebody changed this meanwhile. Look at the contacts again.")
    return row


def _save(act: str, row: Contact | UnplacedContact, words: str, *, by: Viewer, on: date) -> None:
    row.version += 1
    if isinstance(row, Contact):
        child = the_child(row.child_id, by=by, on=on)
        row.child = child
        row.save()
        changed(child, act, words, by=by, on=on, reason=row.taken_back_because)
    else:
        row.save()
        _tell(act, row, words, by=by, on=on)


def _tell(
    act: str, row: UnplacedContact, words: str, *, by: Viewer, on: date, verb: Verb = Verb.ALTERED
) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"ehcp_register.{act}",
        object_kind="contact",
        object_id=row.pk,
        object_label="A contact about nobody on the register",
        words=words,
        on=on,
        reason=row.taken_back_because,
    )
