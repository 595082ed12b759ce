"""Westholm with things of its own, whose words must never be read in Merrowshire."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey

from goldenthread.improvement_plan import actions
from goldenthread.improvement_plan.actions import rounds
from goldenthread.improvement_plan.actions.inputs import NewLead
from goldenthread.partnership import actions as partnership
from tests.factories import plans
from tests.rights.one_of_everything import DAY

WORDS = "Zwesthlmzq"  # in everything that Westholm has


def fill(office: Any) -> None:
    """A plan, people, a forum, a post, a risk, a decision asked for, a period and a round."""
    given = {"by": office, "on": DAY}
    person = partnership.add_person(name=f"Pat {WORDS}", email="pat@westholm.test", **given)
    forum = partnership.add_forum(name=f"Forum {WORDS}", **given)
    post = partnership.add_post(title=f"Post {WORDS}", **given)
    partnership.add_organisation(name=f"Voice {WORDS}", kind="parent_carer_forum", **given)
    partnership.hold_post(post_id=post, person_id=person, from_date=DAY, **given)
    plan = plans.make_plan(
        by=office,
        title=f"Plan {WORDS}",
        new_actions=[
            plans.new_action(n, text=f"Action {WORDS}", leads=(NewLead(WORDS, post_id=post),))
            for n in (1, 2)
        ],
    )
    one, other = plans.action_ids(plan, by=office, on=DAY).values()
    actions.set_forums(action_id=one, version=1, forum_ids=[forum], **given)
    actions.raise_risk(action_id=one, words=WORDS, likelihood_before=3, impact_before=4, **given)
    actions.raise_escalation(action_id=one, blocked=WORDS, decision_needed=WORDS, **given)
    actions.add_milestone(action_id=one, text=WORDS, **given)
    actions.add_dependency(action_id=one, waits_for_id=other, **given)
    actions.add_finding(plan_id=plan, text=WORDS, **given)
    period = actions.open_period(
        plan_id=plan, name=f"Period {WORDS}", from_date=DAY.replace(day=1), cut_off=DAY, **given
    )
    actions.close_period(period_id=period, **given)
    rounds.request_updates(plan_id=plan, name=WORDS, cut_off=DAY.replace(day=30), **given)


def twins(area_id: UUID, other_id: UUID) -> dict[str, str]:
    """Id of a thing of the area → id of a thing of the other area, of the same kind."""
    found: dict[str, str] = {}
    for model in _of_areas():
        theirs = model._base_manager.filter(local_area_id=other_id).values_list("pk", flat=True)
        twin = theirs.first()
        if isinstance(twin, UUID):
            ours = model._base_manager.filter(local_area_id=area_id).values_list("pk", flat=True)
            found |= {str(one): str(twin) for one in ours}
    return found


def crossed() -> list[str]:
    """Where a row of one area points at a row of another."""
    with connection.cursor() as cursor:
        cursor.execute(_every_link())
        return [name for (name,) in cursor.fetchall()]


@cache
def _every_link() -> str:
    """One statement: a table that points across areas is a row of its answer."""
    quote, asked = connection.ops.quote_name, []
    for model, name in _links():
        field = model._meta.get_field(name)
        here, there = quote(model._meta.db_table), quote(field.related_model._meta.db_table)
        asked.append(
            f"SELECT '{model.__name__}.{name}' WHERE EXISTS (SELECT 1 FROM {here} a JOIN {there} b "
            f"ON a.{quote(field.column)} = b.{quote(field.target_field.column)} "
            "WHERE a.local_area_id <> b.local_area_id)"
        )
    return " UNION ALL ".join(asked)


@cache
def _of_areas() -> tuple[Any, ...]:
    return tuple(
        model
        for model in apps.get_models()
        if any(field.name == "local_area" for field in model._meta.get_fields())
    )


@cache
def _links() -> tuple[tuple[Any, str], ...]:
    return tuple(
        (model, field.name)
        for model in _of_areas()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model in _of_areas()
    )
