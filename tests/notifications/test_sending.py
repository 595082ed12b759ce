"""Sending what is due, to a real mail server on this machine."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldenthread.notifications import queries, tasks
from goldenthread.notifications.actions import sending
from goldenthread.notifications.delivery import by_smtp
from goldenthread.notifications.models import Message
from goldenthread.partnership import actions as partnership
from goldenthread.partnership import queries as people
from goldenthread.partnership.models import Person, TaskLink
from goldenthread.trail import queries as trail
from tests.conftest import NOW, TODAY
from tests.notifications.mail_server import MailServer

LAST = timezone.localdate() + timedelta(days=9)


def _only(server: MailServer) -> EmailMessage:
    (mail,) = server.mails
    return cast(EmailMessage, mail)


def _text(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def _state(once: str = "round-1:ivo") -> Message:
    return Message.objects.get(once=once)


# --- what arrives ---------------------------------------------------------------------------------


def test_a_message_arrives_once_with_its_words_and_its_link(
    message: Any, mail_server: MailServer
) -> None:
    message()
    assert tasks.send_due()["sent"] == 1
    assert tasks.send_due()["sent"] == 0
    mail = _only(mail_server)
    assert mail["To"] == "ivo@eastmere.example"
    assert mail["From"] == "Eastmere <send@eastmere.example>"
    assert mail["Subject"] == "Updates for the SEND improvement plan by 31 January 2020"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == _state().message_id
    assert mail["Date"]
    text = _text(mail)
    assert "Please tell us how your 3 actions are going.\n\nIt takes two minutes." in text
    assert "Open it here:\nhttps://thread.eastmere.example/a/eastmere/\n" in text
    row = _state()
    assert (row.state, row.sent_to, row.worker) == ("sent", "ivo@eastmere.example", "")
    assert row.sent_at is not None


def test_the_same_words_stand_in_a_page_in_the_area_s_colour(
    message: Any, mail_server: MailServer
) -> None:
    message(words="1 < 2 & so on.\n\n.A line that begins with a dot")
    tasks.send_due()
    page = _text(_only(mail_server), "html")
    assert '<html lang="en">' in page
    assert "<h1>Updates for the SEND improvement plan by 31 January 2020</h1>" in page
    assert "<p>1 &lt; 2 &amp; so on.</p>" in page
    assert 'bgcolor="#0b4f55"' in page
    assert 'href="https://thread.eastmere.example/a/eastmere/"' in page
    assert "\n.A line that begins with a dot" in _text(_only(mail_server))


def test_a_task_link_is_composed_when_it_is_sent_and_stored_nowhere(
    message: Any, mail_server: MailServer, office: Any, ivo: UUID
) -> None:
    link = partnership.make_task_link(
        person_id=ivo, task="update_request", object_id=uuid4(), expires_on=LAST, by=office,
        on=TODAY,
    )  # fmt: skip
    message(task_link_id=link, address="")
    tasks.send_due()
    token = people.task_link_token(link)
    text = _text(_only(mail_server))
    assert f"https://thread.eastmere.example/t/update_request/{token}/\n" in text
    assert "opens the page without signing in" in text
    assert "Choose how often" not in text
    stored = " ".join(str(value) for row in Message.objects.values() for value in row.values())
    assert token.split(".")[1] not in stored


@pytest.mark.parametrize("ended", [{"withdrawn_on": TODAY, "withdrawn_because": "x"}, {}])
def test_a_link_that_works_no_more_is_not_sent(
    ended: dict[str, Any], message: Any, mail_server: MailServer, office: Any, ivo: UUID
) -> None:
    link = partnership.make_task_link(
        person_id=ivo, task="t", object_id=uuid4(), expires_on=TODAY, by=office, on=TODAY
    )
    TaskLink.objects.update(**ended)
    message(task_link_id=link)
    assert tasks.send_due()["failed"] == 1
    assert mail_server.accepted == []
    assert _state().said == "Its link was withdrawn or has ended."


def test_one_connection_carries_a_batch(message: Any, mail_server: MailServer, office: Any) -> None:
    for number in range(60):
        person = partnership.add_person(
            name=f"Lead {number}", email=f"{number}@eastmere.example", by=office, on=TODAY
        )
        message(f"round-1:{number}", person_id=person)
    assert tasks.send_due()["sent"] == 60
    assert mail_server.connections == 1
    assert len(mail_server.counted) == 60


def test_it_goes_where_the_person_is_now(
    message: Any, mail_server: MailServer, ivo: UUID, mara: UUID
) -> None:
    message()
    message("round-1:mara", person_id=mara)
    Person.objects.filter(pk=ivo).update(email="ivo.lund@eastmere.example")
    Person.objects.filter(pk=mara).update(email="")
    tasks.send_due()
    assert _only(mail_server)["To"] == "ivo.lund@eastmere.example"
    assert _state().sent_to == "ivo.lund@eastmere.example"
    assert _state("round-1:mara").state == "no_address"


def test_without_a_mail_server_messages_wait(
    message: Any, mail_server: MailServer, settings: LazySettings
) -> None:
    settings.MAIL_IS_CONFIGURED = False
    message()
    assert tasks.send_due() == {**tasks.send_due(), "configured": False, "sent": 0}
    assert _state().state == "waiting"


# --- what does not arrive -------------------------------------------------------------------------


def test_an_address_that_does_not_exist_is_shown_as_come_back_at_once(
    message: Any, mail_server: MailServer, office: Any, ivo: UUID
) -> None:
    mail_server.answers = lambda stage, _: "550 5.1.1 No such user" if stage == "rcpt" else ""
    message()
    assert tasks.send_due()["bounced"] == 1
    fact = queries.deliveries(["round-1:ivo"], viewer=office)["round-1:ivo"]
    assert fact.state == "bounced"
    assert "550 5.1.1 No such user" in fact.words
    person = people.person(ivo, viewer=office, on=TODAY)
    assert person is not None
    assert person.came_back_on is not None
    found = trail.history(
        local_area_id=office.local_area_id, kind="message", object_id=_state().pk, limit=9
    )
    assert [entry.words for entry in found] == ["sent back a message to Ivo Lund"]


def test_another_address_is_not_the_one_that_mail_came_back_from(
    message: Any, mail_server: MailServer, office: Any, ivo: UUID
) -> None:
    mail_server.answers = lambda stage, _: "550 No such user" if stage == "rcpt" else ""
    message()
    tasks.send_due()
    Person.objects.filter(pk=ivo).update(email="ivo.lund@eastmere.example")
    person = people.person(ivo, viewer=office, on=TODAY)
    assert person is not None
    assert person.came_back_on is None


@pytest.mark.parametrize(
    ("stage", "line"),
    [
        ("mail", "451 Later"),
        ("mail", "550 You may not send"),
        ("rcpt", "450 Mailbox busy"),
        ("data", "451 Later"),
        ("dot", "452 Full"),
    ],
)
def test_what_may_pass_is_tried_again(
    stage: str, line: str, message: Any, mail_server: MailServer, office: Any
) -> None:
    mail_server.answers = lambda at, _: line if at == stage else ""
    message()
    before = timezone.now()
    assert tasks.send_due()["later"] == 1
    row = _state()
    assert (row.state, row.attempts) == ("waiting", 1)
    assert line in row.said
    assert row.next_attempt_at is not None
    assert row.next_attempt_at >= before + timedelta(minutes=1)
    assert queries.deliveries(["round-1:ivo"], viewer=office)["round-1:ivo"].state == "retrying"
    mail_server.answers = lambda _stage, _address: ""
    Message.objects.update(next_attempt_at=before)
    assert tasks.send_due()["sent"] == 1
    assert mail_server.counted == {_state().message_id: 1}


def test_a_message_the_server_will_not_have_is_not_tried_again(
    message: Any, mail_server: MailServer
) -> None:
    mail_server.answers = lambda stage, _: "554 Looks like spam" if stage == "dot" else ""
    message()
    assert tasks.send_due()["failed"] == 1
    assert (_state().state, _state().said) == (
        "failed",
        "The mail server did not take the message: 554 Looks like spam",
    )


def test_one_bad_address_holds_up_nobody(message: Any, mail_server: MailServer, mara: UUID) -> None:
    mail_server.answers = lambda stage, to: (
        "550 Unknown" if (stage, to[:3]) == ("rcpt", "ivo") else ""
    )
    message()
    message("round-1:mara", person_id=mara)
    done = tasks.send_due()
    assert (done["sent"], done["bounced"]) == (1, 1)
    assert _only(mail_server)["To"] == "mara@eastmere.example"


def test_a_server_that_is_away_is_tried_ever_less_often_for_two_days(
    message: Any, mail_server: MailServer, settings: LazySettings
) -> None:
    settings.EMAIL_PORT = 9  # nobody listens there
    message()
    waits = []
    for _ in sending.WAITS:
        before = timezone.now()
        assert tasks.send_due()["later"] == 1
        row = _state()
        assert row.next_attempt_at is not None
        waits.append(round((row.next_attempt_at - before) / timedelta(minutes=1)))
        Message.objects.update(next_attempt_at=before)
    assert waits == [1, 5, 15, 60, 240, 480, 720, 1200]
    assert sum(waits) < 48 * 60
    tasks.send_due()
    assert _state().state == "failed"
    assert _state().said.startswith("Tried for two days, then given up. Last: The mail server")


def test_a_server_that_is_away_is_left_alone_with_the_rest(
    message: Any, mail_server: MailServer, settings: LazySettings, office: Any
) -> None:
    settings.EMAIL_PORT = 9
    for number in range(5):
        person = partnership.add_person(
            name=f"Lead {number}", email=f"{number}@eastmere.example", by=office, on=TODAY
        )
        message(f"round-1:{number}", person_id=person)
    assert tasks.send_due()["later"] == 5
    assert set(Message.objects.values_list("state", "attempts")) == {("waiting", 1)}


def test_what_waited_for_two_days_without_being_tried_is_not_sent_by_itself(
    message: Any, mail_server: MailServer
) -> None:
    message()
    Message.objects.update(next_attempt_at=timezone.now() - timedelta(days=3))
    assert tasks.send_due()["failed"] == 1
    assert mail_server.accepted == []
    assert "Send it again if it still counts." in _state().said


# --- what was interrupted -------------------------------------------------------------------------


def test_what_a_process_took_and_did_not_begin_is_sent_as_if_nothing_was(
    message: Any, mail_server: MailServer, interrupted: Any
) -> None:
    message()
    interrupted()
    done = tasks.send_due()
    assert (done["taken_up_again"], done["sent"]) == (1, 1)
    assert (_state().attempts, _state().perhaps_twice) == (0, False)


def test_what_was_interrupted_in_the_hand_over_is_held_and_says_so(
    message: Any, mail_server: MailServer, interrupted: Any, office: Any
) -> None:
    message()
    interrupted(handing_over_at=NOW)
    done = tasks.send_due()
    assert (done["perhaps"], done["taken_up_again"], done["sent"]) == (1, 0, 0)
    row = _state()
    assert (row.state, row.handing_over_at, row.next_attempt_at) == ("perhaps", NOW, None)
    fact = queries.deliveries(["round-1:ivo"], viewer=office)["round-1:ivo"]
    assert fact.words == (
        f"Perhaps sent {queries.say_instant(NOW)}: "
        "Sending was interrupted while the mail server took it."
    )
    assert fact.needs_somebody
    for _ in range(3):
        assert tasks.send_due()["sent"] == 0
    assert mail_server.accepted == []


@pytest.mark.parametrize("stage", ["dot", "accepted"])
def test_a_connection_that_ends_before_the_last_answer_leaves_the_message_held(
    stage: str, message: Any, mail_server: MailServer
) -> None:
    """Whether the server took it before it hung up (as at "accepted") is not for us to know."""
    mail_server.hang_up_at = stage
    message()
    done = tasks.send_due()
    assert (done["perhaps"], done["later"]) == (1, 0)
    row = _state()
    assert row.state == "perhaps"
    assert row.said == (
        "The mail server ended the connection. Nobody knows whether it took the message."
    )
    mail_server.hang_up_at = ""
    assert tasks.send_due()["sent"] == 0
    assert len(mail_server.accepted) == (1 if stage == "accepted" else 0)


def test_a_connection_that_ends_earlier_is_tried_again(
    message: Any, mail_server: MailServer
) -> None:
    mail_server.hang_up_at = "rcpt"
    message()
    assert tasks.send_due()["later"] == 1
    assert _state().state == "waiting"


def test_a_server_that_reads_every_word_first_is_waited_for(
    message: Any, mail_server: MailServer, settings: LazySettings
) -> None:
    settings.EMAIL_TIMEOUT = 1

    def slowly(stage: str, _address: str) -> str:
        if stage == "accepted":
            time.sleep(1.5)
        return ""

    mail_server.answers = slowly
    message()
    message("second")
    assert tasks.send_due()["sent"] == 2  # by one connection, whose patience is as before
    assert mail_server.connections == 1


def test_a_server_that_never_answers_leaves_the_message_held(
    message: Any, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_smtp, "LAST_ANSWER", 0.5)
    released = threading.Event()

    def never(stage: str, _address: str) -> str:
        if stage == "accepted":
            released.wait(20)
        return ""

    mail_server.answers = never
    message()
    done = tasks.send_due()
    released.set()
    assert (done["perhaps"], _state().state) == (1, "perhaps")
    assert mail_server.counted == {_state().message_id: 1}  # it had it: nobody here could know


def test_what_is_lost_before_its_dot_ends_its_connection_and_no_other_message(
    message: Any, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch, mara: UUID
) -> None:
    """Every word of it was sent: the next message must not end up in it."""
    begin, lost = sending.begin_handing_over, []

    def lose_the_first(message_id: UUID, **given: Any) -> None:
        if not lost:
            lost.append(message_id)
            raise sending.LostClaim("taken over")
        begin(message_id, **given)

    monkeypatch.setattr(sending, "begin_handing_over", lose_the_first)
    message()
    message("round-1:mara", person_id=mara)
    assert tasks.send_due()["sent"] == 1
    assert _only(mail_server)["To"] == "mara@eastmere.example"
    assert mail_server.connections == 2


def test_what_the_server_answered_is_never_in_doubt(message: Any, mail_server: MailServer) -> None:
    """It said no to every word of it: tried again, and perhaps nothing."""
    mail_server.answers = lambda stage, _: "452 Full" if stage == "dot" else ""
    message()
    tasks.send_due()
    assert (_state().state, _state().perhaps_twice) == ("waiting", False)


def test_what_a_living_process_sends_is_left_to_it(message: Any, mail_server: MailServer) -> None:
    message()
    Message.objects.update(
        state="sending", worker="another-machine/x 1 0", claimed_at=timezone.now()
    )
    assert tasks.send_due()["sent"] == 0
    Message.objects.update(claimed_at=timezone.now() - timedelta(minutes=16))
    assert tasks.send_due()["sent"] == 1


def test_a_process_that_lost_its_claim_hands_nothing_over(
    message: Any, mail_server: MailServer
) -> None:
    message()
    taken = sending.claim(worker="me", now=timezone.now(), limit=9)
    Message.objects.update(worker="another-machine/x 1 0")
    with pytest.raises(sending.LostClaim):
        sending.begin_handing_over(taken[0].id, worker="me")
    with pytest.raises(sending.LostClaim):
        sending.accepted(taken[0].id, worker="me", now=timezone.now())
    assert _state().state == "sending"


def test_two_processes_take_different_messages(message: Any, mara: UUID, db: None) -> None:
    message()
    message("round-1:mara", person_id=mara)
    now = timezone.now()
    first = sending.claim(worker="one", now=now, limit=1)
    second = sending.claim(worker="two", now=now, limit=9)
    assert len(first) == len(second) == 1
    assert first[0].id != second[0].id


def test_sending_many_asks_no_more_for_each(
    message: Any, mail_server: MailServer, office: Any
) -> None:
    def send(count: int, round_name: str) -> int:
        for number in range(count):
            person = partnership.add_person(
                name=f"{round_name} {number}",
                email=f"{number}@{round_name}.example",
                by=office,
                on=TODAY,
            )
            message(f"{round_name}:{number}", person_id=person)
        with CaptureQueriesContext(connection) as asked:
            assert tasks.send_due()["sent"] == count
        return len(asked)

    few, many = send(1, "few"), send(21, "many")
    assert (many - few) / 20 == 2  # the note that the dot is next, and that it was taken


def test_the_log_names_no_address_and_no_link(
    message: Any,
    mail_server: MailServer,
    settings: LazySettings,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    office: Any,
    ivo: UUID,
) -> None:
    link = partnership.make_task_link(
        person_id=ivo, task="t", object_id=uuid4(), expires_on=LAST, by=office, on=TODAY
    )
    message(task_link_id=link)
    settings.EMAIL_PORT = 9
    tasks.send_due()
    said = caplog.text + "".join(capsys.readouterr())
    assert str(_state().pk) in said
    assert "ivo@" not in said
    assert people.task_link_token(link) not in said
    assert "Ivo" not in said


def test_sent_instants_are_said_in_london() -> None:
    from goldenthread.notifications.queries.deliveries import say_instant

    assert say_instant(datetime(2020, 7, 1, 8, 5, tzinfo=UTC)) == "1 July 2020 at 09:05"
