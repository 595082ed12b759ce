"""The pages of an update round, as the programme office and as a lead with a link."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from goldenthread.improvement_plan.actions import accepting, requests
from goldenthread.improvement_plan.models import Evidence, UpdateRound
from goldenthread.partnership.models import LocalArea, Person
from goldenthread.partnership.queries import task_link_path
from goldenthread.rules.rounds import RequestState
from tests.conftest import TODAY
from tests.improvement_plan.pages.conftest import Pages, pages, words  # noqa: F401
from tests.improvement_plan.rounds.conftest import CUT_OFF, World


@pytest.fixture
def office_pages(pages: Callable[..., Pages], office: Any) -> Pages:  # noqa: F811
    return pages(office)


class Link:
    """Somebody's telephone, with the link from their message."""

    def __init__(self, world: World, name: str, *, deputy: bool = False) -> None:
        LocalArea.objects.update(lives_on=TODAY)
        request = world.request_of(name)
        link_id = request.deputy_link_id if deputy else request.link_id
        self.client, self.world, self.name = Client(), world, name
        self.address = task_link_path(link_id, task="update_request")

    def see(self, query: str = "", status: int = 200) -> str:
        answer = self.client.get(f"{self.address}{query}")
        assert answer.status_code == status
        return words(answer)

    def key(self, reference: str) -> str:
        return self.world.asked_of(self.name, reference).hex

    def send(self, **given: Any) -> Any:
        """Fields as `r11_status` for 1.1's status."""
        fields = {}
        for name, value in given.items():
            found = re.fullmatch(r"r(\d)(\d)_(.+)", name)
            field = f"{self.key(f'{found[1]}.{found[2]}')}-{found[3]}" if found else name
            fields[field] = value
        return self.client.post(self.address, fields)


def test_the_start_page_shows_who_is_asked_and_what_stands_in_the_way(
    world: World, office_pages: Pages
) -> None:
    text = office_pages.see("request_updates", world.plan_id)
    assert "2 people will be asked about 2 actions" in text
    for said in (
        "No lead.",
        "Not matched to a person: Somebody at the trust",
        "Nobody holds this post: Therapies Lead",
        "1 person has no email address",
        "1 action is complete and left out",
    ):
        assert said in text


def asking(world: World, **given: Any) -> dict[str, Any]:
    usual = {
        "part": "whole",
        "shown": "whole",
        "name": "January 2020",
        "cut_off_day": CUT_OFF.day,
        "cut_off_month": CUT_OFF.month,
        "cut_off_year": CUT_OFF.year,
        "note": "Two sentences are enough.",
        "form-key": f"key-of-one-form-{uuid4().hex}",
    }
    return usual | given


def test_a_double_click_asks_once_and_lands_on_the_board(world: World, office_pages: Pages) -> None:
    fields = asking(world)
    first = office_pages.send("request_updates", world.plan_id, **fields)
    second = office_pages.send("request_updates", world.plan_id, **fields)
    assert first["Location"] == second["Location"]
    assert UpdateRound.objects.count() == 1
    text = words(office_pages.client.get(first["Location"]))
    assert "0 of 2 returned, 2 to chase" in text


def test_what_is_sent_is_what_was_shown(world: World, office_pages: Pages) -> None:
    fields = asking(world, part=str(world.level_id))
    answer = office_pages.send("request_updates", world.plan_id, **fields)
    assert answer.status_code == 422
    assert "Look at who is asked now" in words(answer)
    assert not UpdateRound.objects.exists()
    shown = office_pages.send("request_updates", world.plan_id, **fields, show="yes")
    assert shown.status_code == 200
    fields["shown"] = str(world.level_id)
    assert office_pages.send("request_updates", world.plan_id, **fields).status_code == 302


def test_a_lead_sees_no_start_page_and_no_buttons(
    asked_world: World,
    pages: Callable[..., Pages],  # noqa: F811
    viewer: Any,
) -> None:
    board = pages(viewer("board_member"))
    board.see("request_updates", asked_world.plan_id, status=403)
    text = board.see("round", asked_world.round_id)
    assert "0 of 2 returned" in text
    for deed in ("Remind 2 people", "Answer for them"):
        assert deed not in text
    request_id = asked_world.request_of("Ana Reyes").id
    board.see("answer_request", request_id, status=403)
    for name in ("change_cut_off", "close_round"):
        board.see(name, asked_world.round_id, status=403)
    for name in ("pass_to_deputy", "withdraw_request"):
        board.see(name, request_id, status=403)
    assert board.send("remind_round", asked_world.round_id).status_code == 403
    assert board.send("accept_answers", asked_world.round_id).status_code in (403, 422)


