"""A calendar address is made, made anew, or ended: by its own person alone."""

from __future__ import annotations

import secrets
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from goldenthread.notifications import policies
from goldenthread.notifications.models import CalendarAddress
from goldenthread.notifications.queries.calendar import hash_of
from goldenthread.partnership.queries import Viewer
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_BYTES = 32  # of the secret: no guess finds it


def make_calendar_address(*, by: Viewer, on: date) -> str:
    """The secret of a new address, which is shown now and never again; one before it ends."""
    policies.require(policies.may_have_calendar(by))
    assert by.person_id is not None
    secret = secrets.token_urlsafe(_BYTES)
    with transaction.atomic():
        anew = _end(by, on)
        row = CalendarAddress.objects.create(
            local_area_id=by.local_area_id,
            person_id=by.person_id,
            user_id=by.user_id,
            secret_hash=hash_of(secret),
            made_on=on,
        )
        words = "made a calendar address anew" if anew else "made a calendar address"
        _keep(row, "make_calendar_address", words, by=by, on=on)
    return secret


def end_calendar_address(*, by: Viewer, on: date) -> None:
    """One's own address works no more; nothing happens where there is none."""
    policies.require(policies.may_have_calendar(by))
    with transaction.atomic():
        if row := _end(by, on):
            _keep(row, "end_calendar_address", "ended a calendar address", by=by, on=on)


def note_fetched(row_id: UUID, *, on: date) -> None:
    """The day on which a program last asked, so that its person sees whether one does."""
    rows = CalendarAddress.objects.filter(~Q(last_fetched_on=on) | Q(last_fetched_on=None))
    rows.filter(pk=row_id).update(last_fetched_on=on)


def _end(by: Viewer, on: date) -> CalendarAddress | None:
    assert by.person_id is not None
    rows = CalendarAddress.objects.select_for_update().filter(
        local_area_id=by.local_area_id, person_id=by.person_id, ended_on=None
    )
    row = rows.first()
    if row:
        row.ended_on = on
        row.save()
    return row


def _keep(row: CalendarAddress, act: str, words: str, *, by: Viewer, on: date) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.ALTERED,
        act=f"notifications.{act}",
        object_kind="person",
        object_id=row.person_id,
        object_label=by.name,
        words=words,
        on=on,
    )
