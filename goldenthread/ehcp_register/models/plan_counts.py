"""How many entries with a plan still hold, by area and first day, kept by SQLite itself.

SQLite counts by stepping from one row of an index to the next: 40 ms for the plans of all England,
on every page of the list. So it keeps the numbers as it keeps an index: triggers write them in the
statement that writes an entry, whoever sends it. PostgreSQL counts as it always did: there two who
write at once would wait for each other at a number, and SQLite has one writer at a time anyway.

The table has no model, for it tells nothing that the entries do not: it is in no backup, and made
and counted anew after every migrate, as SQLite drops triggers when a migration remakes their table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import connection, connections, transaction

_TABLE = "ehcp_register_plancount"
_ENTRIES = "ehcp_register_registerentry"
_HOLDS = "{row}has_plan AND {row}until = '9999-12-31'"  # models.STILL
_ADD = (
    f"INSERT INTO {_TABLE} (local_area_id, from_date, many) "  # noqa: S608 - names of ours
    "VALUES (NEW.local_area_id, NEW.from_date, 1) "
    "ON CONFLICT (local_area_id, from_date) DO UPDATE SET many = many + 1"
)
# Where nothing is counted nothing is taken off: when all tables are emptied, this one may be first.
_TAKE = (
    f"UPDATE {_TABLE} SET many = many - 1 "  # noqa: S608 - names of ours
    "WHERE local_area_id = OLD.local_area_id AND from_date = OLD.from_date"
)
_COUNT = (
    f"INSERT INTO {_TABLE} SELECT local_area_id, from_date, count(*) "  # noqa: S608 - names of ours
    f"FROM {_ENTRIES} WHERE {_HOLDS.format(row='')}"
)
_EACH_DAY = "GROUP BY local_area_id, from_date"
_NEW, _OLD = _HOLDS.format(row="NEW."), _HOLDS.format(row="OLD.")
# An update is an entry less and one more; most leave all four as they are.
_UPDATED = "UPDATE OF local_area_id, from_date, until, has_plan"
_INSERTED = f"{_TABLE}_after_insert"
_TRIGGERS = {
    _INSERTED: ("INSERT", _NEW, _ADD),
    f"{_TABLE}_after_delete": ("DELETE", _OLD, _TAKE),
    f"{_TABLE}_after_update_held": (_UPDATED, _OLD, _TAKE),
    f"{_TABLE}_after_update_holds": (_UPDATED, _NEW, _ADD),
}


def install(using: str = "default") -> None:
    """Count anew, and from now on with every entry; safe to repeat. Nothing on PostgreSQL, or
    before the register's tables are there."""
    there = connections[using]
    if there.vendor != "sqlite" or _ENTRIES not in there.introspection.table_names():
        return
    with transaction.atomic(using=using), there.cursor() as cursor:
        for statement in _statements():
            cursor.execute(statement)


def are_kept() -> bool:
    """Whether every trigger is in place: else the entries themselves are to be counted."""
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [_ENTRIES]
        )
        return {row[0] for row in cursor.fetchall()} >= _TRIGGERS.keys()


@contextmanager
def counted_at_the_end(*, local_area_id: UUID) -> Iterator[None]:
    """While thousands of new entries are written: a trigger costs a tenth of each, and to count the
    whole area once costs some milliseconds. Inside a transaction: nobody else sees the time
    between, and where it fails the trigger comes back with everything else."""
    if not are_kept():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {_INSERTED}")
        yield
        area = [local_area_id.hex]
        cursor.execute(f"DELETE FROM {_TABLE} WHERE local_area_id = %s", area)  # noqa: S608 - ours
        cursor.execute(f"{_COUNT} AND local_area_id = %s {_EACH_DAY}", area)
        cursor.execute(_create(_INSERTED))


def begun_by(day: date, *, local_area_id: UUID) -> int:
    """How many entries with a plan, of those that still hold, began on that day or before."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT total(many) FROM {_TABLE} "  # noqa: S608 - a name of ours
            "WHERE local_area_id = %s AND from_date <= %s",
            [local_area_id.hex, day.isoformat()],
        )
        return int(cursor.fetchone()[0])


def _statements() -> Iterator[str]:
    for name in _TRIGGERS:
        yield f"DROP TRIGGER IF EXISTS {name}"
    yield f"DROP TABLE IF EXISTS {_TABLE}"
    yield (
        f"CREATE TABLE {_TABLE} (local_area_id char(32) NOT NULL, from_date date NOT NULL, "
        "many integer NOT NULL, PRIMARY KEY (local_area_id, from_date)) WITHOUT ROWID"
    )
    yield f"{_COUNT} {_EACH_DAY}"
    yield from map(_create, _TRIGGERS)


def _create(name: str) -> str:
    event, when, does = _TRIGGERS[name]
    return (
        f"CREATE TRIGGER {name} AFTER {event} ON {_ENTRIES} FOR EACH ROW WHEN {when} "
        f"BEGIN {does}; END"
    )
