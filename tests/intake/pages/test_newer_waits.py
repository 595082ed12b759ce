"""A newer version says otherwise which action waits for which: offered like any change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from goldenthread.improvement_plan import actions as doing
from goldenthread.improvement_plan import queries as plans
from goldenthread.intake import actions
from goldenthread.rules.refusals import Refused
from tests.intake.pages.walking import Walk

Start = Callable[[Any], Walk]
HEADER = "Ref,Priority,Action,Lead,Due date,Dependencies\n"
LIST = "1.1,Voice,Agree one waiting list with the hospital,Therapy Lead,May 2021,{}\n"
SCHOOLS = "1.2,Voice,Train every school to write outcomes,Training Lead,June 2021,{}\n"
CLINIC = "1.3,Voice,Open a drop-in clinic in each town,Therapy Lead,July 2021,{}\n"
LETTER = "1.4,Voice,Write to every family on the list,Head of SEND,July 2021,{}\n"
FIRST = HEADER + LIST.format("") + SCHOOLS.format("") + CLINIC.format("Depends on 1.1")


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


def _to_changes(way: Walk, plan: Any, second: str) -> Walk:
    way.upload(second.encode(), "plan version 2.csv")
    way.send(title="Town plan", plan=str(plan.plan_id)).send()
    while not way.at.endswith("/changes/"):
        way.send()
    return way


def _waits(plan: Any, officer: Any, on: date) -> dict[str, list[str]]:
    rows = plans.actions(plan.plan_id, viewer=officer, on=on)
    found = {row.reference: plans.action(row.id, viewer=officer, on=on) for row in rows}
    return {
        reference: [one.reference for one in detail.waits_for]
        for reference, detail in found.items()
        if detail and detail.waits_for
    }


def test_a_changed_dependency_is_shown_old_beside_new_and_taken_over(
    walk: Start, officer: Any, plan: Any, on: date
) -> None:
    assert _waits(plan, officer, on) == {"1.3": ["1.1"]}
    second = HEADER + LIST.format("") + SCHOOLS.format("") + CLINIC.format("Depends on 1.2")
    way = _to_changes(walk(officer), plan, second)
    assert "Waits for" in way.words
    way.send().send()
    assert "The changes are taken over" in way.words, way.words
    assert _waits(plan, officer, on) == {"1.3": ["1.2"]}
    [row] = [
        row for row in plans.actions(plan.plan_id, viewer=officer, on=on) if row.reference == "1.3"
    ]
    told = plans.action_history(row.id, viewer=officer)[0]
    assert any("waits for" in str(change) for change in told.changes or ())


def test_two_actions_may_change_places_in_who_waits(
    walk: Start, officer: Any, plan: Any, on: date
) -> None:
    second = HEADER + LIST.format("Depends on 1.3") + SCHOOLS.format("") + CLINIC.format("On 1.2")
    _to_changes(walk(officer), plan, second).send().send()
    assert _waits(plan, officer, on) == {"1.1": ["1.3"], "1.3": ["1.2"]}


def test_an_action_waits_for_one_that_comes_in_with_it(
    walk: Start, officer: Any, plan: Any, on: date
) -> None:
    second = FIRST.replace("Depends on 1.1", "Depends on 1.4") + LETTER.format("")
    _to_changes(walk(officer), plan, second).send().send()
    assert _waits(plan, officer, on) == {"1.3": ["1.4"]}


def test_a_blank_cell_and_a_change_that_is_left_take_nothing_away(
    walk: Start, officer: Any, plan: Any, on: date
) -> None:
    second = HEADER + LIST.format("") + SCHOOLS.format("Depends on 1.1") + CLINIC.format("")
    way = _to_changes(walk(officer), plan, second)
    every = [one.get("value") for one in way.page.xpath("//input[@name='take']")]
    assert [one for one in every if one.endswith(":waits_for")] == every
    assert len(every) == 1
    way.send().send()
    assert _waits(plan, officer, on) == {"1.2": ["1.1"], "1.3": ["1.1"]}


def test_a_dependency_said_here_is_not_offered_to_be_undone(
    walk: Start, officer: Any, plan: Any, on: date
) -> None:
    ids = {row.reference: row.id for row in plans.actions(plan.plan_id, viewer=officer, on=on)}
    doing.add_dependency(action_id=ids["1.2"], waits_for_id=ids["1.1"], by=officer, on=on)
    second = FIRST + LETTER.format("")
    way = _to_changes(walk(officer), plan, second)
    every = [one.get("value") for one in way.page.xpath("//input[@name='take']")]
    assert not [one for one in every if one.endswith(":waits_for")]


def test_a_circle_with_what_was_said_here_is_refused_and_nothing_is_taken_over(
    officer: Any, plan: Any, on: date
) -> None:
    from goldenthread.improvement_plan.actions import importing
    from goldenthread.improvement_plan.actions.inputs import Changed

    ids = {row.reference: row.id for row in plans.actions(plan.plan_id, viewer=officer, on=on)}
    with pytest.raises(Refused):
        importing.apply_changes(
            plan_id=plan.plan_id,
            changes=[Changed(ids["1.1"], {"waits_for": (str(ids["1.3"]),), "outcome": "Other"})],
            source_label="plan version 2.csv",
            by=officer,
            on=on,
        )
    assert _waits(plan, officer, on) == {"1.3": ["1.1"]}
