"""What a new extract changes of what is kept of a child: pure, so that it can be shown first.

A source says again what it said before; only what it says otherwise is a change. What it says no
longer is left as it is: an extract may leave out what a return asks for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any, TypeVar

from goldenthread.rules.proceedings import Event
from goldenthread.rules.standing.records import NeedRecord, PlacementRecord

# Who somebody is: fields of a ChildRecord that a source may give.
IDENTITY = (
    "reference", "forename", "surname", "born_on", "sex", "ethnicity", "postcode", "upn",
    "upn_unknown", "uln", "nhs_number", "known_to_social_care",
)  # fmt: skip
_DATES = frozenset({"from_date", "until"})
_CONTENTS = {
    made: attrgetter(*(one.name for one in fields(made) if one.name not in _DATES))
    for made in (PlacementRecord, NeedRecord)
}
Row = TypeVar("Row", PlacementRecord, NeedRecord)


@dataclass(frozen=True)
class NewEvents:
    """`added` are not known yet; `corrected` are pairs of the key of what this source said before
    and what it says now."""

    added: tuple[Event, ...]
    corrected: tuple[tuple[str, Event], ...]


def new_events(known: Iterable[Event], ours: Iterable[Event], given: Iterable[Event]) -> NewEvents:
    """What events a source gives that are not known. `known` are all that stand, `ours` those of
    them that came from this same source. Where it gave as many of a kind before, on other days,
    and gives the same number now, it has corrected itself: the days are paired in their order."""
    there = Counter(_same(one) for one in known)
    fresh: list[Event] = []
    for one in given:
        if there[_same(one)]:
            there[_same(one)] -= 1
        else:
            fresh.append(one)
    kept = Counter(_same(one) for one in given)
    gone = []
    for one in ours:
        if kept[_same(one)]:
            kept[_same(one)] -= 1
        else:
            gone.append(one)
    corrected: list[tuple[str, Event]] = []
    for what, body in dict.fromkeys((one.what, one.body) for one in fresh):
        new = [one for one in fresh if (one.what, one.body) == (what, body)]
        old = [one for one in gone if (one.what, one.body) == (what, body)]
        if len(new) == len(old):
            pairs = zip(sorted(old, key=_day), sorted(new, key=_day), strict=True)
            corrected += [(before.key, after) for before, after in pairs]
            fresh = [one for one in fresh if one not in new]
    return NewEvents(tuple(fresh), tuple(corrected))


@dataclass(frozen=True)
class NewRows:
    """`added` begin; `ended` are kept rows that end the day before, by their place among them."""

    added: tuple[Any, ...]
    ended: tuple[tuple[int, date], ...]


def new_rows(kept: Sequence[Row], given: Iterable[Row]) -> NewRows:
    """What placements or needs a source gives that are not kept yet. The day on which one begins is
    often only that of the source: the same thing from another day is no change. A new one ends the
    open one of the same kind and rank."""
    added: list[Row] = []
    ended: list[tuple[int, date]] = []
    for one in given:
        content = _content(one)
        if any(_meet(one, row) and content == _content(row) for row in kept):
            continue
        added.append(one)
        for place, row in enumerate(kept):
            same = _slot(row) == _slot(one) and row.until is None
            if same and one.until is None and row.from_date < one.from_date:
                ended.append((place, one.from_date))
    return NewRows(tuple(added), tuple(dict(ended).items()))


def _same(one: Event) -> tuple[object, ...]:
    return one.what, one.on, one.body, one.day, one.asks, one.phase


def _day(one: Event) -> date:
    return one.on


def _content(row: Row) -> tuple[object, ...]:
    said: tuple[object, ...] = _CONTENTS[type(row)](row)
    return said


def _slot(row: Row) -> tuple[object, ...]:
    return getattr(row, "kind", ""), row.rank


def _meet(one: Row, other: Row) -> bool:
    """Whether the two hold on some day together."""
    return (other.until is None or one.from_date <= other.until) and (
        one.until is None or other.from_date <= one.until
    )
