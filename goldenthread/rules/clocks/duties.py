"""A duty: one time limit of the law, with its words, its grade and the function that counts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, ParamSpec, TypeVar

from goldenthread.rules.calendars import say_date
from goldenthread.rules.clocks import exceptions
from goldenthread.rules.clocks.answers import Answer, Missing, Needs, NoLimit
from goldenthread.rules.clocks.counting import Counting
from goldenthread.rules.clocks.exceptions import LawfulException
from goldenthread.rules.refusals import Refused

FIRST_YEAR, LAST_YEAR = 2000, 2100  # bank holidays of other years are nobody's concern


class Process(StrEnum):
    """What a duty is part of; each has a module of its own here."""

    ASSESSMENT = "Assessment and first plan"
    ANNUAL_REVIEW = "Annual review"
    PHASE_TRANSFER = "Moving between phases of education"
    TRANSFER = "Moving to another authority"
    REASSESSMENT = "Re-assessing, amending and ceasing"
    MEDIATION = "Mediation"
    APPEAL = "Appeals and orders"
    PROVISION = "Provision, and detained people"


class Holder(StrEnum):
    """Who must keep the limit."""

    AUTHORITY = "Local authority"
    OLD_AUTHORITY = "Old local authority"
    NEW_AUTHORITY = "New local authority"
    HOME_AUTHORITY = "Home authority"
    ADVISER = "Each body asked for advice"
    FAMILY = "Parent or young person"
    SETTING = "School or college"
    HEAD_OR_AUTHORITY = "Head or principal, or local authority"
    CONVENER = "Whoever arranges the meeting"
    CARE_BOARD = "Integrated care board"
    AUTHORITY_OR_CARE_BOARD = "Local authority or integrated care board"
    MEDIATION_ADVISER = "Mediation adviser"


class Grade(StrEnum):
    """How far the law behind a limit has been read; each with the sentence that pages say."""

    TEXT = "The text of the law was read."
    SECONDARY = "Taken from pages about the law; the text of the law itself was not read."
    NOT_VERIFIED = "Not verified: check the law itself before you rely on this."


class Force(StrEnum):
    """What stands behind a limit."""

    LAW = "law"
    GUIDANCE = "guidance"


class Days(StrEnum):
    """A local setting, only where practice differs and the law leaves room."""

    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True)
class Law:
    """Where a limit stands: `cited` as a lawyer writes it, `address` of its text, "" if none.

    In force from `since` to `until`, both within; None while it is in force.
    """

    cited: str
    address: str
    since: date
    until: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether it was law on this day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Second:
    """A further day that a duty asks for: the function's parameter, and its words."""

    name: str
    words: str


P = ParamSpec("P")
A_co = TypeVar("A_co", bound=Answer, covariant=True)


@dataclass(frozen=True)
class Duty(Generic[P, A_co]):
    """One limit. Called, it is the function that it wraps; `answer` is the same for any duty.

    `counting` is how it counts, or a sentence where it is not one number of units. `starts` names
    the first day; a `minimum` may be made longer. `note` says what is doubtful, and what differs
    in practice.
    """

    key: str
    step: str
    holder: Holder
    process: Process
    starts: str
    law: Law
    counting: Counting | str
    grade: Grade
    reckon: Callable[P, A_co]
    exceptions: tuple[LawfulException, ...] = exceptions.NONE
    second: Second | None = None
    kinds: type[StrEnum] | None = None
    days_may_differ: bool = False
    minimum: bool = False
    force: Force = Force.LAW
    note: str = ""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> A_co:
        return self.reckon(*args, **kwargs)

    @property
    def verified(self) -> bool:
        """False where the limit rests on memory alone."""
        return self.grade is not Grade.NOT_VERIFIED

    @property
    def limit(self) -> str:
        """The limit and how it is counted, as sentences."""
        if isinstance(self.counting, Counting):
            return self.counting.phrase(self.starts, at_least=self.minimum)
        return self.counting

    def answer(
        self,
        start: date,
        *,
        second: date | None = None,
        kind: str | None = None,
        days: Days | None = None,
    ) -> Answer:
        """What this clock answers from `start`. Refuses what it does not ask for, in a sentence.

        `kind` is a value of `kinds`. Before the law was in force there is no limit.
        """
        self._refuse_what_is_not_asked(start, second, kind, days)
        if not self.law.in_force(start):
            return NoLimit(self._not_in_force(start))
        given: dict[str, Any] = {}
        if self.second:
            given[self.second.name] = second
        if self.kinds:
            given["kind"] = self.kinds(kind) if kind else None
        if self.days_may_differ:
            given["days"] = days or Days.CALENDAR
        reckon: Callable[..., A_co] = self.reckon
        return reckon(start, **given)

    def exceptions_between(self, first: date, last: date) -> tuple[LawfulException, ...]:
        """The lawful exceptions in force on any day from `first` to `last`."""
        return tuple(
            one for one in self.exceptions if exceptions.in_force(one, first=first, last=last)
        )

    def _refuse_what_is_not_asked(
        self, start: date, second: date | None, kind: str | None, days: Days | None
    ) -> None:
        for day in (start, second):
            if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise Refused(f"Give a day from {FIRST_YEAR} to {LAST_YEAR}, not {say_date(day)}.")
        if second is not None and self.second is None:
            raise Refused(f"{self.key} counts from one day only. Leave out the second.")
        if kind and self.kinds is None:
            raise Refused(f"{self.key} has no kinds. Leave the kind out.")
        if kind and self.kinds and kind not in [one.value for one in self.kinds]:
            raise Refused(f"{self.key} has no kind “{kind}”. Give one of: {_listed(self.kinds)}.")
        if days and not self.days_may_differ:
            raise Refused(
                f"How {self.key} counts is set by law, so areas may not choose. Leave it out."
            )

    def _not_in_force(self, start: date) -> str:
        if start < self.law.since:
            return (
                f"{self.law.cited} has been in force since {say_date(self.law.since)}; "
                f"{say_date(start)} is earlier."
            )
        assert self.law.until is not None
        return f"{self.law.cited} was in force until {say_date(self.law.until)} only."


def needs_second(key: str, words: str) -> Needs:
    """The answer of a duty that lacks its second day."""
    return Needs(Missing.SECOND_DATE, f"{key} also needs {words}.")


def needs_kind(key: str, kinds: type[StrEnum]) -> Needs:
    """The answer of a duty that lacks its kind."""
    return Needs(Missing.KIND, f"{key} also needs its kind, one of: {_listed(kinds)}.")


def _listed(kinds: type[StrEnum]) -> str:
    return ", ".join(one.value for one in kinds)


def duty(
    key: str,
    *,
    step: str,
    holder: Holder,
    process: Process,
    starts: str,
    law: Law,
    counting: Counting | str,
    grade: Grade,
    exceptions: tuple[LawfulException, ...] = exceptions.NONE,
    second: Second | None = None,
    kinds: type[StrEnum] | None = None,
    days_may_differ: bool = False,
    minimum: bool = False,
    force: Force = Force.LAW,
    note: str = "",
) -> Callable[[Callable[P, A_co]], Duty[P, A_co]]:
    """Makes a duty of the function that counts it."""

    def made(reckon: Callable[P, A_co]) -> Duty[P, A_co]:
        return Duty(
            key=key,
            step=step,
            holder=holder,
            process=process,
            starts=starts,
            law=law,
            counting=counting,
            grade=grade,
            reckon=reckon,
            exceptions=exceptions,
            second=second,
            kinds=kinds,
            days_may_differ=days_may_differ,
            minimum=minimum,
            force=force,
            note=note,
        )

    return made
