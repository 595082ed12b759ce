"""What each test of a fault tried, and what was lost, told at the end of the run."""

from __future__ import annotations

from collections.abc import Callable

import pytest

KEY = "fault"
Told = Callable[..., None]


@pytest.fixture
def survived(record_property: Callable[[str, object], None]) -> Told:
    """`survived("kill -9 at 12 steps of an import")`, once the test has shown it; `lost` says what
    is lost where it is not nothing."""

    def tell(tried: str, *, lost: str = "nothing") -> None:
        record_property(KEY, (tried, lost))

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A line for each fault, from whichever process ran it."""
    told = [
        value
        for report in terminalreporter.getreports("passed")
        for key, value in getattr(report, "user_properties", ())
        if key == KEY and getattr(report, "when", "") == "call"
    ]
    if not told:
        return
    terminalreporter.section("faults survived")
    for tried, lost in sorted(told):
        terminalreporter.line(f"{tried}: {lost} lost")
