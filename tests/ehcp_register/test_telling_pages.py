"""Who is told of what: read by those who work with the register, set by a case manager."""

from __future__ import annotations

from typing import Any

import pytest

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.models import AdviceService, TellingPractice, ToldOf
from goldenthread.rules.telling import Practice
from tests.conftest import TODAY
from tests.ehcp_register.test_telling import ask, post
from tests.factories import register

pytestmark = pytest.mark.django_db
PAGE = "/a/eastmere/register/telling/"
SENT = {
    "version": "0", "weeks_ahead": "10, 4", "remind_before": "5", "escalate_after": "3",
    "act_within": "8",
}  # fmt: skip


def said(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_until_somebody_begins_the_page_says_that_nobody_is_told(
    officer: Any, signed_in: Any
) -> None:
    page = said(signed_in(officer).get(PAGE))
    assert "Nobody is told of anything yet." in page
    assert "Only a SEND case manager does this." in page
    assert signed_in(officer).post(PAGE, SENT).status_code == 403


def test_a_manager_begins_changes_and_stops(manager: Any, signed_in: Any) -> None:
    client = signed_in(manager)
    assert "People are told of what happened" in said(client.post(PAGE, SENT, follow=True))
    row = TellingPractice.objects.get()
    assert (row.weeks_ahead, bool(row.told_from)) == ([10, 4], True)
    assert ToldOf.objects.filter(matter="plan_changed").count() == 2

    refused = client.post(PAGE, {**SENT, "version": "1", "weeks_ahead": "soon"})
    assert (refused.status_code, "Give whole numbers" in said(refused)) == (422, True)
    client.post(PAGE, {**SENT, "version": "1", "deed": "stop"})
    assert TellingPractice.objects.get().told_from is None


def test_who_is_told_of_a_matter_is_ticked(manager: Any, signed_in: Any, local_area: Any) -> None:
    health = post(local_area, "Single point of access", "Sapna")
    actions.change_telling(tells=True, practice=Practice(), version=0, by=manager, on=TODAY)
    client = signed_in(manager)
    address = f"{PAGE}of/plan_changed/"
    assert "Single point of access" in said(client.get(address))
    seen = [str(row.pk) for row in ToldOf.objects.filter(matter="plan_changed")]
    sent = {"whom": ["caseload"], "posts": [str(health.pk)], "seen": seen}
    assert "Single point of access" in said(client.post(address, sent, follow=True))
    assert client.post(address, sent).status_code == 409
    assert client.get(f"{PAGE}of/something_else/").status_code == 404


def test_a_service_is_named_changed_and_taken_off(
    manager: Any, officer: Any, signed_in: Any, local_area: Any
) -> None:
    health = post(local_area, "Single point of access", "Sapna")
    child = register.add(register.child(1), by=manager)["EM00001"]
    ask(child, officer, body="Audiology")
    client = signed_in(manager)
    assert "Audiology" in said(client.get(PAGE))
    address = f"{PAGE}services/add/?name=Audiology"
    assert 'value="Audiology"' in said(client.get(address))
    assert "Choose the post or team" in said(client.post(address, {"name": "Audiology"}))
    sent = {"name": "Audiology", "post": str(health.pk), "lead": ""}
    assert "It is kept." in said(client.post(address, sent, follow=True))
    row = AdviceService.objects.get()
    one = f"{PAGE}services/{row.pk}/"
    assert "stands in the list already" in said(client.post(address, sent))
    client.post(one, {**sent, "name": "Hearing", "version": "1"})
    assert AdviceService.objects.get().name == "Hearing"
    client.post(f"{one}take-off/", {"version": "2"})
    assert AdviceService.objects.get().until
    assert client.get(one).status_code == 404


def test_the_pages_of_one_area_are_not_those_of_another(
    manager: Any, stranger: Any, signed_in: Any, local_area: Any
) -> None:
    theirs = post(local_area, "Single point of access")
    made = actions.name_service(
        name="Audiology", post_id=theirs.pk, lead_post_id=None, by=manager, on=TODAY
    )
    client = signed_in(stranger)
    assert client.get(PAGE).status_code == 404
    assert client.get(f"/a/westholm/register/telling/services/{made}/").status_code == 404
    assert "Audiology" not in said(client.get("/a/westholm/register/telling/"))
