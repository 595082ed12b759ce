"""What holds for every day, found by Hypothesis; and the plain twin asked for any day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rules.clocks import DUTIES, AtOnce, Days, LastDay, NoLimit, Range, find
from goldenthread.rules.clocks.counting import Counting, Start, Unit, beginning_with, within
from goldenthread.rules.clocks.exceptions import (
    Away,
    Closure,
    During,
    LawfulException,
    dates_allow,
)
from goldenthread.rules.clocks.tribunal_days import counts, in_a_pause
from tests.rules.clocks import plain
from tests.rules.clocks.cases import written

DAYS = st.dates(plain.FIRST, plain.LAST)
ANY_DAY = st.dates(date(2000, 1, 1), date(2100, 12, 31))
ONE_DAY = timedelta(days=1)
COUNTED = [duty for duty in DUTIES if isinstance(duty.counting, Counting)]


@given(st.sampled_from(DUTIES), DAYS, st.integers(-60, 60), st.data())
def test_every_clock_says_what_the_plain_twin_says(
    duty: object, start: date, apart: int, data: st.DataObject
) -> None:
    duty = find(duty.key)  # type: ignore[attr-defined]
    second = start + timedelta(days=apart) if duty.second else None
    if second and not plain.FIRST <= second <= plain.LAST:
        second = None
    kind = data.draw(st.sampled_from([None, *(duty.kinds or ())]))
    days = data.draw(st.sampled_from([None, *Days])) if duty.days_may_differ else None
    answer = duty.answer(start, second=second, kind=kind, days=days)
    said = plain.answer(duty.key, start, second, kind or "", days or "")
    assert written(answer) == said


@given(st.sampled_from(COUNTED), ANY_DAY)
def test_a_later_start_never_makes_an_earlier_last_day(duty: object, start: date) -> None:
    counting = duty.counting  # type: ignore[attr-defined]
    if start < date(2100, 12, 31):
        assert counting.day(start) <= counting.day(start + ONE_DAY)


@given(st.sampled_from(DUTIES), DAYS)
def test_only_what_runs_back_or_to_a_day_of_the_year_ends_before_it_starts(
    duty: object, start: date
) -> None:
    duty = find(duty.key)  # type: ignore[attr-defined]
    if duty.key in ("D20", "D21", "D23"):
        return
    answer = duty.answer(start)
    runs_back = isinstance(duty.counting, Counting) and duty.counting.start is Start.BACK
    match answer:
        case LastDay():
            assert (answer.day < start) == runs_back
        case Range():
            assert start <= answer.first <= answer.last
        case AtOnce():
            assert answer.day == start
        case NoLimit():
            assert answer.aim is None or answer.aim > start
        case _:
            assert duty.second or duty.kinds


@given(DAYS, st.integers(1, 40))
def test_a_day_counted_as_day_1_ends_one_day_sooner_than_as_day_0(start: date, number: int) -> None:
    for unit in (Unit.DAYS, Unit.WEEKS):
        sooner, later = beginning_with(number, unit), within(number, unit)
        assert later.day(start) - sooner.day(start) == ONE_DAY


@given(ANY_DAY, st.integers(1, 40))
def test_a_number_of_working_days_ends_on_one(start: date, number: int) -> None:
    end = within(number, Unit.TRIBUNAL_DAYS).day(start)
    assert counts(end)
    assert not in_a_pause(end)
    assert end >= within(number, Unit.WORKING_DAYS).day(start)


@given(ANY_DAY, st.integers(1, 24))
def test_months_end_on_the_same_day_or_on_a_month_s_last(start: date, number: int) -> None:
    end = within(number, Unit.MONTHS).day(start)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == number
    assert end.day == start.day or (end + ONE_DAY).day == 1
    assert end.day <= start.day


@given(ANY_DAY)
def test_a_year_of_months_that_starts_with_a_day_meets_the_next_without_a_gap(start: date) -> None:
    """But for 29 February, which most years do not have."""
    if (start.month, start.day) != (2, 29):
        year = beginning_with(12, Unit.MONTHS)
        assert year.day(start) + ONE_DAY == start.replace(year=start.year + 1)


# --- exceptions ----------------------------------------------------------------------------------

LENGTHS = st.integers(0, 60)
CORONAVIRUS = st.dates(date(2020, 3, 1), date(2020, 11, 1))


@given(DAYS, st.integers(-70, 70), LENGTHS)
def test_a_closure_is_judged_as_the_plain_twin_judges_it(
    closed_from: date, asked: int, length: int
) -> None:
    fact = Closure(closed_from + asked * ONE_DAY, closed_from, closed_from + (length + 1) * ONE_DAY)
    for exception in (LawfulException.SCHOOL_CLOSED, LawfulException.EARLY_YEARS_CLOSED):
        allowed = dates_allow(exception, fact, start=closed_from, last_day=closed_from)
        assert allowed == plain.closed_long_enough(fact.asked_on, closed_from, fact.opens_on)


@given(DAYS, st.integers(-60, 60), LENGTHS, LENGTHS)
def test_an_absence_is_judged_as_the_plain_twin_judges_it(
    start: date, left: int, length: int, limit: int
) -> None:
    last_day, left_on = start + limit * ONE_DAY, start + left * ONE_DAY
    fact = Away(left_on, left_on + (length + 1) * ONE_DAY)
    for exception, least in (
        (LawfulException.ABSENT_4_WEEKS, 28),
        (LawfulException.ABSENT_2_WEEKS, 14),
    ):
        allowed = dates_allow(exception, fact, start=start, last_day=last_day)
        told = plain.away_long_enough(fact.left_on, fact.back_on, start, last_day, least)
        assert allowed == told


@given(DAYS | CORONAVIRUS, st.integers(-60, 60), LENGTHS, LENGTHS)
def test_what_happened_during_a_time_is_judged_as_the_plain_twin_judges_it(
    start: date, began: int, length: int, limit: int
) -> None:
    last_day, first = start + limit * ONE_DAY, start + began * ONE_DAY
    fact = During(first, first + length * ONE_DAY)
    told = plain.within(fact.first, fact.last, start, last_day)
    for exception in (LawfulException.PERSONAL_CIRCUMSTANCES, LawfulException.MISSED_APPOINTMENT):
        assert dates_allow(exception, fact, start=start, last_day=last_day) == told
    relaxed = plain.days(date(2020, 5, 1), date(2020, 9, 25)) & plain.days(start, last_day)
    corona = dates_allow(LawfulException.CORONAVIRUS, fact, start=start, last_day=last_day)
    assert corona == bool(relaxed & plain.days(fact.first, fact.last))
