"""A plan's kind changed; a plan closed and reopened."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.rules.refusals import Refused
from tests.improvement_plan.pages.conftest import Pages


def test_a_plan_takes_another_kind_and_a_new_one_is_kept(
    office_pages: Pages, office: Any, plan_id: UUID
) -> None:
    opened = office_pages.hidden("edit_plan", plan_id)
    given = {"title": "Eastmere SEND improvement plan", "kind_name": "Priority action plan"}
    said = office_pages.sent("edit_plan", plan_id, **given, **opened)
    assert "Priority action plan" in said
    assert "Priority action plan" in queries.plan_kinds(viewer=office)
    assert "Written statement of action" in office_pages.see("history", "plan", plan_id)


def test_closing_says_what_it_means_and_what_still_runs(
    office_pages: Pages, pages: Any, viewer: Any, office: Any, plan_id: UUID,
    ids: dict[str, UUID], on: date,
) -> None:  # fmt: skip
    said = office_pages.see("close_plan", plan_id)
    assert "Nothing more is recorded on its actions from today" in said
    assert "Still running" in said
    assert "1.3" in said
    said = office_pages.sent("close_plan", plan_id, reason="The inspectors were satisfied")
    assert "has been closed since 14 January 2020. An area administrator can reopen it." in said
    assert "Change the names of the levels" not in said
    assert "Agree how the 1th pathway" in office_pages.see("action", ids["1.1"])
    with pytest.raises(Refused, match=r"has been closed since 14 January 2020\. An area admin"):
        actions.record_update(action_id=ids["1.1"], progress="More", by=office, on=on)
    assert queries.my_actions(viewer=office, on=on) == ()
    assert "Only an area administrator can reopen" in office_pages.see(
        "reopen_plan", plan_id, status=403
    )
    said = pages(viewer("area_administrator")).sent("reopen_plan", plan_id, reason="Too early")
    assert "The plan is open again." in said
    actions.record_update(action_id=ids["1.1"], progress="More", by=office, on=on)
    told = office_pages.see("history", "plan", plan_id)
    assert "The inspectors were satisfied" in told
    assert "Too early" in told


def test_a_plan_is_closed_by_the_programme_office_of_its_area(
    pages: Any, viewer: Any, stranger: Any, plan_id: UUID
) -> None:
    board = pages(viewer("board_member"))
    assert "Only the programme office" in board.see("close_plan", plan_id, status=403)
    assert board.send("close_plan", plan_id, reason="x").status_code == 403
    for name in ("close_plan", "reopen_plan"):
        assert pages(stranger).get(name, plan_id).status_code == 404
        assert pages(stranger).send(name, plan_id, reason="x").status_code == 404


def test_the_plan_that_follows_keeps_where_it_comes_from(
    office_pages: Pages, pages: Any, stranger: Any, office: Any, plan_id: UUID
) -> None:
    assert "Start the plan that follows it" in office_pages.see("plan_settings", plan_id)
    after = f"?after={plan_id}"
    form = office_pages.get("new_plan", query=after).content.decode()
    assert "It follows Eastmere SEND improvement plan" in form
    assert 'value="Improvement area"' in form
    given = {"title": "The next plan", "kind": "SEND strategy", "level_1": "Aim"}
    response = office_pages.send("new_plan", query=after, scale="three-point", **given)
    assert response.status_code == 302
    found = queries.plan_named("The next plan", viewer=office)
    assert found is not None
    assert found.predecessor_id == plan_id
    assert "It follows Eastmere SEND improvement plan" in office_pages.see(
        "plan_settings", found.id
    )
    assert pages(stranger).get("new_plan", query=after).status_code == 404
    assert office_pages.get("new_plan", query="?after=none").status_code == 404
