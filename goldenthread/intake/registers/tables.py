"""Tables of the return, one for each kind of record, joined by their ids → persons.

COLLECT's export gives each table its own id and its parent's. The workbook leaves some ids out: a
row then names an ancestor only, and belongs to the one record between that there can be. A row
whose parent cannot be found, or could be several, is refused with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from goldenthread.intake.registers.building import Shape, shapes
from goldenthread.intake.registers.headings import heading_row, is_blank, plain
from goldenthread.intake.registers.rows import PersonRead, Reading, RowProblem, SourceKind
from goldenthread.intake.registers.sheets import Sheet
from goldenthread.intake.registers.values import DateStyle, take
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2.items import PARENTS, TAGS, Item, Kind, Module, items_of
from goldenthread.rules.sen2.records import Header

_HEADER_ITEMS = {item.tag.lower(): item for item in items_of(Module.HEADER)}
_IDS = {module: f"{tag.lower()}tableid" for module, tag in TAGS.items()}
_ID_NAMES = frozenset(_IDS.values())
_ALWAYS = frozenset({"nativeid", "sourceid", *_IDS.values(),
                     *(f"{tag.lower()}orderseqcolumn" for tag in TAGS.values())})  # fmt: skip
_DOWN = (
    Module.PERSON, Module.REQUEST, Module.ASSESSMENT, Module.NAMED_PLAN, Module.PLAN_DETAIL,
    Module.ACTIVE_PLAN, Module.PLACEMENT_DETAIL, Module.NEED,
)  # fmt: skip
_MEMO = 20_000


@dataclass(slots=True)
class Column:
    """Where in the table an item stands, where in the record it goes, and the values met so far."""

    at: int
    slot: int
    item: Item
    heading: str
    memo: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """One row that found its parent, and the rows below it."""

    number: int
    cells: list[str]
    below: dict[Module, list[Row]] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """One kind of record: its columns, and its rows by id once they are joined."""

    module: Module
    sheet: Sheet
    heading: int
    columns: list[Column]
    ids: dict[str, int]  # at which column each id stands
    rows: list[Row] = field(default_factory=list)
    by_id: dict[tuple[str, ...], Row] = field(default_factory=dict)
    below_ancestor: dict[Module, dict[str, list[Row]]] = field(default_factory=dict)


class TablesReading(Reading):
    """Tables joined. Rows that could not be joined stand in `problems` before the first person."""

    def __init__(self, kind: SourceKind, sheets: dict[Module, Sheet], left: list[Sheet]) -> None:
        super().__init__(frozenset())
        self.kind = kind
        self._shapes = shapes()
        if Module.PERSON not in sheets:
            raise Refused(
                "The table of persons is missing. Load all tables of the return together."
            )
        for sheet in left:
            self._note(sheet.name, "", "is no table of the return; it was not read.")
        if Module.HEADER in sheets:
            self._read_header(sheets[Module.HEADER])
        self._tables = {
            module: self._table(module, sheets[module]) for module in _DOWN if module in sheets
        }
        self.fields = frozenset(
            column.item.key for table in self._tables.values() for column in table.columns
        )
        for module in _DOWN:
            if module in self._tables:
                self._join(self._tables[module])

    def _note(self, where: str, column: str, sentence: str) -> None:
        self.problems.append(RowProblem(where, column, sentence))

    # --- which column is what -------------------------------------------------------------------

    def _table(self, module: Module, sheet: Sheet) -> Table:
        shape = self._shapes[module]
        at = heading_row(sheet, lambda name: name in shape.items or name in _ALWAYS, fewest=1)
        if at is None:
            raise Refused(f"No heading of the return was found in {sheet.name}. Check the file.")
        table = Table(module, sheet, at, [], {})
        taken: set[int] = set()
        for number, heading in enumerate(sheet.rows[at]):
            name = plain(heading)
            if name in _ALWAYS:
                table.ids.setdefault(name, number)
            elif name in shape.items:
                slot, item = shape.items[name]
                if slot in taken:
                    self._note(sheet.name, heading.strip(), "stands twice; the first is read.")
                    continue
                taken.add(slot)
                table.columns.append(Column(number, slot, item, heading.strip()))
            elif name:
                self._note(sheet.name, heading.strip()[:60], "is not known here; not read.")
        if module is not Module.PERSON and not self._linked(table):
            raise Refused(
                f"{_first_up(sheet.name)} has no column that says whose its rows are "
                f"({_IDS[PARENTS[module]]}). Make the file again with its ids."
            )
        return table

    def _linked(self, table: Table) -> list[Module]:
        """The ancestors that a row of this table names, the nearest first."""
        found = []
        module = table.module
        while module in PARENTS:
            module = PARENTS[module]
            if _IDS[module] in table.ids:
                found.append(module)
        return found

    # --- which row belongs to which -------------------------------------------------------------

    def _join(self, table: Table) -> None:
        linked = self._linked(table)
        own = table.ids.get(_IDS[table.module])
        for number, cells in enumerate(table.sheet.rows[table.heading + 1 :], table.heading + 2):
            if is_blank(cells):
                continue
            self.counts.found[table.module] += 1
            row = Row(number, cells)
            ids = {module: _cell(cells, table.ids[_IDS[module]]) for module in linked}
            why = self._keep(table, row, _cell(cells, own), ids)
            if why:
                self.counts.refused[table.module] += 1
                self._note(f"{table.sheet.name}, row {number}", "", why)

    def _keep(self, table: Table, row: Row, own: str, ids: dict[Module, str]) -> str:
        """Put a row in its place; why it has none, or ""."""
        parent = None
        if table.module is not Module.PERSON:
            parent, why = self._parent(table.module, ids)
            if parent is None:
                return why
        if _IDS[table.module] in table.ids:
            if not own:
                return f"has no {_IDS[table.module]}, so it was refused."
            key = (*reversed(ids.values()), own)
            if key in table.by_id:
                first = table.by_id[key].number
                return f"has the same {_IDS[table.module]} as row {first}, so it was refused."
            table.by_id[key] = row
            table.by_id.setdefault(("", own), row)
            if table.by_id["", own] is not row:
                table.by_id["several", own] = row
        elif table.module is Module.PERSON:
            table.by_id[str(row.number),] = row
        table.rows.append(row)
        if parent is not None:
            parent.below.setdefault(table.module, []).append(row)
        return ""

    def _parent(self, module: Module, ids: dict[Module, str]) -> tuple[Row | None, str]:
        """The row above, by the nearest ancestor that is named."""
        if not ids:
            return None, "does not say whose it is, so it was refused."
        nearest = next(iter(ids))
        table = self._tables.get(nearest)
        if not ids[nearest]:
            return None, f"has no {_IDS[nearest]}, so it was refused."
        if table is None:
            return None, f"belongs to a table that is missing ({TAGS[nearest]}), so it was refused."
        own = ids[nearest]
        found = table.by_id.get((*reversed(ids.values()),)) or table.by_id.get(("", own))
        if found is None:
            said = f"names a {_IDS[nearest]} that {table.sheet.name} does not have, or refused"
            return None, f"{said}; it was refused."
        if ("several", own) in table.by_id and (*reversed(ids.values()),) not in table.by_id:
            return None, f"names a {_IDS[nearest]} that several rows have, so it was refused."
        return self._down(found, nearest, PARENTS[module])

    def _down(self, row: Row, at: Module, wanted: Module) -> tuple[Row | None, str]:
        """From an ancestor down to the parent, where only one way leads there."""
        way = [wanted]
        while way[0] is not at:
            way.insert(0, PARENTS[way[0]])
        for module in way[1:]:
            below = row.below.get(module, [])
            if len(below) != 1:
                count = "none" if not below else f"{len(below)}"
                said = f"could belong to any {module.value} of its {at.value}, which has {count}"
                return None, f"{said}; it was refused."
            row = below[0]
        return row, ""

    # --- rows to records ------------------------------------------------------------------------

    def __iter__(self) -> Iterator[PersonRead]:
        table = self._tables[Module.PERSON]
        own = table.ids.get(_IDS[Module.PERSON])
        for number, row in enumerate(table.rows, 1):
            problems: list[RowProblem] = []
            unread: set[str] = set()
            person = self._record(row, self._shapes[Module.PERSON], problems, unread)
            where = f"{table.sheet.name}, row {row.number}"
            reference = _cell(row.cells, own)
            yield PersonRead(number, reference, person, tuple(problems), where=where)

    def _record(self, row: Row, shape: Shape, problems: list[RowProblem], unread: set[str]) -> Any:
        table = self._tables[shape.module]
        values = shape.empty()
        bad: list[str] = []
        for column in table.columns:
            words = row.cells[column.at] if column.at < len(row.cells) else ""
            if not words:
                continue
            if words in column.memo:
                values[column.slot] = column.memo[words]
                continue
            taken = take(column.item, words, DateStyle.ANY)
            values[column.slot] = taken.value
            if taken.sentence:
                where = f"{table.sheet.name}, row {row.number}"
                problems.append(RowProblem(where, column.heading, taken.sentence))
            elif len(column.memo) < _MEMO and column.item.kind is not Kind.TEXT:
                column.memo[words] = taken.value
            if taken.unread:
                bad.append(column.item.field)
                unread.add(column.item.key)
        if not is_blank(row.cells[len(table.sheet.rows[table.heading]) :]):
            where = f"{table.sheet.name}, row {row.number}"
            said = "has more cells than there are headings; the rest was not read."
            problems.append(RowProblem(where, "", said))
        for slot, below in shape.below.values():
            rows = row.below.get(below.module)
            if rows:
                values[slot] = [self._record(one, below, problems, unread) for one in rows]
        self.counts.read[shape.module] += 1
        if shape.module is Module.PERSON and unread:
            values.append(frozenset(unread))
        return shape.finished(values, bad)

    def _read_header(self, sheet: Sheet) -> None:
        at = heading_row(sheet, _HEADER_ITEMS.__contains__)
        if at is None or at + 1 >= len(sheet.rows):
            return
        said: dict[str, Any] = {}
        for heading, words in zip(sheet.rows[at], sheet.rows[at + 1], strict=False):
            item = _HEADER_ITEMS.get(plain(heading))
            if item is not None:
                taken = take(item, words, DateStyle.ANY)
                said[item.field] = taken.value
                if taken.sentence:
                    self._note(f"{sheet.name}, row {at + 2}", heading.strip(), taken.sentence)
        self.header = Header(**said)


def _cell(cells: list[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def _first_up(words: str) -> str:
    return words[:1].upper() + words[1:]


def module_of(name: str, headings: list[str]) -> Module | None:
    """Which table of the return this is: by its own id and order, by its name, or by its items."""
    known = {plain(heading) for heading in headings}
    for module, tag in TAGS.items():
        if {f"{tag.lower()}tableid", f"{tag.lower()}orderseqcolumn"} <= known:
            return module
    stem = plain(name)
    named = [
        module for module, tag in TAGS.items()
        if stem.rstrip("s").endswith(tag.lower().rstrip("s"))
    ]  # fmt: skip
    if named:
        return max(named, key=lambda module: len(TAGS[module]))
    made = shapes()
    fits = {module: len(known & made[module].items.keys()) for module in _DOWN}
    best = max(fits, key=lambda module: fits[module])
    return best if fits[best] >= 2 else None


def fits(sheet: Sheet) -> bool:
    """Whether a sheet is a table of the return: it has one of the return's ids."""
    return heading_row(sheet, _ID_NAMES.__contains__, fewest=1) is not None


def read_tables(kind: SourceKind, sheets: list[Sheet]) -> TablesReading:
    """Sheets or CSV files, each one table of the return. Raises Refused."""
    found: dict[Module, Sheet] = {}
    left: list[Sheet] = []
    for sheet in sheets:
        at = heading_row(sheet, lambda name: name in _ALWAYS or name in _EVERY_ITEM, fewest=1)
        module = module_of(sheet.stem, sheet.rows[at]) if at is not None else None
        if module is None:
            left.append(sheet)
        elif module in found:
            raise Refused(
                f"{_first_up(found[module].name)} and {sheet.name} are both the table "
                f"{TAGS[module]}. Load one of them."
            )
        else:
            found[module] = sheet
    return TablesReading(kind, found, left)


_EVERY_ITEM = frozenset(
    name for shape in shapes().values() for name in shape.items
) | frozenset(_HEADER_ITEMS)  # fmt: skip
