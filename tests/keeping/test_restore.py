"""What was backed up comes back: every row, every file, the key; or nothing is touched."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldenthread.config.keeping import opening
from goldenthread.config.keeping.sealed import Secret
from goldenthread.rules.refusals import Refused
from tests.keeping import ready_tables
from tests.keeping.filled import DETAILS, ERASE, ERASE_ROWS, KEY, LEFT
from tests.keeping.installation import SERVER, Installation, drop, empty, migrated

SESSIONS = """
from django.contrib.sessions.models import Session
print(Session.objects.count())
"""


@pytest.fixture(scope="module")
def restored(
    kept: Path, key: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The backup in an empty place, its tables made by every migration; nobody changes it."""
    made = empty(tmp_path_factory.mktemp("restored"), "restored", key)
    made.run("restore", str(kept), "--into", str(made.var))
    yield made
    drop(made)


@pytest.fixture
def other(tmp_path: Path, key: Path) -> Iterator[Installation]:
    """An installation without an area, whose tables are there."""
    made = migrated(tmp_path, "other", key)
    yield made
    drop(made)


def test_every_row_and_file_comes_back(full: Installation, restored: Installation) -> None:
    rows = full.rows()
    assert restored.rows() == rows
    assert rows["partnership_localarea"][0] == 2
    assert rows["trail_trailentry"][0] == 4
    assert restored.files() == full.files()
    assert len(full.files()) == 2
    assert (restored.var / "secret-key").read_text() == (full.var / "secret-key").read_text()


def test_sessions_end_and_the_trail_is_guarded_again(
    full: Installation, restored: Installation
) -> None:
    assert (full.python(SESSIONS), restored.python(SESSIONS)) == ("1\n", "0\n")
    present = "from goldenthread.trail.triggers import missing\nprint(missing())"
    assert restored.python(present) == "()\n"
    assert restored.run("verify-trail").startswith("The audit trail is whole")


def test_new_rows_are_numbered_after_the_restored_ones(restored: Installation) -> None:
    program = """
import uuid
from django.db import transaction
from goldenthread.trail.models import TrailSubject
from tests.trail.acts import rate
last = TrailSubject.objects.order_by("id").last().id
with transaction.atomic():
    rate(local_area_id=uuid.uuid4())
    print(TrailSubject.objects.order_by("id").first().id <= last)
    print(TrailSubject.objects.order_by("id").last().id > last)
    transaction.set_rollback(True)
"""
    assert restored.python(program) == "True\nTrue\n"


def test_no_table_is_forgotten(full: Installation) -> None:
    printed = full.python(
        "from django.apps import apps\n"
        "from django.db import connection\n"
        "from goldenthread.config.keeping.tables import LEFT_OUT, OF_SQLITE_ALONE\n"
        "from goldenthread.config.keeping.tables import WITHOUT_MODEL, tables\n"
        "there = set(connection.introspection.table_names())\n"
        "print(sorted(there - {one.name for one in tables(apps)} - LEFT_OUT - WITHOUT_MODEL))\n"
        "wanted = LEFT_OUT | WITHOUT_MODEL\n"
        "wanted -= OF_SQLITE_ALONE if connection.vendor == 'postgresql' else set()\n"
        "print(sorted(wanted - there))"
    )
    assert printed == "[]\n[]\n"


def test_nothing_in_a_backup_can_be_read_without_the_key(kept: Path, full: Installation) -> None:
    parts = sorted(path.name for path in kept.iterdir())
    assert parts == ["data.gtbackup", "files.gtbackup", "keys.gtbackup", "manifest.gtbackup"]
    for path in kept.iterdir():
        content = path.read_bytes()
        assert b"eastmere" not in content.lower()
        assert (full.var / "secret-key").read_bytes() not in content
        assert path.stat().st_mode & 0o077 == 0


def test_a_whole_backup_is_said_to_be_whole(kept: Path, full: Installation) -> None:
    said = full.run("verify-backup", str(kept))
    assert said.startswith("The backup is whole: ")
    assert {line.split()[0] for line in said.splitlines()[1:]} == {"eastmere", "westholm"}


def test_any_damage_is_named_and_nothing_is_touched(
    kept: Path, other: Installation, tmp_path: Path
) -> None:
    chance, secret = random.Random(5), Secret("key", bytes.fromhex(KEY))
    before = other.rows()
    for path in sorted(kept.iterdir()):
        for how in ("flipped", "cut off", "missing"):
            copy = tmp_path / "copy"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(kept, copy)
            content = bytearray(path.read_bytes())
            if how == "flipped":
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            (copy / path.name).write_bytes(content[:-1] if how == "cut off" else content)
            if how == "missing":
                (copy / path.name).unlink()
            if how == "flipped":
                assert path.name in other.run("restore", str(copy), fails=True)
            with pytest.raises(Refused, match=path.name):
                opening.verify(opening.open_backup(copy, secret), tell=lambda *_: None)
    assert other.rows() == before
    assert other.files() == {}


def test_parts_of_two_backups_do_not_make_one(
    full: Installation, kept: Path, tmp_path: Path
) -> None:
    full.run("backup", "--to", str(tmp_path))
    (second,) = tmp_path.glob("golden-thread-*")
    shutil.copy(kept / "data.gtbackup", second / "data.gtbackup")
    assert "data.gtbackup is damaged" in full.run("verify-backup", str(second), fails=True)


def test_keys_are_kept_apart_where_asked(full: Installation, tmp_path: Path) -> None:
    full.run("backup", "--to", str(tmp_path / "data"), "--keys-to", str(tmp_path / "keys"))
    (made,) = (tmp_path / "data").glob("golden-thread-*")
    assert not (made / "keys.gtbackup").exists()
    assert "add --keys-from" in full.run("verify-backup", str(made), fails=True)
    said = full.run("verify-backup", str(made), "--keys-from", str(tmp_path / "keys"))
    assert "is whole" in said


def test_an_older_backup_is_refused_and_what_was_erased_since_stays_erased(
    kept: Path, restored: Installation
) -> None:
    """The last test of what was restored: it restores it again."""
    entry = restored.python(ERASE).strip()
    assert restored.python(DETAILS, entry) == "0\n"
    row = restored.python(ERASE_ROWS).strip()
    assert len(restored.files()) == 1
    said = restored.run("restore", str(kept), "--replace", fails=True)
    assert "older than what stands here: 2 acts are on record since" in said
    restored.more |= ready_tables.ready(SERVER)
    said = restored.module(
        "tests.keeping.ready_tables", "restore", str(kept), "--replace", "--lose-later"
    )
    assert "The details of 1 entry were erased again." in said
    assert "2 rows whose time was over were erased again." in said
    assert restored.python(LEFT, row) == "None erased True\n"
    assert len(restored.files()) == 1
    assert restored.python(DETAILS, entry) == "0\n"
    assert restored.run("verify-trail").startswith("The audit trail is whole")


def test_a_place_that_is_not_empty_is_left_alone_unless_told(
    full: Installation, kept: Path
) -> None:
    before = full.rows()
    said = full.run("restore", str(kept), fails=True)
    assert "There is an installation here already." in said
    assert full.rows() == before
