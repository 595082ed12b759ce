"""A restore whose tables are copied from an installation that was migrated already.

Making them by a hundred migrations is nine tenths of a small restore. One restore on each database
does so (`restored` in tests/keeping/test_restore.py), and one of an older version's backup; where
what comes after is tried again and again, this stands in for it.

    READY_TABLES=… python -m tests.keeping.ready_tables restore FOLDER --replace
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests import prepared

NAME = "READY_TABLES"


def ready(server: str) -> dict[str, str]:
    """What to add to the environment: where the tables are."""
    kept = prepared.migrated(server)
    if not server:
        return {NAME: str(kept.file)}
    script = kept.folder / "tables.sql"
    if not script.exists():
        dumped = subprocess.run(
            ["pg_dump", "--no-owner", "--inserts", prepared._beside(server, kept.database)],
            capture_output=True, text=True, timeout=120, check=True,
        ).stdout  # fmt: skip
        lines = [line for line in dumped.splitlines() if not line.startswith("\\")]
        script_of = "\n".join(lines).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        part = script.with_suffix(f".{os.getpid()}")
        part.write_text(script_of)
        part.rename(script)
    return {NAME: str(script)}


def put() -> None:
    """Let every restore of this process copy them."""
    from goldenthread.config.keeping.building import Building

    Building.make_tables = _make_tables  # type: ignore[method-assign]


def _make_tables(build: Any) -> dict[str, Any]:
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    from goldenthread.config.keeping.steps import Restore
    from goldenthread.config.keeping.tables import tables

    build.tell(Restore.TABLES)
    assert set(build.manifest.migrations) == set(MigrationLoader(None).disk_migrations)
    from_there = Path(os.environ[NAME])
    if connection.vendor == "sqlite":
        to = str(connection.settings_dict["NAME"])
        connection.close()
        for ending in ("", "-wal"):
            if Path(f"{from_there}{ending}").exists():
                shutil.copy(f"{from_there}{ending}", f"{to}{ending}")
    else:
        with connection.cursor() as cursor:
            cursor.execute(from_there.read_text())
            cursor.execute("RESET search_path")
    return {table.name: table for table in tables(apps)}


if __name__ == "__main__":
    import django

    django.setup()
    put()
    from goldenthread.config.command_line import main

    main()
