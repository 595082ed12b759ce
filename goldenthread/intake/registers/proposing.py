"""What the columns of an extract seem to be, told without saying who anybody is.

A column whose words come again and again holds a case system's codes: they are shown, to be said in
ours. Of every other column only the shapes of its words are: "Aaaaa", "99/99/9999".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from goldenthread.intake.registers.headings import is_blank, plain
from goldenthread.intake.registers.mapping import Column, Guesses, Mapping, Shape, guess
from goldenthread.intake.registers.sheets import Sheet
from goldenthread.intake.registers.targets import TARGETS
from goldenthread.intake.registers.values import DateStyle, take
from goldenthread.rules.sen2.items import Kind

# Where a column can go besides the fields of the register.
REFERENCE, EVENT, EVENT_DAY = "reference", "event", "event_day"
SPECIAL = {
    REFERENCE: "The case system’s own number for the child",
    EVENT: "What happened (one row for each event)",
    EVENT_DAY: "The day on which it happened (one row for each event)",
}
_LOOKED_AT = 15  # rows in which a heading may stand
_GUESSED_BY = 200  # rows by which it is told how days are written
_CODES = 30  # different words that a column of codes has at most
_TIMES = 2  # how often each comes, on the whole
_SAMPLES = 3
_LIKE = 82
_LONG_ENOUGH = 3
_YES_NO = (("1", "yes"), ("0", "no"))


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """One column: how many cells are filled, its words with how often each comes where they are
    few, the shapes that most have, and where it seems to belong with how sure that is (of 100).
    `shown`: its words come again and again, so that they name nobody."""

    at: int
    heading: str
    filled: int
    words: tuple[tuple[str, int], ...]
    shapes: tuple[str, ...]
    shown: bool = False
    target: str = ""
    score: int = 0


@dataclass(frozen=True, slots=True)
class TableSeen:
    """The table of an extract. `dates`: the name of a `DateStyle`."""

    sheet: str
    rows: int
    columns: tuple[ColumnSeen, ...]
    dates: str
    notes: tuple[str, ...]

    @property
    def headings(self) -> list[str]:
        return [one.heading for one in self.columns]

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "sheet": self.sheet, "rows": self.rows, "dates": self.dates, "notes": list(self.notes),
            "columns": [
                [one.at, one.heading, one.filled, [list(pair) for pair in one.words],
                 list(one.shapes), one.shown, one.target, one.score]
                for one in self.columns
            ],
        }  # fmt: skip


def table_from(data: Pairs[str, Any]) -> TableSeen:
    """The table that `as_data` wrote."""
    return TableSeen(
        data["sheet"], data["rows"],
        tuple(
            ColumnSeen(
                at, heading, filled, tuple((a, n) for a, n in words), tuple(shapes), shown, to, sure
            )
            for at, heading, filled, words, shapes, shown, to, sure in data["columns"]
        ),
        data["dates"], tuple(data["notes"]),
    )  # fmt: skip


def table_of(sheets: Sequence[Sheet]) -> TableSeen:
    """The table that is most like an extract, and what its columns seem to be."""
    sheet, at, guesses = max(
        ((one, *_heading(one)) for one in sheets if one.rows),
        key=lambda found: (len(found[2].found), len(found[0].rows)),
    )
    headings = [heading.strip() for heading in sheet.rows[at]]
    rows = [row for row in sheet.rows[at + 1 :] if not is_blank(row)]
    guesses = guess(headings, rows[:_GUESSED_BY])
    by_heading = {one.heading: (one.target, one.score) for one in guesses.found}
    if guesses.reference:
        by_heading[guesses.reference] = (REFERENCE, 100)
    columns = tuple(
        _seen(place, heading, rows, *by_heading.pop(heading, ("", 0)))
        for place, heading in enumerate(headings)
        if heading
    )
    return TableSeen(sheet.stem, len(rows), columns, guesses.dates.name, guesses.notes)


def _heading(sheet: Sheet) -> tuple[int, Guesses]:
    """The row that is most like headings: by known words, else by being filled."""
    best = max(
        range(min(len(sheet.rows), _LOOKED_AT)),
        key=lambda at: (
            len((found := guess(sheet.rows[at])).found) + bool(found.reference),
            sum(bool(cell.strip()) for cell in sheet.rows[at]),
            -at,
        ),
    )
    return best, guess(sheet.rows[best])


def _seen(at: int, heading: str, rows: list[list[str]], target: str, score: int) -> ColumnSeen:
    cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
    counts = Counter(cells)
    item = TARGETS[target].item if target in TARGETS else None
    coded = item is not None and (bool(item.codes) or item.kind is Kind.FLAG)
    said = item is not None and (item.identifies or item.kind is Kind.DATE)
    few = len(counts) <= _CODES
    again = coded or len(counts) * _TIMES <= len(cells)
    shown = few and again and not said and target != REFERENCE and not _is_days(counts)
    shapes = Counter(shape_of(one) for one in cells[:2000]).most_common(_SAMPLES)
    return ColumnSeen(
        at, heading, len(cells), tuple(counts.most_common()) if few else (),
        tuple(one for one, _ in shapes), shown, target, score,
    )  # fmt: skip


def _is_days(counts: Counter[str]) -> bool:
    return bool(counts) and all(re.search(r"\d.*\d", one) for one in counts)


def shape_of(words: str) -> str:
    """ "Eze-Hollis, 06/05/2014" → "Aaa-Aaaaaa, 99/99/9999"; the longest is cut."""
    shape = "".join(
        "9" if mark.isdigit() else "A" if mark.isupper() else "a" if mark.isalpha() else mark
        for mark in words[:24]
        if mark.isprintable()
    )
    return f"{shape}…" if len(words) > 24 else shape


def options_for(target: str) -> tuple[tuple[str, str], ...]:
    """Our values for a field that has a list: (value, words). Nothing for others."""
    if target == EVENT:
        return tuple((key, one.words) for key, one in TARGETS.items() if key.startswith("event."))
    if target not in TARGETS:
        return ()
    item = TARGETS[target].item
    if item.kind is Kind.FLAG:
        return _YES_NO
    return tuple((code.value, code.words) for code in item.codes)


def asked_words(column: ColumnSeen, target: str) -> tuple[tuple[str, int], ...]:
    """The words of a column that are none of ours yet, and so have to be said in ours."""
    if not options_for(target):
        return ()
    if target == EVENT:
        return column.words
    item = TARGETS[target].item
    return tuple(
        (words, times) for words, times in column.words if take(item, words, DateStyle.ANY).sentence
    )


def likely(words: str, target: str) -> str:
    """Our value that the words are most like, whole or as a part of it; "" where none is."""
    said = plain(words)
    scored = [
        (100 if said == plain(value) else int(fuzz.partial_ratio(said, plain(ours))),
         fuzz.ratio(said, plain(ours)), value)
        for value, ours in _worded(target)
        if said == plain(value) or len(said) >= _LONG_ENOUGH
    ]  # fmt: skip
    score, _, value = max(scored, default=(0, 0.0, ""))
    return value if score >= _LIKE else ""


def _worded(target: str) -> list[tuple[str, str]]:
    found = list(options_for(target))
    if target == EVENT:
        found += [(key, said) for key, _ in found for said in TARGETS[key].said_as]
    return found


def mapping_of(
    table: TableSeen,
    *,
    name: str,
    targets: Pairs[int, str],
    dates: str,
    codes: Pairs[int, Pairs[str, str]],
) -> Mapping:
    """The first version of a mapping: `targets` by the place of the column, and `codes`, the
    source's words → ours, of those that have a list."""
    by_target = {
        target: one.heading for one in table.columns if (target := targets.get(one.at, ""))
    }
    named = {one.at: one for one in table.columns}
    event_at = next((at for at, target in targets.items() if target == EVENT), None)
    by_event = EVENT in by_target or EVENT_DAY in by_target
    return Mapping(
        name=name,
        version=1,
        shape=Shape.EVENT if by_event else Shape.CHILD,
        columns=tuple(
            Column(named[at].heading, target, _pairs(codes.get(at, {})))
            for at, target in sorted(targets.items())
            if target and target not in SPECIAL and at in named
        ),
        reference=by_target.get(REFERENCE, ""),
        dates=DateStyle[dates] if dates in DateStyle.__members__ else DateStyle.ANY,
        sheet="",
        event=by_target.get(EVENT, ""),
        event_day=by_target.get(EVENT_DAY, ""),
        events=_pairs(codes.get(event_at, {})) if event_at is not None else (),
    )


def _pairs(codes: Pairs[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((words, ours) for words, ours in codes.items() if ours)


def targets_of(mapping: Mapping, table: TableSeen) -> dict[int, str]:
    """Where a mapping sends the columns of a table, by their place."""
    by_heading = {one.heading: one.target for one in mapping.columns}
    special = ((REFERENCE, mapping.reference), (EVENT, mapping.event),
               (EVENT_DAY, mapping.event_day))  # fmt: skip
    by_heading |= {heading: target for target, heading in special if heading}
    return {one.at: by_heading[one.heading] for one in table.columns if one.heading in by_heading}


def codes_of(mapping: Mapping, table: TableSeen) -> dict[int, dict[str, str]]:
    """The words that a mapping says in ours, by the place of their column."""
    by_heading = {one.heading: dict(one.codes) for one in mapping.columns if one.codes}
    if mapping.event:
        by_heading[mapping.event] = dict(mapping.events)
    return {one.at: by_heading[one.heading] for one in table.columns if one.heading in by_heading}
