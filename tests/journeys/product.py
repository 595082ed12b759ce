"""The product as somebody runs it: its own process, the demonstration in its own place."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests import prepared

PROGRAM = str(Path(sys.executable).with_name("goldenthread"))
PATIENCE = 180  # seconds for the demonstration to be served


@dataclass(frozen=True)
class Product:
    """`address` is where it is served; `accounts` its people's passwords by email."""

    address: str
    environment: dict[str, str]
    accounts: dict[str, str]

    def command(self, *words: str) -> str:
        """What `goldenthread …` prints for this installation."""
        done = subprocess.run(
            [PROGRAM, *words],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        return done.stdout

    def live_on(self, day: date) -> None:
        """Let it be another day in Merrowshire, which stays on its own."""
        change = f"UPDATE partnership_localarea SET lives_on = '{day.isoformat()}'"
        if url := self.environment.get("DATABASE_URL"):
            import psycopg

            with psycopg.connect(url) as server:
                server.execute(change)
            return
        place = Path(self.environment["GOLDENTHREAD_VAR"]) / "goldenthread.sqlite3"
        with closing(sqlite3.connect(place, timeout=20)) as file, file:
            file.execute(change)


def start(
    place: Path, called: str = "", **settings: str
) -> tuple[Product, subprocess.Popen[bytes]]:
    """Serve a copy of the demonstration, as `make demo` does; `settings` of the environment over
    the usual ones. One process that serves several tells them apart by what they are `called`."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "GOLDENTHREAD_TESTING": "1",  # quick passwords; long work is done at once
        "GOLDENTHREAD_VAR": str(place),
        "GOLDENTHREAD_ADDRESS": address,
        "GOLDENTHREAD_DEMONSTRATION_PLANS": "0",  # who needs children writes their own
        "PYTHONUNBUFFERED": "1",
        **settings,
    }
    url = os.environ.get("DATABASE_URL", "")
    url = url if urlsplit(url).scheme in ("postgres", "postgresql") else ""
    made = prepared.demonstration(url)
    shutil.copytree(made.folder, place, dirs_exist_ok=True)
    environment["DATABASE_URL"] = url and _own_database(url, called, made.database)
    told = (place / "served.txt").open("wb")
    process = subprocess.Popen(
        [PROGRAM, "demo", "--serve", "--port", str(port)],
        env=environment,
        stdout=told,
        stderr=subprocess.STDOUT,
    )
    _wait(address, process, place)
    accounts = json.loads((place / "demonstration-accounts.json").read_text())
    return Product(address, environment, accounts), process


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes], place: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urlopen(f"{address}/health/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.3)
    raise RuntimeError(f"It was not served:\n{(place / 'served.txt').read_text()[-3000:]}")


def _own_database(url: str, called: str, template: str) -> str:
    """A copy of the demonstration's database, for the journeys of this process alone."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")  # several run the journeys side by side
    name = f"{urlsplit(url).path.lstrip('/')}_journeys{worker}{called}"
    return prepared.create_database(url, name, template)
