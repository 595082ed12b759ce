"""A plan of Eastmere with three closed periods, and two bodies that receive papers."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.governance import actions, queries
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea
from tests.conftest import NOW, TODAY
from tests.factories import papers, plans
from tests.kept_rows import kept


@pytest.fixture(autouse=True)
@kept
def _stays_on_its_day(local_area: Any) -> None:
    """Pages ask which day it is; this area stays on the tests' own."""
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
@kept
def office(viewer: Any, _stays_on_its_day: None) -> Any:
    return viewer("programme_office")


@pytest.fixture
@kept
def stranger(other_viewer: Any) -> Any:
    return other_viewer("area_administrator", name="Wes Strange")


@pytest.fixture
@kept
def plan_id(office: Any) -> UUID:
    return plans.make_plan(
        by=office,
        new_actions=[
            plans.new_action(1, rating=plans.rating("green")),
            plans.new_action(2, rating=plans.rating("amber")),
            plans.new_action(3),
        ],
    )


@pytest.fixture
@kept
def closed(plan_id: UUID, office: Any) -> dict[str, UUID]:
    """The snapshots of three closed periods: {"October": id…}."""
    return {
        name: papers.closed_period(plan_id, name, cut_off, by=office)
        for name, cut_off in (
            ("October", date(2019, 10, 31)),
            ("November", date(2019, 11, 30)),
            ("December", date(2019, 12, 31)),
        )
    }


@pytest.fixture
@kept
def board(office: Any) -> UUID:
    return partnership.add_forum(name="Improvement Board", kind="board", by=office, on=TODAY)


@pytest.fixture
@kept
def scrutiny(office: Any) -> UUID:
    return partnership.add_forum(name="Scrutiny Committee", kind="scrutiny", by=office, on=TODAY)


@pytest.fixture
def start(plan_id: UUID, closed: dict[str, UUID], office: Any, board: UUID) -> Any:
    """`start("December")`: a draft to the board about that period."""

    def draft(period: str, **given: Any) -> UUID:
        usual: dict[str, Any] = {
            "plan_id": plan_id,
            "snapshot_id": closed[period],
            "forum_id": board,
            "title": f"Progress to {period}",
            "meeting_on": date(2020, 1, 28),
            "by": office,
            "on": TODAY,
            "at": NOW,
        }
        return actions.start_draft(**(usual | given))

    return draft


@pytest.fixture
def fill(office: Any) -> Any:
    """`fill(paper_id)`: a front sheet with all that a paper needs; `words=` adds to it."""

    def sheet(paper_id: UUID, *, words: dict[str, str] | None = None, **given: Any) -> None:
        papers.fill_front_sheet(paper_id, by=given.pop("by", office), words=words, **given)

    return sheet


@pytest.fixture
def see(office: Any) -> Any:
    """`see(paper_id)`: the paper as the programme office."""

    def look(paper_id: UUID, viewer: Any = None) -> queries.PaperFact:
        found = queries.paper(paper_id, viewer=viewer or office)
        assert found is not None
        return found

    return look


@pytest.fixture
def reopen(viewer: Any, plan_id: UUID) -> Any:
    """`reopen("October")`: as the area's administrator."""

    def again(name: str) -> None:
        from goldenthread.improvement_plan import queries as plan_queries

        administrator = viewer("area_administrator", name="Ada Mason")
        period = plan_queries.period_named(plan_id, name, viewer=administrator)
        assert period is not None
        plan_actions.reopen_period(
            period_id=period.id, reason="A rating was late", by=administrator, on=TODAY
        )

    return again
