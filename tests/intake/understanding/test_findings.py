"""What inspection said: read from plans and from reports, in their words, never corrected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.intake.reading import read
from goldenthread.intake.reading.raw import BULLET_STYLE, Paragraph, RawDocument
from goldenthread.intake.understanding import understand
from goldenthread.intake.understanding.findings import document_findings
from goldenthread.intake.understanding.inspection_text import text_findings
from tests.factories import plan_documents
from tests.factories.plan_documents import Heading, PlanDocument, table

REPORT = """Area SEND inspection of Marlow
Vale Local Area Partnership
Inspection dates: 3 to 7 June 2024

Areas for priority action

 Responsible body              Areas for priority action
 Marlow Vale Council and       Leaders should act on the long waits for
 NHS Marlow ICB                assessment. This includes:
                                  • speech and language
                                  • autism in the under

Area SEND inspection report: Marlow Vale Local Area Partnership
3 to 7 June 2024                                                                      5
                                    fives.
Marlow Vale Council            Leaders should improve the quality of plans.

Areas for improvement

Areas for improvement
Leaders should tell families what is on offer, so that they know where to turn to.
Leaders should listen to young people when they prepare for adult life, and they
should show what came of it.

Local area partnership details
Leaders should not be read here at all.
"""


def test_a_report_gives_priority_actions_with_their_bodies_and_improvements() -> None:
    found = text_findings(REPORT)
    assert [(one.kind, one.responsible) for one in found] == [
        ("Area for priority action", "Marlow Vale Council and NHS Marlow ICB"),
        ("Area for priority action", "Marlow Vale Council"),
        ("Area for improvement", ""),
        ("Area for improvement", ""),
    ]
    assert found[0].text == (
        "Leaders should act on the long waits for assessment. This includes:\n"
        "– speech and language\n– autism in the under fives."
    )
    assert found[3].text.endswith("and they should show what came of it.")


def test_a_report_names_its_inspection_and_its_last_day() -> None:
    for one in text_findings(REPORT):
        assert one.source == (
            "Area SEND inspection of Marlow Vale Local Area Partnership, 3 to 7 June 2024"
        )
        assert one.date == date(2024, 6, 7)


def test_text_that_is_no_report_gives_nothing() -> None:
    assert text_findings("A letter.\nLeaders should improve much.\n") == ()


PRIORITIES = table(
    ("Responsible body", "Areas for priority action"),
    ("Marlow Vale Council", "Leaders should act on the long waits for assessment."),
    ("NHS Marlow ICB", "Leaders should improve the quality of health advice."),
)
ACTIONS = table(
    ("Ref", "Area of weakness", "Action", "Lead", "Due date"),
    ("1.1", "Families wait too long", "Agree one waiting list", "Therapy Lead", "July 2031"),
    ("2.1", "Plans are out of date", "Review every plan", "Head of SEND", "June 2031"),
)


@pytest.mark.parametrize("made", ["as_docx", "as_pdf"])
def test_a_table_of_priority_actions_is_read_alike_in_word_and_pdf(made: str) -> None:
    document = PlanDocument("report", (Heading("Areas for priority action"), PRIORITIES))
    content = getattr(plan_documents, made)(document)
    found = document_findings(read(content, "report.docx" if made == "as_docx" else "report.pdf"))
    assert [(one.kind, one.responsible, one.text) for one in found] == [
        (
            "Area for priority action",
            "Marlow Vale Council",
            "Leaders should act on the long waits for assessment.",
        ),
        (
            "Area for priority action",
            "NHS Marlow ICB",
            "Leaders should improve the quality of health advice.",
        ),
    ]


def test_a_column_of_weaknesses_gives_findings_each_answered_by_its_part() -> None:
    content = plan_documents.as_docx(PlanDocument("plan", (Heading("Town plan"), ACTIONS)))
    plan = understand(read(content, "plan.docx"))
    titles = {section.id: section.title for section in plan.sections}
    assert [(one.kind, one.text, titles[one.part]) for one in plan.findings] == [
        ("Area of weakness", "Families wait too long", "Families wait too long"),
        ("Area of weakness", "Plans are out of date", "Plans are out of date"),
    ]


def test_a_priority_of_the_council_is_no_finding() -> None:
    priorities = table(
        ("Ref", "Priority", "Action", "Lead", "Due date"),
        ("1.1", "Joint working", "Agree one waiting list", "Therapy Lead", "July 2031"),
    )
    content = plan_documents.as_docx(PlanDocument("plan", (Heading("Town plan"), priorities)))
    assert understand(read(content, "plan.docx")).findings == ()


def test_letters_stand_as_written_and_twelve_stated_areas_are_not_corrected() -> None:
    lines = [Paragraph("The inspection identified 12 areas for improvement:")]
    lines.append(Paragraph("Areas for improvement", "Heading 1", 1))
    lines += [
        Paragraph(f"{letter}) Concern number {at} of the area's families", BULLET_STYLE)
        for at, letter in enumerate("abcdefghijklm", start=1)
    ]
    document = RawDocument("docx", "Plan", tuple(lines))
    found = document_findings(document)
    assert "".join(one.reference for one in found) == "abcdefghijklm"
    assert len(found) == 13


SHARED = Path(__file__).resolve().parents[4] / "shared"
REPORTS = SHARED / "data" / "inspection-reports"


@pytest.mark.skipif(not REPORTS.exists(), reason="needs the published reports")
@pytest.mark.parametrize(
    ("name", "priorities", "improvements"),
    [
        ("80443_bury", 6, 3),
        ("80471_halton", 5, 4),
        ("80480_lancashire", 3, 2),
        ("80536_oxfordshire", 5, 4),
        ("80565_suffolk", 2, 3),
        ("80431_blackpool", 0, 4),
        ("80469_gateshead", 0, 5),
        ("80495_greenwich", 0, 2),
    ],
)
def test_published_reports_give_every_area_they_name(
    name: str, priorities: int, improvements: int
) -> None:
    (path,) = REPORTS.glob(f"{name}__*.txt")
    found = text_findings(path.read_text(encoding="utf-8"))
    kinds = [one.kind for one in found]
    assert kinds.count("Area for priority action") == priorities
    assert kinds.count("Area for improvement") == improvements
    assert all(one.text[0].isupper() and one.text.endswith(".") for one in found)
    assert all(one.responsible for one in found if one.kind == "Area for priority action")
