"""A backup of an older version comes back with this version's tables; what cannot is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldenthread.config.keeping.manifest import FORMAT, Manifest
from goldenthread.config.keeping.sealed import Damaged
from tests.faults.installations import demonstration
from tests.keeping.installation import Installation, drop, empty

# How far each package was in the version before: some were not there at all, and two of the steps
# since then change rows.
BEFORE = {
    "ehcp_register": None,
    "provision": None,
    "governance": "0005_monitoring_visits_and_progress_measures",
    "improvement_plan": "0011_reminder_days_can_be_changed_and_requests_say_when_last_written_to",
    "notifications": "0003_the_week_ahead_can_be_turned_off",
}
# The upgrade makes these rows, with ids of their own.
MADE_ANEW = {"improvement_plan_findinganswer"}
BACK = """
import json, sys
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connection).migrate(list(json.loads(sys.argv[1]).items()))
"""
# As that version did: with its models, and its number.
MODELS = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from goldenthread.config.keeping import making
executor = MigrationExecutor(connection)
making.apps = executor._create_project_state(with_applied_migrations=True).apps
"""
BACKUP = """
import sys
from goldenthread.config import command_line
from goldenthread.config.keeping import making
making._require_migrated = lambda: None
making.version = lambda _: "0.0.9"
sys.argv = ["goldenthread", "backup", "--to", sys.argv[1]]
command_line.main()
"""
UNKNOWN = """
from django.db.migrations.recorder import MigrationRecorder
from django.db import connection
MigrationRecorder(connection).record_{}("{}", "{}")
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory, key: Path) -> Iterator[Installation]:
    """The demonstration, as it stood in the version before."""
    made = demonstration(tmp_path_factory.mktemp("old") / "var", "older")
    one = Installation(made.var, made.url, key)
    one.python(BACK, json.dumps(BEFORE))
    yield one
    drop(one)


@pytest.fixture(scope="module")
def of_before(old: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its backup."""
    to = tmp_path_factory.mktemp("before")
    assert " rows and " in old.python(MODELS + BACKUP, str(to))
    (found,) = to.glob("golden-thread-*")
    return found


@pytest.fixture
def here(tmp_path: Path, key: Path) -> Iterator[Installation]:
    made = empty(tmp_path, "older_here", key)
    yield made
    drop(made)


def test_an_older_version_s_backup_comes_back_as_upgrading_would_have_left_it(
    old: Installation, of_before: Path, here: Installation
) -> None:
    said = here.run("verify-backup", str(of_before))
    assert "made by version 0.0.9" in said
    tables = said.split(" in ")[1].split(" ")[0]
    said = here.run("restore", str(of_before), "--into", str(here.var))
    assert said.startswith("Restored: ")
    old.run("migrate")
    upgraded, restored = old.rows(), here.rows()
    assert len(restored) > int(tables)  # packages that the older version had not
    assert {name: rows for name, (rows, _) in restored.items()} == {
        name: rows for name, (rows, _) in upgraded.items()
    }
    assert {name for name, was in upgraded.items() if restored[name] != was} <= MADE_ANEW
    assert restored["improvement_plan_action"][0] > 0
    assert restored["governance_boardpaper"][0] > 0
    assert here.files() == old.files()
    assert here.run("verify-trail").startswith("The audit trail is whole")
    assert "The database is not up to date" not in here.run("areas")


def test_a_backup_of_a_newer_version_is_refused(
    full: Installation, here: Installation, tmp_path: Path
) -> None:
    tomorrow = ("trail", "0999_from_tomorrow")
    full.python(UNKNOWN.format("applied", *tomorrow))
    try:
        full.run("backup", "--to", str(tmp_path / "newer"))
    finally:
        full.python(UNKNOWN.format("unapplied", *tomorrow))
    (newer,) = (tmp_path / "newer").glob("golden-thread-*")
    said = here.run("restore", str(newer), "--into", str(here.var), fails=True)
    assert "made by a newer version" in said
    assert "trail 0999_from_tomorrow" in said
    assert "Install that version, then restore. Nothing was changed." in said


def test_a_backup_whose_tables_this_version_cannot_make_is_refused(
    full: Installation, here: Installation, tmp_path: Path
) -> None:
    first = ("intake", "0001_plan_imports")
    full.python(UNKNOWN.format("unapplied", *first))
    try:
        full.python(BACKUP, str(tmp_path / "torn"))
    finally:
        full.python(UNKNOWN.format("applied", *first))
    (torn,) = (tmp_path / "torn").glob("golden-thread-*")
    said = here.run("restore", str(torn), "--into", str(here.var), fails=True)
    assert "without intake 0001_plan_imports" in said
    assert "Install version 0.0.9, restore with that, and bring it up to date." in said
    assert here.files() == {}


def test_a_backup_in_another_form_is_refused() -> None:
    with pytest.raises(Damaged, match=f"has format {FORMAT + 1}.*Install the version that made it"):
        Manifest.read(json.dumps({"format": FORMAT + 1}).encode())
