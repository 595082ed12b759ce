"""A plan's actions as a workbook for a lead: instructions, actions, choices; nothing hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from goldenthread.improvement_plan.queries.workbooks import (
    CODE,
    HEADINGS,
    REFERENCE,
    SHEET,
    SentFact,
)
from goldenthread.reports.writers.excel_cells import OPTIONS, Formats, write_text
from goldenthread.reports.writers.word_parts import allowed
from goldenthread.rules.calendars import Precision, read_dates, say_date

_WIDTHS = {
    "text": 50, "lead": 28, "due": 16, "rating": 16, "cause": 34, "recovery": 16, "forum": 28,
    "status": 16, "progress": 50, "next_steps": 40,
}  # fmt: skip
_SPARE = 50  # rows below the last that offer the same choices, for actions that are added
_HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#0B4F55", "text_wrap": True}


@dataclass(frozen=True)
class Choices:
    """What the drop-downs offer."""

    ratings: tuple[str, ...]
    statuses: tuple[str, ...]
    leads: tuple[str, ...]
    forums: tuple[str, ...]

    def columns(self) -> dict[str, tuple[str, ...]]:
        found = {
            "rating": self.ratings,
            "status": self.statuses,
            "lead": self.leads,
            "forum": self.forums,
        }
        return {name: words for name, words in found.items() if words}


def write_lead_workbook(sent: SentFact, choices: Choices, *, local_area: str) -> bytes:
    """The workbook's bytes; its properties name the plan and nobody."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    made = datetime.combine(sent.on, time(), tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": allowed(sent.plan_title)[:255], "created": made})
    formats = Formats(book, text_wrap=True)
    _instructions(book, formats, sent, local_area)
    page = book.add_worksheet(SHEET)
    ranges = _choices(book, formats, choices)
    _actions(page, formats, sent, ranges)
    book.close()
    return out.getvalue()


def _said(sent: SentFact, local_area: str) -> Sequence[tuple[str, bool]]:
    """Lines of the first sheet; True for headings."""
    count = f"{len(sent.rows)} action{'' if len(sent.rows) == 1 else 's'}"
    whom = f" for {sent.for_whom}" if sent.for_whom else ""
    return (
        (sent.plan_title, True),
        (f"{local_area}. Workbook {sent.code}, made on {say_date(sent.on)}{whom}: {count}.", False),
        ("What to do", True),
        (f"Go to the sheet “{SHEET}” and write your update in the row of each action.", False),
        ("Do not name a child, and write nothing that would tell who a child is.", False),
        ("Status, rating, lead and forum offer a list. Write dates like 3 May 2024.", False),
        ("What you write under “Progress” becomes a new update; the earlier ones are kept.", False),
        ("“Will be late”, and a rating that means late or at risk, want a cause and a date "
         "under “Back on track by”.", False),
        ("Separate several leads or forums with a semicolon.", False),
        ("Then save the workbook and send it back to whoever sent it to you.", False),
        ("What you may change", True),
        ("You may sort and filter the rows, and leave out rows or columns. "
         "A row that is left out changes nothing.", False),
        ("A new action may be written in an empty row at the end, without a code. "
         "Whoever loads the workbook decides whether it comes in.", False),
        (f"Leave the columns “{REFERENCE}” and “{CODE}” as they are: "
         "by the code a row is known again.", False),
        ("Nothing is changed in the plan until every difference has been looked at there.", False),
    )  # fmt: skip


def _instructions(book: Any, formats: Formats, sent: SentFact, local_area: str) -> None:
    page = book.add_worksheet("How to fill this in")
    page.hide_gridlines(2)
    page.set_column(0, 0, 100)
    page.set_paper(9)
    for line, (words, heading) in enumerate(_said(sent, local_area)):
        style = {"font_size": 14, "bold": True, "font_color": "#0B4F55"} if heading else {}
        write_text(page, formats, line, 0, words, **({"font_size": 11} | style))


def _choices(book: Any, formats: Formats, choices: Choices) -> dict[str, str]:
    """The sheet of lists; the range of each, for the drop-downs."""
    page = book.add_worksheet("Choices")
    ranges: dict[str, str] = {}
    for place, (name, words) in enumerate(choices.columns().items()):
        page.set_column(place, place, 34)
        write_text(page, formats, 0, place, HEADINGS[name], **_HEAD)
        for line, one in enumerate(words, start=1):
            write_text(page, formats, line, place, one)
        letter = "ABCDEFGH"[place]
        ranges[name] = f"=Choices!${letter}$2:${letter}${len(words) + 1}"
    page.freeze_panes(1, 0)
    return ranges


def _actions(page: Any, formats: Formats, sent: SentFact, ranges: dict[str, str]) -> None:
    free = {"border": 1, "border_color": "#D8D4CA"}
    fixed = free | {"bg_color": "#F6F4EF", "font_color": "#4A5860"}
    dated = formats.get(**free, num_format="d mmm yyyy", align="left")
    for place, words in enumerate((REFERENCE, CODE, *HEADINGS.values())):
        write_text(page, formats, 0, place, words, **_HEAD)
    page.set_column(0, 0, 14)
    page.set_column(1, 1, 13)
    for place, name in enumerate(HEADINGS, start=2):
        page.set_column(place, place, _WIDTHS[name])
    for line, row in enumerate(sent.rows, start=1):
        write_text(page, formats, line, 0, row.reference, **fixed)
        write_text(page, formats, line, 1, row.code, **fixed)
        for place, name in enumerate(HEADINGS, start=2):
            day = _day(row.cells[name]) if name in ("due", "recovery") else None
            if day:
                page.write_datetime(line, place, datetime.combine(day, time()), dated)
            else:
                write_text(page, formats, line, place, row.cells[name], **free)
    last = len(sent.rows) + _SPARE
    for name, where in ranges.items():
        place = 2 + list(HEADINGS).index(name)
        # A warning, not a stop: several leads are written with a semicolon between them.
        several = name in ("lead", "forum")
        rule = {
            "validate": "list",
            "source": where,
            "error_type": "information" if several else "warning",
            "error_title": "Not on the list",
            "error_message": "Choose from the list if you can.",
        }
        page.data_validation(1, place, last, place, rule)
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, len(sent.rows), 1 + len(HEADINGS))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&RPage &P of &N")
    page.activate()


def _day(words: str) -> date | None:
    """A cell that says one day, and only that, is a real date."""
    found = read_dates(words) if words else ()
    if len(found) == 1 and found[0].precision is Precision.DAY and not found[0].problem:
        day = found[0].last_day
        return day if day and say_date(day) == words else None
    return None
