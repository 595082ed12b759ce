"""What was perhaps sent: held and listed until somebody, or a proof, settles it."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from goldenthread.config.command_line import cli
from goldenthread.notifications import actions, queries, tasks
from goldenthread.notifications.actions import digests, perhaps, queuing, sending
from goldenthread.notifications.models import Message
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea, Person, Role, TaskLink, User
from goldenthread.partnership.queries.invitations import INVITATION
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.trail import queries as trail
from tests.config.commands.test_commands import Run, run
from tests.conftest import NOW, TODAY
from tests.notifications.mail_server import MailServer
from tests.notifications.test_bounces import report

__all__ = ["run"]
LIST = "/a/eastmere/messages/"
SETTLE = "/a/eastmere/messages/perhaps-sent/"


@pytest.fixture(autouse=True)
def _stays_on_its_day(local_area: Any) -> None:
    LocalArea.objects.filter(pk=local_area.pk).update(lives_on=TODAY)


@pytest.fixture
def held(message: Any, interrupted: Any) -> Any:
    """`held("key", …)`: a message that was perhaps sent."""

    def make(once: str = "round-1:ivo", **changed: Any) -> Message:
        message(once, **changed)
        interrupted(handing_over_at=NOW)
        sending.recover(now=timezone.now())
        return state(once)

    return make


@pytest.fixture
def link(office: Any, ivo: UUID) -> Any:
    """`link()`: a task link of Ivo's that nobody has opened."""

    def make(task: str = "update_request") -> UUID:
        return partnership.make_task_link(
            person_id=ivo, task=task, object_id=uuid4(), expires_on=TODAY + timedelta(days=9),
            by=office, on=TODAY,
        )  # fmt: skip

    return make


def state(once: str = "round-1:ivo") -> Message:
    return Message.objects.get(once=once)


def versions(*rows: Message) -> dict[UUID, int]:
    return {row.pk: row.version for row in rows}


def history(row: Message) -> list[str]:
    found = trail.history(
        local_area_id=row.local_area_id, kind="message", object_id=row.pk, limit=9
    )
    return [entry.words for entry in found]


def asked(*rows: Message) -> list[str]:
    return [f"{row.pk}:{row.version}" for row in rows]


# --- settled by somebody --------------------------------------------------------------------------


def test_somebody_says_that_it_arrived(held: Any, office: Any, mail_server: MailServer) -> None:
    row = held()
    actions.say_arrived(versions=versions(row), by=office, on=TODAY)
    done = state()
    assert (done.state, done.sent_at, done.handing_over_at) == ("sent", NOW, None)
    assert done.said == f"{office.name} says that it arrived."
    assert history(row) == [f"said that a message arrived: {row.subject}"]
    assert tasks.send_due()["sent"] == 0


def test_sent_again_by_hand_it_is_the_same_message(
    held: Any, office: Any, mail_server: MailServer
) -> None:
    row = held()
    actions.send_perhaps_again(versions=versions(row), by=office, on=TODAY)
    assert tasks.send_due()["sent"] == 1
    assert mail_server.counted == {row.message_id: 1}
    assert (state().state, state().perhaps_twice) == ("sent", True)
    assert history(row) == [f"had a message sent again that was perhaps sent: {row.subject}"]


def test_interrupted_a_second_time_it_is_held_a_second_time_as_the_same_message(
    held: Any, interrupted: Any, office: Any, mail_server: MailServer
) -> None:
    row = held()
    actions.send_perhaps_again(versions=versions(row), by=office, on=TODAY)
    interrupted(handing_over_at=NOW)
    assert tasks.send_due()["perhaps"] == 1
    actions.send_again(message_id=row.pk, version=state().version, by=office, on=TODAY)
    assert tasks.send_due()["sent"] == 1
    assert mail_server.counted == {row.message_id: 1}


