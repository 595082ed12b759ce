"""An upgrade that is killed in the middle is run again, and the tables are as if it never was."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import prepared
from tests.faults.installations import SERVER, Installation, drop
from tests.faults.told import Told

MIGRATE = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from tests.faults.killing import watch
seen = 0
def step(words):
    global seen
    seen += words.startswith(sys.argv[1])
    if seen == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
watch(step)
call_command("migrate", interactive=False, verbosity=0)
"""
TOLD = """
import json
import django
django.setup()
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from goldenthread.trail.triggers import missing
EVERYTHING = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master",
    "postgresql": '''
        SELECT table_name, column_name, data_type || is_nullable FROM information_schema.columns
            WHERE table_schema = 'public'
        UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    ''',
}
with connection.cursor() as cursor:
    cursor.execute(EVERYTHING[connection.vendor])
    described = sorted(map(str, cursor.fetchall()))
done = sorted(MigrationRecorder(connection).applied_migrations())
print(json.dumps([described, done, missing()]))
"""
# Before a migration is noted as done; between the tables and the triggers that guard the trail.
# Number 60 makes indexes last, which Django by itself notes only after the commit.
MOMENTS = [
    ('INSERT INTO "django_migrations"', 55),
    ('INSERT INTO "django_migrations"', 60),
    ("CREATE TRIGGER", 2),
]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    url = ""
    if SERVER:
        url = prepared.create_database(SERVER, "golden_thread_faults_upgrade", "template0")
    made = Installation(tmp_path / "var", url)
    yield made
    drop(made)


@pytest.mark.parametrize(("statement", "number"), MOMENTS)
def test_an_upgrade_that_is_killed_is_run_again_safely(
    statement: str, number: int, installation: Installation, tmp_path: Path, survived: Told
) -> None:
    ran = installation.ran(sys.executable, "-c", MIGRATE, statement, str(number))
    assert ran.returncode == -9, ran.stderr[-1000:]
    assert installation.command("migrate").startswith("The database is up to date.")
    found = told(installation)
    assert found == told(straight(tmp_path))
    assert found[2] == []
    survived(f"upgrade killed at {statement} number {number}, run again: the same tables")


def told(one: Installation) -> list[object]:
    """Every table, the migrations that were done, and the triggers that are missing."""
    found: list[object] = json.loads(one.python("-c", TOLD))
    return found


def straight(folder: Path) -> Installation:
    """One that was made without a fault."""
    kept = prepared.migrated(SERVER)
    copy = folder / "straight"
    if not copy.exists():
        shutil.copytree(kept.folder, copy)
    url = SERVER and prepared._beside(SERVER, kept.database)
    return Installation(copy, url)
