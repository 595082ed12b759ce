"""Which tables of a document are its plan, and which are people, keys, measures, furniture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from goldenthread.intake.reading.raw import Cell, RawDocument, RawRow, RawTable
from goldenthread.intake.understanding import columns as reading_columns
from goldenthread.intake.understanding.columns import Candidate, Heading
from goldenthread.intake.understanding.content import looks_like_rating
from goldenthread.intake.understanding.corrections import Corrections
from goldenthread.intake.understanding.furniture import kind_by_content
from goldenthread.intake.understanding.kinds import Role, TableKind
from goldenthread.intake.understanding.plan import ColumnUnderstood
from goldenthread.intake.understanding.words import fold, plain, squeeze
from goldenthread.rules.calendars import read_dates

_LOOK_FOR_HEADER_IN = 8
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

    header_rows: how many rows the header takes; 0 when the columns come from `continues`.
    caption: the words of rows that stand above the header.
    """

    table: RawTable
    kind: TableKind
    columns: tuple[ColumnUnderstood, ...] = ()
    body: tuple[RawRow, ...] = ()
    caption: str = ""
    continues: int | None = None
    breaks: frozenset[int] = frozenset()

    def at(self, *roles: Role) -> list[int]:
        """The columns that have one of these roles."""
        return [column.column for column in self.columns if column.role in roles]


def read_tables(document: RawDocument, corrections: Corrections) -> list[ReadTable]:
    """Every table of the document, in order, each with its kind."""
    out: list[ReadTable] = []
    for table in document.tables:
        turned = upright(table)
        read = _read_table(turned, out, corrections)
        facts = turned is not table or len(read.body) == 1
        if facts and read.kind is TableKind.PLAN and not _reports(read):
            read = replace(read, kind=TableKind.FACTS)
        out.append(read)
    return out


def _reports(table: ReadTable) -> bool:
    """Does a form say what is done or how it goes, or only whose report it is?"""
    told = {Role.RATING, Role.PROGRESS, Role.NEXT_STEPS, Role.SUCCESS_MEASURES, Role.STEPS}
    named = any(
        column.role in (Role.ACTION, Role.ACTION_AND_DUE) and column.confidence > 0.6
        for column in table.columns
    )
    return named or any(column.role in told for column in table.columns)


def _read_table(table: RawTable, before: list[ReadTable], corrections: Corrections) -> ReadTable:
    if table.index in corrections.dismissed:
        return ReadTable(table, TableKind.DISMISSED, body=table.rows)
    answered = corrections.columns.get(table.index, {})
    header = find_header(table)
    if header is not None:
        start, depth = header
        columns = understand_columns(table, start, depth, answered)
        kind = _kind_by_columns(columns)
        if kind is TableKind.OTHER and table.index in corrections.plan_tables:
            kind = TableKind.PLAN
        by_content = kind_by_content(table)
        if kind in (TableKind.PLAN, TableKind.KPIS) and by_content is not TableKind.SUMMARY:
            return _with_body(table, kind, columns, start, depth)
        if kind is not TableKind.OTHER and by_content is TableKind.OTHER:
            return _with_body(table, kind, columns, start, depth)
    kind = kind_by_content(table)
    if kind is TableKind.OTHER or table.index in corrections.plan_tables:
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
        elif any(cell.text.strip() for cell in row.cells) or _shaded(row, columns):
            if body and row.page is not None and body[-1].page not in (None, row.page):
                breaks.add(len(body))
            body.append(row)
    return ReadTable(table, kind, columns, tuple(body), caption, None, frozenset(breaks))


def _shaded(row: RawRow, columns: tuple[ColumnUnderstood, ...]) -> bool:
    """A row with no words is kept when it is the end of a merge that holds a rating colour."""
    rated = [column.column for column in columns if column.role is Role.RATING]
    merged = any(cell.merged_above for cell in row.cells)
    return merged and any(at < len(row.cells) and row.cells[at].fill for at in rated)


