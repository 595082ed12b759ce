"""A closed plan stays readable whole, and refuses every verb with one sentence."""

from __future__ import annotations

import inspect
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions import plans, saved_views
from goldenthread.improvement_plan.actions.chasing import chase
from goldenthread.rules.refusals import Refused
from goldenthread.trail import queries as trail
from tests.improvement_plan.every_verb import WORDS, attempts, every_verb, everything, full
from tests.kept_rows import kept

__all__ = ["everything", "full"]

CLOSED_ON = date(2020, 1, 14)
SENTENCE = (
    "“Eastmere SEND improvement plan” has been closed since 14 January 2020. "
    "An area administrator can reopen it."
)
# What is right in a closed plan, or is not done to the plan itself.
RIGHTLY_ALLOWED = {
    "kinds.edit_kind": "the kinds of plan of the area, not of one plan",
    "plans.reopen_plan": "takes back that it is closed",
    "plans.create_plan": "starts another plan, which may follow this one",
    "importing.make_plan": "brings in another plan",
    "saved_views.save_view": "a way of reading the plan",
    "saved_views.change_view": "a way of reading the plan",
    "saved_views.end_view": "a way of reading the plan",
    "saved_views.choose_default_view": "a way of reading the plan",
}


VERBS = every_verb()


@pytest.fixture
@kept
def closed(full: dict[str, Any], office: Any, on: date) -> dict[str, Any]:
    """A plan with one of everything, and closed."""
    plan = queries.plan(full["plan_id"], viewer=office)
    assert plan
    plans.close_plan(plan_id=plan.id, version=plan.version, reason="Done", by=office, on=on)
    return full


@pytest.mark.parametrize("name", sorted(set(VERBS) - set(RIGHTLY_ALLOWED)))
def test_every_verb_is_refused_in_a_closed_plan(
    name: str, closed: dict[str, Any], office: Any, on: date
) -> None:
    before = trail.audit_trail(local_area_id=office.local_area_id, limit=500)
    takes = inspect.signature(VERBS[name]).parameters
    who = {"by": office} | ({"on": on} if "on" in takes else {})
    for given in attempts(VERBS[name], WORDS | closed):
        with pytest.raises(Refused) as refusal:
            VERBS[name](**given, **who)
        assert str(refusal.value) == SENTENCE
    assert trail.audit_trail(local_area_id=office.local_area_id, limit=500) == before


def test_every_verb_that_is_exported_is_tried() -> None:
    tried = {name.split(".")[1] for name in VERBS}
    assert set(actions.__all__) <= tried
    assert set(RIGHTLY_ALLOWED) <= set(VERBS)


def test_a_closed_plan_can_be_read_in_ways_of_ones_own(
    closed: dict[str, Any], office: Any, on: date
) -> None:
    plan_id = closed["plan_id"]
    view_id = saved_views.save_view(plan_id=plan_id, name="Late", filters="", by=office, on=on)
    saved_views.choose_default_view(plan_id=plan_id, view_id=view_id, by=office, on=on)
    saved_views.end_view(view_id=view_id, version=1, by=office, on=on)


def test_nobody_is_chased_in_a_closed_plan(closed: dict[str, Any], office: Any, on: date) -> None:
    done = chase(local_area_id=office.local_area_id, area="eastmere", on=on + timedelta(days=30))
    assert done.rounds == 0


def test_a_reopened_plan_is_written_in_again(
    closed: dict[str, Any], office: Any, viewer: Any, on: date
) -> None:
    plan = queries.plan(closed["plan_id"], viewer=office)
    assert plan
    plans.reopen_plan(
        plan_id=plan.id,
        version=plan.version,
        reason="Closed too early",
        by=viewer("area_administrator"),
        on=on,
    )
    assert actions.record_update(action_id=closed["action_id"], progress="x", by=office, on=on)


def test_another_plan_is_not_closed_by_it(closed: dict[str, Any], office: Any, on: date) -> None:
    from tests.factories import plans as factory

    other = factory.make_plan(by=office, title="Another plan", new_actions=[factory.new_action(1)])
    ids = factory.action_ids(other, by=office, on=on)
    assert actions.record_update(action_id=ids["1.1"], progress="x", by=office, on=on)
    with pytest.raises(Refused, match="not in a plan that you can see"):
        actions.record_update(action_id=uuid4(), progress="x", by=office, on=on)
