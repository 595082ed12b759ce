"""Tables without rules: columns of text with white space between them.

Used only when a PDF has no ruled table at all, since prose in columns looks much the same.
"""

from __future__ import annotations

import itertools
from collections import Counter

from goldenthread.intake.reading.pdf_tables import Box, RuledTable
from goldenthread.intake.reading.pdf_text import Line, Word, joined, lines_of, paragraphs_of
from goldenthread.intake.reading.raw import Cell, RawRow, RawTable, cell_of
from goldenthread.intake.reading.text import without_bullet

COLUMN_GAP = 5.0  # points of white space that part two columns
MIN_COLUMNS = 3  # two columns of text are more often a letterhead than a table
FAR = 45.0  # points of empty height that end a table
Paint = tuple[tuple[float, float, float, float], str]  # x0, top, x1, bottom; RRGGBB
Rule = tuple[float, float, float]  # a horizontal rule: y, x0, x1


def unruled_blocks(
    lines: list[Line], rules: list[Rule], paints: list[Paint], page: int
) -> list[list[Line] | RawTable]:
    """A page's lines cut into runs of plain lines and tables, from top to bottom."""
    pieces: list[list[Line] | RawTable] = []
    plain: list[Line] = []
    at = 0
    while at < len(lines):
        end = _end_of_table(lines, at)
        table = _table(lines[at:end], rules, paints, page) if end - at > 1 else None
        if table is None:
            plain.append(lines[at])
            at += 1
            continue
        if plain:
            pieces.append(plain)
        pieces.append(table)
        plain, at = [], end
    if plain:
        pieces.append(plain)
    return pieces


def has_hidden_columns(table: RuledTable, words: list[Word]) -> bool:
    """Whether a wide column of the table holds columns parted by white space alone.

    So it is where rules part the rows only; shaded cells may part a few columns more.
    """
    width = table.box[2] - table.box[0]
    wide = [cell for cell in table.cells if cell[2] - cell[0] > 0.5 * width]
    rows = {round(cell[1]) for cell in table.cells}
    if len(wide) < 2 or len(wide) < 0.6 * len(rows):
        return False
    inside = [word for word in words if any(_in(word, cell) for cell in wide)]
    return bool(inside) and len(_columns(inside)) >= MIN_COLUMNS


def _in(word: Word, box: Box) -> bool:
    x, y = word.middle
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _end_of_table(lines: list[Line], start: int) -> int:
    """The index after the last line that keeps the columns that the line at `start` opens."""
    if len(_columns(list(lines[start].words), wide=True)) < MIN_COLUMNS:
        return start
    words = list(lines[start].words)
    end = start + 1
    columns = len(_columns(words))
    while end < len(lines) and lines[end].top - lines[end - 1].bottom < FAR:
        words.extend(lines[end].words)
        now = len(_columns(words))
        heading = lines[end].size > 1.12 * lines[start].size
        if heading or now < max(MIN_COLUMNS, columns - 2) or _crosses(lines[start:end], lines[end]):
            break
        columns = max(MIN_COLUMNS, now)
        end += 1
    return end


def _crosses(table: list[Line], line: Line) -> bool:
    """Whether a line of running words spans columns that all earlier lines keep apart."""
    columns = _columns([word for above in table for word in above.words])
    own = _columns(list(line.words))
    return len(own) == 1 and sum(1 for c in columns if c[0] < own[0][1] and c[1] > own[0][0]) > 1


def _columns(words: list[Word], *, wide: bool = False) -> list[tuple[float, float]]:
    """The stretches of width that hold words, parted by clear white space."""
    columns: list[tuple[float, float]] = []
    for x0, x1 in sorted((word.x0, word.x1) for word in words):
        gap = max(COLUMN_GAP, 0.8 * words[0].size) if wide else COLUMN_GAP
        if columns and x0 - columns[-1][1] < gap:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    return columns


def _table(lines: list[Line], rules: list[Rule], paints: list[Paint], page: int) -> RawTable | None:
    columns = _columns([word for line in lines for word in line.words])
    if len(columns) < MIN_COLUMNS:
        return None
    rows = [_cells(part, columns, paints) for part in _rows(lines, rules, columns)]
    if len(rows) < 2:
        return None
    read = tuple(RawRow(number, cells, page) for number, cells in enumerate(rows, start=1))
    return RawTable(0, read, page)


def _rows(
    lines: list[Line], rules: list[Rule], columns: list[tuple[float, float]]
) -> list[list[Line]]:
    """The lines of each row: parted by rules, else by wider gaps, else by the first column."""
    width = columns[-1][1] - columns[0][0]
    across = [y for y, x0, x1 in rules if x1 - x0 > 0.6 * width]
    gaps = [round(below.top - above.bottom, 1) for above, below in itertools.pairwise(lines)]
    usual = min(gaps, default=0.0)
    widest = max(gaps, default=0.0)
    spaced = widest > usual + 0.25 * lines[0].size and len(Counter(gaps)) > 1
    rows: list[list[Line]] = []
    for at, line in enumerate(lines):
        if not at:
            rows.append([line])
            continue
        above = lines[at - 1]
        if across:
            new = any(above.middle_y < y < line.middle_y for y in across)
        elif spaced:
            new = gaps[at - 1] > usual + 0.25 * line.size
        else:
            new = line.x0 < columns[0][1]
        if new:
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows


def _cells(
    lines: list[Line], columns: list[tuple[float, float]], paints: list[Paint]
) -> tuple[Cell, ...]:
    words = [word for line in lines for word in line.words]
    cells: list[Cell] = []
    for at, (x0, right) in enumerate(columns):
        end = columns[at + 1][0] if at + 1 < len(columns) else float("inf")
        own = [word for word in words if x0 <= word.x0 < end]
        gathered = lines_of(own)
        paragraphs = [joined(part, float("inf")) for part in paragraphs_of(gathered, x0, right)]
        cells.append(
            cell_of(
                [without_bullet(paragraph)[0] for paragraph in paragraphs],
                fill=_behind(own, paints),
                bold=all(line.bold for line in gathered),
            )
        )
    return tuple(cells)


def _behind(words: list[Word], paints: list[Paint]) -> str | None:
    """The last paint on which all the words stand."""
    found: str | None = None
    for (x0, top, x1, bottom), colour in paints if words else ():
        if all(x0 <= w.middle[0] <= x1 and top <= w.middle[1] <= bottom for w in words):
            found = colour
    return found
