"""Text and CSV: every common encoding and separator, tables among paragraphs."""

import pytest

from goldenthread.intake import reading
from tests.factories import plan_documents as plans


def read_text(text: str) -> reading.RawDocument:
    return reading.read(text.encode(), "plan.txt")


@pytest.mark.parametrize("name", list(plans.layouts()))
def test_the_text_of_a_plan_has_the_cells_of_its_word_file(name: str) -> None:
    document = plans.layouts()[name]
    word = reading.read(plans.as_docx(document), "plan.docx")
    text = reading.read(plans.as_text(document), "plan.txt")
    assert [[row.texts for row in table.rows] for table in text.tables] == [
        [row.texts for row in table.rows] for table in word.tables
    ]
    assert [block.text for block in text.paragraphs][1:] == [b.text for b in word.paragraphs]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_csv_is_read_in_each_encoding_and_with_each_separator(
    delimiter: str, encoding: str
) -> None:
    content = plans.as_csv(plans.devon_layout(), delimiter=delimiter, encoding=encoding)
    document = reading.read(content, "plan.csv")
    assert document.tables[0].rows[1].texts[4] == "Director of Children’s Services"
    assert len(document.tables) == 2
    assert document.title == "Combeshire Written Statement of Action"


def test_a_csv_cell_may_hold_lines_and_separators() -> None:
    content = b'Action,Lead\n"Write, then\npublish","Head ""A"""\n'
    assert reading.read(content, "plan.csv").tables[0].rows[1].texts == (
        "Write, then\npublish",
        'Head "A"',
    )


def test_tables_and_paragraphs_come_in_their_order() -> None:
    document = read_text("Aim\n\na\tb\nc\td\n\n- first\n\ne\tf\ng\th\nAfter\n")
    assert [getattr(block, "text", "table") for block in document.blocks] == [
        "Aim", "table", "first", "table", "After",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        (["a\tb\tc", "1\ttwo", "more\t3", "4\t5\t6"],
         [("a", "b", "c"), ("1", "two\nmore", "3"), ("4", "5", "6")]),
        (["a\tb\tc", "1\t2\tlast", "goes on", "4\t5\t6"],
         [("a", "b", "c"), ("1", "2", "last\ngoes on"), ("4", "5", "6")]),
        (["a\tb\tc", '1\t"two', 'more"\t3'], [("a", "b", "c"), ("1", "two\nmore", "3")]),
        (["a\tb\tc", "1\t2", "4\t5\t6"], [("a", "b", "c"), ("1", "2", ""), ("4", "5", "6")]),
        (["a\tb", "<p>x</p> <p>y & z</p>\tq<br>r"], [("a", "b"), ("x\ny & z", "q\nr")]),
        (["a\tb", "**bold** *it*\t[link](#)"], [("a", "b"), ("bold it", "link")]),
        (["| a | b |", "|---|---|", "| c | d |"], [("a", "b"), ("c", "d")]),
    ],
)  # fmt: skip
def test_a_row_is_put_together(lines: list[str], rows: list[tuple[str, ...]]) -> None:
    document = read_text("\n".join(lines))
    assert [row.texts for row in document.tables[0].rows] == rows


def test_ticked_boxes_are_told_from_empty_ones() -> None:
    document = read_text(
        'Key?\t<input type="checkbox" checked=""> Yes\t<input type="checkbox"> No\nx\ty\tz'
    )
    assert document.tables[0].rows[0].texts == ("Key?", "☑ Yes", "☐ No")
