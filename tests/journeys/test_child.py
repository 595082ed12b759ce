"""One child's record: what is recorded moves what is due, what was wrong is put right and stays to
be seen, and an exception takes two people."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.product import Product
from tests.journeys.reader import AREA, Reader

PLANS = 40


@pytest.fixture(scope="module")
def children(product: Product) -> Product:
    """Invented children in Merrowshire."""
    product.command("demo-register", "--plans", str(PLANS), "--seed", "5")
    return product


def open_somebody(reader: Reader, *, stage: str = "plan") -> None:
    """The first child of the list with an EHC plan."""
    reader.go(f"/register/children/?stage={stage}")
    reader.open(reader.page.locator("main tbody .gt-row-title").first)


def give_day(reader: Reader, group: str, day: str, month: str, year: str) -> None:
    boxes = reader.page.get_by_role("group", name=group)
    for box, number in (("Day", day), ("Month", month), ("Year", year)):
        boxes.get_by_label(box).fill(number)


def test_what_happened_is_recorded_and_put_right(
    children: Product, reader: Callable[..., Reader]
) -> None:
    officer = reader("martin.ellery")
    open_somebody(officer)
    record = officer.page.url
    # Given a child with an EHC plan
    assert "What comes next" in officer.said
    officer.looks_right("child")
    # When the case officer records a review meeting
    officer.follow("Record what happened")
    assert officer.heading == "What happened?"
    officer.looks_right("child-what-happened")
    officer.open(
        officer.main.get_by_role("link", name="The review meeting was held", exact=True).last
    )
    give_day(officer, "On which day?", "13", "1", "2031")
    officer.choose("A new case")
    officer.press("Record this")
    # Then a day to come is refused, and what was typed is still there
    assert "still to come" in officer.said
    assert officer.page.get_by_label("Year").first.input_value() == "2031"
    officer.looks_right()
    give_day(officer, "On which day?", "13", "1", "2020")
    officer.press("Record this")
    # Then it stands in what happened, and starts what is due
    assert "Recorded: The review meeting was held, 13 January 2020." in officer.said
    assert "Send the report of the review meeting" in officer.said
    assert "Mon 27 January 2020" in officer.said
    # When it turns out to have been the day before
    held = officer.page.locator(".gt-timeline__item", has_text="13 January 2020").filter(
        has_text="The review meeting was held"
    )
    officer.open(held.get_by_role("link", name="Put right").first)
    give_day(officer, "On which day?", "12", "1", "2020")
    officer.fill("Why was it wrong?", "The minutes have this date")
    officer.looks_right()
    officer.press("Put it right")
    # Then the record shows both, and the last day has moved
    assert "Sun 26 January 2020" in officer.said
    struck = officer.page.locator(".register-struck")
    assert "The review meeting was held" in struck.first.inner_text()
    officer.looks_right("child-put-right")
    assert officer.page.url == record


def test_where_a_child_is_changes_by_forms(
    children: Product, reader: Callable[..., Reader]
) -> None:
    officer = reader("martin.ellery")
    open_somebody(officer)
    officer.follow("Record where they are")
    officer.choose("Whereabouts unknown")
    give_day(officer, "Since which day?", "6", "1", "2020")
    officer.looks_right()
    officer.press("Record this")
    assert "Whereabouts unknown" in officer.said
    officer.follow(re.compile("It is over.*Whereabouts unknown"))
    officer.looks_right()
    officer.press("Record that it is over")
    assert "“Whereabouts unknown” is over." in officer.said
    officer.follow("Change the placement")
    officer.press("Record the placement")
    assert "Say which placement changes." in officer.page.inner_text("body")
    officer.looks_right()
    officer.choose("The one attended")
    give_day(officer, "From which day?", "13", "1", "2020")
    officer.page.get_by_label("Or what there is instead").select_option("EHE")
    officer.press("Record the placement")
    assert "Electively home educated" in officer.said
    officer.follow("Record a visit")
    give_day(officer, "The day of the visit", "10", "1", "2020")
    officer.fill("Who visited?", "J. Okoye, social worker")
    officer.choose("Yes")
    officer.looks_right()
    officer.press("Record the visit")
    assert "10 January 2020: J. Okoye, social worker" in officer.said


def test_an_exception_takes_two_people(children: Product, reader: Callable[..., Reader]) -> None:
    officer = reader("jo.pickering")
    officer.go("/register/due/final-plans/?caseload=all")
    rows = officer.page.locator("main tbody .gt-row-title")
    if not rows.count():
        officer.go("/register/children/?stage=assessed&stage=drafted&stage=requested")
        rows = officer.page.locator("main tbody .gt-row-title")
    officer.open(rows.first)
    record = officer.page.url
    officer.open(officer.main.get_by_role("link", name="Claim an exception").first)
    officer.looks_right("child-exception")
    officer.page.locator("main input[type=radio]").nth(2).check()
    give_day(officer, "The first day", "2", "12", "2019")
    give_day(officer, "The day it was over", "13", "1", "2020")
    officer.fill("What shows it?", "Letter of the family, 2 December 2019")
    officer.press("Claim the exception")
    assert "It counts once a case manager has accepted it" in officer.said
    assert not officer.main.get_by_role("button", name="Accept this exception").count()
    manager = reader("martin.ellery")
    manager.page.goto(record)
    manager.follow("Accept this exception")
    manager.looks_right()
    manager.press("Accept the exception")
    assert "Accepted by Martin Ellery" in manager.said
    manager.looks_right()


def test_a_page_for_the_family_is_printed_without_what_looks_wrong(
    children: Product, reader: Callable[..., Reader]
) -> None:
    officer = reader("martin.ellery")
    open_somebody(officer)
    record = officer.page.url
    officer.follow("A page for the family")
    assert "Who you can ask" in officer.said
    assert "What looks wrong" not in officer.said
    officer.looks_right("child-family")
    officer.page.goto(record)
    officer.follow("Who saw this record")
    assert "Martin Ellery" in officer.said
    officer.looks_right()


@pytest.mark.parametrize("who", ["priya.nair", "alan.fairweather", "ines.calder"])
def test_others_open_no_child(who: str, children: Product, reader: Callable[..., Reader]) -> None:
    manager = reader("martin.ellery")
    open_somebody(manager)
    path: Any = manager.page.url.partition(AREA)[2]
    assert reader(who).go(path).status == 403
