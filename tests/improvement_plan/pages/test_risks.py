"""The pages of risks and issues, of decisions that are needed, and of who waits for whom."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions
from goldenthread.improvement_plan.actions.inputs import NewLead
from goldenthread.improvement_plan.queries import risks as pressing
from tests.improvement_plan.pages.conftest import Pages


@pytest.fixture
def risk_id(ids: dict[str, UUID], office: Any, on: date) -> UUID:
    return actions.raise_risk(
        action_id=ids["1.1"],
        words="The clinic does not open in time",
        cause="The lease is not signed",
        likelihood_before=4,
        impact_before=4,
        likelihood_after=2,
        impact_after=4,
        mitigation="Rent two rooms",
        owner=NewLead("The estates team"),
        by=office,
        on=on,
    )


@pytest.fixture
def escalation_id(ids: dict[str, UUID], office: Any, on: date) -> UUID:
    from goldenthread.partnership import actions as partnership

    return actions.raise_escalation(
        action_id=ids["1.1"],
        blocked="Two services each say that the other pays",
        decision_needed="Agree who pays",
        forum_id=partnership.add_forum(name="Partnership Board", by=office, on=on),
        needed_by=date(2020, 1, 31),
        by=office,
        on=on,
    )


@pytest.fixture
def wait_id(ids: dict[str, UUID], office: Any, on: date) -> UUID:
    return actions.add_dependency(
        action_id=ids["1.1"], waits_for_id=ids["1.2"], note="The protocol", by=office, on=on
    )


RAISED = {
    "kind": "risk",
    "text": "Nobody is trained",
    "likelihood_before": "3",
    "impact_before": "4",
    "review_rhythm": "monthly",
}


def test_an_empty_register_says_what_would_be_here(office_pages: Pages, plan_id: UUID) -> None:
    said = office_pages.see("risks", plan_id)
    assert "No risk and no issue yet" in said
    assert "Raise a risk or an issue" in said
    assert "No decision is needed" in office_pages.see("escalations", plan_id)
    assert "No action waits for another" in office_pages.see("waits", plan_id)
    assert "No risk, issue or decision is open." in office_pages.see("plan", plan_id)


def test_the_register_s_counts_open_their_rows(
    office_pages: Pages, plan_id: UUID, risk_id: UUID, ids: dict[str, UUID], office: Any, on: date
) -> None:
    for kind, impact in (("issue", 2), ("issue", 5), ("risk", 1)):
        actions.raise_risk(
            action_id=ids["1.2"], kind=kind, words=f"{kind} {impact}", likelihood_before=3,
            impact_before=impact, by=office, on=on,
        )  # fmt: skip
    text = office_pages.get("risks", plan_id).content.decode()
    found = re.findall(
        r'<a class="([^"]*)" href="([^"]*/risks/\?[^"]*)">(.*?)</a>', text, re.DOTALL
    )
    counts = [
        (href, inside) for kind, href, inside in found if "figure" in kind or "number" in kind
    ]
    assert len(counts) > 8
    for href, inside in counts:
        number = re.sub(r"<[^>]+>", " ", inside).split()[0]
        listed = office_pages.client.get(href.replace("&amp;", "&")).content.decode()
        assert listed.count("<tr data-row-link>") == int(number), href


def test_the_register_is_narrowed_by_its_address_and_says_so(
    office_pages: Pages, plan_id: UUID, risk_id: UUID
) -> None:
    said = office_pages.see("risks", plan_id, query="?cell=4-4&state=open")
    assert "Remove filter: Likelihood 4, impact 4" in said
    assert "The clinic does not open in time" in said
    assert "Nothing is like that" in office_pages.see("risks", plan_id, query="?cell=1-1")
    said = office_pages.see("risks", plan_id, query="?kind=worry", status=422)
    assert "not something a register can be narrowed to" in said


def test_a_risk_s_page_says_its_scores_and_how_they_moved(
    office_pages: Pages, risk_id: UUID, office: Any, on: date
) -> None:
    said = office_pages.see("risk", risk_id)
    assert "Risk R1 The clinic does not open in time" in said
    assert "Before mitigation 16 Very high" in said
    assert "The mitigation aims at 8 Medium" in said
    assert "Not reviewed yet" in said
    said = office_pages.sent(
        "review_risk", risk_id, text="The lease is signed", likelihood="2", impact="4"
    )
    assert "Your review of R1 is recorded for 14 January 2020." in said
    assert "The score fell from 16 to 8 in 1 review" in said
    assert "reviewed R1: 8 (medium)" in said


def test_a_risk_is_raised_on_a_page_from_the_action(
    office_pages: Pages, plan_id: UUID, ids: dict[str, UUID]
) -> None:
    about = f"action:{ids['1.2']}"
    page = office_pages.get("raise_risk", plan_id, query=f"?about={about}").content.decode()
    assert re.search(rf'value="{about}" selected', page)
    assert "Do not name a child" in page
    said = office_pages.sent("raise_risk", plan_id, about=about, **RAISED)
    assert "It is raised, and stands in the register." in said
    assert "Risk R1 Nobody is trained" in said
    assert "Action 1.2" in said
    on_action = office_pages.see("action", ids["1.2"])
    assert "R1 Nobody is trained No mitigation 12 High" in on_action


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"text": ""}, "Say in a sentence what may go wrong, or what has gone."),
        ({"likelihood_before": ""}, "Say how likely it is, from 1 to 5."),
        ({"impact_before": ""}, "Choose “How bad would it be?”, from 1 to 5."),
        ({"about": ""}, "Choose the action or the part of the plan it is about."),
        ({"likelihood_after": "5", "impact_after": "5"}, "Mitigation makes a risk smaller"),
    ],
)
def test_a_form_that_is_not_right_says_how_to_mend_it(
    office_pages: Pages, plan_id: UUID, ids: dict[str, UUID], changed: Any, sentence: str
) -> None:
    given = {"about": f"action:{ids['1.2']}", **RAISED, **changed}
    response = office_pages.send("raise_risk", plan_id, **given)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_an_issue_is_raised_without_a_likelihood(
    office_pages: Pages, plan_id: UUID, ids: dict[str, UUID]
) -> None:
    given = RAISED | {"kind": "issue", "likelihood_before": ""}
    said = office_pages.sent("raise_risk", plan_id, about=f"action:{ids['1.2']}", **given)
    assert "Issue I1" in said
    assert "20 Very high" in said


def test_it_has_happened_goes_on_to_the_issue_s_page(office_pages: Pages, risk_id: UUID) -> None:
    said = office_pages.sent("risk_happened", risk_id, text="It did not open", impact="4")
    assert "Issue I2 It did not open" in said
    assert "This was risk R1" in said
    closed = office_pages.see("risk", risk_id)
    assert "It is now issue I2" in closed
    response = office_pages.send("close_risk", risk_id, how="passed", text="x")
    assert response.status_code == 422


def test_closing_says_how_and_leaves_the_page(office_pages: Pages, risk_id: UUID) -> None:
    said = office_pages.sent("close_risk", risk_id, how="mitigated", text="It is open")
    assert "R1 is closed. Its page and history stay." in said
    assert "the mitigation worked. It is open." in said


def test_two_people_who_change_one_risk_see_each_other(
    office_pages: Pages, risk_id: UUID, office: Any, on: date
) -> None:
    opened = office_pages.hidden("change_risk", risk_id)
    actions.change_risk(
        risk_id=risk_id, version=1, changes={"cause": "The landlord"}, by=office, on=on
    )
    mine = RAISED | {
        "cause": "The council", "likelihood_after": "2", "impact_after": "4", "mitigation": "x",
    }  # fmt: skip
    response = office_pages.send("change_risk", risk_id, **mine, **opened)
    assert response.status_code == 409
    assert "The landlord" in response.content.decode()


def test_a_decision_is_asked_for_listed_and_recorded(
    office_pages: Pages, plan_id: UUID, escalation_id: UUID, ids: dict[str, UUID], on: date
) -> None:
    said = office_pages.see("escalations", plan_id)
    assert "1 decision needed" in said
    assert "Fri 31 January 2020" in said
    assert "Agree who pays" in said
    said = office_pages.see("action", ids["1.1"])
    assert "Blocked: needs a decision of the Partnership Board by 31 January 2020." in said
    fact = pressing.escalation(escalation_id, viewer=_viewer(ids, plan_id), on=on)
    assert fact is not None
    said = office_pages.sent(
        "record_decision", escalation_id, decision="The board pays", forum=str(fact.forum_id),
        decided_on_day="14", decided_on_month="1", decided_on_year="2020",
    )  # fmt: skip
    assert "Decided: The board pays" in said
    response = office_pages.send("withdraw_escalation", escalation_id, reason="x")
    assert response.status_code == 422


def _viewer(ids: dict[str, UUID], plan_id: UUID) -> Any:
    """The programme office, as the fixtures made it."""
    from goldenthread.partnership.models import User
    from goldenthread.partnership.queries import viewer_for
    from tests.conftest import TODAY

    user = User.objects.get(email="programme.office@eastmere.example")
    return viewer_for(user, "eastmere", on=TODAY)


def test_who_waits_for_whom_says_what_is_blocked_and_the_other_lead_agrees(
    office_pages: Pages, plan_id: UUID, wait_id: UUID, ids: dict[str, UUID]
) -> None:
    said = office_pages.see("waits", plan_id)
    assert "1 of 1 wait blocked; 0 across different parts of the plan; 0 agreed" in said
    assert "Within Priority 1" in said
    assert "Not agreed yet" in said
    said = office_pages.sent("agree_dependency", ids["1.1"], wait_id)
    assert "Agreed by Programme Office on 14 January 2020" in said
    opened = office_pages.hidden("change_dependency", ids["1.1"], wait_id)
    said = office_pages.sent(
        "change_dependency", ids["1.1"], wait_id, note="The protocol",
        needed_by_day="31", needed_by_month="3", needed_by_year="2020", **opened,
    )  # fmt: skip
    assert "Needed by 31 March 2020" in said
    assert "Not agreed yet" in said
    listed = office_pages.see("actions", plan_id, query="?state=blocked")
    assert "1 of 3 actions" in listed


def test_a_reader_sees_everything_and_is_told_why_nothing_can_be_raised(
    pages: Any, viewer: Any, plan_id: UUID, risk_id: UUID, escalation_id: UUID, ids: Any
) -> None:
    reader = pages(viewer("board_member"))
    said = reader.see("risks", plan_id)
    assert "The clinic does not open in time" in said
    assert "Board members can read everything here and change nothing." in said
    assert "Only its owner, the lead, the workstream lead" in reader.see("risk", risk_id)
    assert "Record the decision" not in reader.see("escalations", plan_id)
    for name, *args in (
        ("raise_risk", plan_id), ("raise_escalation", plan_id), ("review_risk", risk_id),
        ("change_risk", risk_id), ("close_risk", risk_id), ("risk_happened", risk_id),
        ("record_decision", escalation_id), ("withdraw_escalation", escalation_id),
    ):  # fmt: skip
        assert reader.get(name, *args).status_code == 403, name


def test_a_lead_is_offered_only_their_own_actions(
    pages: Any, lead: Any, plan_id: UUID, ids: dict[str, UUID]
) -> None:
    page = pages(lead).get("raise_risk", plan_id).content.decode()
    assert f"action:{ids['1.1']}" in page
    assert f"action:{ids['1.2']}" not in page
    assert "level:" not in page


def test_another_area_finds_none_of_these_pages(
    pages: Any, stranger: Any, plan_id: UUID, risk_id: UUID, escalation_id: UUID, wait_id: UUID,
    ids: dict[str, UUID],
) -> None:  # fmt: skip
    theirs = pages(stranger)
    for name, *args in (
        ("risks", plan_id), ("raise_risk", plan_id), ("risk", risk_id), ("review_risk", risk_id),
        ("change_risk", risk_id), ("close_risk", risk_id), ("risk_happened", risk_id),
        ("escalations", plan_id), ("raise_escalation", plan_id),
        ("record_decision", escalation_id), ("withdraw_escalation", escalation_id),
        ("waits", plan_id), ("agree_dependency", ids["1.1"], wait_id),
        ("change_dependency", ids["1.1"], wait_id),
    ):  # fmt: skip
        assert theirs.get(name, *args).status_code == 404, name


def test_the_plan_s_page_has_one_line_and_each_count_opens_its_list(
    office_pages: Pages, plan_id: UUID, risk_id: UUID, escalation_id: UUID
) -> None:
    said = office_pages.see("plan", plan_id)
    assert (
        "Risks and issues : 1 open risk · 1 very high · 1 decision needed · 1 action blocked"
        in said
    )