def test_no_page_of_a_round_is_there_for_another_area(
    asked_world: World,
    pages: Callable[..., Pages],  # noqa: F811
    stranger: Any,
) -> None:
    theirs = pages(stranger)
    request_id = asked_world.request_of("Ana Reyes").id
    asked = asked_world.asked_of("Ana Reyes", "1.1")
    for name, thing in (
        ("rounds", asked_world.plan_id),
        ("request_updates", asked_world.plan_id),
        ("round", asked_world.round_id),
        ("change_cut_off", asked_world.round_id),
        ("close_round", asked_world.round_id),
        ("update_request", request_id),
        ("answer_request", request_id),
        ("pass_to_deputy", request_id),
        ("withdraw_request", request_id),
        ("ask_back", asked),
    ):
        theirs.see(name, thing, status=404)
    for name, thing in (
        ("remind_round", asked_world.round_id),
        ("accept_answers", asked_world.round_id),
        ("keep_answers", request_id),
    ):
        assert theirs.send(name, thing).status_code == 404


def test_the_form_by_link_needs_no_account_and_says_whose_it_is(asked_world: World) -> None:
    text = Link(asked_world, "Ana Reyes").see()
    for said in (
        "Hello Ana, where do your actions stand?",
        "2 actions of Eastmere SEND improvement plan",
        "Fri 24 January 2020, in 10 days",
        "Last update",
        "We began.",
        "Do not name a child",
        "What will families notice?",
    ):
        assert said in text
    assert "Sign out" not in text


def test_no_change_is_one_choice_and_the_rest_can_wait(asked_world: World) -> None:
    link = Link(asked_world, "Ana Reyes")
    answer = link.send(r11_status="no_change", r11_progress="We began.")
    assert answer.status_code == 302
    text = link.see("?sent=yes")
    assert "Thank you. 1 of 2 updates are in." in text
    assert "Still to answer 1.2" in text
    assert "The next report to the board takes your words from here." in text
    link.send(r12_status="on_track", r12_progress="Schools were asked.")
    text = link.see()
    assert "Everything is in" in text
    assert "Schools were asked" in link.see("?more=yes")


def test_a_form_that_is_wrong_keeps_every_word_and_says_which_file_to_choose_again(
    asked_world: World,
) -> None:
    link = Link(asked_world, "Ana Reyes")
    notes = SimpleUploadedFile("notes.txt", b"Three schools came.", content_type="text/plain")
    answer = link.send(
        r11_status="will_be_late",
        r11_progress="Half is done",
        r11_expected_on_day="31",
        r11_expected_on_month="6",
        r11_expected_on_year="2020",
        r11_file=notes,
        r11_proof_shows="Who came",
        r12_progress="Typed here, and nothing chosen",
    )
    assert answer.status_code == 422
    text = words(answer)
    for said in (
        "There is a problem",
        "1.1: Say why it will be late.",
        "must be a real date",
        "Choose notes.txt again",
        "Half is done",
        "Who came",
        "1.2: You wrote about it, and did not choose how it stands.",
        "Typed here, and nothing chosen",
    ):
        assert said in text
    assert 'value="31"' in answer.content.decode()
    assert "<title>Error: " in answer.content.decode()
    assert not Evidence.objects.exists()


def test_nothing_chosen_is_told(asked_world: World) -> None:
    answer = Link(asked_world, "Ana Reyes").send()
    assert answer.status_code == 422
    assert "Choose how at least one action stands" in words(answer)


def test_a_file_goes_through_the_gate_and_becomes_evidence(asked_world: World) -> None:
    link = Link(asked_world, "Ana Reyes")
    notes = SimpleUploadedFile("notes.txt", b"Three schools came.", content_type="text/plain")
    sent = link.send(
        r11_status="on_track", r11_progress="Done in part", r11_file=notes, r11_proof_shows="Who"
    )
    assert sent.status_code == 302
    evidence = Evidence.objects.get()
    assert (evidence.title, evidence.kind) == ("notes.txt", "activity")
    assert evidence.file_id
    bad = SimpleUploadedFile("run.exe", b"MZ\x00\x01", content_type="text/plain")
    refused = link.send(
        r12_status="on_track", r12_progress="x", r12_file=bad, r12_proof_shows="Who"
    )
    assert refused.status_code == 422
    assert "Choose run.exe again" in words(refused)
    assert asked_world.board().round.answered == 1


