"""How pages say dates, numbers and shares."""

from datetime import date

import pytest

from goldenthread.pages import words


def test_a_date_is_said_in_full() -> None:
    assert words.say_date(date(2024, 5, 3)) == "3 May 2024"


def test_no_date_is_nothing() -> None:
    assert words.say_date(None) == words.say_date_with_day(None) == ""


def test_a_date_may_carry_its_day() -> None:
    assert words.say_date_with_day(date(2024, 5, 3)) == "Fri 3 May 2024"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(86, 94, "91% (86 of 94)"), (1, 8, "13% (1 of 8)"), (0, 94, "0% (0 of 94)"), (0, 0, "0 of 0")],
)
def test_a_share_is_never_a_bare_percentage(part: int, whole: int, said: str) -> None:
    assert words.say_share(part, whole) == said


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1 action"), (0, "0 actions"), (1204, "1,204 actions")]
)
def test_things_are_counted_in_words(number: int, said: str) -> None:
    assert words.counted(number, "action") == said


def test_an_odd_plural_is_given() -> None:
    assert words.counted(2, "priority", "priorities") == "2 priorities"
