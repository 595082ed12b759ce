"""Eastmere's and Westholm's children: one of each area is restricted in turn."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.partnership import actions
from tests.conftest import TODAY
from tests.person_linked_app.models import AssessmentRequest, Child


def _children(area_id: UUID, names: tuple[str, ...]) -> dict[str, Child]:
    made = {}
    for number, name in enumerate(names, 1):
        child = Child.objects.create(
            local_area_id=area_id,
            name=name,
            health_advice=f"Seizures, {name}",
            social_care=f"Known to a team, {name}",
        )
        AssessmentRequest.objects.create(
            local_area_id=area_id, child=child, received_on=date(2019, number, 1)
        )
        made[name] = child
    return made


@pytest.fixture
def children(office: Any) -> dict[str, Child]:
    return _children(office.local_area_id, ("Ada Quill", "Ben Quill", "Cal Rowe"))


@pytest.fixture
def their_children(stranger: Any) -> dict[str, Child]:
    return _children(stranger.local_area_id, ("Ada West", "Zoe West"))


@pytest.fixture
def second(viewer: Any) -> Any:
    """Another administrator: nobody gives themselves a restricted record."""
    return viewer("area_administrator", name="Bea Holt")


@pytest.fixture
def restricted(administrator: Any, children: dict[str, Child]) -> UUID:
    """The restriction of Ben's record."""
    return actions.restrict(
        about_id=children["Ben Quill"].about_id,
        category="adoption",
        reason="Placed for adoption",
        owner_id=administrator.person_id,
        by=administrator,
        on=TODAY,
    )
