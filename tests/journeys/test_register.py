"""“The system at any time can produce this information readily”: every EHC plan as at 1 March, its
placement, last and next review, last visit, on screen, then in Excel."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from goldenthread.rules.calendars import say_date
from tests.journeys.product import Product
from tests.journeys.reader import Reader

PLANS = 60


@pytest.fixture(scope="module")
def children(product: Product) -> Product:
    """Invented children in Merrowshire."""
    product.command("demo-register", "--plans", str(PLANS), "--seed", "3")
    return product


def test_every_plan_as_at_1_march_on_screen_then_in_excel(
    children: Product, reader: Callable[..., Reader]
) -> None:
    manager = reader("martin.ellery")
    # Given a case manager at the register, on 14 January 2020
    manager.go("/")
    manager.open(
        manager.page.get_by_role("navigation", name="Main").get_by_role("link", name="Register")
    )
    assert manager.heading == "EHC plan register"
    manager.looks_right("register-queues")
    # When they follow the one link
    manager.follow("The same as at 1 March 2019")
    # Then everybody with a plan on that day is there, as the count says
    assert "As at 1 March 2019" in manager.said
    told = re.search(r"([\d,]+) children and young people with an EHC plan", manager.said)
    assert told, manager.said[:2000]
    count = int(told[1].replace(",", ""))
    assert 20 < count < 3 * PLANS
    manager.looks_right("register-list")
    heads, rows = _table(manager)
    assert {"Placed at", "Last review", "Next review due", "Last visit"} <= set(heads)
    assert len(rows) == min(count, 50)
    # When they take it out as Excel
    manager.follow("Take this list out as Excel or CSV")
    assert f"{count} children and young people" in manager.said
    assert f"Records of {count} people are in it." in manager.said
    manager.looks_right("register-take-out")
    with manager.page.expect_download() as coming:
        manager.main.get_by_role("button", name="Make an Excel file").click()
    book = openpyxl.load_workbook(BytesIO(Path(coming.value.path()).read_bytes()))
    # Then the file has the same heads, the same rows, cell by cell
    sheet = [[_said(cell) for cell in row] for row in book["Register"].iter_rows(values_only=True)]
    assert sheet[0] == heads
    assert len(sheet) == count + 1
    assert sheet[1 : len(rows) + 1] == rows


def test_a_number_of_the_queues_opens_as_many_rows(
    children: Product, reader: Callable[..., Reader]
) -> None:
    officer = reader("jo.pickering")
    officer.go("/register/?caseload=all")
    links = officer.page.evaluate(
        """() => [...document.querySelectorAll('a.register-queue__number')]
          .map(link => [link.firstChild.textContent, link.href])"""
    )
    assert len(links) > 4
    for number, address in links:
        officer.page.goto(address)
        part = officer.page.locator(f"#{address.partition('#')[2] or 'main-content'}")
        told = part.locator(".gt-filters__count, .register-count").first.inner_text()
        assert told.startswith(f"{number} "), f"{number} opens {told} at {address}"
    officer.looks_right()


def test_a_name_that_is_searched_for_stands_in_no_address(
    children: Product, reader: Callable[..., Reader]
) -> None:
    officer = reader("jo.pickering")
    officer.go("/register/children/")
    _, rows = _table(officer)
    surname = rows[0][0].split(",")[0]
    officer.page.get_by_role("searchbox", name="Name, reference, UPN or ULN").fill(surname)
    officer.press("Search")
    assert surname not in officer.page.url
    _, found = _table(officer)
    assert found
    assert all(surname.casefold() in row[0].casefold() for row in found)


def test_a_board_member_sees_counts_and_no_child(
    children: Product, reader: Callable[..., Reader]
) -> None:
    member = reader("alan.fairweather")
    member.go("/register/")
    assert member.heading == "EHC plan register: counts"
    assert member.go("/register/children/").status == 403
    member.go("/register/counts/")
    member.looks_right("register-counts")


def _table(one: Reader) -> tuple[list[str], list[list[str]]]:
    """Heads and cells of the list; a box to choose somebody is left out."""
    told: Any = one.page.evaluate(
        """() => {
          const said = cells => [...cells]
            .filter(cell => !cell.querySelector('input, thead .govuk-visually-hidden'))
            .map(cell => cell.innerText.trim());
          const table = document.querySelector('main table');
          const head = said(table.querySelectorAll('thead th'));
          return [head, [...table.querySelectorAll('tbody tr')].map(row => said(row.children))];
        }"""
    )
    heads, rows = told
    clean = [[re.sub(r"\s*,\s*overdue$", "", cell) for cell in row] for row in rows]
    return [head for head in heads if head != "Choose"], clean


def _said(cell: Any) -> str:
    if isinstance(cell, datetime):
        return say_date(cell.date())
    return "" if cell is None else str(cell)
