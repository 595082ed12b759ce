"""An installation of its own, driven by the product's commands, on either database."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests import prepared
from tests.prepared import PROGRAM

SERVER = os.environ.get("DATABASE_URL", "")
PATIENCE = 900  # seconds; another machine may be busy


@dataclass
class Installation:
    """A folder, and on PostgreSQL a database of the server."""

    var: Path
    url: str
    key: Path
    more: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GOLDENTHREAD_", "DATABASE_URL"))
        }
        return kept | {
            "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
            "GOLDENTHREAD_TESTING": "1",
            "GOLDENTHREAD_VAR": str(self.var),
            "GOLDENTHREAD_BACKUP_KEY_FILE": str(self.key),
            "DATABASE_URL": self.url,
            **self.more,
        }

    def run(self, *words: str, fails: bool = False) -> str:
        """A command's words: those on standard error where it is to fail."""
        ran = self._ran([PROGRAM, *words])
        assert ran.returncode == (1 if fails else 0), ran.stdout + ran.stderr
        return ran.stderr if fails else ran.stdout

    def python(self, program: str, *arguments: str) -> str:
        """A program with Django loaded; what it prints."""
        begin = "import django; django.setup()\n"
        ran = self._ran([sys.executable, "-c", begin + program, *arguments])
        assert ran.returncode in (0, -signal.SIGKILL), ran.stdout + ran.stderr
        return ran.stdout

    def module(self, name: str, *words: str) -> str:
        """`python -m …`; what it prints."""
        ran = self._ran([sys.executable, "-m", name, *words])
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def start(self, program: str, *arguments: str) -> subprocess.Popen[str]:
        begin = "import django; django.setup()\n"
        return subprocess.Popen(
            [sys.executable, "-c", begin + program, *arguments],
            env=self.environment(),
            cwd=prepared.ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def rows(self) -> dict[str, tuple[int, str]]:
        """(how many rows, their hash) of every table."""
        printed = self.python(
            "from django.apps import apps\n"
            "from goldenthread.config.keeping.tables import tables\n"
            "for one in tables(apps):\n"
            "    found = one.hashed(range(len(one.fields)))\n"
            "    print(one.name, found.rows, found.hexdigest())\n"
        )
        lines = (line.split() for line in printed.splitlines())
        return {name: (int(rows), mark) for name, rows, mark in lines}

    def files(self) -> dict[str, bytes]:
        root = self.var / "files"
        return {
            str(path.relative_to(root)): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    def _ran(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env=self.environment(),
            cwd=prepared.ROOT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )


def empty(folder: Path, name: str, key: Path) -> Installation:
    """Nothing at all: a folder that is not there, a database without tables."""
    url = ""
    if SERVER:
        url = prepared.create_database(SERVER, f"golden_thread_keeping_{name}", "template0")
    return Installation(folder / name, url, key)


def migrated(folder: Path, name: str, key: Path) -> Installation:
    """Every table, without an area."""
    kept = prepared.migrated(SERVER)
    shutil.copytree(kept.folder, folder / name)
    url = ""
    if SERVER:
        url = prepared.create_database(SERVER, f"golden_thread_keeping_{name}", kept.database)
    return Installation(folder / name, url, key)


def copied(one: Installation, folder: Path, name: str) -> Installation:
    """Another that stands as this one does; nobody may be at work in it."""
    shutil.copytree(one.var, folder / name)
    url = ""
    if SERVER:
        there = urlsplit(one.url).path[1:]
        url = prepared.create_database(SERVER, f"golden_thread_keeping_{name}", there)
    return Installation(folder / name, url, one.key)


def drop(one: Installation) -> None:
    """Leave nothing on the server."""
    if not one.url:
        return
    import psycopg

    name = urlsplit(one.url).path[1:]
    address = urlunsplit(urlsplit(one.url)._replace(path="/postgres"))
    with closing(psycopg.connect(address, autocommit=True)) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
