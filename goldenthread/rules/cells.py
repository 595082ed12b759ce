"""Cells that no spreadsheet takes for a formula (OWASP ASVS 5.0, 1.2.10), out and in again.

A CSV file has no cells that are text whatever they hold: an apostrophe goes before, and
`typed_cell` takes it away again. In a workbook the same apostrophe is a property of the cell, which
its writer sets where `like_a_formula` says so; the text itself stays as it is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows that the file is UTF-8
# What a formula may begin with, also in the wide forms that some spreadsheets read alike, after
# whatever space they step over. Apostrophes before it were typed, and count so that each escaped
# text is another one.
_FORMULA = re.compile(r"'*(?:[\t\r\n\x00]|\s*[=+\-@＝＋－＠])")


def like_a_formula(text: str) -> bool:
    """Whether a spreadsheet might run this text, were it not said that it is text."""
    return bool(_FORMULA.match(text))


def safe_cell(value: object) -> object:
    """The value for a CSV file; text that a spreadsheet might run gets an apostrophe before it.

    Numbers stay numbers: −5 is one, "-5" typed by somebody is text.
    """
    return f"'{value}" if isinstance(value, str) and like_a_formula(value) else value


def typed_cell(cell: str) -> str:
    """The text as it was before `safe_cell`; text that needed nothing stays."""
    return cell[1:] if cell.startswith("'") and like_a_formula(cell[1:]) else cell


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A CSV file (RFC 4180, comma, CRLF, with a byte order mark), a line of it at a time."""
    yield BYTE_ORDER_MARK + _line(head)
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[object]) -> str:
    out = StringIO()
    csv.writer(out).writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()
