"""Large CSV files of values, row by row, by the names of their columns: nothing is interpreted.

The national list of settings has some 50,000 rows of 140 columns. What a plan document may be is
bounded in `limits`; these files have bounds of their own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from goldenthread.rules.refusals import Refused

MAX_BYTES = 200 * 1024 * 1024  # the list has some 65 MB
MAX_ROWS = 250_000
MAX_COLUMNS = 400
MAX_CELL = 20_000

_NOT_TEXT = "This file is not comma-separated text, whatever its name says. Unpack it if it is zip."
_BROKEN = "This file is no proper CSV: a cell never ends, or is far too long. Download it again."


@dataclass(frozen=True)
class Table:
    """The columns of a file in their order, and its rows."""

    columns: tuple[str, ...]
    _reader: Iterator[list[str]]

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(number of the row in the file, counting its heading as 1; its cells). Rows without
        anything in them are left out. Raises Refused."""
        number = 1
        try:
            for row in self._reader:
                number += 1
                if number > MAX_ROWS:
                    raise Refused(f"This file has more than {MAX_ROWS:,} rows.")
                if any(row):
                    yield number, row
        except csv.Error:
            raise Refused(_BROKEN) from None

    def places(self) -> Mapping[str, int]:
        """Where each column stands; of a name that comes twice, the first."""
        found: dict[str, int] = {}
        for place, name in enumerate(self.columns):
            found.setdefault(name, place)
        return found


def table_of(content: bytes) -> Table:
    """A CSV file in UTF-8 or Windows-1252. Raises Refused."""
    if len(content) > MAX_BYTES:
        raise Refused(f"This file is larger than {MAX_BYTES // 1024 // 1024} MB.")
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(_text(content), newline=""))
    try:
        heading = next(reader, [])
    except csv.Error:
        raise Refused(_BROKEN) from None
    columns = tuple(" ".join(name.split()) for name in heading)
    if len(columns) < 2 or len(columns) > MAX_COLUMNS:
        raise Refused(_NOT_TEXT)
    return Table(columns, reader)


def _text(content: bytes) -> str:
    if b"\x00" in content or content.startswith(b"PK\x03\x04"):
        raise Refused(_NOT_TEXT)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("The letters of this file cannot be read. Download it again.")
