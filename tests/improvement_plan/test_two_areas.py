"""Two local areas in one installation never see each other."""

from __future__ import annotations

import inspect
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import NewLead, NewTarget
from goldenthread.rules.ratings import KNOWN_SCALES
from goldenthread.rules.refusals import Refused
from goldenthread.trail import queries as trail
from tests.factories import plans

CUT_OFF = date(2019, 10, 31)


@pytest.fixture
def everything(plan_id: UUID, ids: Any, office: Any, on: date, evidence: Any) -> dict[str, UUID]:
    """An id of every kind of thing in a plan of Eastmere."""
    from goldenthread.partnership import actions as partnership

    forum_id = partnership.add_forum(name="Board", by=office, on=on)
    post_id = partnership.add_post(title="Head of SEND", by=office, on=on)
    action_id = ids["1.1"]
    actions.set_forums(action_id=action_id, version=1, forum_ids=[forum_id], by=office, on=on)
    actions.set_leads(
        action_id=action_id,
        version=2,
        leads=[NewLead("Head of SEND", post_id=post_id)],
        by=office,
        on=on,
    )
    level_id = queries.level_tree(plan_id, viewer=office, on=on)[0].id
    period_id = actions.open_period(
        plan_id=plan_id,
        name="October",
        from_date=date(2019, 9, 1),
        cut_off=CUT_OFF,
        by=office,
        on=on,
    )
    return {
        "plan_id": plan_id,
        "action_id": action_id,
        "waits_for_id": ids["1.2"],
        "level_id": level_id,
        "forum_id": forum_id,
        "post_id": post_id,
        "person_id": office.person_id,
        "period_id": period_id,
        "snapshot_id": actions.close_period(period_id=period_id, by=office, on=on),
        "evidence_id": evidence("1.1"),
        "finding_id": actions.add_finding(plan_id=plan_id, text="x", by=office, on=on),
        "milestone_id": actions.add_milestone(action_id=action_id, text="x", by=office, on=on),
        "target_id": actions.add_target(
            action_id=action_id, target=NewTarget("x"), by=office, on=on
        ),
        "dependency_id": actions.add_dependency(
            action_id=action_id, waits_for_id=ids["1.2"], by=office, on=on
        ),
    }


def call(function: Any, given: dict[str, Any]) -> Any:
    """With whatever of `given` the function takes."""
    takes = inspect.signature(function).parameters
    return function(**{name: value for name, value in given.items() if name in takes})


QUERIES = [
    name
    for name in queries.__all__
    if name not in {"ActionFilters"} and inspect.isfunction(getattr(queries, name))
]


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_tells_another_area_anything(
    name: str, everything: dict[str, Any], office: Any, stranger: Any, on: date
) -> None:
    titles = {"plan_named": "Eastmere SEND improvement plan", "period_named": "October"}
    given = everything | {"on": on, "title": titles.get(name), "name": titles.get(name)}
    assert not call(getattr(queries, name), given | {"viewer": stranger})


@pytest.mark.parametrize("name", sorted(set(QUERIES) - {"my_actions"}))
def test_every_query_tells_its_own_area_something(
    name: str, everything: dict[str, Any], office: Any, on: date
) -> None:
    titles = {"plan_named": "Eastmere SEND improvement plan", "period_named": "October"}
    given = everything | {"on": on, "title": titles.get(name), "name": titles.get(name)}
    if name == "actions_by_lead":
        given.pop("person_id")
    assert call(getattr(queries, name), given | {"viewer": office})


WORDS: dict[str, Any] = {
    "version": 1,
    "changes": {},
    "title": "A title",
    "text": "words",
    "progress": "words",
    "reason": "words",
    "name": "November",
    "from_date": date(2019, 11, 1),
    "cut_off": date(2019, 11, 30),
    "scale": KNOWN_SCALES["half-points"],
    "point_key": "green",
    "kind": "output",
    "shows": "words",
    "link": "https://westholm.example",
    "target": NewTarget("words"),
    "value": Decimal(1),
    "read_on": CUT_OFF,
    "source": "words",
    "leads": (),
    "forum_ids": (),
    "dues": (),
    "source_label": "words",
    "level_names": ("Theme",),
}
MAKES_ITS_OWN = {"make_plan", "create_plan"}
VERBS = sorted(set(actions.__all__) - MAKES_ITS_OWN)


def attempts(name: str, everything: dict[str, Any]) -> list[dict[str, Any]]:
    """Arguments that name things of the other area; one of action or level where either will do."""
    takes = inspect.signature(getattr(actions, name)).parameters
    given = {k: v for k, v in (WORDS | everything).items() if k in takes}
    if "action_id" in given and "level_id" in given:
        return [
            {k: v for k, v in given.items() if k != left_out}
            for left_out in ("action_id", "level_id")
        ]
    return [given]


