"""The one door: which reader a register's file needs, by its content.

The file has passed the gate (`files`). XML is a return, an archive COLLECT's export; a workbook is
Annex A, a return being put together, or an extract; a CSV file an extract. An extract needs its
mapping: without one it is refused with a sentence that says so.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import IO

from goldenthread.intake.registers import limits
from goldenthread.intake.registers.annex_a import fits as fits_annex_a
from goldenthread.intake.registers.annex_a import of_sheets
from goldenthread.intake.registers.collect import files_of_archive, read_collect
from goldenthread.intake.registers.extract import ExtractReading
from goldenthread.intake.registers.mapping import Mapping
from goldenthread.intake.registers.rows import Reading, SourceKind
from goldenthread.intake.registers.sen2_xml import read_xml
from goldenthread.intake.registers.sheets import Sheet, read_csv, read_workbook_safely
from goldenthread.intake.registers.tables import fits as fits_return
from goldenthread.intake.registers.tables import read_tables
from goldenthread.rules.refusals import Refused

_TOO_LARGE = (
    f"This file is larger than {limits.MAX_FILE_BYTES // 1024 // 1024} MB, "
    "more than several authorities’ returns together. Load one at a time."
)
_NEEDS_MAPPING = (
    "This file is an extract of a case system. Say first which of its columns is what: "
    "choose a mapping, or make one."
)
_NEEDS_ALL_TABLES = (
    "This is one table of a return. Load all its tables together, in one archive (.zip)."
)
_DAMAGED = (
    "This file could not be read: it is damaged or was made in an unusual way. "
    "Make it again, or open it in its own program, save it and load the new file."
)


class NeedsMapping(Refused):
    """An extract of a case system, and nobody has said what its columns are. `sheets` are its
    tables as words."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        super().__init__(_NEEDS_MAPPING)
        self.sheets = tuple(sheets)


def open_register(stream: IO[bytes], name: str, *, mapping: Mapping | None = None) -> Reading:
    """The register in a file, ready to be read person by person. Raises Refused and nothing else;
    so does reading on."""
    try:
        return _opened(stream, name, mapping)
    except Refused:
        raise
    except (MemoryError, RecursionError):
        raise Refused(_TOO_LARGE) from None
    except Exception as error:
        # Readers of other people's formats fail in ways they do not document. The kind of the
        # failure is kept as the cause; the page says what can be done.
        raise Refused(_DAMAGED) from error


def _opened(stream: IO[bytes], name: str, mapping: Mapping | None) -> Reading:
    start = stream.read(4)
    if start[:2] != b"PK" and name.lower().endswith(".xml"):
        return read_xml(_Rejoined(start, stream))
    content = start + stream.read(limits.MAX_FILE_BYTES + 1)
    if len(content) > limits.MAX_FILE_BYTES:
        raise Refused(_TOO_LARGE)
    if content[:2] == b"PK" and not name.lower().endswith(".zip"):
        return _of_workbook(read_workbook_safely(content), mapping)
    if content[:2] == b"PK":
        return read_collect(files_of_archive(content))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return read_xml(io.BytesIO(content))
    sheet = read_csv(content, name)
    if mapping is None:
        raise Refused(_NEEDS_ALL_TABLES) if fits_return(sheet) else NeedsMapping([sheet])
    return ExtractReading([sheet], mapping)


def _of_workbook(sheets: tuple[Sheet, ...], mapping: Mapping | None) -> Reading:
    filled = [sheet for sheet in sheets if sheet.rows]
    if mapping is not None:
        return ExtractReading(filled, mapping)
    if any(fits_annex_a(sheet) for sheet in filled):
        return of_sheets(filled)
    if any(fits_return(sheet) for sheet in filled):
        return read_tables(SourceKind.SEN2_WORKBOOK, filled)
    raise NeedsMapping(filled)


class _Rejoined:
    """A stream whose first bytes were looked at."""

    def __init__(self, start: bytes, rest: IO[bytes]) -> None:
        self.start = start
        self.rest = rest

    def read(self, size: int = -1, /) -> bytes:
        begun, self.start = self.start, b""
        return begun + self.rest.read(size)
