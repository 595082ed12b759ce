"""The PDF, opened again: tagged, told, the same each time."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pdfplumber
import pikepdf
import pytest

from goldenthread.reports.writers.glyphs import drawable
from goldenthread.reports.writers.pdf import write_pdf
from goldenthread.reports.writers.pdf_headings import tables_in, with_row_headings
from tests.factories.papers import paper
from tests.reports.nasty import nasty_document


@pytest.fixture(scope="module")
def made() -> bytes:
    return write_pdf(paper())


def tags(node: Any, found: list[Any]) -> list[Any]:
    """Every structure element below a node."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            tags(each, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            tags(node.K, found)
    return found


def test_the_pdf_is_tagged_and_says_its_language_and_title(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]).startswith("SEND Partnership Improvement Plan")
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert "/Author" not in pdf.docinfo
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert "dc:creator" not in metadata


def test_the_tags_are_headings_tables_with_headings_and_told_pictures(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as pdf:
        found = tags(pdf.Root.StructTreeRoot.K, [])
        kinds = [str(tag.S) for tag in found]
        assert {"/H1", "/H2", "/Table", "/TR", "/TH", "/TD", "/Figure", "/Link"} <= set(kinds)
        pictures = [tag for tag in found if str(tag.S) == "/Figure" and "/Alt" in tag]
        assert len(pictures) == 2
        assert "52 Blue" in str(pictures[0].Alt)


def test_each_page_says_its_number_its_class_and_that_it_is_a_draft(made: bytes) -> None:
    with pdfplumber.open(BytesIO(made)) as pdf:
        for number, page in enumerate(pdf.pages, start=1):
            text = page.extract_text() or ""
            assert f"Page {number} of {len(pdf.pages)}" in text
            assert "Public · Draft – not for publication" in text
        assert any(page.width > page.height for page in pdf.pages)


def test_the_headings_of_a_long_table_are_on_each_of_its_pages(made: bytes) -> None:
    with pdfplumber.open(BytesIO(made)) as pdf:
        wide = [page.extract_text() or "" for page in pdf.pages if page.width > page.height]
    assert len(wide) > 2
    assert all("Success measure" in text for text in wide)


def test_the_same_document_and_time_give_the_same_bytes(made: bytes) -> None:
    assert write_pdf(paper()) == made
    assert write_pdf(paper(), made_at=datetime(2020, 1, 2, 3, 4, tzinfo=UTC)) != made


def test_hard_words_are_printed_as_words() -> None:
    with pdfplumber.open(BytesIO(write_pdf(nasty_document()))) as pdf:
        text = " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)
    assert 'A & B <b> "C" =cmd|calc # $x^2$ @ref *bold* _low_ `code`' in text
    assert "Tŷ Ŵyr, Łódź, święto, naïve – “quoted”" in text
    assert "{{ x }} {% y %}" in text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Łódź Ŵ ąę", "Łódź Ŵ ąę"),
        ("Ελληνικά Русский", "Ελληνικά Русский"),
        ("中", "[cjk unified ideograph-4e2d]"),
        ("🏳\ufe0f\u200d🌈", "[waving white flag][rainbow]"),
        ("a\tb\r\nc\x00\x0b", "a b\nc"),
        ("e\u0301", "é"),
        ("w" * 32, "w" * 12 + "\u200b" + "w" * 12 + "\u200b" + "w" * 8),
    ],
)
def test_what_no_face_draws_is_named(text: str, printed: str) -> None:
    assert drawable(text) == printed


def scope_of(cell: Any) -> str:
    attributes = cell.get("/A")
    several = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return "".join(str(one.get("/Scope", "")) for one in several if one is not None)


def test_the_first_column_of_a_table_heads_its_rows(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as pdf:
        found = tags(pdf.Root.StructTreeRoot.K, [])
        tables = [tag for tag in found if str(tag.S) == "/Table"]
        assert len(tables) == 1 + len(list(tables_in(paper().blocks)))
        headed = 0
        for table, rows_have_headings in zip(
            tables, [True, *tables_in(paper().blocks)], strict=True
        ):
            rows = [tag for tag in tags(table.K, []) if str(tag.S) == "/TR"]
            for row in rows:
                cells = [tag for tag in tags(row.K, []) if str(tag.S) in ("/TH", "/TD")]
                kinds = [(str(cell.S), scope_of(cell)) for cell in cells]
                if kinds[-1] == ("/TH", "/Column"):
                    assert set(kinds) == {("/TH", "/Column")}
                    continue
                first = ("/TH", "/Row") if rows_have_headings else ("/TD", "")
                assert kinds[0] == first
                assert {kind for kind, _ in kinds[1:]} <= {"/TD"}
                headed += rows_have_headings
        assert headed > 100


def test_another_number_of_tables_than_the_document_has_is_no_guess(made: bytes) -> None:
    with pytest.raises(ValueError, match="zip"):
        with_row_headings(made, [True])
