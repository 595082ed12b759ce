"""Word tables → rows of a full grid, with every kind of merge kept."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from goldenthread.intake.reading import limits
from goldenthread.intake.reading.raw import Cell, RawRow, cell_of
from goldenthread.intake.reading.word_numbering import W, value, whole
from goldenthread.intake.reading.word_text import FALLBACK, ReadParagraph, TextReader, shade
from goldenthread.rules.refusals import Refused

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Wrappers that show what they hold: content controls, insertions, custom XML.
TRANSPARENT = frozenset(
    {W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
    | {_MC + "AlternateContent", _MC + "Choice"}
)
HAIR = 140  # twentieths of a point: 7 points, narrower than any column with a word in it
__all__ = ["FALLBACK", "TRANSPARENT", "read_rows"]


@dataclass
class _Placed:
    """A cell on the grid: from `start` up to, not including, `end`."""

    start: int
    end: int
    cell: Cell


def read_rows(table: etree._Element, reader: TextReader) -> tuple[RawRow, ...]:
    """The rows of a w:tbl; rows that a tracked change deleted, or that hold nothing, left out."""
    placed: list[list[_Placed]] = []
    for row in children(table, "tr"):
        if row.find(f"{W}trPr/{W}del") is None:
            placed.append(_place(row, reader))
        if len(placed) > limits.MAX_ROWS:
            raise Refused(
                f"This document has a table of more than {limits.MAX_ROWS:,} rows. "
                "Load only the plan itself."
            )
    _snap(placed, _positions(table))
    starts = sorted({cell.start for row in placed for cell in row})
    width = len(starts)
    if width > limits.MAX_COLUMNS:
        raise Refused(
            f"This document has a table of more than {limits.MAX_COLUMNS} columns. "
            "Load only the plan itself."
        )
    grid = [_on_grid(row, starts) for row in placed]
    for upper, lower in itertools.pairwise(grid):
        for column, cell in enumerate(lower):
            # A continuation beneath nothing (a row that begins further right) is its own cell.
            if cell.merged_above and column >= len(upper):
                lower[column] = replace(cell, merged_above=False)
    if grid:
        grid[0] = [replace(cell, merged_above=False) for cell in grid[0]]
    return tuple(
        RawRow(number, tuple(row))
        for number, row in enumerate(grid, start=1)
        if any(cell.text or cell.fill for cell in row)
    )


def _positions(table: etree._Element) -> list[int]:
    """Where each grid column begins, in twentieths of a point, as the table's grid says."""
    positions = [0]
    for column in table.iterfind(f"{W}tblGrid/{W}gridCol"):
        positions.append(positions[-1] + whole(value(column, "w"), 0))
    return positions


def _snap(placed: list[list[_Placed]], positions: list[int]) -> None:
    """Make one edge of edges that stand almost at the same place.

    Who drags one row's edge by a hair makes Word add a grid column; to the reader it is one
    column still. Two edges that one row uses both stay two.
    """
    edges = sorted({edge for row in placed for cell in row for edge in (cell.start, cell.end)})
    snapped: dict[int, int] = {}
    for before, edge in itertools.pairwise(edges):
        if edge >= len(positions) or positions[edge] - positions[before] > HAIR:
            continue
        both = any(cell.start == before and cell.end == edge for row in placed for cell in row)
        if not both:
            snapped[edge] = snapped.get(before, before)
    for row in placed:
        for cell in row:
            cell.start = snapped.get(cell.start, cell.start)
            cell.end = snapped.get(cell.end, cell.end)


def children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, through the wrappers that may stand round them."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag in TRANSPARENT:
            yield from children(child, name)


def _place(row: etree._Element, reader: TextReader) -> list[_Placed]:
    at = whole(value(row.find(f"{W}trPr/{W}gridBefore")), 0)
    placed: list[_Placed] = []
    for element in children(row, "tc"):
        properties = element.find(W + "tcPr")
        span = max(1, whole(value(element.find(f"{W}tcPr/{W}gridSpan")), 1))
        if span > limits.MAX_COLUMNS:
            span = 1
        cell = _cell(element, properties, reader)
        if _continues(properties, "hMerge") and placed:
            placed[-1].end = at + span
        else:
            placed.append(_Placed(at, at + span, cell))
        at += span
    return placed


def _continues(properties: etree._Element | None, name: str) -> bool:
    merge = properties.find(W + name) if properties is not None else None
    return merge is not None and value(merge) != "restart"


def _cell(element: etree._Element, properties: etree._Element | None, reader: TextReader) -> Cell:
    if _continues(properties, "vMerge"):
        return Cell("", merged_above=True)
    paragraphs = list(_paragraphs(element, reader))
    fills = {paragraph.fill for paragraph in paragraphs if paragraph.text}
    fill = shade(properties.find(W + "shd")) if properties is not None else None
    return cell_of(
        [paragraph.text for paragraph in paragraphs],
        fill=fill or (fills.pop() if len(fills) == 1 else None),
        bold=all(paragraph.bold for paragraph in paragraphs if paragraph.text),
    )


def _paragraphs(parent: etree._Element, reader: TextReader) -> Iterator[ReadParagraph]:
    for child in parent:
        if child.tag == W + "p":
            yield reader.paragraph(child)
            for box in child.iter(W + "txbxContent"):
                if not any(above.tag == FALLBACK for above in box.iterancestors()):
                    yield from _paragraphs(box, reader)
        elif child.tag == W + "tbl":
            for row in children(child, "tr"):
                for cell in children(row, "tc"):
                    yield from _paragraphs(cell, reader)
        elif child.tag == W + "sdt" and child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            continue
        elif child.tag in TRANSPARENT:
            yield from _paragraphs(child, reader)


def _on_grid(row: list[_Placed], starts: list[int]) -> list[Cell]:
    """One cell for each grid column at which some row begins a cell."""
    cells: list[Cell] = []
    for start in starts:
        here = next((placed for placed in row if placed.start <= start < placed.end), None)
        if here is None:
            cells.append(Cell(""))
        elif here.start == start:
            cells.append(here.cell)
        else:
            cells.append(Cell("", merged_left=True, merged_above=here.cell.merged_above))
    return cells
