"""`python -m benchmarks.registers_in`: an Excel extract of a case system comes into the register.

SQLite always, PostgreSQL too where DATABASE_URL names a server, each in a database of its own that
is dropped again. The extract has 20,000 rows of 40 cells, invented; it comes in when nobody is
known yet, then again as it is, then with one child in twenty changed. Beside it stand the bare
reading of the workbook, and the bare writing of one row for each child.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import xlsxwriter

from benchmarks.apart import POSTGRESQL, ROOT, SQLITE, made_by, measured, say, version

PAGE = ROOT / "docs" / "benchmarks-registers.md"
DATABASE = "goldenthread_registers_in"
ROWS, CELLS = 20_000, 40
WANTED = 20.0  # seconds, for the first import with its trail
ON = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
COLUMNS = (
    "Case ID", "Surname", "Forename", "Date of birth", "Sex", "Ethnicity", "Postcode", "UPN", "ULN",
    "NHS number", "Request received", "Who asked", "Decision on the request",
    "Outcome of the request", "Mediation about the request", "Tribunal about the request",
    "The draft plan was sent", "The family commented", "Decision on the assessment",
    "Outcome of the assessment", "First EHC plan issued", "Start of the EHC plan",
    "EHC plan last amended", "Personal budget taken up", "Direct payments",
    "The review meeting was held", "The report of the review meeting was sent",
    "Decision after the review", "Day of the decision after the review", "URN", "Placement began",
    "SEN unit", "Resourced provision", "Type of need", "Second type of need",
    "Name of the setting", "Case officer", "Next review due", "Asked while in relevant youth "
    "accommodation", "An exception to the 20 weeks applies",
)  # fmt: skip
_NEEDS = ("ASD", "SLCN", "SEMH", "MLD", "SPLD", "SLD", "PD", "HI")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.registers_in", description=__doc__)
    asked.add_argument("--rows", type=int, default=ROWS)
    asked.add_argument("--write", action="store_true", help=f"keep the results in docs/{PAGE.name}")
    asked.add_argument("--only", choices=(SQLITE, POSTGRESQL))
    asked.add_argument("--inside", metavar="OUT", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.inside:
        Path(given.inside).write_text(json.dumps(_measure(given.rows)))
        return
    found = measured(
        "registers_in", database=DATABASE, only=given.only, arguments=[f"--rows={given.rows}"]
    )
    page = _page(found, given.rows)
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


def extract(rows: int, *, changed: bool = False) -> Iterator[list[Any]]:
    """Headings, then invented children; `changed`: one in twenty has another postcode, and the
    review that has been held meanwhile."""
    from goldenthread.rules.sen2.numbers import upn_check_letter

    yield list(COLUMNS)
    chance = random.Random(1)
    for number in range(rows):
        other = changed and number % 20 == 0
        rest = f"{number:012}"
        received = ON - timedelta(days=chance.randrange(400, 2500))
        issued = received + timedelta(days=chance.randrange(110, 190))
        met = ON - timedelta(days=chance.randrange(40, 330))
        need = chance.choice(_NEEDS)
        yield [
            f"K-{number}", f"Surname{chance.randrange(9000)}", f"Forename{chance.randrange(900)}",
            ON - timedelta(days=chance.randrange(5 * 365, 24 * 365)), chance.choice("MF"), "WBRI",
            f"ZZ{number % 90 + 1} {2 if other else 1}AA", upn_check_letter(rest) + rest,
            str(1_000_000_000 + number), "", received, 2, received + timedelta(days=35), "H", 0, 0,
            received + timedelta(days=90), received + timedelta(days=105), "", "H", issued, issued,
            "", 0, "0", met, met + timedelta(days=10), "M",
            met + timedelta(days=25) if met + timedelta(days=25) <= ON else "",
            str(100_000 + number % 300), issued, 0, 0, need, "HI" if need != "HI" else "PD",
            f"School {number % 300}", f"Team {number % 12}",
            ON + timedelta(days=chance.randrange(10, 300)), 0, 0,
        ]  # fmt: skip


def workbook(rows: int, *, changed: bool = False) -> bytes:
    """The extract as Excel has it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        page = book.add_worksheet("Extract")
        for at, row in enumerate(extract(rows, changed=changed)):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(at, column, value, days)
                elif value != "":
                    page.write(at, column, value)
    return out.getvalue()


