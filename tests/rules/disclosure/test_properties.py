"""What holds of every protected table."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.rules.disclosure import (
    HIDE_SMALL,
    NEAREST_5,
    Dimension,
    Earlier,
    Profile,
    Reason,
    Table,
    protect,
    recoverable,
)
from tests.rules.disclosure.invented_tables import counts, shapes, tables

PROFILES = st.sampled_from([HIDE_SMALL, Profile(zero_shown=False), NEAREST_5])
MANY = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def turned_around(dimension: Dimension, seed: int) -> Dimension:
    """The same dimension with its categories in another order."""
    rest = list(dimension.groups[1:])
    random.Random(seed).shuffle(rest)
    groups = [
        (total, tuple(random.Random(seed).sample(parts, len(parts))))
        for total, parts in (dimension.groups[0], *rest)
    ]
    return replace(dimension, groups=tuple(groups))


@MANY
@given(tables(), PROFILES, st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(table: Table, profile: Profile, seed: int) -> None:
    lines = list(table.counts.items())
    random.Random(seed).shuffle(lines)
    other = Table(
        tuple(turned_around(one, seed) for one in table.dimensions), dict(lines), table.views
    )
    assert protect(other, profile).cells == protect(table, profile).cells


@MANY
@given(tables(), PROFILES)
def test_protecting_once_more_hides_nothing_more(table: Table, profile: Profile) -> None:
    once = protect(table, profile)
    again = protect(table, profile, also_hidden=once.hidden)
    assert again.hidden == once.hidden
    assert {key: cell.text for key, cell in again.cells.items()} == {
        key: cell.text for key, cell in once.cells.items()
    }


@MANY
@given(tables(), st.integers(2, 8))
def test_a_higher_threshold_hides_every_small_number_of_a_lower_one(
    table: Table, threshold: int
) -> None:
    """What else is hidden may move to other cells: a larger square can be the cheaper one."""
    lower = protect(table, Profile(threshold=threshold))
    higher = protect(table, Profile(threshold=threshold + 1))
    small = {key for key, cell in lower.cells.items() if cell.reason == Reason.SMALL}
    assert small <= higher.hidden
    assert small == {k for k in lower.cells if 1 <= table.totals().get(k, 0) <= threshold}


@MANY
@given(tables())
def test_shown_counts_are_true_and_never_small(table: Table) -> None:
    protected = protect(table)
    totals = table.totals()
    assert set(protected.cells) == table.seen()
    for key, cell in protected.cells.items():
        count = totals.get(key, 0)
        if cell.hidden:
            assert count > 0
            assert cell.sentence
            assert cell.reason
        else:
            assert cell.value == count
            assert not HIDE_SMALL.is_small(count)


@MANY
@given(tables())
def test_nothing_is_hidden_where_nothing_is_small(table: Table) -> None:
    many = Table(
        table.dimensions, {key: count + 6 for key, count in table.counts.items()}, table.views
    )
    assert protect(many).hidden == frozenset()


@MANY
@given(tables(), st.sampled_from([HIDE_SMALL, NEAREST_5]))
def test_a_rounded_or_true_count_lies_in_the_range_that_readers_are_told(
    table: Table, profile: Profile
) -> None:
    protected = protect(table, profile)
    assert recoverable(protected.statements, profile) == ()
    for key, (least, most) in zip(
        protected.statements.keys, protected.statements.ranges, strict=True
    ):
        assert least <= table.totals().get(key[1:], 0)
        assert most is None or table.totals().get(key[1:], 0) <= most


@MANY
@given(st.data())
def test_a_month_in_which_nobody_joined_shows_what_the_last_one_showed(data: st.DataObject) -> None:
    shape = data.draw(shapes((3, 3)))
    table = Table(shape, data.draw(counts(shape)))
    first = protect(table)
    second = protect(table, earlier=Earlier(first, joined={}), also_hidden=first.hidden)
    assert second.hidden == first.hidden
