"""Fixtures whose rows are made once in a process and put back into every other test.

Most of a test's time would go into making the same area, people and plan by the product's verbs.
`kept` remembers which rows a fixture inserted or changed and writes those again, with the ids they
had. It does so only where the database is in the state the rows were made in: after the same kept
fixtures in the same order, with the same arguments, and nothing else written in this test. In any
other state the fixture is made anew. What a fixture does beside rows is not kept: none that stores
files may be.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")
READS = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")
Tables = dict[str, tuple[list[str], dict[Any, tuple[Any, ...]]]]  # name → columns, rows by id


@dataclass
class _Made:
    """What a fixture gave, pickled, and the rows it left: new ones, and ones it changed."""

    gave: bytes
    new: list[tuple[str, list[tuple[Any, ...]]]]  # (statement, rows)
    changed: list[tuple[str, list[tuple[Any, ...]]]]


@dataclass
class _State:
    """Of the test that runs: the kept fixtures so far; None after any other write."""

    so_far: tuple[str, ...] | None = None
    inside: bool = False
    made: dict[tuple[str, ...], _Made] = field(default_factory=dict)


_now = _State()


@contextmanager
def watching(*, may_keep: bool) -> Iterator[None]:
    """One test: from an empty database on, every statement is seen."""
    _now.so_far = () if may_keep else None
    with connection.execute_wrapper(_see):
        yield
    _now.so_far = None


def _see(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if not _now.inside and not sql.lstrip("( ").upper().startswith(READS):
        _now.so_far = None
    return execute(sql, params, many, context)


def kept(make: Callable[P, R]) -> Callable[P, R]:
    """Below `@pytest.fixture`, around a function that returns what can be pickled."""

    @functools.wraps(make)
    def fixture(*args: P.args, **kwargs: P.kwargs) -> R:
        if _now.so_far is None or (not _now.so_far and _is_begun()):
            return make(*args, **kwargs)
        given = ", ".join(f"{name}={_said(value)}" for name, value in sorted(kwargs.items()))
        then = (*_now.so_far, f"{make.__module__}.{make.__qualname__}({given})")
        _now.inside = True
        try:
            if then not in _now.made:
                _now.made[then] = _remember(lambda: make(*args, **kwargs))
            else:
                _put_back(_now.made[then])
        finally:
            _now.inside = False
        _now.so_far = then
        found: R = pickle.loads(_now.made[then].gave)
        return found

    return fixture


def _is_begun() -> bool:
    """Whether a module's own fixture wrote before the test began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM partnership_localarea")
        return cursor.fetchone() is not None


def _said(value: Any) -> str:
    """What tells one argument from another; a function is told by what made it."""
    return value.__qualname__ if callable(value) else repr(value)


def _remember(make: Callable[[], Any]) -> _Made:
    before = _tables()
    gave = pickle.dumps(make())
    after = _tables()
    made = _Made(gave, [], [])
    for table, (columns, rows) in after.items():
        was = before[table][1]
        name, marks = connection.ops.quote_name(table), ", ".join(["%s"] * len(columns))
        quoted = [connection.ops.quote_name(column) for column in columns]
        assert not set(was) - set(rows), f"A kept fixture deletes from {table}"
        if new := [row for key, row in rows.items() if key not in was]:
            statement = f"INSERT INTO {name} ({', '.join(quoted)}) VALUES ({marks})"
            made.new.append((statement, new))
        if changed := [row for key, row in rows.items() if key in was and was[key] != row]:
            sets = ", ".join(f"{column} = %s" for column in quoted)
            statement = f"UPDATE {name} SET {sets} WHERE {quoted[0]} = %s"
            made.changed.append((statement, [(*row, row[0]) for row in changed]))
    return made


def _put_back(made: _Made) -> None:
    with connection.cursor() as cursor:
        for statement, rows in (*made.new, *made.changed):
            cursor.executemany(statement, rows)


def _tables() -> Tables:
    """Every row of the product, as the database gives it."""
    from django.apps import apps

    found: Tables = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            columns = [one.column for one in model._meta.concrete_fields]
            columns.sort(key=lambda one: one != model._meta.pk.column)  # its id first
            quoted = ", ".join(connection.ops.quote_name(one) for one in columns)
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT {quoted} FROM {table}")
            found[model._meta.db_table] = (columns, {row[0]: row for row in cursor.fetchall()})
    return found
