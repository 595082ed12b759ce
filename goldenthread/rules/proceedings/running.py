"""How one duty runs in a case: what starts it, what meets it, and what ends it otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.rules.proceedings.facts import Event
from goldenthread.rules.proceedings.happenings import Asked, Phase, What


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
        """Whether this event starts it, the child's age left aside."""
        if event.what not in self.starts:
            return False
        if self.asks_nothing:
            return event.asks is None
        return self.asks in (None, event.asks) and self.phase in (None, event.phase)

    def thread(self, event: Event) -> tuple[str, str]:
        """Whatever has the same thread belongs together: case and body, "" where it is any."""
        match self.within:
            case Within.BODY:
                return event.case, event.body
            case Within.CASE:
                return event.case, ""
            case Within.CHILD:
                return "", ""

    def first_met(self, start: Event, events: Iterable[Event]) -> Event | None:
        """The first event that meets what `start` started; `events` are by day."""
        return next((one for one in events if self._meets(start, one)), None)

    def first_ended(self, start: Event, events: Iterable[Event]) -> Event | None:
        """The first event that ends it, met or not; `events` are by day."""
        return next((one for one in events if self._ends(start, one)), None)

    def _meets(self, start: Event, event: Event) -> bool:
        if event.what not in self.meets or self.thread(event) != self.thread(start):
            return False
        # What starts a duty and meets the one before (a review) never meets one of the same day.
        return event.on > start.on or (event.on == start.on and event.what not in self.starts)

    def _ends(self, start: Event, event: Event) -> bool:
        if event.on < start.on:
            return False
        if event.what in self.ends_anywhere:
            return True
        same_case = self.within is Within.CHILD or event.case == start.case
        same_body = event.body in ("", start.body)
        return event.what in self.ends and same_case and same_body
