"""Every duty is cited, graded and told; its answers are five kinds; the law's sets are closed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from goldenthread.rules.calendars import say_weekday
from goldenthread.rules.clocks import (
    DUTIES,
    Answer,
    AtOnce,
    Days,
    Duty,
    Grade,
    LastDay,
    Missing,
    Needs,
    NoLimit,
    Process,
    Range,
    find,
    kind_words,
    say,
    tribunal_days,
)
from goldenthread.rules.clocks.appeal import About, appeal_due
from goldenthread.rules.clocks.assessment import final_plan_due
from goldenthread.rules.clocks.counting import Counting, Unit
from goldenthread.rules.clocks.duties import Law
from goldenthread.rules.clocks.exceptions import (
    WORDS,
    X2,
    X4,
    X4_DETAINED,
    X8,
    Away,
    Closure,
    During,
    LawfulException,
    dates_allow,
    in_force,
)
from goldenthread.rules.refusals import NotThere, Refused
from tests.rules.cases import rows
from tests.rules.clocks import plain

DAY = date(2026, 2, 28)
each_duty = pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.key)


def test_there_are_54_duties_in_order() -> None:
    assert [duty.key for duty in DUTIES] == [f"D{number:02}" for number in range(1, 55)]


@each_duty
def test_a_duty_is_cited_where_it_is_counted(duty: Duty[..., Answer]) -> None:
    cited = duty.reckon.__doc__ or ""
    assert duty.law.cited in " ".join(cited.split())
    assert duty.law.address.startswith("https://")
    assert re.search(r"reg \d|regs \d|, s\d|rule \d|paragraph \d|Regulations|directions", cited)


@each_duty
def test_a_duty_says_who_must_do_what_from_when(duty: Duty[..., Answer]) -> None:
    assert duty.step[0].isupper()
    assert not duty.step.endswith(".")
    assert duty.starts.startswith("the d")
    assert duty.limit.endswith(".")
    assert isinstance(duty.grade, Grade)
    assert duty.process in Process
    assert duty.note == "" or duty.note.endswith(".")


@each_duty
def test_a_limit_that_is_not_verified_says_so(duty: Duty[..., Answer]) -> None:
    assert duty.verified == (duty.grade is not Grade.NOT_VERIFIED)
    assert "Not verified" in Grade.NOT_VERIFIED.value


@each_duty
def test_what_is_declared_is_what_is_counted(duty: Duty[..., Answer]) -> None:
    if isinstance(duty.counting, Counting):
        answer = duty.answer(DAY)
        assert isinstance(answer, LastDay)
        assert answer == duty.counting.last_day(DAY)


@each_duty
def test_an_answer_is_told_in_words(duty: Duty[..., Answer]) -> None:
    kind = next(iter(kind_words(duty)), None)
    answer = duty.answer(DAY, second=DAY if duty.second else None, kind=kind)
    said = say(answer, duty)
    assert said.headline
    assert said.how.endswith(".")
    assert not isinstance(answer, Needs)


@each_duty
def test_a_duty_without_what_it_needs_says_what(duty: Duty[..., Answer]) -> None:
    answer = duty.answer(DAY)
    if duty.second or duty.kinds:
        assert isinstance(answer, Needs)
        assert answer.sentence.startswith(f"{duty.key} also needs ")
        words = duty.second.words if duty.second else next(iter(kind_words(duty)))
        assert words in answer.sentence
    else:
        assert isinstance(answer, (LastDay, Range, AtOnce, NoLimit))


def test_a_missing_second_date_goes_before_a_missing_kind() -> None:
    assert appeal_due(DAY) == find("D40").answer(DAY)
    answer = find("D40").answer(DAY, kind=About.ANYTHING)
    assert isinstance(answer, Needs)
    assert answer.what is Missing.SECOND_DATE
    given = find("D40").answer(DAY, second=DAY, kind=About.ANYTHING)
    assert given == find("D40").answer(DAY, second=DAY)


def test_a_duty_can_be_called_by_its_name() -> None:
    assert final_plan_due(DAY).day == date(2026, 7, 18)


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["D07", "d7", "07", " 7 "])
def test_a_duty_is_found_however_its_number_is_written(written: str) -> None:
    assert find(written) is find("D07")


@pytest.mark.parametrize("written", ["D55", "D00", "", "seven", "D7x", "-7", "D0007000"])
def test_another_number_is_not_there(written: str) -> None:
    with pytest.raises(NotThere, match="They are D01 to D54"):
        find(written)


def test_what_a_duty_does_not_ask_for_is_refused_in_a_sentence() -> None:
    duty = find("D07")
    with pytest.raises(Refused, match="one day only"):
        duty.answer(DAY, second=DAY)
    with pytest.raises(Refused, match="no kinds"):
        duty.answer(DAY, kind="amend")
    with pytest.raises(Refused, match="set by law"):
        duty.answer(DAY, days=Days.WORKING)
    with pytest.raises(Refused, match="Give one of: decision, plan"):
        find("D54").answer(DAY, kind="amend")
    with pytest.raises(Refused, match="from 2000 to 2100"):
        duty.answer(date(2101, 1, 1))
    with pytest.raises(Refused, match="from 2000 to 2100"):
        find("D25").answer(DAY, second=date(1999, 12, 31))


def test_the_first_and_the_last_year_that_are_taken_are_taken() -> None:
    assert isinstance(find("D25").answer(date(2100, 12, 31), second=date(2000, 1, 1)), LastDay)


def test_only_where_practice_differs_may_an_area_choose_how_days_are_counted() -> None:
    assert [duty.key for duty in DUTIES if duty.days_may_differ] == ["D05", "D06", "D16"]
    for key in ("D05", "D06", "D16"):
        duty = find(key)
        calendar, working = duty.answer(DAY), duty.answer(DAY, days=Days.WORKING)
        assert isinstance(calendar, LastDay)
        assert isinstance(working, LastDay)
        assert working.day > calendar.day  # more time for whoever answers, never less


# --- in force ------------------------------------------------------------------------------------


@each_duty
def test_before_the_law_was_in_force_there_is_no_limit(duty: Duty[..., Answer]) -> None:
    eve = duty.law.since - timedelta(days=1)
    answer = duty.answer(eve)
    assert isinstance(answer, NoLimit)
    assert answer.aim is None
    assert "has been in force since" in answer.why


def test_a_law_that_has_ended_binds_to_its_last_day() -> None:
    law = Law("Old Regulations, reg 1", "https://example.org", DAY, until=DAY + timedelta(days=1))
    old = replace(final_plan_due, law=law)
    assert isinstance(old.answer(DAY + timedelta(days=1)), LastDay)
    ended = old.answer(DAY + timedelta(days=2))
    assert isinstance(ended, NoLimit)
    assert "until 1 March 2026 only" in ended.why


# --- exceptions ----------------------------------------------------------------------------------


def test_the_sets_of_exceptions_are_those_of_the_law() -> None:
    assert set(X8) - set(X4) == {LawfulException.MISSED_APPOINTMENT}
    assert set(X4) - set(X8) == {LawfulException.SCHOOL_CLOSED, LawfulException.EARLY_YEARS_CLOSED}
    assert set(X4) - set(X4_DETAINED) == {LawfulException.EARLY_YEARS_CLOSED}
    assert set(X2) - set(X4) == {LawfulException.ABSENT_2_WEEKS}
    assert set(WORDS) == set(LawfulException)


def test_which_limits_have_exceptions_is_as_the_law_says() -> None:
    def having(one: LawfulException) -> str:
        return " ".join(duty.key for duty in DUTIES if one in duty.exceptions)

    orders = "D42 D43 D44 D45 D46 D47 D48 D49 D51"
    assert having(LawfulException.SCHOOL_CLOSED) == f"D01 D03 D07 D29 {orders} D54"
    assert having(LawfulException.EARLY_YEARS_CLOSED) == f"D01 D03 D07 D29 {orders}"
    assert having(LawfulException.PERSONAL_CIRCUMSTANCES) == f"D01 D02 D03 D07 D29 {orders} D54"
    assert having(LawfulException.ABSENT_2_WEEKS) == orders
    assert having(LawfulException.MISSED_APPOINTMENT) == "D02"
    assert having(LawfulException.AGREED_IN_WRITING) == "D37 D38"
    assert having(LawfulException.TRIBUNAL_ALLOWED) == "D40 D41 D52"
    assert having(LawfulException.OWN_ARRANGEMENTS) == "D53"


def test_the_exception_for_coronavirus_is_listed_only_while_it_was_law() -> None:
    duty = find("D07")
    assert LawfulException.CORONAVIRUS in duty.exceptions_between(
        date(2020, 1, 10), date(2020, 5, 29)
    )
    assert duty.exceptions_between(DAY, date(2026, 7, 18)) == X4
    assert duty.exceptions_between(date(2020, 9, 26), date(2021, 2, 13)) == X4


@pytest.mark.parametrize(
    ("first", "last", "listed"),
    [
        (date(2020, 3, 1), date(2020, 4, 30), False),
        (date(2020, 3, 1), date(2020, 5, 1), True),
        (date(2020, 9, 25), date(2020, 11, 1), True),
        (date(2020, 9, 26), date(2020, 11, 1), False),
    ],
)
def test_the_first_and_the_last_day_of_an_exception_count(
    first: date, last: date, listed: bool
) -> None:
    assert in_force(LawfulException.CORONAVIRUS, first=first, last=last) == listed


def test_a_fact_of_another_shape_is_a_mistake() -> None:
    away, closure, during = Away(DAY, DAY), Closure(DAY, DAY, DAY), During(DAY, DAY)
    for exception in LawfulException:
        wrong = (away, closure) if "closed" not in exception and "absent" not in exception else ()
        for fact in (*wrong, *((during,) if not wrong else ())):
            with pytest.raises(ValueError, match="is not told by"):
                dates_allow(exception, fact, start=date(2020, 5, 1), last_day=date(2020, 6, 1))


# --- the table of limits that these were written from ---------------------------------------------

_TABLE = Path(__file__).resolve().parents[4] / "shared" / "domain" / "statutory_deadlines.csv"


@pytest.mark.skipif(not _TABLE.exists(), reason="the table of limits is not beside this project")
def test_every_limit_of_the_table_is_counted_in_its_number_and_unit() -> None:
    import csv

    units = {"weeks": Unit.WEEKS, "week": Unit.WEEKS, "months": Unit.MONTHS, "days": Unit.DAYS}
    units |= {"working days": Unit.WORKING_DAYS}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["id"] for row in table] == [duty.key for duty in DUTIES]
    compared = 0
    for row in table:
        counting = find(row["id"]).counting
        if isinstance(counting, Counting) and row["limit"].split()[0].isdigit():
            unit = units[row["unit"].removesuffix(" (min)")]
            wanted = Unit.TRIBUNAL_DAYS if row["id"] == "D41" else unit
            assert (counting.number, counting.unit) == (int(row["limit"]), wanted), row["id"]
            compared += 1
    assert compared == len(plain.TABLE)


# --- whose, and how far read ---------------------------------------------------------------------

_READ = {
    Grade.TEXT: "text",
    Grade.SECONDARY: "pages about the law",
    Grade.NOT_VERIFIED: "not verified",
}


@pytest.mark.parametrize("row", rows("whose_limits.csv"), ids=lambda row: row["duty"])
def test_whose_a_limit_is_and_how_far_its_law_was_read(row: dict[str, str]) -> None:
    duty = find(row["duty"])
    assert duty.holder == row["whose"]
    assert _READ[duty.grade] == row["how_far_read"]


def test_every_limit_is_in_the_table_of_whose_it_is() -> None:
    assert [row["duty"] for row in rows("whose_limits.csv")] == [duty.key for duty in DUTIES]


@pytest.mark.parametrize(
    ("day", "paused"),
    [
        ("2025-07-31", False),
        ("2025-08-01", True),
        ("2025-08-31", True),
        ("2025-09-01", False),
        ("2025-12-24", False),
        ("2025-12-25", True),
        ("2025-12-31", True),
        ("2026-01-01", True),
        ("2026-01-02", False),
        ("2026-01-31", False),
        ("2026-11-30", False),
    ],
)
def test_the_tribunal_pauses_in_august_and_from_25_december_to_1_january(
    day: str, paused: bool
) -> None:
    assert tribunal_days.in_a_pause(date.fromisoformat(day)) is paused


def test_a_range_is_said_with_both_of_its_days() -> None:
    assert {"D10", "D28"} == {duty.key for duty in DUTIES if isinstance(duty.answer(DAY), Range)}
    for key in ("D10", "D28"):
        answer = find(key).answer(DAY)
        assert isinstance(answer, Range)
        assert say_weekday(answer.first) in answer.counted
        assert say_weekday(answer.last) in answer.counted
