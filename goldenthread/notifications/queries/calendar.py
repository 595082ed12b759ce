"""Calendar addresses: one's own, and whose one is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.notifications.models import CalendarAddress
from goldenthread.partnership.queries import Viewer, viewer_for

CALENDARS = "/calendar/"  # every address begins so; the middleware, the log and nginx go by it


@dataclass(frozen=True)
class CalendarFact:
    """One's own standing address, without its secret, which nobody knows any more."""

    made_on: date
    last_fetched_on: date | None


@dataclass(frozen=True)
class CalendarInHand:
    """An address that works: who is asking, with the rights of this moment."""

    id: UUID
    viewer: Viewer


def hash_of(secret: str) -> str:
    """What is kept of a secret; it is long and random, so a plain hash cannot be tried out."""
    return hashlib.sha256(secret.encode()).hexdigest()


def calendar_path(secret: str) -> str:
    """The address inside the product. Never to be stored or logged."""
    return f"{CALENDARS}{secret}.ics"


def own_calendar(*, viewer: Viewer) -> CalendarFact | None:
    if viewer.person_id is None:
        return None
    rows = CalendarAddress.objects.filter(
        local_area_id=viewer.local_area_id, person_id=viewer.person_id, ended_on=None
    )
    row = rows.first()
    return CalendarFact(row.made_on, row.last_fetched_on) if row else None


def by_secret(secret: str, *, on: date) -> CalendarInHand | None:
    """Whose address this is; None where it is none, was ended, or its account, its person or the
    last of their rights has gone: all alike from outside. `on`: London's day."""
    rows = CalendarAddress.objects.filter(secret_hash=hash_of(secret), ended_on=None)
    row = rows.select_related("person", "user", "local_area").first()
    if row is None or row.person.left_on is not None or row.person.user_id != row.user_id:
        return None
    viewer = viewer_for(row.user, row.local_area.slug, on=on)
    return CalendarInHand(row.pk, viewer) if viewer else None
