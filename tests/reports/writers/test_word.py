"""The Word document, opened again."""

from io import BytesIO
from itertools import pairwise

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT

from goldenthread.reports.writers.word import write_word
from tests.factories.papers import paper
from tests.reports.nasty import LETTERS, SIGNS, nasty_document


@pytest.fixture(scope="module")
def word() -> WordDocument:
    return docx.Document(BytesIO(write_word(paper())))


def test_headings_are_styles_and_none_is_skipped(word: WordDocument) -> None:
    levels = [
        int(str(p.style.name)[-1])
        for p in word.paragraphs
        if p.style is not None and str(p.style.name).startswith("Heading ")
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    titles = [p for p in word.paragraphs if p.style is not None and p.style.name == "Title"]
    assert len(titles) == 1


def test_every_table_of_figures_repeats_its_heading_row(word: WordDocument) -> None:
    body = word.element.body
    headed = [t for t in body.iter("{*}tbl") if t.find("{*}tr/{*}trPr/{*}tblHeader") is not None]
    assert (
        len(headed)
        == len([p for p in word.paragraphs if p.style is not None and p.style.name == "Caption"])
        - 2
    )  # two captions are the charts' titles
    assert all(row.find("{*}trPr/{*}cantSplit") is not None for row in body.iter("{*}tr"))


def test_charts_have_alt_text(word: WordDocument) -> None:
    pictures = list(word.element.body.iter("{*}docPr"))
    assert len(pictures) == 2
    assert "52 Blue" in str(pictures[0].get("descr"))


def test_properties_name_only_the_title_and_the_language(word: WordDocument) -> None:
    held = word.core_properties
    assert held.title == "SEND Partnership Improvement Plan: progress to December 2019"
    assert held.language == "en-GB"
    assert [held.author, held.last_modified_by, held.comments, held.keywords] == [""] * 4


def test_pages_are_numbered_and_the_plan_lies_wide(word: WordDocument) -> None:
    fields = "".join(str(n.text) for n in word.sections[0].footer._element.iter("{*}instrText"))
    assert "PAGE" in fields
    assert "NUMPAGES" in fields
    turned = [section.orientation for section in word.sections]
    assert turned == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_each_page_however_it_lies_says_its_class_at_its_own_right_margin(
    word: WordDocument,
) -> None:
    for section in word.sections:
        head = section.header.paragraphs[0]
        assert head.text.endswith("Public · Draft – not for publication")
        stop = list(head.paragraph_format.tab_stops)[-1]
        assert section.page_width is not None
        assert section.left_margin is not None
        assert stop.position == section.page_width - 2 * section.left_margin


def test_the_language_is_british_english(word: WordDocument) -> None:
    assert 'w:lang w:val="en-GB"' in word.styles.element.xml


def test_each_link_to_a_figure_leads_somewhere(word: WordDocument) -> None:
    body = word.element.body
    name, anchor = (f"{{{body.nsmap['w']}}}{part}" for part in ("name", "anchor"))
    marks = {node.get(name) for node in body.iter("{*}bookmarkStart")}
    assert {node.get(anchor) for node in body.iter("{*}hyperlink")} == marks


def test_hard_words_come_through_whole() -> None:
    held = docx.Document(BytesIO(write_word(nasty_document())))
    texts = ["".join(t.text or "" for t in p.iter("{*}t")) for p in held.element.body.iter("{*}p")]
    assert SIGNS in texts
    assert any(LETTERS in text for text in texts)
    assert any("line two abc 😀 中" in text for text in texts)
