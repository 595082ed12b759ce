"""A workbook is read as it is shown: dates, months, percents, fills, merges, every sheet."""

import datetime
import io

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from goldenthread.intake import reading
from tests.factories import plan_documents as plans

HALF_PAST_NINE = datetime.datetime.fromisoformat("2024-03-01T09:30")


def read_book(book: openpyxl.Workbook) -> reading.RawDocument:
    made = io.BytesIO()
    book.save(made)
    return reading.read(made.getvalue(), "plan.xlsx")


def book_with(*rows: tuple[object, ...], top: int = 1, left: int = 1) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.cell(top + at, left + column, value)
    return book


@pytest.mark.parametrize("name", list(plans.layouts()))
def test_a_workbook_has_the_tables_of_the_word_file(name: str) -> None:
    document = plans.layouts()[name]
    word = reading.read(plans.as_docx(document), "plan.docx")
    sheet = reading.read(plans.as_xlsx(document), "plan.xlsx")

    def shape(read: reading.RawDocument) -> list[list[list[tuple[bool, bool, bool]]]]:
        return [
            [
                [(bool(c.text), c.merged_above, c.merged_left) for c in row.cells]
                for row in table.rows
            ]
            for table in read.tables
        ]

    assert shape(sheet) == shape(word)


@pytest.mark.parametrize("mac", [False, True])
def test_dates_are_written_in_iso_form_in_either_calendar(mac: bool) -> None:
    book = book_with(("Action", "Due"), ("Do", datetime.date(2024, 3, 31)))
    if mac:
        book.epoch = CALENDAR_MAC_1904
    assert read_book(book).tables[0].rows[1].texts == ("Do", "2024-03-31")


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (3.0, "General", "3"), (2.5, "General", "2.5"), (0.35, "0%", "35%"),
        (0.355, "0.0%", "35.5%"), (True, "General", "Yes"),
        (datetime.date(2024, 3, 1), "mmm-yy", "March 2024"),
        (datetime.date(2024, 3, 1), "mmmm yyyy", "March 2024"),
        (datetime.date(2024, 3, 1), "dd/mm/yyyy", "2024-03-01"),
        (HALF_PAST_NINE, "dd/mm/yyyy hh:mm", "2024-03-01 09:30"),
    ],
)  # fmt: skip
def test_a_value_is_read_as_it_is_shown(value: object, number_format: str, text: str) -> None:
    book = book_with(("Measure", "Value"), ("x", value))
    sheet = book.active
    assert sheet is not None
    sheet.cell(2, 2).number_format = number_format
    assert read_book(book).tables[0].rows[1].texts[1] == text


def test_ratings_by_fill_alone_are_read() -> None:
    given = plans.without_words_in_filled_cells(plans.york_layout())
    row = reading.read(plans.as_xlsx(given), "plan.xlsx").tables[0].rows[1]
    assert [(cell.text, cell.fill) for cell in row.cells[8:]] == [
        ("", plans.AMBER), ("", plans.GREEN), ("", plans.BLUE),
    ]  # fmt: skip


def test_a_table_that_begins_in_the_middle_of_the_sheet_keeps_its_fills() -> None:
    book = book_with(("Action", "RAG"), ("Do", "G"), top=4, left=3)
    sheet = book.active
    assert sheet is not None
    sheet.cell(5, 4).fill = PatternFill("solid", fgColor="00B050")
    row = read_book(book).tables[0].rows[1]
    assert row.texts == ("Do", "G")
    assert row.cells[1].fill == "00B050"
    assert row.number == 2


def test_every_sheet_is_read_and_named_in_order() -> None:
    content = plans.as_xlsx(plans.devon_layout(), one_sheet=False)
    names = [b.text for b in reading.read(content, "plan.xlsx").paragraphs if b.style == "sheet"]
    assert len(names) == 2


def test_what_is_hidden_is_read_and_said() -> None:
    book = book_with(("Action", "Lead"), ("Do", "Head"), ("Undo", "Head"))
    sheet = book.active
    assert sheet is not None
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("Old plan")
    other.append(["a", "b"])
    other.sheet_state = "hidden"
    document = read_book(book)
    assert [row.texts[0] for row in document.tables[0].rows] == ["Action", "Do", "Undo"]
    assert document.notes == (
        "1 hidden row was read.",
        "1 hidden column was read.",
        "Hidden sheets were read: Old plan.",
    )


def test_an_empty_cell_far_down_that_is_only_coloured_does_no_harm() -> None:
    book = book_with(("Action", "Lead"), ("Do", "Head"))
    sheet = book.active
    assert sheet is not None
    sheet.cell(1_048_576, 16_384).font = Font(bold=True)
    assert len(read_book(book).tables[0].rows) == 2


def test_titles_above_and_between_tables_are_paragraphs() -> None:
    document = reading.read(plans.as_xlsx(plans.york_layout()), "plan.xlsx")
    assert [block.text for block in document.paragraphs] == [
        "Sheet1",
        "Wenbury SEND Written Statement of Action",
        "Priority 1: Strategic leadership",
        "Priority 2: Transition",
    ]
    assert document.title == "Wenbury SEND Written Statement of Action"
