"""The results as a page of Markdown, with what was wanted beside what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

PAGE_MS = 100
GRID_MS = 300  # a whole plan to edit at once
FORM_MS = 150  # what one lead answers
ROUND_MS = 10_000
DOCUMENTS_MS = 5000
IMPORT_MS = {"docx": 2000, "pdf": 6000}
PROTECTING_MS = 50
FIRST_LOAD_BYTES = 60 * 1024
_NOISE = (
    "Timings are noisy: other programs share the machine. “Work” is processor time of this "
    "process alone (the PostgreSQL server’s is not in it) and is what to judge by. “Pace” is how "
    "much more processor time a fixed piece of work took between the rounds than at its quickest: "
    "1.0 is a quiet machine; at 2.0 the work in that row would be about half on a quiet one."
)


def page(
    found: dict[str, dict[str, Any]],
    imports: list[dict[str, Any]],
    protecting: list[dict[str, Any]],
    *,
    on: date,
) -> str:
    about = next(iter(found.values()))["about"]
    databases = " and ".join(one["about"]["database"] for one in found.values())
    parts = [
        "# Benchmarks",
        f"Made by `python -m benchmarks --write` on {on.day} {on:%B %Y}, on a machine with "
        f"{about['cores']} cores, Python {about['python']}, Django {about['django']}, {databases}. "
        "20 local areas, each with one plan of 100 actions, 24 closed periods, a rating a month of "
        "each action and an update a month from each running one.",
        _NOISE,
        "## Wanted and found",
        _wanted(found, imports),
        "## Pages, one person, milliseconds",
        *_by_database(found, "pages"),
        "The same from the web server over the loopback; the work is the server’s and not counted.",
        *_by_database(found, "served", work=False),
        "## Queries a page",
        _queries(found),
        "## Ratios in one run, of work",
        _ratios(found),
        "## Four documents of one paper, milliseconds",
        *_by_database(found, "documents"),
        "Their sizes: "
        + ", ".join(
            f"{name} {size / 1024:.0f} KB"
            for name, size in next(iter(found.values()))["document_bytes"].items()
        )
        + ".",
        "## Update rounds, milliseconds",
        f"Wanted: a round to 300 leads prepared in {ROUND_MS:,}; the form of 40 actions in "
        f"{FORM_MS}.",
        *_by_database(found, "rounds"),
        "## Reading a plan document, the whole command, milliseconds",
        _table(("Document", *_COLUMNS), [_row(one) for one in imports]),
        "## Protecting counts of people, milliseconds",
        f"Wanted: {PROTECTING_MS} for a table of 40 by 12.",
        _table(("", *_COLUMNS), [_row(one) for one in protecting]),
        "## First load of the plan’s page, compressed",
        _first_load(next(iter(found.values()))["first_load"]),
    ]
    return "\n\n".join(parts) + "\n"


_COLUMNS = ("p50", "p95", "work p50", "work p95", "pace")


def _row(one: dict[str, Any], *, work: bool = True) -> tuple[str, ...]:
    numbers = (one["p50"], one["p95"], *((one["cpu_p50"], one["cpu_p95"]) if work else ()))
    return (one["name"], *(f"{number:,.0f}" for number in numbers), f"{one['pace']:.1f}")


def _by_database(found: dict[str, dict[str, Any]], key: str, *, work: bool = True) -> Iterable[str]:
    columns = _COLUMNS if work else ("p50", "p95", "pace")
    for database, results in found.items():
        yield f"### {database}"
        yield _table(("", *columns), [_row(one, work=work) for one in results[key]])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" + " ---: |" * (len(head) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def _clock_and_work(one: dict[str, Any]) -> str:
    return (
        f"{one['p95']:,.0f} ms by the clock, {one['cpu_p95']:,.0f} ms of work, "
        f"at pace {one['pace']:.1f}"
    )


def _rounds(measured: list[dict[str, Any]]) -> list[tuple[dict[str, Any], int]]:
    """The round and its form, each with what is wanted of it."""
    return [(one, ROUND_MS if one["name"].startswith("Round") else FORM_MS) for one in measured]


def _wanted(found: dict[str, dict[str, Any]], imports: list[dict[str, Any]]) -> str:
    rows = []
    for database, results in found.items():
        pages = [one for one in results["pages"] if not one["name"].startswith("Grid")]
        slowest = max(pages, key=lambda one: one["p95"])
        within = sum(one["p95"] <= PAGE_MS for one in pages)
        by_work = sum(one["cpu_p95"] <= PAGE_MS for one in pages)
        rows.append(
            (
                f"Each page, {database}: p95",
                f"{PAGE_MS} ms",
                f"{within} of {len(pages)} pages by the clock, {by_work} by work alone; the "
                f"slowest, {slowest['name'].lower()}, {_clock_and_work(slowest)}",
            )
        )
        grids = [one for one in results["pages"] if one["name"].startswith("Grid of")]
        for one, wanted in (*((grid, GRID_MS) for grid in grids), *_rounds(results["rounds"])):
            rows.append((f"{one['name']}, {database}: p95", f"{wanted:,} ms", _clock_and_work(one)))
        changing = [one["name"] for one in results["queries"] if _differs(one)]
        rows.append(
            (
                f"Queries whatever the size, {database}",
                "constant",
                f"not for {', '.join(changing)}" if changing else "constant",
            )
        )
        four = results["documents"][-1]
        rows.append(
            (
                f"Four documents together, {database}: p95",
                f"{DOCUMENTS_MS / 1000:.0f} s",
                f"{four['p95'] / 1000:.1f} s ({four['cpu_p95'] / 1000:.1f} s of work)",
            )
        )
    for one in imports:
        form = "pdf" if ".pdf" in one["name"] else "docx"
        rows.append(
            (
                f"{one['name']}: p95",
                f"{IMPORT_MS[form] / 1000:.0f} s",
                f"{one['p95'] / 1000:.1f} s ({one['cpu_p95'] / 1000:.1f} s of work)",
            )
        )
    fetched = next(iter(found.values()))["first_load"]
    rows.append(
        (
            "First load, compressed",
            f"{FIRST_LOAD_BYTES / 1024:.0f} KB",
            f"{sum(one['brotli'] for one in fetched) / 1024:.0f} KB with Brotli, "
            f"{sum(one['gzip'] for one in fetched) / 1024:.0f} KB with gzip",
        )
    )
    return _table(("", "wanted", "found"), rows)


def _differs(one: dict[str, Any]) -> bool:
    return len({one["full"], one["few_periods"], one["few_actions"], one["small"]}) > 1


def _queries(found: dict[str, dict[str, Any]]) -> str:
    head = ["Actions, periods"]
    columns: list[list[int]] = []
    for database, results in found.items():
        for key, words in (
            ("full", "100, 24"),
            ("few_periods", "100, 2"),
            ("few_actions", "10, 24"),
            ("small", "10, 2"),
        ):
            head.append(f"{database} {words}")
            columns.append([one[key] for one in results["queries"]])
    names = [one["name"] for one in next(iter(found.values()))["queries"]]
    rows = [(name, *(str(column[place]) for column in columns)) for place, name in enumerate(names)]
    return _table(head, rows)


def _ratios(found: dict[str, dict[str, Any]]) -> str:
    rows = []
    for database, results in found.items():
        sizes = results["sizes"]
        for name in ("Plan", "List of actions"):
            work = {slug: sizes[slug][name]["cpu_p50"] for slug in sizes}
            full = work["area-01"]
            rows.append(
                (f"{name}, {database}: 100 actions / 10", f"{full / work['few-actions']:.1f}")
            )
            rows.append(
                (f"{name}, {database}: 24 periods / 2", f"{full / work['few-periods']:.1f}")
            )
    if len(found) > 1:
        sqlite, postgresql = found.values()
        for one, other in zip(sqlite["pages"], postgresql["pages"], strict=True):
            rows.append(
                (
                    f"{one['name']}: PostgreSQL / SQLite, by the clock",
                    f"{other['p50'] / one['p50']:.1f}",
                )
            )
    return _table(("", "ratio"), rows)


def _first_load(fetched: list[dict[str, Any]]) -> str:
    rows = [
        (one["name"], f"{one['gzip'] / 1024:.1f}", f"{one['brotli'] / 1024:.1f}") for one in fetched
    ]
    total = [sum(one[key] for one in fetched) / 1024 for key in ("gzip", "brotli")]
    return _table(
        ("", "gzip, KB", "Brotli, KB"), [*rows, ("Together", *(f"{one:.1f}" for one in total))]
    )
