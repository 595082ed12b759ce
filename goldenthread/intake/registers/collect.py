"""COLLECT's CSV export: a folder, or an archive, of one CSV file for each table of the return."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from goldenthread.intake.registers import limits
from goldenthread.intake.registers.rows import SourceKind
from goldenthread.intake.registers.sheets import Sheet, read_csv, read_workbook_safely
from goldenthread.intake.registers.tables import TablesReading, read_tables
from goldenthread.rules.refusals import Refused

_DAMAGED = "This archive is damaged or was cut short. Make it again."
_TOO_LARGE = "This archive unpacks to more than a register holds, so it was not opened."
_LOCKED = "This archive is locked with a password. Make it without one."


def read_collect(files: Iterable[tuple[str, bytes]]) -> TablesReading:
    """The export's files by name. Raises Refused."""
    sheets = [read_csv(content, name) for name, content in files]
    if not sheets:
        raise Refused("There is no CSV file here. Load the export with its tables.")
    return read_tables(SourceKind.COLLECT_CSV, sheets)


def files_of_folder(folder: Path) -> list[tuple[str, bytes]]:
    """The CSV files of a folder, by name. Raises Refused."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    if sum(path.stat().st_size for path in paths) > limits.MAX_FILE_BYTES:
        raise Refused(_TOO_LARGE)
    return [(path.name, path.read_bytes()) for path in paths]


def files_of_archive(content: bytes) -> list[tuple[str, bytes]]:
    """The CSV files of a zip; what it unpacks to is bounded. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
            csvs = [part for part in parts if part.filename.lower().endswith(".csv")]
            if len(parts) > limits.MAX_PARTS:
                raise Refused(f"This archive holds {len(parts)} files. Load only the export.")
            if any(part.flag_bits & 0x1 for part in csvs):
                raise Refused(_LOCKED)
            return _unpacked(archive, csvs)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise Refused(_DAMAGED) from None


def _unpacked(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> list[tuple[str, bytes]]:
    left = limits.MAX_FILE_BYTES
    files = []
    for part in sorted(parts, key=lambda part: part.filename):
        with archive.open(part) as opened:  # what the directory claims is not believed
            content = opened.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Refused(_TOO_LARGE)
        files.append((part.filename, content))
    return files


def read_return_workbook(content: bytes) -> TablesReading:
    """The workbook in which a return is put together: one sheet for each table. Raises Refused."""
    sheets: tuple[Sheet, ...] = read_workbook_safely(content)
    return read_tables(SourceKind.SEN2_WORKBOOK, [one for one in sheets if one.rows])
