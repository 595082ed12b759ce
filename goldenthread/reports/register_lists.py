"""The register's list as a file: Excel or CSV of the very rows that the page counts."""

from __future__ import annotations

from datetime import date

from goldenthread.ehcp_register.actions import export_list
from goldenthread.ehcp_register.queries.documents import Cell, ListDocument
from goldenthread.files.leaving import CSV, Export
from goldenthread.partnership.queries import Viewer
from goldenthread.reports.writers.register_list import YES, write_register_list
from goldenthread.reports.writing import MEDIA_TYPES
from goldenthread.rules.calendars import say_date
from goldenthread.rules.cells import csv_lines
from goldenthread.rules.sensitivity import Contents, Sensitivity

FORMS = {"xlsx": "Excel", "csv": "CSV"}


def _contents(people: int) -> Contents:
    """Each row is a child or young person, with what they need."""
    return Contents(Sensitivity.SPECIAL, people)


REGISTER_LIST = Export("register_list", "The register’s list of children", _contents)


def make(document: ListDocument, form: str, *, by: Viewer, on: date) -> tuple[str, str, bytes]:
    """Note that it leaves, and write it: the file's name, media type and bytes."""
    people = len(document.rows)
    export_list(day=document.day, people=people, form=FORMS[form], by=by, on=on)
    name = f"register-{document.day.isoformat()}-special-category.{form}"
    if form == "csv":
        return name, CSV, _csv(document)
    return name, MEDIA_TYPES["xlsx"], write_register_list(document, says=_says(document, by, on))


def _says(document: ListDocument, by: Viewer, on: date) -> tuple[str, ...]:
    return (
        f"{document.local_area}. Children and young people as they stood at the end of "
        f"{say_date(document.day)}.",
        f"Made on {say_date(on)} by {by.name}.",
        REGISTER_LIST.contents(len(document.rows)).words,
        "Restricted records that whoever made it may not open are left out.",
    )


def _csv(document: ListDocument) -> bytes:
    heads = [column.heading for column in document.columns]
    lines = csv_lines(heads, ([_cell(cell) for cell in row] for row in document.rows))
    return "".join(lines).encode()


def _cell(cell: Cell) -> object:
    if isinstance(cell, bool):
        return YES if cell else ""
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else cell
