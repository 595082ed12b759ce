"""Update rounds: one to 300 leads prepared, and the form of 40 actions opened by its link.

What is measured is undone again, so that the other measurements find the areas as they were.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.test import Client

from benchmarks import building
from benchmarks.figures import Timed, timed
from benchmarks.invented import TODAY
from goldenthread.improvement_plan import actions as plan_actions
from goldenthread.improvement_plan.actions.inputs import NewAction, NewDue, NewLead, NewLevel
from goldenthread.improvement_plan.actions.rounds import request_updates
from goldenthread.improvement_plan.policies import UPDATE_REQUEST
from goldenthread.improvement_plan.queries.rounds import round_board
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.queries import Viewer, task_link_path

LEADS, ACTIONS_EACH = 300, 3
OF_ONE_FORM = 40
# Far away: the link is opened on the day of the measurement, whenever that is.
CUT_OFF = TODAY + timedelta(days=3650)


def time_rounds(slug: str = building.FIRST) -> list[Timed]:
    """The round of 300 leads with three actions each, then the form of one lead's 40."""
    office = building.viewer(building.office_email(slug), slug)
    with transaction.atomic():
        many = _plan("Benchmark of 300 leads", _people(LEADS, office), ACTIONS_EACH, office)
        one = _plan("Benchmark of 40 actions", _people(1, office), OF_ONE_FORM, office)
        found = [
            timed(
                f"Round to {LEADS} leads, {LEADS * ACTIONS_EACH} actions",
                partial(_ask_and_undo, many, office),
                rounds=3,
                warm_up=1,
            ),
            timed(
                f"Form of {OF_ONE_FORM} actions",
                partial(_open, Client(headers={"host": "localhost"}), _form(one, office)),
                rounds=30,
            ),
        ]
        transaction.set_rollback(True)
    return found


def _people(count: int, office: Viewer) -> list[UUID]:
    return [
        partnership.add_person(
            name=f"Lead {number} of {count}",
            email=f"lead.{number}.of.{count}@benchmark.example",
            by=office,
            on=TODAY,
        )
        for number in range(count)
    ]


def _plan(title: str, people: list[UUID], each: int, office: Viewer) -> UUID:
    actions = [
        NewAction(
            key=f"{number}",
            reference=f"1.{number + 1}",
            text=f"Agree how pathway {number + 1} is to work, and tell families about it",
            level_keys=("priority",),
            leads=(NewLead("Lead", person_id=people[number // each]),),
            dues=(NewDue("soon", None, TODAY + timedelta(days=number % 90 - 20), "day"),),
            progress="Schools were asked in the autumn; two of three have answered.",
        )
        for number in range(len(people) * each)
    ]
    return plan_actions.make_plan(
        title=title,
        kind_name="Benchmark",
        level_names=("Priority",),
        levels=(NewLevel("priority", "Joint working", reference="1"),),
        scales=(),
        actions=actions,
        source_label="benchmark",
        by=office,
        on=TODAY,
    )


def _ask(plan_id: UUID, office: Viewer) -> UUID:
    return request_updates(plan_id=plan_id, name="Benchmark", cut_off=CUT_OFF, by=office, on=TODAY)


def _ask_and_undo(plan_id: UUID, office: Viewer) -> None:
    with transaction.atomic():
        _ask(plan_id, office)
        transaction.set_rollback(True)


def _form(plan_id: UUID, office: Viewer) -> str:
    board = round_board(_ask(plan_id, office), viewer=office, on=TODAY)
    assert board is not None
    (request,) = board.requests
    return task_link_path(request.link_id, task=UPDATE_REQUEST)


def _open(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"The form answered {answer.status_code}")
