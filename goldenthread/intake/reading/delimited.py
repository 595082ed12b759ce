"""CSV and other delimited files → raw document."""

from __future__ import annotations

import csv
import io

from goldenthread.intake.reading import limits
from goldenthread.intake.reading.encodings import decode
from goldenthread.intake.reading.raw import (
    Cell,
    RawDocument,
    RawRow,
    cell_of,
    with_repeated_headers,
)
from goldenthread.intake.reading.sheets import blocks_of_sheet
from goldenthread.intake.reading.text import plain, title_of, without_bullet
from goldenthread.rules.cells import typed_cell
from goldenthread.rules.refusals import Refused

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 50


def read_delimited(content: bytes) -> RawDocument:
    """Read a CSV file, whichever of , ; tab or | it uses. Raises Refused."""
    text = decode(content)
    rows = _parse(text, _delimiter(text))
    if len(rows) > limits.MAX_ROWS:
        raise Refused(
            f"This file has more than {limits.MAX_ROWS:,} rows, far more than a plan. "
            "Load only the plan itself."
        )
    width = max((len(row) for row in rows), default=0)
    if width > limits.MAX_COLUMNS:
        raise Refused(
            f"This file has more than {limits.MAX_COLUMNS} columns. Load only the plan itself."
        )
    read = [
        RawRow(number, tuple(_cell(text) for text in row + [""] * (width - len(row))))
        for number, row in enumerate(rows, start=1)
    ]
    blocks = with_repeated_headers(blocks_of_sheet(read, first_table=0))
    return RawDocument("csv", title_of(blocks), blocks)


def _cell(text: str) -> Cell:
    lines = plain(typed_cell(text)).split("\n")  # as it was before our own export, or another's
    return cell_of([without_bullet(line)[0] for line in lines])


def _parse(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(limits.MAX_CELL_CHARACTERS)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > limits.MAX_ROWS:
                break
    except csv.Error:
        raise Refused(
            "This file is not a proper CSV: a cell never ends. "
            "Open it in a spreadsheet, save it as “CSV UTF-8” and load it again."
        ) from None
    return rows


def _delimiter(text: str) -> str:
    """The delimiter that splits most of the first rows into most cells, evenly."""
    sample = "\n".join(text.splitlines()[: _SAMPLE_ROWS * 4])
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        widths = [len(row) for row in rows[:_SAMPLE_ROWS] if any(row)]
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        score = 0.0 if usual < 2 else widths.count(usual) / len(widths) * min(usual, 6)
        if score > best_score:
            best, best_score = delimiter, score
    return best
