"""What a document holds before anyone says what it means: paragraphs and tables, in order.

Every reader, whatever its format, hands out this same shape; the understanding of a plan is
built on nothing else. No text is corrected here: white space is made plain, bullets are taken
off (the paragraph's style says "List Bullet"), numbers that Word draws are written out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

BULLET_STYLE = "List Bullet"
SHEET_STYLE = "sheet"


@dataclass(frozen=True)
class Cell:
    """One cell of a table's grid.

    text: the paragraphs joined by a line break, "" when the cell is empty.
    merged_above, merged_left: the cell is the continuation of a merge; its text is "" and
    stands in the cell above, or to the left.
    fill: RRGGBB in capitals when the cell (or all its text) is shaded, else None.
    bold: every letter in the cell is bold.
    """

    text: str
    paragraphs: tuple[str, ...] = ()
    merged_above: bool = False
    merged_left: bool = False
    fill: str | None = None
    bold: bool = False


@dataclass(frozen=True)
class RawRow:
    """A row as it stands on the page or sheet.

    `number` is its place in its table, from 1; rows that hold nothing at all are left out but
    counted. `page` counts from 1 and is known for PDF only. `repeated_header`: the row says again
    what an earlier header said.
    """

    number: int
    cells: tuple[Cell, ...]
    page: int | None = None
    repeated_header: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each cell of the grid."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True)
class RawTable:
    """A table, or the piece of a table that stands on one page. `index` counts from 0."""

    index: int
    rows: tuple[RawRow, ...]
    page: int | None = None


@dataclass(frozen=True)
class Paragraph:
    """A paragraph outside every table. `level` is the heading level (1 is highest), or None."""

    text: str
    style: str = "Normal"
    level: int | None = None
    bold: bool = False
    page: int | None = None


Block = Paragraph | RawTable


@dataclass(frozen=True)
class RawDocument:
    """A whole document. `format` is "docx", "pdf", "xlsx", "csv" or "text".

    notes: sentences about what was met on the way ("3 hidden rows were read").
    """

    format: str
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[RawTable, ...]:
        """The tables, in document order."""
        return tuple(block for block in self.blocks if isinstance(block, RawTable))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs outside tables, in document order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))


def cell_of(
    paragraphs: list[str] | tuple[str, ...],
    *,
    fill: str | None = None,
    bold: bool = False,
) -> Cell:
    """A cell that starts here, of these paragraphs; empty paragraphs are left out."""
    kept = tuple(paragraph for paragraph in paragraphs if paragraph)
    return Cell("\n".join(kept), kept, fill=fill, bold=bold and bool(kept))


def with_repeated_headers(blocks: list[Block]) -> tuple[Block, ...]:
    """Mark each row that says again, word for word, what an earlier header said.

    A header is the first row of a table; when it is met again, at the top of a later table or
    inside the same one, it and the equal rows right below it (a header of two rows) are marked.
    """
    headers: dict[tuple[str, ...], tuple[RawRow, ...]] = {}
    marked: list[Block] = []
    for block in blocks:
        if isinstance(block, RawTable) and block.rows:
            marked.append(replace(block, rows=_mark(block.rows, headers)))
            headers.setdefault(_header_key(block.rows[0]), block.rows)
        else:
            marked.append(block)
    return tuple(marked)


def _mark(
    rows: tuple[RawRow, ...], headers: dict[tuple[str, ...], tuple[RawRow, ...]]
) -> tuple[RawRow, ...]:
    own = {_header_key(rows[0]): rows}
    marked: list[RawRow] = []
    at = 0
    while at < len(rows):
        key = _header_key(rows[at])
        first = headers.get(key) or (own.get(key) if at else None)
        if first is None or sum(1 for text in key if text) < 2:
            marked.append(rows[at])
            at += 1
            continue
        length = 1
        while (
            length < len(first)
            and at + length < len(rows)
            and any(_header_key(rows[at + length]))
            and _header_key(rows[at + length]) == _header_key(first[length])
        ):
            length += 1
        marked.extend(replace(row, repeated_header=True) for row in rows[at : at + length])
        at += length
    return tuple(marked)


def _header_key(row: RawRow) -> tuple[str, ...]:
    return tuple("".join(cell.text.split()).casefold() for cell in row.cells)
