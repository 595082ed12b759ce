"""The words of the page on which it is said what the columns of an extract are."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from dataclasses import dataclass

from goldenthread.intake.registers.mapping import Mapping
from goldenthread.intake.registers.proposing import (
    REFERENCE,
    SPECIAL,
    ColumnSeen,
    TableSeen,
    asked_words,
    codes_of,
    likely,
    options_for,
    targets_of,
)
from goldenthread.intake.registers.targets import TARGETS
from goldenthread.intake.registers.values import DateStyle
from goldenthread.pages.words import counted

_GROUPS = {
    "person": "Who it is about", "request": "The request for an assessment",
    "assessment": "The assessment", "named_plan": "The EHC plan",
    "active_plan": "Reviews and phase transfers", "placement_detail": "The placement",
    "need": "Types of need", "beside": "Beside", "event": "The day on which something happened",
}  # fmt: skip
_SURE = 100
DATES = (
    (DateStyle.ANY.name, "Day first: 31/03/2026"),
    (DateStyle.MONTH_FIRST.name, "Month first, as in America: 03/31/2026"),
)


@dataclass(frozen=True)
class Option:
    value: str
    text: str


@dataclass(frozen=True)
class ColumnLine:
    """One column of the extract: what it looks like, what it seems to be, what is chosen."""

    key: str
    heading: str
    filled: str
    samples: tuple[str, ...]
    seems: str
    chosen: str


@dataclass(frozen=True)
class WordLine:
    """One word of the case system, to be said in ours."""

    key: str
    words: str
    times: str
    chosen: str


@dataclass(frozen=True)
class WordGroup:
    """The words of one column."""

    heading: str
    goes_to: str
    options: tuple[Option, ...]
    lines: tuple[WordLine, ...]


@dataclass(frozen=True)
class Said:
    """What the form says: the name, how days are written, where each column goes, and the words of
    columns that have a list, in ours."""

    name: str
    dates: str
    targets: Pairs[int, str]
    codes: Pairs[int, Pairs[str, str]]


def groups() -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Everything that a column can be, in groups."""
    found: dict[str, list[Option]] = {
        words: [] for words in ("What a row is about", *_GROUPS.values())
    }
    found["What a row is about"] = [Option(key, words) for key, words in SPECIAL.items()]
    for key, target in TARGETS.items():
        found[_GROUPS[key.split(".")[0]]].append(Option(key, target.words))
    return tuple((words, tuple(options)) for words, options in found.items())


def said_at_first(table: TableSeen, mapping: Mapping | None, name: str) -> Said:
    """What the form begins with: a saved mapping, else what the columns seem to be."""
    if mapping is not None:
        return Said(
            mapping.name, mapping.dates.name, targets_of(mapping, table), codes_of(mapping, table)
        )
    return Said(name, table.dates, {one.at: one.target for one in table.columns}, {})


def lines(table: TableSeen, said: Said) -> tuple[ColumnLine, ...]:
    """Each column in the order of the file."""
    return tuple(
        ColumnLine(
            key=f"to-{one.at}",
            heading=one.heading,
            filled=f"{one.filled:,} of {counted(table.rows, 'row')}",
            samples=_samples(one),
            seems=_seems(one),
            chosen=said.targets.get(one.at, ""),
        )
        for one in table.columns
    )


def _samples(one: ColumnSeen) -> tuple[str, ...]:
    if one.shown:
        return tuple(words for words, _ in one.words[:3])
    return one.shapes or ("empty",)


def _seems(one: ColumnSeen) -> str:
    if not one.target:
        return ""
    words = SPECIAL[REFERENCE] if one.target == REFERENCE else TARGETS[one.target].words
    return f"Seems to be: {words}" if one.score == _SURE else f"May be: {words}"


def word_groups(table: TableSeen, said: Said) -> tuple[WordGroup, ...]:
    """The words that still have to be said in ours, by column."""
    return tuple(
        WordGroup(
            heading=one.heading,
            goes_to=SPECIAL.get(target) or TARGETS[target].words,
            options=tuple(
                Option(value, f"{words} ({value})" if len(value) < 5 else words)
                for value, words in options_for(target)
            ),
            lines=tuple(
                WordLine(
                    key=f"is-{one.at}-{number}",
                    words=words,
                    times=counted(times, "row"),
                    chosen=said.codes.get(one.at, {}).get(words, likely(words, target)),
                )
                for number, (words, times) in enumerate(asked)
            ),
        )
        for one in table.columns
        if (target := said.targets.get(one.at, "")) and (asked := asked_words(one, target))
    )