def test_several_are_settled_at_once_or_none_is(held: Any, office: Any, mara: UUID) -> None:
    first, second = held(), held("round-1:mara", person_id=mara)
    stale = {first.pk: first.version, second.pk: second.version - 1}
    for deed in (actions.say_arrived, actions.send_perhaps_again):
        with pytest.raises(ChangedMeanwhile):
            deed(versions=stale, by=office, on=TODAY)
    assert (state().state, history(first)) == ("perhaps", [])
    actions.say_arrived(versions=versions(first, second), by=office, on=TODAY)
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}
    assert len(history(first)) == len(history(second)) == 1


def test_only_what_is_in_doubt_is_settled(message: Any, office: Any) -> None:
    message()
    with pytest.raises(Refused, match="settled already"):
        actions.say_arrived(versions=versions(state()), by=office, on=TODAY)
    with pytest.raises(Refused, match="Tick at least one"):
        actions.say_arrived(versions={}, by=office, on=TODAY)


def test_nobody_but_the_office_settles_and_no_other_area(
    held: Any, viewer: Any, stranger: Any
) -> None:
    row = held()
    for deed in (actions.say_arrived, actions.send_perhaps_again):
        with pytest.raises(NotPermitted):
            deed(versions=versions(row), by=viewer("action_lead"), on=TODAY)
        with pytest.raises(Refused, match="is not in Westholm"):
            deed(versions=versions(row), by=stranger, on=TODAY)
    assert queries.perhaps_sent(viewer=stranger) == ()
    assert state().state == "perhaps"


def test_without_an_address_it_is_not_sent_again_and_stays_held(
    held: Any, office: Any, ivo: UUID
) -> None:
    row = held()
    Person.objects.filter(pk=ivo).update(email="")
    with pytest.raises(Refused, match="No email address"):
        actions.send_perhaps_again(versions=versions(row), by=office, on=TODAY)
    assert state().state == "perhaps"


def test_what_counts_no_more_is_left_as_it_is(held: Any, office: Any) -> None:
    row = held()
    actions.cancel_message(message_id=row.pk, version=row.version, by=office, on=TODAY)
    assert state().said.endswith("Nobody knows whether it arrived.")
    assert history(row) == [f"cancelled a message that was perhaps sent: {row.subject}"]


def test_what_a_context_takes_back_stays_held_for_it_may_have_arrived(
    held: Any, office: Any
) -> None:
    held()
    assert queuing.cancel(once_prefix="round-1:", local_area_id=office.local_area_id) == 0
    assert state().state == "perhaps"


def test_nobody_answers_and_it_stays_listed_with_its_age_and_the_next_goes_as_usual(
    held: Any, message: Any, office: Any, mail_server: MailServer, link: Any
) -> None:
    link_id = link()
    row = held(task_link_id=link_id)
    TaskLink.objects.update(expires_on=timezone.localdate() + timedelta(days=9))
    Message.objects.update(
        handing_over_at=NOW - timedelta(days=40), recorded_at=NOW - timedelta(days=41)
    )
    message("round-1:reminder", kind="reminder", task_link_id=link_id)
    assert tasks.send_due()["sent"] == 1
    assert [one.id for one in queries.perhaps_sent(viewer=office)] == [row.pk]
    assert state("round-1:reminder").state == "sent"


def test_the_database_holds_that_it_says_when_and_where(held: Any) -> None:
    held()
    for changed in ({"handing_over_at": None}, {"sent_to": ""}):
        with pytest.raises(IntegrityError, match="perhaps_sent_message"), transaction.atomic():
            Message.objects.update(**changed)


def test_an_upgrade_holds_what_waited_to_be_sent_a_second_time(message: Any) -> None:
    upgrade = import_module(
        "goldenthread.notifications.migrations.0005_what_waited_to_be_sent_a_second_time_is_held"
    )
    message()
    message("usual")
    Message.objects.filter(once="round-1:ivo").update(
        perhaps_twice=True, sent_to="ivo@eastmere.example"
    )
    upgrade.hold(apps, None)
    assert (state().state, state("usual").state) == ("perhaps", "waiting")
    assert state().handing_over_at == state().recorded_at


# --- settled by proof -----------------------------------------------------------------------------


