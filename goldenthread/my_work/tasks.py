"""Your week: one message on Mondays to everybody who signs in, has an address and wants it.

It says how much waits, by kind; never what it is. It may wait for the person's own digest. Made
twice in one week, it is the same message.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.my_work import queries
from goldenthread.my_work.presenters.week import Counted, subject, week_of, week_words
from goldenthread.notifications import actions as notifications
from goldenthread.notifications.kinds import WEEK_AHEAD
from goldenthread.notifications.queries.outbox import without_week_ahead
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import AreaFact, mail

MONDAY = 0


@dataclass(frozen=True)
class WeekMessage:
    """What one person is told."""

    person_id: UUID
    name: str
    area: str
    week: tuple[Counted, ...]
    queued: bool


@dataclass
class Weeks:
    """`nothing` waits for these people, so they get no message; `unwanted` turned it off."""

    messages: list[WeekMessage] = field(default_factory=list)
    nothing: int = 0
    unwanted: int = 0


def weekly_digest(*, dry_run: bool = False) -> Weeks:
    """For every local area; a constant number of queries for each person."""
    done = Weeks()
    today = timezone.localdate()
    for area in partnership.all_areas():
        on = area.day(today)
        unwanted = without_week_ahead(area.id)
        for one in mail.who_signs_in(local_area_id=area.id):
            if one.person_id in unwanted:
                done.unwanted += 1
                continue
            message = _for(one, area, on=on, today=today, dry_run=dry_run)
            if message is None:
                done.nothing += 1
            else:
                done.messages.append(message)
    return done


def _for(
    one: mail.Addressed, area: AreaFact, *, on: date, today: date, dry_run: bool
) -> WeekMessage | None:
    viewer = partnership.viewer_for(one.user, area.slug, on=on)
    if viewer is None:
        return None
    home = queries.home(viewer=viewer, on=on)
    week = week_of(home)
    if not week:
        return None
    queued = False
    if not dry_run:
        year, number, _ = today.isocalendar()
        with transaction.atomic():
            queued = bool(
                notifications.queue(
                    local_area_id=area.id,
                    person_id=one.person_id,
                    kind=WEEK_AHEAD.key,
                    subject=subject(home),
                    words=week_words(week, home),
                    once=f"week:{year}-{number:02}:{one.person_id}",
                    address=reverse("my_work:home", args=[area.slug]),
                    urgent=False,
                    by=None,
                    on=on,
                )
            )
    return WeekMessage(one.person_id, viewer.name, area.slug, week, queued)


def on_mondays() -> None:
    """By the worker, every hour: on Mondays the week is made; on other days nothing is."""
    if timezone.localdate().weekday() == MONDAY:
        weekly_digest()


def told(done: Weeks) -> Iterator[dict[str, object]]:
    """Each message as plain data."""
    for one in done.messages:
        counts = {each.kind: each.number for each in one.week}
        yield {"area": one.area, "person": one.name, "counts": counts, "queued": one.queued}
