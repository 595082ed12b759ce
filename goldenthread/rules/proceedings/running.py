"""How one duty runs in a case: what starts it, what meets it, and what ends it otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.rules.proceedings.facts import Event
from goldenthread.rules.proceedings.happenings import Asked, Phase, What

# What has happened to a child by a day: the events of each kind, by day and key.
Happened = Mapping[What, list[Event]]


class Within(StrEnum):
    """How far an event reaches."""

    BODY = "the same body in the same case"
    CASE = "the same case"
    CHILD = "all cases of the child"


class Owed(StrEnum):
    """Whether somebody must."""

    MUST = "must be done"
    IF = "must be done by then, if it goes that way"
    MAY = "a time to act in; nobody is late"


class Again(StrEnum):
    """What a second starting event does while the first one's deadline runs."""

    FIRST_COUNTS = "the first one counts"
    STARTS_ANEW = "the deadline starts anew"


class From(StrEnum):
    """Where the clock gets its first day, and the second where it asks for one."""

    EVENT = "the day of the event"
    DAY = "the day that the event tells of"
    DAY_AND_EVENT = "the day that the event tells of, and the day of the event"
    EVENT_AND_CERTIFICATE = "the day of the event, and the day of the certificate"


@dataclass(frozen=True)
class Running:
    """One way in which a duty runs. `kind` tells apart the ways of one duty.

    It starts only for events that carry `asks` or `phase` where those are given; `asks_nothing` is
    for events that do not say yet. `ends` end it without its being met, within the case;
    `ends_anywhere` in any case of the child. A duty that is owed IF it goes that way is owed once
    one of `owed_once` has happened. `lapses_with` is the duty whose own time passing lets this one
    wait no longer. `why` cites what the law says of it, "" where the duty's own law says it all.
    """

    duty: str
    starts: tuple[What, ...]
    meets: tuple[What, ...]
    ends: tuple[What, ...] = ()
    ends_anywhere: tuple[What, ...] = ()
    kind: str = ""
    asks: Asked | None = None
    asks_nothing: bool = False
    phase: Phase | None = None
    within: Within = Within.CASE
    owed: Owed = Owed.MUST
    owed_once: tuple[What, ...] = ()
    again: Again = Again.FIRST_COUNTS
    counts: From = From.EVENT
    under_5: bool = False
    lapses_with: str = ""
    why: str = ""

    def started_by(self, event: Event) -> bool:
        """Whether an event of one of `starts` starts it, the child's age left aside."""
        return self.started_by_what(event.asks, event.phase)

    def started_by_what(self, asks: Asked | None, phase: Phase | None) -> bool:
        """The same of what the event carries."""
        if self.asks_nothing:
            return asks is None
        return self.asks in (None, asks) and self.phase in (None, phase)

    def thread(self, event: Event) -> tuple[str, str]:
        """Whatever has the same thread belongs together: case and body, "" where it is any."""
        if self.within is Within.CASE:
            return event.case, ""
        return (event.case, event.body) if self.within is Within.BODY else ("", "")

    def first_met(self, start: Event, happened: Happened) -> Event | None:
        """The first event that meets what `start` started."""
        return _first(self.meets, happened, lambda one: self._meets(start, one))

    def first_ended(self, start: Event, happened: Happened) -> Event | None:
        """The first event that ends it, met or not."""
        found = _first(self.ends, happened, lambda one: self._ends(start, one))
        anywhere = _first(self.ends_anywhere, happened, lambda one: one.on >= start.on)
        return min((one for one in (found, anywhere) if one), key=_by_day, default=None)

    def _meets(self, start: Event, event: Event) -> bool:
        if event.on < start.on or self.thread(event) != self.thread(start):
            return False
        # What starts a duty and meets the one before (a review) never meets one of the same day.
        return event.on > start.on or event.what not in self.starts

    def _ends(self, start: Event, event: Event) -> bool:
        if event.on < start.on:
            return False
        same_case = self.within is Within.CHILD or event.case == start.case
        return same_case and event.body in ("", start.body)


def _first(
    kinds: tuple[What, ...], happened: Happened, holds: Callable[[Event], bool]
) -> Event | None:
    """The first event of these kinds for which it holds."""
    found: list[Event] = []
    for kind in kinds:
        for one in happened.get(kind, ()):
            if holds(one):
                found.append(one)
                break
    return min(found, key=_by_day, default=None)


def _by_day(event: Event) -> tuple[date, str]:
    return event.on, event.key
