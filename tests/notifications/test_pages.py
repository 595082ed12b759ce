"""Pages of messages: who is let in, what they say, what can be done there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldenthread.notifications import actions, queries, tasks
from goldenthread.notifications.models import KindPreference, MailPreference, Message
from goldenthread.partnership import actions as partnership
from goldenthread.partnership import queries as people
from goldenthread.partnership.models import LocalArea, Role, TaskLink
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail import queries as trail
from tests.conftest import TODAY
from tests.notifications.mail_server import MailServer

OFFICE = (Role.PROGRAMME_OFFICE, Role.AREA_ADMINISTRATOR)


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def link_id(office: Any, ivo: UUID) -> UUID:
    return partnership.make_task_link(
        person_id=ivo,
        task="update_request",
        object_id=uuid4(),
        expires_on=TODAY + timedelta(days=14),
        by=office,
        on=TODAY,
    )


@pytest.fixture
def message_id(message: Any, link_id: UUID) -> UUID:
    found = message(task_link_id=link_id)
    assert found is not None
    return UUID(str(found))


def at(name: str, *args: Any, slug: str = "eastmere") -> str:
    return reverse(f"notifications:{name}", args=[slug, *args])


@pytest.fixture
def ours(message_id: UUID, ivo: UUID, link_id: UUID) -> dict[str, str]:
    """Every address with an id of Eastmere's in it."""
    return {
        "message": at("message", message_id),
        "send_again": at("send_again", message_id),
        "cancel": at("cancel", message_id),
        "person": at("person", ivo),
        "withdraw_link": at("withdraw_link", ivo, link_id),
    }


@pytest.mark.parametrize("role", Role.values)
def test_every_page_as_every_role(
    role: str, viewer: Any, signed_in: Any, ours: dict[str, str]
) -> None:
    client = signed_in(viewer(role, name="Somebody"))
    for address in (at("messages"), ours["message"], ours["person"], ours["withdraw_link"]):
        answer = client.get(address)
        assert answer.status_code == (200 if role in OFFICE else 403), address
        if role not in OFFICE:
            assert "Only the programme office or an area administrator" in answer.content.decode()
    for address in (ours["send_again"], ours["cancel"]):
        assert client.get(address).status_code == 405
        if role not in OFFICE:
            assert client.post(address, {"version": "1"}).status_code == 403
    assert client.get(at("preferences")).status_code == 200
    assert ("Messages</a>" in client.get("/a/eastmere/people/").content.decode()) == (
        role in OFFICE
    )


def test_the_office_of_one_plan_does_not_see_the_mail_of_all(
    viewer: Any, signed_in: Any, message_id: UUID
) -> None:
    one = viewer("programme_office", name="Plan Office", scope_kind="plan", scope_id=uuid4())
    assert signed_in(one).get(at("messages")).status_code == 403


def test_ids_of_another_area_are_no_pages_here(
    stranger: Any, signed_in: Any, ours: dict[str, str]
) -> None:
    client = signed_in(stranger)
    for name, address in ours.items():
        borrowed = address.replace("/a/eastmere/", "/a/westholm/")
        for one in (address, borrowed):
            if name not in ("send_again", "cancel"):
                assert client.get(one).status_code == 404, one
            assert client.post(one, {"version": "1", "reason": "x"}).status_code in (404, 405), one
    assert (
        "No message has been sent yet"
        in client.get(at("messages", slug="westholm")).content.decode()
    )
    assert TaskLink.objects.get().withdrawn_on is None
    assert Message.objects.get().state == "waiting"


def test_a_link_withdrawn_under_another_person_is_no_page(
    office: Any, signed_in: Any, mara: UUID, link_id: UUID
) -> None:
    assert signed_in(office).get(at("withdraw_link", mara, link_id)).status_code == 404


def test_an_empty_outbox_says_what_would_be_here(office: Any, signed_in: Any) -> None:
    page = signed_in(office).get(at("messages")).content.decode()
    assert "No message has been sent yet" in page
    assert "When updates are requested from leads" in page


def test_without_a_mail_server_the_page_says_so_and_what_to_do(
    office: Any, signed_in: Any, settings: Any
) -> None:
    page = signed_in(office).get(at("messages")).content.decode()
    assert "No mail server is configured, so no message leaves." in page
    assert "GOLDENTHREAD_MAIL_HOST" in page
    settings.MAIL_IS_CONFIGURED = True
    assert "No mail server" not in signed_in(office).get(at("messages")).content.decode()


