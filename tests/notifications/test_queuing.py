"""Putting messages into the outbox: each once, to somebody of the area, in a few statements."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.notifications import actions, queries
from goldenthread.notifications.models import MailPreference, Message
from goldenthread.partnership import actions as partnership
from goldenthread.rules.refusals import Refused
from tests.conftest import TODAY


def test_a_message_waits_in_the_outbox(message: Any, office: Any, ivo: UUID) -> None:
    found = message()
    row = Message.objects.get()
    assert (row.pk, row.person_id, row.state) == (found, ivo, "waiting")
    assert row.next_attempt_at is not None
    assert (row.by_id, row.by_label) == (office.user_id, "Programme Office")
    assert row.message_id == f"<{found.hex}@localhost>"


def test_the_same_message_is_never_queued_twice(message: Any) -> None:
    first = message()
    assert message(words="Other words") == first
    assert Message.objects.get().words.startswith("Please tell us")


def test_the_database_keeps_it_so(message: Any) -> None:
    message()
    row = Message.objects.get()
    row.pk, row.message_id = uuid4(), "<other@localhost>"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_somebody_without_an_address_gets_none_and_it_is_seen(
    message: Any, nameless: UUID, office: Any
) -> None:
    assert message("round-1:otto", person_id=nameless) is None
    fact = queries.deliveries(["round-1:otto"], viewer=office)["round-1:otto"]
    assert (fact.state, fact.words) == ("no_address", "No email address")
    assert fact.needs_somebody


def test_queued_again_once_the_address_is_known_it_is_sent_after_all(
    message: Any, nameless: UUID, office: Any
) -> None:
    assert message("round-1:otto", person_id=nameless) is None
    partnership.set_email(person_id=nameless, email="otto@eastmere.example", by=office, on=TODAY)
    assert message("round-1:otto", person_id=nameless) == Message.objects.get().pk
    assert queries.deliveries(["round-1:otto"], viewer=office)["round-1:otto"].state == "waiting"


@pytest.mark.parametrize(
    ("rhythm", "urgent", "state"),
    [
        (None, False, "waiting"),
        ("at_once", False, "waiting"),
        ("daily", False, "held"),
        ("weekly", False, "held"),
        ("weekly", True, "waiting"),
    ],
)
def test_what_can_wait_is_held_for_those_who_want_a_digest(
    rhythm: str | None, urgent: bool, state: str, message: Any, office: Any, ivo: UUID
) -> None:
    if rhythm:
        MailPreference.objects.create(
            local_area_id=office.local_area_id, person_id=ivo, rhythm=rhythm
        )
    message(urgent=urgent)
    assert Message.objects.get().state == state


def test_many_messages_take_as_many_queries_as_few(office: Any) -> None:
    people = [
        partnership.add_person(name=f"Lead {n}", email=f"{n}@eastmere.example", by=office, on=TODAY)
        for n in range(30)
    ]

    def ask(key: str, count: int) -> int:
        new = [
            actions.NewMessage(
                person_id=one, kind="reminder", subject="S", words="W", once=f"{key}:{one}"
            )
            for one in people[:count]
        ]
        with CaptureQueriesContext(connection) as asked:
            ids = actions.queue_many(new, local_area_id=office.local_area_id, by=office, on=TODAY)
        assert len(set(ids)) == count
        return len(asked)

    assert ask("few", 2) == ask("many", 30)


def test_people_and_links_of_another_area_are_refused(
    message: Any, other_viewer: Any, stranger: Any, ivo: UUID
) -> None:
    theirs = partnership.add_person(
        name="Nils Oat", email="nils@westholm.example", by=stranger, on=TODAY
    )
    with pytest.raises(Refused, match="somebody of this local area"):
        message(person_id=theirs)
    link = partnership.make_task_link(
        person_id=theirs, task="t", object_id=uuid4(), expires_on=TODAY, by=stranger, on=TODAY
    )
    with pytest.raises(Refused, match="link of this local area"):
        message(task_link_id=link)
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"kind": "advertisement"}, "is not a kind of message"),
        ({"subject": " "}, "has a subject, words and a key"),
        ({"words": "\n"}, "has a subject, words and a key"),
        ({"address": "https://elsewhere.example/"}, "leads to a page of this product"),
        ({"address": "//elsewhere.example/"}, "leads to a page of this product"),
    ],
)
def test_a_message_that_is_not_whole_is_refused(
    wrong: dict[str, str], sentence: str, message: Any
) -> None:
    with pytest.raises(Refused, match=sentence):
        message(**wrong)


def test_a_subject_is_one_line_for_it_becomes_a_header(message: Any) -> None:
    message(subject="Updates\r\nBcc: everybody@elsewhere.example")
    assert Message.objects.get().subject == "Updates Bcc: everybody@elsewhere.example"


def test_what_is_not_on_its_way_can_be_cancelled(message: Any, mara: UUID, office: Any) -> None:
    message("round-1:ivo")
    message("round-1:mara", person_id=mara)
    message("round-2:ivo")
    Message.objects.filter(once="round-1:mara").update(
        state="sent", sent_to="mara@eastmere.example", sent_at="2020-01-14T09:00Z"
    )
    area = office.local_area_id
    assert actions.cancel(once_prefix="round-1:", local_area_id=area) == 1
    found = queries.deliveries(["round-1:ivo", "round-1:mara", "round-2:ivo"], viewer=office)
    assert {key: fact.state for key, fact in found.items()} == {
        "round-1:ivo": "cancelled",
        "round-1:mara": "sent",
        "round-2:ivo": "waiting",
    }
    assert found["round-1:mara"].words == "Sent 14 January 2020 at 09:00"


def test_nothing_is_cancelled_by_an_empty_key_nor_in_another_area(
    message: Any, office: Any, stranger: Any
) -> None:
    message()
    with pytest.raises(Refused, match="Say which messages"):
        actions.cancel(once_prefix="", local_area_id=office.local_area_id)
    assert actions.cancel(once_prefix="round", local_area_id=stranger.local_area_id) == 0


def test_deliveries_are_the_area_s_own(message: Any, office: Any, stranger: Any) -> None:
    message()
    assert list(queries.deliveries(["round-1:ivo"], viewer=office)) == ["round-1:ivo"]
    assert queries.deliveries(["round-1:ivo"], viewer=stranger) == {}
