"""`python -m benchmarks.proving`: every deadline of the largest authority proved in its database.

SQLite always, PostgreSQL too where DATABASE_URL names a server, each in a database of its own that
is dropped again. Children with six years of events each come in by the product's own verb. Then
`goldenthread recompute-clocks` does its work, and each part of it alone: the rules, the reading of
the facts, the reading of the rows that are kept. Beside it stands the bare reading of the same rows
by SQL.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.apart import POSTGRESQL, ROOT, SQLITE, made_by, measured, say, version
from benchmarks.lives import ON, life

PAGE = ROOT / "docs" / "benchmarks-proving.md"
DATABASE = "goldenthread_proving"
PLANS, AT_ONCE = 20_635, 1_000
RULES, FACTS, KEPT = "the rules alone", "the facts read", "the kept rows read"
BARE, ONE, WHOLE = "bare SQL: facts and rows", "all of it, one process", "recompute-clocks"
REPAIR = "one in twenty wrong, repaired"
WORDS = {
    RULES: "Every deadline found from events in memory, in one process.",
    FACTS: "Everything told of the children, in the shapes of the rules.",
    KEPT: "Deadlines and lines of the register as plain rows.",
    BARE: "`SELECT *` of the events, the deadlines and the lines, every row fetched.",
    ONE: "Read, worked out (the lines of the register too) and compared, in one process.",
    WHOLE: "The verb, with as many processes as it uses.",
    REPAIR: "The same after one child in twenty has lost a deadline; they are written anew.",
}


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.proving", description=__doc__)
    asked.add_argument("--plans", type=int, default=PLANS)
    asked.add_argument("--write", action="store_true", help=f"keep the results in docs/{PAGE.name}")
    asked.add_argument("--only", choices=(SQLITE, POSTGRESQL))
    asked.add_argument("--inside", metavar="OUT", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.inside:
        Path(given.inside).write_text(json.dumps(_measure(given.plans)))
        return
    found = measured(
        "proving", database=DATABASE, only=given.only, arguments=[f"--plans={given.plans}"]
    )
    page = _page(found)
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


def _measure(plans: int) -> dict[str, Any]:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from benchmarks.register import _manager
    from goldenthread.ehcp_register import actions
    from goldenthread.ehcp_register.actions import proving

    manager = _manager("largest", "The largest")
    ids = _load(manager, plans)
    area = manager.local_area_id
    parts = list(proving._parts(ids, proving._COMPARED_AT_ONCE))
    times: dict[str, Any] = {}
    times[RULES] = _timed(partial(_rules, [life(seed) for seed in range(plans)]))
    times[BARE] = _timed(lambda: _bare(area))
    times[FACTS] = _timed(lambda: [_facts(part, area) for part in parts])
    times[KEPT] = _timed(lambda: [_kept(part) for part in parts])
    times[ONE] = _timed(lambda: [proving._compare(area, part) for part in parts])
    proved: Any = None

    def prove(*, repair: bool = False) -> None:
        nonlocal proved
        proved = actions.recompute_clocks(repair=repair, by=manager, on=ON)

    times[WHOLE] = _timed(prove)
    assert proved.children == plans
    assert not proved.differed
    spoilt = _spoil(ids)
    times[REPAIR] = _timed(lambda: prove(repair=True))
    assert len(proved.differed) == spoilt
    prove()
    assert not proved.differed
    return {"version": version(), "times": times, "rows": proved.rows, "plans": plans}


def _load(manager: Any, plans: int) -> list[Any]:
    from benchmarks.register import AT, _children
    from goldenthread.ehcp_register import actions
    from goldenthread.ehcp_register.models import Child
    from goldenthread.ehcp_register.queries.facts import every
    from goldenthread.partnership.models import Post
    from goldenthread.provision import actions as provision

    area = manager.local_area_id
    post = Post.objects.create(local_area_id=area, title="SEND case officer", kind="post").pk
    setting = provision.add_setting(
        new=provision.NewSetting(
            name="School", type_name="Provider", phase="not_applicable", special=False,
            independent=False,
        ),
        by=manager, on=ON, at=AT,
    )  # fmt: skip
    records = _children(plans, [post], [setting])
    done = 0
    while some := list(islice(records, AT_ONCE)):
        actions.add_children(
            records=some, kind="invented", system="Invented", title="Invented", as_at=ON,
            by=manager, on=ON, at=AT,
        )  # fmt: skip
        done += len(some)
        say(f"{done:,} of {plans:,} children")
    every_id = every(Child).filter(local_area_id=area).order_by("id")
    return list(every_id.values_list("id", flat=True))


def _rules(histories: list[Any]) -> None:
    from goldenthread.rules.proceedings import all_deadlines

    for _ in all_deadlines(histories, on=ON):
        pass


def _facts(ids: Any, area: Any) -> None:
    from goldenthread.ehcp_register.queries.told_in_bulk import Days, told_in_bulk

    for _ in told_in_bulk(ids, local_area_id=area, days=Days()):
        pass


def _kept(ids: Any) -> None:
    from goldenthread.ehcp_register.actions import proving
    from goldenthread.ehcp_register.actions.following import DEADLINE, ENTRY
    from goldenthread.ehcp_register.models import Deadline, RegisterEntry

    proving._kept(Deadline, DEADLINE, ids)
    proving._kept(RegisterEntry, ENTRY, ids)


def _bare(area: Any) -> None:
    from django.db import connection

    own = area if connection.vendor == "postgresql" else area.hex
    with connection.cursor() as cursor:
        for name in ("event", "deadline", "registerentry"):
            cursor.execute(f"SELECT * FROM ehcp_register_{name} WHERE local_area_id = %s", [own])
            while cursor.fetchmany(5_000):
                pass


def _spoil(ids: list[Any]) -> int:
    """Of one child in twenty the first deadline goes; of how many."""
    from goldenthread.ehcp_register.models import Deadline
    from goldenthread.ehcp_register.queries.facts import every

    some = ids[::20]
    for pk in some:
        first = every(Deadline).filter(child_id=pk).order_by("id").first()
        every(Deadline).filter(pk=first.pk).delete()
    return len(some)


def _timed(work: Callable[[], object]) -> dict[str, float]:
    """Seconds by the clock, and of processors: of this process and of those that it began."""
    before, began = os.times(), perf_counter()
    work()
    after, ended = os.times(), perf_counter()
    return {"wall": ended - began, "work": sum(after[:4]) - sum(before[:4])}


def _page(found: dict[str, dict[str, Any]]) -> str:
    one = next(iter(found.values()))
    lines = [
        "# The register proved: how long it takes",
        "",
        made_by("proving", found),
        "",
        f"{one['plans']:,} children with six years of events each, {one['rows']:,} deadlines and "
        "lines of the register. Seconds by the clock, and of work: processor time of all "
        "processes, which is what other programs on the machine change least.",
        "",
        "| seconds | " + " | ".join(f"{name} | {name}, work" for name in found) + " | |",
        "| --- |" + " ---: | ---: |" * len(found) + " --- |",
    ]
    for what, words in WORDS.items():
        cells = (found[name]["times"][what] for name in found)
        said = " | ".join(f"{cell['wall']:.1f} | {cell['work']:.1f}" for cell in cells)
        lines.append(f"| {what} | {said} | {words} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
