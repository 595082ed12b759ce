"""A case officer looks up by when something is due."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.reader import Reader


def write_day(one: Reader, name: str, day: int, month: int, year: int) -> None:
    for part, number in (("day", day), ("month", month), ("year", year)):
        one.page.locator(f"[name={name}_{part}]").fill(str(number))


def test_somebody_finds_the_last_day_of_a_limit(reader: Callable[..., Reader]) -> None:
    one = reader("hannah.wolfe")
    # Given a request that came in on a Saturday
    one.go("/")
    one.open(one.page.get_by_role("navigation", name="Main").get_by_role("link", name="Deadlines"))
    assert one.heading == "Deadlines"
    one.looks_right("deadlines", whole=False)
    # When she looks for the final plan, and gives the day
    one.page.get_by_role("searchbox", name="Find a limit").fill("final plan")
    one.press("Search")
    assert "limits with “final plan”" in one.said
    one.follow("D07 Send the final plan")
    write_day(one, "from_day", 28, 2, 2026)
    one.press("Find the last day")
    # Then she is told the last day, how it was counted, the law, and what may excuse it
    for words in (
        "Last day: Saturday 18 July 2026",
        "Saturday 28 February 2026 is day 0, so day 140 is Saturday 18 July 2026.",
        "This is not a working day.",
        "SEND Regulations 2014, reg 13(2)",
        "An exception makes no new date",
    ):
        assert words in one.said
    one.looks_right("deadline-answered")


def test_without_scripts_what_is_missing_is_said_and_nothing_typed_is_lost(
    reader: Callable[..., Reader],
) -> None:
    one = reader("alan.fairweather", java_script_enabled=False)
    # Given a limit that needs two days, and one of them
    one.go("/deadlines/D40/")
    write_day(one, "from_day", 14, 5, 2026)
    one.press("Find the last day")
    # Then the other is asked for, and the first is still there
    assert "Enter the day the mediation certificate was issued" in one.said
    assert one.page.locator("[name=from_day_day]").input_value() == "14"
    # When it is given
    write_day(one, "second_day", 6, 7, 2026)
    one.press("Find the last day")
    # Then August is no time to appeal in: the first working day after it is
    assert "Last day: Tuesday 1 September 2026" in one.said
