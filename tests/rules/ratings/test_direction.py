"""Direction of travel, disagreement, and what a rating as written may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rules.ratings import (
    KNOWN_SCALES,
    Direction,
    ScalePoint,
    direction,
    direction_between,
    disagreement,
    suggest,
)

FIVE = KNOWN_SCALES["five-point"]
HALF = KNOWN_SCALES["half-points"]
EMBEDDED = KNOWN_SCALES["four-point-embedded"]
POINTS = st.sampled_from(FIVE.points)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("amber", "green", Direction.BETTER),
        ("green", "blue", Direction.BETTER),
        ("blue", "amber", Direction.WORSE),
        ("red", "red", Direction.SAME),
        ("grey", "amber", Direction.BETTER),
        ("grey", "red", Direction.WORSE),
        ("green", "grey", Direction.WORSE),
        ("red", "grey", Direction.NOT_COMPARABLE),
        (None, "red", Direction.NEW),
        ("red", None, Direction.NOT_COMPARABLE),
        (None, None, Direction.NOT_COMPARABLE),
    ],
)
def test_direction_on_five_points(before: str | None, now: str | None, expected: Direction) -> None:
    assert (
        direction(FIVE.point(before) if before else None, FIVE.point(now) if now else None)
        is expected
    )


def test_a_half_rating_is_a_step_of_its_own() -> None:
    assert direction(HALF.point("amber"), HALF.point("amber-green")) is Direction.BETTER
    assert direction(HALF.point("amber-green"), HALF.point("green")) is Direction.BETTER


def test_two_axes_and_two_scales_are_never_compared() -> None:
    assert direction(FIVE.point("red"), HALF.point("green")) is Direction.NOT_COMPARABLE
    three = KNOWN_SCALES["three-point"]
    risk = KNOWN_SCALES["risk"]
    assert direction_between((three, "red"), (risk, "green")) is Direction.NOT_COMPARABLE
    assert direction_between((three, "red"), (three, "green")) is Direction.BETTER
    assert direction_between(None, (three, "green")) is Direction.NEW


def test_missing_figures_are_neither_better_nor_worse() -> None:
    target = KNOWN_SCALES["target-and-trend-target"]
    assert direction(target.point("red"), target.point("missing")) is Direction.NOT_COMPARABLE


@given(POINTS, POINTS)
def test_what_is_better_one_way_is_never_better_the_other(
    before: ScalePoint, now: ScalePoint
) -> None:
    there, back = direction(before, now), direction(now, before)
    assert (there is Direction.SAME) == (before == now)
    assert {there, back} not in ({Direction.BETTER}, {Direction.WORSE})


def test_council_and_visitors_disagree_when_their_ratings_count_differently() -> None:
    complete, amber = FIVE.point("blue"), HALF.point("amber")
    assert disagreement([("council", complete), ("external", amber)])
    assert not disagreement([("council", FIVE.point("green")), ("external", HALF.point("green"))])


def test_two_capacities_on_one_scale_disagree_on_any_other_point() -> None:
    assert disagreement([("council", FIVE.point("red")), ("programme_office", FIVE.point("grey"))])
    assert not disagreement([("council", FIVE.point("red")), ("forum", FIVE.point("red"))])


def test_done_with_no_impact_yet_is_two_axes_and_no_disagreement() -> None:
    assert not disagreement([("council", FIVE.point("blue")), ("forum", EMBEDDED.point("amber"))])


def test_one_rating_or_none_is_no_disagreement() -> None:
    assert not disagreement([])
    assert not disagreement([("council", FIVE.point("red"))])


def test_a_colour_word_alone_never_decides() -> None:
    candidates = suggest("Green", None, FIVE)
    assert candidates[0].key == "green"
    assert set(candidates) == set(FIVE.points)


def test_the_meaning_comes_before_the_colour() -> None:
    candidates = suggest("Green", "Action completed and signed off", FIVE)
    assert [point.key for point in candidates[:2]] == ["blue", "green"]


def test_words_without_a_colour_find_their_meaning() -> None:
    assert suggest("Delayed", None, FIVE)[0].key == "red"


def test_a_blank_is_not_a_rating() -> None:
    assert suggest("  ", "complete", FIVE) == ()
