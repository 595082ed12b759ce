"""The rows of a sheet → its paragraphs and tables.

A sheet is one grid in which titles, tables and notes stand below each other.
"""

from __future__ import annotations

from dataclasses import replace

from goldenthread.intake.reading.raw import Block, Paragraph, RawRow, RawTable


def blocks_of_sheet(rows: list[RawRow], *, first_table: int) -> list[Block]:
    """Cut a sheet into blocks, the tables numbered from `first_table`.

    Rows of one filled cell before a table are paragraphs (titles, aims). A blank row ends the
    table when what follows is such a row, or looks like a header (every filled cell is bold).
    """
    blocks: list[Block] = []
    table: list[RawRow] = []
    blank_before = True
    for row in rows:
        filled = sum(1 for cell in row.cells if cell.text)
        if not any(cell.text or cell.fill or cell.merged_above for cell in row.cells):
            blank_before = True
            continue
        starts_anew = blank_before and (filled == 1 or _is_header(row))
        if table and starts_anew:
            blocks.append(_table(table, first_table + _count(blocks)))
            table = []
        if not table and filled == 1:
            cell = next(cell for cell in row.cells if cell.text)
            blocks.append(Paragraph(" ".join(cell.text.split("\n")), bold=cell.bold))
        elif filled or table:
            table.append(row)
            blank_before = False
    if table:
        blocks.append(_table(table, first_table + _count(blocks)))
    return [block for block in blocks if not isinstance(block, RawTable) or block.rows]


def _is_header(row: RawRow) -> bool:
    return all(cell.bold for cell in row.cells if cell.text)


def _count(blocks: list[Block]) -> int:
    return sum(1 for block in blocks if isinstance(block, RawTable))


def _table(rows: list[RawRow], index: int) -> RawTable:
    """The table without the columns at its edges that hold nothing."""
    used = [
        column
        for column in range(max(len(row.cells) for row in rows))
        if any(row.cells[column].text or row.cells[column].merged_left for row in rows)
    ]
    first, last = (used[0], used[-1] + 1) if used else (0, 0)
    kept = [replace(row, cells=row.cells[first:last]) for row in rows]
    top = rows[0].number - 1
    trimmed = [
        replace(row, number=row.number - top)
        for row in kept
        if any(cell.text or cell.merged_above or cell.fill for cell in row.cells)
    ]
    if trimmed:
        cells = tuple(replace(cell, merged_above=False) for cell in trimmed[0].cells)
        trimmed[0] = replace(trimmed[0], cells=cells)
    return RawTable(index, tuple(trimmed))
