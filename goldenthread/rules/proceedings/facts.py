"""The facts of one child's cases: dated events, their corrections, and exceptions claimed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from goldenthread.rules.clocks import LawfulException
from goldenthread.rules.clocks.appeal import About
from goldenthread.rules.clocks.exceptions import Fact
from goldenthread.rules.proceedings.happenings import (
    MAY_CARRY,
    MUST_CARRY,
    WORDS,
    Asked,
    Carries,
    Phase,
    What,
)
from goldenthread.rules.refusals import Refused

_NEVER_CONCEDED = (Asked.RECONSIDER, Asked.CEASE)


@dataclass(frozen=True)
class Event:
    """What happened on a day in a case. Refused, in a sentence, where it carries another thing
    than its kind does.

    A mediation and an appeal belong to the case of the decision that they are about. `key` names
    the event among the child's. `body` is whoever was asked or answered; `day` another day that
    the event tells of, such as that of the meeting.
    """

    key: str
    case: str
    what: What
    on: date
    body: str = ""
    day: date | None = None
    asks: Asked | None = None
    phase: Phase | None = None
    about: About | None = None

    def __post_init__(self) -> None:
        carries = self.body or self.day or self.asks or self.phase or self.about
        if not carries and self.what not in MUST_CARRY:
            return  # most events: a register has millions
        carried = {one for one in Carries if getattr(self, one.value)}
        must = set(MUST_CARRY.get(self.what, ()))
        for one in sorted(must - carried):
            raise Refused(f"“{WORDS[self.what]}” needs its {one}.")
        for one in sorted(carried - must - set(MAY_CARRY.get(self.what, ()))):
            raise Refused(f"“{WORDS[self.what]}” has no {one}. Leave it out.")
        if self.what is What.APPEAL_NOT_OPPOSED and self.asks in _NEVER_CONCEDED:
            raise Refused(f"Not opposing an appeal never means to {self.asks}. Give another.")


@dataclass(frozen=True)
class Correction:
    """An event was wrong: `instead` takes its place, or nothing where it never happened."""

    of: str
    instead: Event | None = None


@dataclass(frozen=True)
class Claim:
    """An exception claimed for the deadlines of a duty that an event started.

    `fact` has the dates on which it rests; `accepted_on` is None while nobody has accepted it.
    """

    duty: str
    started_by: str
    reason: LawfulException
    fact: Fact
    claimed_on: date
    accepted_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """All that is known of one child's cases, in any order. `born` decides only whether the child
    was under 5."""

    events: tuple[Event, ...]
    corrections: tuple[Correction, ...] = ()
    claims: tuple[Claim, ...] = ()
    born: date | None = None

    def __post_init__(self) -> None:
        keys = Counter(one.key for one in _all(self))
        _refuse((key for key, times in keys.items() if times > 1), "stands twice")
        corrected = Counter(one.of for one in self.corrections)
        _refuse((key for key in corrected if key not in keys), "is corrected, but is not known")
        twice = (key for key, times in corrected.items() if times > 1)
        _refuse(twice, "is corrected twice. Correct the correction instead")
        claimed = (one.started_by for one in self.claims)
        _refuse((key for key in claimed if key not in keys), "has an exception, but is not known")


def standing(facts: Facts) -> tuple[Event, ...]:
    """The events as corrected, by day and key."""
    wrong = {one.of for one in facts.corrections}
    held = (one for one in _all(facts) if one.key not in wrong)
    return tuple(sorted(held, key=lambda one: (one.on, one.key)))


def claims_of(facts: Facts) -> tuple[Claim, ...]:
    """The claims; one for an event that was corrected holds for what took its place."""
    instead = {one.of: one.instead.key if one.instead else "" for one in facts.corrections}
    return tuple(
        Claim(
            duty=one.duty,
            started_by=_followed(one.started_by, instead),
            reason=one.reason,
            fact=one.fact,
            claimed_on=one.claimed_on,
            accepted_on=one.accepted_on,
        )
        for one in facts.claims
    )


def _followed(key: str, instead: dict[str, str]) -> str:
    seen = set()
    while key in instead and key not in seen:
        seen.add(key)
        key = instead[key]
    return key


def _all(facts: Facts) -> list[Event]:
    return [*facts.events, *(one.instead for one in facts.corrections if one.instead)]


def _refuse(keys: Iterable[str], why: str) -> None:
    for key in sorted(keys):
        raise Refused(f"The event {key} {why}.")
