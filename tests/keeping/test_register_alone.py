"""What was erased since a backup stays erased where nothing is left but the backup and the register
beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldenthread.config.keeping import erasures
from tests.keeping import ready_tables
from tests.keeping.filled import DETAILS, ERASE, ERASE_ROWS, LEFT
from tests.keeping.installation import SERVER, Installation, copied, drop, empty

NOTE = "from goldenthread.config import tasks\ntasks.note_erasures()"


@pytest.fixture
def places(full: Installation, kept: Path, tmp_path: Path, key: Path) -> Iterator[list[object]]:
    """(an installation, the folder of its backups, the backup, an empty place)"""
    backups = tmp_path / "backups"
    backups.mkdir()
    shutil.copytree(kept, backups / kept.name)
    one = copied(full, tmp_path, "erasing")
    new = empty(tmp_path, "erased", key)
    new.more |= ready_tables.ready(SERVER)
    yield [one, backups, backups / kept.name, new]
    drop(one)
    drop(new)


def restored(new: Installation, backup: Path) -> str:
    words = ("restore", str(backup), "--into", str(new.var), "--replace")
    return new.module("tests.keeping.ready_tables", *words)


def test_from_the_register_alone_what_was_erased_is_erased_again(
    places: tuple[Installation, Path, Path, Installation], full: Installation
) -> None:
    one, backups, backup, new = places
    one.more["GOLDENTHREAD_BACKUP_TO"] = str(backups)
    entry, row = one.python(ERASE).strip(), one.python(ERASE_ROWS).strip()
    one.python(NOTE)
    drop(one)
    shutil.rmtree(one.var)
    said = restored(new, backup)
    assert "The details of 1 entry were erased again." in said
    assert "2 rows whose time was over were erased again." in said
    assert new.python(DETAILS, entry) == "0\n"
    assert new.python(LEFT, row) == "None erased True\n"
    assert len(new.files()) == len(full.files()) - 1
    assert new.run("verify-trail").startswith("The audit trail is whole")
    # The register is what does it: without it, all comes back.
    for name in (erasures.REGISTER, erasures.REGISTER_OF_ROWS):
        (backups / name).unlink()
    drop(new)
    fresh = empty(backups.parent, "erased_without", new.key)
    fresh.more |= new.more
    try:
        assert "erased again" not in restored(fresh, backup)
        assert fresh.python(DETAILS, entry) == "1\n"
        assert fresh.python(LEFT, row) == "{'said': 'words'} plan.txt False\n"
        assert fresh.rows() == full.rows()
    finally:
        drop(fresh)
