"""By keyboard, on grey paper, without scripts."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image

from tests.journeys.keyboard import FOCUS, tab_to
from tests.journeys.product import Product
from tests.journeys.reader import AREA, Reader, find


def test_somebody_without_a_mouse_signs_in_and_rates_an_action(
    reader: Callable[..., Reader], product: Product
) -> None:
    one = reader()
    page = one.page
    # Given the sign-in page, and only the keys
    page.goto(product.address)
    tab_to(page, lambda at: at["name"] == "login")
    page.keyboard.type("hannah.wolfe@merrowshire.example")
    tab_to(page, lambda at: at["name"] == "password")
    page.keyboard.type(product.accounts["hannah.wolfe@merrowshire.example"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{AREA}/")
    # When she goes to an action of hers
    tab_to(page, lambda at: at["words"].startswith("3.6.2"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/actions/**")
    tab_to(page, lambda at: at["words"] == "Rate")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rate/**")
    # And chooses a rating with the space bar
    tab_to(page, lambda at: at["name"] == "point")
    page.locator("input[name=point][value=amber]").focus()
    page.keyboard.press("Space")
    tab_to(page, lambda at: at["name"] == "reason")
    page.keyboard.type("Half of the families asked have chosen a budget")
    tab_to(page, lambda at: at["words"] == "Record this rating")
    page.keyboard.press("Enter")
    # Then it is rated, and the page says so
    page.get_by_text("is rated Amber").first.wait_for()


def test_the_skip_link_is_the_first_stop_and_leads_to_the_page(
    reader: Callable[..., Reader],
) -> None:
    one = reader("hannah.wolfe")
    one.go("/")
    one.page.keyboard.press("Tab")
    assert one.page.evaluate(FOCUS)["words"] == "Skip to main content"


def test_a_grey_print_of_the_plan_still_tells_the_ratings_apart(
    reader: Callable[..., Reader],
) -> None:
    one = reader("alan.fairweather")
    one.go("/plans/")
    one.page.emulate_media(media="print")
    # Then it is a paper: no navigation, the area, the date, the class
    assert not one.page.locator(".gt-navigation").is_visible()
    head = one.page.locator(".gt-paper-head").inner_text()
    assert "Merrowshire SEND Partnership" in head
    assert "As at 14 January 2020" in head
    # And every rating has its word and its own shape
    ratings = one.page.locator("main .gt-rating")
    shapes: dict[str, set[str]] = {}
    for number in range(min(ratings.count(), 60)):
        rating = ratings.nth(number)
        if rating.is_visible():
            drawn = rating.locator("svg").first.inner_html()
            shapes.setdefault(rating.inner_text().strip(), set()).add(drawn)
    assert {"Blue", "Green", "Amber", "Red"} <= set(shapes)
    whole = [drawn for word, drawn in shapes.items() if "/" not in word]
    assert all(len(drawn) == 1 for drawn in whole)
    assert len({next(iter(drawn)) for drawn in whole}) == len(whole)
    # And in grey the words stand out from what is behind them
    tag = one.page.locator("main .gt-rating.gt-colour--red").first
    grey = Image.open(io.BytesIO(tag.screenshot())).convert("L")
    dark, light = grey.getextrema()
    assert light - dark > 150


def test_a_lead_rates_without_scripts(reader: Callable[..., Reader]) -> None:
    one = reader("hannah.wolfe", java_script_enabled=False)
    find(one, "3.1.4")
    one.follow("Rate")
    # The questions of a late rating are there without a script to fold them away
    one.page.locator("input[name=point][value=red]").check()
    one.press("Record this rating")
    assert "Say what holds it up" in one.said
    one.page.locator("input[name=point][value=amber]").check()
    one.fill("Why this rating?", "Two writers left; a temporary writer starts in February")
    one.press("Record this rating")
    assert "is rated Amber" in one.said
