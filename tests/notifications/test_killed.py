"""The sending process is killed (SIGKILL) at each stage and at any moment: no message is lost, and
none arrives twice. One that a server was just taking arrived or did not, and is held and listed."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, connections
from django.utils import timezone

from goldenthread.notifications import actions, queries
from goldenthread.notifications.models import Message
from goldenthread.partnership import actions as partnership
from tests.conftest import TODAY
from tests.many_connections import many_connections  # noqa: F401 - a fixture
from tests.notifications.mail_server import MailServer

pytestmark = pytest.mark.usefixtures("many_connections")
MESSAGES = 6
Run = Callable[[MailServer], "subprocess.Popen[bytes]"]


@pytest.fixture
def waiting(many_connections: None, viewer: Any) -> set[str]:  # noqa: F811
    """Six messages to six people; their Message-IDs."""
    office = viewer("programme_office")
    people = [
        partnership.add_person(name=f"Lead {n}", email=f"{n}@eastmere.example", by=office, on=TODAY)
        for n in range(MESSAGES)
    ]
    actions.queue_many(
        [
            actions.NewMessage(
                person_id=one, kind="reminder", subject="Due", words="W.", once=str(one)
            )
            for one in people
        ],
        local_area_id=office.local_area_id,
        by=office,
        on=TODAY,
    )
    return set(Message.objects.values_list("message_id", flat=True))


@pytest.fixture
def start(tmp_path: Path) -> Run:
    """The real command, on the test's own database, with a mail server."""

    def run(server: MailServer) -> subprocess.Popen[bytes]:
        environment = {
            **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
            "DATABASE_URL": _database_url(),
            "GOLDENTHREAD_VAR": str(tmp_path),
            "GOLDENTHREAD_SECRET_KEY": "only for a test",
            "GOLDENTHREAD_MAIL_HOST": "127.0.0.1",
            "GOLDENTHREAD_MAIL_PORT": str(server.port),
            "GOLDENTHREAD_MAIL_SECURITY": "none",
        }
        connections["default"].close()
        program = "from goldenthread.config.command_line import main; main()"
        return subprocess.Popen(
            [sys.executable, "-c", program, "send-mail"],
            env=environment,
            cwd=Path(__file__).resolve().parents[2],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    return run


def _database_url() -> str:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    who = quote(str(known["USER"]), safe="")
    secret = f":{quote(str(known['PASSWORD']), safe='')}" if known["PASSWORD"] else ""
    at = f"{known['HOST']}:{known['PORT']}" if known["PORT"] else known["HOST"]
    return f"postgresql://{who}{secret}@{at}/{known['NAME']}"


class Killer:
    """Answers as a mail server does, and kills the sending process when it is told to."""

    def __init__(self, when: Callable[[str, int], bool]) -> None:
        self.when, self.asked = when, 0
        self.killed: list[tuple[str, str]] = []  # (stage, address) of each kill
        self.process: subprocess.Popen[bytes] | None = None
        self.stages: dict[str, int] = {}
        self.known = threading.Event()  # the process is known to the server's thread

    def __call__(self, stage: str, address: str) -> str:
        self.asked += 1
        self.stages[stage] = self.stages.get(stage, 0) + 1
        assert self.known.wait(30)
        if self.process and self.process.poll() is None and self.when(stage, self.asked):
            self.killed.append((stage, address))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        return ""

    def watch(self, process: subprocess.Popen[bytes]) -> int:
        self.process = process
        self.known.set()
        code = process.wait(60)
        self.known.clear()
        return code


def _a_minute_later() -> None:
    """What is tried again waits a minute; here it does not."""
    Message.objects.filter(state="waiting").update(next_attempt_at=timezone.now())


def _send_until_nothing_waits(start: Run, server: MailServer, killer: Killer) -> None:
    for _ in range(30):
        killer.watch(start(server))
        _a_minute_later()
        if not Message.objects.exclude(state__in=("sent", "perhaps")).exists():
            return
    raise AssertionError("thirty processes did not send six messages")


def _ids(*states: str) -> set[str]:
    return set(Message.objects.filter(state__in=states).values_list("message_id", flat=True))


def _each_arrived_once_or_is_held(server: MailServer, waiting: set[str], office: Any) -> set[str]:
    """Those of which nobody knows: all that did not surely arrive once are among them."""
    arrived, held = server.counted, _ids("perhaps")
    assert _ids("sent") | held == waiting  # none vanished
    assert set(arrived) <= waiting
    assert set(arrived.values()) <= {1}  # none came twice
    assert _ids("sent") <= set(arrived)  # nothing is called sent that did not arrive
    listed = queries.perhaps_sent(viewer=office)
    assert {Message.objects.get(pk=one.id).message_id for one in listed} == held
    return held


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
def test_killed_before_the_hand_over_every_message_arrives_once(
    stage: str, waiting: set[str], start: Run
) -> None:
    killer = Killer(lambda at, _: at == stage and killer.stages[at] == 3)
    with MailServer(killer) as server:
        assert killer.watch(start(server)) == -signal.SIGKILL
        assert len(server.accepted) == 2
        assert killer.watch(start(server)) == 0
        assert server.counted == dict.fromkeys(waiting, 1)
    assert _ids("sent") == waiting


@pytest.mark.parametrize(("stage", "arrived"), [("dot", 0), ("accepted", 1)])
def test_killed_in_the_hand_over_the_message_in_hand_is_held_and_never_sent_again_by_itself(
    stage: str, arrived: int, waiting: set[str], start: Run, viewer: Any
) -> None:
    """Whether the server had taken it: here the test knows, and the product cannot."""
    killer = Killer(lambda at, _: at == stage and killer.stages[at] == 3)
    with MailServer(killer) as server:
        assert killer.watch(start(server)) == -signal.SIGKILL
        for _ in range(3):
            assert killer.watch(start(server)) == 0
            _a_minute_later()
        (in_hand,) = _each_arrived_once_or_is_held(server, waiting, viewer("programme_office"))
        assert server.counted[in_hand] == arrived
        assert len(server.accepted) == MESSAGES - 1 + arrived
    row = Message.objects.get(message_id=in_hand)
    assert row.said == "Sending was interrupted while the mail server took it."
    assert row.handing_over_at is not None


@pytest.mark.parametrize(("stage", "settled"), [("dot", "again"), ("accepted", "arrived")])
def test_settled_by_somebody_who_knows_every_message_has_arrived_once(
    stage: str, settled: str, waiting: set[str], start: Run, viewer: Any
) -> None:
    office = viewer("programme_office")
    killer = Killer(lambda at, _: at == stage and killer.stages[at] == 3)
    with MailServer(killer) as server:
        killer.watch(start(server))
        killer.watch(start(server))
        row = Message.objects.get(state="perhaps")
        deeds = {"again": actions.send_perhaps_again, "arrived": actions.say_arrived}
        deeds[settled](versions={row.pk: row.version}, by=office, on=TODAY)
        killer.watch(start(server))
        assert server.counted == dict.fromkeys(waiting, 1)  # again under the same Message-ID
    assert _ids("sent") == waiting


@pytest.mark.parametrize("seed", range(6))
def test_killed_again_and_again_at_any_step_none_is_lost_and_none_comes_twice(
    seed: int, waiting: set[str], start: Run, viewer: Any
) -> None:
    chance = random.Random(seed)
    killer = Killer(lambda _stage, _asked: len(killer.killed) < 8 and chance.random() < 0.2)
    with MailServer(killer) as server:
        _send_until_nothing_waits(start, server, killer)
        held = _each_arrived_once_or_is_held(server, waiting, viewer("programme_office"))
    assert killer.killed
    doubtful = [address for stage, address in killer.killed if stage in ("dot", "accepted")]
    assert len(held) == len(doubtful)  # no more is held than was in doubt


@pytest.mark.parametrize("seed", range(5))
def test_killed_at_moments_nobody_chose_none_is_lost_and_none_comes_twice(
    seed: int, waiting: set[str], start: Run, viewer: Any
) -> None:
    """Not at a step of the conversation, but a little after one: between an answer of the server
    and its note in the database too."""
    chance = random.Random(seed)
    kills: list[threading.Timer] = []

    def kill_soon(_stage: str, _asked: int) -> bool:
        process = killer.process
        if process and len(kills) < 8 and chance.random() < 0.3:
            kills.append(threading.Timer(chance.random() / 100, process.kill))
            kills[-1].start()
        return False

    killer = Killer(kill_soon)
    with MailServer(killer) as server:
        _send_until_nothing_waits(start, server, killer)
        held = _each_arrived_once_or_is_held(server, waiting, viewer("programme_office"))
    for kill in kills:
        kill.join()
    assert len(held) <= len(kills)
