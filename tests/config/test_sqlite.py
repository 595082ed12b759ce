"""SQLite's connections are kept between requests, though not beyond the file they opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import ConnectionHandler

from goldenthread.config.settings import _databases
from goldenthread.config.tasks import count_rows


@pytest.fixture
def opened(tmp_path: Path, django_db_blocker: Any) -> Any:
    """A connection to a file that holds one row, ready for its next request."""
    with django_db_blocker.unblock():
        connection = connected(tmp_path / "one.sqlite3", "first")
        next_request(connection)
        yield connection
        connection.close()


def connected(path: Path, word: str) -> Any:
    """A connection as the settings make them, to a new file that holds a word."""
    made = ConnectionHandler(_databases(f"sqlite:///{path}"))["default"]
    with made.cursor() as cursor:
        cursor.execute("CREATE TABLE said (word text)")
        cursor.execute("INSERT INTO said VALUES (%s)", [word])
    return made


def next_request(connection: Any) -> None:
    connection.close_if_unusable_or_obsolete()
    connection.health_check_done = False


def words(connection: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM said")
        return [word for (word,) in cursor.fetchall()]


def test_a_connection_serves_the_next_request_too(opened: Any) -> None:
    before = opened.connection
    next_request(opened)
    assert words(opened) == ["first"]
    assert opened.connection is before


def test_a_file_put_in_the_place_of_the_open_one_is_read_from_the_next_request_on(
    opened: Any, tmp_path: Path
) -> None:
    other = connected(tmp_path / "other.sqlite3", "second")
    other.close()
    for ending in ("", "-wal", "-shm"):
        (tmp_path / f"one.sqlite3{ending}").unlink(missing_ok=True)
    (tmp_path / "other.sqlite3").rename(tmp_path / "one.sqlite3")
    next_request(opened)
    assert words(opened) == ["second"]


def test_the_installation_keeps_its_connections() -> None:
    kept = settings.DATABASES["default"]
    assert kept["CONN_MAX_AGE"] == 60
    assert kept["CONN_HEALTH_CHECKS"]


@pytest.mark.django_db
def test_rows_are_counted_for_those_who_choose_among_indexes(local_area: Any) -> None:
    """PostgreSQL counts by itself, and there the task has nothing to do."""
    assert count_rows() is (connection.vendor == "sqlite")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
            assert ("partnership_localarea",) in cursor.fetchall()
