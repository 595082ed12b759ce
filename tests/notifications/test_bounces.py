"""What mail servers send back: read from standard reports, and marked on the message."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner

from goldenthread.config.command_line import cli
from goldenthread.notifications import bounces, queries, tasks
from goldenthread.notifications.models import Message
from goldenthread.partnership import queries as people
from goldenthread.trail import queries as trail
from tests.conftest import TODAY
from tests.notifications.mail_server import MailServer

REPORT = """\
From: MAILER-DAEMON@mx.eastmere.example
To: send@eastmere.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.eastmere.example
Arrival-Date: Tue, 14 Jan 2020 09:30:00 +0000

Final-Recipient: rfc822; ivo@eastmere.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <ivo@eastmere.example>:
    Recipient address rejected

--b1
Content-Type: {kind}

From: Eastmere <send@eastmere.example>
To: ivo@eastmere.example
Message-ID: {mail_id}
Subject: Updates

--b1--
"""


def report(mail_id: str, **changed: str) -> bytes:
    usual = {"action": "failed", "status": "5.1.1", "kind": "message/rfc822"}
    text = REPORT.format(mail_id=mail_id, **{**usual, **changed})
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_names_the_message_and_says_why(kind: str) -> None:
    found = bounces.read(report("<a1@thread.eastmere.example>", kind=kind))
    assert found is not None
    assert found.message_id == "<a1@thread.eastmere.example>"
    assert "550 5.1.1" in found.sentence
    assert "Recipient address rejected" in found.sentence
    assert "\n" not in found.sentence


def test_a_server_that_gave_up_after_days_says_so_too() -> None:
    found = bounces.read(report("<a1@x>", status="4.4.1"))
    assert found is not None
    assert found.message_id == "<a1@x>"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Subject: Out of office\r\n\r\nI am away until Monday.",
        report("<a1@x>", action="delayed", status="4.4.1"),
        report("<a1@x>", action="delivered", status="2.0.0"),
        report("no id at all"),
        b"\xff\xfe\x00 not mail",
        b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: message/delivery-status\r\n\r\n--x--",
    ],
)
def test_what_is_no_report_of_a_failure_marks_nothing(content: bytes) -> None:
    assert bounces.read(content) is None


@pytest.fixture
def sent(message: Any, mail_server: MailServer) -> Message:
    message()
    tasks.send_due()
    return Message.objects.get()


def test_the_command_marks_the_message_and_the_address(
    sent: Message, tmp_path: Path, office: Any, ivo: UUID
) -> None:
    files = [tmp_path / "one.eml", tmp_path / "two.eml", tmp_path / "away.eml"]
    files[0].write_bytes(report(sent.message_id))
    files[1].write_bytes(report("<somebody-elses@elsewhere.example>"))
    files[2].write_bytes(b"Subject: Away\r\n\r\nAway.")
    done = CliRunner().invoke(cli, ["bounces", *map(str, files), "--format", "json"])
    assert done.exit_code == 0, done.output
    assert '"read": 3' in done.output
    assert '"reports": 2' in done.output
    assert '"marked": 1' in done.output
    fact = queries.deliveries([sent.once], viewer=office)[sent.once]
    assert fact.state == "bounced"
    assert "Recipient address rejected" in fact.words
    person = people.person(ivo, viewer=office, on=TODAY)
    assert person is not None
    assert person.came_back_on is not None


def test_the_same_report_twice_is_one_entry(sent: Message, office: Any) -> None:
    for _ in range(2):
        done = CliRunner().invoke(cli, ["bounces"], input=report(sent.message_id))
        assert done.exit_code == 0, done.output
    assert "0 messages are now marked" in done.output
    found = trail.history(
        local_area_id=office.local_area_id, kind="message", object_id=sent.pk, limit=9
    )
    assert len(found) == 1


def test_a_report_about_a_message_not_sent_marks_nothing(message: Any, mail_server: Any) -> None:
    message()
    row = Message.objects.get()
    done = CliRunner().invoke(cli, ["bounces"], input=report(row.message_id))
    assert "0 messages are now marked" in done.output
    assert Message.objects.get().state == "waiting"


def test_the_command_that_sends_prints_its_counts(message: Any, mail_server: MailServer) -> None:
    message()
    done = CliRunner().invoke(cli, ["send-mail"])
    assert (done.exit_code, done.output.split(";")[0]) == (0, "Sent 1")
    again = CliRunner().invoke(cli, ["send-mail", "--format", "json"])
    assert '"sent": 0' in again.output
    assert '"configured": true' in again.output


def test_without_a_mail_server_the_command_says_what_to_set(
    message: Any, mail_server: MailServer, settings: Any
) -> None:
    settings.MAIL_IS_CONFIGURED = False
    done = CliRunner().invoke(cli, ["send-mail"])
    assert done.exit_code == 0
    assert "Set GOLDENTHREAD_MAIL_HOST" in done.output
