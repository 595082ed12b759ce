"""Invented plan documents in the layouts that councils use, as bytes of every format.

A layout function (`thurrock_layout()`, `york_layout()` …) gives a `PlanDocument`; a writer
(`as_docx`, `as_pdf`, `as_xlsx`, `as_csv`, `as_text`) gives its bytes. The places and people are
invented; the layouts are those of real plans. Traps are parts of the layouts (rows broken over a
page, several numbered areas in a cell, merged cells) or arguments of `as_docx` (tracked changes,
content controls, drawn numbers).
"""

from __future__ import annotations

from dataclasses import replace

from tests.factories.plan_parts import (
    AMBER,
    BLUE,
    GREEN,
    GREY,
    RED,
    C,
    Given,
    Heading,
    PlanDocument,
    Table,
    Text,
    bullets,
    table,
    text_of,
)
from tests.factories.plan_writers import WRITERS, as_csv, as_docx, as_pdf, as_text, as_xlsx

__all__ = [
    "AMBER", "BLUE", "GREEN", "GREY", "RED", "WRITERS", "C", "Given", "Heading", "PlanDocument",
    "Table", "Text", "as_csv", "as_docx", "as_pdf", "as_text", "as_xlsx", "birmingham_layout",
    "blaenau_gwent_layout", "bracknell_layout", "bullets", "devon_kpis_layout", "devon_layout",
    "kent_layout", "layouts", "stockport_layout", "table", "text_of", "thurrock_layout",
    "without_words_in_filled_cells", "worcestershire_layout", "york_layout",
]  # fmt: skip

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
