"""The four documents hold the same figures, and none of them says who or where it came from."""

import time
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import openpyxl
import pdfplumber
import pytest
from lxml import html as lxml_html

from goldenthread.reports.document import (
    Document,
)
from goldenthread.reports.document_figures import figures_in
from goldenthread.reports.writers.excel import write_excel
from goldenthread.reports.writers.html import write_html
from goldenthread.reports.writers.pdf import write_pdf
from goldenthread.reports.writers.word import write_word
from tests.factories.papers import paper

WRITERS = {"html": write_html, "docx": write_word, "pdf": write_pdf, "xlsx": write_excel}


def words_of(name: str, made: bytes) -> str:
    if name == "html":
        return " ".join(lxml_html.fromstring(made).text_content().split())
    if name == "docx":
        body = docx.Document(BytesIO(made)).element.body
        return " ".join("".join(t.text or "" for t in p.iter("{*}t")) for p in body.iter("{*}p"))
    if name == "pdf":
        with pdfplumber.open(BytesIO(made)) as pdf:
            return " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)
    book = openpyxl.load_workbook(BytesIO(made))
    return " ".join(str(c) for sheet in book for row in sheet.values for c in row if c is not None)


@pytest.fixture(scope="module")
def document() -> Document:
    return paper()


@pytest.fixture(scope="module")
def said(document: Document) -> dict[str, str]:
    return {name: words_of(name, writer(document)) for name, writer in WRITERS.items()}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    "share",
    ["35.1% (33 of 94)", "55.3% (52 of 94)", "53.2% (50 of 94)", "70.2% (66 of 94)",
     "87.2% (82 of 94)", "91.5% (86 of 94)"],
)  # fmt: skip
def test_each_format_has_the_published_shares(said: dict[str, str], name: str, share: str) -> None:
    assert share in said[name]


@pytest.mark.parametrize("name", WRITERS)
def test_each_format_lists_the_reference_of_every_figure(
    said: dict[str, str], document: Document, name: str
) -> None:
    listed = references_in_pdf(document) if name == "pdf" else said[name]
    missing = {f.reference for f in figures_in(document.blocks) if f.reference not in listed}
    assert not missing


def references_in_pdf(document: Document) -> str:
    """The words of the last column of the list of references, lines joined as a reader would.

    Of the paper as issued: a watermark's letters would be read among the others.
    """
    found = []
    with pdfplumber.open(BytesIO(write_pdf(replace(document, draft=False)))) as pdf:
        for page in pdf.pages:
            heads = [word for word in page.extract_words() if word["text"] == "Reference"]
            if heads:
                column = page.crop((heads[0]["x0"] - 2, 0, page.width, page.height))
                found.append("".join((column.extract_text() or "").split()))
    return "".join(found)


@pytest.mark.parametrize("name", ["html", "docx", "pdf"])
def test_each_document_says_its_class_and_that_it_is_a_draft(
    said: dict[str, str], name: str
) -> None:
    made = WRITERS[name](paper())
    if name == "docx":
        head = docx.Document(BytesIO(made)).sections[0].header.paragraphs[0].text
        assert head.endswith("Public · Draft – not for publication")
    else:
        assert "Public · Draft – not for publication" in said[name]
    issued = words_of(name, WRITERS[name](paper(front={"draft": False})))
    assert "not for publication" not in issued


@pytest.mark.parametrize("name", WRITERS)
def test_no_document_names_its_maker_or_an_address(name: str) -> None:
    made = WRITERS[name](
        paper(front={"draft": False}, figure_href=lambda key: f"https://inside.example/{key}")
    )
    whole = made
    if name in ("docx", "xlsx"):
        with zipfile.ZipFile(BytesIO(made)) as packed:
            whole = b"".join(packed.read(entry) for entry in packed.namelist())
    assert b"inside.example" not in whole
    assert b"python-docx" not in whole
    assert b"/work/" not in whole
    assert b"file:" not in whole


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_document_gives_the_same_bytes(
    document: Document, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = WRITERS[name](document)
    moment = time.localtime(1_900_000_000)
    monkeypatch.setattr(time, "localtime", lambda *_: moment)
    monkeypatch.setattr(time, "time", lambda: 1_900_000_000.0)
    assert WRITERS[name](document) == once
