"""A form passed to a deputy, signed in or by link: a link each, and nothing else in reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from goldenthread.improvement_plan.actions import answering, requests, rounds
from goldenthread.improvement_plan.models import UpdateRequest
from goldenthread.improvement_plan.queries.answer_inputs import NewAnswer
from goldenthread.improvement_plan.queries.request_form import request_form
from goldenthread.notifications.models import Message
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea, Person, TaskLink
from goldenthread.partnership.queries import TaskInHand, by_token, task_link_path, task_link_token
from goldenthread.rules.refusals import NotPermitted, Refused
from goldenthread.trail import queries as trail
from tests.conftest import TODAY
from tests.improvement_plan.pages.conftest import Pages, pages, words  # noqa: F401
from tests.improvement_plan.rounds.conftest import CUT_OFF, World


class Phone:
    """Somebody who came by their link, without an account."""

    def __init__(self, world: World, name: str, *, deputy: bool = False) -> None:
        LocalArea.objects.update(lives_on=TODAY)
        request = world.request_of(name)
        link_id = request.deputy_link_id if deputy else request.link_id
        self.client = Client()
        self.address = task_link_path(link_id, task="update_request")

    def see(self, path: str = "", status: int = 200) -> str:
        answer = self.client.get(f"{self.address}{path}")
        assert answer.status_code == status
        return words(answer)

    def pass_to(self, person_id: Any, **given: Any) -> Any:
        sent = {"person": str(person_id)}
        return self.client.post(f"{self.address}deputy/", sent, **given)


def passed(world: World, name: str, *, by: Any, on: Any = TODAY) -> None:
    requests.pass_to_deputy(
        request_id=world.request_of("Ana Reyes").id, person_id=world.people[name], by=by, on=on
    )


def test_a_lead_who_came_by_link_passes_the_form_on_and_both_links_open_it(
    asked_world: World,
) -> None:
    lead = Phone(asked_world, "Ana Reyes")
    assert "Pass this to a deputy" in lead.see()
    done = lead.pass_to(asked_world.people["Dee Lund"], follow=True)
    assert "Dee Lund gets a message with a link of their own" in words(done)
    assert "Your own link still works." in words(done)
    assert "Dee Lund stands in for you since 14 January 2020" in lead.see()
    deputy = Phone(asked_world, "Ana Reyes", deputy=True)
    assert deputy.address != lead.address
    assert "You stand in for Ana Reyes" in deputy.see()
    told = Message.objects.get(person_id=asked_world.people["Dee Lund"])
    assert told.task_link_id == asked_world.request_of("Ana Reyes").deputy_link_id
    assert told.task_link.person_id == asked_world.people["Dee Lund"]


def test_it_is_in_the_history_under_the_name_of_whoever_passed_it(asked_world: World) -> None:
    passed(asked_world, "Dee Lund", by=asked_world.by_link("Ana Reyes"))
    request = asked_world.request_of("Ana Reyes")
    for kind, object_id in (("request", request.id), ("person", asked_world.people["Dee Lund"])):
        said = trail.history(
            local_area_id=asked_world.office.local_area_id, kind=kind, object_id=object_id, limit=9
        )
        found = [one for one in said if one.act == "improvement_plan.pass_to_deputy"]
        assert [one.actor_label for one in found] == ["Ana Reyes"], kind
        assert found[0].words.endswith("to Dee Lund")


def test_a_deputy_passes_it_no_further(asked_world: World) -> None:
    passed(asked_world, "Dee Lund", by=asked_world.by_link("Ana Reyes"))
    deputy = Phone(asked_world, "Ana Reyes", deputy=True)
    assert "Pass this to a deputy" not in deputy.see()
    assert "Only the person asked or the programme office" in deputy.see("deputy/", status=403)
    assert deputy.pass_to(asked_world.people["Ben Okoro"]).status_code == 403
    with pytest.raises(NotPermitted, match="Only the person asked"):
        passed(asked_world, "Ben Okoro", by=asked_world.by_link("Ana Reyes", deputy=True))


def test_another_deputy_takes_the_place_of_the_first_and_is_written_to_each_time(
    asked_world: World, office: Any
) -> None:
    partnership.set_email(
        person_id=asked_world.people["Ben Okoro"],
        email="ben@eastmere.example",
        by=office,
        on=TODAY,
    )
    ana = asked_world.by_link("Ana Reyes")
    links = []
    for name in ("Dee Lund", "Ben Okoro", "Dee Lund"):
        passed(asked_world, name, by=ana)
        links.append(asked_world.request_of("Ana Reyes").deputy_link_id)
    for gone in links[:2]:
        with pytest.raises(NotPermitted, match="withdrawn"):
            by_token(task_link_token(gone), task="update_request", on=TODAY)
    told = Message.objects.filter(person_id=asked_world.people["Dee Lund"])
    assert sorted(told.values_list("state", "task_link_id")) == sorted(
        [("cancelled", links[0]), ("waiting", links[2])]
    )
    assert asked_world.by_link("Ana Reyes").name == "Ana Reyes"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Ben Okoro", "No email address is recorded for Ben Okoro, so no link can reach them"),
        ("Ana Reyes", "was asked themselves"),
    ],
)
def test_who_cannot_stand_in_is_refused_in_a_sentence(
    asked_world: World, ana: Any, name: str, sentence: str
) -> None:
    for by in (asked_world.by_link("Ana Reyes"), ana, asked_world.office):
        with pytest.raises(Refused, match=sentence):
            passed(asked_world, name, by=by)
    assert UpdateRequest.objects.filter(deputy__isnull=False).count() == 0


def test_somebody_without_an_address_is_refused_on_the_page_too(asked_world: World) -> None:
    lead = Phone(asked_world, "Ana Reyes")
    assert "Ben Okoro (no email address)" in lead.see("deputy/")
    answer = lead.pass_to(asked_world.people["Ben Okoro"])
    assert answer.status_code == 422
    assert "no link can reach them" in words(answer)


def test_whoever_left_is_neither_offered_nor_taken(asked_world: World) -> None:
    Person.objects.filter(pk=asked_world.people["Dee Lund"]).update(left_on=TODAY)
    assert "Dee Lund" not in Phone(asked_world, "Ana Reyes").see("deputy/")
    with pytest.raises(Refused, match="Dee Lund has left"):
        passed(asked_world, "Dee Lund", by=asked_world.by_link("Ana Reyes"))


def test_somebody_of_another_area_is_neither_offered_nor_taken(
    asked_world: World, stranger: Any
) -> None:
    lead = Phone(asked_world, "Ana Reyes")
    assert stranger.name not in lead.see("deputy/")
    assert lead.pass_to(stranger.person_id).status_code == 422
    with pytest.raises(Refused, match="not known here"):
        requests.pass_to_deputy(
            request_id=asked_world.request_of("Ana Reyes").id,
            person_id=stranger.person_id,
            by=asked_world.by_link("Ana Reyes"),
            on=TODAY,
        )


def test_a_link_passes_its_own_form_alone(asked_world: World) -> None:
    with pytest.raises(Refused, match="not in a plan that you can see"):
        passed(asked_world, "Dee Lund", by=asked_world.by_link("Ben Okoro"))


def test_a_link_of_another_kind_to_the_same_form_opens_answers_and_passes_nothing(
    asked_world: World,
) -> None:
    request_id = asked_world.request_of("Ana Reyes").id
    other = replace(asked_world.by_link("Ana Reyes"), task=TaskInHand("another_task", request_id))
    assert request_form(request_id, viewer=other, on=TODAY) is None
    one = NewAnswer(
        round_action_id=asked_world.asked_of("Ana Reyes", "1.1"), status="on_track", progress="x"
    )
    with pytest.raises(Refused):
        answering.answer(request_id=request_id, answers=[one], by=other, on=TODAY)
    with pytest.raises(Refused):
        passed(asked_world, "Dee Lund", by=other)
    link = TaskLink.objects.get(pk=asked_world.request_of("Ana Reyes").link_id)
    TaskLink.objects.filter(pk=link.pk).update(task="another_task")
    client = Client()
    for task in ("update_request", "another_task"):
        for path in ("", "deputy/"):
            address = f"{task_link_path(link.pk, task=task)}{path}"
            assert client.get(address).status_code == 404, address


def test_a_round_that_ended_is_passed_to_nobody(asked_world: World) -> None:
    lead = Phone(asked_world, "Ana Reyes")
    rounds.close_round(round_id=asked_world.round_id, by=asked_world.office, on=TODAY)
    assert "Pass this to a deputy" not in lead.see()
    assert "was closed on 14 January 2020, so nobody is asked" in lead.see("deputy/", status=422)
    with pytest.raises(Refused, match="was closed on 14 January 2020"):
        passed(asked_world, "Dee Lund", by=asked_world.by_link("Ana Reyes"))


def test_a_link_that_ended_passes_nothing(asked_world: World) -> None:
    lead = Phone(asked_world, "Ana Reyes")
    LocalArea.objects.update(lives_on=CUT_OFF + timedelta(days=60))
    assert "This link worked until" in lead.see("deputy/", status=404)


def test_the_page_by_link_keeps_nothing_under_its_address(asked_world: World) -> None:
    lead = Phone(asked_world, "Ana Reyes")
    page = lead.client.get(f"{lead.address}deputy/").content.decode()
    assert "data-draft-url" not in page
    assert "/a/eastmere/" not in page


def test_a_signed_in_lead_finds_it_at_the_foot_of_the_same_form(
    asked_world: World,
    viewer: Callable[..., Any],
    pages: Callable[..., Pages],  # noqa: F811
) -> None:
    lead = viewer("action_lead", name="Ana R")
    Person.objects.filter(user_id=lead.user_id).update(user=None)
    Person.objects.filter(pk=asked_world.people["Ana Reyes"]).update(user_id=lead.user_id)
    request_id = asked_world.request_of("Ana Reyes").id
    mine = pages(lead)
    assert "Should somebody else answer?" in mine.see("answer_request", request_id)
    dee = str(asked_world.people["Dee Lund"])
    assert "Dee Lund gets a message" in mine.sent("pass_to_deputy", request_id, person=dee)
    assert "Dee Lund stands in now" in mine.see("pass_to_deputy", request_id)


def test_whoever_answers_on_behalf_passes_it_from_the_request_s_own_page(
    asked_world: World,
    pages: Callable[..., Pages],  # noqa: F811
) -> None:
    office = pages(asked_world.office)
    request_id = asked_world.request_of("Ana Reyes").id
    assert "Should somebody else answer?" not in office.see("answer_request", request_id)
    assert "Pass to a deputy" in office.see("update_request", request_id)
