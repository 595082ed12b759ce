"""A council's own template: filled where it asks, refused in a sentence where it cannot be."""

import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from goldenthread.reports.word_template import HIGHLIGHT_BLOCKS, PAPER_BLOCKS, fill
from goldenthread.rules.refusals import Refused
from tests.factories.papers import paper
from tests.factories.pressing import pressed_highlight, pressed_paper
from tests.reports.leaving import told_beside
from tests.reports.nasty import SIGNS, nasty_document


def template(*paragraphs: str, change: Callable[[WordDocument], None] | None = None) -> bytes:
    word = docx.Document()
    word.core_properties.author = "Someone Inside"
    for text in paragraphs:
        word.add_paragraph(text)
    if change:
        change(word)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def opened(made: bytes) -> WordDocument:
    return docx.Document(BytesIO(made))


def test_words_and_tables_stand_where_the_template_wants_them() -> None:
    made = opened(fill(template("Paper of {{ board }}", "{{ summary_table }}", "The end"), paper()))
    body = [child.tag.rpartition("}")[2] for child in made.element.body]
    assert made.paragraphs[0].text == "Paper of Fernshire Health and Wellbeing Board"
    assert body.index("tbl") < len(body) - 1
    rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert [row[-1] for row in rows[1:]] == ["52", "14", "20", "5", "3", "94"]
    assert made.paragraphs[-1].text == "The end"


def test_a_placeholder_cut_into_runs_by_word_is_still_filled() -> None:
    def cut(word: WordDocument) -> None:
        paragraph = word.add_paragraph()
        for piece in ("{{ ti", "tle", " }}"):
            paragraph.add_run(piece).bold = piece == "tle"

    assert paper().title in [p.text for p in opened(fill(template(change=cut), paper())).paragraphs]


def test_headers_are_filled_too() -> None:
    def head(word: WordDocument) -> None:
        word.sections[0].header.paragraphs[0].text = "{{ classification }} {{ draft }}"

    made = opened(fill(template("{{ title }}", change=head), paper()))
    assert made.sections[0].header.paragraphs[0].text == "Public Draft – not for publication"


def test_a_block_may_stand_in_a_table_cell() -> None:
    def cell(word: WordDocument) -> None:
        word.add_table(1, 1).cell(0, 0).text = "{{ shares_table }}"

    made = opened(fill(template(change=cell), paper()))
    inner = made.tables[0].cell(0, 0).tables[0]
    assert inner.cell(1, 3).text == "55.3% (52 of 94)"


@pytest.mark.parametrize("name", sorted(PAPER_BLOCKS))
def test_every_block_that_is_offered_can_be_filled(name: str) -> None:
    made = opened(fill(template("before", f"{{{{ {name} }}}}", "after"), pressed_paper()))
    texts = [p.text for p in made.paragraphs]
    assert not any("golden-thread-block" in text or "{{" in text for text in texts)
    if name != "not_yet_rated":  # every action of the invented plan is rated
        assert made.tables or len(texts) > 2


# What a highlight report puts at each placeholder: words that stand there and nowhere else.
OF_A_HIGHLIGHT = {
    "front_sheet": "Senior responsible owner",
    "summary": "Moved up",
    "summary_table": "Completed since",
    "status": "Two writers have left.",
    "progress": "Twelve plans were written.",
    "completed": "What shows it",
    "movement": "Action and lead",
    "off_track": "Recovery",
    "dependencies": "The forms",
    "decisions": "Say who pays",
    "risks": "R1 may happen",
    "voices": "Nobody rang us back.",
    "due_next": "The next course starts.",
    "support": "Somebody from health for a day.",
    "appendices": "Where each figure comes from",
}


def everything_in(word: WordDocument) -> str:
    return "\n".join(
        text.text or "" for text in word.element.body.iter() if text.tag.endswith("}t")
    )


@pytest.mark.parametrize("name", OF_A_HIGHLIGHT)
def test_a_highlight_report_fills_the_same_placeholders(name: str) -> None:
    made = opened(fill(template("before", f"{{{{ {name} }}}}", "after"), pressed_highlight()))
    assert OF_A_HIGHLIGHT[name] in everything_in(made)


def test_a_highlight_report_concern_by_concern_fills_its_own() -> None:
    report = pressed_highlight("concerns")
    concerns = everything_in(opened(fill(template("{{ concerns }}"), report)))
    assert "Next steps" in concerns
    risks = everything_in(opened(fill(template("{{ risks }}"), report)))
    assert "R1 may happen" in risks
    assert "The forms" not in risks  # the next part under the same heading


def test_every_placeholder_of_a_highlight_report_is_tried() -> None:
    assert {*OF_A_HIGHLIGHT, "concerns"} >= set(HIGHLIGHT_BLOCKS)


@pytest.mark.asvs("1.3.7")
def test_words_are_escaped_and_never_read_as_placeholders() -> None:
    made = opened(fill(template("{{ title }}"), nasty_document()))
    assert made.paragraphs[0].text == f"Title {SIGNS}"


def test_nobody_is_named_in_the_filled_template() -> None:
    made = fill(template("{{ title }}"), paper())
    assert opened(made).core_properties.author == ""
    with zipfile.ZipFile(BytesIO(made)) as packed:
        assert b"Someone Inside" not in b"".join(packed.read(n) for n in packed.namelist())


@pytest.mark.asvs("1.3.7")
@pytest.mark.parametrize(
    ("paragraph", "named"),
    [
        ("{{ titel }} and {{ bord }}", "{{ titel }}, {{ bord }}"),
        ("{{ title.__class__ }}", "{{ title.__class__ }}"),
        ("{{ 7 * 7 }}", "{{ 7 * 7 }}"),
        ("{% for x in y %}", "{% %}"),
        ("See {{ summary_table }} here", "must stand alone"),
    ],
)
def test_what_cannot_be_filled_is_refused_by_name(paragraph: str, named: str) -> None:
    with pytest.raises(Refused) as refusal:
        fill(template(paragraph), paper())
    assert named in refusal.value.sentence


def macro() -> bytes:
    out = BytesIO(template("{{ title }}"))
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


def bomb() -> bytes:
    out = BytesIO(template("{{ title }}"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/big.bin", b"\0" * (61 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: b"%PDF-1.7", "not a Word document"),
        (lambda: b"", "not a Word document"),
        (macro, "macros"),
        (bomb, "too large"),
    ],
)
def test_what_is_not_a_plain_word_document_is_refused(
    made: Callable[[], bytes], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        fill(made(), paper())


@pytest.mark.parametrize(
    ("tag", "says"),
    [
        ("commentReference", "comments"),
        ("ins", "tracked changes"),
        ("del", "tracked changes"),
        ("vanish", "hidden text"),
    ],
)
def test_a_template_in_which_something_hides_is_refused(tag: str, says: str) -> None:
    def hide(word: WordDocument) -> None:
        word.add_paragraph("seen").runs[0]._element.append(OxmlElement(f"w:{tag}"))

    with pytest.raises(Refused, match=f"holds {says}, which would leave with every paper"):
        fill(template("{{ title }}", change=hide), paper())


def test_what_a_template_says_beside_its_pages_does_not_leave_with_a_paper() -> None:
    def mark(word: WordDocument) -> None:
        word.add_paragraph("seen")._element.set(qn("w:rsidR"), "00A77E12")
        word.core_properties.last_modified_by = "Someone Inside"

    given = template("{{ title }}", change=mark)
    assert {"author: Someone Inside", "revision ids in word/document.xml"} <= set(
        told_beside(given)
    )
    assert told_beside(fill(given, paper())) == []
