"""The sending process is killed (SIGKILL) while GOV.UK Notify takes messages: asked afterwards,
Notify settles every one of them, so that all arrive, each once, and nobody has to look at any."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from goldenthread.notifications.models import Message
from tests.many_connections import many_connections  # noqa: F401 - a fixture
from tests.notifications.notify_server import HANG_UP, KEY, TEMPLATE, NotifyServer, Says
from tests.notifications.test_killed import MESSAGES, Killer, _database_url, _ids, waiting

__all__ = ["waiting"]
pytestmark = pytest.mark.usefixtures("many_connections")
Run = Callable[[NotifyServer], "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path: Path) -> Run:
    """The real command, on the test's own database, with GOV.UK Notify."""
    key = tmp_path / "notify-key"
    key.write_text(KEY)

    def run(server: NotifyServer) -> subprocess.Popen[bytes]:
        environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DATABASE_URL": _database_url(),
            "GOLDENTHREAD_VAR": str(tmp_path),
            "GOLDENTHREAD_SECRET_KEY": "only for a test",
            "GOLDENTHREAD_MAIL_BY": "notify",
            "GOLDENTHREAD_NOTIFY_ADDRESS": server.address,
            "GOLDENTHREAD_NOTIFY_KEY_FILE": str(key),
            "GOLDENTHREAD_NOTIFY_TEMPLATE": TEMPLATE,
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


def _served_by(killer: Killer, *, loses: Callable[[], bool] = lambda: False) -> NotifyServer:
    """`loses()`: whether it loses what was on its way to it from a process that was killed."""

    def answers(stage: str, address: str) -> Says | None:
        before = len(killer.killed)
        killer(stage, address)
        lost = stage == "words" and len(killer.killed) > before and loses()
        return Says(HANG_UP) if lost else None

    return NotifyServer(answers)


def _six_minutes_later() -> None:
    now = timezone.now()
    Message.objects.filter(state="waiting").update(next_attempt_at=now)
    Message.objects.filter(state="perhaps").update(
        ask_at=now, handing_over_at=now - timedelta(minutes=6)
    )


@pytest.mark.parametrize(("stage", "taken"), [("words", 0), ("words", 1), ("accepted", 1)])
def test_killed_while_it_was_handed_over_each_message_arrives_once_and_nobody_is_asked(
    stage: str, taken: int, waiting: set[str], start: Run
) -> None:
    """Whether Notify had taken it: here the test knows, and the product asks."""
    killer = Killer(lambda at, _: at == stage and killer.stages[at] == 3)
    with _served_by(killer, loses=lambda: not taken) as server:
        assert killer.watch(start(server)) == -signal.SIGKILL
        assert len(server.taken) == 2 + taken
        assert killer.watch(start(server)) == 0
        assert len(_ids("perhaps")) == 1
        assert len(server.taken) == MESSAGES - 1 + taken
        _six_minutes_later()
        assert killer.watch(start(server)) == 0
        assert server.counted == dict.fromkeys(waiting, 1)
    assert _ids("sent") == waiting


def _until_all_is_settled(start: Run, server: NotifyServer, killer: Killer) -> None:
    for _ in range(30):
        killer.watch(start(server))
        _six_minutes_later()
        if not Message.objects.exclude(state="sent").exists():
            return
    raise AssertionError("thirty processes did not send six messages")


@pytest.mark.parametrize("seed", range(2))
def test_killed_again_and_again_at_any_step_every_message_arrives_exactly_once(
    seed: int, waiting: set[str], start: Run
) -> None:
    """While it asks what became of others, too."""
    chance = random.Random(seed)
    killer = Killer(lambda _stage, _asked: len(killer.killed) < 5 and chance.random() < 0.35)
    with _served_by(killer, loses=lambda: chance.random() < 0.5) as server:
        _until_all_is_settled(start, server, killer)
        assert server.counted == dict.fromkeys(waiting, 1)
    assert killer.killed


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_moments_nobody_chose_every_message_arrives_exactly_once(
    seed: int, waiting: set[str], start: Run
) -> None:
    """Between an answer of Notify's and its note in the database too."""
    chance = random.Random(seed)
    kills: list[threading.Timer] = []

    def kill_soon(_stage: str, _asked: int) -> bool:
        process = killer.process
        if process and len(kills) < 5 and chance.random() < 0.3:
            kills.append(threading.Timer(chance.random() / 100, process.kill))
            kills[-1].start()
        return False

    killer = Killer(kill_soon)
    with _served_by(killer) as server:
        _until_all_is_settled(start, server, killer)
        assert server.counted == dict.fromkeys(waiting, 1)
    for kill in kills:
        kill.join()
