"""One of everything in a plan, and words for whatever a verb asks for besides."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.actions import grid, rounds, saved_views, voices
from goldenthread.improvement_plan.actions.inputs import NewLead, NewTarget
from goldenthread.improvement_plan.models import (
    FamilyVoice,
    ManyChange,
    RoundAction,
    SavedView,
    UpdateRequest,
)
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.grid import RowChange
from goldenthread.partnership import actions as partnership
from goldenthread.rules.ratings import KNOWN_SCALES
from goldenthread.rules.reminders import Reminders
from tests.kept_rows import kept

CUT_OFF = date(2019, 10, 31)


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
    "words": "words",
    "likelihood": 3,
    "impact": 4,
    "likelihood_before": 3,
    "impact_before": 4,
    "how": "mitigated",
    "blocked": "words",
    "decision_needed": "words",
    "decision": "words",
    "ended_as": "met",
    "note": "words",
    "needed_by": date(2020, 3, 31),
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
    "action_ids": (),
    "answers": (),
    "at": None,
    "cause": "words",
    "expected_on": date(2020, 3, 31),
    "fields": {},
    "filters": ActionFilters(),
    "key": "bragg",
    "occasion": "words",
    "said_by_whom": "words",
    "said_on": date(2020, 1, 14),
    "told": (),
    "reminders": Reminders((7,)),
    "finding_ids": (),
    "shared": False,
}


@pytest.fixture
@kept
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
        "risk_id": actions.raise_risk(
            action_id=action_id, words="x", likelihood_before=3, impact_before=4, by=office, on=on
        ),
        "escalation_id": actions.raise_escalation(
            action_id=action_id, blocked="x", decision_needed="x", by=office, on=on
        ),
        "milestone_id": actions.add_milestone(action_id=action_id, text="x", by=office, on=on),
        "target_id": actions.add_target(
            action_id=action_id, target=NewTarget("x"), by=office, on=on
        ),
        "dependency_id": actions.add_dependency(
            action_id=action_id, waits_for_id=ids["1.2"], by=office, on=on
        ),
    }


@pytest.fixture
@kept
def full(everything: dict[str, Any], office: Any, on: date) -> dict[str, Any]:
    """One of everything, with a round, what families said, a view and a change of many."""
    plan_id = everything["plan_id"]
    shown = queries.action(everything["action_id"], viewer=office, on=on)
    assert shown
    actions.set_leads(
        action_id=everything["action_id"],
        version=shown.row.version,
        leads=[NewLead("The office", person_id=office.person_id)],
        by=office,
        on=on,
    )
    round_id = rounds.request_updates(
        plan_id=plan_id, name="January", cut_off=on + timedelta(days=7), by=office, on=on
    )
    forum_id = partnership.add_organisation(
        name="Eastmere Parents", kind="parent_carer_forum", by=office, on=on
    )
    voices.write_down(
        plan_id=plan_id,
        organisation_id=forum_id,
        said_by_whom="Parents who came",
        occasion="Coffee morning",
        said_on=on,
        told=[voices.Told(everything["level_id"], "Nobody rings back.")],
        by=office,
        on=on,
    )
    row = next(row for row in queries.actions(plan_id, viewer=office, on=on))
    change = RowChange(row.id, {"text": "Other words"}, {})
    grid.change_many(plan_id=plan_id, changes=[change], by=office, on=on)
    saved_views.save_view(plan_id=plan_id, name="Mine", filters="", by=office, on=on)
    return everything | {
        "round_id": round_id,
        "request_id": UpdateRequest.objects.get().pk,
        "round_action_id": RoundAction.objects.first().pk,
        "voice_id": FamilyVoice.objects.get().pk,
        "change_id": ManyChange.objects.get().pk,
        "view_id": SavedView.objects.get().pk,
        "organisation_id": forum_id,
    }


def _of_modules(package: ModuleType, parameter: str) -> dict[str, Callable[..., Any]]:
    """Every public function of a package's modules that takes the parameter, as module.name."""
    found = {}
    for module in pkgutil.iter_modules(package.__path__):
        home = f"{package.__name__}.{module.name}"
        for name, function in vars(importlib.import_module(home)).items():
            if (
                inspect.isfunction(function)
                and not name.startswith("_")
                and function.__module__ == home
                and parameter in inspect.signature(function).parameters
            ):
                found[f"{module.name}.{name}"] = function
    return found


def every_verb() -> dict[str, Callable[..., Any]]:
    """Every verb of the context, exported or called by its module: a transaction of its own."""
    return {
        name: function
        for name, function in _of_modules(actions, "by").items()
        if hasattr(function, "__wrapped__")  # transaction.atomic
    }


def within_a_verb() -> dict[str, Callable[..., Any]]:
    """What takes `by` and is no verb: part of one, or a look before one."""
    verbs = every_verb()
    return {
        name: function for name, function in _of_modules(actions, "by").items() if name not in verbs
    }


def every_query() -> dict[str, Callable[..., Any]]:
    """Every query of the context, exported or called by its module."""
    return _of_modules(queries, "viewer")


def attempts(function: Callable[..., Any], given: dict[str, Any]) -> list[dict[str, Any]]:
    takes = inspect.signature(function).parameters
    known = {name: value for name, value in given.items() if name in takes}
    lacking = [
        name
        for name, one in takes.items()
        if one.default is one.empty and name not in known and name not in {"by", "on"}
    ]
    assert not lacking, f"Say here what a verb's {lacking} may be."
    if "action_id" in known and "level_id" in known:
        return [{k: v for k, v in known.items() if k != out} for out in ("action_id", "level_id")]
    return [known]
