"""What a check of the return is, what it needs, and what comes of it.

A check that could not run is "not run", with the reason, and never passes. Where a value was given
that could not be read, the persons concerned are not judged by the checks that rest on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from goldenthread.rules.sen2.items import BY_KEY
from goldenthread.rules.sen2.records import Person, Place


class Level(StrEnum):
    """An error must be put right before the return is taken; a query must be looked at."""

    ERROR = "error"
    QUERY = "query"


class Scope(StrEnum):
    """What a check looks at, one at a time. Its function is called with these, then `Given`."""

    PERSON = "person"  # (person)
    REQUEST = "request"  # (request)
    ASSESSMENT = "assessment"  # (request, assessment)
    NAMED_PLAN = "named plan"  # (request, assessment, plan)
    PLAN_DETAIL = "plan detail"  # (detail)
    ACTIVE_PLAN = "active plan"  # (person, request, active)
    PLACEMENT_DETAIL = "placement detail"  # (placement)
    NEED = "need"  # (need)
    RETURN = "return"  # a `WholeReturn`


class Want(StrEnum):
    """What a check needs beside the return, in the words for why it was not run."""

    REFERENCE_DATE = "the census day is not known"
    YEAR = "the year of the return is not known"
    OWN_AUTHORITY = "the authority’s own number is not known"
    SETTINGS = "no list of schools and other settings is loaded"
    OTHER_RETURNS = "no return of another authority is loaded"


@dataclass(frozen=True, slots=True)
class SettingFacts:
    """What the register of schools says of one."""

    kind: str
    opened: date | None = None
    closed: date | None = None
    sen_unit: bool | None = None  # None: not said
    resourced_provision: bool | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What stands beside the return. `on` is the day of checking; the rest may be unknown.

    settings: by URN. transferred_in_elsewhere: the UPNs that other authorities' returns show as
    transferred in.
    """

    on: date
    year: int | None = None
    reference_date: date | None = None
    own_authority: str | None = None
    settings: Mapping[str, SettingFacts] | None = None
    transferred_in_elsewhere: frozenset[str] | None = None

    def lacks(self, want: Want) -> bool:
        known: dict[Want, object] = {
            Want.REFERENCE_DATE: self.reference_date,
            Want.YEAR: self.year,
            Want.OWN_AUTHORITY: self.own_authority,
            Want.SETTINGS: self.settings,
            Want.OTHER_RETURNS: self.transferred_in_elsewhere,
        }
        return known[want] is None


class WholeReturn(Protocol):
    """A check that must see every person before it can answer."""

    def add(self, number: int, person: Person) -> None: ...

    def found(self) -> list[Hit]: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a check found something. The level is the check's own, or the one the record earns."""

    place: Place
    level: Level


Judgement = bool | Level | None
Judge = Callable[..., Judgement]
J = TypeVar("J", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Part:
    """One function of a check and what it looks at."""

    scope: Scope
    judge: Callable[..., Any]


@dataclass(slots=True)
class Check:
    """One check: a rule in a sentence, where it comes from, what it reads.

    reads: keys of items, all of which the source must have. any_of: of these, one is enough.
    rests_on: looked at too where the source has them. What is missing of the last two is named in
    the result. judges_unread: it looks for unreadable values itself.
    """

    key: str
    level: Level
    rule: str
    basis: str
    reads: tuple[str, ...]
    any_of: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    wants: tuple[Want, ...] = ()
    since: int = 2023
    judges_unread: bool = False
    parts: list[Part] = field(default_factory=list)

    def why_not(self, fields: frozenset[str], given: Given) -> str:
        """Why it cannot run on a source with these fields; "" when it can."""
        if given.year is not None and given.year < self.since:
            return f"it is asked from {self.since}, and this is a return of {given.year}"
        missing = [key for key in self.reads if key not in fields]
        if missing:
            return _lacking(missing)
        if self.any_of and not any(key in fields for key in self.any_of):
            return _lacking(list(self.any_of))
        for want in self.wants:
            if given.lacks(want):
                return want.value
        return ""

    def touches(self, unread: frozenset[str]) -> bool:
        """Whether it rests on a value that could not be read."""
        keys = (*self.reads, *self.any_of, *self.rests_on)
        return not self.judges_unread and not unread.isdisjoint(keys)


def _lacking(keys: list[str]) -> str:
    words = [item_words(key) for key in keys]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"this source has no {listed}"


def item_words(key: str) -> str:
    """ "RequestOutcome", or the item's name where the return has no such item."""
    item = BY_KEY[key]
    return item.tag or f"“{item.name}”"


CHECKS: dict[str, Check] = {}


def check(
    key: str,
    level: Level,
    rule: str,
    *,
    basis: str,
    scope: Scope,
    reads: tuple[str, ...] = (),
    any_of: tuple[str, ...] = (),
    rests_on: tuple[str, ...] = (),
    wants: tuple[Want, ...] = (),
    since: int = 2023,
    judges_unread: bool = False,
) -> Callable[[J], J]:
    """Makes a check of the function that judges one record."""
    unknown = {*reads, *any_of, *rests_on} - BY_KEY.keys()
    if key in CHECKS or unknown:
        raise ValueError(f"{key} is there already, or reads what is no item: {sorted(unknown)}")
    CHECKS[key] = Check(
        key, level, rule, basis, reads, any_of, rests_on, wants, since, judges_unread
    )
    return also(key, scope)


def also(key: str, scope: Scope) -> Callable[[J], J]:
    """Another part of the same check, which looks at another kind of record."""

    def add(judge: J) -> J:
        CHECKS[key].parts.append(Part(scope, judge))
        return judge

    return add


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What came of one check.

    reason: why it was not run; "" where it was. not_judged: persons whose values could not be read,
    so that it says nothing of them. without: words of fields it would also have looked at.
    """

    check: Check
    reason: str
    hits: tuple[Hit, ...] = ()
    not_judged: tuple[Place, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def ran(self) -> bool:
        return not self.reason

    @property
    def passed(self) -> bool:
        """It ran, judged everybody and found nothing."""
        return self.ran and not self.hits and not self.not_judged
