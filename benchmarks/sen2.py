"""`python -m benchmarks.sen2`: returns and workbooks of children read and checked.

Each measurement is a process of its own, which says how long it took and the most memory it held.
Beside each stands what a bare reader of the same file needs in the same run: lxml's `iterparse`,
letting go of each element; calamine's own rows.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmarks.apart import ROOT, say

PAGE = ROOT / "docs" / "benchmarks-sen2.md"
SMALL, LARGE = 10_000, 100_000
ROWS, COLUMNS = 20_000, 40
ROUNDS = 5
ON = date(2027, 2, 1)


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.sen2", description=__doc__)
    asked.add_argument("--write", action="store_true", help=f"keep the results in docs/{PAGE.name}")
    asked.add_argument("--inside", nargs=2, metavar=("WHAT", "FILE"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.inside:
        what, path = given.inside
        print(json.dumps(_measured(MEASURED[what], Path(path))))
        return
    with tempfile.TemporaryDirectory() as folder:
        found = _all(Path(folder))
    page = _page(found)
    print(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


def _all(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for count in (SMALL, LARGE):
        say(f"a return of {count:,}")
        path = folder / f"{count}.xml"
        elements = _write_return(path, count)
        rounds = ROUNDS if count == SMALL else 2
        found[str(count)] = {
            "bytes": path.stat().st_size,
            "elements": elements,
            **{what: _best(what, path, rounds) for what in ("bare_xml", "read", "read_and_check")},
        }
    say("a workbook")
    path = folder / "extract.xlsx"
    _write_workbook(path)
    found["workbook"] = {
        "bytes": path.stat().st_size,
        **{what: _best(what, path, 3) for what in ("bare_calamine", "workbook", "extract")},
    }
    return found


def _best(what: str, path: Path, rounds: int) -> dict[str, Any]:
    """The quickest of some rounds, each in a fresh process, and the most memory of any."""
    answers = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.sen2", "--inside", what, str(path)],
            cwd=ROOT, check=True, capture_output=True, env=os.environ,
        )  # fmt: skip
        answers.append(json.loads(done.stdout))
    quickest = min(answers, key=lambda one: one["cpu"])
    return {**quickest, "mb": max(one["mb"] for one in answers)}


def _measured(work: Callable[[Path], dict[str, Any]], path: Path) -> dict[str, Any]:
    wall, cpu = perf_counter(), process_time()
    told = work(path)
    used = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        **told,
        "seconds": perf_counter() - wall,
        "cpu": process_time() - cpu + used[1].ru_utime + used[1].ru_stime,
        "mb": max(one.ru_maxrss for one in used) / 1024,
    }


# --- what is measured -----------------------------------------------------------------------------


def _bare_xml(path: Path) -> dict[str, Any]:
    from lxml import etree

    count = 0
    for _, element in etree.iterparse(str(path)):
        count += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return {"met": count}


def _read(path: Path) -> dict[str, Any]:
    from goldenthread.intake.registers.sen2_xml import read_xml

    with path.open("rb") as stream:
        reading = read_xml(stream)
        met = sum(1 for _ in reading)
    assert reading.counts.add_up
    return {"met": met}


def _read_and_check(path: Path) -> dict[str, Any]:
    from goldenthread.intake.registers.sen2_xml import read_xml
    from goldenthread.rules.sen2 import Checking, Given, SettingFacts

    open_school = SettingFacts("Community school", sen_unit=False, resourced_provision=False)
    settings = {str(100_000 + number): open_school for number in range(501)}
    with path.open("rb") as stream:
        reading = read_xml(stream)
        header = reading.header
        assert header is not None
        given = Given(
            on=ON, year=header.year, reference_date=header.reference_date,
            own_authority=header.authority, settings=settings, transferred_in_elsewhere=frozenset(),
        )  # fmt: skip
        checking = Checking(given, fields=reading.fields)
        met = 0
        for one in reading:
            checking.add(one.number, one.person)
            met += 1
    results = checking.results()
    ran = sum(1 for one in results if one.ran)
    return {"met": met, "ran": ran, "hits": sum(len(one.hits) for one in results)}


def _bare_calamine(path: Path) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(str(path)) as book:
        rows = book.get_sheet_by_index(0).to_python()
    return {"met": len(rows)}


def _workbook(path: Path) -> dict[str, Any]:
    from goldenthread.intake.registers.sheets import read_workbook_safely

    (sheet,) = read_workbook_safely(path.read_bytes())
    return {"met": len(sheet.rows)}


def _extract(path: Path) -> dict[str, Any]:
    from goldenthread.intake.registers.extract import ExtractReading
    from goldenthread.intake.registers.mapping import guess
    from goldenthread.intake.registers.sheets import read_workbook_safely

    sheets = read_workbook_safely(path.read_bytes())
    mapping = guess(sheets[0].rows[0]).mapping("Guessed")
    reading = ExtractReading(list(sheets), mapping)
    met = sum(1 for _ in reading)
    assert reading.counts.add_up
    return {"met": met, "mapped": len(mapping.columns)}


MEASURED: dict[str, Callable[[Path], dict[str, Any]]] = {
    "bare_xml": _bare_xml,
    "read": _read,
    "read_and_check": _read_and_check,
    "bare_calamine": _bare_calamine,
    "workbook": _workbook,
    "extract": _extract,
}


# --- invented files -------------------------------------------------------------------------------


def _write_return(path: Path, count: int) -> int:
    from benchmarks import returns
    from goldenthread.rules.sen2 import as_xml

    elements = 0
    with path.open("w", encoding="utf-8") as out:
        for piece in as_xml.pieces(returns.HEADER, returns.persons(count)):
            elements += piece.count("</")
            out.write(piece)
    return elements


_HEADINGS = ["Case ID", "Surname", "Forename", "DOB", "UPN", "Primary Need", "Secondary Need",
             "School URN", "Final Plan Issued", "Last Annual Review", "Case Officer"]  # fmt: skip


def _write_workbook(path: Path) -> None:
    import xlsxwriter

    from benchmarks import returns

    rest = [f"Note {number}" for number in range(COLUMNS - len(_HEADINGS))]
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        page = book.add_worksheet("Data")
        page.write_row(0, 0, [*_HEADINGS, *rest])
        for at, person in enumerate(returns.persons(ROWS), 1):
            active = person.requests[-1].active_plans[0]
            plan = person.requests[-1].assessments[0].named_plans[0]
            needs = [need.kind for need in active.needs]
            page.write_row(at, 0, [f"K{at}", person.surname, person.forename])
            page.write_datetime(at, 3, person.born, days)
            page.write_row(at, 4, [person.upn, *needs, active.placements[0].urn])
            page.write_datetime(at, 8, plan.start, days)
            page.write_datetime(at, 9, active.last_review, days)
            page.write_row(at, 10, ["EHC team", *(f"text {at % 97}" for _ in rest)])


# --- the page -------------------------------------------------------------------------------------


def _page(found: dict[str, Any]) -> str:
    on = datetime.now().astimezone().date()
    small, large, book = found[str(SMALL)], found[str(LARGE)], found["workbook"]
    lines = [
        "# Returns and workbooks of children, read and checked",
        "",
        f"Made by `python -m benchmarks.sen2 --write` on {on.day} {on:%B %Y}, on one core of a "
        f"machine with {os.cpu_count()} that others used at the same time. Each line is the "
        "quickest of some fresh processes; memory is the most that any of them held. Loading the "
        "modules is counted. Seconds are of processor time, beside those of the clock.",
        "",
        "| | file | seconds | by the clock | memory | beside the bare reader |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *_lines(small, f"SEN2 XML of {SMALL:,} children", "bare_xml"),
        *_lines(large, f"SEN2 XML of {LARGE:,} children", "bare_xml"),
        *_lines(book, f"Excel of {ROWS:,} × {COLUMNS} cells", "bare_calamine"),
        "",
        f"The {SMALL:,} children have {small['elements']:,} elements. "
        f"{small['read_and_check']['ran']} of the 50 checks ran; the other asks what only Annex A "
        f"says. What was promised: {SMALL:,} children read and checked "
        f"in 2 s, {LARGE:,} within 400 MB.",
        "",
        "The bare reader of XML is lxml’s `iterparse`, which counts elements and lets go of each; "
        "that of Excel is calamine, which makes Python values of one sheet and nothing of them. "
        "Workbooks are read in a child process with limits, whose start and answer are counted.",
        "",
    ]
    return "\n".join(lines)


_WORDS = {
    "bare_xml": "bare `iterparse`",
    "read": "read as persons",
    "read_and_check": "read and checked",
    "bare_calamine": "bare calamine",
    "workbook": "rows of words, in a child process",
    "extract": "persons by a mapping",
}


def _lines(one: dict[str, Any], name: str, bare: str) -> list[str]:
    size = f"{one['bytes'] / 1e6:,.1f} MB"
    return [
        f"| {name}: {_WORDS[what]} | {size} | {told['cpu']:.2f} | {told['seconds']:.2f} "
        f"| {told['mb']:,.0f} MB | {told['cpu'] / one[bare]['cpu']:.1f} × |"
        for what, told in one.items()
        if what in _WORDS
    ]


if __name__ == "__main__":
    main()
