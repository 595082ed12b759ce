"""Journeys: people of the demonstration at real screens, in one product served for the session.

The journeys share one demonstration and run in any order: each changes other actions than its
neighbours, and what it counts holds whatever they did.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.journeys import product as products
from tests.journeys.product import Product
from tests.journeys.reader import DESK, Reader


def pytest_collection_modifyitems(items: list[Any]) -> None:
    for item in items:
        if "tests/journeys" in str(item.path):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = (
        "--no-sandbox --disable-gpu --disable-background-networking "
        "--disable-component-update --disable-sync"
    )
    return {
        **browser_type_launch_args,
        "executable_path": shutil.which("chromium"),
        "args": quiet.split(),
    }


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demonstration, made and served once."""
    served, process = products.start(tmp_path_factory.mktemp("journeys"))
    yield served
    process.terminate()
    process.wait(timeout=120)  # a job that has begun is finished first


@pytest.fixture(scope="session")
def signed_in_as(product: Product, browser: Any) -> Callable[[str], Any]:
    """`signed_in_as("priya.nair")`: the cookies of somebody who has signed in by the page."""
    return signing_in(product, browser)


def signing_in(product: Product, browser: Any) -> Callable[[str], Any]:
    known: dict[str, Any] = {}

    def cookies(who: str) -> Any:
        if who not in known:
            context = browser.new_context(viewport=DESK)
            page = context.new_page()
            page.goto(f"{product.address}/accounts/login/")
            sign_in(page, who, product)
            known[who] = context.storage_state()
            context.close()
        return known[who]

    return cookies


def sign_in(page: Any, who: str, product: Product) -> None:
    """Fill the sign-in page that is open, and wait for the page behind it."""
    email = f"{who}@merrowshire.example"
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(product.accounts[email])
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.get_by_role("button", name="Sign in").click()


@pytest.fixture
def reader(
    product: Product, browser: Any, signed_in_as: Callable[[str], Any]
) -> Iterator[Callable[..., Reader]]:
    """`reader("priya.nair")`: she sits down, signed in, at a screen of her own; `reader("")` is
    somebody who has not signed in. Nobody's browser may complain of a script."""
    with sitting_down(product, browser, signed_in_as) as sit_down:
        yield sit_down


@contextmanager
def sitting_down(
    product: Product, browser: Any, signed_in_as: Callable[[str], Any]
) -> Iterator[Callable[..., Reader]]:
    opened: list[tuple[Any, Reader]] = []

    def sit_down(who: str = "", **options: Any) -> Reader:
        state = signed_in_as(who) if who else None
        context = browser.new_context(
            storage_state=state, locale="en-GB", **{"viewport": DESK, **options}
        )
        context.set_default_timeout(30_000)  # two browsers and two products may share a core
        one = Reader(context.new_page(), product.address)
        opened.append((context, one))
        return one

    yield sit_down
    complaints = [complaint for _, one in opened for complaint in one.complaints]
    for context, _ in opened:
        context.close()
    assert not complaints, complaints
