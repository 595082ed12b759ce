"""Every page asks the database as often for sixty actions as for six."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import NewLead
from goldenthread.improvement_plan.actions.risks import raise_risk
from goldenthread.improvement_plan.actions.rounds import request_updates
from goldenthread.improvement_plan.queries.rounds import round_board
from goldenthread.partnership import actions as partnership
from tests.factories import plans
from tests.improvement_plan.pages.conftest import Pages

FEW, MANY = 6, 60


def made(size: int, *, office: Any, on: date) -> dict[str, tuple[Any, ...]]:
    """A plan whose actions are all led from one post, report to one forum, have a risk each, were
    reported in two periods and are asked about in a round: the arguments of its pages."""
    plan_id = plans.big_plan(size, by=office, title=f"Plan of {size}")
    ids = plans.action_ids(plan_id, by=office, on=on)
    post_id = partnership.add_post(title=f"Head of {size}", by=office, on=on)
    forum_id = partnership.add_forum(name=f"Group of {size}", by=office, on=on)
    holder_id = partnership.add_person(
        name=f"Holder of {size}", email=f"holder@{size}.example", by=office, on=on
    )
    partnership.hold_post(post_id=post_id, person_id=holder_id, from_date=on, by=office, on=on)
    for action_id in ids.values():
        lead = NewLead("Head", post_id=post_id)
        actions.set_leads(action_id=action_id, version=1, leads=[lead], by=office, on=on)
        actions.set_forums(action_id=action_id, version=2, forum_ids=[forum_id], by=office, on=on)
    period_id = UUID(int=0)
    for month in range(2):
        cut_off = date(2019, 10, 31) + timedelta(days=31 * month)
        period_id = actions.open_period(
            plan_id=plan_id,
            name=f"Period {month}",
            from_date=cut_off - timedelta(days=28),
            cut_off=cut_off,
            by=office,
            on=on,
        )
        actions.close_period(period_id=period_id, by=office, on=on)
    level_id = queries.level_tree(plan_id, viewer=office, on=on)[0].id
    first = ids["1.1"]
    for action_id in (*ids.values(), *[first] * (size // FEW)):
        raise_risk(
            action_id=action_id,
            words="The clinic does not open in time",
            likelihood_before=4,
            impact_before=4,
            owner=NewLead("Head", post_id=post_id),
            by=office,
            on=on,
        )
    round_id = request_updates(
        plan_id=plan_id, name=f"Round of {size}", cut_off=on + timedelta(days=10), by=office, on=on
    )
    board = round_board(round_id, viewer=office, on=on)
    assert board is not None
    return {
        "plan": (plan_id,),
        "actions": (plan_id,),
        "findings": (plan_id,),
        "level": (level_id,),
        "action": (first,),
        "periods": (plan_id,),
        "period": (period_id,),
        "lead": ("post", post_id),
        "forum": (forum_id,),
        "rate": ("action", first),
        "add_evidence": ("action", first),
        "update_action": (first,),
        "quality": (plan_id,),
        "risks": (plan_id,),
        "rounds": (plan_id,),
        "round": (round_id,),
        "update_request": (board.requests[0].id,),
    }


QUERIES = {
    "actions": ("", "?state=off-track&sort=due", "?q=pathway&sort=rating", "?state=no-lead"),
}


def test_a_page_asks_as_often_for_sixty_actions_as_for_six(
    office_pages: Pages, office: Any, on: date
) -> None:
    asked: dict[int, dict[str, int]] = {}
    for size in (FEW, MANY):
        here = made(size, office=office, on=on)
        asked[size] = {
            f"{name}{query}": counted(office_pages, name, here[name], query)
            for name in here
            for query in QUERIES.get(name, ("",))
        }
    assert asked[FEW] == asked[MANY]


def counted(office_pages: Pages, name: str, args: tuple[Any, ...], query: str) -> int:
    office_pages.see(name, *args, query=query)  # what is remembered from then on is not counted
    with CaptureQueriesContext(connection) as found:
        office_pages.see(name, *args, query=query)
    return len(found)


def test_a_search_asks_as_often_in_three_plans_as_in_one(
    office_pages: Pages, office: Any, on: date
) -> None:
    asked: list[int] = []
    for size in (FEW, MANY, MANY):
        plans.big_plan(size, by=office, title=f"Plan {len(asked)} of {size}")
        asked.append(counted(office_pages, "search", (), "?q=pathway"))
    assert asked[0] == asked[1] == asked[2]


@pytest.mark.parametrize("query", QUERIES["actions"])
def test_the_second_page_of_a_list_asks_as_often_as_the_first(
    query: str, office_pages: Pages, office: Any
) -> None:
    plan_id = plans.big_plan(MANY, by=office)
    first = counted(office_pages, "actions", (plan_id,), query)
    second = f"{query}&page=2" if query else "?page=2"
    assert counted(office_pages, "actions", (plan_id,), second) == first
