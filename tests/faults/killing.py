"""Kills a deed at every step: a program of its own, for it forks.

    python -m tests.faults.killing "closing a period" 12

Each step is a statement that writes, a commit (before it and after it) or a file that is opened for
writing, renamed or deleted. At up to so many of them, spread over all, a child does the deed and is
gone by SIGKILL there. Prints what was found, as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

CHANGES = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP")
FILE_EVENTS = ("os.rename", "os.remove", "os.mkdir", "os.rmdir")
Step = Callable[[str], None]


def watch(step: Step) -> None:
    """Call `step` with the words of each step that this process comes to."""
    from django.conf import settings
    from django.db import connection

    def statement(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( ").upper().startswith(CHANGES):
            step(" ".join(sql.split()[:3]))
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(statement)
    commit = connection._commit  # type: ignore[attr-defined]

    def committing() -> None:
        step("before COMMIT")
        commit()
        step("after COMMIT")

    connection._commit = committing  # type: ignore[attr-defined]
    files = str(settings.FILES_ROOT)

    def file(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and "w" in str(arguments[1] or "") + str(arguments[1] or "x")
        known = writes or event in FILE_EVENTS
        if known and str(arguments[0]).startswith(files) and "r" not in str(arguments[1] or ""):
            step(f"{event} of a file")

    sys.addaudithook(file)


def spread(count: int, most: int) -> list[int]:
    """Which of so many steps: the first, the last three, and others evenly between."""
    if count <= most:
        return list(range(count))
    evenly = {round(place * (count - 1) / (most - 4)) for place in range(most - 3)}
    return sorted(evenly | set(range(count - 3, count)))


def forked(work: Callable[[], Any]) -> tuple[int, Any]:
    """(the signal it died of or 0, what it gave) of work in a child with its own connection."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            told = json.dumps(work(), default=str)
            with os.fdopen(writing, "w") as out:
                out.write(told)
            code = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as back:
        said = back.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return os.WTERMSIG(status), None
    if os.WEXITSTATUS(status):
        raise SystemExit(f"{work} failed in the child: see above")
    return 0, json.loads(said)


def state_of(told: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """How many rows each table has, how the deed's things stand, and files that rows speak of and
    that are not there whole."""
    from django.apps import apps
    from django.db import connection

    from goldenthread.files.models import StoredFile
    from goldenthread.files.storage import place

    _quiet()
    counts = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            if model._meta.managed and not model._meta.db_table.startswith("django_q"):
                cursor.execute(f"SELECT count(*) FROM {table}")
                counts[model._meta.db_table] = cursor.fetchone()[0]
    kept = StoredFile.objects.filter(removed_at=None).values_list("local_area_id", "sha256", "size")
    gone = [sha for area, sha, size in kept if not _is_there(place(area, sha), size)]
    return {"rows": counts, "told": told(), "files gone": gone}


def _is_there(path: Path, size: int) -> bool:
    return path.exists() and path.stat().st_size == size


def _quiet() -> None:
    """On a server, the killed process's transaction may end a moment after it."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.02)
    raise SystemExit("A killed process's connection stayed open for four seconds.")


class Place:
    """The installation's database, and what waits sealed beside it, put back as they were."""

    def __init__(self) -> None:
        from django.conf import settings
        from django.db import connection

        self.file = Path(str(connection.settings_dict["NAME"]))
        self.url = os.environ.get("DATABASE_URL", "")
        self.kept = f"{connection.settings_dict['NAME']}_kept"
        self.waiting = Path(settings.FILES_ROOT) / "waiting"

    def keep(self) -> None:
        if self.waiting.is_dir():
            shutil.copytree(self.waiting, f"{self.waiting}_kept")
        if self.url:
            from tests import prepared

            prepared.create_database(self.url, self.kept, str(self.file))
            return
        for ending in ("", "-wal"):
            with suppress(FileNotFoundError):
                shutil.copy(f"{self.file}{ending}", f"{self.kept}{ending}")

    def put_back(self) -> None:
        shutil.rmtree(self.waiting, ignore_errors=True)
        if Path(f"{self.waiting}_kept").is_dir():
            shutil.copytree(f"{self.waiting}_kept", self.waiting)
        if self.url:
            from tests import prepared

            server = prepared._beside(self.url, "postgres")
            prepared.create_database(server, str(self.file), self.kept)
            return
        for ending in ("", "-wal", "-shm"):
            Path(f"{self.file}{ending}").unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                shutil.copy(f"{self.kept}{ending}", f"{self.file}{ending}")

    def drop(self) -> None:
        if self.url:
            from tests import prepared

            with prepared._server(prepared._beside(self.url, "postgres")) as server:
                server.execute(f'DROP DATABASE IF EXISTS "{self.kept}" WITH (FORCE)')


def main(name: str, most: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.db import connections

    from tests.faults.deeds import DEEDS

    deed, place = DEEDS[name], Place()
    forked(deed.prepare)
    deed.warm()
    connections.close_all()  # no child may share one
    place.keep()
    try:
        return _kill(deed, place, most)
    finally:
        place.drop()


def _kill(deed: Any, place: Place, most: int) -> dict[str, Any]:
    _, before = forked(lambda: state_of(deed.told))
    steps = _rehearsed(deed)
    _, after = forked(lambda: state_of(deed.told))
    found, done_again = [], None
    for number in spread(len(steps), most):
        place.put_back()
        died, _ = forked(lambda number=number: _until(deed, number))
        _, then = forked(lambda: state_of(deed.told))
        which = "all" if then == after else "none" if then == before else "something else"
        kill = {"step": steps[number], "died": died, "then": which}
        # What left nothing is done again once, what left something each time.
        if which == "something else" or (which == "none" and done_again is None):
            _, done_again = forked(lambda: _again(deed))
            kill["again"] = done_again["told"] == after["told"] and done_again["whole"]
        found.append(kill | ({"left": then} if which == "something else" else {}))
    told = [before["told"], after["told"]]
    return {"steps": len(steps), "kills": found, "differs": before != after, "told": told}


def _again(deed: Any) -> dict[str, Any]:
    from goldenthread.trail import integrity

    deed.do()
    return {"told": deed.told(), "whole": integrity.verify().whole}


def _rehearsed(deed: Any) -> list[str]:
    def work() -> list[str]:
        steps: list[str] = []
        watch(steps.append)
        deed.do()
        return steps

    found: list[str] = forked(work)[1]
    return found


def _until(deed: Any, number: int) -> None:
    seen = 0

    def step(_: str) -> None:
        nonlocal seen
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1

    watch(step)
    deed.do()


if __name__ == "__main__":
    json.dump(main(sys.argv[1], int(sys.argv[2])), sys.stdout)
