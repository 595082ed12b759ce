"""A worker in processes of its own, killed in the middle of a job."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
_BEGIN = "import django; django.setup()\n"
_ASK = """
import sys, uuid
from goldenthread.jobs import actions
print(actions.enqueue("tests.jobs.sample_tasks.wait_for_the_word", sys.argv[1], kind="sample",
    local_area_id=uuid.UUID(int=1), title="", by_id=None, by_label=""))
"""
_WORK = """
from goldenthread.jobs import worker
worker.run()
"""
_WATCH = """
import json, sys, time, uuid
from goldenthread.jobs import queries
from goldenthread.jobs.models import JobRun
end = time.monotonic() + 40
while time.monotonic() < end:
    told = queries.job_run(uuid.UUID(sys.argv[1]), local_area_id=uuid.UUID(int=1))
    if told.is_over:
        break
    time.sleep(0.1)
print(json.dumps({"state": told.state, "attempt": told.attempt,
    "effects": JobRun.objects.filter(kind="effect").count()}))
"""

Python = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def python(tmp_path: Path) -> Iterator[Python]:
    """Start Python on an installation of its own; whatever still runs at the end is killed."""
    with _database(tmp_path) as url:
        environment = {
            **{key: value for key, value in os.environ.items() if key != "GOLDENTHREAD_TESTING"},
            "DATABASE_URL": url,
            "GOLDENTHREAD_VAR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
        }
        started: list[subprocess.Popen[str]] = []

        def start(code: str, *arguments: str) -> "subprocess.Popen[str]":
            started.append(
                subprocess.Popen(
                    [sys.executable, "-c", _BEGIN + code, *arguments],
                    cwd=ROOT,
                    env=environment,
                    stdout=subprocess.PIPE,
                    text=True,
                    start_new_session=True,
                )
            )
            return started[-1]

        _answer(
            start("from django.core.management import call_command as c; c('migrate', verbosity=0)")
        )
        yield start
        for process in started:
            _kill(process)


class _database:
    """A database for one test: SQLite in a file, or beside the one that DATABASE_URL names."""

    def __init__(self, folder: Path) -> None:
        self.given = os.environ.get("DATABASE_URL", "")
        self.name = f"test_worker_{os.getpid()}"
        self.on_postgres = urlsplit(self.given).scheme in ("postgres", "postgresql")
        self.sqlite = f"sqlite:///{folder}/worker.sqlite3"

    def __enter__(self) -> str:
        if not self.on_postgres:
            return self.sqlite
        self._on_the_server(f"CREATE DATABASE {self.name}")
        return urlsplit(self.given)._replace(path=f"/{self.name}").geturl()

    def __exit__(self, *_: object) -> None:
        if self.on_postgres:
            self._on_the_server(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _on_the_server(self, statement: str) -> None:
        url = urlsplit(self.given)._replace(path="/postgres").geturl()
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(statement)  # type: ignore[arg-type,unused-ignore]


def test_a_job_whose_worker_is_killed_is_done_once_by_the_next(
    python: Python, tmp_path: Path
) -> None:
    run_id = _answer(python(_ASK, str(tmp_path)))
    first = python(_WORK)
    _wait_for(lambda: _begun(tmp_path) == 1)

    _kill(first)
    second = python(_WORK)
    _wait_for(lambda: _begun(tmp_path) == 2)
    (tmp_path / "go").touch()

    told = json.loads(_answer(python(_WATCH, run_id)))
    assert told == {"state": "done", "attempt": 2, "effects": 1}
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=20) == 0


def test_a_worker_ends_when_all_its_processes_are_told_to(python: Python, tmp_path: Path) -> None:
    """As a service manager does; and a job in hand is left for the next worker."""
    run_id = _answer(python(_ASK, str(tmp_path)))
    first = python(_WORK)
    _wait_for(lambda: _begun(tmp_path) == 1)

    os.killpg(first.pid, signal.SIGTERM)
    assert first.wait(timeout=20) == 0

    (tmp_path / "go").touch()
    python(_WORK)
    told = json.loads(_answer(python(_WATCH, run_id)))
    assert told == {"state": "done", "attempt": 2, "effects": 1}


def _begun(folder: Path) -> int:
    """How many times the job has begun."""
    path = folder / "begun"
    return len(path.read_text().splitlines()) if path.exists() else 0


def _answer(process: "subprocess.Popen[str]") -> str:
    written, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return written.strip()


def _wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, "waited for half a minute in vain"
        time.sleep(0.05)


def _kill(process: "subprocess.Popen[str]") -> None:
    """kill -9 for the process and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    if process.stdout:
        process.stdout.close()
