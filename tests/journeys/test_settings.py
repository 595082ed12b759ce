"""The national list of settings is looked at, then comes in; a setting is found; one by hand."""

from __future__ import annotations

from collections.abc import Callable

from tests.factories import settings_lists as lists
from tests.journeys.reader import Reader


def test_the_office_brings_the_list_in_and_a_lead_finds_a_school(
    reader: Callable[..., Reader],
) -> None:
    office = reader("priya.nair")
    # Given a list with a row that is none
    rows = [lists.setting(900001, "Mill Lane School"),
            lists.setting(900002, "Hollin Bank School", **lists.SPECIAL),
            lists.setting("12", "No School")]  # fmt: skip
    office.go("/settings/")
    office.follow("Bring in the national list")
    office.looks_right("settings-upload")
    office.page.locator("input[type=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": lists.as_csv(rows)}
    )
    for part, number in (("day", 14), ("month", 1), ("year", 2020)):
        office.page.locator(f"[name=as_at_{part}]").fill(str(number))
    # When she looks at it
    office.press("Look at what it would change")
    # Then she is told what would change before anything does
    for words in ("2 added", "“12” is no URN", "Hollin Bank School (900002)"):
        assert words in office.said
    office.looks_right("settings-preview")
    office.press("Bring it in")
    assert "The list was brought in." in office.said
    # And a lead finds the special school
    lead = reader("hannah.wolfe")
    lead.go("/settings/?q=hollin&offers=special")
    lead.looks_right("settings-list")
    lead.follow("Hollin Bank School")
    assert "Autism (ASD)" in lead.said
    lead.looks_right("setting")


def test_a_provider_is_kept_by_hand_without_scripts(reader: Callable[..., Reader]) -> None:
    office = reader("priya.nair", java_script_enabled=False)
    office.go("/settings/add/")
    office.fill("Name", "Acorn Corner")
    office.press("Save")
    assert "Fill in “What it is”." in office.said
    office.fill("What it is", "Alternative provision")
    office.press("Save")
    assert "Kept by hand, without a URN" in office.said
    office.follow("Change")
    office.fill("Town", "Elm")
    office.press("Save")
    assert "Town Nothing Elm" in " ".join(office.said.split())
