"""The register's list as a workbook: what it is on the first sheet, the rows on the second."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from goldenthread.ehcp_register.queries.columns import Kind
from goldenthread.ehcp_register.queries.documents import Cell, ListDocument
from goldenthread.reports.writers.excel_cells import OPTIONS, Formats, text_writer, write_text
from goldenthread.rules.calendars import say_date

_HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0B4F55", "text_wrap": True}
_WIDTHS = {
    "name": 30,
    "setting": 38,
    "need": 34,
    "second_need": 34,
    "caseload": 30,
    "reference": 14,
}
_USUAL_WIDTH = 18
_FIRST_DAY = date(1899, 12, 30)  # from which Excel counts
YES = "Yes"


def write_register_list(document: ListDocument, *, says: tuple[str, ...]) -> bytes:
    """The workbook's bytes; its properties name no child. `says` are the lines of the first
    sheet."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    made = datetime.combine(document.made_on, time(), tzinfo=UTC).replace(tzinfo=None)
    title = f"EHC plan register, as at {say_date(document.day)}"
    book.set_properties({"title": title, "created": made})
    formats = Formats(book)
    _first_sheet(book, formats, title, says)
    page = book.add_worksheet("Register")
    _rows(page, formats, document)
    page.activate()
    book.close()
    return out.getvalue()


def _first_sheet(book: Any, formats: Formats, title: str, says: tuple[str, ...]) -> None:
    page = book.add_worksheet("About this list")
    page.hide_gridlines(2)
    page.set_column(0, 0, 100)
    page.set_paper(9)
    style = {"font_size": 14, "bold": True, "font_color": "#0B4F55"}
    write_text(page, formats, 0, 0, title, **style)
    for line, words in enumerate(says, start=1):
        write_text(page, formats, line, 0, words, font_size=11, text_wrap=True)


def _rows(page: Any, formats: Formats, document: ListDocument) -> None:
    for place, column in enumerate(document.columns):
        write_text(page, formats, 0, place, column.heading, **_HEAD)
        page.set_column(place, place, _WIDTHS.get(column.key, _USUAL_WIDTH))
    dated = formats.get(num_format="d mmm yyyy", align="left")
    plain = formats.get()
    write = text_writer(page, formats)
    kinds = [column.kind for column in document.columns]
    for line, row in enumerate(document.rows, start=1):
        for place, (kind, cell) in enumerate(zip(kinds, row, strict=True)):
            if cell is None or cell == "" or cell is False:
                continue
            if kind is Kind.DAY:
                page.write_number(line, place, _serial(cell), dated)
            elif kind is Kind.NUMBER:
                page.write_number(line, place, cell, plain)
            else:
                write(line, place, YES if cell is True else str(cell))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(document.rows), len(document.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&LSpecial category: health of children&RPage &P of &N")


def _serial(day: Cell) -> int:
    assert isinstance(day, date)
    return (day - _FIRST_DAY).days