def test_what_is_typed_is_kept_with_and_without_a_script(asked_world: World) -> None:
    link = Link(asked_world, "Ana Reyes")
    kept = link.send(r11_status="on_track", r11_progress="Half a sentence", later="yes")
    assert kept["Location"].endswith("?kept=yes")
    text = link.see("?kept=yes")
    assert "Kept, and nothing is sent yet" in text
    assert "Half a sentence" in text
    again = link.client.post(
        f"{link.address}draft/", {f"{link.key('1.1')}-progress": "A whole one", "draft-of": "x"}
    )
    assert again.json() == {"kept": True}
    assert "A whole one" in link.see()
    begun = {one.person_name: one.has_draft for one in asked_world.board().requests}
    assert begun == {"Ana Reyes": True, "Ben Okoro": False}


def test_lead_and_deputy_share_a_form_and_the_second_sees_the_first_s_answers(
    asked_world: World,
) -> None:
    requests.pass_to_deputy(
        request_id=asked_world.request_of("Ana Reyes").id,
        person_id=asked_world.people["Dee Lund"],
        by=asked_world.office,
        on=TODAY,
    )
    Link(asked_world, "Ana Reyes").send(r11_status="on_track", r11_progress="Ana was here.")
    text = Link(asked_world, "Ana Reyes", deputy=True).see()
    assert "Hello Dee" in text
    assert "You stand in for Ana Reyes" in text
    assert "Ana was here." in text


def test_after_the_cut_off_the_form_says_that_it_is_late(asked_world: World) -> None:
    link = Link(asked_world, "Ana Reyes")
    LocalArea.objects.update(lives_on=CUT_OFF + timedelta(days=1))
    assert "The cut-off was 24 January 2020" in link.see()
    link.send(r11_status="no_change")
    LocalArea.objects.update(lives_on=TODAY)
    assert asked_world.request_of("Ana Reyes").late == 1


def test_a_closed_round_s_form_says_the_way_on(asked_world: World) -> None:
    from goldenthread.improvement_plan.actions import rounds

    link = Link(asked_world, "Ana Reyes")
    rounds.close_round(round_id=asked_world.round_id, by=asked_world.office, on=TODAY)
    text = link.see()
    assert "This round was closed on 14 January 2020" in text
    assert "Send my updates" not in text


def test_a_question_stands_above_what_was_written(asked_world: World) -> None:
    link = Link(asked_world, "Ana Reyes")
    link.send(r11_status="on_track", r11_progress="Some families came.")
    link.send(r12_status="no_change")
    accepting.ask_back(
        round_action_id=asked_world.asked_of("Ana Reyes", "1.1"),
        words="How many?",
        by=asked_world.office,
        on=TODAY,
    )
    text = link.see()
    assert "Programme Office asks: How many?" in text
    assert text.index("A question for you") < text.index("Sent already")


def test_the_office_answers_on_somebody_s_behalf_and_it_is_shown_on_the_action(
    asked_world: World, office_pages: Pages
) -> None:
    request_id = asked_world.request_of("Ben Okoro").id
    text = office_pages.see("answer_request", request_id)
    assert "Answer for Ben Okoro" in text
    key = asked_world.asked_of("Ben Okoro", "1.2").hex
    done = office_pages.sent(
        "answer_request",
        request_id,
        **{f"{key}-status": "on_track", f"{key}-progress": "He rang."},
    )
    assert "Everything is in" in done
    page = office_pages.see("action", asked_world.ids["1.2"])
    assert "Programme Office, on behalf of Ben Okoro" in page
    assert "On track" in page


