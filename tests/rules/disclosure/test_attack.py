"""A solver attacks whatever is published; broken protection is found out by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from goldenthread.rules.disclosure import (
    HIDE_SMALL,
    NEAREST_5,
    NEAREST_10,
    Dimension,
    Earlier,
    Known,
    Profile,
    Protected,
    Shown,
    Table,
    protect,
)
from goldenthread.rules.disclosure.tables import Key
from goldenthread.rules.refusals import Refused
from tests.rules.disclosure.attacker import Attack, Told, attack, told
from tests.rules.disclosure.invented_tables import counts, shapes, tables, views

PROFILES = st.sampled_from(
    [HIDE_SMALL, HIDE_SMALL, Profile(threshold=2), Profile(zero_shown=False), NEAREST_5, NEAREST_10]
)
SLOW = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(tables(), PROFILES)
def test_no_hidden_count_can_be_worked_out_of_any_table(table: Table, profile: Profile) -> None:
    assert attack(protect(table, profile)) == []


def unless_refused(publish: Callable[[], Protected]) -> Protected | None:
    """None where what was said before leaves no way; any other refusal is a mistake."""
    try:
        return publish()
    except Refused as refusal:
        if "cannot be kept hidden any more" not in refusal.sentence:
            raise
        return None


@st.composite
def runs(draw: st.DrawFn, *, leavers: bool) -> Protected:
    """Two or three publications, each protected against those before."""
    shape = draw(shapes((3, 3)))
    profile = draw(st.sampled_from([HIDE_SMALL, Profile(threshold=3), NEAREST_5]))
    now = draw(counts(shape))
    protected = protect(Table(shape, now, draw(views(shape))), profile)
    for _ in range(draw(st.integers(1, 2))):
        joined = draw(counts(shape))
        left = None
        if leavers:
            left = {key: draw(st.integers(0, count)) for key, count in now.items()}
        now = {key: now[key] + joined[key] - (left or {}).get(key, 0) for key in now}
        earlier = Earlier(protected, joined, left, flows_shown=draw(st.booleans()))
        table = Table(shape, now, draw(views(shape)))
        following = unless_refused(partial(protect, table, profile, earlier=earlier))
        if following is None:
            break
        protected = following
    return protected


@SLOW
@given(runs(leavers=False))
def test_counts_that_run_on_give_nothing_away_from_month_to_month(protected: Protected) -> None:
    assert attack(protected) == []


@SLOW
@given(runs(leavers=True))
def test_those_who_join_and_leave_give_nothing_away(protected: Protected) -> None:
    assert attack(protected) == []


@SLOW
@given(tables((4, 3)), st.data())
def test_percentages_published_elsewhere_give_nothing_away(
    table: Table, data: st.DataObject
) -> None:
    totals = table.totals()
    whole = tuple(dimension.top for dimension in table.dimensions)
    assume(totals.get(whole))
    parts = sorted(key for key in totals if key != whole)
    facts: list[Known] = []
    shown: list[tuple[Key, str]] = []
    for part in data.draw(st.lists(st.sampled_from(parts), max_size=2, unique=True)):
        percentage = f"{100 * totals[part] / totals[whole]:.0f}"
        shown.append((part, percentage))
        facts.extend(Known.percentage(part, whole, percentage))
    protected = unless_refused(partial(protect, table, given=facts))
    if protected is None:
        return
    attacker = Attack(told(protected))
    for part, percentage in shown:
        for way, low, high in ((-0.5, 0.0, float("inf")), (0.5, float("-inf"), 0.0)):
            share = float(Fraction(percentage) + Fraction(way)) / 100
            attacker.know([(1, part), (-share, whole)], low, high)
    assert attacker.found_out() == []


def _only_the_small(protected: Protected, cells: dict[Key, Shown]) -> dict[Key, Shown]:
    small = protected.profile.is_small
    totals = protected.table.totals()
    return {
        key: cell
        if small(totals.get(key, 0))
        else Shown(str(totals.get(key, 0)), totals.get(key, 0))
        for key, cell in cells.items()
    }


def _one_shown_after_all(protected: Protected, cells: dict[Key, Shown]) -> dict[Key, Shown]:
    totals = protected.table.totals()
    needless = [
        key
        for key, cell in cells.items()
        if cell.hidden and not protected.profile.is_small(totals.get(key, 0))
    ]
    if needless:
        key = max(needless, key=lambda one: (totals[one], one))
        cells[key] = Shown(str(totals[key]), totals[key])
    return cells


def _totals_always_shown(protected: Protected, cells: dict[Key, Shown]) -> dict[Key, Shown]:
    totals = protected.table.totals()
    tops = [dimension.top for dimension in protected.table.dimensions]
    return {
        key: Shown(str(totals.get(key, 0)), totals.get(key, 0))
        if any(node == top for node, top in zip(key, tops, strict=True))
        else cell
        for key, cell in cells.items()
    }


FOUR_BY_THREE = Table(
    (
        Dimension.flat("Place", ["North", "South", "East", "West"]),
        Dimension.flat("Need", ["Autism", "Hearing", "Vision"]),
    ),
    {
        ("North", "Autism"): 30, ("North", "Hearing"): 3, ("North", "Vision"): 12,
        ("South", "Autism"): 25, ("South", "Hearing"): 14, ("South", "Vision"): 9,
        ("East", "Autism"): 4, ("East", "Hearing"): 0, ("East", "Vision"): 0,
        ("West", "Autism"): 17, ("West", "Hearing"): 11, ("West", "Vision"): 2,
    },
)  # fmt: skip


@pytest.mark.parametrize("broken", [_only_the_small, _one_shown_after_all, _totals_always_shown])
def test_the_attack_finds_out_a_protector_that_hides_too_little(broken) -> None:  # type: ignore[no-untyped-def]
    protected = protect(FOUR_BY_THREE)
    assert attack(protected) == []
    cells = broken(protected, dict(protected.cells))
    assert cells != protected.cells
    worse = Told(FOUR_BY_THREE.dimensions, cells, {}, HIDE_SMALL)
    assert Attack([worse]).found_out()


def test_the_attack_finds_out_a_total_that_rounds_too_well() -> None:
    table = Table((Dimension.flat("Need", list("abcd")),), {(need,): 2 for need in "abcd"})
    protected = protect(table, NEAREST_5)
    cells = {key: Shown("0", 0) for key in protected.cells} | {("All",): Shown("10", 10)}
    found = Attack([replace(told(protected)[0], cells=cells)]).found_out()
    assert {(one.least, one.most) for one in found if one.what[1] != "All"} == {(2, 2)}


def test_the_attack_finds_out_a_month_that_forgets_the_one_before() -> None:
    needs = (Dimension.flat("Need", ["HI", "VI", "MSI"]),)
    before = {("HI",): 12, ("VI",): 20, ("MSI",): 9}
    joined = {("HI",): 1, ("VI",): 0, ("MSI",): 30}
    now = Table(needs, {key: before[key] + joined[key] for key in before})
    first = protect(Table(needs, before))
    assert first.hidden == frozenset()
    careful = protect(now, earlier=Earlier(first, joined))
    assert attack(careful) == []
    assert ("HI",) in careful.hidden
    forgetful = replace(told(careful)[1], cells=protect(now).cells)
    found = Attack([*told(first), forgetful]).found_out()
    assert ("joined 1", "HI", 1, 1) in {(*one.what, one.least, one.most) for one in found}


NARROW = Table(
    (Dimension.flat("Need", ["HI", "VI", "MSI"]),), {("HI",): 1, ("VI",): 2, ("MSI",): 60}
)


@pytest.mark.parametrize(
    ("part", "broken"),
    [
        ("_cover", lambda *given: None),  # hides the small ones alone
        ("_width", lambda *given: 1),  # content with two possible values
        ("free_boxes", lambda *given: ("any",)),  # takes every cell for open
    ],
)
def test_the_attack_finds_out_each_broken_part(
    part: str, broken: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    places = ("goldenthread.rules.disclosure.protecting." + name for name in (part, "recoverable"))
    assert attack(protect(FOUR_BY_THREE)) == attack(protect(NARROW)) == []
    monkeypatch.setattr(next(places), broken)
    monkeypatch.setattr(next(places), lambda *given: ())
    monkeypatch.setattr("goldenthread.rules.disclosure.protecting._show_again", lambda *given: None)
    assert attack(protect(FOUR_BY_THREE)) + attack(protect(NARROW))
