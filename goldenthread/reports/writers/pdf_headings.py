"""Row headings of a PDF's tables: the typesetter tags column headings alone, so those of rows are
told to its structure tree afterwards.

A row heading is a header cell whose scope is its row (PDF 32000-1, 14.8.5.7), as in the paper's
page and in Word: a reader who listens hears which row a number stands in.
"""

from collections.abc import Iterator, Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from goldenthread.reports.document import Appendix, Block, Chart, SummaryList, Table


def tables_in(blocks: Sequence[Block]) -> Iterator[bool]:
    """For each table of the blocks as they are set, in order: does its first column name rows?"""
    for block in blocks:
        match block:
            case Appendix(blocks=inner):
                yield from tables_in(inner)
            case Chart(table=Table() as table) | (Table() as table):
                yield table.row_headings
            case SummaryList():
                yield True
            case _:
                pass


def with_row_headings(pdf: bytes, named: Sequence[bool]) -> bytes:
    """The same PDF; `named` says of each of its tables, in order, whether its rows have headings.

    Raises ValueError where the PDF has another number of tables.
    """
    made = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        tables = list(_tagged(document.Root.StructTreeRoot, Name.Table))
        for table, rows_have_headings in zip(tables, named, strict=True):
            if rows_have_headings:
                for row in _tagged(table, Name.TR):
                    _head(row)
        document.save(made, deterministic_id=True)
    return made.getvalue()


def _tagged(element: Object, kind: Name) -> Iterator[Object]:
    """The elements of a kind below one, in reading order; not those inside one another."""
    for child in _children(element):
        if child.get(Name.S) == kind:
            yield child
        else:
            yield from _tagged(child, kind)


def _children(element: Object) -> list[Object]:
    inside = element.get(Name.K)
    if inside is None:
        return []
    # pikepdf's types do not say that an array gives objects.
    several: list[Object] = list(inside) if isinstance(inside, Array) else [inside]
    return [one for one in several if isinstance(one, Dictionary) and Name.S in one]


def _head(row: Object) -> None:
    """Make the first cell of a row its heading, unless it heads its column already."""
    cells = _children(row)
    if not cells or cells[0].get(Name.S) != Name.TD:
        return
    scope = Dictionary(O=Name.Table, Scope=Name.Row)
    kept = cells[0].get(Name.A)
    cells[0].S = Name.TH
    if kept is None:
        cells[0].A = scope
    else:
        cells[0].A = Array([*(kept if isinstance(kept, Array) else [kept]), scope])
