"""What goes when its time is over takes two administrators, stops at a legal hold, and leaves a
certificate. With a demonstration of its own: what is erased here is gone for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from subprocess import CalledProcessError
from typing import Any

import pytest

from tests.journeys import product as products
from tests.journeys.conftest import signing_in, sitting_down
from tests.journeys.product import Product
from tests.journeys.reader import Reader

PLANS = 40
LATER = date(2024, 3, 4)  # the oldest of the young people are over 25, and old messages too
KEPT = "/retention/"
CHILDREN = "Records about a child or young person"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Merrowshire four years on, with children, and with a second administrator."""
    served, process = products.start(tmp_path_factory.mktemp("retention"), called="retention")
    served.command("demo-register", "--plans", str(PLANS), "--seed", "5")
    served.live_on(LATER)
    served.command(
        "add-user", "Priya Nair", "priya.nair@merrowshire.example", "area_administrator",
        "--reason", "Looks at rules with Ines Calder",
    )  # fmt: skip
    yield served
    process.terminate()
    process.wait(timeout=120)  # a job that has begun is finished first


@pytest.fixture(scope="module")
def signed_in_as(product: Product, browser: Any) -> Callable[[str], Any]:
    return signing_in(product, browser)


@pytest.fixture
def reader(
    product: Product, browser: Any, signed_in_as: Callable[[str], Any]
) -> Iterator[Callable[..., Reader]]:
    with sitting_down(product, browser, signed_in_as) as sit_down:
        yield sit_down


def test_from_rules_of_two_people_to_the_certificate(
    product: Product, reader: Callable[..., Reader]
) -> None:
    ines, priya = reader("ines.calder"), reader("priya.nair")
    # Given an area without rules
    ines.go("/people/")
    ines.follow("How long records are kept")
    assert "no rules are set" in ines.said
    ines.looks_right()
    # When one administrator sets them
    ines.follow("Set the rules")
    ines.looks_right()
    ines.fill("Records about a child or young person", "none")
    ines.press("Set the rules")
    assert "enter a number of years, such as 25" in ines.said
    ines.looks_right()
    ines.fill("Records about a child or young person", "25")
    ines.press("Set the rules")
    # Then nothing is erased, and it is not she who approves them
    assert "a second area administrator has to look at these rules" in ines.said
    assert ines.main.get_by_role("button", name="Approve the rules").is_disabled()
    ines.looks_right()
    assert apply(product).startswith("refused: Nothing was erased")
    # When she sees what would go, and that a claim is under way about one of them
    ines.follow("What would be erased today")
    over_today = would_go(ines)
    assert over_today > 1
    ines.looks_right()
    over = somebody_over(reader("martin.ellery"))
    ines.go(KEPT)
    ines.follow("Place a legal hold")
    ines.page.get_by_label("What must not be erased?").select_option(CHILDREN)
    ines.fill("Reference of one record", over)
    ines.looks_right()
    ines.press("Place it")
    assert "Say which claim, inquiry or request it is for." in ines.said
    ines.looks_right()
    ines.fill("Why?", "Claim 12 of 2024")
    give_day(ines, "3", "6", "2024")
    ines.press("Place it")
    assert "The legal hold stands" in ines.said
    # Then it is held back, and says why
    ines.follow("What would be erased today")
    assert 0 < would_go(ines) < over_today
    assert over in ines.said
    assert "Legal hold since 4 March 2024: Claim 12 of 2024" in ines.said
    ines.looks_right()
    # When the other administrator reads the rules and what they would do, and approves them
    priya.go(KEPT)
    priya.follow("Approve the rules")
    assert "25 years after their date of birth" in priya.said
    priya.looks_right()
    priya.press("Approve these rules")
    assert "Priya Nair approved these rules on 4 March 2024" in priya.said
    # And the night comes
    assert apply(product).endswith("Certificate 1 says which kinds and how many.")
    # Then a certificate says which kinds and how many, and nobody's name
    priya.page.reload()
    priya.looks_right()
    priya.follow("Certificate 1")
    said = priya.said
    assert "Erasure certificate 1" in said
    assert "Priya Nair, 4 March 2024" in said
    assert re.search(r"Child\s+\d+", said)
    priya.looks_right()
    # When the claim is looked at again, and is over
    ines.go(KEPT)
    ines.follow(re.compile("Review"))
    assert "Claim 12 of 2024" in ines.said
    ines.looks_right()
    give_day(ines, "2", "9", "2024")
    ines.press("It stays")
    assert "2 September 2024" in ines.said
    ines.follow(re.compile("Release"))
    ines.looks_right()
    ines.fill("Why is it released?", "Settled")
    ines.press("Release it")
    assert "Released 4 March 2024, Ines Calder: Settled" in ines.said
    ines.looks_right()
    # Then the last of them goes too, with a certificate of its own
    assert apply(product).endswith("Certificate 2 says which kinds and how many.")
    ines.follow("What would be erased today")
    assert would_go(ines) == 0
    ines.looks_right()
    ines.go(KEPT)
    assert "Certificate 2" in ines.said
    ines.looks_right()


def somebody_over(manager: Reader) -> str:
    """The reference of the oldest young person in the register, from the address of their page."""
    manager.go("/register/children/?stage=all&sort=-age")
    manager.open(manager.page.locator("main tbody .gt-row-title").first)
    return str(manager.page.url.rstrip("/").rsplit("/", 1)[1])


def would_go(reader: Reader) -> int:
    """How many children and young people the page says would go today."""
    found = re.search(r"date of birth\. (\d+) would go\.", reader.said)
    return int(found[1]) if found else 0


def apply(product: Product) -> str:
    """What the night does, said by the command; "refused: " and why where it does not."""
    try:
        return product.command("retention", "--area", "merrowshire", "--apply").strip()
    except CalledProcessError as refused:
        return f"refused: {refused.stderr.strip()}"


def give_day(reader: Reader, day: str, month: str, year: str) -> None:
    for box, number in (("Day", day), ("Month", month), ("Year", year)):
        reader.fill(box, number)
