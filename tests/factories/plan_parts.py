"""What an invented plan document is made of, before it is written in a format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BLUE, GREEN, AMBER, RED, GREY = "0070C0", "00B050", "FFC000", "FF0000", "A6A6A6"


@dataclass(frozen=True)
class C:
    """A cell: text ("\\n" between paragraphs), how far it is merged, its fill."""

    text: str = ""
    down: int = 1
    across: int = 1
    fill: str | None = None


Given = str | C | None  # None: covered by a merge from above or from the left


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    text: str
    bullet: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of the full grid, the header first; `widths` are shares of the page's width."""

    rows: tuple[tuple[Given, ...], ...]
    widths: tuple[int, ...] = ()
    headers: int = 1

    @property
    def width(self) -> int:
        return len(self.rows[0])


@dataclass(frozen=True)
class PlanDocument:
    name: str
    blocks: tuple[Heading | Text | Table, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


def table(header: Sequence[Given], *rows: Sequence[Given], widths: Sequence[int] = ()) -> Table:
    """A table; short rows are filled up with empty cells."""
    width = len(header)
    full = [tuple(row) + ("",) * (width - len(row)) for row in (header, *rows)]
    return Table(tuple(full), tuple(widths))


def bullets(*texts: str) -> tuple[Text, ...]:
    return tuple(Text(text, bullet=True) for text in texts)


def text_of(cell: Given) -> str:
    return cell.text if isinstance(cell, C) else cell or ""
