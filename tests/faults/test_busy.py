"""Fifty people who save at once; a backup in the middle of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import prepared
from tests.faults.installations import SERVER, Installation, asked, demonstration, drop
from tests.faults.told import Told

PEOPLE = 30 if SERVER else 50  # a server that others use too takes a hundred connections in all
EACH = 3
SAID = "SELECT count(*) FROM improvement_plan_progressupdate WHERE progress LIKE 'Said %'"
TOLD = "SELECT count(*) FROM trail_trailentry WHERE act LIKE '%record_update'"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = demonstration(tmp_path / "var", "busy")
    key = tmp_path / "backup.key"
    key.write_text("0123456789abcdef" * 4)
    made.more["GOLDENTHREAD_BACKUP_KEY_FILE"] = str(key)
    yield made
    drop(made)


def number(one: Installation, question: str) -> int:
    return int(str(asked(one, question)[0][0]))


def test_of_fifty_writers_at_once_no_write_is_lost(
    installation: Installation, survived: Told
) -> None:
    before = number(installation, TOLD)
    said = json.loads(installation.python("-m", "tests.faults.writers", str(PEOPLE), str(EACH)))
    assert said["kept"] > PEOPLE
    assert said["kept"] + said["refused"] == PEOPLE * EACH
    assert set(said["told"]) <= {"OperationalError: database is locked"}  # a page says so (503)
    assert number(installation, SAID) == said["kept"]
    assert number(installation, TOLD) == before + said["kept"]
    assert installation.command("verify-trail").startswith("The audit trail is whole")
    survived(
        f"{PEOPLE} processes writing at once, {said['kept']} writes kept, {said['refused']} told "
        f"to try again: median wait {said['median']:.1f} s, longest {said['longest']:.1f} s"
    )


def test_a_backup_while_they_write_is_of_one_moment(
    installation: Installation, tmp_path: Path, survived: Told
) -> None:
    """Its trail is whole and tells of as many updates as its rows have: nothing is torn apart."""
    writers = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.writers", "4", "150"],
        env=installation.environment,
        cwd=prepared.ROOT,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    to = tmp_path / "backups"
    until = time.monotonic() + 60
    while not number(installation, SAID) and time.monotonic() < until:
        time.sleep(0.05)
    installation.command("backup", "--to", str(to))
    busy = writers.poll() is None
    os.killpg(writers.pid, signal.SIGKILL)
    writers.communicate()
    assert busy, "the writers had ended before the backup did"
    (made,) = to.glob("golden-thread-*")
    restored = Installation(tmp_path / "restored", "", dict(installation.more))
    restored.command("restore", str(made), "--into", str(restored.var))
    in_it, told = number(restored, SAID), number(restored, TOLD)
    assert in_it
    assert told - in_it == number(installation, TOLD) - number(installation, SAID)
    assert restored.command("verify-trail").startswith("The audit trail is whole")
    survived(f"backup while 4 people write: {in_it} updates in it, each with its entry")
