"""Somebody is invited, chooses a password, sets up codes from an app, and looks after all that."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from collections.abc import Callable
from typing import Any

from tests.journeys.product import Product
from tests.journeys.reader import Reader

EMAIL, CHOSEN = "mara.venn@merrowshire.example", "orbit lemon kayak"


def _code(secret: str, steps: int = 0) -> str:
    """What an app shows for the key: RFC 6238."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def _sign_in(one: Reader) -> None:
    one.page.goto(f"{one.address}/accounts/login/")
    one.fill("Email address", EMAIL)
    one.page.locator("#id_password").fill(CHOSEN)
    one.press("Sign in", exact=True)


def test_from_the_invitation_to_a_second_factor(
    product: Product, reader: Callable[..., Reader]
) -> None:
    said = product.command(
        "add-user", "Mara Venn", EMAIL, "deputy", "--reason", "Stands in", "--print-link"
    )
    link = said.strip().splitlines()[-1]
    office = reader("ines.calder")
    office.go("/people/accounts/")
    assert "Invited, until 21 January 2020" in office.said
    office.looks_right("accounts")
    for name in ("Send again", "Withdraw"):
        office.go("/people/accounts/")
        office.follow(name)
        office.looks_right()
    one = reader()
    one.page.goto(link)
    assert one.heading == "Choose a password"
    one.looks_right("first-password")
    one.page.locator("#id_password1").fill("short")
    one.page.locator("#id_password2").fill("short")
    one.press("Save the password")
    one.looks_right()
    for box in ("#id_password1", "#id_password2"):
        one.page.locator(box).fill(CHOSEN)
    one.page.get_by_role("button", name="Show password").first.click()
    assert one.page.locator("#id_password1").get_attribute("type") == "text"
    one.press("Save the password")
    _sign_in(one)
    one.page.goto(f"{one.address}/accounts/")
    one.looks_right("account")
    one.follow("Set up codes from an app")
    one.looks_right("second-factor")
    secret = one.page.locator(".gt-secret").inner_text().replace(" ", "")
    one.fill("Code that the app shows now", "000000")
    one.press("Switch on")
    assert "That code is not right" in one.said
    one.looks_right()
    secret = one.page.locator(".gt-secret").inner_text().replace(" ", "")
    one.fill("Code that the app shows now", _code(secret))
    one.press("Switch on")
    assert one.heading == "Keep these recovery codes"
    one.looks_right()  # no picture: each would show other codes
    kept = one.page.locator(".gt-codes code").first.inner_text()
    for path in ("sessions/", "codes/recovery/", "codes/recovery/new/", "codes/switch-off/"):
        one.page.goto(f"{one.address}/accounts/{path}")
        one.looks_right()
    one.page.goto(f"{one.address}/accounts/reauthenticate/")
    one.looks_right()
    one.page.get_by_role("link", name="Use authenticator app or code").click()
    one.looks_right()
    one.page.goto(f"{one.address}/accounts/logout/")
    one.press("Sign out")
    _sign_in(one)
    assert one.heading == "Give your code"
    one.looks_right("code")
    one.page.locator("#id_code").fill(kept)
    one.press("Sign in", exact=True)
    one.go("/")
    assert "Mara Venn" in one.page.get_by_role("banner").inner_text()


def test_without_scripts_a_password_is_chosen_too(
    product: Product, reader: Callable[..., Reader]
) -> None:
    said = product.command(
        "add-user", "Ivo Lund", "ivo.lund@merrowshire.example", "board_member",
        "--reason", "Sits on the board", "--print-link",
    )  # fmt: skip
    plain: Any = reader(java_script_enabled=False)
    plain.page.goto(said.strip().splitlines()[-1])
    for box in ("#id_password1", "#id_password2"):
        plain.page.locator(box).fill(CHOSEN)
    plain.press("Save the password")
    assert "Your password is saved" in plain.said
