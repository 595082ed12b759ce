"""Geometry of charts: true to the numbers, from zero."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from goldenthread.pages import charts
from goldenthread.pages.gallery import AMBER, BLUE, RED
from goldenthread.pages.marks import Measured, PeriodCounts, RatingCount

NUMBERS = st.lists(st.integers(0, 500), min_size=1, max_size=9)


def counts(*numbers: int) -> tuple[RatingCount, ...]:
    return tuple(RatingCount(BLUE, number) for number in numbers)


def test_a_stacked_bar_leaves_out_what_nobody_has() -> None:
    parts = charts.segments((RatingCount(BLUE, 3), RatingCount(RED, 0), RatingCount(AMBER, 1)))
    assert [part.count.label for part in parts] == ["Blue", "Amber"]


def test_an_empty_bar_has_no_parts() -> None:
    assert charts.segments(counts(0, 0)) == ()


def test_parts_of_a_bar_stand_where_the_numbers_say() -> None:
    first, second = charts.segments(counts(3, 1))
    assert (first.x, second.x) == (0, 75)
    assert second.x + second.width == 100


@given(NUMBERS)
@example([80, 500, 500, 1, 1])  # slivers at the end
def test_a_bar_never_passes_its_end_and_its_parts_never_overlap(numbers: list[int]) -> None:
    parts = charts.segments(counts(*numbers))
    assert all(part.x + part.width <= 100.01 for part in parts)
    for before, after in pairwise(parts):
        assert before.x + before.width <= after.x + 0.21


def test_a_narrow_part_has_no_number_to_burst_it() -> None:
    wide, narrow = charts.segments(counts(97, 3))
    assert (wide.numbered, wide.shaped) == (True, True)
    assert (narrow.numbered, narrow.shaped) == (False, False)


def test_the_tallest_column_fills_the_height_and_others_are_in_proportion() -> None:
    periods = (PeriodCounts("A", counts(10, 10)), PeriodCounts("B", counts(5, 5)))
    tall, short = charts.columns(periods, height=200)
    assert (tall.total, tall.top) == (20, 0)
    assert (short.total, short.top) == (10, 100)


def test_the_first_rating_of_a_scale_lies_lowest() -> None:
    (bar,) = charts.columns((PeriodCounts("A", counts(1, 3)),), height=100)
    assert [block.y for block in bar.blocks] == [75, 0]


def test_no_periods_give_no_columns() -> None:
    assert charts.columns(()) == ()


def test_of_many_columns_the_last_is_named_and_a_few_before_it() -> None:
    periods = tuple(PeriodCounts(str(at), counts(1)) for at in range(24))
    named = [bar.label for bar in charts.columns(periods) if bar.labelled]
    assert named == ["3", "7", "11", "15", "19", "23"]


def test_a_line_is_not_drawn_over_a_missing_moment() -> None:
    drawn = charts.line((Measured("a", 1), Measured("b", None), Measured("c", 2)))
    assert [point.label for point in drawn.points] == ["a", "c"]
    assert drawn.steps == ()


def test_a_line_starts_from_zero() -> None:
    drawn = charts.line((Measured("a", 0), Measured("b", 50)), height=100, top=100)
    assert [point.y for point in drawn.points] == [100, 50]


def test_a_line_of_nothing_is_nothing() -> None:
    assert charts.line(()).points == ()


def test_a_target_stands_at_its_own_height() -> None:
    assert charts.level(90, top=100, height=150) == 15
