"""A restore that was stopped after the database was put in place and before the key was.

Its database says so itself, by a table that comes with it and goes last: every connection that is
opened looks for that table, so no process serves such an installation, whenever it was started.
The same restore, run again, begins anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import OperationalError, connection

TABLE = "unfinished_restore"
_LOOKS = {
    "sqlite": f"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{TABLE}'",  # noqa: S608
    "postgresql": f"SELECT to_regclass('{TABLE}')",
}
_restoring: ContextVar[bool] = ContextVar("this process restores", default=False)


class Unfinished(OperationalError):
    """The database came by a restore that did not come to its end."""

    def __init__(self) -> None:
        super().__init__(
            "A restore was stopped here before its last step, so this installation is not opened. "
            "Run the same restore again: it begins anew, and nothing of the backup is lost."
        )


def is_here() -> bool:
    """Whether this database came by a restore that did not come to its end."""
    return _is_in(connection)


def mark() -> None:
    """Let this database be opened by nobody until `clear`."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (at_work integer)")


def clear() -> None:
    """Everything is in place: open it."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {TABLE}")
    connection.close()


@contextmanager
def may_be_opened() -> Iterator[None]:
    """For the restore itself."""
    before = _restoring.set(True)
    try:
        yield
    finally:
        _restoring.reset(before)


def refuse(*, connection: Any, **_: Any) -> None:
    """Of a connection just opened: Unfinished where nobody may use it."""
    if not _restoring.get() and _is_in(connection):
        connection.close()  # else it would be taken for opened the next time
        raise Unfinished


def _is_in(which: Any) -> bool:
    with which.cursor() as cursor:
        cursor.execute(_LOOKS[which.vendor])
        found = cursor.fetchone()
    return bool(found and found[0])
