"""A saved mapping: which column of a case system's extract goes where. A pure value.

Mappings are kept by name and version: a changed one is the next version, so that an earlier import
still says how it was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from rapidfuzz import fuzz

from goldenthread.intake.registers.headings import plain
from goldenthread.intake.registers.targets import TARGETS
from goldenthread.intake.registers.values import DateStyle, read_date
from goldenthread.rules.refusals import Refused

SCHEMA = 1
_LIKE = 88  # of 100: below it two headings are different words
_NAMES = ("person.surname", "person.forename", "person.born")


class Shape(StrEnum):
    """What one row of the extract is."""

    CHILD = "one row for each child or young person"
    EVENT = "one row for each event"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and where it goes. codes: the source's words → the return's."""

    heading: str
    target: str
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """How an extract is read.

    reference: the heading of the case system's own number for a child, "" where there is none.
    For one row per event: the heading of what happened, that of its day, and which words are which
    target of a day. sheet: a name, "" for the first that has the headings.
    """

    name: str
    version: int
    shape: Shape
    columns: tuple[Column, ...]
    reference: str = ""
    dates: DateStyle = DateStyle.ANY
    sheet: str = ""
    event: str = ""
    event_day: str = ""
    events: tuple[tuple[str, str], ...] = ()

    def changed(self, **changes: Any) -> Mapping:
        """The next version."""
        return replace(self, version=self.version + 1, **changes)

    def headings(self) -> list[str]:
        """Every heading that it names."""
        more = [self.reference, self.event, self.event_day]
        return [column.heading for column in self.columns] + [one for one in more if one]

    def problems(self, headings: Iterable[str] | None = None) -> list[str]:
        """Why it cannot be used, in sentences; with the headings of a file, for that file."""
        found = list(self._wrong())
        if headings is not None:
            there = {plain(heading) for heading in headings}
            found += [
                f"The file has no column “{heading}”."
                for heading in self.headings()
                if plain(heading) not in there
            ]
        return found

    def _wrong(self) -> Iterable[str]:
        targets = {column.target for column in self.columns}
        for target, times in Counter(column.target for column in self.columns).items():
            if target not in TARGETS:
                yield f"“{target}” is no field of the register."
            elif times > 1:
                yield f"{times} columns go to “{TARGETS[target].words}”. Choose one."
        # The case system's number may be the UPN, so its column may go there as well.
        used = [column.heading for column in self.columns]
        used += [one for one in (self.event, self.event_day) if one]
        for heading, times in Counter(plain(one) for one in used).items():
            if times > 1:
                named = next(one for one in used if plain(one) == heading)
                yield f"The column “{named}” is used {times} times. Use it once."
        known = {"person.upn", "person.uln"} & targets or self.reference
        if not known and not targets.issuperset(_NAMES):
            yield (
                "Nothing says who a row is about. Choose the column of the case system’s number, "
                "of the UPN or the ULN, or those of surname, forename and date of birth."
            )
        if self.shape is Shape.EVENT:
            yield from self._wrong_events()

    def _wrong_events(self) -> Iterable[str]:
        if not (self.event and self.event_day):
            yield "Choose the column that says what happened, and the column of its day."
        if not self.reference:
            yield "Choose the column of the case system’s number: it tells whose events are whose."
        for words, target in self.events:
            if target not in TARGETS or not TARGETS[target].is_day:
                yield f"“{words}” cannot be read as “{target}”: that is no day."

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "schema": SCHEMA, "name": self.name, "version": self.version, "shape": self.shape.name,
            "columns": [[one.heading, one.target, [list(pair) for pair in one.codes]]
                        for one in self.columns],
            "reference": self.reference, "dates": self.dates.name, "sheet": self.sheet,
            "event": self.event, "event_day": self.event_day,
            "events": [list(pair) for pair in self.events],
        }  # fmt: skip


