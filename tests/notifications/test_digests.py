"""What can wait is joined into one message, at the moment each person chose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from goldenthread.notifications import queries, tasks
from goldenthread.notifications.actions import digests
from goldenthread.notifications.models import MailPreference, Message
from goldenthread.partnership import actions as partnership
from goldenthread.partnership import queries as people
from tests.conftest import TODAY
from tests.notifications.mail_server import MailServer

LONG_AGO = timezone.now() - timedelta(days=12)


@pytest.fixture
def wants(office: Any) -> Any:
    def choose(person_id: UUID, rhythm: str) -> None:
        MailPreference.objects.create(
            local_area_id=office.local_area_id, person_id=person_id, rhythm=rhythm
        )

    return choose


@pytest.mark.parametrize(
    ("rhythm", "now", "moment"),
    [
        # Wednesday; before seven it is still Tuesday's; Sunday's is Friday's; a bank holiday's too.
        ("daily", "2020-07-01T06:00", "2020-07-01T06:00"),  # seven in London
        ("daily", "2020-07-01T05:59", "2020-06-30T06:00"),
        ("daily", "2020-07-05T12:00", "2020-07-03T06:00"),
        ("daily", "2020-08-31T12:00", "2020-08-28T06:00"),
        ("daily", "2020-01-14T07:00", "2020-01-14T07:00"),
        ("weekly", "2020-07-01T12:00", "2020-06-29T06:00"),
        ("weekly", "2020-06-29T05:59", "2020-06-22T06:00"),
        ("at_once", "2020-06-29T05:59", "2020-06-29T05:59"),
    ],
)
def test_the_moment_of_a_digest(rhythm: str, now: str, moment: str) -> None:
    found = digests.last_moment(rhythm, now=datetime.fromisoformat(f"{now}+00:00"))
    assert found.astimezone(UTC) == datetime.fromisoformat(f"{moment}+00:00")


def test_several_that_could_wait_come_as_one(
    message: Any, mail_server: MailServer, office: Any, ivo: UUID, wants: Any
) -> None:
    wants(ivo, "weekly")
    link = partnership.make_task_link(
        person_id=ivo,
        task="t",
        object_id=uuid4(),
        expires_on=timezone.localdate() + timedelta(days=9),
        by=office,
        on=TODAY,
    )
    message("a", subject="First", words="One.", urgent=False)
    message("b", subject="Second", words="Two.", urgent=False, task_link_id=link)
    message("urgent")
    Message.objects.filter(state="held").update(recorded_at=LONG_AGO)
    message("c", subject="Third", words="Three.", urgent=False)  # since the last Monday
    done = tasks.send_due()
    assert (done["joined"], done["sent"]) == (2, 2)
    digest = next(
        cast(EmailMessage, mail) for mail in mail_server.mails if "2 messages" in mail["Subject"]
    )
    assert digest["Subject"] == "2 messages from Eastmere"
    body = digest.get_body(("plain",))
    page = digest.get_body(("html",))
    assert body is not None
    assert page is not None
    text = body.get_content().replace("\r\n", "\n")
    assert "First\n-----\nOne.\n\nOpen it here:\nhttps://thread.eastmere.example/a/ea" in text
    assert f"/t/t/{people.task_link_token(link)}/" in text
    assert "<h2>Second</h2>" in page.get_content()
    facts = queries.deliveries(["a", "b", "c", "urgent"], viewer=office)
    assert {key: fact.state for key, fact in facts.items()} == {
        "a": "sent",
        "b": "sent",
        "c": "held",
        "urgent": "sent",
    }
    assert facts["a"].words.startswith("Sent ")
    assert tasks.send_due()["sent"] == 0


def test_one_alone_is_no_digest(
    message: Any, mail_server: MailServer, ivo: UUID, wants: Any
) -> None:
    wants(ivo, "daily")
    message("a", subject="Only", urgent=False)
    Message.objects.update(recorded_at=LONG_AGO)
    assert tasks.send_due()["sent"] == 1
    assert [mail["Subject"] for mail in mail_server.mails] == ["Only"]


def test_each_person_has_a_digest_of_their_own(
    message: Any, mail_server: MailServer, ivo: UUID, mara: UUID, wants: Any
) -> None:
    for person_id in (ivo, mara):
        wants(person_id, "daily")
        for number in range(2):
            message(f"{person_id}:{number}", person_id=person_id, urgent=False)
    Message.objects.update(recorded_at=LONG_AGO)
    assert tasks.send_due()["sent"] == 2
    assert {mail["To"] for mail in mail_server.mails} == {
        "ivo@eastmere.example",
        "mara@eastmere.example",
    }


def test_a_new_choice_counts_for_what_is_held(
    message: Any, mail_server: MailServer, ivo: UUID, wants: Any
) -> None:
    wants(ivo, "weekly")
    message("a", urgent=False)
    message("b", urgent=False, subject="Second")
    assert tasks.send_due()["sent"] == 0
    MailPreference.objects.update(rhythm="at_once")
    assert tasks.send_due()["sent"] == 1
    assert Message.objects.filter(state="joined").count() == 2


def test_a_digest_that_comes_back_brings_its_parts_back(
    message: Any, mail_server: MailServer, office: Any, ivo: UUID, wants: Any
) -> None:
    wants(ivo, "daily")
    mail_server.answers = lambda stage, _: "550 Unknown" if stage == "rcpt" else ""
    message("a", urgent=False)
    message("b", urgent=False)
    Message.objects.update(recorded_at=LONG_AGO)
    tasks.send_due()
    facts = queries.deliveries(["a", "b"], viewer=office)
    assert {fact.state for fact in facts.values()} == {"bounced"}


def test_a_kind_with_a_rhythm_of_its_own_keeps_to_it(
    office: Any, ivo: UUID, wants: Any, mail_server: MailServer
) -> None:
    """All at once but for what tells of plans, once a week: that waits, the other goes."""
    from goldenthread.notifications import actions
    from goldenthread.notifications.models import KindPreference

    KindPreference.objects.create(
        local_area_id=office.local_area_id, person_id=ivo, kind="plan_changed", rhythm="weekly"
    )
    more: dict[str, Any] = {
        "local_area_id": office.local_area_id, "person_id": ivo, "words": "Words.",
        "urgent": False, "by": None, "on": TODAY,
    }  # fmt: skip
    for kind in ("plan_changed", "review_coming"):
        actions.queue(kind=kind, subject=kind, once=kind, **more)
    states = dict(Message.objects.values_list("kind", "state"))
    assert states == {"plan_changed": "held", "review_coming": "waiting"}

    wants(ivo, "weekly")
    KindPreference.objects.update(rhythm="at_once")
    digests.join_digests(now=timezone.now())
    assert set(Message.objects.values_list("state", flat=True)) == {"waiting"}
