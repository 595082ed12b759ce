"""What a reader of the printed page sees is what is read from a Word file."""

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml

from goldenthread.intake import reading
from goldenthread.intake.reading.word_numbering import in_format
from tests.factories import plan_documents as plans

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read_body(*parts: str, word: Any = None) -> reading.RawDocument:
    """Read a document of these parts of XML, with a small table at its end."""
    word = word or docx.Document()
    body = word.element.body
    for part in parts:
        body.insert(len(body) - 1, parse_xml(part.replace(">", f" {NS}>", 1)))
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Action", "Lead", "Do it", "Head"), strict=True):
        cell.text = text
    made = io.BytesIO()
    word.save(made)
    return reading.read(made.getvalue(), "plan.docx")


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def rows_of(table: str) -> list[tuple[str, ...]]:
    return [row.texts for row in read_body(table).tables[0].rows]


def test_tracked_changes_and_content_controls_change_nothing() -> None:
    for name, document in plans.layouts().items():
        clean = reading.read(plans.as_docx(document), f"{name}.docx")
        marked = reading.read(
            plans.as_docx(document, tracked_changes=True, content_controls=True), f"{name}.docx"
        )
        assert marked.blocks == clean.blocks
        assert marked.notes == ("Tracked changes are read as if they had been accepted.",)


def test_inserted_text_is_read_and_deleted_text_is_not() -> None:
    document = read_body(
        "<w:p><w:r><w:t>By </w:t></w:r><w:del><w:r><w:delText>May</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>June</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> 2019</w:t></w:r>"
        "</w:moveFrom><w:moveTo><w:r><w:t> 2020</w:t></w:r></w:moveTo></w:p>"
    )
    assert document.paragraphs[0].text == "By June 2020"


def test_a_paragraph_whose_mark_was_deleted_runs_on() -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert read_body(p("Head of", mark), p("Service")).paragraphs[0].text == "Head of Service"


def test_a_drop_down_shows_its_choice_and_not_its_prompt() -> None:
    chosen = "<w:sdt><w:sdtPr/><w:sdtContent>" + p("Amber") + "</w:sdtContent></w:sdt>"
    prompt = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + p("Choose an item.")
        + "</w:sdtContent></w:sdt>"
    )
    assert rows_of("<w:tbl>" + row(p("a"), chosen) + row(p("b"), prompt) + "</w:tbl>") == [
        ("a", "Amber"),
        ("b", ""),
    ]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    inner = "<w:sdt><w:sdtContent><w:tc>" + p("two") + "</w:tc></w:sdtContent></w:sdt>"
    whole = (
        f"<w:sdt><w:sdtContent><w:tr><w:tc>{p('one')}</w:tc>{inner}</w:tr></w:sdtContent></w:sdt>"
    )
    assert rows_of(f"<w:tbl>{whole}{row(p('x'), p('y'))}</w:tbl>") == [("one", "two"), ("x", "y")]


def test_merges_are_kept_on_the_grid() -> None:
    document = reading.read(plans.as_docx(plans.blaenau_gwent_layout()), "plan.docx")
    first, second = document.tables[0].rows[:2]
    assert [cell.merged_left for cell in first.cells] == [False] * 5 + [True, False]
    assert [cell.merged_above for cell in second.cells] == [True] * 4 + [False, False, True]
    assert second.texts == ("", "", "", "", "Progress", "Impact", "")


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    later = "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>" + p("lead") + "</w:tc></w:tr>"
    assert rows_of(f"<w:tbl>{row(p('a'), p('b'))}{later}</w:tbl>")[1] == ("", "lead")


def test_an_edge_dragged_by_a_hair_makes_no_column() -> None:
    grid = (
        "<w:tblGrid><w:gridCol w:w='2000'/><w:gridCol w:w='40'/><w:gridCol w:w='2000'/></w:tblGrid>"
    )
    wide = "<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
    table = f"<w:tbl>{grid}{row(p('a'), wide + p('b'))}{row(wide + p('c'), p('d'))}</w:tbl>"
    assert rows_of(table) == [("a", "b"), ("c", "d")]


def test_a_table_in_a_cell_becomes_text_of_the_cell() -> None:
    nested = f"<w:tbl>{row(p('x'), p('y'))}</w:tbl><w:p/>"
    assert rows_of(f"<w:tbl>{row(p('a'), nested)}{row(p('b'), p('c'))}</w:tbl>")[0] == ("a", "x\ny")


def test_a_frame_round_words_is_no_table() -> None:
    document = read_body(f"<w:tbl>{row(p('Priority 1: Leadership'))}</w:tbl>")
    assert [block.text for block in document.paragraphs] == ["Priority 1: Leadership"]
    assert len(document.tables) == 1


