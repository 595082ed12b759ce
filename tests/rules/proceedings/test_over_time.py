"""The rows of a child asked as at a day say what the rule says of that day."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings

from goldenthread.rules.clocks import Needs
from goldenthread.rules.proceedings import Facts, State, deadlines_of, history_of
from goldenthread.rules.proceedings.over_time import rows_over_time
from tests.rules.proceedings import generated
from tests.rules.proceedings.generated import ON
from tests.rules.proceedings.histories import histories


def as_rows(facts: Facts, on: date) -> list[tuple[object, ...]]:
    (rows,) = rows_over_time([history_of(facts)])
    return sorted(
        (
            (*row.deadline[:5], row.deadline.due_on if row.known_from <= on else None, state)
            for row in rows
            if (state := row.state_on(on)) is not None
        ),
        key=str,
    )


def as_the_rule(facts: Facts, on: date) -> list[tuple[object, ...]]:
    """What waits may lapse with another duty: rows leave that to `states`."""
    return sorted(
        (
            (
                *(one.duty, one.kind, one.case, one.body, one.started_by),
                one.due_on,
                State.WAITS if isinstance(one.answer, Needs) and one.open else one.state,
            )
            for one in deadlines_of(facts, on=on)
        ),
        key=str,
    )


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
