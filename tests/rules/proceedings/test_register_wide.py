"""The quick rows of a whole register are the deadlines of the rule, for every history there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.rules.clocks import AS_THE_LAW_SAYS, DUTIES, Answer, Duty, Practice
from goldenthread.rules.proceedings import (
    TABLE,
    Answered,
    DeadlineRow,
    Event,
    Facts,
    History,
    State,
    Told,
    What,
    Within,
    all_deadlines,
    deadlines_of,
    excepted,
    history_of,
    states,
)
from goldenthread.rules.proceedings.facts import claims_of
from goldenthread.rules.proceedings.happenings import MAY_CARRY, MUST_CARRY, Carries
from goldenthread.rules.proceedings.register_wide import OneClock
from goldenthread.rules.proceedings.rows import said_by
from goldenthread.rules.refusals import Refused
from tests.rules.proceedings import generated
from tests.rules.proceedings.generated import FIRST, ON, ONE_DAY
from tests.rules.proceedings.histories import History as Worked
from tests.rules.proceedings.histories import histories

WORKING = Practice(frozenset({"D05", "D06", "D16"}))


def as_the_rule_says(facts: Facts, on: date, practice: Practice) -> list[tuple[Any, ...]]:
    found = [
        (
            one.duty,
            one.kind,
            one.case,
            one.body,
            one.started_by,
            one.started_on,
            one.counted_from,
            *said_by(one.answer),
            one.owed,
            one.met_by,
            one.met_on,
            one.ended_by,
            one.ended_on,
            one.state,
            one.exceptions,
        )
        for one in deadlines_of(facts, on=on, practice=practice)
    ]
    return sorted(found, key=_in_order)


def as_the_rows_say(facts: Facts, on: date, practice: Practice) -> list[tuple[Any, ...]]:
    [rows] = all_deadlines([history_of(facts)], on=on, practice=practice)
    stood, claims = states(rows, on=on), claims_of(facts)
    found = [
        (*row[:-1], state, excepted(row, claims, on=on))
        for row, state in zip(rows, stood, strict=True)
    ]
    return sorted(found, key=_in_order)


def _in_order(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[:5]


def same(facts: Facts, on: date, practice: Practice = AS_THE_LAW_SAYS) -> bool:
    return as_the_rows_say(facts, on, practice) == as_the_rule_says(facts, on, practice)


@pytest.mark.parametrize("history", histories(), ids=str)
def test_the_rows_of_a_worked_history_are_its_deadlines(history: Worked) -> None:
    facts = history.facts()
    days = {on for on, _ in history.expected} | {one.on for one in facts.events}
    for on in days:
        assert same(facts, on)
        assert same(facts, on, WORKING)


@settings(max_examples=300, deadline=None)
@given(generated.facts(), ON, st.sampled_from([AS_THE_LAW_SAYS, WORKING]), st.data())
def test_the_rows_of_any_history_are_its_deadlines(
    facts: Facts, on: date, practice: Practice, data: st.DataObject
) -> None:
    claimed = replace(facts, claims=data.draw(generated.claims(facts)))
    assert same(claimed, on, practice)


@pytest.mark.parametrize("days", [3, 40, 400])
def test_the_rows_of_long_histories_are_their_deadlines(days: int) -> None:
    seen: set[str] = set()
    for seed in range(60):
        facts = generated.life(seed, number=70, days=days)
        on = FIRST + (days * (seed % 4 + 1) // 3) * ONE_DAY
        assert same(facts, on), f"life({seed}, number=70, days={days}) on {on}"
        seen |= {one.duty for one in deadlines_of(facts, on=on)}
    assert seen == {one.duty for one in TABLE}


def test_children_are_told_apart_and_stay_in_their_order() -> None:
    lives = [generated.life(seed, number=30, days=300) for seed in range(20)]
    on = FIRST + timedelta(days=500)
    together = list(all_deadlines(map(history_of, lives), on=on))
    assert together == [next(all_deadlines([history_of(one)], on=on)) for one in lives]
    assert len({len(rows) for rows in together}) > 5


def test_the_order_in_which_events_are_told_does_not_matter() -> None:
    told, born = history_of(generated.life(7, number=60, days=200))
    on = FIRST + timedelta(days=300)
    [rows] = all_deadlines([History(told, born)], on=on)
    [other] = all_deadlines([History(told[::-1], born)], on=on)
    assert rows == other
    assert [one.started_on for one in rows] == sorted(one.started_on for one in rows)


def test_a_kind_may_be_told_by_its_word_as_a_database_keeps_it() -> None:
    told = [
        Told(FIRST, "e1", "case", "order-made", asks="assess"),  # type: ignore[arg-type]
        Told(FIRST, "e2", "case", "phase-move-expected", day=FIRST, phase="post-16"),  # type: ignore[arg-type]
        Told(FIRST, "e3", "case", "plan-refused"),  # type: ignore[arg-type]
        Told(FIRST, "e4", "case", "appeal-lodged", about="section-i-only"),  # type: ignore[arg-type]
    ]
    [rows] = all_deadlines([History(told)], on=FIRST)
    assert {f"{one.duty} {one.kind}".strip() for one in rows} == {
        "D20 post-16", "D32", "D40", "D42 assess", "D43 assessed-no-plan", "D44 assessed-plan",
    }  # fmt: skip
    [appeal] = [one for one in rows if one.duty == "D40"]
    assert (appeal.answered, appeal.met_by) == (Answered.LAST_DAY, "e4")


def test_a_row_says_on_which_day_it_came_to_be_owed_or_its_certificate_was_issued() -> None:
    day = [FIRST + number * ONE_DAY for number in range(60)]
    told = [
        Told(day[0], "e1", "case", What.MEETING_HELD),
        Told(day[10], "e2", "case", What.REVIEW_AMENDS),
        Told(day[11], "e3", "case", What.REVIEW_AMENDS),
        Told(day[20], "e4", "case", What.PLAN_AMENDED),
        Told(day[20], "e5", "case", What.CERTIFICATE_ISSUED),
        Told(day[21], "e6", "case", What.CERTIFICATE_ISSUED),
        Told(day[21], "e7", "other", What.PLAN_AMENDED),
    ]
    [rows] = all_deadlines([History(told)], on=day[59])
    turned = {(one.duty, one.started_by): one.turned_on for one in rows if one.turned_on}
    assert turned == {("D15", "e1"): day[10], ("D40", "e4"): day[20]}
    assert {"D40", "D32", "D53"} <= {one.duty for one in rows if one.turned_on is None}


def test_no_row_says_how_it_stands_today() -> None:
    told = [Told(FIRST, "e1", "case", What.REQUEST_RECEIVED)]
    late = FIRST + timedelta(days=500)
    [early], [rows] = (list(all_deadlines([History(told)], on=on)) for on in (FIRST, late))
    assert early == rows
    decision = [one.duty for one in rows].index("D01")
    assert states(rows, on=FIRST)[decision] is State.RUNNING
    assert states(rows, on=late)[decision] is State.LATE


def test_only_what_reaches_a_body_is_started_or_ended_by_an_event_of_a_body() -> None:
    """The rows rest on it: an event of a body ends nothing of its whole case."""
    of_a_body = {
        what
        for what in What
        if Carries.BODY in (*MUST_CARRY.get(what, ()), *MAY_CARRY.get(what, ()))
    }
    for one in TABLE:
        if one.within is Within.BODY:
            assert {*one.starts, *one.meets} <= of_a_body
        else:
            assert not of_a_body & {*one.starts, *one.ends, *one.ends_anywhere}


def test_a_row_leads_with_what_says_which_deadline_it_is() -> None:
    assert DeadlineRow._fields[:5] == ("duty", "kind", "case", "body", "started_by")


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: duty.key)
def test_a_day_of_a_row_is_the_day_that_the_clock_answers(duty: Duty[..., Answer]) -> None:
    """Every tenth day of 2013 to 2031: before the law was in force, leap days, ends of months."""
    for practice in (AS_THE_LAW_SAYS, WORKING):
        days = OneClock(duty.key, None, practice)
        first = date(2013, 1, 1)
        while first < date(2031, 1, 1):
            said = said_by(duty.answer(first, days=practice.days(duty.key)))
            assert days[first] == said, first
            assert days[first] is days[first]
            first += timedelta(days=1 if first.month in (2, 8, 12) else 10)


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_that_no_clock_counts_is_refused(year: int) -> None:
    told = [Told(date(year, 3, 1), "e1", "case", What.REQUEST_RECEIVED)]
    with pytest.raises(Refused, match="Give a day from 2000 to 2100"):
        list(all_deadlines([History(told)], on=date(2102, 1, 1)))


@pytest.mark.parametrize(
    ("born", "planned", "early"),
    [
        (date(2020, 2, 29), date(2025, 2, 28), True),
        (date(2020, 2, 29), date(2025, 3, 1), False),
        (date(2020, 3, 1), date(2025, 2, 28), True),
        (date(2020, 3, 1), date(2025, 3, 1), False),
        (date(2019, 12, 31), date(2024, 12, 30), True),
        (date(2019, 12, 31), date(2024, 12, 31), False),
        (date(2020, 2, 29), date(2026, 2, 28), False),
        (None, date(2025, 2, 28), False),
    ],
)
def test_an_early_review_is_for_a_child_whose_fifth_birthday_is_to_come(
    born: date | None, planned: date, early: bool
) -> None:
    told = [Told(planned, "e1", "case", What.PLAN_MADE)]
    [rows] = all_deadlines([History(told, born)], on=planned)
    assert ("D10" in {one.duty for one in rows}) is early
    facts = Facts((Event("e1", "case", What.PLAN_MADE, planned),), born=born)
    assert same(facts, planned)
