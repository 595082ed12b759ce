"""What a document dates after the day it is imported on: asked while it can still be mended.

The reading of a document knows no day; these questions are those that depend on one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from goldenthread.intake.answers import Answers
from goldenthread.intake.queries.ratings_asked import (
    AskedScale,
    chosen_scale,
    every_rating,
    point_of,
    word_of,
)
from goldenthread.intake.understanding import ProblemKind, UnderstoodPlan
from goldenthread.intake.understanding.kpis import figure
from goldenthread.intake.understanding.plan import Action, Problem, RatingRead, Reading
from goldenthread.pages.words import counted
from goldenthread.rules.ratings import CountsAs


def is_after(day: date | None, on: date) -> bool:
    """Is it in a month after this one? A column headed with this month is as at today."""
    return day is not None and day > on and (day.year, day.month) != (on.year, on.month)


def is_ongoing(action: Action) -> bool:
    """Does it say that it has no end? That is no missing date."""
    return any(due.precision == "ongoing" for due in action.dues)


def completed_day(action: Action, on: date) -> date | None:
    """The date completed where it is a single day that has come."""
    read = action.completed_on
    if read is None or read.precision != "day" or read.date is None or read.date > on:
        return None
    return read.date


def rated_open(action: Action, asked: Sequence[AskedScale], answers: Answers) -> bool:
    """Does its rating now say that it is not complete, whatever its date completed says?"""
    if action.rating is None:
        return False
    answer = answers.scales.get(action.rating.axis)
    one = next((one for one in asked if one.axis == action.rating.axis), None)
    scale = chosen_scale(one, answer) if one else None
    point = point_of(word_of(action.rating), scale, answer) if scale and answer else None
    return point is not None and point.counts_as is not CountsAs.COMPLETE


def figure_day(reading: Reading, on: date) -> date | None:
    """The day a figure reached stands for; None where it has none that has come."""
    if reading.date is None or figure(reading.actual) is None or is_after(reading.date, on):
        return None
    return min(reading.date, on)


def ratings_after(plan: UnderstoodPlan, on: date) -> Counter[str]:
    """How many ratings each column has that is dated in a month after today."""
    return Counter(rating.column for rating in every_rating(plan) if _late(rating, on))


def _late(rating: RatingRead, on: date) -> bool:
    return is_after(rating.date, on)


def problems_on(plan: UnderstoodPlan, on: date) -> tuple[Problem, ...]:
    """Every problem of the plan, with those that only a day can tell."""
    ratings = [
        Problem(
            None,
            ProblemKind.AFTER_TODAY,
            f"The column “{column}” has {counted(number, 'rating')} dated after today. Say on "
            "“What we found” what that column holds, or leave it out: nobody can have rated yet.",
        )
        for column, number in ratings_after(plan, on).items()
    ]
    late = Counter(
        reading.column
        for kpi in plan.kpis
        for reading in kpi.readings
        if figure(reading.actual) is not None and is_after(reading.date, on)
    )
    figures = [
        Problem(
            None,
            ProblemKind.AFTER_TODAY,
            f"The column “{column}” has {counted(number, 'figure')} dated after today, which will "
            "not be taken as reached. Say on “What we found” what that column holds.",
        )
        for column, number in late.items()
    ]
    done = [
        Problem(
            action.rows[0],
            ProblemKind.AFTER_TODAY,
            f"The date completed, “{action.completed_on.as_written}”, is after today. The words "
            "are kept, the action is not completed.",
        )
        for action in plan.actions
        if action.completed_on
        and action.completed_on.precision == "day"
        and action.completed_on.date
        and action.completed_on.date > on
    ]
    return (*plan.problems, *ratings, *figures, *done)
