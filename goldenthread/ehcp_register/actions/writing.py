"""Many new rows at once, for whole registers: plain values, with no instance of a model for each.

A plain value is a text, a whole number or NOTHING: an id is its 32 hexadecimal digits, a day
2026-03-31, yes 1 and no 0, on either database.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, models

from goldenthread.partnership.person_linked import PersonLinked

_AT_ONCE = 5_000
# Of SQLite's own cache, in KiB, while many rows are written: what stands in the order of names or
# of due days is written all over its index.
_ROOM = 256_000
Value = str | int | None
Plain = tuple[Value, ...]


def nothing() -> str | None:
    """What stands for NULL. Python's sqlite3 takes an empty text several times as fast as None, and
    a row of the register has a dozen; no column that may be NULL holds texts."""
    return "" if connection.vendor == "sqlite" else None


class Days(dict[date | None, str | None]):
    """A day as a plain value: a million rows share some thousand days."""

    def __init__(self, nothing: str | None) -> None:
        super().__init__({None: nothing})

    def __missing__(self, day: date | None) -> str | None:
        said = self[day] = day.isoformat() if day else None
        return said


def write_plain(
    model: type[PersonLinked],
    names: Sequence[str],
    rows: Iterable[Plain],
    **same: Any,
) -> None:
    """Insert new rows, each a value for each of `names` (as attributes: `child_id`), with the
    values in `same` and the defaults of the model in all. Inside a transaction. The constraints of
    the database hold as always."""
    waiting = iter(rows)
    first = list(islice(waiting, _AT_ONCE))
    if not first:
        return
    fields = {field.attname: field for field in model._meta.concrete_fields}
    rest = _rest(fields, names, same)
    ordered = [fields[name] for name in (*names, *rest)]
    ending = tuple(rest.values())
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    columns = ", ".join(quoted(str(field.column)) for field in ordered)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copied = copy.write_row  # a row of a table, no cell of a workbook
                for some in _parts(first, waiting):
                    for row in some:
                        copied(row + ending)
            return
        places = ", ".join("NULLIF(%s, '')" if _may_be_null(field) else "%s" for field in ordered)
        insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
        for some in _parts(first, waiting):
            cursor.executemany(insert, [row + ending for row in some])


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python's search for cycles, which goes through a million new rows again and again,
    finds none, and takes a quarter of the time. What is done with is freed as always."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def with_room() -> Iterator[None]:
    """Let SQLite keep in memory what it writes all over its indexes, instead of writing the same
    pages out and reading them again. Around the transaction: less room would write them out."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{_ROOM}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {int(before)}")


def _rest(
    fields: dict[str, models.Field[Any, Any]], names: Sequence[str], same: dict[str, Any]
) -> dict[str, Any]:
    """The columns that are alike in every row, ready for this database."""
    wrong = {*names, *same} - fields.keys()
    if wrong or set(names) & same.keys():
        raise ValueError(f"Rows are made of each column once, and of no other: {wrong or names}.")
    return {
        name: field.get_db_prep_save(
            same[name] if name in same else field.get_default(), connection
        )
        for name, field in fields.items()
        if name not in names
    }


def _may_be_null(field: models.Field[Any, Any]) -> bool:
    return field.null and not isinstance(field, (models.CharField, models.TextField))


def _parts(first: list[Plain], rest: Iterator[Plain]) -> Iterator[list[Plain]]:
    while first:
        yield first
        first = list(islice(rest, _AT_ONCE))


def plain(value: Any, null: str | None) -> Value:
    """One value of a record as a plain one."""
    if value is None:
        return null
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return value if type(value) in (str, int) else str(value)
