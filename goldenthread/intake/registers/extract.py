"""A case system's extract, CSV or Excel, read through a mapping → persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldenthread.intake.registers.headings import heading_row, is_blank, plain
from goldenthread.intake.registers.mapping import Column, Mapping, Shape
from goldenthread.intake.registers.rows import (
    Happened,
    PersonRead,
    Reading,
    RowProblem,
    SourceKind,
)
from goldenthread.intake.registers.sheets import Sheet
from goldenthread.intake.registers.targets import TARGETS, Target
from goldenthread.intake.registers.values import DateStyle, Taken, take
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2.items import BY_KEY, Kind
from goldenthread.rules.sen2.records import (
    ActivePlan,
    Assessment,
    NamedPlan,
    Need,
    Person,
    PlacementDetail,
    Request,
)

_COME_AGAIN = frozenset({Kind.DATE, Kind.FLAG, Kind.WHOLE, Kind.CODE, Kind.AUTHORITY, Kind.URN})
_UNKNOWN_EVENT = "says what no event of the mapping is; it was refused."


@dataclass(slots=True)
class _Child:
    """What has been said of one child so far, by target."""

    reference: str
    row: int
    said: dict[str, Any] = field(default_factory=dict)
    happened: list[Happened] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A column of the mapping, found in the file."""

    at: int
    heading: str
    target: Target
    codes: dict[str, str]
    # What words were taken for: the days and codes of twenty thousand children are a few thousand.
    taken: dict[str, Taken] = field(default_factory=dict)

    def take(self, words: str, style: DateStyle) -> Taken:
        """The value that the words of a cell say."""
        item = self.target.item
        if item.kind not in _COME_AGAIN:
            return take(item, self.codes.get(words.casefold(), words), style)
        if (known := self.taken.get(words)) is None:
            known = take(item, self.codes.get(words.casefold(), words), style)
            self.taken[words] = known
        return known


