"""Working days in England and clear working days before a meeting."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rules.calendars import (
    add_working_days,
    clear_working_days,
    is_working_day,
    last_publication_day,
)
from goldenthread.rules.calendars.periods import easter
from tests.rules.cases import rows

DAYS = st.dates(date(2014, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    "row", rows("clear_working_days.csv"), ids=lambda row: f"{row['published']} {row['meeting']}"
)
def test_clear_working_days_are_counted_as_the_case_says(row: dict[str, str]) -> None:
    published, meeting = (date.fromisoformat(row[name]) for name in ("published", "meeting"))
    assert clear_working_days(published, meeting) == int(row["clear_days"])
    assert (published <= last_publication_day(meeting)) == (row["holds_five"] == "yes")


def test_an_agenda_for_25_july_2019_is_published_by_17_july() -> None:
    assert last_publication_day(date(2019, 7, 25)) == date(2019, 7, 17)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2019, 7, 25), True),
        (date(2019, 7, 27), False),
        (date(2020, 5, 8), False),
        (date(2020, 5, 4), True),
        (date(2022, 9, 19), False),
        (date(2023, 5, 8), False),
        (date(2021, 12, 28), False),
    ],
)
def test_weekends_and_bank_holidays_are_not_working_days(day: date, working: bool) -> None:
    assert is_working_day(day) is working


@given(DAYS, st.integers(0, 10))
def test_publishing_on_the_last_day_leaves_exactly_the_clear_days(day: date, clear: int) -> None:
    published = last_publication_day(day, clear)
    assert is_working_day(published)
    assert clear_working_days(published, day) == clear


@given(DAYS, st.integers(1, 40))
def test_adding_working_days_lands_on_a_working_day_and_counts_them(day: date, n: int) -> None:
    later = add_working_days(day, n)
    assert is_working_day(later)
    assert clear_working_days(day, later) == n - 1
    assert add_working_days(later, -n) <= day or not is_working_day(day)


@pytest.mark.parametrize(
    "sunday", [date(2019, 4, 21), date(2020, 4, 12), date(2021, 4, 4), date(2024, 3, 31)]
)
def test_easter_falls_when_it_fell(sunday: date) -> None:
    assert easter(sunday.year) == sunday
