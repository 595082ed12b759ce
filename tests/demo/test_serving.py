"""The demonstration, served: a worker that dies is started again, and both end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldenthread.config.commands import demo
from goldenthread.rules.refusals import Refused

# Answers on a port until a file is there, then ends as it is told.
_SERVER = """
import socket, sys, time
from pathlib import Path
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while not Path(sys.argv[2]).exists():
    time.sleep(0.02)
sys.exit(int(Path(sys.argv[2]).read_text()))
"""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The workers that were started, in order; none outlives the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]))
        return started[-1]

    monkeypatch.setattr(demo, "start_worker", start)
    monkeypatch.setattr(demo, "WORKER_LOOKED_AT_EVERY", 0.02)
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield started
    for name, handler in before.items():
        signal.signal(name, handler)
    for worker in started:
        worker.kill()
        worker.wait()


@pytest.fixture
def ending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Written to, it ends the server with that exit code."""
    file = tmp_path / "ending"
    monkeypatch.setattr(
        demo,
        "web_server",
        lambda host, port: [sys.executable, "-c", _SERVER, str(port), str(file)],
    )
    return file


def test_a_killed_worker_is_started_again(
    workers: list[subprocess.Popen[bytes]], ending: Path
) -> None:
    def kill_twice_then_end() -> None:
        for number in (1, 2):
            while len(workers) < number:
                time.sleep(0.01)
            os.kill(workers[-1].pid, signal.SIGKILL)
        while len(workers) < 3:
            time.sleep(0.01)
        ending.write_text("0")

    killer = threading.Thread(target=kill_twice_then_end)
    killer.start()
    demo._serve(_free_port())
    killer.join()
    assert [worker.poll() for worker in workers[:2]] == [-signal.SIGKILL] * 2
    assert workers[2].poll() == -signal.SIGTERM  # ended with the server


def test_a_server_that_fails_ends_the_worker_and_says_what_to_try(
    workers: list[subprocess.Popen[bytes]], ending: Path
) -> None:
    ending.write_text("3")
    with pytest.raises(Refused, match=r"Choose another: make demo PORT=8001"):
        demo._serve(_free_port())
    assert workers[0].poll() == -signal.SIGTERM


def test_the_register_is_filled_beside_the_server_and_ends_with_it(
    workers: list[subprocess.Popen[bytes]], ending: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    fillers: list[subprocess.Popen[bytes]] = []

    def fill(plans: int) -> subprocess.Popen[bytes]:
        asked.append(plans)
        fillers.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]))
        ending.write_text("0")
        return fillers[0]

    monkeypatch.setattr(demo, "_fill_register", fill)
    demo._serve(_free_port(), 3300)
    assert asked == [3300]
    assert fillers[0].poll() == -signal.SIGTERM


@pytest.mark.parametrize(("plans", "filled"), [(0, False), (3300, True)])
def test_a_register_is_filled_once_and_where_it_is_wanted(
    plans: int, filled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "is_filled", lambda: filled)
    assert demo._fill_register(plans) is None
