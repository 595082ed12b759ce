"""`python -m benchmarks.keeping`: a gigabyte backed up, verified and restored, beside a plain copy.

Half of it is rows (messages of two thousand characters), half files of a megabyte. SQLite always,
PostgreSQL too where DATABASE_URL names a server, each in a database of its own that is dropped
again. Each step is the product's own command in a process of its own; the plain copy forces what it
wrote to the disk, as a backup does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

from benchmarks.apart import POSTGRESQL, ROOT, SQLITE, made_by, measured, say, version

PAGE = ROOT / "docs" / "benchmarks-backup.md"
DATABASE = "goldenthread_keeping_benchmark"
ON, AT = date(2026, 3, 2), datetime(2026, 3, 2, tzinfo=UTC)
ROW, FILE, MEGABYTE = 2_000, 1_000_000, 1_000_000  # characters, bytes, bytes
AT_ONCE = 2_000


@dataclass(frozen=True)
class Step:
    """One step: seconds by the clock, and seconds of processor."""

    name: str
    seconds: float
    work: float


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.keeping", description=__doc__)
    asked.add_argument("--megabytes", type=int, default=1_000)
    asked.add_argument("--write", action="store_true", help=f"keep the results in docs/{PAGE.name}")
    asked.add_argument("--only", choices=(SQLITE, POSTGRESQL))
    asked.add_argument("--inside", metavar="OUT", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.inside:
        Path(given.inside).write_text(json.dumps(_measure(given.megabytes)))
        return
    size = f"--megabytes={given.megabytes}"
    found = measured("keeping", database=DATABASE, only=given.only, arguments=[size])
    page = _page(found, given.megabytes)
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


def _measure(megabytes: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    say("Making the data")
    call_command("migrate", verbosity=0)
    half = megabytes * MEGABYTE // 2
    rows, files = _fill_rows(half // ROW), _fill_files(half // FILE)
    found = {"version": version(), "rows": rows, "files": files}
    connection.close()
    to = Path(settings.VAR) / "backups"
    (Path(settings.VAR) / "key").write_text(secrets.token_hex(32))
    steps = [_timed("Plain copy of the database and the files", _plain_copy)]
    steps.append(_command("backup", "--to", str(to)))
    (made,) = to.glob("golden-thread-*")
    found["packed"] = sum(path.stat().st_size for path in made.iterdir()) / MEGABYTE
    steps.append(_command("verify-backup", str(made)))
    steps.append(_command("restore", str(made), "--replace"))
    return {**found, "steps": [asdict(one) for one in steps]}


def _fill_rows(number: int) -> int:
    from goldenthread.notifications.models import Message
    from goldenthread.partnership import actions
    from goldenthread.partnership.models import LocalArea, Person

    actions.found_local_area(
        slug="eastmere", name="Eastmere", brand_colour="#0b4f55", administrator_name="A",
        administrator_email="a@eastmere.example", password="a long enough password",
        demonstration=False, on=ON, at=AT,
    )  # fmt: skip
    area = LocalArea.objects.get()
    person = Person.objects.filter(local_area=area).latest("pk")
    chosen = random.Random(1)
    words = ["".join(chosen.choices("abcdefghijklmnop", k=7)) for _ in range(5_000)]
    texts = [" ".join(chosen.choices(words, k=ROW // 16)) for _ in range(2_000)]
    for start in range(0, number, AT_ONCE):
        Message.objects.bulk_create(
            Message(
                local_area=area, person=person, kind="update_request", subject="An update",
                words=f"{chosen.choice(texts)} {chosen.choice(texts)}", once=key, message_id=key,
                state="cancelled", queued_on=ON,
            )
            for key in (uuid4().hex for _ in range(min(AT_ONCE, number - start)))
        )  # fmt: skip
    return number


def _fill_files(number: int) -> int:
    from goldenthread.files import storage
    from goldenthread.files.models import StoredFile
    from goldenthread.partnership.models import LocalArea

    area_id = LocalArea.objects.get().pk
    for _ in range(number):
        content = os.urandom(FILE)
        sha256 = hashlib.sha256(content).hexdigest()
        path = storage.place(area_id, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        StoredFile.objects.create(
            local_area_id=area_id, sha256=sha256, size=FILE, kind="txt", media_type="text/plain",
            name="file.txt", uploaded_on=ON, uploaded_by_label="A",
        )  # fmt: skip
    return number


# --- the steps ------------------------------------------------------------------------------------


def _timed(name: str, step: Callable[[], None]) -> Step:
    say(name)
    before, began = resource.getrusage(resource.RUSAGE_SELF), perf_counter()
    step()
    seconds, after = perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Step(name, seconds, work)


def _plain_copy() -> None:
    """The database and the files beside themselves, on the disk."""
    from django.conf import settings
    from django.db import connection

    beside = Path(settings.VAR) / "copy"
    shutil.copytree(settings.FILES_ROOT, beside)
    if connection.vendor == "sqlite":
        shutil.copy(connection.settings_dict["NAME"], beside / "database")
    else:
        _copy_on_the_server()
    os.sync()
    shutil.rmtree(beside)


def _copy_on_the_server() -> None:
    import psycopg

    url = os.environ["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(f"{url}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {DATABASE}_copy TEMPLATE {DATABASE}")
        server.execute(f"DROP DATABASE {DATABASE}_copy")


def _command(*words: str) -> Step:
    """A command of the product, as somebody would run it."""
    from django.conf import settings

    say(f"goldenthread {words[0]}")
    program = str(Path(sys.executable).with_name("goldenthread"))
    key = {"GOLDENTHREAD_BACKUP_KEY_FILE": str(Path(settings.VAR) / "key")}
    began = perf_counter()
    ran = subprocess.Popen([program, *words], env={**os.environ, **key}, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(ran.pid, 0)
    seconds = perf_counter() - began
    if status:
        raise SystemExit(f"goldenthread {words[0]} failed.")
    name = f"`goldenthread {words[0]}`"
    return Step(name, seconds, used.ru_utime + used.ru_stime)


# --- the page -------------------------------------------------------------------------------------


def _page(found: dict[str, dict[str, Any]], megabytes: int) -> str:
    parts = [
        "# Backing up and restoring: benchmark",
        "",
        made_by("keeping", found),
        f"{megabytes:,} MB: half rows of {ROW:,} characters, half files of 1 MB that cannot be "
        "packed. Each step ran once, on a machine with "
        f"{os.cpu_count()} cores; load as it ended: {os.getloadavg()[0]:.1f}. “Ratio” is to the "
        "plain copy of the same database and files, which checks, packs and encrypts nothing. A "
        "restore reads all, makes the tables, loads every row, reads every row back and compares.",
    ]
    for name, one in found.items():
        plain = one["steps"][0]["seconds"]
        parts += [
            "",
            f"## {name}",
            "",
            f"{one['rows']:,} messages and {one['files']:,} files. The backup takes "
            f"{one['packed']:,.0f} MB.",
            "",
            "| step | seconds | processor seconds | ratio |",
            "| --- | ---: | ---: | ---: |",
            *(
                f"| {step['name']} | {step['seconds']:,.1f} | {step['work']:,.1f} "
                f"| {step['seconds'] / plain:,.1f} |"
                for step in one["steps"]
            ),
        ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    main()
