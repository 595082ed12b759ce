"""`python -m benchmarks.who_saw`: who saw one record, among ten million sightings; writing more.

SQLite always, PostgreSQL too where DATABASE_URL names a server, each in a database of its own that
is dropped again. The data is made with bulk SQL: four local areas, each with 10,000 records that
are seen some 250 times by 300 people, and one that is seen in every fifth look. Each question is
asked about records that were not asked about before, and beside each stands a bare SQL count of
the same rows in the same run.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from benchmarks.apart import (
    POSTGRESQL,
    ROOT,
    SQLITE,
    made_by,
    measured,
    say,
    table,
    version,
)

PAGE = ROOT / "docs" / "benchmarks-who-saw.md"
DATABASE = "goldenthread_who_saw"
ON = date(2026, 3, 2)
AREAS, RECORDS, SHOWN_AT_ONCE, PEOPLE = 4, 10_000, 5, 300
ROUNDS = 60


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.who_saw", description=__doc__)
    asked.add_argument("--sightings", type=int, default=10_000_000)
    asked.add_argument("--write", action="store_true", help=f"keep the results in docs/{PAGE.name}")
    asked.add_argument("--only", choices=(SQLITE, POSTGRESQL))
    asked.add_argument("--inside", metavar="OUT", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.inside:
        Path(given.inside).write_text(json.dumps(_measure(given.sightings)))
        return
    found = measured(
        "who_saw",
        database=DATABASE,
        only=given.only,
        arguments=[f"--sightings={given.sightings}"],
    )
    page = _page(found)
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


# --- the data ------------------------------------------------------------------------------------

# Which looks showed record r: those whose number n fits n * 7919 + k * 2003 = r modulo 10,000, for
# one of five k. So every look shows five records, spread over the whole table. (7919 * 2479 is 1
# modulo 10,000.)
_NUMBERS = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {up_to}) "
_LOOKS = (
    _NUMBERS + 'INSERT INTO trail_traillook (local_area_id, number, at, "on", viewer_id, '
    "viewer_label, page, purpose, request_id, shown, things) "
    "SELECT {area}, n, {at}, {on}, {person}, 'Person ' || (n * 31 % {people}), "
    "'ehcp_register:child', '', 'abcdef123456', {shown} + {fifth}, {things} FROM n"
)
_BATCHES = (
    _NUMBERS + "INSERT INTO trail_traillookbatch (local_area_id, first, last, marks, hash, seq) "
    "SELECT {area}, 1 + (n - 1) * {at_once}, n * {at_once}, {marks}, {hash}, "
    "1000000000 + n FROM n"  # not the numbers of entries to come
)
_SIGHTINGS = (
    "INSERT INTO trail_trailsighting (local_area_id, kind, object_id, number) "
    "WITH RECURSIVE r(r) AS (SELECT 0 UNION ALL SELECT r + 1 FROM r WHERE r < {records} - 1), "
    "k(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k < {shown} - 1), "
    "j(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM j WHERE j < {times} - 1) "
    "SELECT {area}, 'child', {record}, "
    "1 + j * {records} + ((r + (5 * {records} - 2003 * k)) * 2479) % {records} FROM r, k, j"
)
_DEAREST = (
    "INSERT INTO trail_trailsighting (local_area_id, kind, object_id, number) "
    "SELECT local_area_id, 'child', '{dearest}', number FROM trail_traillook WHERE number % 5 = 0"
)


def _things(twelve: str) -> str:
    """What look n says it showed, in SQL; `twelve` makes twelve digits of a number. Every fifth
    has the dearest record too, which the index of sightings alone needs."""
    pairs = [
        '["child","0198c0de-0000-7000-8000-\' || '
        + twelve.format(f"((n - 1) % {RECORDS} * 7919 + {2003 * place}) % {RECORDS}")
        + " || '\"]"
        for place in range(SHOWN_AT_ONCE)
    ]
    return f"'[{','.join(pairs)}]'"


def area_id(number: int) -> UUID:
    return UUID(int=number + 1)


def record_id(number: int) -> str:
    return f"0198c0de-0000-7000-8000-{number:012d}"


DEAREST = record_id(999_999)


def _build(sightings: int) -> int:
    """Fill the tables; how many looks each area has."""
    from django.db import connection

    from goldenthread.trail.actions.sealing import AT_ONCE

    postgresql = connection.vendor == "postgresql"
    times = max(1, sightings // AREAS // RECORDS // SHOWN_AT_ONCE)
    looks = times * RECORDS
    with connection.cursor() as cursor:
        if not postgresql:
            cursor.execute("PRAGMA cache_size = -1000000")
            cursor.execute("PRAGMA synchronous = OFF")
        for number in range(AREAS):
            area = area_id(number)
            words = {
                "up_to": looks,
                "people": PEOPLE,
                "shown": SHOWN_AT_ONCE,
                "records": RECORDS,
                "times": times,
                "fifth": "(n % 5 = 0)",
                "area": f"'{area.hex}'",
                "at": "datetime('2023-01-01', (n * 90) || ' seconds')",
                "on": "date('2023-01-01', (n * 90) || ' seconds')",
                "person": f"printf('%032x', 1000 + n * 31 % {PEOPLE})",
                "record": "printf('0198c0de-0000-7000-8000-%012d', r)",
                "things": _things("printf('%012d', {})"),
                "at_once": AT_ONCE,
                "marks": f"hex(zeroblob({AT_ONCE * 8}))",
                "hash": "hex(zeroblob(32))",
            }
            if postgresql:
                words |= {
                    "fifth": "(n % 5 = 0)::int",
                    "area": f"'{area}'::uuid",
                    "at": "'2023-01-01Z'::timestamptz + n * interval '90 seconds'",
                    "on": "'2023-01-01'::date + (n * 90 / 86400)",
                    "person": f"lpad(to_hex(1000 + n * 31 % {PEOPLE}), 32, '0')::uuid",
                    "record": "'0198c0de-0000-7000-8000-' || lpad(r::text, 12, '0')",
                    "things": _things("lpad(({})::text, 12, '0')"),
                    "marks": f"repeat('0', {AT_ONCE * 16})",
                    "hash": "repeat('0', 64)",
                }
            cursor.execute(_LOOKS.format(**words))
            cursor.execute(_BATCHES.format(**words | {"up_to": looks // AT_ONCE}))
            cursor.execute(_SIGHTINGS.format(**words))
            head = "INSERT INTO trail_traillookhead (local_area_id, number) VALUES ({}, {})"
            cursor.execute(head.format(words["area"], looks))
            say(f"area {number + 1} of {AREAS}")
        cursor.execute(_DEAREST.format(dearest=DEAREST))
        cursor.execute("VACUUM ANALYZE" if postgresql else "ANALYZE")
        if postgresql:
            cursor.execute("CHECKPOINT")
    return looks


# --- the questions -------------------------------------------------------------------------------


def _measure(sightings: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command

    from goldenthread.trail.models import TrailSighting

    call_command("migrate", interactive=False, verbosity=0)
    began = perf_counter()
    looks = _build(sightings)
    say(f"built in {perf_counter() - began:.0f} s")
    return {
        "looks": looks * AREAS,
        "sightings": TrailSighting.objects.count(),
        "rows": [asdict(one) for one in _ask()],
        "writing": [asdict(one) for one in _write()],
        "version": version(),
        "times": {"usual": _bare(record_id(1)), "dearest": _bare(DEAREST)},
    }


def _ask() -> list[Any]:
    from benchmarks.figures import timed

    fresh = count(100)

    def about(question: Callable[[str], object]) -> Callable[[], object]:
        """The question about a record that nobody has asked about yet."""
        return lambda: question(record_id(next(fresh)))

    found = [
        timed("Usual record: bare SQL count", about(_bare), rounds=ROUNDS, warm_up=3),
        timed("Usual record: the page", about(_page_of), rounds=ROUNDS, warm_up=3),
        timed("Dearest record: bare SQL count", lambda: _bare(DEAREST), rounds=9, warm_up=0),
        timed("Dearest record: the page", lambda: _page_of(DEAREST), rounds=9, warm_up=0),
    ]
    say("asked")
    return found


def _bare(record: str) -> int:
    """The same rows counted with their looks, by hand."""
    from django.db import connection

    area = area_id(0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT look.viewer_id) FROM trail_trailsighting seen "
            "JOIN trail_traillook look ON look.local_area_id = seen.local_area_id "
            "AND look.number = seen.number "
            "WHERE seen.local_area_id = %s AND seen.kind = 'child' AND seen.object_id = %s",
            [area.hex if connection.vendor == "sqlite" else area, record],
        )
        return int(cursor.fetchone()[0])


def _page_of(record: str) -> None:
    """What the page asks: how often, by whom, and the latest looks."""
    from goldenthread.trail import queries

    seen = queries.LooksAt(local_area_id=area_id(0), kind="child", object_id=record)
    people, times, latest = seen.people(), seen.times(), seen.page()
    if len(latest) != min(200, times) or sum(one.times for one in people) != min(20_000, times):
        raise RuntimeError(f"{record} was not found as often as it was seen")


def _one_row() -> Callable[[], object]:
    """The least that any commit costs: what the disk takes to say that it has it."""
    from django.db import connection

    cursor = connection.cursor()
    cursor.execute("CREATE TABLE one_row (number integer)")
    return lambda: cursor.execute("INSERT INTO one_row VALUES (1)")


def _write() -> list[Any]:
    from benchmarks.figures import timed
    from goldenthread.trail import looks
    from goldenthread.trail.actions.sealing import AT_ONCE

    class Somebody:
        user_id, name = UUID(int=1000), "Person 0"

        def __init__(self, area: UUID) -> None:
            self.local_area_id = area

    def look(area: UUID, first: int) -> None:
        shown = [("child", record_id((first + 197 * place) % RECORDS)) for place in range(50)]
        looks.note(Somebody(area), shown=shown, page="ehcp_register:children", on=ON)

    busy, lists = area_id(0), count()

    def all_but_one() -> None:
        for _ in range(AT_ONCE - 1):
            look(busy, next(lists) * 61)

    usual = timed("A look at a list of 50 records", lambda: look(UUID(int=77), 0), rounds=500)
    looks.FAR_BEHIND = AT_ONCE  # no worker seals here
    found = [
        usual,
        timed(
            "The same, and it seals its batch",
            lambda: look(busy, next(lists) * 61),
            rounds=12,
            warm_up=1,
            prepare=all_but_one,
        ),
        timed("One row of one number, committed", _one_row(), rounds=500, warm_up=10),
    ]
    say("written")
    return found


# --- the page ------------------------------------------------------------------------------------


def _page(found: dict[str, dict[str, Any]]) -> str:
    parts = [
        "# Who saw this: benchmark",
        f"{made_by('who_saw', found)} "
        "Wanted: an answer in under a second at ten million rows, and a look at a list of fifty "
        "records written in 3 ms; the look that fills a batch and seals it in 0.3 s. “Work” is "
        "processor time of the asking process alone; at a pace of 2.0 neighbours on the machine "
        "slow every step by half.",
    ]
    for name, one in found.items():
        parts += [f"## {name}", _about(one), table([*one["rows"], *one["writing"]])]
    return "\n\n".join(parts) + "\n"


def _about(one: dict[str, Any]) -> str:
    named = {row["name"]: row for row in one["rows"]}
    ratios = []
    for kind in ("Usual", "Dearest"):
        page, bare = named[f"{kind} record: the page"], named[f"{kind} record: bare SQL count"]
        ratios.append(f"{kind} record {page['p50'] / bare['p50']:.1f}")
    return (
        f"{one['sightings']:,} sightings in {one['looks']:,} looks. The usual record was seen "
        f"{one['times']['usual']:,} times, the dearest {one['times']['dearest']:,}. "
        f"The page to a bare count of the same rows: {', '.join(ratios).lower()}."
    )


if __name__ == "__main__":
    main()
