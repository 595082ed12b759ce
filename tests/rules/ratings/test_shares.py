"""The three shares, counts per rating, movement."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rules.ratings import (
    KNOWN_SCALES,
    SHARE_DEFINITIONS,
    Share,
    added,
    count_by_point,
    movement,
    removed,
    three_shares,
)
from tests.rules.cases import rows

FIVE = KNOWN_SCALES["five-point"]
KEYS = st.none() | st.sampled_from([point.key for point in FIVE.points])
RATINGS = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), KEYS)
NAMES = ("complete", "complete_or_on_track", "complete_on_track_or_under_way")


def _keys(written: str) -> list[str | None]:
    keys: list[str | None] = []
    for part in written.split():
        key, _, count = part.partition("*")
        keys += [None if key == "unrated" else key] * int(count)
    return keys


def _said(share: Share) -> str:
    if share.percent is None:
        return f"{share.count}/{share.total} - -"
    return f"{share.count}/{share.total} {share.percent} {share.whole}"


@pytest.mark.parametrize("row", rows("shares.csv"), ids=lambda row: row["why"])
def test_the_three_shares_are_as_the_case_says(row: dict[str, str]) -> None:
    shares = three_shares(_keys(row["points"]), KNOWN_SCALES[row["scale"]])
    assert {name: _said(getattr(shares, name)) for name in NAMES} == {
        name: row[name] for name in NAMES
    }


def test_a_whole_percent_comes_from_the_exact_ratio_not_from_the_rounded_one() -> None:
    share = Share.of(86, 94)  # 91.489…%
    assert (share.percent, share.whole) == (Decimal("91.5"), 91)


def test_every_share_has_its_definition() -> None:
    assert tuple(SHARE_DEFINITIONS) == NAMES


def test_a_share_of_more_than_all_is_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        Share.of(3, 2)


def test_a_rating_that_is_not_on_the_scale_is_an_error_and_not_unrated() -> None:
    with pytest.raises(KeyError):
        three_shares(["turquoise"], FIVE)


def test_counts_hold_every_point_in_order_then_the_unrated() -> None:
    assert count_by_point(["red", None, "red"], FIVE) == {
        "blue": 0,
        "green": 0,
        "amber": 0,
        "red": 2,
        "grey": 0,
        None: 1,
    }
    assert None not in count_by_point(["red"], FIVE)


@given(st.lists(KEYS, max_size=120))
def test_each_share_holds_the_one_before_and_none_exceeds_all(keys: list[str | None]) -> None:
    shares = three_shares(keys, FIVE)
    counts = [getattr(shares, name).count for name in NAMES]
    assert counts == sorted(counts)
    for name in NAMES:
        percent = getattr(shares, name).percent
        assert (percent is None) == (not keys)
        assert percent is None or 0 <= percent <= 100


@given(st.integers(0, 400), st.integers(1, 400))
def test_percents_are_rounded_half_up(count: int, more: int) -> None:
    share = Share.of(count, count + more)
    exact = Fraction(100 * count, count + more)
    assert share.whole is not None
    assert share.percent is not None
    assert Fraction(-1, 2) < share.whole - exact <= Fraction(1, 2)
    difference = Fraction(share.percent) - exact
    assert Fraction(-1, 20) < difference <= Fraction(1, 20)


@given(RATINGS, RATINGS)
def test_movement_added_and_removed_part_the_ids_between_them(
    before: dict[str, str | None], now: dict[str, str | None]
) -> None:
    moved = [identity for ids in movement(before, now).values() for identity in ids]
    assert sorted(moved) == sorted(set(before) & set(now))
    assert sorted(moved + list(added(before, now))) == sorted(now)
    assert sorted(moved + list(removed(before, now))) == sorted(before)
    for (was, is_now), ids in movement(before, now).items():
        assert all(before[one] == was and now[one] == is_now for one in ids)
