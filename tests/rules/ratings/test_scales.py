"""Scales as data: what makes one usable, and the scales known from published plans."""

import json

import pytest

from goldenthread.rules.ratings import (
    KNOWN_SCALES,
    NOT_YET_RATED,
    SCALE_PAIRS,
    WORDS,
    Axis,
    Colour,
    CountsAs,
    Scale,
    ScalePoint,
    Shape,
)

ALL = pytest.mark.parametrize("scale", KNOWN_SCALES.values(), ids=KNOWN_SCALES.keys())


def _point(key: str, order: int, **more: object) -> ScalePoint:
    data = {
        "key": key,
        "label": key.title(),
        "meaning": "Words",
        "order": order,
        "colour": "none",
        "shape": "ring",
        "axis": "delivery",
        "counts_as": "none",
    }
    return ScalePoint.from_data(data | more)


@ALL
def test_a_scale_survives_being_stored(scale: Scale) -> None:
    assert Scale.from_data(json.loads(json.dumps(scale.as_data()))) == scale


@ALL
def test_no_known_scale_rates_the_unrated(scale: Scale) -> None:
    assert scale.find(NOT_YET_RATED) is None
    assert all(point.shape is not Shape.DASHED for point in scale.points)


@ALL
def test_every_point_says_what_it_means(scale: Scale) -> None:
    assert all(len(point.meaning) > 3 for point in scale.points)
    assert len({point.meaning for point in scale.points}) == len(scale.points)


@ALL
def test_points_of_one_scale_differ_in_more_than_colour(scale: Scale) -> None:
    drawn = [(point.shape, point.halves) for point in scale.points]
    assert len(set(drawn)) == len(drawn)


@ALL
def test_a_late_point_wants_a_cause_and_a_finished_one_evidence(scale: Scale) -> None:
    for point in scale.points:
        assert point.needs_cause == (
            point.counts_as is CountsAs.NONE and not point.not_started and not point.no_judgement
        )
        assert point.needs_evidence == (point.counts_as is CountsAs.COMPLETE)


def test_blue_is_complete_and_signed_off_by_two_people() -> None:
    blue = KNOWN_SCALES["five-point"].point("blue")
    assert (blue.needs_sign_off, blue.counts_as) == (True, CountsAs.COMPLETE)
    assert (blue.colour, blue.shape) == (Colour.BLUE, Shape.DOUBLE_TICK)


def test_green_does_not_mean_the_same_on_every_scale() -> None:
    five = KNOWN_SCALES["five-point"].point("green")
    four = KNOWN_SCALES["four-point-embedded"].point("green")
    assert (five.counts_as, four.counts_as) == (CountsAs.ON_TRACK, CountsAs.COMPLETE)


def test_half_ratings_are_points_of_their_own_between_two_others() -> None:
    scale = KNOWN_SCALES["half-points"]
    half = scale.point("amber-green")
    assert half.halves == ("amber", "green")
    assert scale.point("green").order < half.order < scale.point("amber").order
    assert half.axis is Axis.EXTERNAL


def test_plans_that_rate_twice_have_two_scales_on_two_axes() -> None:
    schedule, quality = SCALE_PAIRS["schedule-and-quality"]
    assert schedule.points[0].axis is Axis.SCHEDULE
    assert quality.points[0].axis is Axis.IMPACT
    assert [p.label for p in schedule.points] == [p.label for p in quality.points]


def test_every_axis_has_its_words() -> None:
    assert set(WORDS) == set(Axis)


@pytest.mark.parametrize("label", ["Amber/Green", "amber / green", " AMBER /GREEN "])
def test_a_label_is_found_whatever_its_case_and_spaces(label: str) -> None:
    found = KNOWN_SCALES["half-points"].find(label)
    assert found is not None
    assert found.key == "amber-green"


@pytest.mark.parametrize("label", ["", "Greenish", "Green/Amber", "Amb"])
def test_only_the_exact_words_find_a_point(label: str) -> None:
    assert KNOWN_SCALES["half-points"].find(label) is None


def test_an_unknown_point_is_an_error() -> None:
    with pytest.raises(KeyError, match="purple"):
        KNOWN_SCALES["five-point"].point("purple")


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ((), "no points"),
        ((_point("a", 0), _point("a", 1, label="B")), "same key"),
        ((_point("a", 0), _point("b", 1, label=" A ")), "same label"),
        ((_point("a", 1), _point("b", 0)), "not in order"),
        ((_point("a", 0), _point("b", 1, halves=["a", "c"])), "not on its scale"),
        ((_point("a", 0), _point("b", 1, halves=["a", "b"])), "not on its scale"),
    ],
)
def test_a_scale_that_cannot_be_used_is_refused(points: tuple[ScalePoint, ...], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Scale("broken", "Broken", 1, points)
