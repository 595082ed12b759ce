"""Rows that a page broke, rows that merges hold together, rows that may be one or two."""

from __future__ import annotations

from goldenthread.intake.understanding import Corrections
from tests.intake.understanding.documents import ABOVE, LEFT, kinds, plan_of, rows

HEADER = (
    "Improvement area",
    "Actions",
    "Success measures",
    "Lead",
    "Forum",
    "Timescale",
    "Progress",
)


def test_the_rest_of_a_row_after_a_repeated_header_is_joined() -> None:
    plan = plan_of(
        rows(
            HEADER,
            ("1. Data", "Build a dashboard that will demonstrate a", "Used", "Data Manager",
             "SEND Board", "May 2024", "We have raised the"),
        ),
        rows(
            HEADER,
            ("", "clear picture of waits.", "", "", "", "", "capacity."),
            ("2. Voice", "Hold a forum", "Held", "Voice Lead", "SEND Board", "June 2024", ""),
        ),
    )  # fmt: skip
    first, second = plan.actions
    assert first.rows == (1, 2)
    assert second.rows == (3,)
    assert first.text == "Build a dashboard that will demonstrate a clear picture of waits."
    assert first.progress == "We have raised the capacity."
    assert plan.counts.raw_rows == 3
    assert plan.counts.rows == 2
    assert kinds(plan) == []


def test_a_row_after_a_break_that_opens_large_is_asked_about_and_the_answer_holds() -> None:
    blocks = (
        rows(HEADER, ("1. Data", "Recruit two officers", "Done", "Data Manager", "SEND Board",
                      "May 2024", "")),
        rows(HEADER, ("", "Audit every file", "", "", "", "", "")),
    )  # fmt: skip
    asked = plan_of(*blocks)
    assert len(asked.actions) == 1
    assert [(one.row, one.kind) for one in asked.problems] == [(2, "row_may_be_one_or_two")]
    row = asked.rows[1].id
    apart = plan_of(*blocks, corrections=Corrections(rows={row: "separate"}))
    assert [action.text for action in apart.actions] == ["Recruit two officers", "Audit every file"]
    assert apart.sections[0].areas[0].actions == ("a1", "a2")
    assert "row_may_be_one_or_two" not in kinds(apart)
    together = plan_of(*blocks, corrections=Corrections(rows={row: "joined"}))
    assert len(together.actions) == 1
    assert kinds(together) == []


def test_a_row_after_a_break_with_its_own_date_and_lead_is_an_action() -> None:
    plan = plan_of(
        rows(HEADER, ("1. Data", "Recruit", "", "Data Manager", "SEND Board", "May 2024", "")),
        rows(HEADER, ("", "Audit", "", "Head of Audit", "SEND Board", "June 2024", "")),
    )
    assert [action.text for action in plan.actions] == ["Recruit", "Audit"]
    assert plan.actions[1].areas == plan.actions[0].areas


def test_a_blank_lead_and_date_are_inherited_through_a_merge_only() -> None:
    plan = plan_of(
        rows(
            HEADER,
            ("1. Data", "Agree the terms", "", "Data Manager", "SEND Board", "May 2024", ""),
            (ABOVE, "Consult the schools", "", ABOVE, ABOVE, ABOVE, ""),
            (ABOVE, "Publish the result", "", "", "", "", ""),
        )
    )
    merged, blank = plan.actions[1:]
    assert merged.leads.names == ("Data Manager",)
    assert merged.forums == ("SEND Board",)
    assert [due.as_written for due in merged.dues] == ["May 2024"]
    assert blank.leads.names == ()
    assert blank.dues == ()
    assert [(one.row, one.kind) for one in plan.problems] == [(3, "no_lead"), (3, "no_date")]
    assert len({action.areas for action in plan.actions}) == 1


