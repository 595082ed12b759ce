"""Reading in a child process with limits of time and memory.

People bring files that nobody has checked. The child gets the bytes on its standard input and
answers in JSON on its standard output; nothing is written to disk, nothing of the child's is
trusted but that answer, and when it dies the parent says so in a sentence.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from goldenthread.intake.reading import limits
from goldenthread.intake.reading.entry import TOO_LARGE, TOO_MUCH_MEMORY, load
from goldenthread.intake.reading.raw import Block, Cell, Paragraph, RawDocument, RawRow, RawTable
from goldenthread.intake.reading.sniffing import check_name
from goldenthread.rules.refusals import Refused

TOO_SLOW = (
    "Reading this file took too long, so it was stopped. "
    "Load only the pages or sheets that hold the plan."
)
BROKEN = (
    "This file could not be read: it is damaged or was made in an unusual way. "
    "Open it in its own program, save it again and load the new file."
)
OUT_OF_MEMORY = 87  # the exit code by which the child says that it met its memory limit
_ROOT = Path(__file__).resolve().parents[3]


def read_safely(
    path: str | Path | bytes,
    name: str,
    *,
    seconds: int = limits.SECONDS,
    memory_mb: int = limits.MEMORY_MB,
    without_tables: bool = False,
) -> RawDocument:
    """Read a document in a child process; `path` may also be the file's bytes. A plan has tables;
    `without_tables` takes a document that has none too.

    Raises Refused, with one sentence for the page, and nothing else: also when the child needs
    more than `seconds` or `memory_mb`.
    """
    content = path if isinstance(path, bytes) else load(path)
    if len(content) > limits.MAX_FILE_BYTES:
        raise Refused(TOO_LARGE)
    check_name(name)
    command = [
        sys.executable, "-m", "goldenthread.intake.reading", str(seconds), str(memory_mb), name,
        *(["without-tables"] if without_tables else []),
    ]  # fmt: skip
    try:
        finished = subprocess.run(
            command, input=content, capture_output=True, timeout=seconds, env=_environment(),
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Refused(TOO_SLOW) from None
    except (OSError, ValueError):
        # A name with a NUL byte in it cannot be handed to a process.
        raise Refused(BROKEN) from None
    return _answer(finished)


def _environment() -> dict[str, str]:
    """What Python needs to start, and none of this process's secrets."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(_ROOT),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _answer(finished: subprocess.CompletedProcess[bytes]) -> RawDocument:
    # "memory allocation of … failed" is how a Rust library ends.
    short = b"MemoryError" in finished.stderr or b"memory allocation" in finished.stderr
    if finished.returncode == OUT_OF_MEMORY or short:
        raise Refused(TOO_MUCH_MEMORY)
    if finished.returncode in (-24, -9):  # SIGXCPU, SIGKILL: the time it may compute is used up
        raise Refused(TOO_SLOW)
    try:
        answer = json.loads(finished.stdout)
    except (ValueError, RecursionError):
        raise Refused(BROKEN) from None
    if "refused" in answer:
        raise Refused(str(answer["refused"]))
    return document_from(answer)


def as_data(document: RawDocument) -> dict[str, Any]:
    """The document as plain data for JSON; what is empty or false is left out of cells."""
    return {
        "format": document.format,
        "title": document.title,
        "notes": list(document.notes),
        "blocks": [_block_data(block) for block in document.blocks],
    }


def _block_data(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"paragraph": [block.text, block.style, block.level, block.bold, block.page]}
    return {
        "table": [block.index, block.page],
        "rows": [
            [row.number, row.page, row.repeated_header, [_cell_data(cell) for cell in row.cells]]
            for row in block.rows
        ],
    }


def _cell_data(cell: Cell) -> list[Any]:
    marks = cell.merged_above + 2 * cell.merged_left + 4 * cell.bold
    return [list(cell.paragraphs), marks, cell.fill]


def document_from(data: dict[str, Any]) -> RawDocument:
    """The document that `as_data` wrote."""
    return RawDocument(
        data["format"],
        data["title"],
        tuple(_block_from(block) for block in data["blocks"]),
        tuple(data["notes"]),
    )


def _block_from(data: dict[str, Any]) -> Block:
    if "paragraph" in data:
        return Paragraph(*data["paragraph"])
    index, page = data["table"]
    rows = tuple(
        RawRow(number, tuple(_cell_from(*cell) for cell in cells), row_page, repeated)
        for number, row_page, repeated, cells in data["rows"]
    )
    return RawTable(index, rows, page)


def _cell_from(paragraphs: list[str], marks: int, fill: str | None) -> Cell:
    return Cell(
        "\n".join(paragraphs),
        tuple(paragraphs),
        merged_above=bool(marks & 1),
        merged_left=bool(marks & 2),
        fill=fill,
        bold=bool(marks & 4),
    )
