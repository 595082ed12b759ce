"""Mail by GOV.UK Notify: what is handed over, what its answers mean, what is asked afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage, get_connection
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.config.notify_settings import notify_settings
from goldenthread.config.watching.state import state as parts_of_the_installation
from goldenthread.notifications import actions, queries, tasks
from goldenthread.notifications.actions import asking_after, sending
from goldenthread.notifications.delivery import by_notify
from goldenthread.notifications.delivery.notify import NotifyKey
from goldenthread.notifications.marks import JOINER, unmarked
from goldenthread.notifications.models import Message
from goldenthread.partnership import actions as partnership
from goldenthread.partnership import queries as people
from goldenthread.trail import queries as trail
from tests.conftest import TODAY
from tests.notifications.notify_server import (
    HANG_UP,
    KEY,
    REPLY_TO,
    SECRET,
    SERVICE,
    TEMPLATE,
    NotifyServer,
    Says,
)

BACKEND = "goldenthread.notifications.delivery.by_notify.EmailBackend"


def _state(once: str = "round-1:ivo") -> Message:
    return Message.objects.get(once=once)


def _says(stage: str, says: Says) -> Callable[[str, str], Says | None]:
    return lambda at, _: says if at == stage else None


def _time_passes(minutes: int = 6) -> None:
    """What was handed over was so long before, and what is to be asked is to be asked now."""
    now = timezone.now()
    Message.objects.filter(ask_at__isnull=False).update(ask_at=now)
    Message.objects.filter(state="perhaps").update(handing_over_at=now - timedelta(minutes=minutes))


# --- what is handed over --------------------------------------------------------------------------


def test_a_message_goes_as_subject_and_words_of_one_template(
    message: Any, notify_server: NotifyServer
) -> None:
    message()
    assert tasks.send_due()["sent"] == 1
    (taken,) = notify_server.taken
    assert taken["email_address"] == "ivo@eastmere.example"
    assert taken["personalisation"]["subject"] == (
        "Updates for the SEND improvement plan by 31 January 2020"
    )
    body = taken["personalisation"]["body"]
    assert body.startswith("Please tell us how your 3 actions are going.\n\nIt takes two minutes.")
    assert "\nhttps://thread.eastmere.example/a/eastmere/\n" in body
    assert "Nobody reads answers to this message." in body
    assert f"<{taken['reference']}>" == _state().message_id
    assert "email_reply_to_id" not in taken
    assert (_state().state, _state().carrier) == ("sent", NotifyKey.read(KEY).mark)
    assert SECRET[:8] not in _state().carrier


def test_answers_go_where_notify_was_told(
    message: Any, notify_server: NotifyServer, settings: LazySettings
) -> None:
    settings.NOTIFY_REPLY_TO = REPLY_TO
    message()
    tasks.send_due()
    (taken,) = notify_server.taken
    assert taken["email_reply_to_id"] == REPLY_TO
    assert "Nobody reads" not in taken["personalisation"]["body"]


def test_a_task_link_is_whole(
    message: Any, notify_server: NotifyServer, office: Any, ivo: UUID
) -> None:
    link = partnership.make_task_link(
        person_id=ivo, task="update_request", object_id=uuid4(),
        expires_on=timezone.localdate() + timedelta(days=9), by=office, on=TODAY,
    )  # fmt: skip
    message(task_link_id=link, address="")
    tasks.send_due()
    token = people.task_link_token(link)
    body = notify_server.taken[0]["personalisation"]["body"]
    assert f"\nhttps://thread.eastmere.example/t/update_request/{token}/\n" in body


def test_what_would_become_formatting_is_sent_as_words(
    message: Any, notify_server: NotifyServer
) -> None:
    words = "# 3 is late\n^ quoted\n* one\n1. two\n---\n((name))\n[here](https://x.example)"
    message(subject="((subject)) of # 3", words=words)
    tasks.send_due()
    said = notify_server.taken[0]["personalisation"]
    shown = said["body"].split("\n\nOpen it here:")[0]
    assert shown.replace(JOINER, "") == words
    assert not re.search(r"^ *([#^*]|\d+\.|---)|\(\(|\]\(", shown, re.MULTILINE)
    assert said["subject"] == f"({JOINER}(subject){JOINER}) of # 3"


def test_a_digest_has_headings_that_notify_formats(
    message: Any, notify_server: NotifyServer
) -> None:
    message("a", subject="# of a")
    message("b", subject="The second")
    Message.objects.update(state="held", next_attempt_at=None)
    tasks.send_due()
    body = notify_server.taken[0]["personalisation"]["body"]
    assert re.findall(r"^# .*$", body, re.MULTILINE) == [f"# {JOINER}# of a", "# The second"]


SIGNS = st.text("#^*•+-=_>|:`~.)([]!\\ \t\n1a", max_size=60)


@given(SIGNS)
def test_no_words_of_ours_format_anything_and_no_sign_is_lost(words: str) -> None:
    shown = unmarked(words)
    assert shown.replace(JOINER, "") == words
    for line in shown.split("\n"):
        assert not re.match(r" {0,3}([#^*•+\-=_>|:`~]|\d+[.)])", line)
        assert not line.startswith(("    ", "\t"))
    for sign in ("((", "))", "](", "][", "]:", "[^", "![", "\\(", "\\#", "\\*"):
        assert sign not in shown


def test_words_without_signs_stay_as_they_are() -> None:
    words = "Updates by 31 January (2020), see https://thread.eastmere.example/a/b-c_d/ - now!"
    assert unmarked(words) == words


def test_one_connection_carries_many_and_asks_the_database_no_more_for_each(
    message: Any, notify_server: NotifyServer, office: Any
) -> None:
    def send(count: int, name: str) -> int:
        for number in range(count):
            person = partnership.add_person(
                name=f"{name} {number}", email=f"{number}@{name}.example", by=office, on=TODAY
            )
            message(f"{name}:{number}", person_id=person)
        with CaptureQueriesContext(connection) as asked:
            assert tasks.send_due()["sent"] == count
        return len(asked)

    few, many = send(1, "few"), send(11, "many")
    assert (many - few) / 10 == 2


def test_what_is_too_long_for_notify_is_said_and_nothing_of_it_is_sent(
    message: Any, notify_server: NotifyServer
) -> None:
    message(words="é" * by_notify.MOST)
    assert tasks.send_due()["failed"] == 1
    assert "at most two million bytes" in _state().said
    assert notify_server.taken == []


# --- answers --------------------------------------------------------------------------------------


def test_an_address_that_is_none_is_shown_as_come_back(
    message: Any, notify_server: NotifyServer, office: Any, ivo: UUID
) -> None:
    says = Says(400, "ValidationError", "email_address Not a valid email address")
    notify_server.answers = _says("words", says)
    message()
    assert tasks.send_due()["bounced"] == 1
    person = people.person(ivo, viewer=office, on=TODAY)
    assert person is not None
    assert person.came_back_on is not None


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (Says(400, "BadRequestError", "Template not found"), "does not take our mail"),
        (Says(400, "BadRequestError", "Can’t send in trial mode"), "does not take our mail"),
        (Says(403, "AuthError", "Invalid token: API key not found"), "the key or this machine’s"),
        (Says(429, "RateLimitError", "Exceeded 3000"), "takes no more from us for now"),
        (Says(429, "TooManyRequestsError", "Exceeded for today"), "takes no more from us for now"),
        (Says(500, "Exception", "Internal server error"), "takes no message now"),
        (Says(502, page=b"<html>Bad gateway"), "takes no message now"),
        (Says(302, page=b"<html>Sign in"), "takes no message now"),
    ],
)
def test_what_may_pass_or_be_mended_is_tried_again(
    says: Says, words: str, message: Any, notify_server: NotifyServer, office: Any
) -> None:
    notify_server.answers = _says("words", says)
    message()
    assert tasks.send_due()["later"] == 1
    row = _state()
    assert (row.state, row.attempts, row.ask_at) == ("waiting", 1, None)
    assert words in row.said
    assert says.words in row.said
    notify_server.answers = lambda _stage, _address: None
    Message.objects.update(next_attempt_at=timezone.now())
    assert tasks.send_due()["sent"] == 1
    assert set(notify_server.counted.values()) == {1}


def test_it_is_tried_no_sooner_than_notify_asks_for(
    message: Any, notify_server: NotifyServer
) -> None:
    notify_server.answers = _says("words", Says(429, "RateLimitError", "Slower", after=900))
    message()
    before = timezone.now()
    tasks.send_due()
    next_at = _state().next_attempt_at
    assert next_at is not None
    assert next_at >= before + timedelta(minutes=15)


@pytest.mark.parametrize("status", [403, 429, 503])
def test_what_is_about_us_leaves_notify_alone_with_the_rest(
    status: int, message: Any, notify_server: NotifyServer, office: Any
) -> None:
    asked = []

    def answers(stage: str, address: str) -> Says | None:
        asked.append(address) if stage == "words" else None
        return Says(status, "Error", "No") if stage == "words" else None

    notify_server.answers = answers
    for number in range(4):
        person = partnership.add_person(
            name=f"Lead {number}", email=f"{number}@eastmere.example", by=office, on=TODAY
        )
        message(f"round-1:{number}", person_id=person)
    assert tasks.send_due()["later"] == 4
    assert len(asked) == 1
    assert set(Message.objects.values_list("state", "attempts")) == {("waiting", 1)}


def test_one_address_that_a_trial_forbids_holds_up_nobody(
    message: Any, notify_server: NotifyServer, mara: UUID
) -> None:
    says = Says(400, "BadRequestError", "Can’t send to this recipient")
    notify_server.answers = lambda stage, to: says if (stage, to[:3]) == ("words", "ivo") else None
    message()
    message("round-1:mara", person_id=mara)
    done = tasks.send_due()
    assert (done["sent"], done["later"]) == (1, 1)


def test_whoever_looks_after_the_installation_is_told_what_to_mend(
    message: Any, notify_server: NotifyServer
) -> None:
    def mail() -> Any:
        found = parts_of_the_installation(now=timezone.now())
        return next(part for part in found if part.name == "mail")

    assert mail().well
    notify_server.keys = [str(uuid4())]
    message()
    tasks.send_due()
    assert not mail().well
    assert "GOV.UK Notify does not take our mail: the key" in mail().words
    assert SECRET not in mail().words
    notify_server.keys = [SECRET]
    Message.objects.update(next_attempt_at=timezone.now())
    tasks.send_due()
    assert mail().well


def test_status_says_what_to_enter_where_nothing_is(settings: LazySettings, db: None) -> None:
    settings.MAIL_BY, settings.MAIL_IS_CONFIGURED = "notify", False
    found = parts_of_the_installation(now=timezone.now())
    assert "GOLDENTHREAD_NOTIFY_TEMPLATE" in next(p.words for p in found if p.name == "mail")


# --- connections ----------------------------------------------------------------------------------


def test_nobody_there_is_tried_again_and_is_no_doubt(
    message: Any, notify_server: NotifyServer, settings: LazySettings
) -> None:
    settings.NOTIFY_ADDRESS = "http://127.0.0.1:9"
    message()
    done = tasks.send_due()
    assert (done["later"], done["perhaps"], _state().state) == (1, 0, "waiting")
    assert "cannot be reached" in _state().said


def test_what_is_lost_before_its_words_go_is_not_sent(
    message: Any, notify_server: NotifyServer, monkeypatch: pytest.MonkeyPatch, mara: UUID
) -> None:
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
    assert [one["email_address"] for one in notify_server.taken] == ["mara@eastmere.example"]


@pytest.mark.parametrize(("stage", "taken"), [("words", 0), ("accepted", 1)])
def test_a_connection_that_broke_is_asked_about_and_the_message_arrives_once(
    stage: str, taken: int, message: Any, notify_server: NotifyServer, office: Any
) -> None:
    notify_server.answers = _says(stage, Says(HANG_UP))
    message()
    assert tasks.send_due()["perhaps"] == 1
    row = _state()
    assert (row.state, len(notify_server.taken)) == ("perhaps", taken)
    notify_server.answers = lambda _stage, _address: None
    assert tasks.send_due()["asked"] == 0  # not yet: it may still be on its way into its list
    _time_passes()
    done = tasks.send_due()
    assert (done["asked"], done["sent"]) == (1, 1 - taken)
    assert notify_server.counted == {row.message_id: 1}
    assert _state().state == "sent"
    history = trail.history(
        local_area_id=office.local_area_id, kind="message", object_id=row.pk, limit=9
    )
    said = "taken after all" if taken else "not taken, and sends it again"
    assert [said in entry.words for entry in history] == [True]
    assert history[0].actor_label == "Golden Thread"


def test_an_answer_that_comes_too_late_is_asked_about(
    message: Any, notify_server: NotifyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from goldenthread.notifications.delivery import notify

    monkeypatch.setattr(notify, "PATIENCE", (1.0, 0.2))

    def slowly(stage: str, _address: str) -> None:
        if stage == "accepted":
            import time

            time.sleep(0.6)

    notify_server.answers = slowly
    message()
    assert tasks.send_due()["perhaps"] == 1
    assert "did not answer in time" in _state().said
    _time_passes()
    tasks.send_due()
    assert _state().state == "sent"
    assert notify_server.counted == {_state().message_id: 1}


# --- asking afterwards ----------------------------------------------------------------------------


@pytest.fixture
def held(message: Any, interrupted: Any) -> Callable[..., Message]:
    """`held()`: a message whose process was killed while Notify took it, minutes ago."""

    def make(*, carrier: str = "", minutes: int = 6) -> Message:
        message()
        carrier = carrier or NotifyKey.read(KEY).mark
        interrupted(handing_over_at=timezone.now() - timedelta(minutes=minutes), carrier=carrier)
        sending.recover(now=timezone.now())
        return _state()

    return make


def test_what_it_never_had_is_not_believed_too_early(
    held: Any, notify_server: NotifyServer
) -> None:
    held(minutes=1)
    tasks.send_due()
    assert (_state().state, notify_server.asked) == ("perhaps", [])


def test_what_it_may_have_forgotten_stays_held_for_somebody(
    held: Any, notify_server: NotifyServer
) -> None:
    held(minutes=60 * 49)
    assert tasks.send_due()["sent"] == 0
    row = _state()
    assert (row.state, row.ask_at) == ("perhaps", None)
    assert row.said == "GOV.UK Notify cannot tell any more whether it had the message."


def test_another_key_sees_other_messages_so_it_is_not_asked(
    held: Any, notify_server: NotifyServer, settings: LazySettings
) -> None:
    held(carrier="notify 0000000000000000")
    tasks.send_due()
    assert (_state().state, notify_server.asked) == ("perhaps", [])


def test_while_it_does_not_answer_what_is_held_stays_held(
    held: Any, notify_server: NotifyServer
) -> None:
    for says in (Says(HANG_UP), Says(500, "Exception", "x"), Says(403, "AuthError", "x")):
        notify_server.answers = _says("asked", says)
        if _state_or_none() is None:
            held()
        tasks.send_due()
        assert _state().state == "perhaps"
    notify_server.answers = lambda _stage, _address: None
    assert tasks.send_due()["sent"] == 1


def _state_or_none() -> Message | None:
    return Message.objects.filter(once="round-1:ivo").first()


def test_somebody_who_settles_it_first_counts(
    held: Any, notify_server: NotifyServer, office: Any
) -> None:
    row = held()
    doubt = asking_after.Doubt(row.pk, row.message_id)
    actions.cancel_message(message_id=row.pk, version=row.version, by=office, on=TODAY)
    fate = asking_after.answered(doubt, asking_after.Fate.UNKNOWN, now=timezone.now(), today=TODAY)
    assert (fate, _state().state) == (None, "cancelled")


def _sent(message: Any, server: NotifyServer, status: str) -> Message:
    message()
    tasks.send_due()
    server.has(status)
    _time_passes()
    return _state()


def test_what_arrived_says_when(message: Any, notify_server: NotifyServer, office: Any) -> None:
    _sent(message, notify_server, "delivered")
    assert tasks.send_due()["arrived"] == 1
    row = _state()
    assert (row.arrived_at, row.ask_at) == (datetime(2020, 1, 14, 9, 30, tzinfo=UTC), None)
    assert ", arrived " in queries.deliveries(["round-1:ivo"], viewer=office)["round-1:ivo"].words


def test_an_address_that_does_not_exist_comes_back(
    message: Any, notify_server: NotifyServer, office: Any, ivo: UUID
) -> None:
    _sent(message, notify_server, "permanent-failure")
    assert tasks.send_due()["bounced"] == 1
    assert (_state().state, _state().said) == ("bounced", asking_after.BACK)
    person = people.person(ivo, viewer=office, on=TODAY)
    assert person is not None
    assert person.came_back_on is not None


def test_a_full_mailbox_is_shown_and_nothing_is_sent_by_itself(
    message: Any, notify_server: NotifyServer, office: Any, ivo: UUID
) -> None:
    _sent(message, notify_server, "temporary-failure")
    tasks.send_due()
    assert (_state().state, len(notify_server.taken)) == ("failed", 1)
    assert "the mailbox is full" in _state().said
    person = people.person(ivo, viewer=office, on=TODAY)
    assert person is not None
    assert person.came_back_on is None  # the address is right


def test_a_fault_of_notify_s_is_tried_again_as_another_message_until_it_is_given_up(
    message: Any, notify_server: NotifyServer
) -> None:
    first = _sent(message, notify_server, "technical-failure").message_id
    tasks.send_due()
    assert (_state().state, _state().attempts) == ("waiting", 1)
    assert _state().message_id != first
    for _ in sending.WAITS:
        Message.objects.update(next_attempt_at=timezone.now())
        tasks.send_due()
        notify_server.has("technical-failure")
        _time_passes()
        tasks.send_due()
    assert _state().state == "failed"
    assert set(notify_server.counted.values()) == {1}


@pytest.mark.parametrize("status", ["created", "sending", "pending", "a word of next year"])
def test_what_is_on_its_way_is_asked_about_again(
    status: str, message: Any, notify_server: NotifyServer
) -> None:
    _sent(message, notify_server, status)
    assert tasks.send_due()["asked"] == 1
    row = _state()
    assert row.sent_at is not None
    assert (row.state, row.ask_at) == ("sent", row.sent_at + timedelta(minutes=5))


def test_after_three_days_nobody_asks_any_more(message: Any, notify_server: NotifyServer) -> None:
    _sent(message, notify_server, "sending")
    Message.objects.update(sent_at=timezone.now() - timedelta(hours=74))
    tasks.send_due()
    assert (_state().state, _state().ask_at) == ("sent", None)


def test_a_message_sent_again_by_hand_is_asked_about_as_itself(
    message: Any, notify_server: NotifyServer, office: Any
) -> None:
    first = _sent(message, notify_server, "permanent-failure")
    tasks.send_due()
    actions.send_again(message_id=first.pk, version=_state().version, by=office, on=TODAY)
    tasks.send_due()
    notify_server.has("delivered", of=_state().message_id.strip("<>"))
    _time_passes()
    tasks.send_due()
    assert (_state().state, _state().arrived_at is not None) == ("sent", True)


def test_the_database_holds_that_only_who_can_answer_is_asked(
    message: Any, notify_server: NotifyServer
) -> None:
    message()
    with pytest.raises(IntegrityError, match="only_a_carrier"), transaction.atomic():
        Message.objects.update(ask_at=timezone.now())


# --- beside the outbox ----------------------------------------------------------------------------


def test_a_letter_that_does_not_wait_goes_by_notify_too(
    notify_server: NotifyServer, db: None
) -> None:
    letter = EmailMessage("A new\npassword", "# Open it", to=["ivo@eastmere.example"])
    assert get_connection(BACKEND).send_messages([letter]) == 1
    said = notify_server.taken[0]["personalisation"]
    assert said == {"subject": "A new password", "body": f"{JOINER}# Open it"}


def test_what_notify_cannot_carry_is_refused_and_not_dropped(
    notify_server: NotifyServer, db: None
) -> None:
    letter = EmailMessage("Papers", "Here.", to=["ivo@eastmere.example"])
    letter.attach("paper.pdf", b"%PDF", "application/pdf")
    with pytest.raises(OSError, match="carries no files"):
        get_connection(BACKEND).send_messages([letter])
    letter = EmailMessage("Hello", "Here.", to=["ivo@eastmere.example"])
    notify_server.answers = _says("words", Says(500, "Exception", "x"))
    with pytest.raises(OSError, match="takes no message now"):
        get_connection(BACKEND).send_messages([letter])
    assert get_connection(BACKEND, fail_silently=True).send_messages([letter]) == 0
    assert notify_server.taken == []


def test_the_log_names_no_address_no_key_and_no_words(
    message: Any, notify_server: NotifyServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    notify_server.answers = _says("accepted", Says(HANG_UP))
    message()
    tasks.send_due()
    _time_passes()
    tasks.send_due()
    assert str(_state().pk) in caplog.text
    for secret in ("ivo@", SECRET, "It takes two minutes", "Bearer"):
        assert secret not in caplog.text


# --- settings -------------------------------------------------------------------------------------


def test_a_key_is_taken_apart_from_its_end() -> None:
    key = NotifyKey.read(KEY)
    assert (key.service_id, key.secret) == (SERVICE, SECRET)


def test_settings_come_from_the_environment_or_a_file(tmp_path: Any) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    found = notify_settings(
        {"GOLDENTHREAD_NOTIFY_KEY_FILE": str(tmp_path / "key"),
         "GOLDENTHREAD_NOTIFY_TEMPLATE": TEMPLATE}
    )  # fmt: skip
    assert (found.key, found.template_id, found.reply_to_id) == (KEY, TEMPLATE, "")
    assert found.address == "https://api.notifications.service.gov.uk"
    assert KEY not in repr(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KEY", KEY[:-1]),
        ("KEY", "x" * 80),
        ("KEY", f"eastmere-{SERVICE}"),
        ("TEMPLATE", "updates"),
        ("REPLY_TO", "send@eastmere.example"),
        ("ADDRESS", "http://notify.example"),
    ],
)
def test_what_is_wrong_is_said_at_once_and_without_the_key(name: str, value: str) -> None:
    with pytest.raises(RuntimeError, match=f"GOLDENTHREAD_NOTIFY_{name}") as problem:
        notify_settings({f"GOLDENTHREAD_NOTIFY_{name}": value})
    assert value not in str(problem.value)
