"""Counts for those who see no child: rounded, protected, as at the first of the month."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from goldenthread.ehcp_register.queries import aggregates
from goldenthread.ehcp_register.queries.aggregates import PLACED, counted_rows, register_counts
from goldenthread.partnership.models import NamedGrant, Restriction
from goldenthread.rules.disclosure import protect
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import NotPermitted
from goldenthread.rules.standing.records import NeedRecord
from tests.conftest import NOW
from tests.factories import register

pytestmark = pytest.mark.django_db


def _add(manager: Any) -> dict[str, Any]:
    def need(code: str) -> tuple[NeedRecord, ...]:
        return (NeedRecord(need=code, rank=1, from_date=date(2018, 5, 25)),)

    many = [register.child(number, needs=need("ASD")) for number in range(1, 24)]
    few = [register.child(number, needs=need("VI")) for number in range(30, 32)]
    gone = register.child(
        40, events=register.history(("review-1", What.PLAN_CEASED, date(2019, 7, 1), ""))
    )
    return register.add(*many, *few, gone, by=manager)


def test_counts_are_rounded_and_few_are_not_told_from_none(
    manager: Any, viewer: Any, on: date
) -> None:
    _add(manager)
    found = register_counts(viewer=viewer("board_member"), on=on)

    assert found.day == date(2020, 1, 1)
    cells = found.plans.cells
    whole = ("All ages", "All placements", "All plans")
    assert cells[("Autistic spectrum disorder", *whole)].text == "25"  # 23
    assert cells[("Vision impairment", *whole)].text == "0"  # 2
    assert cells[("All needs", *whole)].text == "25"
    at = ("All needs", "All ages", "Another setting", "All plans")
    assert cells[at].text == "25"
    assert {key[2] for key in cells} == {*PLACED.nodes}
    assert found.stages.cells[("EHC plan",)].text == "25"


def test_no_cell_tells_a_number_that_is_not_rounded(manager: Any, on: date) -> None:
    _add(manager)
    found = register_counts(viewer=manager, on=on)

    for protected in (found.stages, found.plans):
        values = [cell.value for cell in protected.cells.values() if cell.value is not None]
        assert values
        assert all(value % 5 == 0 for value in values)


def test_restricted_records_are_counted_for_nobody(manager: Any, viewer: Any, on: date) -> None:
    """Also not for somebody with a named grant: beside another's counts theirs would tell."""
    ids = _add(manager)
    Restriction.objects.create(
        local_area_id=manager.local_area_id, about_id=ids["EM00001"], category="other",
        reason="words", owner_id=manager.person_id, restricted_by_id=manager.user_id, from_date=on,
        review_due=on,
    )  # fmt: skip
    NamedGrant.objects.create(
        local_area_id=manager.local_area_id, user_id=manager.user_id, about_id=ids["EM00001"],
        from_date=on, until=on, reason="words", recorded_at=NOW,
    )  # fmt: skip

    assert counted_rows(on, viewer=manager).filter(has_plan=True).count() == 24
    assert counted_rows(on, viewer=viewer("board_member")).filter(has_plan=True).count() == 24


def test_counts_are_the_area_s_own(manager: Any, stranger: Any, on: date) -> None:
    _add(manager)
    assert not counted_rows(on, viewer=stranger).exists()


def test_the_counts_are_for_roles_in_the_whole_area(
    viewer: Any, signed_in: Any, manager: Any
) -> None:
    from uuid import uuid4

    _add(manager)
    client = signed_in(viewer("board_member"))
    page = client.get("/a/eastmere/register/counts/")
    assert page.status_code == 200
    assert "Surname" not in page.content.decode()
    narrow = viewer("action_lead", name="Lena Lead", scope_kind="plan", scope_id=uuid4())
    with pytest.raises(NotPermitted):
        register_counts(viewer=narrow, on=date(2020, 1, 14))
    assert signed_in(narrow).get("/a/eastmere/register/counts/").status_code == 403


def test_the_same_counts_are_protected_once_and_others_anew(
    manager: Any, on: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def protecting(table: Any, profile: Any) -> Any:
        asked.append(table)
        return protect(table, profile)

    monkeypatch.setattr(aggregates, "protect", protecting)
    aggregates._protected.cache_clear()
    _add(manager)
    before = register_counts(viewer=manager, on=on)
    assert register_counts(viewer=manager, on=on) == before
    assert len(asked) == 2  # of all stages, and of the plans

    register.add(*(register.child(number) for number in range(50, 60)), by=manager)
    assert register_counts(viewer=manager, on=on).stages.cells[("EHC plan",)].text == "35"
    assert len(asked) == 4
