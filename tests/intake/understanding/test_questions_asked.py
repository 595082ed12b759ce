"""Every question a document leaves is asked, in its row, in one of the closed kinds."""

from __future__ import annotations

import pytest

from goldenthread.intake.understanding import (
    PROBLEM_MEANINGS,
    ROLE_WORDS,
    Corrections,
    ProblemKind,
    Role,
)
from tests.intake.understanding.documents import (
    bullet,
    coloured,
    heading,
    kinds,
    line,
    plan_of,
    rows,
)

HEADER = ("Ref", "Action", "Lead", "Start", "Due", "RAG")
GOOD = ("1.1", "Train staff", "SEND Manager", "May 2023", "May 2024", "")


def test_every_kind_and_every_role_has_its_words() -> None:
    assert set(PROBLEM_MEANINGS) == set(ProblemKind)
    assert set(ROLE_WORDS) == set(Role)


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("1.2", "Audit", "", "", "May 2024", ""), "no_lead"),
        (("1.2", "Audit", "TBC", "", "May 2024", ""), "no_lead"),
        (("1.2", "Audit", "SEND Manager", "", "", ""), "no_date"),
        (("1.2", "", "SEND Manager", "", "May 2024", ""), "no_action"),
        (("1.2", "Audit", "SEND Manager", "", "soon as may be", ""), "date_not_understood"),
        (("1.2", "Audit", "SEND Manager", "", "12th August", ""), "date_ambiguous"),
        (("1.2", "Audit", "SEND Manager", "", "May 2024 July 2025", ""), "several_dates"),
        (("1.2", "Audit", "SEND Manager", "June 2024", "May 2024", ""), "dates_out_of_order"),
        (("1.1", "Audit", "SEND Manager", "", "May 2024", ""), "reference_twice"),
        (("", "Audit", "SEND Manager", "", "May 2024", ""), "reference_missing"),
        (("1.2", "Audit", "SEND Manager", "", "May 2024", "purple spotted newt"), "unknown_rating"),
        (
            ("1.2", "Audit", "SEND Manager", "", "May 2024", coloured("FFC000")),
            "rating_colour_only",
        ),
    ],
)
def test_a_row_is_asked_about(row: tuple[str, ...], kind: str) -> None:
    plan = plan_of(rows(HEADER, GOOD, row))
    assert (2, kind) in [(one.row, one.kind.value) for one in plan.problems]
    assert all(one.row == 2 for one in plan.problems)
    assert all(one.text.endswith(".") for one in plan.problems)


def test_a_word_that_the_plans_key_does_not_hold_is_asked_about() -> None:
    key = rows(
        ("RAG key", ""),
        ("Red", "The action is late"),
        ("Green", "The action is done and its effect is seen"),
    )
    plan = plan_of(key, rows(HEADER, (*GOOD[:5], "Amber"), ("1.2", *GOOD[1:5], "Green")))
    assert [(one.row, one.kind.value) for one in plan.problems] == [(1, "unknown_rating")]
    assert plan.actions[1].rating is not None
    assert plan.actions[1].rating.label == "Green"
    assert plan.scales[0].labels[0].meaning == "The action is late"


def test_a_key_and_a_summary_with_other_labels_conflict() -> None:
    plan = plan_of(
        rows(("RAG key", ""), ("Red", "It is late"), ("Green", "It is done well")),
        rows(("Initial RAG", "", "Now"), ("Red", "", "Red"), ("Green", "", "Green"),
             ("Completed", "", "Completed"), ("Total", "", "Total")),
        rows(HEADER, GOOD),
    )  # fmt: skip
    assert kinds(plan) == ["scales_conflict"]


def test_two_values_for_one_measure_conflict() -> None:
    plan = plan_of(
        heading("Priority 1: Plans"),
        line("Targets:"),
        bullet("75% of plans judged good by July 2024"),
        bullet("80% of plans judged good by July 2024"),
        bullet("90% of plans judged good by July 2025"),
        rows(HEADER, GOOD),
    )
    assert kinds(plan) == ["targets_conflict"]


def test_a_number_left_out_of_the_run_is_asked_about() -> None:
    plan = plan_of(rows(HEADER, GOOD, ("1.2", *GOOD[1:]), ("1.4", *GOOD[1:]), ("1.5", *GOOD[1:])))
    assert kinds(plan) == ["reference_missing"]
    assert "1.3" in plan.problems[0].text


def test_a_stated_count_stands_beside_what_was_found() -> None:
    plan = plan_of(
        line("The inspection identified four areas of weakness."),
        heading("Priority 1: Plans"),
        rows(HEADER, GOOD),
        heading("Priority 2: Waits"),
        rows(HEADER, ("2.1", *GOOD[1:])),
    )
    assert kinds(plan) == ["stated_count_differs"]
    assert "2 " in plan.problems[0].text


def test_headings_without_a_level_word_ask_for_it() -> None:
    plan = plan_of(
        heading("Leadership"), rows(HEADER, GOOD), heading("Data"), rows(HEADER, ("2.1", *GOOD[1:]))
    )
    assert kinds(plan) == ["level_name_missing"]
    answered = plan_of(
        heading("Leadership"), rows(HEADER, GOOD), heading("Data"),
        rows(HEADER, ("2.1", *GOOD[1:])),
        corrections=Corrections(level_names=("Strand",)),
    )  # fmt: skip
    assert answered.levels == ("Strand",)
    assert kinds(answered) == []


def test_a_corrected_column_and_date_hold() -> None:
    table = rows(("Ref", "Zorb", "Lead", "By when"), ("1", "Train", "SEND Manager", "after lunch"),
                 ("2", "Audit", "SEND Manager", "May 2024"))  # fmt: skip
    assert kinds(plan_of(table)) != []
    after = plan_of(
        table,
        corrections=Corrections(columns={0: {1: Role.ACTION}}, dates={"t0r2": "June 2024"}),
    )
    assert [action.text for action in after.actions] == ["Train", "Audit"]
    assert [due.as_written for due in after.actions[0].dues] == ["June 2024"]
    assert kinds(after) == []


def test_a_table_nobody_understood_becomes_the_plan_when_its_columns_are_told() -> None:
    table = rows(("Zorb", "Quux", "Wibble"), ("Train the staff", "SEND Manager", "May 2024"))
    assert kinds(plan_of(table)) == ["no_plan_table"]
    told = Corrections(columns={0: {0: Role.ACTION, 1: Role.LEAD, 2: Role.DUE}})
    plan = plan_of(table, corrections=told)
    assert [action.text for action in plan.actions] == ["Train the staff"]
    assert plan.actions[0].leads.names == ("SEND Manager",)
    assert kinds(plan) == []


def test_a_dismissed_table_is_no_plan() -> None:
    plan = plan_of(
        rows(HEADER, GOOD),
        rows(HEADER, ("1.2", *GOOD[1:])),
        corrections=Corrections(dismissed=(1,)),
    )
    assert plan.counts.actions == 1


def test_corrections_and_plans_travel_as_json() -> None:
    corrections = Corrections(
        columns={3: {1: Role.LEAD}}, rows={"t3r2": "joined"}, dates={"t1r2": "May 2024"},
        leads={"A/B": ("A", "B")}, dismissed=(2,), plan_tables=(4,), level_names=("Theme",),
        title="A plan",
    )  # fmt: skip
    assert Corrections.from_data(corrections.as_data()) == corrections
    plan = plan_of(rows(HEADER, GOOD, ("1.2", "Audit", "", "", "soon", coloured("FFC000"))))
    assert type(plan).from_data(plan.as_data()) == plan
