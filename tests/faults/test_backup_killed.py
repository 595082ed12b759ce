"""kill -9 at every step of a backup and of a restore: nothing of the installation is lost, no half
backup is taken for a whole one, no half restore is served, and the same command again does it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from goldenthread.config.keeping.steps import Backup, Restore
from tests.faults.told import Told
from tests.keeping import ready_tables
from tests.keeping.filled import KEY, filled
from tests.keeping.installation import SERVER, Installation, drop, empty, migrated

SHUT = "A restore was stopped here before its last step, so this installation is not opened."


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "backup.key"
    path.write_text(KEY)
    return path


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Iterator[Installation]:
    made = filled(tmp_path_factory.mktemp("source"), "stopped_source", key)
    yield made
    drop(made)


@pytest.fixture(scope="module")
def kept(source: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("kept")
    source.run("backup", "--to", str(to))
    (found,) = to.glob("golden-thread-*")
    return found


@pytest.fixture
def target(request: Any, tmp_path: Path, key: Path) -> Iterator[Installation]:
    """Where it is restored: an installation of its own, or nothing at all."""
    if getattr(request, "param", "installation") == "empty":
        made = empty(tmp_path, "stopped_target", key)
        made.var.mkdir()
    else:
        made = migrated(tmp_path, "stopped_target", key)
        made.run("status")  # it has a key of its own
    made.more |= ready_tables.ready(SERVER)
    yield made
    drop(made)


def stopped(one: Installation, *words: str) -> Any:
    return json.loads(one.python("from tests.faults import stopping; stopping.main()", *words))


def test_a_backup_killed_at_any_step_is_no_backup_or_a_whole_one(
    source: Installation, tmp_path: Path, survived: Told
) -> None:
    found = stopped(source, "backup", str(tmp_path / "data"), str(tmp_path / "keys"))
    kills = found["kills"]
    assert list(dict.fromkeys(found["steps"])) == [step.name for step in Backup]
    assert {kill["step"] for kill in kills} == {step.name for step in Backup}
    for kill in kills:
        assert kill["died"] == 9
        assert kill["source"], kill
        assert kill["listed"] >= 1
        assert all(kill["whole"]), kill
        for half in kill["half"]:
            assert half["code"] == 1
            assert "is no backup: making it was stopped before it was finished" in half["said"]
        assert kill["again"][0] == 0, kill
        assert kill["equals"] == [True]
        assert kill["left"] == 0
    assert sum(len(kill["half"]) for kill in kills) > 5
    survived(
        f"kill -9 at {len(kills)} moments of the {len(Backup)} steps of a backup: the one before "
        "stands or the new one is whole, then made again"
    )


@pytest.mark.parametrize("target", ["installation", "empty"], indirect=True)
def test_a_restore_killed_at_any_step_leaves_the_old_or_is_shut_and_again_restores(
    target: Installation, kept: Path, survived: Told, request: Any
) -> None:
    onto = request.node.callspec.params["target"]
    found = stopped(target, "restore", str(kept), onto)
    kills = found["kills"]
    assert found["differs"]
    assert list(dict.fromkeys(found["steps"])) == [step.name for step in Restore]
    assert {kill["step"] for kill in kills} == {step.name for step in Restore}
    shut = {"KEY_IN_PLACE", "OPEN"}
    for kill in kills:
        assert kill["died"] == 9
        wanted = "new" if kill["step"] == "FINISHED" else "shut" if kill["step"] in shut else "old"
        assert kill["then"] == wanted, kill
        if wanted == "shut":
            assert (kill["page"]["door"], kill["page"]["ready"]) == (503, 503)
            assert "being restored from a backup" in kill["page"]["said"]
            assert kill["backup"]["code"] == 1
            assert SHUT in kill["backup"]["said"]
        if "again" in kill:
            assert kill["again"][0] == 0, kill
            assert kill["equals"], kill
            assert kill["left"] == []
    assert sum("again" in kill for kill in kills) == (4 if SERVER else len(kills))
    ended = Counter(kill["then"] for kill in kills)
    survived(
        f"kill -9 at {len(kills)} moments of the {len(Restore)} steps of a restore onto "
        f"{'an empty place' if onto == 'empty' else 'an installation'}: {ended['old']} times what "
        f"stood there stands, {ended['shut']} times nobody is served, then restored"
    )
