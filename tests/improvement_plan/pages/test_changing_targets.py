"""Targets and accountable posts changed on their pages: the history keeps what was said before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import NewDue, NewTarget, NewTargetStep
from goldenthread.partnership import actions as partnership
from tests.improvement_plan.pages.conftest import Pages, words

SPRING = NewDue("Spring 2021", date(2021, 1, 1), date(2021, 4, 1), "term")


@pytest.fixture
def target_id(ids: dict[str, UUID], office: Any, on: date) -> UUID:
    """75% by "year one", which is words without a day, and 90% by the spring."""
    target = NewTarget(
        "Plans in time",
        value=Decimal(90),
        unit="%",
        comparator="above the national average",
        due=SPRING,
        steps=(NewTargetStep(NewDue("year one"), Decimal(75)),),
    )
    target_id = actions.add_target(action_id=ids["1.1"], target=target, by=office, on=on)
    actions.record_reading(
        target_id=target_id, value=Decimal(60), read_on=on, source="Case system", by=office, on=on
    )
    return target_id


STANDING = {
    "text": "Plans in time", "value": "90", "unit": "%", "due": "Spring 2021",
    "comparator": "above the national average", "step_1": "75", "step_1_due": "year one",
}  # fmt: skip


def test_a_target_is_changed_and_keeps_its_readings(
    office_pages: Pages, office: Any, ids: dict[str, UUID], see: Any, target_id: UUID
) -> None:
    given = ("edit_target", "action", ids["1.1"], target_id)
    assert "Change it" in office_pages.see("action", ids["1.1"])
    form = office_pages.get(*given).content.decode()
    assert 'value="year one"' in form
    changes = {"value": "95", "step_2": "85", "step_2_due": "July 2021"}
    said = office_pages.sent(*given, **(STANDING | changes), **office_pages.hidden(*given))
    assert "The target is changed." in said
    target = see(ids["1.1"]).targets[0]
    assert target.id == target_id
    assert (target.value, target.comparator, target.last_day) == (
        Decimal(95),
        "above the national average",
        date(2021, 4, 1),
    )
    assert [(step.value, step.as_written) for step in target.steps] == [
        (Decimal(75), "year one"),
        (Decimal(85), "July 2021"),
    ]
    assert target.steps[1].last_day == date(2021, 7, 31)
    assert [reading.value for reading in target.readings] == [Decimal(60)]
    told = office_pages.see("history", "action", ids["1.1"])
    assert "75 by year one; 85 by July 2021" in told
    assert "90" in told


def test_a_step_is_taken_away_by_emptying_it(
    office_pages: Pages, ids: dict[str, UUID], see: Any, target_id: UUID
) -> None:
    given = ("edit_target", "action", ids["1.1"], target_id)
    emptied = STANDING | {"step_1": "", "step_1_due": ""}
    office_pages.sent(*given, **emptied, **office_pages.hidden(*given))
    assert see(ids["1.1"]).targets[0].steps == ()


def test_two_editors_of_a_target_see_each_other(
    office_pages: Pages, ids: dict[str, UUID], target_id: UUID
) -> None:
    given = ("edit_target", "action", ids["1.1"], target_id)
    opened = office_pages.hidden(*given)
    office_pages.sent(*given, **(STANDING | {"value": "91"}), **opened)
    response = office_pages.send(*given, **(STANDING | {"value": "92"}), **opened)
    assert response.status_code == 409
    assert "You both changed" in words(response)


def test_a_target_is_changed_by_who_may_set_it_and_in_its_own_area(
    pages: Any, viewer: Any, stranger: Any, ids: dict[str, UUID], target_id: UUID
) -> None:
    given = ("edit_target", "action", ids["1.1"], target_id)
    board = pages(viewer("board_member"))
    assert "Only the workstream lead" in board.see(*given, status=403)
    assert board.send(*given, **STANDING).status_code == 403
    assert pages(stranger).get(*given).status_code == 404
    assert pages(stranger).send(*given, **STANDING).status_code == 404


def test_the_accountable_officer_is_a_post_and_the_plans_words_are_kept(
    office_pages: Pages, office: Any, ids: dict[str, UUID], see: Any, on: date
) -> None:
    post_id = partnership.add_post(title="Director of Children’s Services", by=office, on=on)
    given = {"text": "Agree it", "accountable_as_written": "DCS"}
    opened = office_pages.hidden("edit_action", ids["1.1"])
    said = office_pages.sent(
        "edit_action", ids["1.1"], accountable_post=str(post_id), **given, **opened
    )
    assert "Director of Children’s Services (in the plan: DCS)" in said
    assert see(ids["1.1"]).accountable_post_id == post_id
    assert "Director of Children’s Services" in office_pages.see("history", "action", ids["1.1"])
    opened = office_pages.hidden("edit_action", ids["1.1"])
    office_pages.sent("edit_action", ids["1.1"], accountable_post="", **given, **opened)
    detail = see(ids["1.1"])
    assert (detail.accountable_post_id, detail.accountable) == (None, "DCS")


def test_a_post_of_another_area_cannot_be_accountable(
    office_pages: Pages, other_viewer: Any, ids: dict[str, UUID], see: Any, on: date
) -> None:
    theirs = partnership.add_post(
        title="Director elsewhere", by=other_viewer("programme_office"), on=on
    )
    opened = office_pages.hidden("edit_action", ids["1.1"])
    response = office_pages.send(
        "edit_action", ids["1.1"], text="Agree it", accountable_post=str(theirs), **opened
    )
    assert response.status_code == 422
    assert see(ids["1.1"]).accountable_post_id is None


def test_a_lead_is_told_in_one_sentence_what_is_for_others(
    pages: Any, lead: Any, ids: dict[str, UUID]
) -> None:
    mine = pages(lead)
    mine.sent("complete_action", ids["1.1"], note="Done")
    said = mine.see("action", ids["1.1"])
    assert "Only someone other than the lead can sign this off." in said
    assert "To reopen or change the words, ask the workstream lead or the programme office." in said


def test_a_reader_of_a_part_of_the_plan_is_told_in_one_sentence_whom_to_ask(
    pages: Any, viewer: Any, plan_id: UUID, ids: dict[str, UUID], on: date
) -> None:
    level = queries.level_tree(plan_id, viewer=viewer("programme_office"), on=on)[0]
    said = pages(viewer("board_member")).see("level", level.id)
    assert "You can read everything here. To rate this priority, add evidence or change" in said
