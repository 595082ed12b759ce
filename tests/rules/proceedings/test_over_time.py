"""The rows of a child asked as at a day say what the rule says of that day."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings

from goldenthread.rules.proceedings import Facts, deadlines_of
from goldenthread.rules.proceedings.over_time import rows_of
from tests.rules.proceedings import generated
from tests.rules.proceedings.generated import ON
from tests.rules.proceedings.histories import histories


def as_rows(facts: Facts, on: date) -> list[tuple[object, ...]]:
    found = [
        (
            row.deadline.duty,
            row.deadline.kind,
            row.deadline.case,
            row.deadline.body,
            row.deadline.started_by,
            row.deadline.due_on if row.known_from <= on else None,
            row.state_on(on),
        )
        for row in rows_of(facts)
        if row.state_on(on) is not None
    ]
    return sorted(found, key=str)


def as_the_rule(facts: Facts, on: date) -> list[tuple[object, ...]]:
    found = [
        (one.duty, one.kind, one.case, one.body, one.started_by, one.due_on, one.state)
        for one in deadlines_of(facts, on=on)
    ]
    return sorted(found, key=str)


@settings(max_examples=400, deadline=None)
@given(generated.facts(), ON)
def test_rows_as_at_a_day_are_the_deadlines_of_that_day(facts: Facts, on: date) -> None:
    assert as_rows(facts, on) == as_the_rule(facts, on)


def test_the_worked_histories_hold_as_rows() -> None:
    told = histories()
    assert told
    for one in told:
        facts = one.facts()
        for on in {on for on, _ in one.expected} | {event.on for event in facts.events}:
            assert as_rows(facts, on) == as_the_rule(facts, on), f"{one}, as at {on}"
