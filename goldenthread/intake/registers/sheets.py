"""Sheets of workbooks and CSV files as rows of words, before anyone says what they mean.

Workbooks are read in a child process with limits of time and memory: a small one can unpack to
much more than it looks. Run as a program, this module is that child.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldenthread.intake.reading.encodings import decode
from goldenthread.intake.reading.package import DAMAGED
from goldenthread.intake.registers import limits
from goldenthread.rules.refusals import Refused

_DELIMITERS = (",", ";", "\t", "|")
_OUT_OF_MEMORY = 87  # the exit code by which the child says that it met its limit
_ROOT = Path(__file__).resolve().parents[3]
_TOO_MANY = (
    "This file has {what}, more than a register holds. "
    "Load only the sheets and rows of the children and young people."
)
_TOO_SLOW = (
    "Reading this workbook took too long, so it was stopped. "
    "Load only the sheets of the children and young people."
)
_TOO_MUCH_MEMORY = (
    "Reading this workbook took too much memory, so it was stopped. "
    "Copy the rows to a new workbook and load that."
)
NOT_A_WORKBOOK = "This is not an Excel workbook (.xlsx). Save it as one, and load that."
_NOT_TEXT = (
    "The letters of “{name}” cannot be read. Open it in a spreadsheet, save it as “CSV UTF-8” and "
    "load it again."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of words from the first on; days are 2026-03-31, whole numbers have no point.

    name: how a person finds it: "sheet “Requests”", "“requests.csv”". stem: the bare name.
    """

    name: str
    stem: str
    rows: list[list[str]]


def read_csv(content: bytes, name: str) -> Sheet:
    """A CSV file, whichever of , ; tab or | it uses. Raises Refused."""
    try:
        text = decode(content)
    except Refused:
        raise Refused(_NOT_TEXT.format(name=_short(name))) from None
    rows: list[list[str]] = []
    csv.field_size_limit(limits.MAX_TEXT * 100)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            if len(rows) >= limits.MAX_ROWS:
                raise Refused(_TOO_MANY.format(what=f"more than {limits.MAX_ROWS:,} rows"))
            if len(row) > limits.MAX_COLUMNS:
                raise Refused(_TOO_MANY.format(what=f"more than {limits.MAX_COLUMNS} columns"))
            rows.append(row)
    except csv.Error:
        raise Refused(
            f"“{_short(name)}” is not a proper CSV: a cell never ends. "
            "Open it in a spreadsheet, save it as “CSV UTF-8” and load it again."
        ) from None
    return Sheet(f"“{_short(name)}”", Path(name.replace("\\", "/")).stem, rows)


def _delimiter(text: str) -> str:
    """What parts the first line that holds anything; the comma where nothing does."""
    first = next((line for line in text.splitlines()[:20] if line.strip()), "")
    return max(_DELIMITERS, key=first.count) if any(map(first.count, _DELIMITERS)) else ","


def _short(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(mark if mark.isprintable() else " " for mark in last)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """Every sheet of an .xlsx, read in this process. Raises Refused."""
    from python_calamine import CalamineError, CalamineWorkbook

    if content[:2] != b"PK":
        raise Refused(NOT_A_WORKBOOK)
    sheets: list[Sheet] = []
    cells = 0
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            if len(book.sheet_names) > limits.MAX_SHEETS:
                raise Refused(_TOO_MANY.format(what=f"{len(book.sheet_names)} sheets"))
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                _refuse_if_large(sheet.total_height, sheet.total_width)
                cells += sheet.total_height * sheet.total_width
                if cells > limits.MAX_CELLS:
                    raise Refused(_TOO_MANY.format(what=f"more than {limits.MAX_CELLS:,} cells"))
                rows = [
                    [value if type(value) is str else _words(value) for value in row]
                    for row in sheet.to_python(skip_empty_area=False)
                ]
                sheets.append(Sheet(f"sheet “{_short(name)}”", name, rows))
    except CalamineError:
        raise Refused(DAMAGED) from None
    return tuple(sheets)


def _refuse_if_large(rows: int, columns: int) -> None:
    if rows > limits.MAX_ROWS or columns > limits.MAX_COLUMNS:
        what = f"a sheet of {rows:,} rows and {columns:,} columns"
        raise Refused(_TOO_MANY.format(what=what))


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)


def read_workbook_safely(
    content: bytes, *, seconds: int = limits.SECONDS, memory_mb: int = limits.MEMORY_MB
) -> tuple[Sheet, ...]:
    """The same in a child process with limits of time and memory. Raises Refused."""
    command = [sys.executable, "-m", __name__, str(seconds), str(memory_mb)]
    try:
        finished = subprocess.run(
            command, input=content, capture_output=True, timeout=seconds, check=False,
            env=_environment(),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Refused(_TOO_SLOW) from None
    short = b"memory allocation" in finished.stderr or b"MemoryError" in finished.stderr
    if finished.returncode == _OUT_OF_MEMORY or short:
        raise Refused(_TOO_MUCH_MEMORY)
    if finished.returncode in (-24, -9):
        raise Refused(_TOO_SLOW)
    try:
        answer = json.loads(finished.stdout)
    except (ValueError, RecursionError):
        raise Refused(DAMAGED) from None
    if "refused" in answer:
        raise Refused(str(answer["refused"]))
    return tuple(Sheet(*one) for one in answer["sheets"])


def _environment() -> dict[str, str]:
    """What Python needs to start, and none of this process's secrets."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    return {
        **kept, "PYTHONPATH": str(_ROOT), "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip


def _main(seconds: int, memory_mb: int) -> None:
    memory = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing is ever written to disk
    answer: dict[str, Any]
    try:
        sheets = read_workbook(sys.stdin.buffer.read())
        answer = {"sheets": [[one.name, one.stem, one.rows] for one in sheets]}
    except Refused as refusal:
        answer = {"refused": refusal.sentence}
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main(int(sys.argv[1]), int(sys.argv[2]))
