"""Advice is asked of several, chased, received and judged; a panel says what it says and the notice
follows; somebody who got in touch is answered."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.journeys.product import Product
from tests.journeys.reader import Reader
from tests.journeys.test_child import give_day

PLANS = 40


@pytest.fixture(scope="module")
def children(product: Product) -> Product:
    """Invented children in Merrowshire."""
    product.command("demo-register", "--plans", str(PLANS), "--seed", "11")
    return product


def open_somebody(reader: Reader) -> None:
    """Somebody whose assessment goes on."""
    reader.go("/register/children/?stage=assessed&stage=drafted&stage=requested")
    reader.open(reader.page.locator("main tbody .gt-row-title").first)


def test_advice_is_asked_chased_received_and_judged(
    children: Product, reader: Callable[..., Reader]
) -> None:
    officer = reader("martin.ellery")
    open_somebody(officer)
    officer.follow("Advice")
    # Given that nobody of these was asked yet
    officer.follow("Ask for advice")
    officer.looks_right("advice-ask")
    for box in officer.page.locator("main input[name=bodies]:checked").all():
        box.uncheck()
    officer.page.locator("main input[value=Physiotherapy]").check()
    officer.fill("Other services or schools", "Youth justice service\nWeir Valley Academy")
    give_day(officer, "On which day", "18", "11", "2019")
    officer.press("Record that they were asked")
    # Then each has its own last day, and those who are late are ticked
    assert "Recorded: 3 advisers asked." in officer.said
    assert "15 days late" in officer.said
    officer.looks_right("advice")
    officer.press("Record the chase")
    assert "chased today." in officer.said
    assert "last chased 14 January 2020" in officer.said
    # When advice comes, it is judged, and goes back for more
    officer.open(
        officer.main.get_by_role("link", name=re.compile("It came.*Youth justice service"))
    )
    officer.looks_right()
    officer.press("Record that it came")
    officer.open(
        officer.main.get_by_role("link", name=re.compile("Judge it.*Youth justice service"))
    )
    for name in ("specific", "quantified", "outcomes", "voice"):
        officer.page.locator(f"input[name={name}][value=met]").check()
    officer.press("Record this")
    assert "Say whether it is signed" in officer.page.inner_text("body")
    officer.looks_right("advice-quality")
    officer.page.locator("input[name=signed][value=not-met]").check()
    officer.fill("If it goes back: what is missing?", "Who wrote it, and when")
    officer.press("Record this")
    assert "4 of 5 met; not met: signed. Sent back. Martin Ellery" in officer.said
    # And the service has its line
    officer.go("/register/advice/")
    officer.looks_right("advice-by-service")
    officer.open(officer.main.locator("a[href*='rows/late/']").last)
    officer.looks_right()
    board = reader("alan.fairweather")
    board.go("/register/advice/")
    assert "rounded to the nearest 5" in board.said
    board.looks_right()


def test_a_panel_says_what_it_says_and_the_notice_follows(
    children: Product, reader: Callable[..., Reader]
) -> None:
    manager = reader("martin.ellery")
    manager.go("/register/panels/")
    manager.looks_right()
    manager.follow("Add a panel")
    manager.fill("What is the panel called?", "Top-up panel")
    manager.fill("Which roles sit on it?", "Principal Educational Psychologist\nA head teacher")
    manager.press("Add the panel")
    manager.follow("Add a meeting")
    give_day(manager, "On which day does it meet?", "14", "1", "2020")
    give_day(manager, "By which day are its papers in?", "7", "1", "2020")
    manager.press("Add the meeting")
    agenda = manager.page.url
    assert "Nothing is on the agenda" in manager.said
    open_somebody(manager)
    manager.follow("Bring to a panel")
    manager.looks_right("panel-bring")
    manager.choose("How much top-up funding?")
    manager.fill("Which papers does it get?", "School advice")
    manager.press("Put it on the agenda")
    assert "It stands on the panel’s agenda." in manager.said
    manager.page.goto(agenda)
    manager.looks_right("panel-agenda")
    manager.open(manager.main.get_by_role("link", name=re.compile("Record what the panel said")))
    manager.looks_right()
    manager.choose("Agreed")
    manager.fill("For which reasons?", "Needs more than a school can meet from its own means")
    manager.press("Record the outcome")
    assert "Family not told" in manager.said
    manager.open(manager.main.get_by_role("link", name=re.compile("The family was told")))
    manager.press("Record that they were told")
    assert "Family told on 14 January 2020" in manager.said
    # In print no name stands on it
    manager.page.emulate_media(media="print")
    assert not manager.page.locator(".panel-name").first.is_visible()


def test_somebody_who_got_in_touch_is_answered(
    children: Product, reader: Callable[..., Reader]
) -> None:
    officer = reader("jo.pickering")
    open_somebody(officer)
    officer.follow("Somebody got in touch")
    officer.looks_right("contact")
    give_day(officer, "On which day?", "6", "1", "2020")
    for name in ("Family", "Phone", "A placement"):
        officer.choose(name)
    officer.page.get_by_label("Who answers?").select_option(index=1)
    officer.press("Record this")
    assert "Not answered yet" in officer.said
    officer.go("/register/contacts/")
    assert "1 day late" in officer.said
    officer.looks_right("contacts")
    answered = officer.main.get_by_role(
        "link", name=re.compile("They were answered.*6 January 2020, phone", re.DOTALL)
    )
    waiting = officer.main.get_by_role("link", name=re.compile("They were answered")).count()
    officer.open(answered)
    officer.press("Record this")
    left = officer.main.get_by_role("link", name=re.compile("They were answered")).count()
    assert left == waiting - 1
    assert not answered.count()
    officer.looks_right()
