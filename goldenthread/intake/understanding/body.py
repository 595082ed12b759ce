"""The body rows of all plan tables, numbered from 1 through the whole document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.intake.reading.raw import Cell, RawRow
from goldenthread.intake.understanding.kinds import Role, TableKind
from goldenthread.intake.understanding.outline import Outline
from goldenthread.intake.understanding.tables import ReadTable
from goldenthread.intake.understanding.words import plain

_EMPTY = Cell("")


@dataclass(frozen=True)
class BodyRow:
    """A physical row of a plan table.

    at_break: it is the first row after a page or table break inside one plan table.
    spans_down: columns whose cell is merged with the row below.
    """

    number: int
    id: str
    table: ReadTable
    row: RawRow
    section: int | None
    at_break: bool
    spans_down: frozenset[int]
    position: int = 0

    def cell(self, column: int) -> Cell:
        """The cell of a column; an empty one when the row is shorter."""
        return self.row.cells[column] if column < len(self.row.cells) else _EMPTY

    def text(self, column: int) -> str:
        """The cell's words, one paragraph a line."""
        return plain(self.cell(column).text)

    def texts(self, *roles: Role) -> str:
        """The words of every column of these roles."""
        return "\n".join(text for at in self.table.at(*roles) if (text := self.text(at)))

    def merged(self, *roles: Role) -> bool:
        """Is the cell of such a column the rest of a merge from above?"""
        return any(self.cell(at).merged_above for at in self.table.at(*roles))

    @property
    def filled(self) -> list[int]:
        """The columns that hold words of their own."""
        return [column.column for column in self.table.columns if self.text(column.column).strip()]


def body_rows(tables: Sequence[ReadTable], outline: Outline) -> list[BodyRow]:
    """Every body row of the plan tables, in order."""
    out: list[BodyRow] = []
    for table in tables:
        if table.kind is not TableKind.PLAN:
            continue
        for at, row in enumerate(table.body):
            below = table.body[at + 1] if at + 1 < len(table.body) else None
            broken = (at == 0 and table.table.index in outline.broken_off) or at in table.breaks
            out.append(
                BodyRow(
                    len(out) + 1,
                    f"t{table.table.index}r{row.number}",
                    table,
                    row,
                    outline.of_table(table.table.index),
                    broken and bool(out),
                    frozenset(
                        column
                        for column, cell in enumerate(below.cells if below else ())
                        if cell.merged_above
                    ),
                    at,
                )
            )
    return out
