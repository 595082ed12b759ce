"""OWASP ASVS 5.0, 1.2.10: text that begins like a formula is marked as text, and stays as typed."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from goldenthread.intake.reading.cells import read_cells
from goldenthread.reports.writers.excel import write_excel
from goldenthread.reports.writers.excel_cells import OPTIONS, Formats, write_text
from goldenthread.reports.writers.word_parts import allowed
from goldenthread.rules.cells import like_a_formula
from tests.reports.nasty import nasty_document

# What a workbook may hold, which is all but control letters; and often what matters here.
TEXT = st.text(st.characters(exclude_characters="\x7f"), max_size=40).map(allowed) | st.text(
    alphabet="'=+-@ \t\na＝,;\""
)


def book_of(texts: list[str]) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    page, formats = book.add_worksheet(), Formats(book)
    for line, text in enumerate(texts):
        write_text(page, formats, line, 0, text)
    page.write_number(len(texts), 0, 1)  # so that the last text, empty or not, is a row
    book.close()
    return out.getvalue()


@given(st.lists(TEXT, min_size=1, max_size=20))
@example(["=1+1", "+44 1234", "-5", "@a", "\t=1", " =1", "'=1", "'", "＝1", "_x0041_", "005"])
@settings(max_examples=60, deadline=None)
def test_whatever_was_typed_comes_back_as_typed_and_nothing_is_run(texts: list[str]) -> None:
    content = book_of(texts)
    (sheet,) = read_cells(content)
    held = openpyxl.load_workbook(BytesIO(content)).active
    assert held is not None
    marked = [held.cell(line + 1, 1).quotePrefix for line in range(len(texts))]

    assert [row[0] for row in sheet.rows][: len(texts)] == texts
    assert [bool(one) for one in marked] == [like_a_formula(text) for text in texts]
    assert {cell.data_type for row in held.iter_rows() for cell in row} <= {"s", "n"}


def test_every_risky_cell_of_a_paper_is_marked() -> None:
    book = openpyxl.load_workbook(BytesIO(write_excel(nasty_document())))
    texts = [
        (cell.value, bool(cell.quotePrefix))
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]

    assert ("=1+1", True) in texts
    assert [text for text, marked in texts if marked != like_a_formula(text)] == []
