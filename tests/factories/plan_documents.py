"""Invented plan documents in the layouts that councils use, as bytes of every format.

A layout function (`thurrock_layout()`, `york_layout()` …) gives a `PlanDocument`; a writer
(`as_docx`, `as_pdf`, `as_xlsx`, `as_csv`, `as_text`) gives its bytes. The places and people are
invented; the layouts are those of real plans. Traps are parts of the layouts (rows broken over a
page, several numbered areas in a cell, merged cells) or arguments of `as_docx` (tracked changes,
content controls, drawn numbers).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

BLUE, GREEN, AMBER, RED, GREY = "0070C0", "00B050", "FFC000", "FF0000", "A6A6A6"


@dataclass(frozen=True)
class C:
    """A cell: text ("\\n" between paragraphs), how far it is merged, its fill."""

    text: str = ""
    down: int = 1
    across: int = 1
    fill: str | None = None


Given = str | C | None  # None: covered by a merge from above or from the left


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    text: str
    bullet: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of the full grid, the header first; `widths` are shares of the page's width."""

    rows: tuple[tuple[Given, ...], ...]
    widths: tuple[int, ...] = ()
    headers: int = 1

    @property
    def width(self) -> int:
        return len(self.rows[0])


@dataclass(frozen=True)
class PlanDocument:
    name: str
    blocks: tuple[Heading | Text | Table, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


def table(header: Sequence[Given], *rows: Sequence[Given], widths: Sequence[int] = ()) -> Table:
    """A table; short rows are filled up with empty cells."""
    width = len(header)
    full = [tuple(row) + ("",) * (width - len(row)) for row in (header, *rows)]
    return Table(tuple(full), tuple(widths))


def bullets(*texts: str) -> tuple[Text, ...]:
    return tuple(Text(text, bullet=True) for text in texts)


def text_of(cell: Given) -> str:
    return cell.text if isinstance(cell, C) else cell or ""


# --- layouts ---------------------------------------------------------------------------------

THURROCK_HEADER = (
    "Improvement Area",
    "Actions",
    "Success Measure(s)",
    "Lead",
    "Governance Forum",
    "Timescale",
    "RAG",
    "Progress Update",
)


def thurrock_layout() -> PlanDocument:
    """One table for each significant weakness, in pieces with the header repeated.

    Expected: 2 weaknesses, 7 + 5 = 12 numbered areas (areas 1–3 of weakness 1 share three rows;
    4 and 5 of weakness 2 share a cell), 13 physical body rows without headers: one is a heading
    ("Governance"), two continue the row before over a page; so 10 joined rows.
    """
    first = table(
        THURROCK_HEADER,
        (
            C(
                "Oversight: 1. Restructure the service 2. Quality assure practice 3. Review the "
                "timetable of plans",
                down=3,
            ),
            "Consult on the new structure",
            "New structure agreed",
            "Assistant Director Learning",
            "SEND Partnership Board",
            "May 2021",
            "",
            "Consultation closed with 42 replies",
        ),
        (None, "Publish the new structure", "", "", "", "", "", ""),
        (
            None,
            "Recruit to the new posts",
            "All posts filled by permanent staff",
            "",
            "",
            "Nov 2021",
            "",
            "",
        ),
    )
    second = table(
        THURROCK_HEADER,
        ("Governance",),
        (
            "4. Partnership board established",
            "Agree terms of reference.\nReport to cabinet each quarter.",
            "Board meets every two months",
            "Assistant Director Learning\nHead of Business Support",
            "SEND Partnership Board\nSEND Working Group",
            "June 2021\nJuly 2021",
            "",
            "First meeting held on 8 June",
        ),
        (
            "5. Performance framework: develop a set of measures that lets the board",
            "Work with health partners to write a framework that shows the difference made",
            "Framework in use",
            "Strategic Lead Data/Strategic Lead SEND",
            "SEND Working Group",
            "Quarterly report starting in September 2021",
            "",
            "",
        ),
    )
    third = table(
        THURROCK_HEADER,
        ("challenge progress", "across the whole system for children and young people"),
        (
            C("Record keeping: 6. Check the data held", down=1),
            "Review all records on the system",
            "Reports used to set targets",
            "Strategic Lead Data",
            "Working Group SEND",
            "Ongoing",
            "",
            "Half of the records were checked",
        ),
        (
            "7. Replace the case system",
            "Choose a supplier",
            "New system live",
            "Strategic Lead, Data",
            "Directors’ Group",
            "12th August",
            "",
            "",
        ),
    )
    fourth = table(
        ("Improvement area", *THURROCK_HEADER[1:]),
        (
            "1. Quality of plans",
            "Audit ten plans a month with all partners, including",
            "75% of plans are good in the first year, 100% in year two",
            "Head of SEND",
            "SEND Partnership Board",
            "July 2021 July 2022",
            "",
            "Audit tool agreed",
        ),
    )
    fifth = table(
        ("Improvement area", *THURROCK_HEADER[1:]),
        ("", "education, health and social care managers.", "", "", "", "2022"),
        (
            "2. Quality of plans",
            "Report key issues to managers",
            "Plans improve",
            "Head of SEND",
            "SEND Partnership Board",
            "Dec 2021",
            "",
            "",
        ),
        ("3. Reviews", "Train reviewing officers", "Reviews in time", "", "SEND Working Group", ""),
        (
            "4. Standards 5. Practice guidance",
            "Write standards",
            "Fewer complaints",
            "Head of SEND",
            "SEND Working Group",
            "March 2022",
            "",
            "",
        ),
    )
    return PlanDocument(
        "thurrock",
        (
            Heading("SEND LOCAL AREA OF SALTMARSH"),
            Heading("Written Statement of Action"),
            Text("Author: Programme office"),
            Text("March 2021"),
            Heading("Key responsible people"),
            table(
                ("Portfolio holder", "Cllr Ivy Marsden", "Chief executive", "Tom Okafor"),
                ("Assistant Director Learning", "Priya Rowe", "Head of SEND", "Gareth Lowe"),
            ),
            Heading("Significant weakness 1: Leaders do not know where children are placed."),
            Text("Aim of this programme of work:"),
            Text(
                "To know where every child with a plan is placed and how well each placement works."
            ),
            Text("KPIs / Targets for assessing overall success of the programme"),
            *bullets("All plans reviewed in time", "100% of placements visited each year"),
            first,
            second,
            third,
            Heading("Significant Weakness 2: Plans are of poor quality."),
            Text("Aim of this programme of work"),
            Text("To write plans that families recognise."),
            fourth,
            fifth,
        ),
    )


def york_layout() -> PlanDocument:
    """Numbered rows, start and end dates, and three dated rating columns (the history)."""
    return PlanDocument(
        "york",
        (
            Heading("Wenbury SEND Written Statement of Action"),
            Heading("Priority 1: Strategic leadership", 2),
            table(
                (
                    "Number",
                    "Outcomes",
                    "Action",
                    "Start date",
                    "End date",
                    "Lead (organisation and initials)",
                    "Measures of success",
                    "Evidence and impact",
                    "RAG March 2021",
                    "RAG June 2021",
                    "RAG Sept 2021",
                ),
                (
                    "1.1",
                    C("Families trust the system", down=2),
                    "Set up a strategic board",
                    "01/09/2020",
                    "31/12/2020",
                    "Council (AB)",
                    "Board meets",
                    "Minutes",
                    C("Amber", fill=AMBER),
                    C("Green", fill=GREEN),
                    C("Blue", fill=BLUE),
                ),
                (
                    "1.2",
                    None,
                    "Publish the strategy",
                    "October 2020",
                    "Spring term 2021",
                    "CCG (JT) / Council (AB)",
                    "Strategy published",
                    "",
                    C("Red", fill=RED),
                    C("Amber", fill=AMBER),
                    C("Green", fill=GREEN),
                ),
                (
                    "1.3",
                    "Data drives decisions",
                    "Build a dashboard",
                    "Nov 2020",
                    "Q4 2021",
                    "Council (PW)",
                    "Dashboard in use each month",
                    "",
                    C("Grey", fill=GREY),
                    C("Red", fill=RED),
                    C("Amber", fill=AMBER),
                ),
            ),
            Heading("Priority 2: Transition", 2),
            table(
                (
                    "Number",
                    "Outcomes",
                    "Action",
                    "Start date",
                    "End date",
                    "Lead (organisation and initials)",
                    "Measures of success",
                    "Evidence and impact",
                    "RAG March 2021",
                    "RAG June 2021",
                    "RAG Sept 2021",
                ),
                (
                    "2.1",
                    "Young people are ready for adult life",
                    "Agree a transition pathway",
                    "Jan 2021",
                    "31 July 2021",
                    "Council (LM)",
                    "80% of families satisfied",
                    "Survey of July 2021",
                    C("Amber", fill=AMBER),
                    C("Amber", fill=AMBER),
                    C("Amber/Green", fill=GREEN),
                ),
            ),
        ),
    )


def devon_kpis_layout() -> PlanDocument:
    """Measures with pairs of milestone and actual; percents and counts in one column."""
    return PlanDocument(
        "devon-kpis",
        (
            Heading("Combeshire SEND key performance indicators"),
            table(
                (
                    "KPI",
                    "Baseline (Sept 2021)",
                    "Target",
                    "Milestone 1",
                    "Actual 1",
                    "Milestone 2",
                    "Actual 2",
                    "Milestone 3",
                    "Actual 3",
                ),
                (
                    "Plans issued within 20 weeks",
                    "34%",
                    "60%",
                    "40%",
                    "38%",
                    "50%",
                    "52%",
                    "60%",
                    "",
                ),
                (
                    "Requests open for more than 20 weeks",
                    "412",
                    "100",
                    "300",
                    "355",
                    "200",
                    "",
                    "100",
                    "",
                ),
                (
                    "Parents who are satisfied",
                    "2.1 of 5",
                    "3.5 of 5",
                    "2.5",
                    "2.6",
                    "3.0",
                    "",
                    "3.5",
                    "",
                ),
            ),
        ),
    )


def devon_layout() -> PlanDocument:
    """Accountable and responsible officers, and a column of progress for each month."""
    header = (
        "Ref",
        "Action",
        "Due date",
        "Responsible officer",
        "Senior responsible officer",
        "Success criteria",
        "Progress January 2022",
        "Progress February 2022",
    )
    return PlanDocument(
        "devon",
        (
            Heading("Combeshire Written Statement of Action"),
            Heading("Area of significant weakness 1: Strategy", 2),
            table(
                header,
                (
                    "1a",
                    "Write a joint strategy",
                    "31.03.2022",
                    "Strategy Manager",
                    "Director of Children’s Services",
                    "Strategy signed by all partners",
                    "Draft written",
                    "Out for consultation",
                ),
                (
                    "1b",
                    "Set up a parents’ reference group",
                    "Feb 2022",
                    "Participation Lead",
                    "Director of Children’s Services",
                    "Group meets monthly",
                    "",
                    "Met twice",
                ),
            ),
            Heading("Area of significant weakness 2: Communication", 2),
            table(
                header,
                (
                    "2a",
                    "Renew the Local Offer",
                    "Summer term 2022",
                    "Local Offer Manager",
                    "Head of Commissioning (ICB)",
                    "Visits up by a third",
                    "Supplier chosen",
                    "",
                ),
            ),
        ),
    )


def birmingham_layout() -> PlanDocument:
    """A highlight report: facts as pairs of label and value, then actions with their status."""
    return PlanDocument(
        "birmingham",
        (
            Heading("Millbrook accelerated progress plan: highlight report"),
            table(
                ("Objective", "Waiting times for assessment"),
                ("Senior responsible owner", "Dana Whitlock"),
                ("Lead", "Omar Fields"),
                ("Date", "14 March 2022"),
                ("Version", "0.3"),
            ),
            table(
                (
                    "Action",
                    "Due",
                    "Status",
                    "Reason for status",
                    "Mitigation",
                    "Impact if not delivered",
                    "Progress since last report",
                ),
                (
                    "Clear the list of those waiting",
                    "30 April 2022",
                    C("Red", fill=RED),
                    "Two posts are vacant",
                    "Agency staff from April",
                    "Children wait longer",
                    "List fell from 310 to 275",
                ),
                (
                    "Agree a joint pathway",
                    "End of May 2022",
                    C("Amber", fill=AMBER),
                    "Waiting for sign-off",
                    "Chair to decide",
                    "Double assessments",
                    "Draft circulated",
                ),
                (
                    "Publish waiting times",
                    "Complete",
                    C("Green", fill=GREEN),
                    "",
                    "",
                    "",
                    "Published on 1 March",
                ),
            ),
        ),
    )


def worcestershire_layout() -> PlanDocument:
    """A board report by concern: progress, impact, next steps; "3 areas", letters a) to c)."""

    def concern(
        letter: str, title: str, progress: str, impact: str, steps: str
    ) -> tuple[Heading, Table]:
        return (
            Heading(f"{letter}) {title}", 2),
            table(("Progress", "Impact", "Next steps"), (progress, impact, steps)),
        )

    return PlanDocument(
        "worcestershire",
        (
            Heading("Teme Vale SEND improvement board: progress by concern"),
            Text("The inspection named 3 areas of concern."),
            *concern(
                "a",
                "Safeguarding of children out of school",
                "Weekly list checked by two managers",
                "All 18 children were seen",
                "Audit in May",
            ),
            *concern(
                "b",
                "Joint commissioning",
                "Strategy drafted",
                "None yet",
                "Consult families by July 2022",
            ),
            *concern(
                "c",
                "Quality of plans",
                "40 plans audited",
                "61% good (was 45%)",
                "Train 12 writers\nRepeat the audit in September 2022",
            ),
        ),
    )


def kent_layout() -> PlanDocument:
    """What is weak beside what is being done, for families to read."""
    return PlanDocument(
        "kent",
        (
            Heading("Downland: what we are doing about our SEND services"),
            table(
                ("Area of weakness", "What we are doing"),
                (
                    "1. Parents have little confidence in us",
                    "We answer letters within five days.\nWe meet the parent carer forum monthly.",
                ),
                (
                    "2. Schools are not all inclusive",
                    "Every school has a link officer by June 2022.",
                ),
                ("3. Plans are out of date", "We review 300 old plans by Easter 2023."),
            ),
        ),
    )


def stockport_layout() -> PlanDocument:
    """What and when, who, and the benefit to families."""
    return PlanDocument(
        "stockport",
        (
            Heading("Goytford SEND improvement plan"),
            Heading("Theme 1: Timely assessment", 2),
            table(
                ("What will we do and when?", "Who?", "What is the benefit to families?"),
                (
                    "Recruit six plan writers by 30 June 2023",
                    "Head of Inclusion",
                    "Plans arrive in time",
                ),
                (
                    "Send a monthly letter from May 2023 to July 2023",
                    "Assessment team\nParent forum",
                    "Families know what happens next",
                ),
            ),
            Heading("Theme 2: Therapies", 2),
            table(
                ("What will we do and when?", "Who?", "What is the benefit to families?"),
                ("Open a drop-in clinic in autumn term 2023", "Therapy Lead, ICB", "Shorter waits"),
            ),
        ),
    )


def blaenau_gwent_layout() -> PlanDocument:
    """Two ratings for each action (progress and impact), under a header of two rows."""
    return PlanDocument(
        "blaenau-gwent",
        (
            Heading("Cwm Ebwy post-inspection action plan"),
            Table(
                (
                    (
                        C("Ref", down=2),
                        C("Action", down=2),
                        C("Responsible", down=2),
                        C("By when", down=2),
                        C("Rating", across=2),
                        None,
                        C("Comment", down=2),
                    ),
                    (None, None, None, None, "Progress", "Impact", None),
                    (
                        "R1.1",
                        "Review the scheme of delegation",
                        "Head of Education",
                        "Sept 2022",
                        C("Good", fill=GREEN),
                        C("Limited", fill=AMBER),
                        "In place since May",
                    ),
                    (
                        "R1.2",
                        "Train governors",
                        "Governor Support Officer",
                        "Dec 2022",
                        C("Limited", fill=AMBER),
                        C("Not yet", fill=RED),
                        "",
                    ),
                    (
                        "R2.1",
                        "Set attendance targets",
                        "Principal Inclusion Officer",
                        "2022/23",
                        C("Very good", fill=BLUE),
                        C("Good", fill=GREEN),
                        "Attendance 92.4%",
                    ),
                ),
                headers=2,
            ),
        ),
    )


def bracknell_layout() -> PlanDocument:
    """Two levels: the outcome in a row across the table, its actions below, merged areas."""
    return PlanDocument(
        "bracknell",
        (
            Heading("Heathcote SEND improvement plan 2022–2024"),
            table(
                ("Area", "Action", "Owner", "Deadline", "Measure", "BRAG"),
                (C("Outcome 1: Leaders know their area", across=6), None, None, None, None, None),
                (
                    C("1.1 Data", down=2),
                    "1.1.1 Publish a monthly scorecard",
                    "Data Manager",
                    "30/06/2022",
                    "Scorecard seen by the board",
                    C("G", fill=GREEN),
                ),
                (
                    None,
                    "1.1.2 Train managers to use it",
                    "Data Manager",
                    "30/09/2022",
                    "All managers trained",
                    C("A", fill=AMBER),
                ),
                (
                    "1.2 Self-evaluation",
                    "1.2.1 Write it with partners",
                    "Director of Education",
                    "31/10/2022",
                    "Signed off by the board",
                    C("R", fill=RED),
                ),
                (C("Outcome 2: Plans are good", across=6), None, None, None, None, None),
                (
                    "2.1 Writing",
                    "2.1.1 Adopt a new template",
                    "Plans Manager",
                    "31/08/2022",
                    "Template in use",
                    C("B", fill=BLUE),
                ),
            ),
        ),
    )


def layouts() -> dict[str, PlanDocument]:
    """Every layout by its name."""
    made = (
        thurrock_layout(),
        york_layout(),
        devon_kpis_layout(),
        devon_layout(),
        birmingham_layout(),
        worcestershire_layout(),
        kent_layout(),
        stockport_layout(),
        blaenau_gwent_layout(),
        bracknell_layout(),
    )
    return {document.name: document for document in made}


def without_words_in_filled_cells(document: PlanDocument) -> PlanDocument:
    """The same plan with ratings by colour only."""

    def bare(cell: Given) -> Given:
        return replace(cell, text="") if isinstance(cell, C) and cell.fill else cell

    blocks = tuple(
        replace(block, rows=tuple(tuple(bare(cell) for cell in row) for row in block.rows))
        if isinstance(block, Table)
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


# --- Word ------------------------------------------------------------------------------------


def as_docx(
    document: PlanDocument, *, tracked_changes: bool = False, content_controls: bool = False
) -> bytes:
    """A Word file. `tracked_changes`: each cell's last word was inserted, another word deleted,
    and a whole row deleted from each table. `content_controls`: each body row stands in one, and
    each cell's text in another.
    """
    import docx

    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    for block in document.blocks:
        if isinstance(block, Heading):
            word.add_heading(block.text, block.level)
        elif isinstance(block, Text):
            word.add_paragraph(block.text, style="List Bullet" if block.bullet else None)
        else:
            _docx_table(word, block, tracked_changes, content_controls)
            word.add_paragraph("")
    made = io.BytesIO()
    word.save(made)
    return made.getvalue()


def _docx_table(word: Any, block: Table, tracked: bool, controls: bool) -> None:
    made = word.add_table(rows=len(block.rows), cols=block.width)
    made.style = "Table Grid"
    for at, row in enumerate(block.rows):
        for column, given in enumerate(row):
            if given is None:
                continue
            cell = made.cell(at, column)
            spec = given if isinstance(given, C) else C(given)
            if spec.down > 1 or spec.across > 1:
                cell = cell.merge(made.cell(at + spec.down - 1, column + spec.across - 1))
            for number, line in enumerate(spec.text.split("\n")):
                paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                _docx_words(paragraph, line, bold=at < block.headers, tracked=tracked)
            if spec.fill:
                cell._tc.get_or_add_tcPr().append(_element("shd", val="clear", fill=spec.fill))
        if at < block.headers:
            made.rows[at]._tr.get_or_add_trPr().append(_element("tblHeader"))
    if tracked:
        _add_deleted_row(made)
    if controls:
        for row in list(made._tbl.tr_lst)[block.headers :]:
            for paragraph in row.iter(_w("p")):
                _wrap_in_control([run for run in paragraph if run.tag == _w("r")])
            _wrap_in_control([row])


def _docx_words(paragraph: Any, line: str, *, bold: bool, tracked: bool) -> None:
    before, _, last = line.rpartition(" ")
    if not tracked or not before:
        paragraph.add_run(line).bold = bold
        return
    paragraph.add_run(before + " ").bold = bold
    deleted = _element("del", id="1", author="A", date="2021-01-01T00:00:00Z")
    run = _element("r")
    run.append(_element("delText", "mistaken "))
    deleted.append(run)
    inserted = _element("ins", id="2", author="A", date="2021-01-01T00:00:00Z")
    run = _element("r")
    run.append(_element("t", last))
    if bold:
        properties = _element("rPr")
        properties.append(_element("b"))
        run.insert(0, properties)
    inserted.append(run)
    paragraph._p.append(deleted)
    paragraph._p.append(inserted)


def _add_deleted_row(made: Any) -> None:
    row = made.add_row()
    row.cells[0].text = "This row was deleted"
    mark = _element("del", id="3", author="A", date="2021-01-01T00:00:00Z")
    row._tr.get_or_add_trPr().append(mark)


def _wrap_in_control(elements: list[Any]) -> None:
    if not elements:
        return
    control, content = _element("sdt"), _element("sdtContent")
    control.append(_element("sdtPr"))
    control.append(content)
    elements[0].addprevious(control)
    for element in elements:
        content.append(element)


def _w(name: str) -> str:
    return "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + name


def _element(name: str, text: str | None = None, /, **attributes: str) -> Any:
    from docx.oxml.parser import OxmlElement

    element = OxmlElement(f"w:{name}")
    for key, given in attributes.items():
        element.set(_w(key), given)
    if text is not None:
        element.text = text
    return element


# --- PDF -------------------------------------------------------------------------------------


def as_pdf(
    document: PlanDocument, *, ruled: bool = True, furniture: bool = True, repeat: bool = True
) -> bytes:
    """A PDF in landscape with page numbers and a running header (`furniture`).

    Tables that do not fit run over pages, their header repeated when `repeat`.
    """
    from reportlab.lib import colors, pagesizes
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
    from reportlab.platypus import Table as PdfTable

    styles = getSampleStyleSheet()
    small = styles["BodyText"].clone("cell", fontSize=8, leading=10, spaceBefore=0)
    strong = small.clone("strong", fontName="Helvetica-Bold")
    page = pagesizes.landscape(pagesizes.A4)
    width = page[0] - 30 * mm
    story: list[Any] = []
    for block in document.blocks:
        if isinstance(block, Heading):
            story.append(Paragraph(_escaped(block.text), styles[f"Heading{block.level}"]))
        elif isinstance(block, Text):
            bullet = "•" if block.bullet else None
            story.append(Paragraph(_escaped(block.text), styles["BodyText"], bulletText=bullet))
        else:
            looks: list[tuple[Any, ...]] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
            if ruled:
                looks.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
            data: list[list[Any]] = []
            for at, row in enumerate(block.rows):
                cells: list[Any] = []
                for column, given in enumerate(row):
                    spec = given if isinstance(given, C) else C(given or "")
                    end = (column + spec.across - 1, at + spec.down - 1)
                    if end != (column, at):
                        looks.append(("SPAN", (column, at), end))
                    if spec.fill:
                        fill = colors.HexColor(f"#{spec.fill}")
                        looks.append(("BACKGROUND", (column, at), end, fill))
                    style = strong if at < block.headers else small
                    lines = [line for line in spec.text.split("\n") if line]
                    cells.append([Paragraph(_escaped(line), style) for line in lines])
                data.append(cells)
            shares = block.widths or (1,) * block.width
            story.append(
                PdfTable(
                    data,
                    colWidths=[width * share / sum(shares) for share in shares],
                    repeatRows=block.headers if repeat else 0,
                    style=looks,
                )
            )
            story.append(Spacer(1, 4 * mm))

    def furnish(canvas: Any, template: Any) -> None:
        if furniture:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(15 * mm, page[1] - 10 * mm, "Invented council – improvement plan")
            canvas.drawRightString(page[0] - 15 * mm, 8 * mm, f"Page {template.page}")

    made = io.BytesIO()
    margins = {f"{side}Margin": 15 * mm for side in ("left", "right", "top", "bottom")}
    template = SimpleDocTemplate(made, pagesize=page, title=document.name, **margins)
    template.build(story, onFirstPage=furnish, onLaterPages=furnish)
    return made.getvalue()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


# --- Excel, CSV, text ------------------------------------------------------------------------


def as_xlsx(document: PlanDocument, *, one_sheet: bool = True) -> bytes:
    """A workbook: all blocks below each other on one sheet, or a sheet for each table.

    Cells that hold nothing but a date as 31/03/2024 become dates, whole numbers numbers.
    """
    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    bold = book.add_format({"bold": True, "text_wrap": True})
    sheet = None
    at = 0
    pending: list[Heading | Text] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            pending.append(block)
            continue
        if sheet is None or not one_sheet:
            sheet, at = book.add_worksheet(None if one_sheet else f"Table {at + 1}"[:31]), 0
        for paragraph in pending:
            sheet.write(at, 0, paragraph.text, bold if isinstance(paragraph, Heading) else None)
            at += 1
        pending = []
        at = _xlsx_table(book, sheet, block, at, bold) + 1
    book.close()
    return made.getvalue()


def _xlsx_table(book: Any, sheet: Any, block: Table, top: int, bold: Any) -> int:
    for at, row in enumerate(block.rows, start=top):
        for column, given in enumerate(row):
            if given is None:
                continue
            spec = given if isinstance(given, C) else C(given)
            look = bold if at - top < block.headers else None
            value, number_format = _typed(spec.text)
            if spec.fill or number_format:
                look = book.add_format(
                    {
                        key: wanted
                        for key, wanted in (
                            ("bg_color", f"#{spec.fill}" if spec.fill else None),
                            ("num_format", number_format),
                        )
                        if wanted
                    }
                )
            if spec.down > 1 or spec.across > 1:
                sheet.merge_range(
                    at, column, at + spec.down - 1, column + spec.across - 1, value, look
                )
            else:
                sheet.write(at, column, value, look)
    return top + len(block.rows)


def _typed(text: str) -> tuple[Any, str | None]:
    import datetime

    parts = text.split("/")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        day, month, year = map(int, parts)
        return datetime.date(year, month, day), "dd/mm/yyyy"
    return (int(text), None) if text.isdigit() else (text, None)


def as_csv(document: PlanDocument, *, delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """All blocks below each other; merged cells are empty but for their first."""
    made = io.StringIO()
    writer = csv.writer(made, delimiter=delimiter)
    for block in document.blocks:
        if isinstance(block, Table):
            writer.writerows([text_of(cell) for cell in row] for row in block.rows)
            writer.writerow([])
        else:
            writer.writerow([block.text])
    return made.getvalue().encode(encoding)


def as_text(document: PlanDocument) -> bytes:
    """A committee's text: a line to a row, tabs between cells, paragraphs of a cell in <p>."""
    lines: list[str] = ["Saltmarsh Overview and Scrutiny Committee", ""]
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                lines.append("\t".join(_marked(text_of(cell)) for cell in row))
            lines.append("")
        elif isinstance(block, Text) and block.bullet:
            lines.append(f"- {block.text}")
        else:
            lines += ["", block.text, ""]
    return "\n".join(lines).encode()


def _marked(text: str) -> str:
    if "\n" not in text:
        return text
    return " ".join(f"<p>{line}</p>" for line in text.split("\n"))


WRITERS = {"docx": as_docx, "pdf": as_pdf, "xlsx": as_xlsx, "csv": as_csv, "txt": as_text}
