"""Kills `goldenthread backup` and `goldenthread restore` at the steps that they announce: a program
of its own, for it forks.

    python -m tests.faults.stopping backup FOLDER KEYS-FOLDER
    python -m tests.faults.stopping restore BACKUP empty

Each time the command itself runs in a process of its own and is gone by SIGKILL as it comes to a
step (goldenthread/config/keeping/steps.py). Where a step comes often (once for each table), that is
at its first time and at its last. Prints what was found, as JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.faults.killing import Place, _quiet, forked
from tests.keeping import ready_tables

AT = datetime(2020, 3, 2, 2, tzinfo=UTC)
Told = dict[str, Any]


def command(*words: str, hours: int = 0, stop_at: int = -1) -> tuple[int, Told]:
    """(the signal it died of, its exit code, words and steps) of a command in a process of its
    own, `hours` after AT."""

    def work() -> Told:
        steps: list[str] = []
        _announce_to(steps, stop_at)
        _set_the_clock(AT + timedelta(hours=hours))
        said = io.StringIO()
        from goldenthread.config import command_line

        sys.argv = ["goldenthread", *words]
        code: Any = 0
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            try:
                command_line.main()
            except SystemExit as ended:
                code = ended.code
        return {"code": code or 0, "said": said.getvalue(), "steps": steps}

    died, told = forked(work)
    return died, told or {}


def _announce_to(steps: list[str], stop_at: int) -> None:
    from goldenthread.config.commands import backups

    @contextlib.contextmanager
    def telling() -> Iterator[Callable[..., None]]:
        def tell(step: Any, of: str = "", /) -> None:
            if len(steps) == stop_at:
                os.kill(os.getpid(), signal.SIGKILL)
            steps.append(step.name)

        yield tell

    backups.telling = telling  # type: ignore[assignment]


def _set_the_clock(at: datetime) -> None:
    from django.utils import timezone

    timezone.now = lambda: at


def standing() -> Told:
    """How the installation stands: every table's rows, every file, the key, the trail; or that it
    is shut."""

    def work() -> Told:
        from django.apps import apps
        from django.conf import settings
        from django.db import connection

        from goldenthread.config.keeping.tables import tables
        from goldenthread.config.keeping.unfinished import Unfinished
        from goldenthread.trail import integrity

        key = settings.VAR / "secret-key"
        found: Told = {"key": key.read_text() if key.exists() else ""}
        try:
            there = set(connection.introspection.table_names())
        except Unfinished as problem:
            return {"shut": str(problem)}
        _quiet()
        all_tables = [one for one in tables(apps) if one.name in there]
        found["rows"] = {
            one.name: [(hashed := one.hashed(range(len(one.fields)))).rows, hashed.hexdigest()]
            for one in all_tables
        }
        root = Path(settings.FILES_ROOT)
        found["files"] = sorted(
            str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()
        )
        found["whole"] = integrity.verify().whole if all_tables else None
        return found

    return forked(work)[1]  # type: ignore[no-any-return]


def page() -> Told:
    """What somebody who signs in and the watcher are answered."""

    def work() -> Told:
        from django.test import Client

        from goldenthread.config.wsgi import application  # noqa: F401 - as a web server does

        client = Client(raise_request_exception=False, headers={"host": "localhost"})
        signing_in = {"login": "a@eastmere.example", "password": "words " * 4}
        door = client.post("/accounts/login/", signing_in, secure=True)
        ready = client.get("/ready/", secure=True)
        return {"door": door.status_code, "said": door.text, "ready": ready.status_code}

    return forked(work)[1]  # type: ignore[no-any-return]


def chosen(steps: list[str]) -> list[int]:
    """The first and the last time of each step."""
    last = {name: number for number, name in enumerate(steps)}
    return sorted({steps.index(name) for name in last} | set(last.values()))


# --- a backup -------------------------------------------------------------------------------------


def stop_backups(to: Path, keys: Path) -> Told:
    """With an older backup there, which goes once the new one stays."""
    words = ("backup", "--to", str(to), "--keys-to", str(keys), "--keep", "1")
    _, older = command(*words)
    assert older["code"] == 0, older["said"]
    kept = [(place, place.with_name(f"{place.name}-kept")) for place in (to, keys)]
    for place, copy in kept:
        shutil.copytree(place, copy)
    before = standing()
    _, rehearsed = command(*words, hours=1)
    assert rehearsed["code"] == 0, rehearsed["said"]
    wanted = _in_the(*_listed(to), keys)
    kills = []
    for number in chosen(rehearsed["steps"]):
        for place, copy in kept:
            shutil.rmtree(place)
            shutil.copytree(copy, place)
        died, _ = command(*words, hours=1, stop_at=number)
        listed = _listed(to)
        kill = {
            "step": rehearsed["steps"][number],
            "died": died,
            "source": standing() == before,
            "listed": len(listed),
            "whole": [_verified(one, keys)["code"] == 0 for one in listed],
            "half": [_verified(one, keys) for one in sorted(to.glob(".making-*"))],
        }
        _, again = command(*words, hours=2)
        kill |= {
            "again": (again["code"], again["said"]),
            "equals": [_in_the(one, keys) == wanted for one in _listed(to)],
            "left": len([*to.glob(".making-*"), *keys.glob(".making-*")]),
        }
        kills.append(kill)
    return {"steps": rehearsed["steps"], "kills": kills}


def _listed(to: Path) -> list[Path]:
    from goldenthread.config.keeping import versions

    return [path for _, path in versions.backups_in(to)]


def _verified(folder: Path, keys: Path) -> Told:
    found = command("verify-backup", str(folder), "--keys-from", str(keys))[1]
    return {"code": found["code"], "said": found["said"]}


def _in_the(folder: Path, keys: Path) -> Told:
    """What a backup holds, whenever it was made."""
    from goldenthread.config.keeping.opening import open_backup
    from goldenthread.config.keeping.sealed import Secret

    secret = Secret.of_key_file(Path(os.environ["GOLDENTHREAD_BACKUP_KEY_FILE"]))
    opened = open_backup(folder, secret, keys_from=keys)
    said = opened.manifest
    rows = {name: (one.rows, one.hash) for name, one in said.tables.items()}
    return {"rows": rows, "files": said.files_hash, "heads": said.heads, "keys": opened.keys()}


# --- a restore ------------------------------------------------------------------------------------


def stop_restores(backup: Path, onto: str) -> Told:
    """`onto` an installation, or an "empty" place."""
    from django.conf import settings

    words = ["restore", str(backup), *(["--replace"] if onto != "empty" else [])]
    # On SQLite, the database is one of the files.
    place = Place() if os.environ.get("DATABASE_URL") else None
    var = Path(settings.VAR)
    copy = var.with_name(f"{var.name}-kept")
    shutil.copytree(var, copy)
    if place:
        place.keep()

    def put_back() -> None:
        shutil.rmtree(var)
        shutil.copytree(copy, var)
        if place:
            place.put_back()

    try:
        before = standing()
        _, rehearsed = command(*words)
        assert rehearsed["code"] == 0, rehearsed["said"]
        after = standing()
        kills = []
        put_back()
        for number in chosen(rehearsed["steps"]):
            died, _ = command(*words, stop_at=number)
            then = standing()
            kill = {
                "step": rehearsed["steps"][number],
                "died": died,
                "then": _which(then, before, after),
            }
            if "shut" in then:
                kill |= {"page": page(), "backup": command("backup", "--to", str(copy))[1]}
            kills.append(kill)
            # On a server, what stands exactly as before is begun again once: that takes long.
            if place and kill["then"] == "old" and any("again" in one for one in kills):
                continue
            finished = kill["then"] == "new"
            _, again = command(*words, *(["--replace"] if finished and onto == "empty" else []))
            kill |= {
                "again": (again["code"], again["said"]),
                "equals": standing() == after,
                "left": sorted(path.name for path in var.glob("*restoring*")),
            }
            put_back()
    finally:
        if place:
            place.drop()
    return {"steps": rehearsed["steps"], "kills": kills, "differs": before != after}


def _which(then: Told, before: Told, after: Told) -> str:
    if "shut" in then:
        return "shut"
    if then == after:
        return "new"
    # Contents of files are named by their hash, and harm nothing where no row speaks of them.
    same = {**then, "files": None} == {**before, "files": None}
    kept = set(before.get("files", ())) <= set(then.get("files", ()))
    return "old" if same and kept else f"something else: {then}"


def main() -> None:
    from django.db import connections

    import goldenthread.config.urls  # noqa: F401 - once, and not in every child

    connections.close_all()  # no child may share one
    if ready_tables.NAME in os.environ:
        ready_tables.put()
    what, one, other = sys.argv[1:]
    if what == "backup":
        told = stop_backups(Path(one), Path(other))
    else:
        told = stop_restores(Path(one), other)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    import django

    django.setup()
    main()
