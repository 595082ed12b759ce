"""Whoever came by a task link is refused by every policy of every context, but for one task."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import EmptyResultSet

from goldenthread.improvement_plan import policies as plan
from goldenthread.partnership.queries import TaskInHand, Viewer

CONTEXTS = ("partnership", "notifications", "improvement_plan", "governance", "intake")
# Facts about somebody, and not permissions.
NOT_A_POLICY = {"leads", "require"}
# What a link may do, and only to its own object.
BY_LINK = {"may_answer", "may_pass_to_deputy", "may_make_task_links"}

PERSON, POST, PLAN, REQUEST = uuid4(), uuid4(), uuid4(), uuid4()
# The worst case: everything in the subject is this very person's.
SUBJECT = plan.ActionSubject(
    plan_id=PLAN, lead_person_ids=frozenset({PERSON}), lead_post_ids=frozenset({POST})
)
ARGUMENTS: dict[str, Any] = {
    "subject": SUBJECT,
    "part": SUBJECT,
    "waited_for": SUBJECT,
    "request": plan.RequestSubject(
        request_id=REQUEST, person_id=PERSON, deputy_id=PERSON, part=SUBJECT
    ),
    "voice": plan.VoiceSubject(
        part=SUBJECT,
        organisation_id=PLAN,
        organisation="Eastmere Parent Carer Forum",
        speaks_for=frozenset({PLAN}),
        own_draft=True,
    ),
    "speaks_for": {PLAN},
    "plan_id": PLAN,
    "task": plan.UPDATE_REQUEST,
    "object_id": REQUEST,
    "capacity": "council",
    "state": "draft",
    "signs_in": False,
    "owns": True,
    "others": False,
    "kind": "plan",
}


def by_link(object_id: Any) -> Viewer:
    return Viewer(
        user_id=PERSON,
        name="Ivo Lund",
        local_area_id=uuid4(),
        local_area_slug="eastmere",
        local_area_name="Eastmere",
        grants=(),
        person_id=PERSON,
        post_ids=frozenset({POST}),
        task=TaskInHand(plan.UPDATE_REQUEST, object_id),
    )


def policies() -> Iterator[tuple[str, Callable[..., Any]]]:
    for context in CONTEXTS:
        module = importlib.import_module(f"goldenthread.{context}.policies")
        for name, policy in inspect.getmembers(module, inspect.isfunction):
            ours = f"{policy.__module__}.".startswith(f"{module.__name__}.")
            asks = "viewer" in inspect.signature(policy).parameters
            if ours and asks and not name.startswith("_") and name not in NOT_A_POLICY:
                yield f"{context}.{name}", policy


POLICIES = dict(policies())


def answer(policy: Callable[..., Any], viewer: Viewer) -> Any:
    """What a policy says; an argument it asks for that is not known here fails the test."""
    wanted = [one for one in inspect.signature(policy).parameters.values() if one.name != "viewer"]
    named = {one.name: given(one.name) for one in wanted if one.kind is one.KEYWORD_ONLY}
    return policy(viewer, *(given(one.name) for one in wanted if one.name not in named), **named)


def given(name: str) -> Any:
    """An argument by its name; ids that nobody thought of are some id, flags are yes."""
    if name in ARGUMENTS:
        return ARGUMENTS[name]
    if name.endswith("_id"):
        return uuid4()
    pytest.fail(f"Say in ARGUMENTS what {name} is in the worst case.")


def test_there_are_policies_in_every_context() -> None:
    found = {name.split(".")[0] for name in POLICIES}
    assert found == set(CONTEXTS)
    assert len(POLICIES) > 30


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_refuses_whoever_came_by_a_link(name: str) -> None:
    policy = POLICIES[name]
    said = answer(policy, by_link(uuid4()))
    if inspect.signature(policy).return_annotation == "str":
        assert said.endswith("."), f"{name} lets somebody do it who came by a link"
    else:
        assert not said, f"{name} lets somebody do it who came by a link"


@pytest.mark.parametrize("name", POLICIES)
def test_a_link_lets_do_what_it_was_made_for_and_nothing_else(name: str) -> None:
    policy = POLICIES[name]
    refused = bool(answer(policy, by_link(REQUEST)))
    if inspect.signature(policy).return_annotation == "str":
        assert refused == (name.split(".")[1] not in BY_LINK), name


@pytest.mark.parametrize("name", sorted(BY_LINK))
def test_a_link_of_another_kind_to_the_same_thing_lets_do_nothing_with_it(name: str) -> None:
    policy = next(found for full, found in POLICIES.items() if full.split(".")[1] == name)
    of_another_kind = replace(by_link(REQUEST), task=TaskInHand("another_task", REQUEST))
    assert answer(policy, by_link(REQUEST)) == ""
    assert answer(policy, of_another_kind).endswith(".")


@pytest.mark.parametrize("name", ["Plan", "Action", "BoardPaper", "Message"])
def test_a_link_sees_no_plan_no_action_no_paper_and_no_message(name: str) -> None:
    """The database is not even asked."""
    (model,) = (one for one in apps.get_models() if one.__name__ == name)
    with pytest.raises(EmptyResultSet):
        model._default_manager.visible_to(by_link(PLAN)).query.sql_with_params()