def opened(link_id: UUID) -> None:
    partnership.use_task_link(link_id=link_id, on=TODAY)


def test_a_link_that_was_opened_proves_that_its_message_arrived(
    held: Any, link: Any, office: Any
) -> None:
    link_id = link()
    row = held(task_link_id=link_id)
    assert perhaps.settle_opened(today=TODAY) == 0
    opened(link_id)
    assert tasks.send_due()["arrived"] == 1
    done = state()
    assert (done.state, done.sent_at) == ("sent", NOW)
    assert done.said == "Its link was opened afterwards, so it arrived."
    found = trail.history(
        local_area_id=row.local_area_id, kind="message", object_id=row.pk, limit=9
    )
    assert [(one.actor_label, one.on) for one in found] == [("Golden Thread", TODAY)]


def test_a_link_in_a_digest_proves_that_the_digest_arrived(
    message: Any, interrupted: Any, link: Any, office: Any, ivo: UUID
) -> None:
    first, second = link(), link("another")
    message("a", task_link_id=first)
    message("b", task_link_id=second)
    Message.objects.update(state="held", next_attempt_at=None)
    digests.join_digests(now=timezone.now())
    interrupted(handing_over_at=NOW)
    sending.recover(now=timezone.now())
    digest = Message.objects.get(kind="digest")
    assert digest.state == "perhaps"
    assert queries.deliveries(["a"], viewer=office)["a"].state == "perhaps"
    opened(second)
    assert perhaps.settle_opened(today=TODAY) == 1
    assert Message.objects.get(pk=digest.pk).state == "sent"
    assert queries.deliveries(["a"], viewer=office)["a"].state == "sent"


@pytest.mark.parametrize("other", ["sent", "bounced", "perhaps", "sending"])
def test_a_link_that_another_message_may_have_brought_proves_nothing(
    other: str, held: Any, message: Any, link: Any
) -> None:
    link_id = link()
    held(task_link_id=link_id)
    message("round-1:reminder", task_link_id=link_id)
    shape: dict[str, Any] = {"state": other, "sent_to": "ivo@eastmere.example"}
    if other == "sent":
        shape["sent_at"] = NOW
    if other == "perhaps":
        shape["handing_over_at"] = NOW
    if other == "sending":
        shape |= {"worker": "x 1 0", "claimed_at": NOW}
    Message.objects.filter(once="round-1:reminder").update(**shape)
    opened(link_id)
    assert perhaps.settle_opened(today=TODAY) == 0
    assert state().state == "perhaps"


def test_a_link_that_another_message_was_only_to_bring_proves_it_still(
    held: Any, message: Any, link: Any
) -> None:
    link_id = link()
    held(task_link_id=link_id)
    message("round-1:reminder", task_link_id=link_id)
    opened(link_id)
    assert perhaps.settle_opened(today=TODAY) == 1


def test_a_link_that_a_digest_brought_proves_nothing_of_another_message(
    held: Any, message: Any, interrupted: Any, link: Any
) -> None:
    link_id = link()
    message("a", task_link_id=link_id)
    message("b")
    Message.objects.update(state="held", next_attempt_at=None)
    digests.join_digests(now=timezone.now())
    Message.objects.filter(kind="digest").update(
        state="sent", sent_at=NOW, sent_to="ivo@eastmere.example"
    )
    held(task_link_id=link_id)
    opened(link_id)
    assert perhaps.settle_opened(today=TODAY) == 0


def test_an_invitation_that_was_used_proves_nothing_for_it_can_be_printed(
    held: Any, link: Any
) -> None:
    link_id = link(INVITATION)
    held(task_link_id=link_id)
    opened(link_id)
    assert perhaps.settle_opened(today=TODAY) == 0


