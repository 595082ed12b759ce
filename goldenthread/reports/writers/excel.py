"""The paper as a workbook: real numbers and dates, headings that stay, filters, nothing hidden."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from goldenthread.reports.charts import INK, PAPER, RATING_FILLS, RATING_TEXT
from goldenthread.reports.document import (
    Align,
    Cell,
    Document,
    Figure,
    RatingMark,
    Sheet,
    Table,
)
from goldenthread.reports.document_figures import plain
from goldenthread.reports.writers.excel_cells import OPTIONS, Formats, write_text
from goldenthread.reports.writers.word_parts import allowed

_WIDTH = 9.5  # characters to one share of width


def write_excel(document: Document, *, made_at: datetime | None = None) -> bytes:
    """The workbook's bytes; its properties name its title and nobody."""
    made_at = made_at or datetime.combine(document.as_at, time(), tzinfo=UTC)
    out = BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties(
        {"title": allowed(document.title)[:255], "created": made_at.replace(tzinfo=None)}
    )
    formats = Formats(book, font_color=INK)
    for sheet in document.sheets:
        _write_sheet(book, formats, sheet, document)
    if not document.sheets:
        write_text(book.add_worksheet("Summary"), formats, 0, 0, document.title)
    book.close()
    return out.getvalue()


def _write_sheet(book: Any, formats: Formats, sheet: Sheet, document: Document) -> None:
    page = book.add_worksheet(sheet.name[:31])
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_header(f"&L{_code(document.local_area)}&R{_code(document.header)}")
    page.set_footer("&L&A&RPage &P of &N")
    _set_widths(page, sheet)
    line = 0
    if sheet.note:
        write_text(page, formats, line, 0, sheet.note, font_color="#4A5860")
        line += 1
    for place, table in enumerate(sheet.tables):
        head = _write_table(page, formats, table, line)
        if len(sheet.tables) == 1 and table.rows:
            page.autofilter(head, 0, head + len(table.rows), len(table.columns) - 1)
        if place == 0:
            page.freeze_panes(head + 1, 1)
            page.repeat_rows(head)
        line = head + len(table.rows) + 3


def _code(text: str) -> str:
    """Text for a page's head, where "&" begins a code; Excel takes 255 letters in all."""
    return allowed(text).replace("\n", " ").replace("&", "&&")[:110]


def _set_widths(page: Any, sheet: Sheet) -> None:
    shares = [[column.width for column in table.columns] for table in sheet.tables]
    for place in range(max((len(each) for each in shares), default=0)):
        widest = max(each[place] for each in shares if place < len(each))
        page.set_column(place, place, min(max(widest * _WIDTH, 11), 60))


def _write_table(page: Any, formats: Formats, table: Table, line: int) -> int:
    """Caption, headings, rows and note; the line of the headings (counted from 0)."""
    write_text(page, formats, line, 0, table.caption, bold=True, font_size=12)
    head = line + 1
    for place, column in enumerate(table.columns):
        write_text(
            page,
            formats,
            head,
            place,
            column.heading,
            bold=True,
            font_color=PAPER,
            bg_color="#0B4F55",
            text_wrap=True,
            valign="vcenter",
            align=_align(column.align),
        )
    for number, row in enumerate(table.rows, start=head + 1):
        total = table.total_row and number == head + len(table.rows)
        for place, cell in enumerate(row):
            _write_cell(page, formats, number, place, cell, table.columns[place].align, total)
    if table.note:
        below = head + len(table.rows) + 1
        write_text(page, formats, below, 0, table.note, font_color="#4A5860")
    return head


def _write_cell(
    page: Any, formats: Formats, line: int, place: int, cell: Cell, align: Align, total: bool
) -> None:
    style: dict[str, Any] = {"bottom": 1, "bottom_color": "#D8D4CA", "text_wrap": True}
    style |= {"align": _align(align)} | ({"bold": True} if total else {})
    if isinstance(cell, Figure) and cell.number is not None:
        cell = cell.number
    if isinstance(cell, RatingMark):
        fill = RATING_FILLS.get(cell.colour, PAPER)
        style |= {"bold": True, "bg_color": fill, "font_color": RATING_TEXT.get(cell.colour, INK)}
        style |= {"border": 4} if fill == PAPER else {}
        write_text(page, formats, line, place, cell.label, **style)
    elif isinstance(cell, date):
        moment = datetime.combine(cell, time())
        dated = formats.get(**style | {"num_format": "d mmm yyyy", "align": "left"})
        page.write_datetime(line, place, moment, dated)
    elif isinstance(cell, (int, Decimal)):
        page.write_number(line, place, float(cell), formats.get(**style))
    else:
        write_text(page, formats, line, place, plain(cell), **style)


def _align(align: Align) -> str:
    return {Align.LEFT: "left", Align.RIGHT: "right", Align.CENTRE: "center"}[align]
