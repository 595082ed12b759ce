"""Two local areas in one installation never see each other."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions.inputs import NewLead
from goldenthread.improvement_plan.models import PlanKind
from goldenthread.rules.ratings import KNOWN_SCALES
from goldenthread.rules.refusals import Refused
from goldenthread.trail import queries as trail
from tests.factories import plans
from tests.improvement_plan.every_verb import (
    WORDS,
    attempts,
    every_query,
    every_verb,
    everything,
    full,
)

__all__ = ["everything", "full"]  # fixtures


def call(function: Any, given: dict[str, Any]) -> Any:
    """With whatever of `given` the function takes."""
    takes = inspect.signature(function).parameters
    return function(**{name: value for name, value in given.items() if name in takes})


EXPORTED = sorted(
    name
    for name in queries.__all__
    if name not in {"ActionFilters"} and inspect.isfunction(getattr(queries, name))
)
# Part of a query, or told of the viewer alone: whoever adds one says why it needs no sweep.
NO_QUERY = {
    "action_lists.led": "rows for those that tell them; narrowed by the viewer in it",
    "action_lists.led_by": "a condition about the viewer",
    "action_lists.rows_in_order": "rows that were found already",
    "closed.knowing_closed_plans": "the viewer",
    "contexts.load": "of the plans that the viewer sees",
    "grid.as_cells": "rows that were found already",
    "grid.names": "a plan that was found already",
    "handing_over.held": "a person who was found already",
    "request_form.draft_key": "the viewer",
    "rows.action_rows": "rows that were found already",
    "saved_views.undoable": "rows that were found already",
    "voices.scale_for_families": "scales that were found already",
    "reminding.round_mail": "a round that was found already",
}
QUERIES = every_query()


def asked(name: str, full: dict[str, UUID], on: date) -> dict[str, Any]:
    """What the query is asked about: things of Eastmere."""
    called = name.rsplit(".", maxsplit=1)[-1]
    titles = {"plan_named": "Eastmere SEND improvement plan", "period_named": "October"}
    kind = PlanKind.objects.get(local_area__slug="eastmere")
    return full | {
        "on": on,
        "title": titles.get(called),
        "name": titles.get(called),
        "filters": queries.ActionFilters(),
        "number": 1,
        "size": 50,
        "q": "pathway",
        "plan_ids": [full["plan_id"]],
        "scale_key": KNOWN_SCALES["five-point"].key,
        "lists": [(full["plan_id"], queries.ActionFilters())],
        "action_ids": [full["action_id"]],
        "after": date(2019, 1, 1),
        "codes": ["ABCD"],
        "key": "no-date",
        "kind": "risk",
        "kind_id": kind.pk,
        "thing_id": full["risk_id"],
        "occasion": "October visit",
        "sent_id": full["plan_id"],
    }


HOLDING: dict[str, Callable[[Any], Any]] = {
    "at_work.at_work": lambda found: any(vars(found).values()),
    "points.rated_on": any,
    "carrying.lineage": lambda found: found.came_from or found.went_to,
    "risks.risk_counts": lambda found: found.risks or found.issues or found.decisions,
}


@pytest.mark.asvs("8.4.1")
def test_no_query_tells_another_area_anything(
    full: dict[str, Any], office: Any, stranger: Any, on: date
) -> None:
    told = {}
    for name in sorted(set(QUERIES) - set(NO_QUERY)):
        found = call(QUERIES[name], asked(name, full, on) | {"viewer": stranger})
        if HOLDING.get(name, bool)(found):
            told[name] = found
    assert not told


def test_every_query_of_every_module_is_swept() -> None:
    assert set(NO_QUERY) <= set(QUERIES)
    assert set(EXPORTED) <= {name.split(".")[-1] for name in QUERIES}


@pytest.mark.parametrize("name", sorted(set(EXPORTED) - {"my_actions"}))
def test_every_query_tells_its_own_area_something(
    name: str, everything: dict[str, Any], office: Any, on: date
) -> None:
    given = asked(name, everything, on)
    if name == "actions_by_lead":
        given.pop("person_id")
    found = call(getattr(queries, name), given | {"viewer": office})
    assert any(found) if name == "rated_on" else found


MAKES_ITS_OWN = {
    "importing.make_plan": "a plan in the viewer's own area",
    "plans.create_plan": "a plan in the viewer's own area",
}
VERBS = every_verb()


@pytest.mark.asvs("8.4.1")
def test_no_verb_touches_another_areas_plan(
    full: dict[str, Any], office: Any, stranger: Any, on: date
) -> None:
    kind = PlanKind.objects.get(local_area__slug="eastmere")
    before = trail.audit_trail(local_area_id=office.local_area_id, limit=500)
    allowed = []
    for name in sorted(set(VERBS) - set(MAKES_ITS_OWN)):
        takes = inspect.signature(VERBS[name]).parameters
        who = {"by": stranger} | ({"on": on} if "on" in takes else {})
        for given in attempts(VERBS[name], WORDS | full | {"kind_id": kind.pk}):
            try:
                VERBS[name](**given, **who)
            except Refused:
                continue
            allowed.append(name)
    assert not allowed
    assert trail.audit_trail(local_area_id=office.local_area_id, limit=500) == before
    assert not [
        entry
        for entry in trail.audit_trail(local_area_id=stranger.local_area_id)
        if entry.act.startswith("improvement_plan")
    ]


def test_every_verb_of_every_module_is_swept() -> None:
    """Exported or not: what a module offers as a verb is tried on another area's things."""
    assert set(MAKES_ITS_OWN) <= set(VERBS)
    assert set(actions.__all__) <= {name.split(".")[1] for name in VERBS}


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
        lambda: actions.link_findings(
            level_id=mine.id, finding_ids=[finding_id], version=1, by=office, on=on
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
