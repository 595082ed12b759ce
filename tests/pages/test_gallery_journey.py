"""The gallery in a real browser: every component in every state, for everyone."""

import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.journey

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ADDRESSES = ["/gallery/", "/gallery/?errors=1", "/accounts/login/", "/accounts/password/reset/"]


@pytest.fixture
def opened(live_server: Any, page: Any) -> Any:
    def open_at(address: str, width: int = 1280) -> Any:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(live_server.url + address)
        return page

    return open_at


@pytest.mark.parametrize("width", [1280, 768, 320])
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_and_the_page_never_scrolls_sideways(
    opened: Any, address: str, width: int
) -> None:
    page = opened(address, width)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    assert not found, json.dumps(found, indent=1)[:4000]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_table_scrolls_inside_itself_on_a_telephone(opened: Any) -> None:
    page = opened("/gallery/", 320)
    region = page.get_by_role("region", name="Actions")
    assert region.evaluate("table => table.scrollWidth > table.clientWidth")


def test_the_head_of_a_long_list_stays_in_sight(opened: Any) -> None:
    page = opened("/gallery/")
    page.get_by_role("link", name="3.1 Young people").scroll_into_view_if_needed()
    page.mouse.wheel(0, 250)
    page.wait_for_timeout(200)
    top = page.locator("thead th").filter(has_text="Last update").bounding_box()["y"]
    assert 0 <= top < 900


def test_a_row_opens_its_link_wherever_it_is_pressed(opened: Any) -> None:
    page = opened("/gallery/")
    page.locator("tr[data-row-link] td").first.click()
    assert page.url.endswith("#main-content")


def test_a_form_is_sent_once_however_often_its_button_is_pressed(opened: Any) -> None:
    page = opened("/gallery/")
    sent: list[str] = []
    page.route(
        "**/*", lambda route: (sent.append(route.request.method), route.fulfill(status=204))[-1]
    )
    page.evaluate("document.querySelector('form.gt-form').action = '/somewhere/'")
    button = page.locator("form.gt-form").first.get_by_role("button", name="Save changes")
    button.click(no_wait_after=True)
    button.click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert sent.count("POST") == 1


def test_what_is_typed_is_kept_as_a_draft(opened: Any) -> None:
    page = opened("/gallery/")
    page.clock.install()
    kept: list[str] = []

    def answer(route: Any) -> None:
        kept.append(route.request.post_data or "")
        route.fulfill(body="{}")

    page.route("**/drafts/", answer)
    page.reload()
    page.evaluate(
        """() => {
          const form = document.querySelector('form.gt-form')
          form.dataset.draftUrl = '/drafts/'
        }"""
    )
    page.evaluate("import('/static/pages/golden-thread.js?again')")
    page.wait_for_timeout(100)
    page.get_by_label("Title of the action").first.fill("Words that matter")
    page.clock.run_for(2500)
    page.wait_for_timeout(300)
    assert "title=Words+that+matter" in kept[0]
    assert "draft-of=%2Fgallery%2F" in kept[0]


def test_an_error_takes_the_reader_to_its_box(opened: Any) -> None:
    page = opened("/gallery/?errors=1")
    page.get_by_role("link", name="Due must be a real date").click()
    assert page.evaluate("document.activeElement.id") == "wrong_due_day"


def test_everything_that_can_be_pressed_is_reached_by_keyboard(opened: Any) -> None:
    page = opened("/gallery/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_printed_page_is_a_paper(opened: Any) -> None:
    page = opened("/gallery/")
    page.emulate_media(media="print")
    assert not page.locator(".gt-masthead").is_visible()
    assert not page.get_by_role("button", name="Save changes").first.is_visible()
    assert page.locator(".gt-paper-head").is_visible()
    thread = page.locator(".gt-thread__station").first.evaluate(
        "station => getComputedStyle(station, '::before').backgroundColor"
    )
    assert thread == "rgb(0, 0, 0)"
    rating = page.locator(".gt-rating.gt-colour--red").first
    assert rating.evaluate("tag => getComputedStyle(tag).backgroundColor") == "rgb(255, 255, 255)"
