"""A copy of the demonstration for each test, driven by processes of its own."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests import prepared

SERVER = os.environ.get("DATABASE_URL", "")
PATIENCE = 600  # seconds; another machine may be busy


@dataclass
class Installation:
    """A folder, and on PostgreSQL a database of the server; `more` of the environment."""

    var: Path
    url: str
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GOLDENTHREAD_", "DATABASE_URL"))
        }
        return kept | {
            "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
            "GOLDENTHREAD_VAR": str(self.var),
            "GOLDENTHREAD_HTTPS": "0",
            "GOLDENTHREAD_SECOND_FACTOR": "offered",
            "DATABASE_URL": self.url,
            **self.more,
        }

    def ran(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env=self.environment | more,
            cwd=prepared.ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def command(self, *words: str, fails: bool = False) -> str:
        """`goldenthread …`: its words, those on standard error where it is to fail."""
        ran = self.ran(prepared.PROGRAM, *words)
        assert ran.returncode == (1 if fails else 0), ran.stdout + ran.stderr
        return ran.stderr if fails else ran.stdout

    def python(self, *arguments: str, **more: str) -> str:
        """`python …` with the tests in reach; what it prints."""
        ran = self.ran(sys.executable, *arguments, **more)
        assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-4000:]
        return ran.stdout


def demonstration(folder: Path, name: str) -> Installation:
    """The demonstration, copied into `folder`."""
    kept = prepared.demonstration(SERVER)
    shutil.copytree(kept.folder, folder, dirs_exist_ok=True)
    url = ""
    if SERVER:
        url = prepared.create_database(SERVER, f"golden_thread_faults_{name}", kept.database)
    return Installation(folder, url)


def drop(one: Installation) -> None:
    """Leave nothing on the server."""
    if one.url:
        name = urlsplit(one.url).path[1:]
        with prepared._server(urlunsplit(urlsplit(one.url)._replace(path="/postgres"))) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def asked(one: Installation, question: str) -> list[tuple[object, ...]]:
    """What the database answers, on a connection beside the product's."""
    if one.url:
        with prepared._server(one.url) as server:
            return list(server.execute(question).fetchall())
    with closing(sqlite3.connect(one.var / "goldenthread.sqlite3", timeout=30)) as file:
        return list(file.execute(question).fetchall())
