"""Accounts end at once, or on the day somebody leaves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goldenthread.partnership import actions
from goldenthread.partnership.actions.handing_over import leave_area
from goldenthread.partnership.models import Grant, LocalArea, Person, TaskLink, User
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.trail.models import TrailEntry
from tests.conftest import NOW, TODAY

HOME = "/a/eastmere/"


@pytest.fixture
def administrator(viewer: Any, local_area: Any) -> Any:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)
    return viewer("area_administrator", name="Ada Mason")


@pytest.fixture
def leaver(viewer: Any) -> Person:
    return Person.objects.get(user_id=viewer("action_lead", name="Ana Reyes").user_id)


@pytest.fixture
def desk(leaver: Person) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=leaver.user_id))
    assert client.get(HOME).status_code == 200
    return client


def close(person: Person, by: Any, **given: Any) -> None:
    usual = {"reason": "Left the council", "on": TODAY, "at": NOW}
    actions.close_account(person_id=person.pk, by=by, **(usual | given))


@pytest.mark.asvs("7.4.2", "7.4.5")
def test_a_closed_account_is_out_at_once_and_never_in_again(
    leaver: Person, desk: Client, administrator: Any
) -> None:
    actions.make_task_link(
        person_id=leaver.pk, task="update_request", object_id=leaver.pk,
        expires_on=TODAY + timedelta(7), by=administrator, on=TODAY,
    )  # fmt: skip
    close(leaver, administrator)
    assert desk.get(HOME)["Location"].startswith("/accounts/login/")
    user = User.objects.get(pk=leaver.user_id)
    assert not user.is_active
    assert not Grant.objects.in_force(on=TODAY).filter(user=user).exists()
    assert not TaskLink.objects.filter(person=leaver, withdrawn_on__isnull=True).exists()
    entry = TrailEntry.objects.latest("seq")
    assert (entry.act, entry.verb) == ("partnership.close_account", "altered")
    assert entry.words == "closed the account of Ana Reyes; rights and links ended: 2"


def test_an_account_that_another_area_knows_stays_open_there(
    leaver: Person, administrator: Any, other_area: Any
) -> None:
    Person.objects.create(local_area=other_area, name="Ana Reyes", user_id=leaver.user_id)
    close(leaver, administrator)
    assert User.objects.get(pk=leaver.user_id).is_active
    assert TrailEntry.objects.latest("seq").words.startswith("closed their rights here of Ana")


def test_nobody_closes_their_own_account_nor_the_last_administrator_s(
    administrator: Any, viewer: Any, leaver: Person
) -> None:
    own = Person.objects.get(user_id=administrator.user_id)
    with pytest.raises(Refused, match="Nobody closes their own"):
        close(own, administrator)
    second = viewer("area_administrator", name="Ben Osei")
    Grant.objects.exclude(user_id=own.user_id).update(until=TODAY)
    with pytest.raises(Refused, match="last administrator"):
        close(own, second)
    with pytest.raises(NotPermitted):
        close(leaver, viewer("programme_office", name="Cy Lund"))
    with pytest.raises(Refused, match="Say why"):
        close(leaver, administrator, reason=" ")


def test_another_area_s_administrator_closes_nothing_here(
    leaver: Person, other_viewer: Any
) -> None:
    with pytest.raises(Refused):
        close(leaver, other_viewer("area_administrator", name="Wes Strange"))
    assert User.objects.get(pk=leaver.user_id).is_active


def test_it_is_closed_on_its_page(leaver: Person, administrator: Any, signed_in: Any) -> None:
    client = signed_in(administrator)
    at = reverse("partnership:close_account", args=["eastmere", leaver.pk])
    assert "Close the account of Ana Reyes" in client.get(at).content.decode()
    assert client.post(at, {"reason": ""}).status_code == 422
    assert client.post(at, {"reason": "Left"}).status_code == 302
    assert not User.objects.get(pk=leaver.user_id).is_active


@pytest.mark.asvs("7.4.2")
def test_who_leaves_on_a_later_day_is_signed_out_on_that_day(
    leaver: Person, desk: Client, administrator: Any, local_area: Any
) -> None:
    last = date(2020, 1, 31)
    Grant.objects.filter(user_id=leaver.user_id).update(until=last)
    leave_area(person_id=leaver.pk, day=last + timedelta(1), by=administrator, on=TODAY)

    def sign_out(on: date) -> int:
        return actions.sign_out_who_left(local_area_id=local_area.pk, on=on)

    assert sign_out(TODAY) == 0
    assert sign_out(last) == 0
    assert not desk.get("/").get("Location", "").startswith("/accounts/")
    assert sign_out(last + timedelta(1)) == 1
    assert desk.get("/")["Location"].startswith("/accounts/login/")
    assert sign_out(last + timedelta(2)) == 0, "once"


def test_who_leaves_and_has_a_role_still_stays_signed_in(
    leaver: Person, desk: Client, administrator: Any, local_area: Any
) -> None:
    leave_area(person_id=leaver.pk, day=TODAY, by=administrator, on=TODAY)
    assert actions.sign_out_who_left(local_area_id=local_area.pk, on=TODAY) == 0
    assert desk.get(HOME).status_code == 200
