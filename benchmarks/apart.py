"""Benchmarks that stand apart: each in a process and a database of its own, told as a table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
SQLITE, POSTGRESQL = "sqlite", "postgresql"


def measured(
    module: str,
    *,
    database: str,
    only: str | None = None,
    arguments: Sequence[str] = (),
    settings: str = "goldenthread.config.settings",
) -> dict[str, dict[str, Any]]:
    """What `python -m benchmarks.<module> --inside OUT` writes to OUT, by the database's name:
    SQLite always, PostgreSQL where DATABASE_URL names a server, unless `only` one is wanted."""
    found = {}
    url = os.environ.get("DATABASE_URL", "")
    inside = [f"benchmarks.{module}", *arguments]
    if only != POSTGRESQL:
        with tempfile.TemporaryDirectory() as folder:
            found["SQLite"] = _in_its_own_process(Path(folder), "", inside, settings)
    if only != SQLITE and urlsplit(url).scheme in ("postgres", "postgresql"):
        with tempfile.TemporaryDirectory() as folder, _own_database(url, database) as named:
            found["PostgreSQL"] = _in_its_own_process(Path(folder), named, inside, settings)
    return found


def _in_its_own_process(
    place: Path, url: str, inside: Sequence[str], settings: str
) -> dict[str, Any]:
    out = place / "results.json"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "GOLDENTHREAD_VAR": str(place),
        "GOLDENTHREAD_HTTPS": "0",
        "GOLDENTHREAD_TESTING": "0",
        "GOLDENTHREAD_SECOND_FACTOR": "offered",  # those who measure have no telephone
        "DATABASE_URL": url,
    }
    command = [sys.executable, "-m", *inside, "--inside", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)
    found: dict[str, Any] = json.loads(out.read_text())
    return found


@contextmanager
def _own_database(url: str, database: str) -> Iterator[str]:
    import psycopg

    named = urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
    with psycopg.connect(unquote(url), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {database}")
        try:
            yield named
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")


def version() -> str:
    """Of the database that is open."""
    from django.db import connection

    asked = "SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return str(cursor.fetchone()[0]).split()[0]


def made_by(module: str, found: dict[str, dict[str, Any]]) -> str:
    """The sentence that begins the page: how, when, and on which databases."""
    on = datetime.now().astimezone().date()
    databases = " and ".join(f"{name} {one['version']}" for name, one in found.items())
    return (
        f"Made by `python -m benchmarks.{module} --write` on {on.day} {on:%B %Y}, with {databases}."
    )


def table(rows: Iterable[dict[str, Any]]) -> str:
    lines = [
        "| milliseconds | p50 | p95 | work p50 | pace |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row['name']} | {row['p50']:,.1f} | {row['p95']:,.1f} | {row['cpu_p50']:,.1f} "
        f"| {row['pace']:.1f} |"
        for row in rows
    ]
    return "\n".join(lines)


def say(words: str) -> None:
    print(f"  {words}", file=sys.stderr, flush=True)