def _key(row: RawRow) -> tuple[str, ...]:
    return tuple(fold(cell.text) for cell in row.cells)


def _inherit(table: RawTable, before: list[ReadTable]) -> ReadTable | None:
    """A table without header after a plan or KPI table of as many columns goes on with it."""
    width = _width(table)
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


def _width(table: RawTable) -> int:
    return max((len(row.cells) for row in table.rows), default=0)


def find_header(table: RawTable) -> tuple[int, int] | None:
    """(row, how many rows) of the header; None when no row is one."""
    best: tuple[float, int, int] | None = None
    for at, row in enumerate(table.rows[:_LOOK_FOR_HEADER_IN]):
        for depth in (1, 2):
            if depth == 2 and not _second_header_row(table, at):
                continue
            score = _header_score(_headings(table, at, depth))
            if score >= 2 and (best is None or score > best[0]):
                best = (score, at, depth)
        if best is not None and best[1] < at and row.number > 3:
            break
    return (best[1], best[2]) if best else None


def _header_score(headings: Sequence[str]) -> float:
    named = [heading for heading in headings if heading]
    if len(named) < 2:
        return 0
    sure = [reading_columns.read_heading(heading) for heading in named]
    good = [
        found for found, heading in zip(sure, named, strict=True)
        if (found.confidence >= 0.8 and len(heading.split()) <= 8)
        or (found.confidence >= 0.6 and len(heading.split()) <= 12)
        or found.as_of
    ]  # fmt: skip
    different = {found.role for found in good}
    if len(good) < 2 or len(good) * 2 < len(named) or len(different) < 2:
        return 0
    if any(len(heading.split()) > 20 for heading in named):
        return 0
    return sum(found.confidence for found in good) - 0.3 * (len(named) - len(good))


def _second_header_row(table: RawTable, at: int) -> bool:
    """Does the header take the next row too: a group heading over several columns?"""
    if at + 1 >= len(table.rows):
        return False
    top, below = table.rows[at].cells, table.rows[at + 1].cells
    grouped = any(cell.merged_left for cell in top) and not all(
        cell.merged_left for cell in top[1:]
    )
    hanging = any(cell.merged_above for cell in below)
    if not (grouped or hanging or _fills_gaps(top, below)):
        return False
    return all(len(cell.text.split()) <= 8 for cell in below) and any(
        cell.text.strip() and not looks_like_rating(cell.text) for cell in below
    )