def _measure(rows: int) -> dict[str, Any]:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from benchmarks.register import _manager
    from goldenthread.intake.actions.registers import import_register
    from goldenthread.intake.registers.mapping import guess
    from goldenthread.intake.registers.sheets import read_workbook_safely

    manager = _manager("largest", "The largest")
    mapping = guess(COLUMNS).mapping("Case system")
    first, later = workbook(rows), workbook(rows, changed=True)
    found: dict[str, Any] = {"version": version(), "mapped": len(mapping.columns)}

    def bring(name: str, content: bytes, *, dry_run: bool = False) -> None:
        say(name)
        begun = _now()
        done = import_register(
            content=content, name="extract.xlsx", as_at=ON, authority="999", mapping=mapping,
            dry_run=dry_run, by=manager, on=ON, at=AT,
        )  # fmt: skip
        told = done.as_data()
        found[name] = {**_since(begun), **told.get("brought", {})}
        assert told["rows"]["row"] == {"found": rows, "read": rows, "refused": 0}, told["rows"]

    begun = _now()
    read_workbook_safely(first)
    found["bare reading"] = _since(begun)
    bring("dry run", first, dry_run=True)
    bring("all new", first)
    assert found["all new"]["new"] == rows
    bring("the same again", first)
    assert found["the same again"]["unchanged"] == rows
    bring("one in twenty changed", later)
    assert found["one in twenty changed"]["changed"] == len(range(0, rows, 20))
    begun = _now()
    _bare_writing()
    found["bare writing"] = _since(begun)
    found["written"] = _written()
    return found


def _now() -> tuple[float, float]:
    """By the clock, and of processors: of this process and those that it began."""
    return perf_counter(), sum(os.times()[:4])


def _since(begun: tuple[float, float]) -> dict[str, float]:
    clock, work = _now()
    return {"seconds": clock - begun[0], "work": work - begun[1]}


def _bare_writing() -> None:
    """Write every row of the import once more inside the database, as tables without an index that
    go again."""
    from django.db import connection, transaction

    tables = (
        "child", "case", "event", "placement", "need", "fieldsource", "deadline", "registerentry",
    )  # fmt: skip
    with connection.cursor() as cursor:
        for table in (f"ehcp_register_{name}" for name in tables):
            with transaction.atomic():
                cursor.execute(f"CREATE TEMPORARY TABLE copy_{table} AS SELECT * FROM {table}")
                cursor.execute(f"DROP TABLE copy_{table}")


def _written() -> dict[str, int]:
    from django.apps import apps

    counts: Counter[str] = Counter()
    for model in apps.get_app_config("ehcp_register").get_models():
        counts[model.__name__] = model._base_manager.count()
    from goldenthread.trail.models import TrailEntry

    counts["TrailEntry"] = TrailEntry.objects.count()
    return {name: count for name, count in counts.items() if count}


def _page(found: dict[str, dict[str, Any]], rows: int) -> str:
    names = list(found)
    one = found[names[0]]
    lines = [
        "# Registers coming in: how long it takes",
        "",
        made_by("registers_in", found),
        "",
        f"An Excel extract of {rows:,} rows of {CELLS} cells, {one['mapped']} columns mapped, "
        "comes into the register by the product’s own verb: through the gate, read in a process of "
        "its own, checked by every check of the return, compared with who is known, written with "
        "what follows from it and with the trail, in one transaction. Seconds by the clock, and of "
        "work: processor time of all processes, which other programs on the machine change least. "
        f"Wanted for the first import, by the clock: {WANTED:.0f}.",
        "",
        f"| seconds | {' | '.join(f'{name} | {name}, work' for name in names)} |",
        f"| --- |{' ---: | ---: |' * len(names)}",
    ]
    for what in (
        "bare reading", "dry run", "all new", "the same again", "one in twenty changed",
        "bare writing",
    ):  # fmt: skip
        cells = (found[name][what] for name in names)
        said = " | ".join(f"{one['seconds']:.1f} | {one['work']:.1f}" for one in cells)
        lines.append(f"| {what} | {said} |")
    written = ", ".join(f"{count:,} {name}" for name, count in sorted(one["written"].items()))
    lines += [
        "",
        "“Bare reading” is the workbook alone, in its process. “Bare writing” copies the rows of "
        "children, cases, events, placements, needs, values by source, deadlines and lines inside "
        "the database, without an index.",
        "",
        f"Rows after all of it: {written}.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
