"""Rows as lines of JSON and back, the same on both databases, and a hash of each table's rows.

Rows are read through the models, so that a date is a date wherever it was kept. Older backups are
read through the models of their own migrations.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connection
from django.db.models import BinaryField, Field, JSONField, Model, QuerySet
from django.utils.duration import duration_string

# Sessions end with a restore; the worker makes its queue anew from the jobs that wait.
LEFT_OUT = frozenset(
    {
        "django_session",
        "usersessions_usersession",
        "django_q_ormq",
        "django_q_schedule",
        "django_q_task",
    }
)
# Tables without a model, which are no data: made again by migrating, or empty at first.
OF_SQLITE_ALONE = frozenset({"ehcp_register_plancount"})
WITHOUT_MODEL = frozenset({"django_migrations", "shared_cache"}) | OF_SQLITE_ALONE
ROWS_AT_ONCE = 500


class RowHash:
    """A hash of rows in any order: the sum of their SHA-256, for databases sort text differently.

    It tells a restore that lost or changed a row; that nobody altered the backup, its encryption
    shows.
    """

    def __init__(self) -> None:
        self.rows, self._sum = 0, 0

    def add(self, line: bytes) -> None:
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line).digest(), "big")) % (1 << 256)
        self.rows += 1

    def hexdigest(self) -> str:
        return f"{self._sum:064x}"


@dataclass(frozen=True)
class Table:
    """A table, its model, and the columns that are kept."""

    name: str
    model: type[Model]
    fields: tuple[Field[Any, Any], ...]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    def rows(self) -> Iterator[list[Any]]:
        """Every row, as JSON has it, a few at a time."""
        names = [field.attname for field in self.fields]
        found: QuerySet[Any, Any] = QuerySet(self.model).order_by("pk").values_list(*names)
        for row in found.iterator(chunk_size=2000):
            yield [_plain(value) for value in row]

    def hashed(self, order: Sequence[int]) -> RowHash:
        """The hash of the rows as they stand, with their columns in an order."""
        hashed = RowHash()
        for row in self.rows():
            hashed.add(canonical([row[place] for place in order]))
        return hashed

    def empty(self) -> None:
        """Delete every row, whatever hangs on it; for a database that is being made."""
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(self.name)
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - a table of ours, quoted

    def insert(self, rows: Sequence[list[Any]]) -> None:
        """Add rows as JSON has them. Raises ValueError or ValidationError where one is none."""
        quote = connection.ops.quote_name
        columns = ", ".join(quote(column) for column in self.columns)
        places = ", ".join(["%s"] * len(self.fields))
        into = f"{quote(self.name)} ({columns})"
        statement = f"INSERT INTO {into} VALUES ({places})"  # noqa: S608 - names of ours, quoted
        with connection.cursor() as cursor:
            cursor.executemany(
                statement,
                [
                    [_kept(field, value) for field, value in zip(self.fields, row, strict=True)]
                    for row in rows
                ],
            )


def tables(apps: Apps) -> list[Table]:
    """Every table that a backup holds, by its name."""
    found = [
        Table(model._meta.db_table, model, _fields(model))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not model._meta.swapped
    ]
    return sorted((one for one in found if one.name not in LEFT_OUT), key=lambda one: one.name)


def _fields(model: type[Model]) -> tuple[Field[Any, Any], ...]:
    return tuple(field for field in model._meta.local_concrete_fields if not field.generated)


def line_of(row: list[Any]) -> bytes:
    """A row as a line, with the keys of its own JSON in their order."""
    return json.dumps(row, separators=(",", ":")).encode()


def canonical(row: list[Any]) -> bytes:
    """A row for its hash: PostgreSQL keeps keys in an order of its own."""
    return json.dumps(row, separators=(",", ":"), sort_keys=True).encode()


def _plain(value: Any) -> Any:
    """A value as JSON has it. Raises TypeError for one that nobody has thought of."""
    if value is None or isinstance(value, (bool, int, float, str, dict, list)):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, timedelta):
        return duration_string(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"A backup has no form for {type(value).__name__}.")


def _kept(field: Any, value: Any) -> Any:
    """A value as this database keeps it."""
    while field.remote_field:
        field = field.target_field
    if value is not None and not isinstance(field, JSONField):
        value = field.to_python(value)
        if isinstance(field, BinaryField):
            value = bytes(value)
    return field.get_db_prep_save(value, connection)
