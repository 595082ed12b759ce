"""A plan of Eastmere and its people; `at` makes any of its dates today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import queries
from goldenthread.improvement_plan.queries.facts import ActionDetail
from tests.factories import plans


@pytest.fixture
def office(viewer: Any) -> Any:
    return viewer("programme_office")


@pytest.fixture
def stranger(other_viewer: Any) -> Any:
    """An administrator of the other area."""
    return other_viewer("area_administrator")


@pytest.fixture
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