def test_each_count_opens_the_rows_it_counts(
    office: Any, signed_in: Any, message: Any, mara: UUID, nameless: UUID
) -> None:
    message("a")
    message("b", person_id=mara, kind="reminder", subject="A reminder")
    message("c", person_id=nameless)
    Message.objects.filter(once="b").update(state="failed", said="554 No")
    client = signed_in(office)
    counts = queries.message_counts(viewer=office)
    assert counts == {"waiting": 1, "failed": 1, "no_address": 1}
    page = client.get(at("messages")).content.decode()
    for state, number in counts.items():
        assert f'href="{at("messages")}?state={state}"' in page
        listed = client.get(at("messages"), {"state": state}).content.decode()
        assert listed.count("data-row-link") == number, state
    reminders = client.get(at("messages"), {"kind": "reminder"}).content.decode()
    assert "A reminder" in reminders
    assert reminders.count("data-row-link") == 1
    none = client.get(at("messages"), {"state": "sent"}).content.decode()
    assert "No message is like that" in none
    odd = client.get(at("messages"), {"state": "x'", "page": "²"}).content.decode()
    assert odd.count("data-row-link") == 3


def test_fifty_on_a_page_and_the_same_queries_for_few_and_many(
    office: Any, signed_in: Any, message: Any
) -> None:
    client = signed_in(office)

    def look(**asked: Any) -> tuple[int, str]:
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(at("messages"), asked)
        return len(seen), answer.content.decode()

    message("first")
    client.get(at("messages"))
    few, _ = look()
    for number in range(60):
        message(f"m{number}")
    many, page = look()
    assert many == few
    assert page.count("data-row-link") == 50
    assert "Messages 1 to 50 of 61" in page
    assert look(page=2)[1].count("data-row-link") == 11
    assert look(page=99)[1].count("data-row-link") == 11


def test_a_message_is_shown_as_sent_without_its_token(
    office: Any, signed_in: Any, message_id: UUID, link_id: UUID
) -> None:
    page = signed_in(office).get(at("message", message_id)).content.decode()
    assert "Please tell us how your 3 actions are going." in page
    assert "Ivo Lund’s own link, which is not kept" in page
    assert people.task_link_token(link_id) not in page
    assert "Waiting to be sent" in page
    assert "Only a message that still waits" not in page
    assert "This message is on its way already." in page  # so it cannot be sent again now


def test_a_message_is_cancelled_and_sent_again(
    office: Any, signed_in: Any, message_id: UUID, mail_server: MailServer
) -> None:
    client = signed_in(office)
    cancelled = client.post(at("cancel", message_id), {"version": "1"}, follow=True)
    assert "The message to Ivo Lund is cancelled." in cancelled.content.decode()
    assert tasks.send_due()["sent"] == 0
    assert client.post(at("cancel", message_id), {"version": "2"}).status_code == 422
    again = client.post(at("send_again", message_id), {"version": "2"}, follow=True)
    assert "goes out with the next mail" in again.content.decode()
    history = trail.history(
        local_area_id=office.local_area_id, kind="message", object_id=message_id, limit=9
    )
    assert [entry.words.split(":")[0] for entry in history] == [
        "had a message sent again",
        "cancelled a message",
    ]


def test_what_a_server_had_goes_out_again_as_another_message(
    office: Any, message: Any, mail_server: MailServer
) -> None:
    found = message()
    tasks.send_due()
    row = Message.objects.get()
    actions.send_again(message_id=found, version=row.version, by=office, on=TODAY)
    tasks.send_due()
    assert len(mail_server.accepted) == 2
    assert set(mail_server.counted.values()) == {1}
    assert mail_server.counted[row.message_id] == 1


def test_two_at_the_same_message_are_told(office: Any, signed_in: Any, message_id: UUID) -> None:
    with pytest.raises(ChangedMeanwhile):
        actions.cancel_message(message_id=message_id, version=7, by=office, on=TODAY)
    client = signed_in(office)
    assert client.post(at("cancel", message_id), {"version": "7"}).status_code == 409
    assert client.post(at("cancel", message_id), {"version": "x"}).status_code == 422


def test_nobody_without_an_address_is_sent_to_again(
    office: Any, message: Any, nameless: UUID
) -> None:
    message(person_id=nameless)
    row = Message.objects.get()
    with pytest.raises(Refused, match="Add it under People and forums"):
        actions.send_again(message_id=row.pk, version=row.version, by=office, on=TODAY)


