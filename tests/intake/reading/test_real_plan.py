"""A published plan of 2019, kept beside the repository, in three formats."""

from pathlib import Path

import pytest

from goldenthread.intake import reading

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
DOCX = SHARED / "data/plans/thurrock-wsoa-2019.docx"
PDF = SHARED / "data/plans/thurrock-wsoa-2019.pdf"
TEXT = SHARED / "seeds/002_9a053f0ed1f001da.txt"

pytestmark = pytest.mark.skipif(not PDF.exists(), reason="the published plan is not beside us")


def plan_rows(document: reading.RawDocument) -> list[reading.RawRow]:
    """The rows of the tables of eight columns, without their headers."""
    wide = [table for table in document.tables if len(table.rows[0].cells) == 8]
    return [row for table in wide for row in table.rows[1:]]


def words(document: reading.RawDocument) -> str:
    """All words of the plan's rows, column by column, as if nothing broke over pages."""
    columns = zip(*(row.texts for row in plan_rows(document)), strict=True)
    return "".join("".join(column) for column in columns).replace(" ", "").replace("\n", "")


def test_the_word_file_and_the_text_have_47_physical_rows() -> None:
    for path in (DOCX, TEXT):
        assert len(plan_rows(reading.read(path, path.name))) == 47


def test_the_three_formats_hold_the_same_words_in_the_same_columns() -> None:
    word, pdf = (words(reading.read(path, path.name)) for path in (DOCX, PDF))
    assert pdf == word
    assert words(reading.read(TEXT, TEXT.name)) == word


def test_the_paragraphs_between_tables_are_the_same_in_word_and_pdf() -> None:
    word, pdf = (reading.read(path, path.name) for path in (DOCX, PDF))
    assert [(b.text, b.style, b.level) for b in pdf.paragraphs] == [
        (b.text, b.style, b.level) for b in word.paragraphs
    ]


def test_merged_areas_are_known_in_word_and_pdf() -> None:
    for path, merged in ((DOCX, 3), (PDF, 2)):
        rows = plan_rows(reading.read(path, path.name))
        assert sum(row.cells[0].merged_above for row in rows) == merged