def _fills_gaps(top: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Merges lost (CSV): the lower row speaks only where the upper is blank or opens a group."""
    gaps = {at for at, cell in enumerate(top) if not cell.text.strip()}
    groups = {at for at in range(len(top) - 1) if at not in gaps and at + 1 in gaps}
    spoken = {at for at, cell in enumerate(below) if cell.text.strip()}
    return len(spoken) >= 2 and bool(spoken & gaps) and spoken <= gaps | groups


def _headings(table: RawTable, start: int, depth: int) -> list[str]:
    """A heading for each column, in one line."""
    return [" ".join(parts) for parts in _heading_parts(table, start, depth)]


def _heading_parts(table: RawTable, start: int, depth: int) -> list[list[str]]:
    """For each column its headings from top to bottom; group headings spread over their columns."""
    out: list[list[str]] = [[] for _ in range(_width(table))]
    rows = table.rows[start : start + depth]
    gaps = depth == 2 and _fills_gaps(rows[0].cells, rows[1].cells)
    for place, row in enumerate(rows):
        last = ""
        for at, cell in enumerate(row.cells):
            text = squeeze(plain(cell.text))
            below = rows[1].cells[at].text if gaps and not place and at < len(rows[1].cells) else ""
            if (cell.merged_left or (below.strip() and not text)) and depth == 2:
                text = text if cell.merged_above else last
            last = text or (last if cell.merged_left else "")
            if text and (not out[at] or out[at][-1] != text):
                out[at].append(text)
    return out


def understand_columns(
    table: RawTable, start: int, depth: int, answered: dict[int, Role]
) -> tuple[ColumnUnderstood, ...]:
    """The columns of a table whose header is known; the officer's answers overrule."""
    body = [row for row in table.rows[start + depth :] if not _one_voice(row)]
    candidates = []
    for at, parts in enumerate(_heading_parts(table, start, depth)):
        cells = [row.cells[at] for row in body if at < len(row.cells) and not row.repeated_header]
        candidates.append(
            Candidate(
                at,
                " ".join(parts),
                reading_columns.read_headings(parts),
                tuple(plain(cell.text) for cell in cells if cell.text.strip()),
                sum(1 for cell in cells if _coloured(cell)),
            )
        )
    forced = [
        candidate.become(answered[candidate.column], "the officer said so", 1.0)
        if candidate.column in answered
        else candidate
        for candidate in candidates
    ]
    settled = reading_columns.settle(forced)
    return tuple(
        _column(_undo(before, after, answered))
        for before, after in zip(forced, settled, strict=True)
    )


def _one_voice(row: RawRow) -> bool:
    """A heading inside the table says nothing of the column it stands in."""
    return len(row.cells) > 2 and sum(1 for cell in row.cells if cell.text.strip()) == 1


def _undo(before: Candidate, after: Candidate, answered: dict[int, Role]) -> Candidate:
    return before if before.column in answered else after


def _column(candidate: Candidate) -> ColumnUnderstood:
    read: Heading = candidate.read
    role = read.role
    if role is Role.UNKNOWN and not candidate.heading and not candidate.texts:
        role = Role.IGNORED
    dates = read_dates(read.as_of) if read.as_of else ()
    return ColumnUnderstood(
        candidate.column,
        candidate.heading,
        role,
        round(read.confidence, 2),
        read.because,
        read.as_of,
        dates[0].last_day if dates else None,
    )


def _coloured(cell: Cell) -> bool:
    return not cell.text.strip() and cell.fill is not None and cell.fill not in ("FFFFFF", "AUTO")


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


# Labels of a form (one report a table, labels down its first column).
_FORM_ROLES = frozenset(
    {
        Role.LEAD, Role.ACCOUNTABLE, Role.RATING, Role.RATING_REASON, Role.MITIGATION, Role.RISKS,
        Role.PROGRESS, Role.NEXT_STEPS, Role.DUE, Role.START, Role.ACTION, Role.LEVEL,
        Role.SUCCESS_MEASURES, Role.IMPACT, Role.OUTCOME, Role.FORUM, Role.DEPENDENCIES,
        Role.EVIDENCE, Role.COPRODUCTION, Role.RESOURCES, Role.REFERENCE,
    }
)  # fmt: skip


def upright(table: RawTable) -> RawTable:
    """A form (labels down the first column, one value each) as a table of one row."""
    if len(table.rows) < 4:
        return table
    pairs: list[tuple[Cell, Cell]] = []
    above: list[RawRow] = []
    for row in table.rows:
        cells = [cell for cell in row.cells if not cell.merged_left]
        if len(cells) not in (2, 4):
            if len(cells) == 1 or not any(cell.text.strip() for cell in cells):
                if not pairs:
                    above.append(row)
                continue
            return table
        pairs.extend(zip(cells[::2], cells[1::2], strict=True))
    known = [
        found.role for label, _ in pairs
        if (found := reading_columns.read_heading(label.text)).confidence >= 0.8
    ]  # fmt: skip
    roles = set(known) & _FORM_ROLES
    if len(roles) < 4 or len(known) * 5 < len(pairs) * 3:
        return table
    kept = [(label, value) for label, value in pairs if label.text.strip()]
    rows = (
        *above,
        RawRow(1, tuple(label for label, _ in kept), table.page),
        RawRow(2, tuple(value for _, value in kept), table.page),
    )
    return RawTable(table.index, rows, table.page)
