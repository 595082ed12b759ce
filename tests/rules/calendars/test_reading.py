"""Dates as councils write them: worked cases, and what holds for any cell."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rules.calendars import Precision, last_acceptable_day, read_dates, say_date
from goldenthread.rules.calendars.saying import say_month
from tests.rules.cases import rows

WRITTEN = rows("dates_as_written.csv")
DAYS = st.dates(date(2014, 1, 1), date(2049, 12, 31))
FRAGMENTS = (
    "May June 2019 2020 19 31 12th / - to from ongoing term Autumn Q1 2019/20 31/03/2020 TBC by "
    "end of within 3 months before week commencing Easter monthly and 29 February 99 00 '"
)
WORDS = st.sampled_from([*FRAGMENTS.split(), "\n"])


def test_the_worked_cases_are_many() -> None:
    assert len({row["text"] for row in WRITTEN}) >= 120


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: f"{row['text']!r} {row['near']}")
def test_a_date_is_read_as_its_worked_case_says(row: dict[str, str]) -> None:
    near = date.fromisoformat(row["near"]) if row["near"] else None
    read = read_dates(row["text"], near=near)
    said = "; ".join(
        f"{one.first_day or '-'}..{one.last_day or '-'} {one.precision}" for one in read
    )
    assert said == row["dates"]
    assert " | ".join(one.problem for one in read) == row["problems"]


@pytest.mark.parametrize("blank", ["", "  ", "\n", "\u00a0"])
def test_a_blank_cell_has_no_date(blank: str) -> None:
    assert read_dates(blank) == ()
    assert last_acceptable_day(blank) is None


def test_two_dates_and_a_stray_year_are_two_dates_and_a_problem() -> None:
    first, last = read_dates("July 2020 July 2021\n2020")
    assert (first.as_written, first.date) == ("July 2020", date(2020, 7, 31))
    assert (last.as_written, last.date) == ("July 2021", date(2021, 7, 31))
    assert "“2020” stands alone" in last.problem


def test_the_words_of_a_single_date_are_kept_whole() -> None:
    (only,) = read_dates(" Quarterly report provided starting in September 2019 ")
    assert only.as_written == "Quarterly report provided starting in September 2019"
    assert (only.precision, only.first_day) == (Precision.ONGOING, date(2019, 9, 1))


def test_a_missing_year_is_never_assumed_without_saying_so() -> None:
    (bare,) = read_dates("12th August")
    assert (bare.date, bare.problem) == (None, "No year is written.")
    (proposed,) = read_dates("12th August", near=date(2019, 7, 25))
    assert proposed.date == date(2019, 8, 12)
    assert "2019 is proposed" in proposed.problem


def test_the_last_acceptable_day_is_the_latest_written() -> None:
    assert last_acceptable_day("July 2020 / July 2021") == date(2021, 7, 31)
    assert last_acceptable_day("July 2021, Sept 2020") == date(2021, 7, 31)
    assert last_acceptable_day("September 2019 onwards") is None


def test_a_long_story_is_not_searched_for_dates() -> None:
    (read,) = read_dates("We met in May 2019. " * 500)
    assert (read.precision, read.problem) == (Precision.NONE, "Too long to be read as a date.")


@given(DAYS)
def test_a_day_that_we_say_is_read_back(day: date) -> None:
    (read,) = read_dates(say_date(day))
    assert (read.first_day, read.last_day, read.problem) == (day, day, "")


@given(DAYS, st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %b %Y", "%Y-%m-%d 00:00:00"]))
def test_a_day_is_read_in_every_usual_form(day: date, form: str) -> None:
    (read,) = read_dates(day.strftime(form))
    assert (read.last_day, read.precision, read.problem) == (day, Precision.DAY, "")


@given(DAYS)
def test_a_month_ends_on_its_last_day(day: date) -> None:
    (read,) = read_dates(say_month(day))
    assert read.last_day is not None
    assert read.first_day == day.replace(day=1)
    assert (read.last_day.month, read.last_day.year) == (day.month, day.year)
    assert read.last_day.toordinal() + 1 == _next_month(day).toordinal()


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), st.none() | DAYS)
def test_whatever_is_written_no_date_ends_before_it_begins(text: str, near: date | None) -> None:
    for read in read_dates(text, near=near):
        if read.first_day and read.last_day:
            assert read.first_day <= read.last_day
        if read.precision in (Precision.ONGOING, Precision.NONE):
            assert read.last_day is None
        elif read.last_day is None:
            assert read.problem


@given(st.text(max_size=60))
def test_any_text_at_all_is_read_without_failing(text: str) -> None:
    assert bool(read_dates(text)) == bool(text.strip())
