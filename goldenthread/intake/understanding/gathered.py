"""One action's cells: pieces of a broken row put together, merges from above filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.intake.reading.raw import Cell
from goldenthread.intake.understanding.joining import Group
from goldenthread.intake.understanding.kinds import Role
from goldenthread.intake.understanding.posts import (
    is_bare_rank,
    is_initials,
    is_person,
    starts_with_rank,
)
from goldenthread.intake.understanding.tables import ReadTable
from goldenthread.intake.understanding.words import (
    is_closed,
    is_open,
    opens_lower,
    plain,
    said_again,
)


@dataclass(frozen=True)
class Gathered:
    """The cells of one action by column; `inherited` are filled from a merge with the row above."""

    group: Group
    table: ReadTable
    pieces: dict[int, tuple[str, ...]]
    colours: dict[int, Cell]
    inherited: frozenset[int]

    @property
    def row(self) -> int:
        """The number of its first physical row."""
        return self.group.rows[0].number

    def parts(self, *roles: Role) -> tuple[str, ...]:
        """The pieces of every column of these roles."""
        return tuple(part for at in self.table.at(*roles) for part in self.pieces.get(at, ()))

    def text(self, *roles: Role) -> str:
        """The words of every column of these roles, one paragraph a line."""
        out = []
        for at in self.table.at(*roles):
            if joined := self.column_text(at):
                out.append(joined)
        return "\n".join(out)

    def column_text(self, at: int) -> str:
        """The words of one column, pieces put together as its role wants."""
        role = next((c.role for c in self.table.columns if c.column == at), Role.UNKNOWN)
        return put_together(self.pieces.get(at, ()), role)

    def cells_as_written(self) -> dict[str, str]:
        """Heading → words, as the council laid it out; a heading used twice gets its number."""
        out: dict[str, str] = {}
        for column in self.table.columns:
            heading = column.heading or f"Column {column.column + 1}"
            if heading in out:
                heading = f"{heading} ({column.column + 1})"
            out[heading] = self.column_text(column.column)
        return out


def _own_pieces(table: ReadTable, column: int, texts: Sequence[str]) -> tuple[str, ...]:
    """The words of each row of the group; a level or reference said again on a new page is one."""
    named = column in table.at(Role.LEVEL, Role.REFERENCE)
    out: list[str] = []
    for text in texts:
        if text and not (named and out and said_again(text, out[0])):
            out.append(text)
    return tuple(out)


def put_together(pieces: Sequence[str], role: Role) -> str:
    """The pieces of one broken cell: on one line where the sentence or the name goes on."""
    out = ""
    for piece in pieces:
        if not piece:
            continue
        if not out:
            out = piece
        else:
            last = out.split("\n")[-1]
            out += (" " if _same_line(last, piece, role) else "\n") + piece
    return out


def _same_line(last: str, piece: str, role: Role) -> bool:
    if is_open(last) or opens_lower(piece):
        return True
    if role in (Role.LEAD, Role.ACCOUNTABLE):
        own = starts_with_rank(piece) or is_person(piece) or is_initials(piece)
        return is_bare_rank(last) or not own
    if role in (Role.FORUM, Role.LEVEL, Role.REFERENCE):
        return True
    return False if is_closed(last) else len(piece.split()) == 1 and not is_closed(piece)


def gather(groups: Sequence[Group]) -> list[Gathered]:
    """Every group's cells, in order; a merged cell takes the words of the cell it hangs from."""
    out: list[Gathered] = []
    above: dict[int, tuple[tuple[str, ...], Cell]] = {}
    width = 0
    for group in groups:
        table = group.rows[0].table
        if len(table.columns) != width:
            above, width = {}, len(table.columns)
        pieces: dict[int, tuple[str, ...]] = {}
        colours: dict[int, Cell] = {}
        inherited: set[int] = set()
        for column in range(width):
            cells = [row.cell(column) for row in group.rows]
            own = _own_pieces(table, column, [plain(cell.text) for cell in cells])
            seen = next((cell for cell in cells if cell.text.strip() or cell.fill), cells[0])
            if not own and cells[0].merged_above and column in above:
                own, seen = above[column]
                inherited.add(column)
            pieces[column], colours[column] = own, seen
            above[column] = (own, seen)
        out.append(Gathered(group, table, pieces, colours, frozenset(inherited)))
    return out
