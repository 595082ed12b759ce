"""The same deadlines from the rules and from the plain twin, written so that they compare."""

from __future__ import annotations

from datetime import date

from goldenthread.rules.proceedings import Facts, deadlines_of
from tests.rules.clocks.cases import written
from tests.rules.proceedings import plain


def as_the_rules_say(facts: Facts, on: date) -> list[str]:
    """A line for each deadline: duty, kind, start, answer, what met or ended it, state."""
    return sorted(
        f"{one.duty} {one.kind} {one.started_by} {written(one.answer)} "
        f"met {one.met_by} {one.met_on} ended {one.ended_on} {one.state.name}"
        for one in deadlines_of(facts, on=on)
    )


def as_the_twin_says(facts: Facts, on: date) -> list[str]:
    """The same lines."""
    rows = plain.rows(facts, on)
    return sorted(
        f"{row} {plain.written(row)} met {row.met.key if row.met else ''} "
        f"{row.met.on if row.met else None} ended {row.ended.on if row.ended else None} "
        f"{plain.state(row, rows, on)}"
        for row in rows
    )
