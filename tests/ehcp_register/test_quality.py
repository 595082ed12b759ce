"""Data quality: what checks find begins and ends; what did not run has passed nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from goldenthread.ehcp_register import actions, tasks
from goldenthread.ehcp_register.actions import Finding
from goldenthread.ehcp_register.models import CheckRun, Problem
from goldenthread.ehcp_register.queries import quality as queries
from goldenthread.ehcp_register.queries.checks import CHECKS, key_of, key_of_return
from goldenthread.partnership.models import LocalArea
from goldenthread.rules import sen2
from goldenthread.rules.refusals import NotPermitted
from goldenthread.rules.standing import Contradiction
from goldenthread.rules.standing.records import NeedRecord
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
NO_NEED = key_of(Contradiction.NO_NEED)
NEED = NeedRecord(need="ASD", rank=1, from_date=date(2018, 5, 25))
LATER = TODAY + timedelta(days=40)


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def children(manager: Any) -> dict[str, UUID]:
    """Two without a need, one with."""
    return register.add(
        register.child(1, needs=()), register.child(2, needs=()), register.child(3), by=manager
    )


def _check(key: str, viewer: Any, on: date = TODAY) -> queries.CheckFact:
    return next(one for one in queries.checks(viewer=viewer, on=on) if one.check.key == key)


def _keep(area: Any, *findings: Finding, on: date) -> None:
    from django.db import transaction

    with transaction.atomic():
        actions.keep_findings(findings, local_area_id=area.pk, source_id=None, on=on, at=NOW)


def test_what_contradicts_itself_is_found_in_every_record(
    children: dict[str, UUID], manager: Any
) -> None:
    actions.look_through(by=manager, on=TODAY, at=NOW)

    found = _check(NO_NEED, manager)
    assert (found.open, found.since, found.last_on) == (2, TODAY, TODAY)
    rows = queries.problems(NO_NEED, viewer=manager, on=TODAY).rows
    assert {one.child_id for one in rows} == {children["EM00001"], children["EM00002"]}
    assert {one.said for one in rows} == {"No primary need is recorded."}
    assert _check(key_of(Contradiction.TOO_OLD), manager).open == 0


def test_what_was_found_before_keeps_its_age_and_what_is_mended_is_cleared(
    children: dict[str, UUID], manager: Any, local_area: Any
) -> None:
    first, second = children["EM00001"], children["EM00002"]
    _keep(local_area, Finding(NO_NEED, {first: "None.", second: "None."}), on=TODAY)
    _keep(local_area, Finding(NO_NEED, {second: "Still none."}), on=LATER)

    found = _check(NO_NEED, manager, LATER)
    assert (found.open, found.since) == (1, TODAY)
    assert set(found.runs) == {
        (LATER, 1), (TODAY, 2),
    }  # fmt: skip
    cleared = Problem.objects.visible_to(manager, on=LATER).get(child_id=first)
    assert cleared.cleared_on == LATER
    row = queries.problems(NO_NEED, viewer=manager, on=LATER).rows[0]
    assert (row.said, row.since) == ("Still none.", TODAY)


def test_a_check_that_did_not_run_clears_nothing_and_passes_nothing(
    children: dict[str, UUID], manager: Any, local_area: Any
) -> None:
    key = key_of_return(next(iter(sen2.CHECKS)))
    _keep(local_area, Finding(key, {children["EM00001"]: "Wrong."}), on=TODAY)
    _keep(local_area, Finding(key, why_not_run="this source has no UPN"), on=LATER)

    found = _check(key, manager, LATER)
    assert (found.open, found.why_not_run) == (1, "this source has no UPN")


def test_a_check_of_some_children_clears_those_alone(
    children: dict[str, UUID], manager: Any, local_area: Any
) -> None:
    first, second = children["EM00001"], children["EM00002"]
    _keep(local_area, Finding(NO_NEED, {first: "None.", second: "None."}), on=TODAY)
    _keep(local_area, Finding(NO_NEED, of=frozenset({first})), on=LATER)

    left = queries.problems(NO_NEED, viewer=manager, on=LATER).rows
    assert [one.child_id for one in left] == [second]


def test_every_check_of_the_return_and_of_the_record_is_listed(manager: Any) -> None:
    keys = {one.check.key for one in queries.checks(viewer=manager, on=TODAY)}
    assert keys == set(CHECKS)
    assert len(keys) == len(sen2.CHECKS) + len(Contradiction)
    assert len(sen2.CHECKS) == 50


def test_the_worker_looks_through_once_a_day(children: dict[str, UUID], manager: Any) -> None:
    assert tasks.look_through_records() >= 2
    runs = CheckRun.objects.count()
    assert tasks.look_through_records() == 0
    assert CheckRun.objects.count() == runs


def test_a_problem_goes_out_of_sight_with_its_child(
    children: dict[str, UUID], manager: Any, viewer: Any, stranger: Any
) -> None:
    actions.look_through(by=manager, on=TODAY, at=NOW)
    for other in (viewer("programme_office", name="Olly Office"), stranger):
        assert queries.problems(NO_NEED, viewer=other, on=TODAY).count == 0
    with pytest.raises(NotPermitted):
        actions.look_through(by=viewer("case_officer", name="Owen O"), on=TODAY, at=NOW)


def test_the_page_says_what_was_not_run_and_opens_what_was_found(
    children: dict[str, UUID], manager: Any, signed_in: Any
) -> None:
    client = signed_in(manager)
    address = reverse("ehcp_register:quality", args=["eastmere"])
    assert "Nothing has been looked through yet" in client.get(address).content.decode()

    page = client.post(address, follow=True).content.decode()

    assert "Every record was looked through" in page
    assert "Not run yet" in page  # the checks of the return
    rows = client.get(reverse("ehcp_register:problems", args=["eastmere", NO_NEED]))
    assert "Surname001" in rows.content.decode()
    assert "Surname003" not in rows.content.decode()