@pytest.mark.parametrize("name", VERBS)
def test_no_verb_touches_another_areas_plan(
    name: str, everything: dict[str, Any], office: Any, stranger: Any, on: date
) -> None:
    before = trail.audit_trail(local_area_id=office.local_area_id, limit=500)
    for given in attempts(name, everything):
        with pytest.raises(Refused):
            getattr(actions, name)(**given, by=stranger, on=on)
    assert trail.audit_trail(local_area_id=office.local_area_id, limit=500) == before
    assert not [
        entry
        for entry in trail.audit_trail(local_area_id=stranger.local_area_id)
        if entry.act.startswith("improvement_plan")
    ]


def test_somebody_with_one_plan_does_not_see_the_others(
    plan_id: UUID, ids: Any, office: Any, viewer: Any, on: date
) -> None:
    other = plans.make_plan(by=office, title="Another plan", new_actions=[plans.new_action(1)])
    narrow = viewer("programme_office", name="Narrow", scope_kind="plan", scope_id=other)
    assert [plan.id for plan in queries.plans(viewer=narrow)] == [other]
    assert queries.plan_summary(plan_id, viewer=narrow, on=on) is None
    assert queries.action(ids["1.1"], viewer=narrow, on=on) is None
    with pytest.raises(Refused):
        actions.record_update(action_id=ids["1.1"], progress="x", by=narrow, on=on)


def test_things_of_another_plan_or_area_cannot_be_put_into_one(
    plan_id: UUID, ids: Any, office: Any, other_viewer: Any, on: date
) -> None:
    from goldenthread.partnership import actions as partnership

    theirs = other_viewer("programme_office")
    forum_id = partnership.add_forum(name="Their board", by=theirs, on=on)
    other_plan = plans.make_plan(by=office, title="Another plan")
    level_id = queries.level_tree(other_plan, viewer=office, on=on)[0].id
    finding_id = actions.add_finding(plan_id=other_plan, text="x", by=office, on=on)
    mine = queries.level_tree(plan_id, viewer=office, on=on)[0]
    tries: list[Any] = [
        lambda: actions.set_forums(
            action_id=ids["1.1"], version=1, forum_ids=[forum_id], by=office, on=on
        ),
        lambda: actions.set_leads(
            action_id=ids["1.1"],
            version=1,
            leads=[NewLead("x", person_id=theirs.person_id)],
            by=office,
            on=on,
        ),
        lambda: actions.edit_action(
            action_id=ids["1.1"], version=1, changes={"level_ids": [level_id]}, by=office, on=on
        ),
        lambda: actions.add_level(plan_id=plan_id, title="x", parent_id=level_id, by=office, on=on),
        lambda: actions.link_finding(
            level_id=mine.id, finding_id=finding_id, version=1, by=office, on=on
        ),
    ]
    for attempt in tries:
        with pytest.raises(Refused):
            attempt()


def test_a_file_of_another_area_is_no_evidence(ids: Any, office: Any, on: date) -> None:
    from uuid import uuid4

    with pytest.raises(Refused, match="not kept here"):
        actions.add_evidence(
            action_id=ids["1.1"],
            kind="output",
            title="x",
            shows="x",
            file_id=uuid4(),
            by=office,
            on=on,
        )


def test_every_verb_leaves_exactly_one_entry(
    everything: dict[str, Any], office: Any, viewer: Any, on: date
) -> None:
    administrator = viewer("area_administrator")

    def entries() -> int:
        return len(trail.audit_trail(local_area_id=office.local_area_id, limit=1000))

    version = queries.action(everything["action_id"], viewer=office, on=on)
    assert version
    acts: list[Any] = [
        lambda: actions.record_rating(
            action_id=everything["action_id"], point_key="amber", by=office, on=on
        ),
        lambda: actions.mark_complete(action_id=everything["action_id"], by=office, on=on),
        lambda: actions.sign_off(action_id=everything["action_id"], by=administrator, on=on),
        lambda: actions.reopen_completion(
            action_id=everything["action_id"], reason="x", by=office, on=on
        ),
        lambda: actions.record_update(
            action_id=everything["action_id"], progress="x", by=office, on=on
        ),
        lambda: actions.reopen_period(
            period_id=everything["period_id"], reason="x", by=administrator, on=on
        ),
        lambda: actions.close_period(period_id=everything["period_id"], by=office, on=on),
        lambda: actions.end_target(target_id=everything["target_id"], version=1, by=office, on=on),
        lambda: actions.edit_action(
            action_id=everything["action_id"],
            version=version.row.version,
            changes={"text": "new", "level_ids": []},
            by=office,
            on=on,
        ),
    ]
    for act in acts:
        before = entries()
        act()
        assert entries() == before + 1
