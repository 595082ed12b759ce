"""Every worked case of every limit, on both sides of its last day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from goldenthread.rules.clocks import DUTIES, is_late, last_day
from goldenthread.rules.clocks.exceptions import (
    Away,
    Closure,
    During,
    Fact,
    LawfulException,
    dates_allow,
)
from tests.rules.cases import rows
from tests.rules.clocks import plain
from tests.rules.clocks.cases import ALL, Case, written

ONE_DAY = timedelta(days=1)
EXCEPTIONS = rows("clocks/exceptions.csv")


@pytest.mark.parametrize("case", ALL, ids=str)
def test_a_clock_answers_as_worked_out(case: Case) -> None:
    assert written(case.clock()) == case.answer, case.why


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_last_day_is_in_time_and_the_next_is_late(case: Case) -> None:
    answer = case.clock()
    last = last_day(answer)
    if last is None:
        assert case.answer.startswith(("no limit", "needs"))
        assert not is_late(answer, on=date(2099, 12, 31))
        return
    assert f"{last}" == case.answer.removeprefix("at once ").rsplit("..", 1)[-1]
    assert not is_late(answer, on=last)
    assert is_late(answer, on=last + ONE_DAY)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_the_plain_twin_says_the_same(case: Case) -> None:
    said = plain.answer(case.duty, case.start, case.second, case.kind, case.days)
    assert said == case.answer


def test_there_are_enough_cases_of_each_duty() -> None:
    counts = Counter(case.duty for case in ALL)
    assert set(counts) == {duty.key for duty in DUTIES}
    assert min(counts.values()) >= 10
    assert sum(counts.values()) >= 400
    assert len({str(case) for case in ALL}) == len(ALL)


def test_every_kind_of_every_duty_has_a_case() -> None:
    worked = {(case.duty, case.kind) for case in ALL}
    asked = {(duty.key, kind.value) for duty in DUTIES for kind in duty.kinds or ()}
    assert asked - worked == {("D40", "anything")}  # the same as none


# --- exceptions ----------------------------------------------------------------------------------


def _fact(row: dict[str, str]) -> Fact:
    days = [date.fromisoformat(row[name]) for name in ("first", "second", "third") if row[name]]
    if "closed" in row["exception"]:
        return Closure(*days)
    return Away(*days) if "absent" in row["exception"] else During(*days)


@pytest.mark.parametrize("row", EXCEPTIONS, ids=lambda row: f"{row['exception']}: {row['why']}")
def test_the_dates_of_an_exception_are_judged_as_worked_out(row: dict[str, str]) -> None:
    allowed = dates_allow(
        LawfulException(row["exception"]),
        _fact(row),
        start=date.fromisoformat(row["start"]),
        last_day=date.fromisoformat(row["last_day"]),
    )
    assert allowed == (row["allowed"] == "yes")


def test_every_exception_has_cases() -> None:
    assert {row["exception"] for row in EXCEPTIONS} == {one.value for one in LawfulException}