@pytest.mark.parametrize("when", ["held", "before it is held", "sent again"])
def test_a_report_that_it_did_not_arrive_settles_it_as_come_back(
    when: str, held: Any, message: Any, interrupted: Any, office: Any
) -> None:
    if when == "before it is held":
        message()
        interrupted(handing_over_at=NOW)
    else:
        held()
    if when == "sent again":
        actions.send_perhaps_again(versions=versions(state()), by=office, on=TODAY)
    done = CliRunner().invoke(cli, ["bounces"], input=report(state().message_id))
    assert "1 messages are now marked" in done.output
    assert state().state == "bounced"
    assert queries.perhaps_sent(viewer=office) == ()


def test_settling_asks_no_more_for_each(
    held: Any, link: Any, office: Any, mara: UUID, django_assert_num_queries: Any
) -> None:
    for number in range(12):
        held(f"m{number}", task_link_id=link(f"task{number}"))
    with django_assert_num_queries(6):
        assert perhaps.settle_opened(today=TODAY) == 0


# --- the page -------------------------------------------------------------------------------------


def test_the_page_counts_it_first_and_lists_it_with_what_settles_it(
    held: Any, office: Any, signed_in: Any, message: Any, mara: UUID
) -> None:
    row = held()
    message("round-1:mara", person_id=mara)
    Message.objects.filter(pk=row.pk).update(handing_over_at=row.recorded_at - timedelta(days=3))
    for address in (LIST, f"{LIST}?state=perhaps"):
        page = signed_in(office).get(address).content.decode()
        counts = re.findall(r"gt-outbox__count.*?<strong>(\d+)</strong> ([a-z ]+)", page)
        assert counts[0] == ("1", "perhaps sent"), address
        assert "Perhaps sent: 1 message" in page
        assert "it is never sent again by itself" in page
        assert "to ivo@eastmere.example" in page
        assert "3 days ago" in page
        assert f'value="{row.pk}:{row.version}"' in page
        assert "held-several" not in page  # nothing to do at once with one
    assert "Perhaps sent: 1" not in signed_in(office).get(f"{LIST}?state=waiting").content.decode()
    only = signed_in(office).get(f"{LIST}?state=perhaps").content.decode()
    assert "Mara Venn" not in only
    assert "No message is like that" not in only


def test_one_is_settled_on_the_page(held: Any, office: Any, signed_in: Any) -> None:
    row = held()
    client = signed_in(office)
    sent = {"message": asked(row), "deed": "arrived"}
    page = client.post(SETTLE, sent, follow=True).content.decode()
    assert "1 message is marked as arrived." in page
    assert "Perhaps sent: 1" not in page
    assert client.post(SETTLE, sent).status_code == 409


def test_several_are_settled_on_the_page(
    held: Any, office: Any, signed_in: Any, mara: UUID
) -> None:
    rows = [held(), held("round-1:mara", person_id=mara)]
    client = signed_in(office)
    assert 'form="held-several"' in client.get(LIST).content.decode()
    sent = {"message": asked(*rows), "deed": "again"}
    assert "2 messages go out again" in client.post(SETTLE, sent, follow=True).content.decode()
    assert set(Message.objects.values_list("state", flat=True)) == {"waiting"}


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"deed": "arrived"}, "Tick at least one message"),
        ({"deed": "neither"}, "Nothing was changed. Press one of the buttons"),
        ({"deed": "vanish", "message": "x"}, "This form is not whole."),
        ({"deed": "again", "message": "x:1"}, "This form is not whole."),
        ({"deed": "again", "message": f"{uuid4()}:²"}, "This form is not whole."),
        ({"deed": "again", "message": f"{uuid4()}:1"}, "That message is not in Eastmere."),
    ],
)
def test_a_form_that_is_not_whole_settles_nothing(
    sent: dict[str, str], says: str, held: Any, office: Any, signed_in: Any
) -> None:
    held()
    answer = signed_in(office).post(SETTLE, sent)
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert state().state == "perhaps"


@pytest.mark.parametrize("role", Role.values)
def test_the_office_alone_settles(role: str, held: Any, viewer: Any, signed_in: Any) -> None:
    row = held()
    sent = {"message": asked(row), "deed": "arrived"}
    status = signed_in(viewer(role, name="Somebody")).post(SETTLE, sent).status_code
    assert status == (302 if role in ("programme_office", "area_administrator") else 403)


