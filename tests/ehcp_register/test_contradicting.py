"""Records with contradictions as a queue: each child once, the longest first, of one caseload."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from goldenthread.ehcp_register.models import Child, Problem
from goldenthread.ehcp_register.queries.contradicting import contradicting, how_many_contradict
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea
from tests.conftest import TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


def found(viewer: Any, number: int, check: str, since: date, *, cleared: bool = False) -> None:
    child = Child.objects.visible_to(viewer, on=TODAY).get(reference=f"EM{number:05}")
    Problem.objects.create(
        local_area_id=viewer.local_area_id, child=child, check_key=check, said="Look at it",
        first_found_on=since, last_found_on=TODAY, cleared_on=TODAY if cleared else None,
    )  # fmt: skip


@pytest.fixture
def three(manager: Any) -> Any:
    register.add(*(register.child(number) for number in (1, 2, 3)), by=manager)
    found(manager, 1, "record-no-need", date(2020, 1, 3))
    found(manager, 2, "record-no-placement", date(2019, 12, 2))
    found(manager, 2, "record-no-need", date(2020, 1, 6))
    found(manager, 3, "record-no-need", date(2019, 11, 1), cleared=True)
    return manager


def test_each_child_is_counted_once_and_the_longest_comes_first(three: Any) -> None:
    page = contradicting(viewer=three, on=TODAY)

    assert page.count == how_many_contradict(viewer=three, on=TODAY) == 2
    assert [(one.reference, one.since, len(one.found)) for one in page.rows] == [
        ("EM00002", date(2019, 12, 2), 2), ("EM00001", date(2020, 1, 3), 1),
    ]  # fmt: skip
    assert [since for _, _, since in page.rows[0].found] == [date(2019, 12, 2), date(2020, 1, 6)]


def test_a_page_holds_so_many(three: Any) -> None:
    second = contradicting(viewer=three, on=TODAY, page=2, per_page=1)
    assert [one.reference for one in second.rows] == ["EM00001"]
    assert contradicting(viewer=three, on=TODAY, page=9, per_page=1).page == 2


def test_those_on_nobody_s_caseload_are_not_on_mine(three: Any) -> None:
    assert how_many_contradict(viewer=three, on=TODAY, caseload="none") == 2
    assert how_many_contradict(viewer=three, on=TODAY, caseload="mine") == 0


def test_restricted_records_and_other_areas_are_left_out(
    three: Any, administrator: Any, stranger: Any
) -> None:
    child = Child.objects.visible_to(three, on=TODAY).get(reference="EM00002")
    partnership.restrict(
        about_id=child.pk, category="adoption", reason="Placed for adoption",
        owner_id=administrator.person_id, by=administrator, on=TODAY,
    )  # fmt: skip
    assert how_many_contradict(viewer=three, on=TODAY) == 1
    assert how_many_contradict(viewer=stranger, on=TODAY) == 0


def test_the_number_on_the_home_page_opens_as_many_rows(three: Any, signed_in: Any) -> None:
    client = signed_in(three)
    home = client.get(reverse("ehcp_register:home", args=["eastmere"])).content.decode()
    address = reverse("ehcp_register:contradictions", args=["eastmere"])
    assert f'href="{address}">2<' in home
    page = client.get(address).content.decode()
    assert "2 children and young people" in page
    assert "Surname002, Forename2" in page
    assert "An EHC plan without a placement" in page
    assert "Surname003" not in page


@pytest.mark.parametrize("role", ["programme_office", "area_administrator", "board_member"])
def test_whoever_sees_no_child_sees_none_here(role: str, viewer: Any, signed_in: Any) -> None:
    client = signed_in(viewer(role, name="Olly Other"))
    address = reverse("ehcp_register:contradictions", args=["eastmere"])
    assert client.get(address).status_code == 403
