"""The thread is mended: findings joined, ratings corrected, targets given steps and taken away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import NewTarget
from goldenthread.rules.ratings import KNOWN_SCALES
from tests.improvement_plan.pages.conftest import Pages, words


def findings(plan_id: UUID, office: Any, on: date) -> Any:
    return queries.findings(plan_id, viewer=office, on=on)


def test_a_finding_is_added_and_joined_in_one_go(
    office_pages: Pages, office: Any, plan_id: UUID, level_id: UUID, on: date
) -> None:
    said = office_pages.sent(
        "add_finding", plan_id, text="No joint commissioning", reference="A",
        source="Area inspection", found_on_day="3", found_on_month="5", found_on_year="2019",
        level_ids=[str(level_id)],
    )  # fmt: skip
    assert "The finding is added." in said
    assert "Area inspection · 3 May 2019" in said
    assert "Priority 1: Joint working" in said
    assert findings(plan_id, office, on)[0].level_ids == (level_id,)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "Write what the inspection found."),
        (
            {"found_on_day": "1", "found_on_month": "1", "found_on_year": "2031"},
            "A finding cannot be dated later than today.",
        ),
    ],
)
def test_what_is_wrong_with_a_finding_is_said(
    office_pages: Pages, office: Any, plan_id: UUID, on: date, wrong: Any, sentence: str
) -> None:
    response = office_pages.send("add_finding", plan_id, **({"text": "Kept"} | wrong))
    assert response.status_code == 422
    assert sentence in words(response)
    assert findings(plan_id, office, on) == ()


def test_a_findings_words_are_mended_and_two_editors_see_each_other(
    office_pages: Pages, office: Any, plan_id: UUID, on: date
) -> None:
    finding_id = actions.add_finding(plan_id=plan_id, text="Writen wrong", by=office, on=on)
    opened = office_pages.hidden("edit_finding", plan_id, finding_id)
    said = office_pages.sent("edit_finding", plan_id, finding_id, text="Written right", **opened)
    assert "Written right" in said
    late = office_pages.send("edit_finding", plan_id, finding_id, text="Mine", **opened)
    assert late.status_code == 409
    assert "Written right" in words(late)


def test_a_finding_of_another_plan_or_area_is_not_there(
    office_pages: Pages, pages: Any, stranger: Any, office: Any, plan_id: UUID, on: date
) -> None:
    finding_id = actions.add_finding(plan_id=plan_id, text="Ours", by=office, on=on)
    assert pages(stranger).get("edit_finding", plan_id, finding_id).status_code == 404
    assert office_pages.get("edit_finding", plan_id, plan_id).status_code == 404


def test_the_gap_at_the_head_of_the_thread_leads_to_where_it_is_mended_and_back(
    office_pages: Pages, office: Any, ids: dict[str, UUID], plan_id: UUID, level_id: UUID, on: date
) -> None:
    mended_at = f"{office_pages.address('link_finding', level_id)}?action={ids['1.1']}"
    page = office_pages.get("action", ids["1.1"])
    assert mended_at in page.content.decode()
    assert "No finding is linked" in words(page)
    assert "No finding is recorded in this plan yet" in office_pages.see("link_finding", level_id)
    finding_id = actions.add_finding(plan_id=plan_id, text="No joint view", by=office, on=on)
    opened = office_pages.hidden("link_finding", level_id)
    response = office_pages.send(
        "link_finding", level_id, query=f"?action={ids['1.1']}", findings=finding_id, **opened
    )
    assert response["Location"] == office_pages.address("action", ids["1.1"])
    said = office_pages.see("action", ids["1.1"])
    assert "No joint view" in said
    assert "No finding is linked" not in said


def test_a_part_of_the_plan_can_answer_no_finding_again(
    office_pages: Pages, office: Any, plan_id: UUID, level_id: UUID, on: date
) -> None:
    finding_id = actions.add_finding(plan_id=plan_id, text="No joint view", by=office, on=on)
    actions.link_findings(level_id=level_id, finding_ids=[finding_id], version=1, by=office, on=on)
    opened = office_pages.hidden("link_finding", level_id)
    said = office_pages.sent("link_finding", level_id, findings=[], **opened)
    assert "Priority 1 answers no finding." in said
    assert (
        office_pages.send("link_finding", level_id, findings=finding_id, **opened).status_code
        == 409
    )


def test_the_thread_says_the_priority_and_the_area_under_it(
    office_pages: Pages, ids: dict[str, UUID]
) -> None:
    said = office_pages.see("action", ids["1.1"])
    thread = said[said.index("Finding") : said.index("Measure")]
    assert "Priority 1 Joint working Improvement area 1.1 Pathways" in thread


CORRECTION = {"capacity": "council", "rated_on_day": "1", "rated_on_month": "10"} | {
    "rated_on_year": "2019"
}


def rating_of(see: Any, action_id: UUID) -> Any:
    return see(action_id).ratings[0]


def test_a_rating_is_corrected_and_both_stay_in_the_history(
    office_pages: Pages, ids: dict[str, UUID], see: Any
) -> None:
    wrong = rating_of(see, ids["1.1"])
    address = office_pages.address("correct_rating", "action", ids["1.1"], wrong.id)
    assert address in office_pages.get("action", ids["1.1"]).content.decode()
    said = office_pages.see("correct_rating", "action", ids["1.1"], wrong.id)
    assert "As it was recorded" in said
    said = office_pages.sent(
        "correct_rating", "action", ids["1.1"], wrong.id, point="amber", reason="Misread",
        **CORRECTION,
    )  # fmt: skip
    assert "The rating is corrected to Amber, as at 1 October 2019." in said
    assert "corrected by a later statement" in said
    page = office_pages.get("action", ids["1.1"]).content.decode()
    assert "plan-superseded" in page
    assert address not in page
    assert see(ids["1.1"]).row.rating.key == "amber"
    assert [each.superseded for each in see(ids["1.1"]).ratings] == [False, True]


def test_a_rating_is_corrected_once(office_pages: Pages, ids: dict[str, UUID], see: Any) -> None:
    wrong = rating_of(see, ids["1.1"])
    given = ("correct_rating", "action", ids["1.1"], wrong.id)
    office_pages.sent(*given, point="amber", **CORRECTION)
    assert "This rating was corrected already" in office_pages.see(*given, status=422)
    assert office_pages.send(*given, point="amber", **CORRECTION).status_code == 422


def test_a_correction_must_say_what_a_rating_must(
    office_pages: Pages, ids: dict[str, UUID], see: Any
) -> None:
    wrong = rating_of(see, ids["1.1"])
    response = office_pages.send(
        "correct_rating", "action", ids["1.1"], wrong.id, point="red", **CORRECTION
    )
    assert response.status_code == 422
    assert "Say what holds it up: Red needs a cause." in words(response)
    assert not see(ids["1.1"]).ratings[0].superseded


def test_a_rating_is_corrected_by_who_may_give_it(
    office_pages: Pages, pages: Any, viewer: Any, stranger: Any, ids: dict[str, UUID], see: Any
) -> None:
    given = ("correct_rating", "action", ids["1.1"], rating_of(see, ids["1.1"]).id)
    adviser = pages(viewer("external_adviser"))
    assert "rate for the council" in adviser.see(*given, status=403)
    assert adviser.send(*given, point="amber", **CORRECTION).status_code == 403
    assert "Correct" not in adviser.see("action", ids["1.1"])
    assert pages(stranger).get(*given).status_code == 404
    other_action = ("correct_rating", "action", ids["1.2"], given[3])
    assert office_pages.get(*other_action).status_code == 404


def test_a_rating_of_a_part_of_the_plan_is_corrected_too(
    office_pages: Pages, office: Any, plan_id: UUID, level_id: UUID, on: date
) -> None:
    actions.define_scale(plan_id=plan_id, scale=KNOWN_SCALES["half-points"], by=office, on=on)
    rating_id = actions.record_rating(
        level_id=level_id, point_key="green", scale_key="half-points", capacity="external",
        raters=("DfE",), by=office, on=on,
    )  # fmt: skip
    said = office_pages.sent(
        "correct_rating", "level", level_id, rating_id, point="amber-green", raters="DfE",
        **(CORRECTION | {"capacity": "external"}),
    )  # fmt: skip
    assert "The rating is corrected to Amber/Green" in said


def test_a_target_has_its_steps_on_the_way(
    office_pages: Pages, ids: dict[str, UUID], see: Any
) -> None:
    said = office_pages.sent(
        "add_target", "action", ids["1.1"], text="Every plan in time", unit="%", value="100",
        due="July 2021", step_1="75", step_1_due="July 2020", step_2="90", step_2_due="Dec 2020",
    )  # fmt: skip
    assert "Step 1 75%" in said
    steps = see(ids["1.1"]).targets[0].steps
    assert [(step.value, step.last_day) for step in steps] == [
        (Decimal(75), date(2020, 7, 31)),
        (Decimal(90), date(2020, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"step_1": "75"}, "Say by when this step is to be reached."),
        ({"step_2_due": "July 2020"}, "Give the figure to be reached by then."),
        ({"step_1": "75", "step_1_due": "soon enough"}, "Error: “soon enough”"),
        ({"step_1": "many", "step_1_due": "July 2020"}, "Write it as a number"),
    ],
)
def test_half_a_step_is_refused(
    office_pages: Pages, ids: dict[str, UUID], see: Any, wrong: Any, sentence: str
) -> None:
    response = office_pages.send("add_target", "action", ids["1.1"], text="In time", **wrong)
    assert response.status_code == 422
    assert sentence in words(response)
    assert see(ids["1.1"]).targets == ()


def test_a_target_is_taken_away_by_the_programme_office(
    office_pages: Pages, pages: Any, viewer: Any, stranger: Any, office: Any,
    ids: dict[str, UUID], on: date,
) -> None:  # fmt: skip
    target_id = actions.add_target(
        action_id=ids["1.1"], target=NewTarget("In time"), by=office, on=on
    )
    given = ("end_target", "action", ids["1.1"], target_id)
    board = pages(viewer("board_member"))
    assert "Only the programme office" in board.see(*given, status=403)
    assert pages(stranger).get(*given).status_code == 404
    assert "Take it away" in office_pages.see("action", ids["1.1"])
    assert "The target is taken away." in office_pages.sent(*given)
    assert office_pages.get(*given).status_code == 404


def closed_period(plan_id: UUID, name: str, month: int, office: Any, on: date) -> UUID:
    period_id = actions.open_period(
        plan_id=plan_id, name=name, from_date=date(2019, month, 1), cut_off=date(2019, month, 28),
        by=office, on=on,
    )  # fmt: skip
    actions.close_period(period_id=period_id, by=office, on=on)
    return period_id


def test_any_two_closed_periods_are_compared_in_either_order(
    office_pages: Pages, pages: Any, stranger: Any, office: Any, plan_id: UUID, on: date
) -> None:
    october = closed_period(plan_id, "October", 10, office, on)
    assert "Compare any two periods" not in office_pages.see("periods", plan_id)
    november = closed_period(plan_id, "November", 11, office, on)
    assert "Compare any two periods" in office_pages.see("periods", plan_id)
    wanted = f"{office_pages.address('period', november)}?with={october}#compare"
    for query in (f"?before={october}&now={november}", f"?before={november}&now={october}"):
        assert office_pages.get("compare_periods", plan_id, query=query)["Location"] == wanted
    same = office_pages.client.get(
        f"{office_pages.address('compare_periods', plan_id)}?before={october}&now={october}",
        follow=True,
    )
    assert "Choose two different closed periods to compare." in words(same)
    assert pages(stranger).get("compare_periods", plan_id).status_code == 404