def test_rows_under_a_merged_action_are_its_rest() -> None:
    plan = plan_of(
        rows(
            ("Ref", "Action", "Milestones", "Lead", "Due"),
            ("1.1", "Renew the offer", "Ask families", "Offer Manager", "May 2024"),
            (ABOVE, ABOVE, "Build the pages", ABOVE, ABOVE),
            ("1.2", "Train staff", "Book a trainer", "Offer Manager", "June 2024"),
        )
    )
    assert [action.steps for action in plan.actions] == [
        ("Ask families", "Build the pages"),
        ("Book a trainer",),
    ]
    assert kinds(plan) == []


def test_several_numbered_areas_in_one_cell_all_hold_the_action() -> None:
    plan = plan_of(
        rows(
            HEADER,
            ("Oversight: 1. Renew the team 2. Watch quality 3. Plan for post 16", "Meet weekly", "",
             "SEND Manager", "SEND Board", "May 2024", ""),
            (ABOVE, "Report monthly", "", "SEND Manager", "SEND Board", "May 2024", ""),
            ("4. Data 5. Systems", "Clean the records", "", "Data Manager", "SEND Board",
             "May 2024", ""),
        )
    )  # fmt: skip
    (section,) = plan.sections
    assert [(area.reference, area.title) for area in section.areas] == [
        ("1", "Renew the team"), ("2", "Watch quality"), ("3", "Plan for post 16"),
        ("4", "Data"), ("5", "Systems"),
    ]  # fmt: skip
    assert section.areas[0].group == "Oversight"
    assert [len(action.areas) for action in plan.actions] == [3, 3, 2]


def test_a_level_cell_that_a_page_cut_is_one_cell_and_its_rows_stay_apart() -> None:
    plan = plan_of(
        rows(HEADER, ("Oversight: 1. Renew the team 2. Watch the", "Set up a team", "Set up",
                      "SEND Manager", "SEND Board", "May 2024", "")),
        rows(
            HEADER,
            ("quality of plans 3. Plan ahead", "Families were asked", "", "", "", "", ""),
            (ABOVE, "The team is in place", "", "", "", "June 2024", ""),
        ),
    )  # fmt: skip
    assert len(plan.actions) == 3
    assert [area.title for area in plan.sections[0].areas] == [
        "Renew the team", "Watch the quality of plans", "Plan ahead",
    ]  # fmt: skip
    assert all(len(action.areas) == 3 for action in plan.actions)


def test_a_heading_row_is_a_heading_and_no_action() -> None:
    plan = plan_of(
        rows(
            HEADER,
            ("Governance", "", "", "", "", "", ""),
            ("1. Board", "Set it up", "", "SEND Manager", "SEND Board", "May 2024", ""),
            ("Records", LEFT, LEFT, LEFT, LEFT, LEFT, LEFT),
            ("2. Data", "Clean them", "", "Data Manager", "SEND Board", "May 2024", ""),
        )
    )
    assert [action.headings for action in plan.actions] == [("Governance",), ("Records",)]
    assert plan.sections[0].areas[0].group == "Governance"
    assert plan.counts.raw_rows == 4
    assert plan.counts.headings == 2
    assert plan.counts.rows == 2


def test_a_year_that_a_page_cut_off_adds_no_date() -> None:
    plan = plan_of(
        rows(HEADER, ("1. Audit", "Sample plans each month including", "", "SEND Manager",
                      "SEND Board", "July 2020 July 2021", "")),
        rows(HEADER, ("", "Health and care.", "", "", "", "2020", "")),
    )  # fmt: skip
    (action,) = plan.actions
    assert [due.as_written for due in action.dues] == ["July 2020", "July 2021"]
    assert [(one.row, one.kind.value) for one in plan.problems if one.kind == "stray_date"] == [
        (2, "stray_date")
    ]


def test_a_date_that_a_page_cut_in_two_is_whole_again() -> None:
    plan = plan_of(
        rows(HEADER, ("1. Audit", "Sample plans each month including", "", "SEND Manager",
                      "SEND Board", "December", "")),
        rows(HEADER, ("", "health and care.", "", "", "", "2020", "")),
    )  # fmt: skip
    assert [str(due.date) for due in plan.actions[0].dues] == ["2020-12-31"]
    assert "stray_date" not in kinds(plan)
