"""A plan of Eastmere and its people; `at` makes any of its dates today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import queries
from goldenthread.improvement_plan.queries.facts import ActionDetail
from tests.factories import plans
from tests.kept_rows import kept


@pytest.fixture
@kept
def office(viewer: Any) -> Any:
    return viewer("programme_office")


@pytest.fixture
@kept
def stranger(other_viewer: Any) -> Any:
    """An administrator of the other area."""
    return other_viewer("area_administrator")


@pytest.fixture
@kept
def plan_id(office: Any) -> UUID:
    """Three actions: 1.1 green, 1.2 red, 1.3 not rated; all due by the end of May 2020."""
    return plans.make_plan(
        by=office,
        new_actions=[
            plans.new_action(1, rating=plans.rating("green")),
            plans.new_action(2, rating=plans.rating("red")),
            plans.new_action(3),
        ],
    )


@pytest.fixture
@kept
def ids(plan_id: UUID, office: Any, on: date) -> dict[str, UUID]:
    return plans.action_ids(plan_id, by=office, on=on)


@pytest.fixture
def see(office: Any, on: date) -> Any:
    """`see(action_id)`: everything about an action, as the programme office."""

    def look(action_id: UUID) -> ActionDetail:
        found = queries.action(action_id, viewer=office, on=on)
        assert found is not None
        return found

    return look


@pytest.fixture
@kept
def lead(viewer: Any, ids: dict[str, UUID], office: Any, on: date) -> Any:
    """An action lead who leads 1.1 in person."""
    from goldenthread.improvement_plan import actions
    from goldenthread.improvement_plan.actions.inputs import NewLead

    found = viewer("action_lead")
    actions.set_leads(
        action_id=ids["1.1"],
        version=1,
        leads=[NewLead("Action Lead", person_id=found.person_id)],
        by=office,
        on=on,
    )
    return found


@pytest.fixture
def evidence(ids: dict[str, UUID], office: Any, on: date) -> Any:
    """`evidence("1.1")`: a link that shows it."""
    from goldenthread.improvement_plan import actions

    def add(reference: str, by: Any = None) -> UUID:
        return actions.add_evidence(
            action_id=ids[reference],
            kind="impact",
            title="Survey of families",
            shows="Eight in ten families know the pathway",
            link="https://eastmere.example/survey",
            by=by or office,
            on=on,
        )

    return add


def wearing(viewer: Any, **changes: Any) -> Any:
    """The same person with other rights."""
    return replace(viewer, **changes)


NOVEMBER, DECEMBER = date(2019, 11, 30), date(2019, 12, 31)


def close(plan_id: UUID, name: str, cut_off: date, *, by: Any, on: date) -> None:
    from goldenthread.improvement_plan import actions

    period_id = actions.open_period(
        plan_id=plan_id,
        name=name,
        from_date=cut_off.replace(day=1),
        cut_off=cut_off,
        by=by,
        on=on,
    )
    actions.close_period(period_id=period_id, by=by, on=on)


@pytest.fixture
@kept
def gappy(office: Any, viewer: Any, on: date) -> UUID:
    """Forty actions with every gap at least once, as at 14 January 2020 or so."""
    from goldenthread.improvement_plan import actions
    from goldenthread.improvement_plan.actions.inputs import NewDue, NewLead
    from goldenthread.partnership import actions as partnership

    plan_id = plans.big_plan(40, by=office)
    close(plan_id, "November", NOVEMBER, by=office, on=on)
    close(plan_id, "December", DECEMBER, by=office, on=on)
    ids = plans.action_ids(plan_id, by=office, on=on)
    administrator = viewer("area_administrator")
    post_id = partnership.add_post(title="Head of Pathways", by=administrator, on=on)
    actions.set_leads(
        action_id=ids["1.1"],
        version=1,
        leads=(NewLead("Head of Pathways", post_id=post_id),),
        by=office,
        on=on,
    )
    actions.add_milestone(
        action_id=ids["1.9"],
        text="After the end",
        due=NewDue("2031", None, date(2031, 1, 1), "day"),
        by=office,
        on=on,
    )
    actions.mark_complete(action_id=ids["1.7"], by=office, on=on)
    actions.record_rating(
        action_id=ids["1.2"],
        point_key="red",
        cause="Vacancy",
        recovery_date=on + timedelta(days=30),
        by=office,
        on=on,
    )
    actions.add_finding(plan_id=plan_id, text="Nobody knows who waits", by=office, on=on)
    actions.add_level(plan_id=plan_id, title="An empty priority", reference="9", by=office, on=on)
    return plan_id
