"""Excel workbooks (.xlsx) → raw document, every sheet in its order.

Values come from calamine, which is ten times as fast as openpyxl; fills, bold, merges and hidden
rows come from the XML of the sheets and styles, read as a stream.
"""

from __future__ import annotations

import datetime
import io
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from goldenthread.intake.reading import limits
from goldenthread.intake.reading.package import DAMAGED
from goldenthread.intake.reading.raw import (
    SHEET_STYLE,
    Block,
    Cell,
    Paragraph,
    RawDocument,
    RawRow,
    RawTable,
    cell_of,
    with_repeated_headers,
)
from goldenthread.intake.reading.sheets import blocks_of_sheet
from goldenthread.intake.reading.text import plain, without_bullet
from goldenthread.intake.reading.workbook_looks import SheetLooks, Workbook, read_workbook_parts
from goldenthread.rules.refusals import Refused

_TOO_MANY = (
    "This workbook has {what}, far more than a plan. "
    "Copy the plan's own sheet to a new workbook and load that."
)
# Not strftime, which follows the server's language.
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def read_workbook(archive: ZipFile, content: bytes) -> RawDocument:
    """Read an opened .xlsx whose directory has been checked. Raises Refused."""
    looks = read_workbook_parts(archive)
    if len(looks.sheets) > limits.MAX_SHEETS:
        raise Refused(_TOO_MANY.format(what=f"{len(looks.sheets)} sheets"))
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            blocks = _blocks(book, looks)
    except CalamineError:
        raise Refused(DAMAGED) from None
    except BaseException as error:
        # A panic of the Rust library is no Exception, and its class cannot be imported.
        if type(error).__name__ == "PanicException":
            raise Refused(DAMAGED) from None
        raise
    notes = _notes(looks)
    marked = with_repeated_headers(blocks)
    return RawDocument("xlsx", _title(marked), marked, tuple(notes))


def _blocks(book: CalamineWorkbook, looks: Workbook) -> list[Block]:
    blocks: list[Block] = []
    cells = 0
    for name in book.sheet_names:
        sheet_looks = looks.sheets.get(name)
        if sheet_looks is None:  # a chart, which holds no cells
            continue
        rows = _rows(book, name, sheet_looks)
        cells += sum(len(row.cells) for row in rows)
        if cells > limits.MAX_CELLS:
            raise Refused(_TOO_MANY.format(what=f"more than {limits.MAX_CELLS:,} cells"))
        tables = sum(1 for block in blocks if isinstance(block, RawTable))
        found = blocks_of_sheet(rows, first_table=tables)
        if found:
            blocks.append(Paragraph(plain(name), SHEET_STYLE))
            blocks.extend(found)
    return blocks


def _rows(book: CalamineWorkbook, name: str, looks: SheetLooks) -> list[RawRow]:
    if looks.last_row > limits.MAX_ROWS or looks.last_column > limits.MAX_COLUMNS:
        what = f"a sheet of {looks.last_row:,} rows and {looks.last_column:,} columns"
        raise Refused(_TOO_MANY.format(what=what))
    values = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    width = max([looks.last_column, *(len(row) for row in values)])
    rows: list[RawRow] = []
    for at in range(max(len(values), looks.last_row)):
        given = values[at] if at < len(values) else []
        cells = tuple(
            _cell(given[column] if column < len(given) else "", looks, at, column)
            for column in range(width)
        )
        rows.append(RawRow(at + 1, cells))
    return rows


def _cell(value: object, looks: SheetLooks, row: int, column: int) -> Cell:
    merge = looks.merged.get((row, column))
    look = looks.of(row, column)
    if merge is not None:
        above, left = merge
        return Cell("", merged_above=above, merged_left=left)
    lines = plain(_as_text(value, look.shows)).split("\n")
    return cell_of([without_bullet(line)[0] for line in lines], fill=look.fill, bold=look.bold)


def _as_text(value: object, shows: str) -> str:
    """A value as a person would read it; dates as 2024-03-31, 3.0 as 3.

    A date shown without its day ("Mar-24") is a month: "March 2024", not its first day.
    """
    if shows == "percent" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value * 100:.10g}%"
    if shows == "month" and isinstance(value, datetime.date):
        return f"{MONTHS[value.month - 1]} {value.year}"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return _as_moment(value) or str(value)[: limits.MAX_CELL_CHARACTERS]


def _as_moment(value: object) -> str:
    """A date or time in ISO form, without a midnight; "" for anything else."""
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else ""


def _title(blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        if isinstance(block, Paragraph) and block.style != SHEET_STYLE:
            return block.text[:200]
    return next((block.text for block in blocks if isinstance(block, Paragraph)), "")


def _notes(looks: Workbook) -> list[str]:
    notes: list[str] = []
    hidden_rows = sum(sheet.hidden_rows for sheet in looks.sheets.values())
    hidden_columns = sum(sheet.hidden_columns for sheet in looks.sheets.values())
    hidden_sheets = [name for name, sheet in looks.sheets.items() if sheet.hidden]
    for count, what in ((hidden_rows, "hidden row"), (hidden_columns, "hidden column")):
        if count:
            notes.append(
                f"{count} {what} was read." if count == 1 else f"{count} {what}s were read."
            )
    if hidden_sheets:
        notes.append(f"Hidden sheets were read: {', '.join(hidden_sheets)}.")
    if looks.comments:
        notes.append("Comments on cells were not read.")
    return notes
