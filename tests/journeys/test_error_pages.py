"""Pages about what went wrong, at real screens: they read, reflow and satisfy axe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from goldenthread.config import last_resort
from goldenthread.config.last_resort import Trouble
from tests.journeys.reader import Reader

TROUBLES = [one for one in vars(last_resort).values() if isinstance(one, Trouble)]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: one.kind)
def test_the_last_resort_is_right_at_every_width(
    reader: Callable[..., Reader], trouble: Trouble
) -> None:
    """In the product's own dress, which the browser fetches from it."""
    one = reader("alan.fairweather")
    body = last_resort.page(trouble, reference="3f9c1b7a2d04")

    def answer(route: Any) -> None:
        route.fulfill(status=trouble.status, content_type="text/html; charset=utf-8", body=body)

    one.page.route("**/stopped/", answer)
    one.go("/stopped/")
    assert one.page.get_by_role("heading", level=1).inner_text() == trouble.title
    assert one.page.get_by_text("3f9c1b7a2d04").is_visible()
    one.looks_right(f"stopped-{trouble.status}" if trouble is last_resort.NO_DATABASE else "")


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere/", 404), ("/people/add/", 403), ("/plans/order/", 404)]
)
def test_other_pages_about_what_went_wrong_are_right(
    reader: Callable[..., Reader], path: str, status: int
) -> None:
    one = reader("alan.fairweather")
    answer = one.go(path)
    assert answer.status == status
    assert str(answer.headers["x-request-id"])[:12] in one.main.inner_text()
    one.looks_right()


def test_what_may_not_be_opened_so_is_told_right(reader: Callable[..., Reader]) -> None:
    one = reader("alan.fairweather")
    answer = one.page.goto(f"{one.address}/drafts/")
    assert answer.status == 405
    assert "This address cannot be opened like this" in one.main.inner_text()
    one.looks_right()
