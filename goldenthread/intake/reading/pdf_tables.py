"""Ruled tables on a PDF page → rows of a full grid, with merges and fills."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from goldenthread.intake.reading import limits
from goldenthread.intake.reading.pdf_text import Word, joined, lines_of, paragraphs_of
from goldenthread.intake.reading.raw import Cell, RawRow, RawTable, cell_of
from goldenthread.intake.reading.text import without_bullet
from goldenthread.rules.refusals import Refused

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
SAME_EDGE = 2.0  # rules closer than this are one rule, in points
MIN_MARK = 4.0  # a coloured mark in a cell (a rating's dot) is at least this wide
MAX_PADDING = 12.0
MIN_ROW = 6.0  # a row that the page cut is at least a line of small print high


@dataclass(frozen=True)
class RuledTable:
    """A table found on a page and the box that it fills."""

    box: Box
    cells: tuple[Box, ...]


def ruled_tables(page: Any) -> list[RuledTable]:
    """The ruled tables of a pdfplumber page, from top to bottom."""
    shapes = len(page.rects) + len(page.lines) + len(page.curves)
    if shapes > limits.MAX_PDF_SHAPES:
        raise Refused(
            f"Page {page.page_number} of this PDF is a drawing of {shapes:,} lines. "
            "Load only the pages that hold the plan."
        )
    found = [
        RuledTable(tuple(table.bbox), tuple(tuple(cell) for cell in table.cells))
        for table in page.find_tables()
    ]
    outer = [table for table in found if not any(_inside(table, other) for other in found)]
    uprights = [edge for edge in page.edges if edge["orientation"] == "v"]
    closed = [with_open_end(table, uprights) for table in outer]
    return sorted(closed, key=lambda table: (table.box[1], table.box[0]))


def with_open_end(table: RuledTable, uprights: list[Any]) -> RuledTable:
    """The table with a last row that the page cut: upright rules, but no rule below it."""
    edges = _edges([cell[0] for cell in table.cells] + [cell[2] for cell in table.cells])
    ends: dict[Box, float] = {}
    for left, right in pairwise(edges):
        over = [cell for cell in table.cells if cell[0] < right - SAME_EDGE < cell[2]]
        bottom = max((cell[3] for cell in over), default=table.box[1])
        end = min(_reach(uprights, left, bottom), _reach(uprights, right, bottom))
        if over and end - bottom > MIN_ROW:
            ends[(left, bottom, right, end)] = end
    if len(ends) < 2:
        return table
    x0, top, x1, bottom = table.box
    return RuledTable((x0, top, x1, max(bottom, *ends.values())), (*table.cells, *ends))


def _reach(uprights: list[Any], x: float, y: float) -> float:
    """How far down the upright rules at x lead on from y."""
    for edge in sorted(
        (edge for edge in uprights if abs(edge["x0"] - x) <= SAME_EDGE),
        key=lambda edge: float(edge["top"]),
    ):
        if edge["top"] <= y + SAME_EDGE:
            y = max(y, float(edge["bottom"]))
    return y


def _inside(table: RuledTable, other: RuledTable) -> bool:
    """A frame within a cell of another table is part of that cell."""
    if table is other:
        return False
    return any(_holds(cell, table.box) for cell in other.cells)


def _holds(box: Box, inner: Box) -> bool:
    return (
        box[0] - SAME_EDGE <= inner[0]
        and box[1] - SAME_EDGE <= inner[1]
        and inner[2] <= box[2] + SAME_EDGE
        and inner[3] <= box[3] + SAME_EDGE
    )


def is_fragment(table: RuledTable, words: list[Word]) -> bool:
    """Whether more words stand beside it than in it: the shaded cells of a table without rules."""
    x0, top, x1, bottom = table.box
    beside = inside = 0
    for word in words:
        x, y = word.middle
        if top <= y <= bottom:
            inside += x0 <= x <= x1
            beside += not x0 <= x <= x1
    return beside > inside


def read_table(table: RuledTable, words: list[Word], page: Any, index: int) -> RawTable:
    """The table with the words that stand in its cells."""
    columns = _edges([cell[0] for cell in table.cells])
    tops = _edges([cell[1] for cell in table.cells])
    if len(columns) > limits.MAX_COLUMNS or len(tops) > limits.MAX_ROWS:
        raise Refused("This PDF has a table far larger than a plan. Load only the plan itself.")
    filled = _words_by_cell(table, words)
    padding = _padding(table, filled)
    paints = paints_of(page, table.box)
    grid: list[list[Cell | None]] = [[None] * len(columns) for _ in tops]
    for number, box in enumerate(table.cells):
        cell = _read_cell(box, filled[number], padding, paints)
        _place(grid, cell, _span(columns, box[0], box[2]), _span(tops, box[1], box[3]))
    rows = (
        RawRow(number, tuple(cell or Cell("") for cell in row), page.page_number)
        for number, row in enumerate(grid, start=1)
    )
    kept = tuple(row for row in rows if any(cell.text or cell.fill for cell in row.cells))
    return RawTable(index, kept, page.page_number)


def _edges(positions: list[float]) -> list[float]:
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > SAME_EDGE:
            edges.append(position)
    return edges


def _span(edges: list[float], start: float, end: float) -> range:
    """The grid's places from start up to, not including, end."""
    first = max(0, bisect_right(edges, start + SAME_EDGE) - 1)
    return range(first, max(first + 1, bisect_right(edges, end - SAME_EDGE)))