def test_hidden_text_is_left_out_and_said() -> None:
    document = read_body(
        "<w:p><w:r><w:t>Seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
    )
    assert document.paragraphs[0].text == "Seen"
    assert document.notes == ("1 hidden piece of text left out.",)


@pytest.mark.parametrize(
    ("properties", "fill"),
    [
        ("<w:tcPr><w:shd w:val='clear' w:fill='00b050'/></w:tcPr>", "00B050"),
        ("<w:tcPr><w:shd w:val='clear' w:fill='auto'/></w:tcPr>", None),
        ("<w:tcPr><w:shd w:val='clear' w:fill='FFFFFF'/></w:tcPr>", None),
        ("", None),
    ],
)
def test_a_fill_without_words_is_a_cell_with_a_colour(properties: str, fill: str | None) -> None:
    document = read_body(
        f"<w:tbl>{row(p('a'), properties + '<w:p/>')}{row(p('b'), p('c'))}</w:tbl>"
    )
    assert document.tables[0].rows[0].cells[1].fill == fill


def test_highlighted_words_colour_their_cell() -> None:
    lit = "<w:p><w:r><w:rPr><w:highlight w:val='red'/></w:rPr><w:t>R</w:t></w:r></w:p>"
    document = read_body(f"<w:tbl>{row(p('a'), lit)}{row(p('b'), p('c'))}</w:tbl>")
    assert document.tables[0].rows[0].cells[1].fill == "FF0000"


def test_numbers_that_word_draws_are_written_out() -> None:
    word = docx.Document()
    numbering = word.part.numbering_part.element
    levels = "".join(
        f"<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{kind}'/>"
        f"<w:lvlText w:val='{pattern}'/></w:lvl>"
        for at, (kind, pattern) in enumerate(
            [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)")]
        )
    )
    numbering.insert(
        0, parse_xml(f"<w:abstractNum {NS} w:abstractNumId='77'>{levels}</w:abstractNum>")
    )
    numbering.append(parse_xml(f"<w:num {NS} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))
    numbering.append(
        parse_xml(
            f"<w:num {NS} w:numId='78'><w:abstractNumId w:val='77'/>"
            "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num>"
        )
    )

    def item(text: str, level: int, number: int = 77) -> str:
        place = f"<w:ilvl w:val='{level}'/><w:numId w:val='{number}'/>"
        return p(text, f"<w:pPr><w:numPr>{place}</w:numPr></w:pPr>")

    empty = item("", 0)
    table = f"<w:tbl>{row(empty, p('Third'))}{row(item('', 1), p('Part'))}</w:tbl>"
    document = read_body(
        item("First", 0), item("Part", 1), item("Letter", 2), item("Letter", 2), item("Part", 1),
        item("Second", 0), item("Part", 1), table, item("Restarted", 0, 78), item("Plain", 0, 0),
        word=word,
    )  # fmt: skip
    assert [block.text for block in document.paragraphs] == [
        "1. First", "1.1 Part", "a) Letter", "b) Letter", "1.2 Part", "2. Second", "2.1 Part",
        "5. Restarted", "Plain",
    ]  # fmt: skip
    assert [row.texts[0] for row in document.tables[0].rows] == ["3.", "3.1"]


@pytest.mark.parametrize(
    ("count", "kind", "drawn"),
    [
        (28, "lowerLetter", "bb"), (3, "upperLetter", "C"), (14, "lowerRoman", "xiv"),
        (9, "upperRoman", "IX"), (7, "decimalZero", "07"), (3, "ordinal", "3rd"),
        (12, "ordinal", "12th"), (4, "none", ""), (4, "decimal", "4"),
    ],
)  # fmt: skip
def test_a_count_in_each_format(count: int, kind: str, drawn: str) -> None:
    assert in_format(count, kind) == drawn


def test_bullets_are_a_style_and_not_a_letter() -> None:
    document = reading.read(plans.as_docx(plans.thurrock_layout()), "plan.docx")
    listed = [block.text for block in document.paragraphs if block.style == "List Bullet"]
    assert listed == ["All plans reviewed in time", "100% of placements visited each year"]


def test_headings_have_their_level_and_the_title_is_the_first() -> None:
    document = reading.read(plans.as_docx(plans.york_layout()), "plan.docx")
    assert document.title == "Wenbury SEND Written Statement of Action"
    assert [(b.level, b.text) for b in document.paragraphs if b.level == 2] == [
        (2, "Priority 1: Strategic leadership"),
        (2, "Priority 2: Transition"),
    ]


def test_a_header_said_again_is_marked() -> None:
    document = reading.read(plans.as_docx(plans.thurrock_layout()), "plan.docx")
    marked = [[row.repeated_header for row in table.rows] for table in document.tables[1:]]
    assert [rows[0] for rows in marked] == [False, True, True, True, True]
    assert not any(any(rows[1:]) for rows in marked)
