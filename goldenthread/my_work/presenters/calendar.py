"""One person's days as a calendar file (RFC 5545) that other programs fetch again and again."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from icalendar import Calendar, Event, vDuration

from goldenthread.my_work.queries.calendar import CalendarDay, CalendarOfOne
from goldenthread.partnership.queries import Viewer

FETCHED_EACH = timedelta(hours=6)
_PRODUCT = "-//Golden Thread//Due dates//EN"


def calendar_file(found: CalendarOfOne, *, viewer: Viewer, now: datetime) -> bytes:
    """Each day as an event of that whole day, which makes nobody busy; lines end as the RFC says.

    A due date that is met or gone is in the next file no more, and one that moved is the same
    event on another day. `now`: the moment of the fetch, which the RFC wants on each event.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", f"Golden Thread, {viewer.local_area_name}")
    calendar.add("x-wr-calname", f"Golden Thread, {viewer.local_area_name}")
    calendar.add("refresh-interval", vDuration(FETCHED_EACH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(FETCHED_EACH))
    for day in found.days:
        calendar.add_component(_event(day, area=str(viewer.local_area_id), now=now))
    return bytes(calendar.to_ical())


def _event(day: CalendarDay, *, area: str, now: datetime) -> Event:
    address = f"{settings.PUBLIC_ADDRESS}{day.path}"
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'{area}:{day.key}')}@{_host()}")
    event.add("dtstamp", now)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", day.words)
    event.add("description", f"Open it after signing in: {address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _host() -> str:
    return urlsplit(settings.PUBLIC_ADDRESS).hostname or "localhost"
