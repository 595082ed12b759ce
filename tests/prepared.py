"""Installations made once and copied: migrating takes ten seconds, making the demonstration more,
and both come out the same until the product changes.

They are made by the product's own commands and kept in `.pytest_cache`, under a name that says what
they were made from; on PostgreSQL, in databases of this checkout's own beside the one that tests
are pointed at. Nobody writes to them. What was not used for a day is thrown away.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "golden-thread"
PROGRAM = str(Path(sys.executable).with_name("goldenthread"))
PREFIX = "golden_thread"  # of databases; a name has 63 letters at most
PATIENCE = 300  # seconds
A_DAY = 24 * 60 * 60  # seconds
# What tables are made from. The demonstration is made from all of the product.
TABLES = (
    "goldenthread/*/migrations/*.py",
    "goldenthread/trail/*.py",
    "goldenthread/ehcp_register/models/plan_counts.py",
    "requirements/app.txt",
)
EVERYTHING = ("goldenthread/**/*", "requirements/app.txt")


@dataclass(frozen=True)
class Prepared:
    """`folder` is what the installation wrote, its SQLite database among it; `database` the name
    of its PostgreSQL database, to be a template, "" on SQLite."""

    folder: Path
    database: str

    @property
    def file(self) -> Path:
        return self.folder / "goldenthread.sqlite3"


def migrated(url: str = "") -> Prepared:
    """An installation without an area; on the PostgreSQL server of `url` where one is named."""
    return _kept("migrated", TABLES, "migrate", url=url)


def demonstration(url: str = "") -> Prepared:
    """An installation with the demonstration, in the same way."""
    return _kept("demonstration", EVERYTHING, "demo", url=url, begins_as=migrated)


def create_database(url: str, name: str, template: str) -> str:
    """Make `name` anew as a copy of `template`; the address of it."""
    with _server(url) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return _beside(url, name)


def _kept(
    kind: str, made_from: tuple[str, ...], command: str, *, url: str, begins_as: Any = None
) -> Prepared:
    begins = begins_as(url) if begins_as else None
    name = f"{kind}_{_key(made_from)}"
    here = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]  # checkouts may share a server
    found = Prepared(
        KEPT / (f"{name}_on_server" if url else name), url and f"{PREFIX}_{here}_{name}"
    )
    with _alone(found.folder.name):
        if not _is_there(found, url):
            _make(found, command, url, begins)
        os.utime(found.folder)
        _throw_away_old(url, here)
    return found


def _key(made_from: tuple[str, ...]) -> str:
    seen = hashlib.sha256(sys.version.encode())
    for file in sorted({file for pattern in made_from for file in ROOT.glob(pattern)}):
        if file.is_file() and file.suffix != ".pyc":
            seen.update(f"{file.relative_to(ROOT)} {file.stat().st_size}\n".encode())
            seen.update(file.read_bytes())
    return seen.hexdigest()[:12]


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Several processes of one run ask for the same at the same time; the first makes it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_there(one: Prepared, url: str) -> bool:
    if not one.folder.exists() or not url:
        return one.folder.exists()
    with _server(url) as server:
        asked = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [one.database])
        return bool(asked.fetchone())


def _make(one: Prepared, command: str, url: str, begins: Prepared | None) -> None:
    making, database = one.folder.with_name(f"{one.folder.name}.making"), f"{one.database}_made"
    for folder in (making, one.folder):
        shutil.rmtree(folder, ignore_errors=True)
    if begins:
        shutil.copytree(begins.folder, making)
    else:
        making.mkdir()
    address = url and create_database(url, database, begins.database if begins else "template0")
    ran = subprocess.run(
        [PROGRAM, command],
        env=os.environ
        | {"GOLDENTHREAD_TESTING": "1", "GOLDENTHREAD_VAR": str(making), "DATABASE_URL": address},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"goldenthread {command} failed:\n{ran.stdout}\n{ran.stderr}")
    making.rename(one.folder)
    if url:
        with _server(url) as server:
            server.execute(f'ALTER DATABASE "{database}" RENAME TO "{one.database}"')


def _throw_away_old(url: str, here: str) -> None:
    for folder in KEPT.glob("*_*"):
        if folder.stat().st_mtime > time.time() - A_DAY:
            continue
        on_server = folder.name.endswith("_on_server")
        if folder.is_file():
            folder.unlink()
        elif url or not on_server:
            shutil.rmtree(folder)
        if url and on_server:
            old = f"{PREFIX}_{here}_{folder.name.removesuffix('_on_server')}"
            with _server(url) as server:
                server.execute(f'DROP DATABASE IF EXISTS "{old}"')


@contextmanager
def _server(url: str) -> Iterator[Any]:
    import psycopg

    with closing(psycopg.connect(url, autocommit=True)) as server:
        yield server


def _beside(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
