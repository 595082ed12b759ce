"""The kinds of plan an area keeps, and what their levels are called."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import queries
from goldenthread.improvement_plan.actions.kinds import edit_kind
from goldenthread.improvement_plan.queries.kinds import kinds
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from tests.improvement_plan.pages.conftest import Pages, words


def test_a_kind_takes_other_levels_and_its_plans_keep_theirs(
    office_pages: Pages, office: Any, plan_id: UUID
) -> None:
    (one,) = kinds(viewer=office)
    assert one.plans == 1
    page = office_pages.see("plan_kinds")
    assert f"{one.name} {', then '.join(one.level_names)} 1 plan" in page
    before = queries.plan(plan_id, viewer=office)
    opened = office_pages.hidden("change_kind", one.id)
    said = office_pages.sent(
        "change_kind", one.id, name="SEND strategy", level_1="Aim", level_2="Theme", **opened
    )
    late = office_pages.send("change_kind", one.id, name="Mine", level_1="Aim", **opened)
    assert "Somebody else changed this while you were writing" in words(late)
    assert "SEND strategy Aim, then Theme 1 plan" in said
    after = queries.plan(plan_id, viewer=office)
    assert before
    assert after
    assert after.level_names == before.level_names
    assert after.kind == "SEND strategy"


def test_a_plan_of_a_kind_begins_with_its_levels(
    office_pages: Pages, office: Any, plan_id: UUID
) -> None:
    (one,) = kinds(viewer=office)
    form = office_pages.get("new_plan", query=f"?kind={one.id}").content.decode()
    for name in (one.name, *one.level_names):
        assert f'value="{name}"' in form
    assert 'value="Priority"' in office_pages.get("new_plan", query="?kind=x").content.decode()


def test_two_who_change_a_kind_do_not_lose_anything(
    plan_id: UUID, office: Any, viewer: Any, stranger: Any, on: date
) -> None:
    (one,) = kinds(viewer=office)
    given: dict[str, Any] = {"kind_id": one.id, "version": one.version, "on": on}
    edit_kind(**given, name="Strategy", level_names=["Aim"], by=office)
    with pytest.raises(ChangedMeanwhile):
        edit_kind(**given, name="Plan", level_names=["Aim"], by=office)
    with pytest.raises(NotPermitted):
        edit_kind(**given, name="Plan", level_names=["Aim"], by=viewer("board_member"))
    with pytest.raises(Refused, match="not kept here"):
        edit_kind(**given, name="Plan", level_names=["Aim"], by=stranger)
    assert kinds(viewer=stranger) == ()


def test_the_page_is_read_by_all_and_changed_by_the_office(
    pages: Any, viewer: Any, stranger: Any, office: Any, plan_id: UUID
) -> None:
    (one,) = kinds(viewer=office)
    board = pages(viewer("board_member"))
    assert "Only the programme office" in board.see("plan_kinds")
    assert "Only the programme office" in board.see("change_kind", one.id, status=403)
    assert pages(stranger).get("change_kind", one.id).status_code == 404
