"""The product as somebody runs it: its own process, the demonstration in its own place."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

PROGRAM = str(Path(sys.executable).with_name("goldenthread"))
PATIENCE = 180  # seconds for the demonstration to be made and served


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


def start(place: Path) -> tuple[Product, subprocess.Popen[bytes]]:
    """Make the demonstration and serve it, as `make demo` does."""
    port = _free_port()
    environment = {
        **os.environ,
        "GOLDENTHREAD_TESTING": "1",  # quick passwords; long work is done at once
        "GOLDENTHREAD_VAR": str(place),
        "PYTHONUNBUFFERED": "1",
    }
    if url := os.environ.get("DATABASE_URL"):
        environment["DATABASE_URL"] = _own_database(url)
    told = (place / "served.txt").open("wb")
    process = subprocess.Popen(
        [PROGRAM, "demo", "--serve", "--port", str(port)],
        env=environment,
        stdout=told,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
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


def _own_database(url: str) -> str:
    """A fresh database beside the one named, for the journeys alone."""
    import psycopg

    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        return ""
    name = f"{parts.path.lstrip('/')}_journeys"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
    return urlunsplit(parts._replace(path=f"/{name}"))
