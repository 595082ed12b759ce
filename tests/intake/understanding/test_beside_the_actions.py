"""Figures reached, dates completed, dependencies, and the document's own summary."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.intake.queries.dated import problems_on
from goldenthread.intake.understanding import Corrections, UnderstoodPlan
from tests.intake.understanding.documents import heading, kinds, plan_of, rows

PLAN = ("Ref", "Action", "Lead", "Due date", "RAG", "Dependencies", "Date completed")


def _plan(*given: tuple[str, ...]) -> UnderstoodPlan:
    return plan_of(heading("Priority 1: Voice"), rows(PLAN, *given))


def _row(reference: str, waits: str = "", done: str = "") -> tuple[str, ...]:
    text = f"Publish newsletter number {reference} for families of the town"
    return (reference, text, "Head of SEND", "May 2031", "Green", waits, done)


@pytest.mark.parametrize(
    ("words", "waits"),
    [
        ("Depends on 1.2", ("a2",)),
        ("1.2; 1.3", ("a2", "a3")),
        ("Action 1.3 must end first", ("a3",)),
        ("None", ()),
    ],
)
def test_a_dependency_that_names_references_waits_for_those_actions(
    words: str, waits: tuple[str, ...]
) -> None:
    plan = _plan(_row("1.1", words), _row("1.2"), _row("1.3"))
    assert plan.actions[0].waits_for == waits
    assert "dependency_not_found" not in kinds(plan)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Depends on 3.2", "It depends on 3.2, which is not the reference of one other action"),
        ("New social workers", "names no other action of this plan"),
        ("1.1", "so neither could begin"),
    ],
)
def test_a_dependency_that_leads_nowhere_is_a_question_in_its_row(words: str, said: str) -> None:
    plan = _plan(_row("1.1", words), _row("1.2"))
    (problem,) = [one for one in plan.problems if one.kind.value == "dependency_not_found"]
    assert said in problem.text
    assert problem.row == 1
    assert plan.actions[0].waits_for == ()
    assert plan.actions[0].dependencies == words


def test_two_actions_that_wait_for_each_other_are_not_both_taken() -> None:
    plan = _plan(_row("1.1", "1.2"), _row("1.2", "1.1"))
    assert [action.waits_for for action in plan.actions] == [("a2",), ()]
    assert kinds(plan).count("dependency_not_found") == 1


def test_a_date_completed_that_is_no_day_is_a_question() -> None:
    plan = _plan(_row("1.1", done="12 May 2019"), _row("1.2", done="May 2019"))
    (problem,) = [one for one in plan.problems if one.kind.value == "completed_not_a_day"]
    assert (problem.row, "“May 2019”" in problem.text) == (2, True)


def test_what_is_dated_after_today_is_told_before_the_last_step() -> None:
    plan = plan_of(
        heading("Priority 1: Voice"),
        rows(
            ("Ref", "Action", "Lead", "Due date", "RAG March 2019", "RAG March 2027"),
            (
                "1.1",
                "Publish a newsletter for families",
                "Head of SEND",
                "May 2031",
                "Red",
                "Green",
            ),
            ("1.2", "Train every school in the town", "Head of SEND", "May 2031", "Red", "Green"),
        ),
    )
    told = [one for one in problems_on(plan, date(2020, 1, 14)) if one.kind.value == "after_today"]
    assert len(told) == 1
    assert "“RAG March 2027” has 2 ratings dated after today" in told[0].text
    assert problems_on(plan, date(2027, 3, 2)) == plan.problems


MEASURES = (
    ("KPI", "Baseline", "Target", "Milestone 1 (Mar 2019)", "Actual 1", "Latest figure"),
    ("Plans issued within 20 weeks", "34%", "60%", "40%", "38%", "44%"),
    ("Requests open for long", "412", "100", "300", "between 280 and 290", "250"),
)


def test_a_column_of_figures_without_a_date_is_asked_and_takes_the_day_it_is_given() -> None:
    plan = plan_of(heading("Priority 1: Voice"), rows(*MEASURES))
    asked = [one.text for one in plan.problems if one.kind.value == "figure_without_date"]
    assert len(asked) == 1
    assert "“Latest figure” has 2 figures and no date" in asked[0]
    given = Corrections(periods={0: {5: "September 2019"}})
    again = plan_of(heading("Priority 1: Voice"), rows(*MEASURES), corrections=given)
    assert "figure_without_date" not in kinds(again)
    assert [(one.actual, one.date, one.as_of) for one in again.kpis[0].readings] == [
        ("38%", date(2019, 3, 31), "Mar 2019"),
        ("44%", date(2019, 9, 30), "September 2019"),
    ]
    assert Corrections.from_data(given.as_data()) == given


def test_words_that_are_no_single_figure_are_told() -> None:
    plan = plan_of(heading("Priority 1: Voice"), rows(*MEASURES))
    (told,) = [one.text for one in plan.problems if one.kind.value == "figure_not_read"]
    assert "“between 280 and 290” in the column “Actual 1”" in told


def test_the_documents_own_summary_stands_beside_its_rows() -> None:
    plan = plan_of(
        rows(
            ("RAG rating", "April 2019", "May 2019"),
            ("Blue", "0", "1"),
            ("Green", "1", "2"),
            ("Amber", "1", "0"),
            ("Red", "0", "0"),
        ),
        heading("Priority 1: Voice"),
        rows(
            ("Ref", "Action", "Lead", "Due date", "RAG April 2019", "RAG May 2019"),
            (
                "1.1",
                "Publish a newsletter for families",
                "Head of SEND",
                "May 2031",
                "Green",
                "Blue",
            ),
            ("1.2", "Train every school in the town", "Head of SEND", "May 2031", "Amber", "Green"),
        ),
    )
    told = {(one.column, one.label): (one.stated, one.counted) for one in plan.stated}
    assert told["April 2019", "Green"] == (1, 1)
    assert told["May 2019", "Green"] == (2, 1)
    (asked,) = [one.text for one in plan.problems if one.kind.value == "stated_count_differs"]
    assert "for “May 2019” says 2 Green; its rows give 1" in asked
    assert UnderstoodPlan.from_data(plan.as_data()) == plan


def test_initial_and_current_ratings_are_each_counted_from_their_own_column() -> None:
    plan = plan_of(
        rows(
            ("Initial RAG rating", "", "Current month", "", "Direction of travel"),
            ("RED", "2", "RED", "1", "↑"),
            ("AMBER", "0", "AMBER", "1", ""),
            ("GREEN", "0", "GREEN", "1", ""),
            ("TOTAL", "2", "TOTAL", "3", ""),
        ),
        heading("Priority 1: Voice"),
        rows(
            ("Ref", "Action", "Lead", "Due date", "Initial RAG", "RAG"),
            ("1.1", "Publish a newsletter for families", "Head of SEND", "May 2031", "Red", "Red"),
            ("1.2", "Train every school in the town", "Head of SEND", "May 2031", "Red", "Amber"),
        ),
    )
    told = {(one.column, one.label): (one.stated, one.counted) for one in plan.stated}
    assert told["Initial RAG rating", "RED"] == (2, 2)
    assert told["Current month", "GREEN"] == (1, 0)