def test_a_signed_in_lead_reaches_the_same_form_without_a_link(
    asked_world: World,
    pages: Callable[..., Pages],  # noqa: F811
    viewer: Any,
) -> None:
    lead = viewer("action_lead", name="Ana R")
    Person.objects.filter(user_id=lead.user_id).update(user=None)
    Person.objects.filter(pk=asked_world.people["Ana Reyes"]).update(user_id=lead.user_id)
    mine = pages(lead)
    request_id = asked_world.request_of("Ana Reyes").id
    assert "where do your actions stand?" in mine.see("answer_request", request_id)
    key = asked_world.asked_of("Ana Reyes", "1.1").hex
    mine.sent("answer_request", request_id, **{f"{key}-status": "no_change"})
    assert asked_world.request_of("Ana Reyes").state is RequestState.PARTLY


def test_the_board_reminds_accepts_and_narrows(asked_world: World, office_pages: Pages) -> None:
    Link(asked_world, "Ana Reyes").send(r11_status="no_change")
    text = office_pages.see("round", asked_world.round_id)
    for said in (
        "Those to chase were last written to today, Tue 14 January 2020.",
        "A reminder helps again from Wed 15 January 2020.",
        "Accept 1 answer",
        "1 of 2 actions answered",
        "No email address",
        "Priority 1: Joint working",
        "3 actions that are not complete are not asked about",
    ):
        assert said in text
    assert "Remind" not in text.replace("Reminders", "").replace("A reminder", "")
    assert "1 answer accepted" in office_pages.sent("accept_answers", asked_world.round_id)
    narrowed = office_pages.see("round", asked_world.round_id, query="?list=returned")
    assert "Nobody is on this list" in narrowed
    part = office_pages.see("round", asked_world.round_id, query=f"?level={asked_world.level_id}")
    assert "Only people asked about Priority 1" in part


def test_a_round_has_a_history_that_nobody_of_another_area_reads(
    asked_world: World,
    office_pages: Pages,
    pages: Callable[..., Pages],  # noqa: F811
    stranger: Any,
) -> None:
    Link(asked_world, "Ana Reyes").send(r11_status="no_change")
    at = office_pages.address("history", "round", asked_world.round_id)
    board = office_pages.get("round", asked_world.round_id).content.decode()
    assert f'href="{at}"' in board
    told = office_pages.see("history", "round", asked_world.round_id)
    assert "Ana Reyes" in told
    assert "Programme Office" in told
    assert "Nothing has happened here yet" not in told
    assert pages(stranger).get("history", "round", asked_world.round_id).status_code == 404


def test_the_request_s_page_shows_before_and_now(asked_world: World, office_pages: Pages) -> None:
    Link(asked_world, "Ana Reyes").send(r11_status="on_track", r11_progress="Now we go on.")
    request_id = asked_world.request_of("Ana Reyes").id
    text = office_pages.see("update_request", request_id)
    assert text.index("We began.") < text.index("Now we go on.")
    asked = asked_world.asked_of("Ana Reyes", "1.1")
    said = office_pages.sent("ask_back", asked, question="How many?")
    assert "1.1 is asked back" in said
    said = office_pages.sent("withdraw_request", request_id, reason="She left")
    assert "Ana Reyes is asked no more" in said


@pytest.mark.parametrize("name", ["round", "rounds", "request_updates"])
def test_pages_take_as_many_queries_for_many_people_as_for_few(
    name: str, asked_world: World, office_pages: Pages, office: Any
) -> None:
    from goldenthread.improvement_plan import actions
    from goldenthread.improvement_plan.actions.inputs import NewLead
    from goldenthread.partnership import actions as partnership

    def asked() -> int:
        thing = asked_world.round_id if name == "round" else asked_world.plan_id
        office_pages.see(name, thing)
        with CaptureQueriesContext(connection) as sent:
            office_pages.see(name, thing)
        return len(sent)

    few = asked()
    for number in range(6):
        person_id = partnership.add_person(name=f"More {number}", by=office, on=TODAY)
        action_id = actions.add_action(
            plan_id=asked_world.plan_id,
            text=f"More to do {number}",
            level_ids=[asked_world.level_id],
            leads=[NewLead("x", person_id=person_id)],
            by=office,
            on=TODAY,
        )
        assert isinstance(action_id, UUID)
    if name == "round":
        asked_world.ask(name="More")
    assert asked() <= few


def test_addresses_of_a_link_are_not_those_of_the_area() -> None:
    assert reverse("answer_by_link", args=["x"]) == "/t/update_request/x/"
    assert reverse("keep_answers_by_link", args=["x"]) == "/t/update_request/x/draft/"
