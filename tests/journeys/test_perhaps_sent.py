"""A mail server takes messages and hangs up before it says so: the office settles them by hand.

With a demonstration of its own, whose mail goes to a server that is told when to hang up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.journeys import product as products
from tests.journeys.conftest import signing_in, sitting_down
from tests.journeys.product import Product
from tests.notifications.mail_server import MailServer


@pytest.fixture(scope="module")
def hanging_up() -> Iterator[MailServer]:
    with MailServer(_every_second_time(4)) as server:
        yield server


def _every_second_time(times: int) -> Callable[[str, str], str]:
    """It takes a message and ends the connection without a word; so many times."""
    taken = 0

    def answer(stage: str, _address: str) -> str:
        nonlocal taken
        taken += stage == "accepted"
        if stage == "accepted" and taken % 2 and taken < 2 * times:
            raise ConnectionResetError
        return ""

    return answer


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, hanging_up: MailServer) -> Iterator[Product]:
    served, process = products.start(
        tmp_path_factory.mktemp("perhaps"),
        called="perhaps",
        GOLDENTHREAD_MAIL_HOST="127.0.0.1",
        GOLDENTHREAD_MAIL_PORT=str(hanging_up.port),
        GOLDENTHREAD_MAIL_SECURITY="none",
    )
    yield served
    process.terminate()
    process.wait(timeout=120)  # a job that has begun is finished first


@pytest.fixture(scope="module")
def signed_in_as(product: Product, browser: Any) -> Callable[[str], Any]:
    return signing_in(product, browser)


def test_the_office_settles_what_was_perhaps_sent_one_and_several(
    product: Product,
    browser: Any,
    signed_in_as: Callable[[str], Any],
    hanging_up: MailServer,
) -> None:
    product.command("send-mail")
    held = json.loads(product.command("perhaps-sent", "--format", "json"))
    assert len(held) == 4
    arrived = hanging_up.counted
    assert set(arrived.values()) == {1}

    with sitting_down(product, browser, signed_in_as) as sit_down:
        office = sit_down("priya.nair")
        office.go("/")
        office.follow(f"{len(held)} messages were perhaps sent")
        assert f"Perhaps sent: {len(held)} messages" in office.said
        office.looks_right("perhaps-sent")

        first = office.page.locator(".gt-held__row").first
        office.open(first.get_by_role("button", name="It arrived"))
        assert "1 message is marked as arrived." in office.said
        assert f"Perhaps sent: {len(held) - 1} messages" in office.said

        # The key Enter in a tick settles nothing; the buttons below do several at once.
        ticks = office.page.locator(".gt-held__row input[type=checkbox]")
        ticks.nth(0).check()
        with office.answered():
            ticks.nth(0).press("Enter")
        assert "Nothing was changed. Press one of the buttons" in office.said
        office.go("/messages/")
        assert f"Perhaps sent: {len(held) - 1} messages" in office.said
        ticks.nth(0).check()
        ticks.nth(1).check()
        office.press("They arrived")
        assert "2 messages are marked as arrived." in office.said
        assert product.command("perhaps-sent").count("\n  to ") == len(held) - 3

        office.open(office.page.locator(".gt-held__row a").first)
        assert "Nobody can know whether the message arrived" in office.said
        office.looks_right()
        office.press("It arrived")
        assert "says that it arrived" in office.said
        assert "said that a message arrived" in office.said

    product.command("send-mail")
    assert hanging_up.counted == arrived  # nothing was sent again by itself
