"""People are told in time: written information asked for and late; somebody new to the area."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.product import Product
from tests.journeys.reader import Reader

PLANS = 40


@pytest.fixture(scope="module")
def children(product: Product) -> Product:
    """Invented children in Merrowshire."""
    product.command("demo-register", "--plans", str(PLANS), "--seed", "13")
    return product


def test_a_manager_says_who_is_told_of_what(
    children: Product, reader: Callable[..., Reader]
) -> None:
    manager = reader("martin.ellery")
    # Given an area that tells nobody yet
    manager.go("/register/telling/")
    # (unless another journey in the same product has begun it already)
    if manager.main.get_by_role("button", name="Begin telling").count():
        assert "Nobody is told of anything yet." in manager.said
        # When the case manager begins it
        manager.press("Begin telling")
    assert "People are told of what happened, or came due, since 14 January 2020." in manager.said
    manager.looks_right("register-who-is-told")
    # And ticks who is told that a plan changed
    manager.follow("Change who is told: EHC plan changed")
    assert manager.heading == "EHC plan changed"
    manager.main.get_by_label("Every SEND case manager").check()
    manager.looks_right()
    manager.press("Save")
    # Then the page says so
    row = manager.main.get_by_role("row", name="EHC plan changed")
    assert "Every SEND case manager" in row.inner_text()
    # When they name a department and a service, whoever holds the post is told
    for kind, name in (("department", "Transport"), ("service", "Audiology")):
        manager.follow(f"Add a {kind}")
        manager.main.get_by_label(f"Name of the {kind}").fill(name)
        manager.main.get_by_label("Who is told?").select_option(index=1)
        manager.looks_right()
        manager.press("Save")
        assert name in manager.said
        manager.follow(f"Change {name}")
        assert manager.heading == name
        manager.go("/register/telling/")


def test_what_each_is_told_at_once_or_weekly_is_their_own_choice(
    children: Product, reader: Callable[..., Reader]
) -> None:
    officer = reader("jo.pickering")
    officer.go("/messages/preferences/")
    officer.main.get_by_label("EHC plan changed").select_option(label="One message a week")
    officer.looks_right()
    officer.press("Keep my choice")
    assert "Your choice is kept." in officer.said
    chosen = officer.main.get_by_label("EHC plan changed").input_value()
    assert chosen == "weekly"


def test_the_checklist_of_who_is_new_says_that_nobody_is(
    children: Product, reader: Callable[..., Reader]
) -> None:
    officer = reader("jo.pickering")
    officer.go("/register/new/")
    assert officer.heading == "New to the area"
    officer.looks_right()