class ExtractReading(Reading):
    """One sheet read through a mapping; `headings` are the file's own."""

    kind = SourceKind.EXTRACT

    def __init__(self, sheets: list[Sheet], mapping: Mapping) -> None:
        super().__init__(frozenset())
        self.mapping = mapping
        self._sheet, self._heading = _chosen(sheets, mapping)
        self.headings = [heading.strip() for heading in self._sheet.rows[self._heading]]
        wrong = mapping.problems(self.headings)
        if wrong:
            raise Refused(" ".join(wrong))
        where = {plain(heading): at for at, heading in reversed(list(enumerate(self.headings)))}
        self._where = where
        self._columns = [self._placed(column) for column in mapping.columns]
        used = {where[plain(heading)] for heading in mapping.headings()}
        for at, heading in enumerate(self.headings):
            if heading and at not in used:
                said = "goes nowhere in this mapping; it was not read."
                self.problems.append(RowProblem(self._sheet.name, heading[:60], said))
        targets = {one.target.key for one in self._columns} | {key for _, key in mapping.events}
        self.fields = frozenset(
            "need.kind" if key == "need.2.kind" else key for key in targets
        ) & BY_KEY.keys() | ({"need.rank"} if "need.kind" in targets else frozenset())

    def _placed(self, column: Column) -> _Placed:
        codes = {words.strip().casefold(): code for words, code in column.codes}
        at = self._where[plain(column.heading)]
        return _Placed(at, column.heading, TARGETS[column.target], codes)

    def __iter__(self) -> Iterator[PersonRead]:
        rows = self._rows()
        children = self._events(rows) if self.mapping.shape is Shape.EVENT else self._each(rows)
        for number, child in enumerate(children, 1):
            where = f"{self._sheet.name}, row {child.row}"
            yield _person_read(number, child, where)

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        for number, cells in enumerate(self._sheet.rows[self._heading + 1 :], self._heading + 2):
            if not is_blank(cells):
                self.counts.found["row"] += 1
                yield number, cells

    def _refuse(self, number: int, sentence: str) -> None:
        self.counts.refused["row"] += 1
        self.problems.append(RowProblem(f"{self._sheet.name}, row {number}", "", sentence))

    def _cell(self, cells: list[str], heading: str) -> str:
        at = self._where[plain(heading)] if heading else len(cells)
        return cells[at].strip() if at < len(cells) else ""

    # --- one row for each child -----------------------------------------------------------------

    def _each(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[_Child]:
        seen: dict[str, int] = {}
        for number, cells in rows:
            reference = self._cell(cells, self.mapping.reference)
            if reference and reference in seen:
                first = seen[reference]
                self._refuse(number, f"is about the same child as row {first}; it was refused.")
                continue
            child = _Child(reference, number)
            self._read_columns(child, number, cells)
            if not reference and not _is_somebody(child):
                self.problems += child.problems
                self._refuse(number, "does not say who it is about, so it was refused.")
                continue
            if reference:
                seen[reference] = number
            self.counts.read["row"] += 1
            yield child

    # --- one row for each event -----------------------------------------------------------------

    def _events(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[_Child]:
        events = {words.strip().casefold(): key for words, key in self.mapping.events}
        children: dict[str, _Child] = {}
        for number, cells in rows:
            reference = self._cell(cells, self.mapping.reference)
            key = events.get(self._cell(cells, self.mapping.event).casefold())
            day = self._cell(cells, self.mapping.event_day)
            if not reference:
                self._refuse(number, "does not say who it is about, so it was refused.")
            elif key is None:
                self._refuse(number, _UNKNOWN_EVENT)
            elif not day:
                self._refuse(number, "is an event without a day, so it was refused.")
            elif why := take(TARGETS[key].item, day, self.mapping.dates).sentence:
                self._refuse(number, f"{why} The row was refused.")
            else:
                child = children.setdefault(reference, _Child(reference, number))
                self._read_columns(child, number, cells)
                place = _Placed(-1, self.mapping.event_day, TARGETS[key], {})
                self._read_cell(child, number, place, day)
                self.counts.read["row"] += 1
        yield from children.values()

    # --- cells ----------------------------------------------------------------------------------

    def _read_columns(self, child: _Child, number: int, cells: list[str]) -> None:
        for column in self._columns:
            words = cells[column.at].strip() if column.at < len(cells) else ""
            if words:
                self._read_cell(child, number, column, words)
        if not is_blank(cells[len(self.headings) :]):
            said = "has more cells than there are headings; the rest was not read."
            child.problems.append(RowProblem(f"{self._sheet.name}, row {number}", "", said))

    def _read_cell(self, child: _Child, number: int, column: _Placed, words: str) -> None:
        key = column.target.key
        taken = column.take(words, self.mapping.dates)
        if taken.sentence:
            where = f"{self._sheet.name}, row {number}"
            child.problems.append(RowProblem(where, column.heading, taken.sentence))
        if taken.unread:
            if key in BY_KEY:
                child.unread.add(key)
            return
        if key.startswith("event."):
            assert isinstance(taken.value, date)
            child.happened.append(Happened(key.removeprefix("event."), taken.value))
            return
        before = child.said.get(key)
        if before is not None and before != taken.value:
            where = f"{self._sheet.name}, row {number}"
            self._differs(child, key, taken.value, RowProblem(where, column.heading, ""))
            return
        child.said[key] = taken.value

    def _differs(self, child: _Child, key: str, value: Any, at: RowProblem) -> None:
        """Another row of the same child said something else: of days the later is kept."""
        if TARGETS[key].is_day and key != "person.born":
            child.said[key] = max(child.said[key], value)
            said = (
                f"is another day than in a row before (first row {child.row}); the later was kept."
            )
        else:
            said = f"differs from a row before (first row {child.row}); the first was kept."
        child.problems.append(RowProblem(at.where, at.column, said))


def _chosen(sheets: list[Sheet], mapping: Mapping) -> tuple[Sheet, int]:
    """The sheet that the mapping names, or the first with its headings, and its heading's row."""
    wanted = {plain(heading) for heading in mapping.headings()}
    named = [one for one in sheets if not mapping.sheet or plain(one.stem) == plain(mapping.sheet)]
    for sheet in named:
        at = heading_row(sheet, wanted.__contains__, fewest=max(1, len(wanted) // 2))
        if at is not None:
            return sheet, at
    if mapping.sheet and not named:
        raise Refused(f"This file has no sheet “{mapping.sheet}”. Choose another mapping or file.")
    missing = ", ".join(f"“{heading}”" for heading in mapping.headings()[:5])
    raise Refused(f"No sheet of this file has the columns of the mapping, such as {missing}.")


def _is_somebody(child: _Child) -> bool:
    said = child.said
    return bool(
        said.get("person.upn") or said.get("person.uln") or (
            said.get("person.born") and said.get("person.surname")
        )
    )  # fmt: skip


def _by_record(said: dict[str, Any]) -> defaultdict[str, dict[str, Any]]:
    """What was said, by record and field: "need.2.kind" is the need's "2.kind"."""
    found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for key, value in said.items():
        if value is not None:
            record, _, name = key.partition(".")
            found[record][name] = value
    return found


def _person_read(number: int, child: _Child, where: str) -> PersonRead:
    said = _by_record(child.said)
    beside = tuple(sorted((key, str(value)) for key, value in said["beside"].items()))
    return PersonRead(
        number, child.reference, _person(said, child.unread), tuple(child.problems),
        happened=tuple(sorted(child.happened, key=lambda one: (one.on, one.what))), beside=beside,
        where=where,
    )  # fmt: skip


def _person(said: defaultdict[str, dict[str, Any]], unread: set[str]) -> Person:
    """The records that the values make; a record is made where something is said of it or below."""
    plan, assessment, request = said["named_plan"], said["assessment"], said["request"]
    active = _active(said)
    plans = (NamedPlan(**plan),) if plan else ()
    assessments = (Assessment(**assessment, named_plans=plans),) if assessment or plans else ()
    actives = (active,) if active else ()
    requests = (
        (Request(**request, assessments=assessments, active_plans=actives),)
        if request or assessments or actives
        else ()
    )
    return Person(**said["person"], requests=requests, unread_below=frozenset(unread))


def _active(said: defaultdict[str, dict[str, Any]]) -> ActivePlan | None:
    kinds = [said["need"].get("kind"), said["need"].get("2.kind")]
    needs = tuple(Need(kind, rank) for rank, kind in enumerate(kinds, 1) if kind is not None)
    place, active = said["placement_detail"], said["active_plan"]
    placements = (PlacementDetail(rank=1, **place),) if place else ()
    if not (active or placements or needs):
        return None
    return ActivePlan(**active, placements=placements, needs=needs)


def preview(reading: ExtractReading, *, rows: int = 10) -> list[PersonRead]:
    """The first persons, to be looked at beside the file before anything is brought in."""
    return [one for one, _ in zip(reading, range(rows), strict=False)]
