"""A newer version of a plan: what was added, changed and removed, each chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from goldenthread.improvement_plan import queries as plans
from goldenthread.intake import actions
from tests.intake.pages.walking import Walk

Start = Callable[[Any], Walk]

HEADER = "Ref,Priority,Action,Lead,Due date,RAG\n"
FIRST = (
    HEADER + "1.1,Voice,Publish a newsletter for families each term,Head of SEND,May 2021,Green\n"
    "1.2,Voice,Train every school to write outcomes,Training Lead,June 2021,Amber\n"
    "2.1,Waiting,Agree one waiting list with the hospital,Therapy Lead,July 2021,Red\n"
)
SECOND = (
    HEADER + "1.1,Voice,Publish a newsletter for families each term,Head of SEND,May 2021,Green\n"
    "1.2,Voice,Train every school and college to write outcomes,Training Lead,Sept 2021,Amber\n"
    "2.2,Waiting,Open a drop-in clinic in each town,Therapy Lead,August 2021,Amber\n"
)


@pytest.fixture
def plan(officer: Any, on: date) -> Any:
    return actions.import_document(
        content=FIRST.encode(),
        name="plan.csv",
        title="Town plan",
        kind_name="Plan",
        scale_key="three-point",
        by=officer,
        on=on,
    )


def _to_changes(way: Walk, plan: Any) -> Walk:
    way.upload(SECOND.encode(), "plan version 2.csv")
    way.send(title="Town plan", plan=str(plan.plan_id))
    way.send()
    way.send(
        scale__0="plan:three-point",
        ratings_on_day="1",
        ratings_on_month="12",
        ratings_on_year="2019",
    )
    assert "May miss its date without attention" in way.words
    way.send()
    way.send()
    assert way.at.endswith("/changes/"), way.words
    return way


def test_the_only_scale_of_the_plan_is_chosen_already(walk: Start, officer: Any, plan: Any) -> None:
    way = walk(officer).upload(SECOND.encode(), "plan version 2.csv")
    way.send(title="Town plan", plan=str(plan.plan_id)).send()
    assert way.fields()["scale-0"] == "plan:three-point"


def test_added_changed_and_removed_are_shown_old_beside_new(
    walk: Start, officer: Any, plan: Any
) -> None:
    way = _to_changes(walk(officer), plan)
    assert "1 added, 1 changed, 1 no longer there, 1 as before" in way.words
    assert "Train every school to write outcomes" in way.words
    assert "Train every school and college to write outcomes" in way.words
    assert "Open a drop-in clinic in each town" in way.words
    ticked = way.fields().getlist("take")
    assert not [one for one in ticked if one.startswith("removed:")]


def test_only_what_is_chosen_is_taken_over(walk: Start, officer: Any, plan: Any, on: date) -> None:
    way = _to_changes(walk(officer), plan)
    every = [one.get("value") for one in way.page.xpath("//input[@name='take']")]
    wanted = [one for one in every if not one.endswith(":dues")]
    way.send(take=wanted)
    way.send()
    assert "The changes are taken over" in way.words, way.words
    rows = {row.reference: row for row in plans.actions(plan.plan_id, viewer=officer, on=on)}
    assert rows["1.2"].text == "Train every school and college to write outcomes"
    assert rows["1.2"].due_as_written == "June 2021"
    assert set(rows) == {"1.1", "1.2", "2.2"}
    assert [level.title for level in rows["2.2"].levels] == ["Waiting"]
    assert len(plans.plans(viewer=officer)) == 1


def test_nothing_chosen_takes_nothing_over(walk: Start, officer: Any, plan: Any, on: date) -> None:
    way = _to_changes(walk(officer), plan)
    way.send(take=[])
    assert "Choose what to take over" in way.words
    way.send()
    assert way.answer.status_code == 422
    rows = plans.actions(plan.plan_id, viewer=officer, on=on)
    assert {row.reference for row in rows} == {"1.1", "1.2", "2.1"}


def test_a_plan_of_the_same_title_is_proposed_not_taken(
    walk: Start, officer: Any, plan: Any
) -> None:
    way = walk(officer).upload(SECOND.encode(), "plan version 2.csv")
    way.send(title="Town plan", do="look", plan="new")
    assert "You have a plan with this very title" in way.words
    assert way.fields()["plan"] == str(plan.plan_id)


WITH_WAITING = HEADER.replace("RAG", "Dependencies,RAG") + (
    "1.1,Voice,Publish a newsletter for families each term,Head of SEND,May 2021,,Green\n"
    "1.2,Voice,Train every school to write outcomes,Training Lead,June 2021,,Amber\n"
    "2.1,Waiting,Agree one waiting list with the hospital,Therapy Lead,July 2021,,Red\n"
    "2.2,Waiting,Open a drop-in clinic in each town,Therapy Lead,August 2021,"
    "Depends on 1.1,Amber\n"
    "2.3,Waiting,Write to every family on the waiting list,Therapy Lead,August 2021,"
    "Depends on 2.2,Amber\n"
)


def _waiting(way: Walk, plan: Any) -> Walk:
    way.upload(WITH_WAITING.encode(), "plan version 3.csv")
    way.send(title="Town plan", plan=str(plan.plan_id)).send()
    way.send(
        scale__0="plan:three-point",
        ratings_on_day="1",
        ratings_on_month="12",
        ratings_on_year="2019",
    )
    way.send().send()
    assert way.at.endswith("/changes/"), way.words
    return way


def _waits_of(plan: Any, officer: Any, on: date) -> dict[str, set[str]]:
    rows = plans.actions(plan.plan_id, viewer=officer, on=on)
    details = (plans.action(row.id, viewer=officer, on=on) for row in rows)
    return {
        detail.row.reference: {one.reference for one in detail.waits_for}
        for detail in details
        if detail is not None
    }


def test_an_added_action_waits_for_one_that_the_plan_has(
    walk: Start, officer: Any, plan: Any, on: date
) -> None:
    way = _waiting(walk(officer), plan)
    way.send().send()
    assert "The changes are taken over" in way.words, way.words
    waits = _waits_of(plan, officer, on)
    assert waits["2.2"] == {"1.1"}
    assert waits["2.3"] == {"2.2"}


def test_an_added_action_does_not_wait_for_one_that_was_left_out(
    walk: Start, officer: Any, plan: Any, on: date
) -> None:
    way = _waiting(walk(officer), plan)
    labels = way.page.xpath("//input[@name='take'][starts-with(@value, 'added:')]/@value")
    assert len(labels) == 2
    way.send(take=[labels[1]]).send()
    assert "The changes are taken over" in way.words, way.words
    assert _waits_of(plan, officer, on)["2.3"] == set()
