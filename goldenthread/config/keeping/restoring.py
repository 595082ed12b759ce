"""Putting a backup in the place of what stands there: all of it, or nothing.

The database is built anew, checked and only then put in place, in one step: on SQLite a file beside
the one in use, which is renamed; on PostgreSQL one transaction. Contents of files are named by
their hash, so they are added before that step and harm nothing if it never comes. The key alone
comes after it, and nobody is served before it has come (see `unfinished`). Whatever is killed, when
run again, begins anew.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from goldenthread.config.keeping import erasures, opening, unfinished
from goldenthread.config.keeping.building import Building
from goldenthread.config.keeping.disk import alone, sync_folder
from goldenthread.config.keeping.manifest import Manifest
from goldenthread.config.keeping.opening import Opened
from goldenthread.config.keeping.steps import Restore, Tell
from goldenthread.config.keeping.tables import WITHOUT_MODEL
from goldenthread.config.last_resort import NO_ROOM, trouble_of
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.trail import queries as trail

IN_USE = (
    "The installation is in use. Stop its web server and its worker, then restore. "
    "Nothing was changed."
)


def restore(
    opened: Opened, *, replace: bool, lose_later: bool, on: date, tell: Tell
) -> tuple[erasures.Again, bool]:
    """Put the backup in place of this installation's database, files and key. Gives what was
    erased again, and whether the key was put in place.

    Raises Refused, with nothing changed, where the backup is damaged or of a newer version, or
    where the installation is in use, not empty (unless `replace`) or knows of acts after the
    backup (unless `lose_later`).
    """
    with alone(Path(settings.VAR)), unfinished.may_be_opened():
        opening.verify(opened, tell=tell)
        _require_known(opened.manifest)
        _require_welcome(opened.manifest, replace=replace, lose_later=lose_later)
        erased = erasures.of_this_database() | erasures.read(opened.folder.parent)
        build = Building(opened, erased, on, tell)
        try:
            if connection.vendor == "sqlite":
                _into_a_file(build)
            else:
                _into_one_transaction(build)
        except (OSError, OperationalError) as problem:
            raise Refused(
                f"The backup could not be restored: {_why(problem)}. What stood here stands."
            ) from problem
        tell(Restore.KEY_IN_PLACE)
        key = _put_key(opened.keys().get("secret-key", ""))
        tell(Restore.OPEN)
        unfinished.clear()
        return build.erased_again, key


def _why(problem: OSError | OperationalError) -> str:
    if trouble_of(problem) is NO_ROOM:
        return "the disk is full, or may only be read"
    if isinstance(problem, OperationalError):
        raise problem  # what else a database says is no sentence for whoever restores
    return str(problem.strerror)


# --- may it be ----------------------------------------------------------------------------------


def _require_known(manifest: Manifest) -> None:
    loader = MigrationExecutor(None).loader
    wanted, known = set(manifest.migrations), set(loader.disk_migrations or ())
    newer = _named(wanted - known)
    if newer:
        raise Refused(
            f"This backup was made by a newer version ({manifest.version}): this program does not "
            f"know {newer[0]}. Install that version, then restore. Nothing was changed."
        )
    for one in sorted(wanted):
        lacking = _named(set(loader.graph.forwards_plan(one)) - wanted)
        if lacking:
            raise Refused(
                f"This program cannot make the tables of this backup: it has {one[0]} {one[1]} "
                f"without {lacking[0]}. Install version {manifest.version}, restore with that, and "
                "bring it up to date. Nothing was changed."
            )


def _named(migrations: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(f"{app} {name}" for app, name in migrations)


def _require_welcome(manifest: Manifest, *, replace: bool, lose_later: bool) -> None:
    if not _holds_anything():
        return
    if not replace:
        raise Refused(
            "There is an installation here already. Restore into an empty place (--into), or add "
            "--replace to put the backup in its place. Nothing was changed."
        )
    if lose_later:
        return
    known = {UUID(area): head for area, _, head in manifest.heads}
    for head in trail.heads():
        number = int(known[head.local_area_id].split(":")[0]) if head.local_area_id in known else 0
        if head.seq > number:
            made = say_date(datetime.fromisoformat(manifest.made_at).date())
            count = head.seq - number
            acts = "1 act is" if count == 1 else f"{count} acts are"
            raise Refused(
                f"This backup of {made} is older than what stands here: {acts} on record since, in "
                "one local area at least, and would be lost. Take a later backup, or add "
                "--lose-later. Nothing was changed."
            )


def _holds_anything() -> bool:
    there = set(connection.introspection.table_names())
    if unfinished.TABLE in there:  # what stood here before is gone, and this was never opened
        return False
    with connection.cursor() as cursor:
        for table in {"partnership_localarea", "trail_trailentry"} & there:
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - one of the two above
            if cursor.fetchone():
                return True
    return False


# --- putting it in place --------------------------------------------------------------------------


def _into_one_transaction(build: Building) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        _require_quiet_server(cursor)
        there = set(connection.introspection.table_names(cursor))
        known = set(connection.introspection.django_table_names(include_views=False))
        mine = sorted(there & (known | WITHOUT_MODEL | {unfinished.TABLE}))
        if mine:
            quoted = ", ".join(connection.ops.quote_name(name) for name in mine)
            cursor.execute(f"DROP TABLE {quoted} CASCADE")
        made = build.make_tables()
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # migrations leave them immediate
        build.load(made)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what follows alters the tables
        build.check(made)
        build.bring_forward()
        build.put_files()
        build.tell(Restore.DATABASE_IN_PLACE)


def _require_quiet_server(cursor: Any) -> None:
    cursor.execute("SET LOCAL lock_timeout = '5s'")
    cursor.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    if cursor.fetchone()[0]:
        raise Refused(IN_USE)


def _into_a_file(build: Building) -> None:
    target = Path(str(connection.settings_dict["NAME"]))
    making = target.with_name(f"{target.name}.restoring")
    with _nobody_else(target):
        pass  # told now, and not after an hour of work
    _unlink(making)
    with _aimed_at(making):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")  # forced to the disk once it is whole
        made = build.make_tables()
        with connection.constraint_checks_disabled(), transaction.atomic():
            build.load(made)
            connection.check_constraints()  # raises IntegrityError, and the file is left aside
        build.check(made)
        build.bring_forward()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
    build.put_files()
    with open(making, "rb") as file:
        os.fsync(file.fileno())
    build.tell(Restore.DATABASE_IN_PLACE)
    with _nobody_else(target):
        os.replace(making, target)
        sync_folder(target.parent)


@contextmanager
def _aimed_at(path: Path) -> Iterator[None]:
    """Django's connection leads to another file meanwhile."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def _nobody_else(target: Path) -> Iterator[None]:
    """The database file is this process's alone, and its log is folded into it: a log that stayed
    would be read into the file that takes its place. Refused where anybody has it open."""
    connection.close()
    if not target.exists():
        yield
        return
    with closing(sqlite3.connect(target, timeout=1, isolation_level=None)) as old:
        try:
            old.execute("PRAGMA locking_mode=EXCLUSIVE")
            mode = old.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
            old.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as problem:
            raise Refused(IN_USE) from problem
        if mode != "delete":
            raise Refused(IN_USE)
        yield


def _unlink(database: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{database}{ending}").unlink(missing_ok=True)


def _put_key(key: str) -> bool:
    """The key that signs sessions and opens second factors; false where the environment names one,
    which is taken at its word."""
    if os.environ.get("GOLDENTHREAD_SECRET_KEY") or not key:
        return False
    kept = Path(settings.VAR) / "secret-key"
    fresh = kept.with_name(f"secret-key.{secrets.token_hex(4)}")
    with open(fresh, "x", encoding="ascii") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, kept)
    sync_folder(kept.parent)
    return True
