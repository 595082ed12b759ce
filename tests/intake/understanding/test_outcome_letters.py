"""Outcome letters from before 2023: bullets without numbers, each proposed and never taken as
said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.intake.reading import read
from goldenthread.intake.report_reading import report_findings
from goldenthread.intake.understanding.inspection_text import text_findings
from goldenthread.intake.understanding.outcome_letters import (
    letter_findings,
    letter_text_findings,
)
from tests.factories import plan_documents
from tests.factories.plan_documents import Heading, PlanDocument
from tests.factories.plan_parts import Text, bullets

LETTER = """Ofsted
Agora
                                                              27 August 2018

Dear Ms Example

Joint local area SEND inspection in Marlow Vale

Between 4 June 2018 and 8 June 2018, Ofsted and the Care Quality Commission (CQC)
conducted a joint inspection of the local area of Marlow Vale to judge its
effectiveness.

The inspection found significant areas of weakness in the local area's practice. The
local area is required to submit a written statement of action.

Main findings

◼ Leaders know their area well.

Strengths
◼ Early years staff spot needs quickly and parents praise them.

Areas for development
◼ Children wait too long for speech and language therapy, and their needs are not
  met meanwhile.
◼ Too few young people find work.

The inspection raises significant concerns about the effectiveness of the local area.

The local area is required to produce and submit a written statement of action to
Ofsted that explains how the local area will tackle the following areas of significant
weakness:

◼ the lack of a joint plan for commissioning between
  education and health

                                                                                      7

◼ the quality of education, health and care plans; and
◼ weak oversight, including of:
   – exclusions
   – attendance at special schools.

Yours sincerely

A. N. Example
◼ Her Majesty's Inspector leads this team well.
"""


def _said(found: tuple[object, ...]) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in found]  # type: ignore[attr-defined]


def test_a_letters_weaknesses_and_areas_for_development_are_read() -> None:
    assert _said(letter_text_findings(LETTER)) == [
        (
            "Area for development",
            "Children wait too long for speech and language therapy, and their needs are not met "
            "meanwhile.",
        ),
        ("Area for development", "Too few young people find work."),
        (
            "Area of significant weakness",
            "the lack of a joint plan for commissioning between education and health",
        ),
        ("Area of significant weakness", "the quality of education, health and care plans"),
        (
            "Area of significant weakness",
            "weak oversight, including of:\n– exclusions\n– attendance at special schools.",
        ),
    ]


def test_each_is_proposed_with_the_words_it_stood_under_and_has_no_number() -> None:
    found = letter_text_findings(LETTER)
    assert {one.reference for one in found} == {""}
    assert found[0].proposed == "Areas for development"
    assert found[-1].proposed.endswith("tackle the following areas of significant weakness:")


def test_a_letter_names_its_inspection_and_its_last_day() -> None:
    for one in letter_text_findings(LETTER):
        assert one.source == (
            "Joint local area SEND inspection in Marlow Vale, 4 June 2018 to 8 June 2018"
        )
        assert one.date == date(2018, 6, 8)


LINES = (
    Text("Joint local area SEND inspection in Marlow Vale"),
    Text("Between 4 June 2018 and 8 June 2018, inspectors visited."),
    Text("It must explain how it will tackle the following areas of significant weakness:"),
    *bullets("the lack of a joint plan for commissioning", "the quality of plans for children"),
    Text("Yours sincerely"),
    *bullets("nothing of this belongs to the list above"),
)


@pytest.mark.parametrize("form", ["docx", "pdf", "text"])
def test_a_letter_is_read_alike_in_word_pdf_and_text(form: str) -> None:
    document = PlanDocument("letter", (Heading("Outcome letter"), *LINES))
    content = getattr(plan_documents, f"as_{form}")(document)
    found = letter_findings(
        read(content, f"letter.{'txt' if form == 'text' else form}", without_tables=True)
    )
    assert _said(found) == [
        ("Area of significant weakness", "the lack of a joint plan for commissioning"),
        ("Area of significant weakness", "the quality of plans for children"),
    ]
    assert found[0].date == date(2018, 6, 8)


def test_a_list_that_lost_its_bullets_is_proposed_by_its_small_letters() -> None:
    text = (
        "The local area must address these serious weaknesses:\n\nthe lack of therapists in the "
        "north\n\nthe waits for autism assessment\n\nThis letter is public.\n"
    )
    assert _said(letter_text_findings(text)) == [
        ("Area of serious weakness", "the lack of therapists in the north"),
        ("Area of serious weakness", "the waits for autism assessment"),
    ]


def test_words_about_weaknesses_without_a_list_propose_nothing() -> None:
    text = "There are significant areas of weakness in practice.\n\n◼ Leaders know their area.\n"
    assert letter_text_findings(text) == ()


def test_a_report_that_says_its_findings_proposes_none() -> None:
    from tests.intake.understanding.test_findings import REPORT

    found = report_findings(REPORT.encode(), "report.txt")
    assert {one.proposed for one in found} == {""}


REPORTS = Path(__file__).resolve().parents[4] / "shared" / "data" / "inspection-reports"


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the published reports are not beside the project")
def test_no_published_report_of_today_is_taken_for_an_old_letter() -> None:
    for path in sorted(REPORTS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert text_findings(text), path.name
        assert letter_text_findings(text) == (), path.name
