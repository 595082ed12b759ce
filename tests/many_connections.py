"""A database that several threads write to at once."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections


@pytest.fixture
def many_connections(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """The test's database; SQLite's, which is in memory, copied to a file for this test.

    In memory every connection shares one cache and locks whole tables, as no installation does.
    """
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():  # type: ignore[attr-defined]
        yield
        return
    path = tmp_path / "many-connections.sqlite3"
    connection.ensure_connection()
    in_file = sqlite3.connect(path)
    connection.connection.backup(in_file)
    in_file.close()
    in_memory, settings = connections["default"], connections.settings["default"]
    name = settings["NAME"]
    del connections["default"]
    settings["NAME"] = str(path)
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = name
        connections["default"] = in_memory
