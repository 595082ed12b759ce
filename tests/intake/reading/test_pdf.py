"""A PDF gives the same cells as the Word file of the same plan."""

import io

import pytest

from goldenthread.intake import reading
from goldenthread.intake.reading.pdf_tables import hex_colour
from tests.factories import plan_documents as plans


def cells(document: reading.RawDocument) -> list[tuple[str, bool, bool]]:
    return [
        (" ".join(cell.text.split()), cell.merged_above, cell.merged_left)
        for table in document.tables
        for row in table.rows
        if not row.repeated_header
        for cell in row.cells
    ]


@pytest.mark.parametrize("name", [name for name in plans.layouts() if name != "thurrock"])
def test_the_pdf_of_a_plan_has_the_cells_of_its_word_file(name: str) -> None:
    document = plans.layouts()[name]
    word = reading.read(plans.as_docx(document), f"{name}.docx")
    pdf = reading.read(plans.as_pdf(document), f"{name}.pdf")
    assert cells(pdf) == cells(word)


def test_paragraphs_of_a_cell_are_told_from_wrapped_lines() -> None:
    rows = reading.read(plans.as_pdf(plans.kent_layout()), "plan.pdf").tables[0].rows
    assert rows[1].cells[1].paragraphs == (
        "We answer letters within five days.",
        "We meet the parent carer forum monthly.",
    )
    long = "A sentence that is so long that it has to be wrapped in its narrow cell. " * 3
    document = plans.PlanDocument(
        "long", (plans.table(("A", "B", "C", "D"), (long + "\nShort", "b", "c", "d")),)
    )
    cell = reading.read(plans.as_pdf(document), "plan.pdf").tables[0].rows[1].cells[0]
    assert cell.paragraphs == (long.strip(), "Short")


def test_fills_are_read_with_and_without_words() -> None:
    document = plans.york_layout()
    for given, word in ((document, "Amber"), (plans.without_words_in_filled_cells(document), "")):
        cell = reading.read(plans.as_pdf(given), "plan.pdf").tables[0].rows[1].cells[8]
        assert (cell.text, cell.fill) == (word, plans.AMBER)


def long_plan() -> plans.PlanDocument:
    rows = [
        (f"{n}", f"Do thing number {n}. " * 6, "Head of SEND", "May 2021") for n in range(1, 60)
    ]
    return plans.PlanDocument(
        "long",
        (plans.Heading("A long plan"), plans.table(("Ref", "Action", "Lead", "When"), *rows)),
    )


def test_a_table_over_pages_is_a_table_for_each_page_with_its_header_marked() -> None:
    document = reading.read(plans.as_pdf(long_plan()), "plan.pdf")
    assert len(document.tables) > 2
    assert [table.page for table in document.tables] == list(range(1, len(document.tables) + 1))
    assert [table.rows[0].repeated_header for table in document.tables] == [
        at > 0 for at in range(len(document.tables))
    ]
    bodies = [row.texts[0] for table in document.tables for row in table.rows[1:]]
    assert bodies == [str(n) for n in range(1, 60)]


def test_running_headers_and_page_numbers_are_left_out() -> None:
    document = reading.read(plans.as_pdf(long_plan()), "plan.pdf")
    assert [block.text for block in document.paragraphs] == ["A long plan"]


@pytest.mark.parametrize("rows_ruled", [False, True])
def test_the_headings_of_a_table_without_rules_are_no_running_header(rows_ruled: bool) -> None:
    rows = [
        (f"{n}", f"Do thing number {n}. " * 6, "Head of SEND", "May 2021") for n in range(1, 40)
    ]
    document = plans.PlanDocument("long", (plans.table(("Ref", "Action", "Lead", "When"), *rows),))
    read = reading.read(plans.as_pdf(document, ruled=False, rows_ruled=rows_ruled), "plan.pdf")
    given = [row.texts[0] for table in read.tables for row in table.rows if not row.repeated_header]
    assert given == ["Ref", *(str(n) for n in range(1, 40))]
    assert not read.paragraphs


@pytest.mark.parametrize("rows_ruled", [False, True])
@pytest.mark.parametrize("name", ["york", "devon", "devon-kpis", "stockport", "worcestershire"])
def test_a_table_without_rules_is_read_by_its_columns(name: str, rows_ruled: bool) -> None:
    document = plans.layouts()[name]
    ruled = reading.read(plans.as_pdf(document), "plan.pdf")
    unruled = reading.read(plans.as_pdf(document, ruled=False, rows_ruled=rows_ruled), "plan.pdf")
    assert [text for text, _, _ in cells(unruled)] == [text for text, _, _ in cells(ruled)]


def test_words_set_sideways_are_read_whole() -> None:
    from reportlab.pdfgen import canvas

    made = io.BytesIO()
    page = canvas.Canvas(made, pagesize=(400, 400))
    page.grid([50, 80, 110, 300], [100, 150, 300])
    for x, angle, text in ((70, 90, "Progress rating"), (90, -90, "Impact rating")):
        page.saveState()
        page.translate(x, 170 if angle > 0 else 280)
        page.rotate(angle)
        page.drawString(0, 0, text)
        page.restoreState()
    page.drawString(120, 280, "Action")
    for x, text in ((55, "R"), (85, "G"), (120, "Write it")):
        page.drawString(x, 120, text)
    page.save()
    rows = reading.read(made.getvalue(), "plan.pdf").tables[0].rows
    assert [row.texts for row in rows] == [
        ("Progress rating", "Impact rating", "Action"),
        ("R", "G", "Write it"),
    ]


def test_headings_are_known_by_their_size() -> None:
    document = reading.read(plans.as_pdf(plans.bracknell_layout()), "plan.pdf")
    assert document.title == "Heathcote SEND improvement plan 2022–2024"
    document = reading.read(plans.as_pdf(plans.york_layout()), "plan.pdf")
    assert "Priority 1: Strategic leadership" in [
        b.text for b in document.paragraphs if b.level == 2
    ]


@pytest.mark.parametrize(
    ("colour", "written"),
    [
        ((1, 0, 0), "FF0000"), (0.5, "808080"), ((0,), "000000"), ((0, 1, 1, 0), "FF0000"),
        (None, None), (("P1",), None), ((1, 2), None),
    ],
)  # fmt: skip
def test_a_colour_of_each_kind(colour: object, written: str | None) -> None:
    assert hex_colour(colour) == written
