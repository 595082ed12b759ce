"""Target sentences: value, unit, baseline, trajectory, comparator; else the words."""

from __future__ import annotations

from datetime import date

import pytest

from goldenthread.intake.understanding.targets import read_target


def points(text: str) -> list[tuple[str, str, str, date | None]]:
    return [(one.value, one.unit, one.when, one.by) for one in read_target(text).points]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("75% of plans good in the first year, 100% in year two",
         [("75", "%", "the first year", None), ("100", "%", "year two", None)]),
        ("from 45% to 60% by July 2020", [("60", "%", "July 2020", date(2020, 7, 31))]),
        ("from 45% (May 2019) to 60% by July 2020 and 90% by July 2021",
         [("60", "%", "July 2020", date(2020, 7, 31)),
          ("90", "%", "July 2021", date(2021, 7, 31))]),
        ("Reduce waits from 30 weeks to 18 weeks by March 2025",
         [("18", "weeks", "March 2025", date(2025, 3, 31))]),
        ("an increase of 5 percentage points", [("5", "percentage points", "", None)]),
        ("Plans are written in a kind voice", []),
        ("Plans finished within 20 weeks", []),
    ],
)  # fmt: skip
def test_the_trajectory(text: str, expected: list[tuple[str, str, str, date | None]]) -> None:
    assert points(text) == expected
    assert read_target(text).as_written == text


@pytest.mark.parametrize(
    ("text", "baseline", "when"),
    [
        ("from 45% to 60% by July 2020", "45%", ""),
        ("95% by September 2024 (baseline 62% in May 2023)", "62%", "May 2023"),
        ("More plans in 20 weeks from the 2018 baseline", "", "2018"),
        ("More plans meet the standard (baseline date January 2020)", "", "January 2020"),
        ("Reduce waits from 30 weeks to 18 weeks", "30 weeks", ""),
    ],
)
def test_the_baseline(text: str, baseline: str, when: str) -> None:
    target = read_target(text)
    assert (target.baseline, target.baseline_date) == (baseline, when)


def test_a_comparator_is_kept_and_points_or_per_cent_is_left_open() -> None:
    target = read_target("Plans in 20 weeks: 1% greater than the national average")
    assert (target.relation, target.comparator) == ("greater than", "national average")
    assert "not said" in target.doubt
    assert points(target.as_written) == [("1", "%", "", None)]
