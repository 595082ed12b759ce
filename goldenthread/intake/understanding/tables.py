"""Which tables of a document are its plan, and which are people, keys, measures, furniture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from goldenthread.intake.reading.raw import RawDocument, RawRow, RawTable
from goldenthread.intake.understanding.content import looks_like_date
from goldenthread.intake.understanding.corrections import Corrections
from goldenthread.intake.understanding.forms import upright
from goldenthread.intake.understanding.furniture import kind_by_content
from goldenthread.intake.understanding.headers import find_header, understand_columns, width_of
from goldenthread.intake.understanding.kinds import Role, TableKind
from goldenthread.intake.understanding.plan import ColumnUnderstood
from goldenthread.intake.understanding.synonyms import EXACT
from goldenthread.intake.understanding.words import fold, plain
from goldenthread.rules.calendars import read_dates

# Any of these beside what is done makes a table a plan.
_BESIDE_ACTION = frozenset(
    {
        Role.LEAD, Role.DUE, Role.RATING, Role.PROGRESS, Role.SUCCESS_MEASURES, Role.FORUM,
        Role.LEVEL, Role.START, Role.OUTCOME, Role.IMPACT, Role.ACCOUNTABLE, Role.STEPS,
        Role.REFERENCE, Role.COMPLETED_ON,
    }
)  # fmt: skip


@dataclass(frozen=True)
class ReadTable:
    """A table with its kind, its columns, and the rows of its body.

    above: the rows over the header; caption: their words. is_form: its labels stood down the first
    column. continues: the table whose columns it
    goes on with. breaks: the places in `body` before which a page or a repeated header stood.
    """

    table: RawTable
    kind: TableKind
    columns: tuple[ColumnUnderstood, ...] = ()
    body: tuple[RawRow, ...] = ()
    caption: str = ""
    continues: int | None = None
    breaks: frozenset[int] = frozenset()
    above: tuple[RawRow, ...] = ()
    is_form: bool = False

    def at(self, *roles: Role) -> list[int]:
        """The columns that have one of these roles."""
        return [column.column for column in self.columns if column.role in roles]


def read_tables(document: RawDocument, corrections: Corrections) -> list[ReadTable]:
    """Every table of the document, in order, each with its kind."""
    out: list[ReadTable] = []
    for table in document.tables:
        turned = upright(table)
        read = _with_periods(_read_table(turned, out, corrections), corrections)
        facts = turned is not table or len(read.body) == 1
        if facts and read.kind is TableKind.PLAN and not _reports(read):
            read = replace(read, kind=TableKind.FACTS)
        out.append(replace(read, is_form=turned is not table))
    return _without_overviews(out)


def _with_periods(table: ReadTable, corrections: Corrections) -> ReadTable:
    """The table with the days the officer gave its columns of figures."""
    given = corrections.periods.get(table.table.index, {})
    if not given:
        return table
    columns = tuple(
        replace(column, as_of=words, date=found[0].last_day if found else None)
        if (words := given.get(column.column, "")) and (found := read_dates(words)) is not None
        else column
        for column in table.columns
    )
    return replace(table, columns=columns)


def _without_overviews(tables: list[ReadTable]) -> list[ReadTable]:
    """Beside tables of actions, a table that only rates or leads the levels is their overview."""
    plans = [table for table in tables if table.kind is TableKind.PLAN]
    if all(_says_what_is_done(table) for table in plans) or not any(
        _says_what_is_done(table) for table in plans
    ):
        return tables
    return [
        replace(table, kind=TableKind.OVERVIEW)
        if table.kind is TableKind.PLAN and not _says_what_is_done(table)
        else table
        for table in tables
    ]


def _says_what_is_done(table: ReadTable) -> bool:
    """Is a column headed as the action, not only taken for it?"""
    return any(
        column.role in (Role.ACTION, Role.ACTION_AND_DUE) and column.confidence > 0.6
        for column in table.columns
    )


def _reports(table: ReadTable) -> bool:
    """Does a form say what is done or how it goes, or only whose report it is?"""
    told = {Role.RATING, Role.PROGRESS, Role.NEXT_STEPS, Role.SUCCESS_MEASURES, Role.STEPS}
    return _says_what_is_done(table) or any(column.role in told for column in table.columns)


def _read_table(table: RawTable, before: list[ReadTable], corrections: Corrections) -> ReadTable:
    if table.index in corrections.dismissed:
        return ReadTable(table, TableKind.DISMISSED, body=table.rows)
    answered = corrections.columns.get(table.index, {})
    header = find_header(table)
    if header is None and answered:
        header = (0, 1 if _may_be_header(table) else 0)
    if header is not None:
        start, depth = header
        columns = understand_columns(table, start, depth, answered)
        kind = TableKind.OTHER if _is_register(columns) else _kind_by_columns(columns)
        if kind is TableKind.OTHER and table.index in corrections.plan_tables:
            kind = TableKind.PLAN
        if answered and {Role.ACTION, Role.ACTION_AND_DUE} & set(answered.values()):
            return _with_body(table, TableKind.PLAN, columns, start, depth)
        by_content = kind_by_content(table)
        if kind in (TableKind.PLAN, TableKind.KPIS) and by_content is not TableKind.SUMMARY:
            return _with_body(table, kind, columns, start, depth)
        if kind is not TableKind.OTHER and by_content is TableKind.OTHER:
            return _with_body(table, kind, columns, start, depth)
    kind = kind_by_content(table)
    other = kind is TableKind.OTHER and not _headed_for_itself(table)
    if other or table.index in corrections.plan_tables:
        inherited = _inherit(table, before)
        if inherited is not None:
            return inherited
    return ReadTable(table, kind, body=table.rows)


def _with_body(
    table: RawTable, kind: TableKind, columns: tuple[ColumnUnderstood, ...], start: int, depth: int
) -> ReadTable:
    caption = "\n".join(
        plain(cell.text) for row in table.rows[:start] for cell in row.cells if cell.text.strip()
    )
    body: list[RawRow] = []
    breaks: set[int] = set()
    header_keys = {_key(row) for row in table.rows[start : start + depth]}
    for row in table.rows[start + depth :]:
        if row.repeated_header or _key(row) in header_keys:
            breaks.add(len(body))
        elif _is_total(row):
            continue
        elif any(cell.text.strip() for cell in row.cells) or _shaded(row, columns):
            if body and row.page is not None and body[-1].page not in (None, row.page):
                breaks.add(len(body))
            body.append(row)
    above = table.rows[:start]
    return ReadTable(table, kind, columns, tuple(body), caption, None, frozenset(breaks), above)


def _may_be_header(table: RawTable) -> bool:
    """Is the first row short words in most of its cells, as headings are?"""
    filled = [cell.text for cell in table.rows[0].cells if cell.text.strip()] if table.rows else []
    return len(filled) >= 2 and all(
        len(text.split()) <= 6 and not looks_like_date(text) for text in filled
    )


def _is_total(row: RawRow) -> bool:
    """ "Total | | 3 actions" closes a tracker; nothing is to be done in it."""
    said = [cell.text for cell in row.cells if cell.text.strip()]
    return 2 <= len(said) <= 3 and fold(said[0]) in ("total", "totals", "grand total")


_REGISTERS = frozenset(
    {
        "likelihood", "probability", "risk score", "score", "risk rating", "residual risk",
        "inherent risk", "residual score", "consulted", "informed",
    }
)  # fmt: skip


def _headed_for_itself(table: RawTable) -> bool:
    """Does its first row name columns, so that it goes on with no table before it?"""
    named = [plain(cell.text) for cell in table.rows[0].cells if cell.text.strip()]
    known = [text for text in named if fold(text) in EXACT or fold(text) in _REGISTERS]
    return len(known) >= 2 and len(known) * 2 >= len(named)


def _is_register(columns: Sequence[ColumnUnderstood]) -> bool:
    """A register of risks, or who is consulted on what: never the plan itself."""
    headings = {fold(column.heading) for column in columns}
    return len(headings & _REGISTERS) >= 2 or (
        bool(headings & _REGISTERS) and any(heading.startswith("risk") for heading in headings)
    )


def _shaded(row: RawRow, columns: tuple[ColumnUnderstood, ...]) -> bool:
    """A row with no words is kept when it is the end of a merge that holds a rating colour."""
    rated = [column.column for column in columns if column.role is Role.RATING]
    merged = any(cell.merged_above for cell in row.cells)
    return merged and any(at < len(row.cells) and row.cells[at].fill for at in rated)


def _key(row: RawRow) -> tuple[str, ...]:
    return tuple(fold(cell.text) for cell in row.cells)


def _inherit(table: RawTable, before: list[ReadTable]) -> ReadTable | None:
    """A table without header after a plan or KPI table of as many columns goes on with it."""
    width = width_of(table)
    for earlier in reversed(before):
        if earlier.kind not in (TableKind.PLAN, TableKind.KPIS):
            if earlier.kind is TableKind.OTHER:
                continue
            return None
        if len(earlier.columns) != width or width < 3:
            return None
        whole = _with_body(table, earlier.kind, earlier.columns, 0, 0)
        first = earlier.table.index if earlier.continues is None else earlier.continues
        return ReadTable(
            table, whole.kind, whole.columns, whole.body, "", first, whole.breaks | {0}
        )
    return None


def _kind_by_columns(columns: Sequence[ColumnUnderstood]) -> TableKind:
    roles = {column.role for column in columns}
    doing = {Role.ACTION, Role.ACTION_AND_DUE} & roles
    if doing and (roles & _BESIDE_ACTION or Role.ACTION_AND_DUE in roles):
        return TableKind.PLAN
    values = roles & {Role.BASELINE, Role.TARGET, Role.MILESTONE, Role.ACTUAL}
    if Role.MEASURE in roles and (values or Role.RATING in roles):
        return TableKind.KPIS
    if len(values) >= 2:
        return TableKind.KPIS
    findings = [
        column for column in columns
        if column.role is Role.LEVEL and "priority action" in fold(column.heading)
    ]  # fmt: skip
    if findings and not roles & {Role.DUE, Role.PROGRESS}:
        return TableKind.FINDINGS
    beside = {Role.PROGRESS, Role.IMPACT, Role.NEXT_STEPS, Role.RATING, Role.DUE, Role.LEAD}
    if Role.LEVEL in roles and len(roles & beside) >= 2:
        return TableKind.PLAN
    return TableKind.OTHER
