"""Where a table’s header is, how many rows it takes, and the columns it names."""

from __future__ import annotations

from collections.abc import Sequence

from goldenthread.intake.reading.raw import Cell, RawRow, RawTable
from goldenthread.intake.understanding.column_headings import Heading, read_heading, read_headings
from goldenthread.intake.understanding.columns import Candidate, settle
from goldenthread.intake.understanding.content import looks_like_rating
from goldenthread.intake.understanding.kinds import Role
from goldenthread.intake.understanding.plan import ColumnUnderstood
from goldenthread.intake.understanding.words import plain, squeeze
from goldenthread.rules.calendars import read_dates

_LOOK_FOR_HEADER_IN = 8


def width_of(table: RawTable) -> int:
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
    sure = [read_heading(heading) for heading in named]
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
    out: list[list[str]] = [[] for _ in range(width_of(table))]
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
                read_headings(parts),
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
    settled = settle(forced)
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
