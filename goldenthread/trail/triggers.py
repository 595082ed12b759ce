"""The database itself refuses to alter or delete what the trail says.

SQLite drops a table's triggers when a migration remakes the table, so they are put back after
every migrate and their presence is checked at start.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSAL = "The trail is append-only"


@dataclass(frozen=True)
class _Guard:
    """One table and what may not happen to its rows."""

    table: str
    event: str  # UPDATE, DELETE or TRUNCATE
    unless: str = ""  # SQL: a change that may happen after all

    @property
    def name(self) -> str:
        return f"{self.table}_refuses_{self.event.lower()}"


# Details may be deleted (that is erasure) but never reworded. A head only moves on.
_ROW_GUARDS = (
    _Guard("trail_trailentry", "UPDATE"),
    _Guard("trail_trailentry", "DELETE"),
    _Guard("trail_trailsubject", "UPDATE"),
    _Guard("trail_trailsubject", "DELETE"),
    _Guard("trail_traildetail", "UPDATE"),
    _Guard(
        "trail_trailhead",
        "UPDATE",
        unless="NEW.local_area_id = OLD.local_area_id AND NEW.seq > OLD.seq",
    ),
    _Guard("trail_trailhead", "DELETE"),
    _Guard("trail_traillook", "UPDATE"),
    _Guard("trail_traillook", "DELETE"),
    _Guard("trail_trailsighting", "UPDATE"),
    _Guard("trail_trailsighting", "DELETE"),
    _Guard("trail_traillookbatch", "UPDATE"),
    _Guard("trail_traillookbatch", "DELETE"),
    _Guard(
        "trail_traillookhead",
        "UPDATE",
        unless="NEW.local_area_id = OLD.local_area_id AND NEW.number = OLD.number + 1",
    ),
    _Guard("trail_traillookhead", "DELETE"),
)
_TRUNCATE_GUARDS = tuple(
    _Guard(table, "TRUNCATE") for table in dict.fromkeys(guard.table for guard in _ROW_GUARDS)
)


def install(using: str = "default") -> None:
    """Put every trigger in place whose table exists; safe to repeat."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    guards = [guard for guard in _guards(connection) if guard.table in tables]
    with connection.cursor() as cursor:
        for statement in _statements(connection, guards):
            cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take the triggers away, so that a test database can be emptied."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in _guards(connection):
            if guard.table in tables:
                cursor.execute(_drop(connection, guard))


def missing(using: str = "default") -> tuple[str, ...]:
    """Names of the triggers that should be there and are not; all of them before migrating."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        there = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        there = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') "
            "AND pg_table_is_visible(pg_class.oid)"
        )
    with connection.cursor() as cursor:
        cursor.execute(there)
        names = {row[0] for row in cursor.fetchall()}
    return tuple(guard.name for guard in _guards(connection) if guard.name not in names)


def triggers_present(using: str = "default") -> bool:
    """True when the database guards the trail."""
    return not missing(using)


def tables_present(using: str = "default") -> bool:
    """False in a database that has not been migrated yet."""
    return _ROW_GUARDS[0].table in connections[using].introspection.table_names()


def _guards(connection: BaseDatabaseWrapper) -> tuple[_Guard, ...]:
    if connection.vendor == "sqlite":
        return _ROW_GUARDS
    return _ROW_GUARDS + _TRUNCATE_GUARDS


def _statements(connection: BaseDatabaseWrapper, guards: list[_Guard]) -> Iterator[str]:
    if connection.vendor != "sqlite" and guards:
        yield (
            "CREATE OR REPLACE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
        )
    for guard in guards:
        yield _drop(connection, guard)
        yield _create(connection, guard)


def _drop(connection: BaseDatabaseWrapper, guard: _Guard) -> str:
    on = "" if connection.vendor == "sqlite" else f" ON {guard.table}"
    return f"DROP TRIGGER IF EXISTS {guard.name}{on}"


def _create(connection: BaseDatabaseWrapper, guard: _Guard) -> str:
    when = f"WHEN (NOT ({guard.unless})) " if guard.unless else ""
    each = "STATEMENT" if guard.event == "TRUNCATE" else "ROW"
    if connection.vendor == "sqlite":
        does = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    else:
        does = "EXECUTE FUNCTION trail_refuses()"
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH {each} {when}{does}"
    )
