"""What holds for every history, found by Hypothesis; and the plain twin asked for any."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.rules.clocks import AtOnce, LawfulException, find, last_day
from goldenthread.rules.clocks.exceptions import During
from goldenthread.rules.proceedings import (
    NOTHING_MEETS,
    Claim,
    Facts,
    Owed,
    State,
    deadlines_of,
    say,
    what_next,
)
from goldenthread.rules.proceedings.facts import standing
from tests.rules.proceedings import generated
from tests.rules.proceedings.generated import ON
from tests.rules.proceedings.told import as_the_rules_say, as_the_twin_says

ONE_DAY = timedelta(days=1)
some = settings(max_examples=60, deadline=None)


@settings(max_examples=150, deadline=None)
@given(generated.facts(), ON)
def test_the_rules_say_what_the_plain_twin_says(facts: Facts, on: date) -> None:
    assert as_the_rules_say(facts, on) == as_the_twin_says(facts, on)


@pytest.mark.parametrize("days", [2, 30, 400])
def test_the_rules_say_what_the_plain_twin_says_of_long_histories(days: int) -> None:
    for seed in range(8):
        facts = generated.life(seed, number=60, days=days)
        on = generated.FIRST + (days + 30 * seed) * ONE_DAY
        assert as_the_rules_say(facts, on) == as_the_twin_says(facts, on), f"life({seed}, …)"


@some
@given(generated.facts(), ON)
def test_what_happened_after_the_day_changes_nothing(facts: Facts, on: date) -> None:
    known = tuple(one for one in standing(facts) if one.on <= on)
    assert deadlines_of(facts, on=on) == deadlines_of(Facts(known, born=facts.born), on=on)


@some
@given(generated.facts(), ON, st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter(facts: Facts, on: date, chance: object) -> None:
    events = list(facts.events)
    chance.shuffle(events)  # type: ignore[attr-defined]
    mixed = replace(facts, events=tuple(events), corrections=facts.corrections[::-1])
    assert deadlines_of(mixed, on=on) == deadlines_of(facts, on=on)


@some
@given(generated.facts(), ON)
def test_a_correction_is_the_history_without_the_wrong_event(facts: Facts, on: date) -> None:
    wrong = {one.of for one in facts.corrections}
    right = [one for one in facts.events if one.key not in wrong]
    right += [one.instead for one in facts.corrections if one.instead]
    told = Facts(tuple(right), born=facts.born)
    assert deadlines_of(facts, on=on) == deadlines_of(told, on=on)


@some
@given(generated.facts(), ON, st.data())
def test_an_exception_changes_nothing_but_itself(
    facts: Facts, on: date, data: st.DataObject
) -> None:
    deadlines = deadlines_of(facts, on=on)
    claims = []
    for one in deadlines:
        reasons = [r for r in find(one.duty).exceptions if r in _TOLD_BY_DAYS]
        claims_it: bool = data.draw(st.booleans())
        if reasons and claims_it:
            first = data.draw(ON)
            fact = During(first, first + 30 * ONE_DAY)
            claims.append(Claim(one.duty, one.started_by, reasons[0], fact, on, on))
    claimed = deadlines_of(replace(facts, claims=tuple(claims)), on=on)
    assert tuple(replace(one, exceptions=()) for one in claimed) == deadlines
    assert sum(bool(one.exceptions) for one in claimed) >= len(
        {(c.duty, c.started_by) for c in claims}
    )


_TOLD_BY_DAYS = (
    LawfulException.PERSONAL_CIRCUMSTANCES,
    LawfulException.AGREED_IN_WRITING,
    LawfulException.OWN_ARRANGEMENTS,
    LawfulException.TRIBUNAL_ALLOWED,
)


@some
@given(generated.facts(), ON, ON)
def test_what_is_met_or_ended_stays_so(facts: Facts, one_day: date, other: date) -> None:
    sooner, later = sorted((one_day, other))
    closed = {
        (one.duty, one.kind, one.started_by): (one.met_by, one.ended_by, one.closed_on)
        for one in deadlines_of(facts, on=sooner)
        if not one.open
    }
    after = {
        (one.duty, one.kind, one.started_by): (one.met_by, one.ended_by, one.closed_on)
        for one in deadlines_of(facts, on=later)
    }
    assert closed.items() <= after.items()


@some
@given(generated.facts(), ON, ON)
def test_what_had_started_never_vanishes(facts: Facts, one_day: date, other: date) -> None:
    sooner, later = sorted((one_day, other))
    began = {(one.duty, one.kind, one.started_by) for one in deadlines_of(facts, on=sooner)}
    assert began <= {(one.duty, one.kind, one.started_by) for one in deadlines_of(facts, on=later)}


@some
@given(generated.facts(), ON)
def test_a_deadline_agrees_with_its_own_days(facts: Facts, on: date) -> None:
    for one in deadlines_of(facts, on=on):
        assert one.due_on == last_day(one.answer)
        assert one.started_on <= (one.closed_on or on) <= on
        assert not (one.met_on and one.ended_on)
        assert not (one.met_on and one.duty in NOTHING_MEETS)
        if one.state is State.LATE:
            assert one.due_on is not None
            assert on > one.due_on
            assert one.owed is Owed.MUST
        assert (one.days_late(on) > 0) == (
            one.owed is Owed.MUST and one.due_on is not None and (one.closed_on or on) > one.due_on
        )


@some
@given(generated.facts(), ON)
def test_what_comes_next_is_the_earliest_that_must_be_done(facts: Facts, on: date) -> None:
    deadlines = deadlines_of(facts, on=on)
    told = what_next(deadlines, on)
    must = [one for one in deadlines if one.open and one.owed is Owed.MUST]
    dated = [one.due_on for one in must if one.due_on and one.duty != "D53"]
    if dated:
        assert told.deadline
        assert told.deadline.due_on == min(dated)
    every_open_one = [say(one, on) for one in deadlines if one.open]
    for sentence in (told.sentence, *told.waited_for, *every_open_one):
        assert not re.search(r"\bD\d\d\b", sentence)
        assert sentence.endswith(".")
        assert sentence[0].isalpha()
    if told.deadline and isinstance(told.deadline.answer, AtOnce):
        assert "at once" in told.sentence