def from_data(data: Pairs[str, Any]) -> Mapping:
    """The mapping that `as_data` wrote. Raises Refused."""
    try:
        if data["schema"] != SCHEMA:
            raise Refused("This mapping was saved by another version of the product.")
        return Mapping(
            name=str(data["name"]),
            version=int(data["version"]),
            shape=Shape[data["shape"]],
            columns=tuple(
                Column(str(heading), str(target), tuple((str(a), str(b)) for a, b in codes))
                for heading, target, codes in data["columns"]
            ),
            reference=str(data["reference"]),
            dates=DateStyle[data["dates"]],
            sheet=str(data["sheet"]),
            event=str(data["event"]),
            event_day=str(data["event_day"]),
            events=tuple((str(a), str(b)) for a, b in data["events"]),
        )
    except (KeyError, TypeError, ValueError):
        raise Refused("This is not a mapping that was saved here. Make it again.") from None


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a heading seems to belong, how sure that is (of 100), and the words it is like."""

    heading: str
    target: str
    score: int
    like: str


@dataclass(frozen=True, slots=True)
class Guesses:
    """Guesses for a file's headings, and those that nothing is like."""

    found: tuple[Guess, ...]
    left: tuple[str, ...]
    reference: str = ""
    dates: DateStyle = DateStyle.ANY
    notes: tuple[str, ...] = ()

    def mapping(self, name: str) -> Mapping:
        """A first version to be looked at; one row for each child."""
        return Mapping(
            name, 1, Shape.CHILD,
            tuple(Column(one.heading, one.target) for one in self.found),
            self.reference, self.dates,
        )  # fmt: skip


_REFERENCES = ("id", "case id", "child id", "person id", "pupil id", "case number", "reference",
               "case reference", "unique id", "client id", "system id", "record id")  # fmt: skip


def guess(headings: Sequence[str], rows: Iterable[Sequence[str]] = ()) -> Guesses:
    """Where each heading seems to belong, each target once, the surest first; by some rows of the
    file, how its days are written."""
    given = [heading.strip() for heading in headings if heading.strip()]
    reference = next((one for one in given if plain(one) in _PLAIN_REFERENCES), "")
    scored = sorted(
        (
            Guess(heading, key, score, words)
            for heading in given
            if heading != reference
            for key, words, score in _likenesses(heading)
        ),
        key=lambda one: (-one.score, given.index(one.heading), one.target),
    )
    chosen: dict[str, Guess] = {}
    for one in scored:
        if one.heading not in chosen and one.target not in {had.target for had in chosen.values()}:
            chosen[one.heading] = one
    found = tuple(chosen[heading] for heading in dict.fromkeys(given) if heading in chosen)
    left = tuple(one for one in dict.fromkeys(given) if one not in chosen and one != reference)
    days = {one.heading for one in found if TARGETS[one.target].is_day}
    at = [number for number, heading in enumerate(headings) if heading.strip() in days]
    written = [row[number] for row in rows for number in at if number < len(row)]
    dates, note = _style_of(written)
    return Guesses(found, left, reference, dates, (note,) if note else ())


def _style_of(written: list[str]) -> tuple[DateStyle, str]:
    """Month first only where some day cannot be read otherwise and none contradicts it."""
    day_first = [read_date(words.strip(), DateStyle.ANY) is not None for words in written]
    month_first = [read_date(words.strip(), DateStyle.MONTH_FIRST) is not None for words in written]
    if sum(month_first) <= sum(day_first):
        return DateStyle.ANY, ""
    note = "Days of this file seem to be written month first, such as 03/31/2026. Look at them."
    return DateStyle.MONTH_FIRST, note


_PLAIN_REFERENCES = {plain(one) for one in _REFERENCES}
_SYNONYMS = [
    (key, words, plain(words))
    for key, target in TARGETS.items()
    for words in dict.fromkeys((target.words, *target.said_as))
    if words
]


def _likenesses(heading: str) -> Iterable[tuple[str, str, int]]:
    name = plain(heading)
    for key, words, other in _SYNONYMS:
        score = 100 if name == other else int(fuzz.ratio(name, other))
        if score >= _LIKE:
            yield key, words, score
