"""Measures one database in a process of its own: `python -m benchmarks.measuring OUT.json`.

The environment says which database; `python -m benchmarks` sets it.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any


def measure() -> dict[str, Any]:
    import django
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import building

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    began = perf_counter()
    building.build(_say)
    built = perf_counter() - began
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    from benchmarks import documents, first_load, pages, rounds, serving

    _say("pages")
    found: dict[str, Any] = {"pages": _plain(pages.time_pages())}
    _say("pages from the web server")
    found["served"] = _plain(serving.time_served())
    _say("areas of four sizes")
    found["sizes"] = {
        slug: {name: asdict(timed) for name, timed in named.items()}
        for slug, named in pages.time_sizes().items()
    }
    _say("queries")
    found["queries"] = _plain(pages.count_queries())
    _say("update rounds")
    found["rounds"] = _plain(rounds.time_rounds())
    _say("documents")
    timings, sizes = documents.time_documents()
    found["documents"], found["document_bytes"] = _plain(timings), sizes
    found["first_load"] = _plain(first_load.first_load())
    found["about"] = {
        "database": _database(),
        "django": django.get_version(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "built_seconds": built,
    }
    return found


def _database() -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        return f"SQLite {'.'.join(map(str, connection.Database.sqlite_version_info))}"  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"


def _plain(found: list[Any]) -> list[dict[str, Any]]:
    return [asdict(one) for one in found]


def _say(words: str) -> None:
    print(f"  {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(measure()))
