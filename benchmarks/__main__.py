"""`python -m benchmarks`: 20 local areas, 100 actions and 24 closed periods each, timed.

SQLite always, PostgreSQL too where DATABASE_URL names a server: a database of its own is made there
and dropped. What SQLite holds is kept for the next run in the installation's `var/benchmarks`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from benchmarks import telling
from benchmarks.importing import time_imports
from benchmarks.small_numbers import time_protecting

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "benchmarks.md"
DATABASE = "goldenthread_benchmarks"


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--write", action="store_true", help=f"keep the results in docs/{PAGE.name}")
    asked.add_argument("--fresh", action="store_true", help="build the SQLite data again")
    given = asked.parse_args()
    url = os.environ.get("DATABASE_URL", "")
    print("Imports", file=sys.stderr)
    imports = [asdict(one) for one in time_imports()]
    print("Small numbers", file=sys.stderr)
    protecting = [asdict(one) for one in time_protecting()]
    found = {}
    with _sqlite(fresh=given.fresh) as (kept, environment):
        print("SQLite", file=sys.stderr)
        found["SQLite"] = _measured(kept, environment)
    if urlsplit(url).scheme in ("postgres", "postgresql"):
        with _postgresql(url) as (place, environment):
            print("PostgreSQL", file=sys.stderr)
            found["PostgreSQL"] = _measured(place, environment)
    page = telling.page(found, imports, protecting, on=datetime.now().astimezone().date())
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


def _measured(place: Path, environment: dict[str, str]) -> dict[str, Any]:
    out = place / "results.json"
    subprocess.run(
        [sys.executable, "-m", "benchmarks.measuring", str(out)],
        check=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    found: dict[str, Any] = json.loads(out.read_text())
    return found


def _settings(place: Path, url: str) -> dict[str, str]:
    """As in use: not testing; without TLS, since nobody stands between here and here."""
    return {
        "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
        "GOLDENTHREAD_VAR": str(place),
        "GOLDENTHREAD_HTTPS": "0",
        "GOLDENTHREAD_TESTING": "0",
        "GOLDENTHREAD_SECOND_FACTOR": "offered",  # those who measure have no telephone
        "DATABASE_URL": url,
    }


@contextmanager
def _sqlite(*, fresh: bool) -> Iterator[tuple[Path, dict[str, str]]]:
    """Kept as long as what builds it and the shape of the database stay the same."""
    places = Path(os.environ.get("GOLDENTHREAD_VAR", ROOT / "var")) / "benchmarks"
    place = places / _fingerprint()
    if fresh or not place.exists():
        shutil.rmtree(places, ignore_errors=True)
    place.mkdir(parents=True, exist_ok=True)
    yield place, _settings(place, "")


def _fingerprint() -> str:
    told = hashlib.sha256()
    migrations = sorted((ROOT / "goldenthread").glob("*/migrations/*.py"))
    for path in (HERE / "building.py", HERE / "invented.py", *migrations):
        told.update(path.read_bytes())
    return told.hexdigest()[:12]


@contextmanager
def _postgresql(url: str) -> Iterator[tuple[Path, dict[str, str]]]:
    import psycopg

    parts = urlsplit(url)
    named = urlunsplit(parts._replace(path=f"/{DATABASE}"))
    # Made and dropped from the database that the address names.
    with psycopg.connect(unquote(url), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {DATABASE}")
        try:
            with tempfile.TemporaryDirectory() as folder:
                yield Path(folder), _settings(Path(folder), named)
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


if __name__ == "__main__":
    main()
