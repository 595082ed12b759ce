"""A scale's point as the mark that pages show."""

from goldenthread.pages.marks import NOT_RATED, mark_of
from goldenthread.rules.ratings.known_scales import KNOWN_SCALES


def test_nobodys_rating_is_not_yet_rated() -> None:
    assert mark_of(None) == NOT_RATED
    assert NOT_RATED.label == "Not yet rated"


def test_a_half_rating_carries_both_shapes() -> None:
    scale = KNOWN_SCALES["half-points"]
    mark = mark_of(scale.point("amber-green"), scale)
    assert (mark.colour, mark.second_colour) == ("amber", "green")
    assert (mark.shape, mark.second_shape) == ("triangle", "filled_circle")


def test_every_point_of_every_known_scale_has_word_shape_and_colour() -> None:
    for scale in KNOWN_SCALES.values():
        for point in scale.points:
            mark = mark_of(point, scale)
            assert mark.label
            assert mark.shape
            assert mark.colour
