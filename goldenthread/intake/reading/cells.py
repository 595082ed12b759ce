"""A workbook that came back, cell by cell, word for word: for what is compared with what was sent.

A plan document is read for its sense (`entry`), which drops bullets and joins spaces; here every
line stays. Run as a program it is the child process of `read_cells_safely`.
"""

from __future__ import annotations

import io
import json
import os
import re
import resource
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from goldenthread.intake.reading import limits
from goldenthread.intake.reading.child import OUT_OF_MEMORY, _environment
from goldenthread.intake.reading.entry import TOO_LARGE, TOO_MUCH_MEMORY
from goldenthread.intake.reading.package import DAMAGED, open_package
from goldenthread.intake.reading.workbook import _as_text
from goldenthread.intake.reading.workbook_looks import read_workbook_parts
from goldenthread.rules.refusals import Refused

NOT_A_WORKBOOK = "This is not an Excel workbook (.xlsx). Save it as one, and load that."
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class SheetCells:
    """One sheet: rows of words from the first on, and which cells (row, column; from 0) continue a
    merge."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: frozenset[tuple[int, int]]


def read_cells(content: bytes) -> tuple[SheetCells, ...]:
    """Every sheet of an .xlsx. Raises Refused."""
    if len(content) > limits.MAX_FILE_BYTES:
        raise Refused(TOO_LARGE)
    if content[:2] != b"PK":
        raise Refused(NOT_A_WORKBOOK)
    with open_package(content) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise Refused(NOT_A_WORKBOOK)
        looks = read_workbook_parts(archive)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return tuple(
                _sheet(book, name, looks.sheets[name])
                for name in book.sheet_names[: limits.MAX_SHEETS]
                if name in looks.sheets
            )
    except CalamineError:
        raise Refused(DAMAGED) from None


def _sheet(book: CalamineWorkbook, name: str, looks: Any) -> SheetCells:
    if looks.last_row > limits.MAX_ROWS or looks.last_column > limits.MAX_COLUMNS:
        raise Refused("This workbook is far larger than one that was sent. Load the right one.")
    values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    rows = tuple(
        tuple(_words(value, looks.of(at, column).shows) for column, value in enumerate(row))
        for at, row in enumerate(values)
    )
    return SheetCells(name, rows, frozenset(looks.merged))


def _words(value: object, shows: str) -> str:
    words = _as_text(value, "" if shows == "percent" else shows)
    return _CONTROL.sub("", words.replace("_x000D_", "")).replace("\r\n", "\n").replace("\r", "\n")


def as_data(sheets: tuple[SheetCells, ...]) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "rows": [list(row) for row in one.rows], "merged": sorted(one.merged)}
        for one in sheets
    ]


def from_data(data: list[dict[str, Any]]) -> tuple[SheetCells, ...]:
    return tuple(
        SheetCells(
            one["name"],
            tuple(tuple(row) for row in one["rows"]),
            frozenset((row, column) for row, column in one["merged"]),
        )
        for one in data
    )


def read_cells_safely(content: bytes) -> tuple[SheetCells, ...]:
    """The same in a child process with limits of time and memory. Raises Refused."""
    try:
        finished = subprocess.run(
            [sys.executable, "-m", "goldenthread.intake.reading.cells"],
            input=content, capture_output=True, timeout=limits.SECONDS, env=_environment(),
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Refused("Reading this workbook took too long, so it was stopped.") from None
    if finished.returncode == OUT_OF_MEMORY or b"memory allocation" in finished.stderr:
        raise Refused(TOO_MUCH_MEMORY)
    try:
        answer = json.loads(finished.stdout)
    except (ValueError, RecursionError):
        raise Refused(DAMAGED) from None
    if "refused" in answer:
        raise Refused(str(answer["refused"]))
    return from_data(answer["sheets"])


def _main() -> None:
    memory = limits.MEMORY_MB * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing is ever written to disk
    try:
        answer: dict[str, Any] = {"sheets": as_data(read_cells(sys.stdin.buffer.read()))}
    except Refused as refusal:
        answer = {"refused": refusal.sentence}
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