def test_a_message_of_another_area_is_not_settled(held: Any, stranger: Any, signed_in: Any) -> None:
    sent = {"message": asked(held()), "deed": "arrived"}
    client = signed_in(stranger)
    assert client.post(SETTLE, sent).status_code == 404
    assert client.post(SETTLE.replace("eastmere", "westholm"), sent).status_code == 422
    assert state().state == "perhaps"


def test_its_own_page_and_its_person_s_say_so_and_settle_it(
    held: Any, office: Any, signed_in: Any, ivo: UUID
) -> None:
    row = held()
    client = signed_in(office)
    own = f"{LIST}{row.pk}/"
    page = client.get(own).content.decode()
    assert "Nobody can know whether the message arrived" in page
    assert "It arrived" in page
    assert "Send it again" in page
    assert "Perhaps sent" in client.get(f"{LIST}people/{ivo}/").content.decode()
    sent = {"message": asked(row), "deed": "arrived", "back": "message"}
    answer = client.post(SETTLE, sent)
    assert answer.headers["Location"] == own
    assert "says that it arrived" in client.get(own).content.decode()
    assert "It arrived</button>" not in client.get(own).content.decode()


def test_a_page_holds_fifty_and_says_how_many_there_are(
    held: Any, message: Any, interrupted: Any, office: Any, signed_in: Any
) -> None:
    for number in range(52):
        message(f"m{number}")
    interrupted(handing_over_at=NOW)
    sending.recover(now=timezone.now())
    page = signed_in(office).get(LIST).content.decode()
    assert "Perhaps sent: 52 messages" in page
    assert page.count("gt-held__row") == 50
    assert "These are the 50 oldest." in page


# --- the command line -----------------------------------------------------------------------------


def test_the_command_lists_and_settles(
    held: Any, run: Run, office: Any, administrator: Any, mara: UUID
) -> None:
    first, second = held(), held("round-1:mara", person_id=mara)
    Message.objects.update(handing_over_at=F("recorded_at"))
    listed = run("perhaps-sent")
    assert listed.code == 0
    assert f"{first.pk}  {first.subject}" in listed.out
    assert "to Ivo Lund (ivo@eastmere.example)" in listed.out
    assert re.search(r"Perhaps sent 14 January 2020 at \d\d:\d\d: Sending was", listed.out)
    found = run("perhaps-sent", "--format", "json").json
    assert [one["id"] for one in found] == [str(first.pk), str(second.pk)]
    who = User.objects.get(pk=office.user_id).email
    done = run("perhaps-sent", "--arrived", first.pk, "--send-again", second.pk, "--as", who)
    assert (done.code, done.err) == (0, "Arrived 1; to be sent again 1.\n")
    assert "Of every message it is known" in done.out
    assert (state().state, state("round-1:mara").state) == ("sent", "waiting")
    assert state().said == f"{office.name} says that it arrived."


def test_the_command_refuses_in_a_sentence(
    held: Any, run: Run, administrator: Any, viewer: Any
) -> None:
    row = held()
    assert run("perhaps-sent", "--arrived", uuid4()).err == (
        "There is no such message here. Run: goldenthread perhaps-sent.\n"
    )
    assert run("perhaps-sent", "--arrived", row.pk, "--send-again", row.pk).code == 2
    lead = User.objects.get(pk=viewer("action_lead", name="Lea Dane").user_id).email
    assert "Only the programme office" in run("perhaps-sent", "--as", lead).err
    assert state().state == "perhaps"


def test_what_sends_says_how_many_are_held(
    message: Any, interrupted: Any, mail_server: MailServer
) -> None:
    message()
    interrupted(handing_over_at=NOW)
    done = CliRunner().invoke(cli, ["send-mail"])
    assert "perhaps sent 1." in done.output
    again = CliRunner().invoke(cli, ["send-mail", "--format", "json"])
    assert json.loads(again.output)["perhaps"] == 0
