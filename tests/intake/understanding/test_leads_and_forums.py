"""Leads and forums: words kept, split where the separators say so, asked where they do not."""

from __future__ import annotations

import pytest

from goldenthread.intake.understanding import Corrections
from goldenthread.intake.understanding.forums import look_alikes, read_forums
from goldenthread.intake.understanding.leads import read_leads
from goldenthread.intake.understanding.people import Known
from goldenthread.intake.understanding.plan import Person
from tests.intake.understanding.documents import kinds, plan_of, rows

KNOWN = Known.of(
    [
        Person("Strategic Lead Inclusion and SEND", "Ina Wold"),
        Person("Strategic Lead Data", "Tom Fell"),
        Person("Post 19 Service Manager", "Jo Beck"),
        Person("Assistant Director Learning & Skills", "Mae Carr"),
    ]
)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Strategic Lead Inclusion/SEND", ["Strategic Lead Inclusion/SEND"]),
        ("Assistant Director/Strategic Lead Data", ["Assistant Director", "Strategic Lead Data"]),
        (
            "Strategic Lead Data Strategic Lead Inclusion/SEND",
            ["Strategic Lead Data", "Strategic Lead Inclusion/SEND"],
        ),
        (
            "Assistant Director Learning and Skills Senior Management Team",
            ["Assistant Director Learning and Skills", "Senior Management Team"],
        ),
        ("Strategic Lead, Data", ["Strategic Lead, Data"]),
        ("Service Manager Post 19", ["Service Manager Post 19"]),
        ("Ann Holt / Bo Marsh", ["Ann Holt", "Bo Marsh"]),
        ("Ann Holt, Head of SEND", ["Ann Holt, Head of SEND"]),
        (
            "Head of SEND; Designated Clinical Officer",
            ["Head of SEND", "Designated Clinical Officer"],
        ),
        (
            "Head of SEND and Director of Public Health",
            ["Head of SEND", "Director of Public Health"],
        ),
        ("Head of Learning and Skills", ["Head of Learning and Skills"]),
        ("Data Manager\nTherapy Team", ["Data Manager", "Therapy Team"]),
        ("Strategic Lead\nInclusion", ["Strategic Lead Inclusion"]),
        ("LA (QR) / CCG (ZT)", ["LA (QR)", "CCG (ZT)"]),
        ("TBC", []),
    ],
)
def test_a_lead_cell_names(cell: str, names: list[str]) -> None:
    read = read_leads(cell, KNOWN, {})
    assert list(read.leads.names) == names
    assert read.leads.as_written == " ".join(cell.split())


def test_a_slash_that_no_list_of_people_decides_is_asked_about() -> None:
    assert read_leads("Strategic Lead Inclusion/SEND", Known(), {}).in_doubt
    assert not read_leads("Strategic Lead Inclusion/SEND", KNOWN, {}).in_doubt
    plan = plan_of(
        rows(("Action", "Lead", "Due"),
             ("Train", "Strategic Lead Inclusion/SEND", "May 2024"),
             ("Audit", "Strategic Lead Inclusion/SEND", "May 2024"))
    )  # fmt: skip
    assert kinds(plan) == ["leads_may_be_one_or_two"]
    assert "also in row 2" in plan.problems[0].text


def test_the_officers_split_of_a_lead_cell_holds() -> None:
    corrections = Corrections(leads={"Strategic Lead Inclusion/SEND": ("Inclusion", "SEND")})
    plan = plan_of(
        rows(("Action", "Lead", "Due"), ("Train", "Strategic Lead Inclusion/SEND", "May 2024")),
        corrections=corrections,
    )
    assert plan.actions[0].leads.names == ("Inclusion", "SEND")
    assert kinds(plan) == []


def test_initials_are_expanded_as_a_suggestion_only() -> None:
    plan = plan_of(
        rows(("Name", "Role", "Initials"), ("Ann Holt", "Head of SEND", "AH")),
        rows(("Action", "Lead", "Due"), ("Train", "Council - AH", "May 2024")),
    )
    lead = plan.actions[0].leads
    assert lead.names == ("Council - AH",)
    assert lead.suggestions == {"AH": "Ann Holt"}
    assert kinds(plan) == ["lead_initials"]
    assert "Ann Holt" in plan.problems[0].text


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("SEND Operational Board. SEND Development Board",
         ["SEND Operational Board", "SEND Development Board"]),
        ("SEND Operational Board .SEND Development Board",
         ["SEND Operational Board", "SEND Development Board"]),
        ("SEND Development Board SEND operational group",
         ["SEND Development Board", "SEND operational group"]),
        ("SEND Board & Youth Cabinet", ["SEND Board", "Youth Cabinet"]),
        ("Health and Wellbeing Board", ["Health and Wellbeing Board"]),
        ("Overview and Scrutiny Committee", ["Overview and Scrutiny Committee"]),
        ("Partnership Board / ICB Executive", ["Partnership Board", "ICB Executive"]),
    ],
)  # fmt: skip
def test_a_forum_cell_names(cell: str, names: list[str]) -> None:
    assert list(read_forums(cell)) == names


def test_forums_that_look_alike_are_suggested_and_not_merged() -> None:
    found = look_alikes(
        ["SEND Operational Group", "Operational SEND Group", "SEND Operational Board",
         "SEND Development Board", "SEND development board", "Directors Board",
         "Health and Wellbeing Board", "HWB"]
    )  # fmt: skip
    assert found == [
        ("SEND Operational Group", "Operational SEND Group", "SEND Operational Board"),
        ("Health and Wellbeing Board", "HWB"),
    ]
