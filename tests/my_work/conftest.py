"""Somebody who holds one of everything, and whoever comes after them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan.actions import risks as risk_actions
from goldenthread.improvement_plan.actions import rounds as round_actions
from goldenthread.improvement_plan.actions import saved_views
from goldenthread.improvement_plan.actions import waiting as waiting_actions
from goldenthread.improvement_plan.actions.inputs import NewLead
from goldenthread.partnership import actions as people_actions
from tests.factories import plans as made
from tests.kept_rows import kept

DAY = date(2020, 2, 3)


@pytest.fixture
@kept
def office(viewer: Any) -> Any:
    return viewer("programme_office")


@pytest.fixture
@kept
def administrator(viewer: Any) -> Any:
    return viewer("area_administrator")


@pytest.fixture
@kept
def giver(viewer: Any) -> Any:
    return viewer("action_lead", name="Una Hart")


@pytest.fixture
@kept
def taker(viewer: Any) -> Any:
    return viewer("deputy", name="Viv Lane")


@pytest.fixture
@kept
def post_id(office: Any, giver: Any, on: date) -> UUID:
    """Head of inclusion, held by Una Hart for two years."""
    post_id = people_actions.add_post(title="Head of inclusion", by=office, on=on)
    people_actions.hold_post(
        post_id=post_id,
        person_id=giver.person_id,
        from_date=date(2018, 1, 1),
        by=office,
        on=on,
    )
    return post_id


@pytest.fixture
@kept
def forum_id(office: Any, giver: Any, on: date) -> UUID:
    forum_id = people_actions.add_forum(name="SEND board", kind="board", by=office, on=on)
    people_actions.join_forum(
        forum_id=forum_id,
        person_id=giver.person_id,
        from_date=date(2018, 1, 1),
        by=office,
        on=on,
    )
    return forum_id


@pytest.fixture
@kept
def plan_id(office: Any, giver: Any, post_id: UUID) -> UUID:
    """1.1 is led by Una Hart, 1.2 by the post, 1.3 has her as a deputy; 1.4 is somebody else's."""
    una = NewLead("Una Hart", person_id=giver.person_id)
    post = NewLead("Head of inclusion", post_id=post_id)
    deputy = NewLead("Una Hart", person_id=giver.person_id, kind="deputy")
    return made.make_plan(
        by=office,
        on=date(2020, 1, 6),
        new_actions=[
            made.new_action(1, leads=(una,)),
            made.new_action(2, leads=(post,)),
            made.new_action(3, leads=(post, deputy)),
            made.new_action(4),
        ],
    )


@pytest.fixture
@kept
def ids(plan_id: UUID, office: Any, on: date) -> dict[str, UUID]:
    return made.action_ids(plan_id, by=office, on=on)


@pytest.fixture
@kept
def everything(
    ids: dict[str, UUID], plan_id: UUID, forum_id: UUID, office: Any, giver: Any, on: date
) -> dict[str, UUID]:
    """A risk, an open request, a shared view and a dependency, beside the actions and the post."""
    risk_id = risk_actions.raise_risk(
        action_id=ids["1.4"],
        words="Too few educational psychologists",
        likelihood_before=4,
        impact_before=4,
        likelihood_after=2,
        impact_after=4,
        owner=NewLead("Una Hart", person_id=giver.person_id),
        by=office,
        on=on,
    )
    round_id = round_actions.request_updates(
        plan_id=plan_id, name="January 2020", cut_off=date(2020, 2, 14), by=office, on=on
    )
    view_id = saved_views.save_view(
        plan_id=plan_id, name="Inclusion", shared=True, filters="", columns=(), by=giver, on=on
    )
    waiting_actions.add_dependency(
        action_id=ids["1.4"], waits_for_id=ids["1.1"], note="", by=office, on=on
    )
    return {"risk": risk_id, "round": round_id, "view": view_id}
