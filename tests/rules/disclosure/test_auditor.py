"""The product's own audit before release: what it finds is true, what it cannot see is said."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.rules.disclosure import (
    HIDE_SMALL,
    NEAREST_5,
    Dimension,
    Known,
    Protected,
    Shown,
    Statements,
    Table,
    protect,
    recoverable,
)
from goldenthread.rules.disclosure.auditing import narrowed
from goldenthread.rules.disclosure.tables import Key
from goldenthread.rules.refusals import Refused
from tests.rules.disclosure.attacker import Attack, Told, attack
from tests.rules.disclosure.invented_tables import tables

NEEDS = Dimension.flat("Need", ["HI", "VI", "MSI"])
ROW = Table((NEEDS,), {("HI",): 3, ("VI",): 20, ("MSI",): 40})


def shown_after_all(protected: Protected, key: Key) -> Statements:
    """The statements with one hidden count told."""
    statements = protected.statements
    number = [one[1:] for one in statements.keys].index(key)
    count = protected.table.totals()[key]
    ranges = list(statements.ranges)
    ranges[number] = (count, count)
    return replace(
        statements, ranges=tuple(ranges), guarded=statements.guarded - frozenset({number})
    )


def test_what_follows_from_one_sum_is_found_and_named() -> None:
    protected = protect(ROW)
    assert protected.hidden == {("HI",), ("VI",)}
    assert recoverable(protected.statements, HIDE_SMALL) == ()
    (found,) = recoverable(shown_after_all(protected, ("VI",)), HIDE_SMALL)
    assert (found.cell[1:], found.least, found.most) == (("HI",), 3, 3)
    assert found.sentence == "table 0, HI can be worked out: 3."


def test_a_range_too_narrow_is_found_and_named() -> None:
    wide = replace(HIDE_SMALL, width=100)
    found = recoverable(protect(ROW).statements, wide)
    assert found[0].sentence == "table 0, HI can be worked out to lie between 1 and 22."


def test_what_only_several_sums_tell_is_left_to_the_boxes() -> None:
    """Two squares and a bridge: rows A and B less columns a and b are the bridge, 3.

    The auditor looks at one sum at a time and does not see it, as its docstring says; a solver
    does, and `protect` never publishes it, since no box goes through the bridge.
    """
    shape = (Dimension.flat("Row", list("ABCD")), Dimension.flat("Column", list("abcd")))
    squares = {(row, column) for row in "AB" for column in "ab"}
    squares |= {(row, column) for row in "CD" for column in "cd"}
    hidden = {*squares, ("A", "c")}
    table = Table(shape, dict.fromkeys(product("ABCD", "abcd"), 9) | {("A", "c"): 3})
    totals = table.totals()
    harmless = protect(Table(shape, dict.fromkeys(product("ABCD", "abcd"), 50))).statements
    keys = [key[1:] for key in harmless.keys]
    bridged = replace(
        harmless,
        ranges=tuple((1, None) if key in hidden else (totals[key], totals[key]) for key in keys),
        guarded=frozenset(number for number, key in enumerate(keys) if key in hidden),
    )
    assert recoverable(bridged, HIDE_SMALL) == ()
    cells = {
        key: Shown("c", None) if key in hidden else Shown(str(totals[key]), totals[key])
        for key in keys
    }
    (found,) = Attack([Told(shape, cells, {}, HIDE_SMALL)]).found_out()
    assert (found.what[1:], found.least, found.most) == (("A", "c"), 3, 3)
    assert attack(protect(table, also_hidden=hidden)) == []


def test_what_contradicts_itself_is_refused() -> None:
    statements = protect(ROW).statements
    ranges = (*statements.ranges[:-1], (1000, 1000))
    with pytest.raises(Refused, match="contradicts itself"):
        recoverable(replace(statements, ranges=ranges), HIDE_SMALL)


def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("goldenthread.rules.disclosure.auditing.MOST_LOOKS", 3)
    with pytest.raises(Refused, match="too large to check"):
        recoverable(protect(ROW).statements, HIDE_SMALL)


def test_nothing_is_published_that_the_auditor_finds_fault_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("goldenthread.rules.disclosure.protecting._cover", lambda *given: None)
    with pytest.raises(Refused, match=r"Not published: table 0, HI can be worked out: 3\."):
        protect(ROW)


def test_what_is_known_elsewhere_and_wrong_is_refused() -> None:
    with pytest.raises(Refused, match="does not agree with these counts"):
        protect(ROW, given=[Known.count(("All",), 64)])
    with pytest.raises(Refused, match="not a cell of the table"):
        protect(ROW, given=[Known.count(("PD",), 64)])
    with pytest.raises(Refused, match="two different cells"):
        Known.percentage(("HI",), ("HI",), "100")


def test_what_is_known_already_cannot_be_hidden_and_is_not_leaned_on() -> None:
    protected = protect(ROW, given=[Known.count(("VI",), 20)])
    assert protected.hidden == {("HI",), ("MSI",)}
    everything = [Known.count(key, count) for key, count in ROW.totals().items() if key != ("HI",)]
    with pytest.raises(Refused, match="HI cannot be kept hidden any more"):
        protect(ROW, given=everything)


def slow_narrowed(published: Statements) -> list[tuple[int, int | None]]:
    """The same fixed point: every sum for every count, in whole rounds, with limits as they are."""
    ranges = list(published.ranges)
    while True:
        before = list(ranges)
        for statement in published.sums():
            for place, (cell, weight) in enumerate(statement.terms):
                others = [one for other, one in enumerate(statement.terms) if other != place]
                for limit, side in ((statement.least, 1), (statement.most, -1)):
                    reaches = [
                        ranges[other][1 if (w > 0) == (side > 0) else 0] for other, w in others
                    ]
                    if limit is None or None in reaches:
                        continue
                    rest = sum(
                        (
                            Fraction(w) * (reach or 0)
                            for (_, w), reach in zip(others, reaches, strict=True)
                        ),
                        Fraction(0),
                    )
                    end = (limit - rest) / Fraction(weight)
                    least, most = ranges[cell]
                    if (weight > 0) == (side > 0):
                        ranges[cell] = max(least, ceil(end)), most
                    else:
                        ranges[cell] = least, floor(end) if most is None else min(most, floor(end))
        if ranges == before:
            return ranges


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables((3, 3)), st.sampled_from([HIDE_SMALL, NEAREST_5]), st.data())
def test_the_auditor_agrees_with_its_slow_twin_and_keeps_the_truth(table, profile, data) -> None:  # type: ignore[no-untyped-def]
    totals = table.totals()
    whole = tuple(dimension.top for dimension in table.dimensions)
    statements = protect(table, profile).statements
    if totals and data.draw(st.booleans()):
        part = data.draw(st.sampled_from(sorted(totals)))
        if part != whole:
            shown = f"{100 * totals[part] / totals[whole]:.0f}"
            facts = [
                replace(one, terms=tuple((("table 0", *cell), w) for cell, w in one.terms))
                for one in Known.percentage(part, whole, shown)
            ]
            statements = replace(statements, known=tuple(facts))
    ranges = narrowed(statements)
    assert ranges == slow_narrowed(statements)
    for key, (least, most) in zip(statements.keys, ranges, strict=True):
        assert least <= totals.get(key[1:], 0) <= (totals.get(key[1:], 0) if most is None else most)
