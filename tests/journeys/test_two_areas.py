"""Two local areas in one installation never see each other."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.product import Product
from tests.journeys.reader import Reader


def test_a_person_of_one_area_finds_nothing_at_the_other_s_addresses(
    reader: Callable[..., Reader], product: Product
) -> None:
    # Given a second area in the same installation, with its administrator
    told = product.command(
        "add-area", "westholm", "Westholm SEND partnership",
        "--administrator", "Ada Lowther", "--email", "ada.lowther@westholm.example",
        "--print-link",
    )  # fmt: skip
    password = "orbit lemon kayak"
    # When she takes up her invitation and signs in
    stranger, member = reader(), reader("alan.fairweather")
    stranger.page.goto(told.strip().splitlines()[-1])
    for box in ("#id_password1", "#id_password2"):
        stranger.page.locator(box).fill(password)
    stranger.press("Save the password")
    stranger.page.get_by_label("Email").fill("ada.lowther@westholm.example")
    stranger.page.get_by_label("Password", exact=True).fill(password)
    stranger.open(stranger.page.get_by_role("button", name="Sign in"))
    # Then she is in her own, empty area
    assert "/a/westholm/" in stranger.page.url
    assert "There is no plan here yet" in stranger.said
    assert "Merrowshire" not in stranger.page.content()
    stranger.looks_right("my-work-without-a-plan")
    # And every address of the other area answers as one that does not exist
    member.go("/plans/")
    if member.page.url.endswith("/plans/"):  # other journeys may have brought in more plans
        member.follow("SEND Improvement Plan 2019 to 2020")
    addresses = [member.page.url]
    for name in ("Overview", "Actions", "Findings", "Reporting periods", "History"):
        link = member.main.get_by_role("link", name=name, exact=True).first
        if link.count():
            addresses.append(f"{product.address}{link.get_attribute('href')}")
    addresses += [
        f"{product.address}/a/merrowshire/{path}" for path in ("", "papers/", "people/", "import/")
    ]
    nowhere = stranger.page.goto(f"{product.address}/a/nowhere-at-all/").status
    for address in addresses:
        assert stranger.page.goto(address).status == nowhere == 404, address
    # And hers to him
    assert member.page.goto(f"{product.address}/a/westholm/").status == 404
    # And a plan of the other area cannot be reached through her own area's address
    inside = addresses[0].replace("/a/merrowshire/", "/a/westholm/")
    assert stranger.page.goto(inside).status == 404
    stranger.looks_right("not-found")
