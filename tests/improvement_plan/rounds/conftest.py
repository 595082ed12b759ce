"""A plan of four actions with leads of every kind, and a round that asks them.

1.1 is led by a post that Ana Reyes holds, 1.2 by Ana and by Ben Okoro in person, 1.3 by a post that
nobody holds, 1.4 by words that nobody has matched, 1.5 by nobody. 1.6 is complete.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions import rounds as verbs
from goldenthread.improvement_plan.actions.inputs import NewLead
from goldenthread.improvement_plan.queries import rounds as asked
from goldenthread.improvement_plan.queries.request_form import request_form
from goldenthread.improvement_plan.queries.round_facts import RequestForm, RoundBoard
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.queries import by_token, task_link_token
from tests.conftest import TODAY
from tests.factories import plans
from tests.kept_rows import kept

CUT_OFF = TODAY + timedelta(days=10)  # 24 January 2020, a Friday


@dataclass
class World:
    """Ids of everything, and ways to look at it."""

    plan_id: UUID
    level_id: UUID
    ids: dict[str, UUID]
    people: dict[str, UUID]
    posts: dict[str, UUID]
    office: Any
    round_id: UUID | None = None

    def ask(self, **given: Any) -> UUID:
        usual: dict[str, Any] = {
            "plan_id": self.plan_id,
            "name": "January 2020",
            "cut_off": CUT_OFF,
            "by": self.office,
            "on": TODAY,
        }
        self.round_id = verbs.request_updates(**(usual | given))
        return self.round_id

    def board(self, *, by: Any = None, on: date = TODAY) -> RoundBoard:
        assert self.round_id is not None
        found = asked.round_board(self.round_id, viewer=by or self.office, on=on)
        assert found is not None
        return found

    def request_of(self, name: str) -> Any:
        return next(one for one in self.board().requests if one.person_name == name)

    def form_of(self, name: str, *, on: date = TODAY) -> RequestForm:
        found = request_form(self.request_of(name).id, viewer=self.office, on=on)
        assert found is not None
        return found

    def by_link(self, name: str, *, on: date = TODAY, deputy: bool = False) -> Any:
        """The viewer somebody is who came by the link in their message."""
        request = self.request_of(name)
        link_id = request.deputy_link_id if deputy else request.link_id
        return by_token(task_link_token(link_id), task="update_request", on=on).viewer

    def asked_of(self, name: str, reference: str) -> UUID:
        form = self.form_of(name)
        return next(one.id for one in form.actions if one.reference == reference)


@pytest.fixture
@kept
def world(office: Any) -> World:
    people = {
        name: partnership.add_person(name=name, email=email, by=office, on=TODAY)
        for name, email in (
            ("Ana Reyes", "ana@eastmere.example"),
            ("Ben Okoro", ""),
            ("Dee Lund", "dee@eastmere.example"),
        )
    }
    posts = {
        title: partnership.add_post(title=title, by=office, on=TODAY)
        for title in ("Head of Inclusion", "Therapies Lead")
    }
    partnership.hold_post(
        post_id=posts["Head of Inclusion"],
        person_id=people["Ana Reyes"],
        from_date=date(2019, 1, 1),
        by=office,
        on=TODAY,
    )
    leads = (
        (NewLead("Head of Inclusion", post_id=posts["Head of Inclusion"]),),
        (
            NewLead("Ana Reyes", person_id=people["Ana Reyes"]),
            NewLead("Ben Okoro", person_id=people["Ben Okoro"]),
        ),
        (NewLead("Therapies Lead", post_id=posts["Therapies Lead"]),),
        (NewLead("Somebody at the trust"),),
        (),
        (NewLead("Head of Inclusion", post_id=posts["Head of Inclusion"]),),
    )
    plan_id = plans.make_plan(
        by=office,
        new_actions=[
            plans.new_action(number, leads=led, progress="We began." if number == 1 else "")
            for number, led in enumerate(leads, start=1)
        ],
    )
    ids = plans.action_ids(plan_id, by=office, on=TODAY)
    actions.mark_complete(action_id=ids["1.6"], by=office, on=TODAY)
    level = queries.level_tree(plan_id, viewer=office, on=TODAY)[0]
    return World(plan_id, level.id, ids, people, posts, office)


@pytest.fixture
@kept
def asked_world(world: World) -> World:
    world.ask()
    return world


@pytest.fixture
@kept
def ana(world: World, viewer: Callable[..., Any]) -> Any:
    """Ana Reyes, signed in as an action lead."""
    found = viewer("action_lead", name="Signed-in Ana")
    return replace(
        found,
        person_id=world.people["Ana Reyes"],
        post_ids=frozenset({world.posts["Head of Inclusion"]}),
    )
