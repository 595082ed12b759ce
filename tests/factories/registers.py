"""Registers as files, invented: COLLECT's tables, workbooks, Annex A, three case systems' extracts.

The layouts of the extracts are made up; no supplier's report looks like them.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

import xlsxwriter

from goldenthread.intake.registers.annex_a import HEADINGS
from goldenthread.rules.sen2.items import PARENTS, TAGS, Item, Module, items_of
from goldenthread.rules.sen2.records import BELOW, RECORDS, Header, Person

Rows = list[list[Any]]


def csv_of(
    rows: Iterable[Sequence[Any]], *, encoding: str = "utf-8", delimiter: str = ","
) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def workbook_of(sheets: dict[str, Rows]) -> bytes:
    """An .xlsx; days as Excel keeps them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        page.write_datetime(at, column, value, days)
                    elif value is not None:
                        page.write(at, column, value)
    return out.getvalue()


def zip_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def blade(value: Any) -> Any:
    """As COLLECT writes it: 2022-Sep-28 00:00:00."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        months = [
            "Jan",
            "Feb",
            "Mar",
            "Apr",
            "May",
            "Jun",
            "Jul",
            "Aug",
            "Sep",
            "Oct",
            "Nov",
            "Dec",
        ]
        return f"{value.year}-{months[value.month - 1]}-{value.day:02} 00:00:00"
    return "" if value is None else value


def collect_rows(persons: Iterable[Person], header: Header | None = None) -> dict[Module, Rows]:
    """Every table of the export with its ids, headings first."""
    tables: dict[Module, Rows] = {}
    for module, tag in TAGS.items():
        name = tag.lower()
        parent = PARENTS.get(module, Module.HEADER)
        ids = [f"{name}tableid", "NativeId", f"{name}orderseqcolumn", "sourceid"]
        if module is not Module.HEADER:
            ids.append(f"{TAGS[parent].lower()}tableid")
        items = [item.tag.lower() for item in _returned(module)]
        tables[module] = [[*ids, *items]]
    said = (
        [blade(getattr(header, item.field)) for item in _returned(Module.HEADER)] if header else []
    )
    if said:
        tables[Module.HEADER].append([1, "", 1, "", *said])
    for at, person in enumerate(persons, 1):
        _add(tables, Module.PERSON, person, at, 1)
    return tables


def _add(tables: dict[Module, Rows], module: Module, record: Any, order: int, above: int) -> None:
    rows = tables[module]
    own = 1000 * (list(TAGS).index(module) + 1) + len(rows)
    said = [blade(getattr(record, item.field)) for item in _returned(module)]
    rows.append([own, f"n{own}", order, "s1", above, *said])
    for one in fields(RECORDS[module]):
        for below, name in BELOW.items():
            if PARENTS[below] is module and name == one.name:
                for at, inside in enumerate(getattr(record, name), 1):
                    _add(tables, below, inside, at, own)


def _returned(module: Module) -> list[Item]:
    """Each column once: an item that moved has the same tag in two tables, never in one."""
    return [item for item in items_of(module) if item.returned]


def collect_files(persons: Iterable[Person], header: Header | None = None) -> dict[str, bytes]:
    tables = collect_rows(persons, header)
    return {f"{TAGS[module].lower()}.csv": csv_of(rows) for module, rows in tables.items()}


SHEETS = {
    Module.PERSON: "Person", Module.REQUEST: "Requests", Module.ASSESSMENT: "Assessments",
    Module.NAMED_PLAN: "Named Plan", Module.PLAN_DETAIL: "Plan Detail",
    Module.ACTIVE_PLAN: "Active Plan", Module.PLACEMENT_DETAIL: "Placement Detail",
    Module.NEED: "SEN Need",
}  # fmt: skip


def return_workbook(persons: Sequence[Person]) -> dict[str, Rows]:
    """The sheets in which a return is put together: a person's and a request's number only."""
    sheets: dict[str, Rows] = {}
    for module, name in SHEETS.items():
        ids = ["persontableid"] + (["requeststableid"] if module is not Module.PERSON else [])
        tags = [item.tag.lower() for item in _returned(module)]
        tags = ["rquestsource" if tag == "requestsource" else tag for tag in tags]
        sheets[name] = [[*ids, *tags]]
    for at, person in enumerate(persons, 1):
        _row(sheets, Module.PERSON, person, [at])
        for below, request in enumerate(person.requests, 1):
            _below(sheets, Module.REQUEST, request, [at, at * 10 + below])
    return sheets


def _below(sheets: dict[str, Rows], module: Module, record: Any, ids: list[Any]) -> None:
    _row(sheets, module, record, ids)
    for below, name in BELOW.items():
        if PARENTS[below] is module:
            for inside in getattr(record, name):
                _below(sheets, below, inside, ids)


def _row(sheets: dict[str, Rows], module: Module, record: Any, ids: list[Any]) -> None:
    values = [getattr(record, item.field) for item in _returned(module)]
    values = [int(one) if isinstance(one, bool) else one for one in values]
    sheets[SHEETS[module]].append([*ids, *values])


ANNEX_A_ROW: list[Any] = [
    "C-1001", "T801200001001", None, date(2014, 5, 6), "b) Female", "WBRI", date(2020, 3, 2),
    date(2025, 6, 1), date(2026, 6, 9), "k) ASD", 100001, "b) Primary", None, "b) No", 1, 0, 12.5,
    "a) Yes", "a) Yes", "child in need", "Yes",
]  # fmt: skip


def annex_a(*rows: list[Any], sheet: str = "List_1", dash: str = "–") -> bytes:
    headings = [heading.words.replace("–", dash) for heading in HEADINGS]
    return workbook_of({sheet: [headings, *rows]})


# Three case systems that nobody sells: one row a child; one a child with coded columns and days
# month first; one row an event.
TIDY: Rows = [
    ["Case ID", "Last Name", "First Name", "DOB", "UPN", "Primary Need", "Secondary Need",
     "School URN", "School Name", "Final Plan Issued", "Last Annual Review", "Case Officer"],
    ["K-17", "Eze", "Farah", "06/05/2014", "T801200001001", "ASD", "HI", "100001", "Oak Lane",
     "02/03/2020", "09/06/2026", "EHC team 2"],
    ["K-18", "Hollis", "Gethin", "2012-11-30", "", "SEMH", "", "", "", "14/01/2023", "", ""],
]  # fmt: skip
CODED: Rows = [
    ["Report run 11/20/2026", "", "", "", "", ""],
    ["", "", "", "", "", ""],
    ["STUDENT_NO", "BORN_ON", "NEED_CAT", "REQ_RCVD", "REQ_DECN", "RES_IND"],
    ["5551", "02/29/2012", "Autism", "03/31/2026", "Agreed", "52wk"],
    ["5552", "12/01/2015", "Speech", "04/15/2026", "Declined", ""],
    ["5552", "12/01/2015", "Speech", "04/15/2026", "Declined", ""],
]
HAPPENINGS: Rows = [
    ["Ref", "Child DOB", "Step", "Step date", "Worker"],
    ["9-A", "2013-02-03", "Request in", "2026-01-05", "north"],
    ["9-A", "2013-02-03", "Draft out", "2026-04-20", "north"],
    ["9-B", "2011-02-03", "Request in", "2026-02-05", "south"],
    ["9-A", "", "Final out", "2026-05-24", "north"],
    ["9-A", "2013-02-03", "Tea with team", "2026-05-25", "north"],
    ["", "2013-02-03", "Request in", "2026-01-05", "north"],
    ["9-B", "2011-02-03", "Request in", "", "south"],
    ["9-B", "2011-02-03", "Request in", "soon", "south"],
]
