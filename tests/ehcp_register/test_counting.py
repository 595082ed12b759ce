"""How an area counts: only where the law leaves a choice, told before it is saved, counted anew."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.actions.counting import count_anew_in
from goldenthread.ehcp_register.models import Deadline, RegisterPractice
from goldenthread.ehcp_register.queries import children as queries
from goldenthread.jobs.models import JobRun
from goldenthread.partnership.models import LocalArea
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
PAGE = reverse("ehcp_register:counting", args=["eastmere"])


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def child(manager: Any) -> UUID:
    """Somebody of whom a school was asked for a place on 2 January 2020."""
    events = register.history(
        ("review-1", What.PLACE_ASKED, date(2020, 1, 2), "Alder School"),
    )
    return register.add(register.child(1, events=events), by=manager)["EM00001"]


def change(by: Any, *duties: str, hosts: tuple[str, ...] = (), version: int = 0) -> int:
    return actions.change_counting(
        working_days=duties, link_hosts=hosts, version=version, by=by, on=TODAY
    )


def due(by: Any) -> date | None:
    return Deadline.objects.visible_to(by, on=TODAY).get(duty="D06").due_on


def test_working_days_move_the_last_day_once_counted_anew(child: UUID, manager: Any) -> None:
    assert due(manager) == date(2020, 1, 17)
    assert actions.would_change(working_days=["D06"], by=manager)[0] == 1
    assert due(manager) == date(2020, 1, 17)  # looking changes nothing

    assert change(manager, "D06") == 1
    assert count_anew_in(manager.local_area_id) in (0, 1)  # the job may have done it at once
    assert due(manager) == date(2020, 1, 23)
    assert count_anew_in(manager.local_area_id) == 0
    assert JobRun.objects.filter(kind="count_anew").count() == 1


def test_new_rows_and_the_child_s_page_count_so_too(manager: Any) -> None:
    change(manager, "D06")
    events = register.history(("review-1", What.PLACE_ASKED, date(2020, 1, 2), "Alder School"))
    child_id = register.add(register.child(1, events=events), by=manager)["EM00001"]

    assert due(manager) == date(2020, 1, 23)
    whole = queries.child(child_id, viewer=manager, on=TODAY)
    assert whole is not None
    assert [one.due_on for one in whole.deadlines if one.duty == "D06"] == [date(2020, 1, 23)]
    assert actions.recompute_clocks(repair=False, by=manager, on=TODAY).differed == {}


def test_another_area_counts_as_it_did(child: UUID, manager: Any, stranger: Any) -> None:
    register.add(
        register.child(
            2, events=register.history(("review-1", What.PLACE_ASKED, date(2020, 1, 2), "Elm"))
        ),
        by=stranger,
    )
    change(manager, "D06")
    count_anew_in(manager.local_area_id)
    assert due(stranger) == date(2020, 1, 17)


def test_what_the_law_counts_itself_has_no_choice(manager: Any) -> None:
    with pytest.raises(Refused, match="set by law"):
        change(manager, "D07")


def test_hosts_are_names_alone(manager: Any) -> None:
    with pytest.raises(Refused, match="no host"):
        change(manager, hosts=("https://documents.example.org/",))
    change(manager, hosts=(" Documents.example.org ", ""))
    assert RegisterPractice.objects.get().link_hosts == "documents.example.org"


def test_two_who_set_it_at_once_do_not_overwrite_each_other(manager: Any) -> None:
    change(manager, "D06")
    with pytest.raises(ChangedMeanwhile):
        change(manager, "D05")
    with pytest.raises(Refused, match="Nothing differs"):
        change(manager, "D06", version=1)


@pytest.mark.parametrize("role", ["case_officer", "clinical_officer", "area_administrator"])
def test_only_case_managers_set_it(role: str, viewer: Any, signed_in: Any) -> None:
    other = viewer(role, name="Olly Other")
    with pytest.raises(NotPermitted):
        change(other, "D06")
    assert signed_in(other).get(PAGE).status_code == 403


def test_the_effect_is_told_before_it_is_saved(child: UUID, manager: Any, signed_in: Any) -> None:
    client = signed_in(manager)
    given = {"working_days": ["D06"], "link_hosts": "", "version": "0"}
    page = client.post(PAGE, given).content.decode()
    assert "deadlines of 1 child or young person would change" in page
    assert not RegisterPractice.objects.exists()

    page = client.post(PAGE, given | {"looked_at": "D06"}, follow=True).content.decode()
    assert "It is set." in page
    assert RegisterPractice.objects.get().working_days == "D06"
    entry = TrailEntry.objects.get(act="ehcp_register.change_counting")
    assert entry.words == "set which days are counted"


def test_an_error_says_how_to_mend(manager: Any, signed_in: Any) -> None:
    answer = signed_in(manager).post(PAGE, {"link_hosts": "https://a.example/x", "version": "0"})
    assert answer.status_code == 422
    assert "is no host" in answer.content.decode()