def test_a_person_s_page_shows_address_links_and_messages(
    office: Any, signed_in: Any, ivo: UUID, message_id: UUID, mail_server: MailServer
) -> None:
    mail_server.answers = lambda stage, _: "550 5.1.1 No such user" if stage == "rcpt" else ""
    TaskLink.objects.update(expires_on=timezone.localdate() + timedelta(days=9))
    assert tasks.send_due()["bounced"] == 1
    client = signed_in(office)
    page = client.get(at("person", ivo)).content.decode()
    assert "Mail to this address came back on 14 January 2020." in page
    assert "550 5.1.1 No such user" in page
    assert "Update request" in page or "Request for updates" in page
    assert "not opened yet" in page
    assert page.count("data-row-link") == 1
    assert "Mail comes back" in client.get("/a/eastmere/people/").content.decode()


def test_a_link_is_withdrawn_with_a_reason(
    office: Any, signed_in: Any, ivo: UUID, link_id: UUID
) -> None:
    client = signed_in(office)
    address = at("withdraw_link", ivo, link_id)
    assert "Say why the link is withdrawn" in client.post(address, {}).content.decode()
    answer = client.post(address, {"reason": "Sent in error"}, follow=True)
    assert "The link of Ivo Lund works no more." in answer.content.decode()
    assert TaskLink.objects.get().withdrawn_because == "Sent in error"
    again = client.post(address, {"reason": "Again"})
    assert (again.status_code, "withdrawn already" in again.content.decode()) == (422, True)


def test_everybody_chooses_how_often_they_get_mail(
    viewer: Any, signed_in: Any, office: Any
) -> None:
    lead = viewer("action_lead")
    client = signed_in(lead)
    assert "Choose how often you want mail." in client.post(at("preferences"), {}).content.decode()
    for rhythm in ("daily", "weekly"):
        answer = client.post(at("preferences"), {"rhythm": rhythm}, follow=True)
        assert "Your choice is kept." in answer.content.decode()
        assert queries.rhythm_of(lead.person_id, viewer=lead)[0] == rhythm
    assert MailPreference.objects.count() == 1
    history = trail.history(
        local_area_id=office.local_area_id, kind="person", object_id=lead.person_id, limit=9
    )
    assert history[0].words == "chose how often mail comes: one message a week"


def test_each_chooses_how_often_messages_of_one_kind_come(viewer: Any, signed_in: Any) -> None:
    lead = viewer("case_officer")
    client = signed_in(lead)
    assert "EHC plan changed" in client.get(at("preferences")).content.decode()
    sent = {"rhythm": "at_once", "kind_plan_changed": "weekly", "kind_review_coming": ""}
    client.post(at("preferences"), sent)
    chosen = KindPreference.objects.values_list("person_id", "kind", "rhythm")
    assert list(chosen) == [(lead.person_id, "plan_changed", "weekly")]
    client.post(at("preferences"), {**sent, "kind_plan_changed": ""})
    assert not KindPreference.objects.exists()


def test_a_kind_that_always_comes_at_once_is_not_chosen(office: Any) -> None:
    with pytest.raises(Refused, match="each kind"):
        actions.choose_rhythm(
            rhythm="daily", of_kinds={"information_asked": "weekly"}, by=office, on=TODAY
        )


def test_a_rhythm_that_is_none_is_refused(office: Any) -> None:
    with pytest.raises(Refused, match="is not one of"):
        actions.choose_rhythm(rhythm="hourly", by=office, on=TODAY)


def test_an_area_that_lives_on_a_day_reads_its_own_days_of_its_mail(
    message_id: UUID, office: Any, signed_in: Any, mail_server: MailServer
) -> None:
    tasks.send_due()
    client = signed_in(office)
    for page in (at("message", message_id), at("messages")):
        said = client.get(page).content.decode()
        assert "14 January 2020 at " in said
        assert str(timezone.now().year) not in said
    assert "Sent 14 January 2020 at " in client.get(at("message", message_id)).content.decode()
    # Sent three days after it was queued: three days later there too.
    row = Message.objects.get(pk=message_id)
    Message.objects.filter(pk=message_id).update(sent_at=row.recorded_at + timedelta(days=3))
    assert "Sent 17 January 2020 at " in client.get(at("message", message_id)).content.decode()


def test_everywhere_else_mail_says_the_day_of_the_clock(
    message_id: UUID, office: Any, signed_in: Any, mail_server: MailServer, local_area: Any
) -> None:
    tasks.send_due()
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=None)
    sent_at = Message.objects.get(pk=message_id).sent_at
    assert sent_at is not None
    said = signed_in(office).get(at("message", message_id)).content.decode()
    assert f"Sent {queries.say_instant(sent_at)}" in said
