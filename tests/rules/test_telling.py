"""Who works with a child is told in time, in words that can name nobody."""

from __future__ import annotations

import string
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.rules.telling import (
    MATTERS,
    WORDS,
    Matter,
    Practice,
    message,
    moments_of_a_review,
    moments_of_asking,
    moments_of_lateness,
    reached,
)

TODAY = date(2020, 1, 14)
EARLY = Practice(told_from=date(2019, 1, 1))
DAYS = st.dates(date(2019, 1, 1), date(2021, 12, 31))


def test_every_matter_has_words_and_every_sentence_belongs_to_one() -> None:
    assert set(MATTERS) == set(Matter) == {matter for matter, _ in WORDS}


def test_a_sentence_takes_days_and_nothing_else() -> None:
    """Nothing about a child is ever given to a sentence: so no message can say who they are."""
    taken = {
        name
        for pair in WORDS.values()
        for words in pair
        for _, name, _, _ in string.Formatter().parse(words)
        if name
    }
    assert taken == {"due", "left", "late"}


@given(st.sampled_from(sorted(WORDS)), DAYS, DAYS)
def test_every_message_is_whole_and_its_subject_short(
    which: tuple[Matter, object], due: date, on: date
) -> None:
    matter, step = which
    said = message(matter, step, due=due, on=on)  # type: ignore[arg-type]
    assert "{" not in said.subject + said.words
    assert len(said.subject) < 90
    assert said.words.endswith(".")


@pytest.mark.parametrize(
    ("on", "mark"),
    [
        (date(2020, 1, 6), None),
        (date(2020, 1, 7), "coming-12"),
        (date(2020, 2, 17), "coming-12"),
        (date(2020, 2, 18), "coming-6"),
        (date(2020, 3, 17), "coming-2"),
        (date(2020, 3, 31), "coming-2"),
    ],
)
def test_a_review_is_told_twelve_six_and_two_weeks_ahead(on: date, mark: str | None) -> None:
    moments = moments_of_a_review(date(2020, 3, 31), (12, 6, 2), transfer=False)
    found = reached(moments, EARLY, on=on)
    assert (found.mark if found else None) == mark


@pytest.mark.parametrize(
    ("on", "mark"),
    [
        (date(2020, 1, 13), None),
        (date(2020, 1, 14), "asked"),
        (date(2020, 2, 17), "asked"),
        (date(2020, 2, 18), "before"),
        (date(2020, 2, 25), "due"),
        (date(2020, 2, 26), "late"),
    ],
)
def test_whoever_is_asked_is_told_before_on_and_after_the_last_day(
    on: date, mark: str | None
) -> None:
    moments = moments_of_asking(TODAY, date(2020, 2, 25), EARLY)
    found = reached(moments, EARLY, on=on)
    assert (found.mark if found else None) == mark


def test_who_answers_for_a_service_is_told_after_so_many_days() -> None:
    moments = moments_of_lateness(date(2020, 2, 25), EARLY)
    assert reached(moments, EARLY, on=date(2020, 2, 29)) is None
    assert reached(moments, EARLY, on=date(2020, 3, 1)) == moments[0]


def test_an_area_that_has_not_begun_tells_nothing() -> None:
    moments = moments_of_asking(TODAY, TODAY + timedelta(days=42), Practice())
    assert reached(moments, Practice(), on=TODAY) is None


@given(asked=DAYS, on=DAYS, told_from=DAYS)
def test_what_came_before_the_area_began_is_not_told(
    asked: date, on: date, told_from: date
) -> None:
    practice = Practice(told_from=told_from)
    moments = moments_of_asking(asked, asked + timedelta(days=42), practice)
    found = reached(moments, practice, on=on)
    assert found is None or told_from <= found.on <= on


@given(asked=DAYS, days=st.integers(0, 120), weeks=st.sets(st.integers(1, 52), min_size=1))
def test_days_without_a_run_lose_the_steps_between_and_never_the_last(
    asked: date, days: int, weeks: set[int]
) -> None:
    due = asked + timedelta(days=42)
    for moments in (
        moments_of_asking(asked, due, EARLY),
        moments_of_a_review(due, sorted(weeks), transfer=False),
    ):
        on = asked + timedelta(days=days)
        come = sorted((one.on, one.mark) for one in moments if one.on <= on)
        found = reached(moments, Practice(told_from=date.min), on=on)
        assert (found.on if found else None) == (come[-1][0] if come else None)
