"""The workbook, opened again."""

import zipfile
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
from openpyxl import Workbook

from goldenthread.reports.writers.excel import write_excel
from tests.factories.papers import paper
from tests.reports.nasty import SIGNS, nasty_document


@pytest.fixture(scope="module")
def book() -> Workbook:
    return openpyxl.load_workbook(BytesIO(write_excel(paper())))


def test_the_sheets_are_all_shown(book: Workbook) -> None:
    assert book.sheetnames == [
        "Summary", "Movement", "Actions", "Off track", "Priorities", "Evidence", "Definitions",
        "References",
    ]  # fmt: skip
    assert {sheet.sheet_state for sheet in book} == {"visible"}


def test_counts_are_numbers_and_dates_are_dates(book: Workbook) -> None:
    rows = {row[0]: row for row in book["Summary"].iter_rows(values_only=True)}
    assert rows["Blue"][2:5] == (0, 33, 52)
    assert rows["Total"][2:5] == (94, 94, 94)
    actions = list(book["Actions"].iter_rows(values_only=True))
    assert len(actions) == 2 + 94
    due = actions[1].index("Due")
    assert all(isinstance(row[due], datetime) for row in actions[2:])


def test_headings_stay_and_lists_can_be_filtered(book: Workbook) -> None:
    for name in ("Actions", "Off track", "Evidence", "References"):
        assert book[name].freeze_panes == "B3"
        assert book[name].auto_filter.ref


def test_nobody_is_named_in_the_properties(book: Workbook) -> None:
    assert not book.properties.creator
    assert not book.properties.lastModifiedBy
    assert book.properties.title == "SEND Partnership Improvement Plan: progress to December 2019"


@pytest.mark.asvs("1.2.10")
def test_no_words_become_a_formula_or_a_link() -> None:
    made = write_excel(nasty_document())
    with zipfile.ZipFile(BytesIO(made)) as packed:
        sheets = [packed.read(n) for n in packed.namelist() if n.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    held = openpyxl.load_workbook(BytesIO(made))["Other"]
    values = [cell.value for row in held.iter_rows() for cell in row]
    assert "=1+1" in values
    assert SIGNS in values
    assert {cell.data_type for row in held.iter_rows() for cell in row} <= {"s", "n", "d"}