def _place(grid: list[list[Cell | None]], cell: Cell, columns: range, rows: range) -> None:
    for row in rows:
        for column in columns:
            above, left = row > rows.start, column > columns.start
            grid[row][column] = (
                Cell("", merged_above=above, merged_left=left) if above or left else cell
            )


def _words_by_cell(table: RuledTable, words: list[Word]) -> list[list[Word]]:
    filled: list[list[Word]] = [[] for _ in table.cells]
    x0, top, x1, bottom = table.box
    for word in words:
        x, y = word.middle
        if not (x0 <= x <= x1 and top <= y <= bottom):
            continue
        for number, box in enumerate(table.cells):
            if box[0] <= x < box[2] and box[1] <= y < box[3]:
                filled[number].append(word)
                break
    return filled


def _padding(table: RuledTable, filled: list[list[Word]]) -> float:
    """How far the text stands off the rules: the smallest distance met in the table."""
    gaps = [
        min(word.x0 for word in words) - box[0]
        for box, words in zip(table.cells, filled, strict=True)
        if words
    ]
    return min(MAX_PADDING, max(0.0, min(gaps))) if gaps else 0.0


def _read_cell(box: Box, words: list[Word], padding: float, paints: list[tuple[Box, str]]) -> Cell:
    left, right = box[0] + padding, box[2] - padding
    lines = lines_of(words)
    paragraphs = [joined(part, right) for part in paragraphs_of(lines, left, right)]
    return cell_of(
        [without_bullet(paragraph)[0] for paragraph in paragraphs],
        fill=_fill(box, paints),
        bold=all(line.bold for line in lines),
    )


def paints_of(page: Any, table: Box) -> list[tuple[Box, str]]:
    """What is painted in colour on the page where the table stands, in painting order."""
    paints: list[tuple[Box, str]] = []
    for shape in [*page.rects, *page.curves]:
        colour = hex_colour(shape.get("non_stroking_color")) if shape.get("fill") else None
        box = (shape["x0"], shape["top"], shape["x1"], shape["bottom"])
        if colour and colour != "FFFFFF" and box[0] < table[2] and box[2] > table[0]:
            paints.append((box, colour))
    return paints


def _fill(box: Box, paints: list[tuple[Box, str]]) -> str | None:
    """The paint that covers most of the cell, else a mark that stands inside it."""
    area = max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
    covering: str | None = None
    mark: str | None = None
    for paint, colour in paints:
        width = min(box[2], paint[2]) - max(box[0], paint[0])
        height = min(box[3], paint[3]) - max(box[1], paint[1])
        if width > 0 and height > 0 and width * height > 0.5 * area:
            covering = colour
        elif _holds(box, paint) and min(paint[2] - paint[0], paint[3] - paint[1]) >= MIN_MARK:
            mark = colour
    return covering or mark


def hex_colour(colour: Any) -> str | None:
    """A PDF colour (grey, RGB or CMYK, parts from 0 to 1) as RRGGBB, or None."""
    parts = list(colour) if isinstance(colour, (list, tuple)) else [colour]
    if not all(isinstance(part, (int, float)) for part in parts):
        return None
    if len(parts) == 1:
        parts = parts * 3
    if len(parts) == 4:
        black = parts[3]
        parts = [(1 - part) * (1 - black) for part in parts[:3]]
    if len(parts) != 3:
        return None
    return "".join(f"{round(255 * min(1.0, max(0.0, float(part)))):02X}" for part in parts)
