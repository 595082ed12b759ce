"""Scores, bands, rhythms of review, and who waits for whom."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from goldenthread.rules import waiting
from goldenthread.rules.risks import (
    BANDS,
    CLOSED_HOW,
    CLOSES_A_RISK,
    CLOSES_AN_ISSUE,
    IMPACTS,
    LIKELIHOODS,
    RHYTHMS,
    ClosedHow,
    Rhythm,
    Score,
    band_of,
    moved,
    next_review,
    of_issue,
    review_overdue,
)

CASES = Path(__file__).resolve().parents[1] / "cases" / "risk_scores.csv"


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case['likelihood']}x{case['impact']}")
def test_a_score_is_likelihood_times_impact_and_lies_in_its_band(case: dict[str, str]) -> None:
    score = Score(int(case["likelihood"]), int(case["impact"]))
    assert (str(score.value), score.band.word) == (case["score"], case["band"])


def test_every_score_lies_in_exactly_one_band() -> None:
    for value in range(1, 26):
        assert sum(band.least <= value <= band.most for band in BANDS) == 1
        assert band_of(value).least <= value


def test_bands_differ_in_word_colour_and_shape() -> None:
    for part in ("word", "colour", "shape"):
        assert len({getattr(band, part) for band in BANDS}) == len(BANDS)
    assert [level.value for level in LIKELIHOODS] == [level.value for level in IMPACTS]


@pytest.mark.parametrize(("likelihood", "impact"), [(0, 3), (6, 1), (3, -1)])
def test_a_score_off_the_scale_is_none(likelihood: int, impact: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 5"):
        Score(likelihood, impact)


def test_an_issue_is_scored_by_its_impact_alone() -> None:
    assert [of_issue(impact).value for impact in (1, 3, 5)] == [5, 15, 25]


def test_a_smaller_score_is_better() -> None:
    assert moved(Score(4, 4), Score(2, 4)) == "better"
    assert moved(Score(2, 4), Score(4, 4)) == "worse"
    assert moved(Score(2, 4), Score(4, 2)) == "same"


@pytest.mark.parametrize(
    ("rhythm", "due"),
    [
        (Rhythm.MONTHLY, date(2020, 2, 29)),
        (Rhythm.TWO_MONTHLY, date(2020, 3, 31)),
        (Rhythm.QUARTERLY, date(2020, 4, 30)),
        (Rhythm.ONCE, None),
    ],
)
def test_a_review_of_31_january_is_due_again_on_a_day_that_exists(
    rhythm: Rhythm, due: date | None
) -> None:
    assert next_review(date(2020, 1, 31), rhythm) == due
    assert rhythm in RHYTHMS


def test_a_review_is_overdue_the_day_after_while_it_is_open() -> None:
    day = date(2020, 1, 14)
    assert not review_overdue(day, on=day, closed=False)
    assert review_overdue(day, on=date(2020, 1, 15), closed=False)
    assert not review_overdue(day, on=date(2020, 1, 15), closed=True)
    assert not review_overdue(None, on=day, closed=False)


def test_every_way_of_closing_has_words_and_is_open_to_somebody() -> None:
    assert set(CLOSED_HOW) == set(ClosedHow)
    assert {*CLOSES_A_RISK, *CLOSES_AN_ISSUE, ClosedHow.HAPPENED} == set(ClosedHow)


WAITS = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["e"]}


def test_a_circle_is_named_from_where_it_begins() -> None:
    assert waiting.circle(WAITS, "e", "a") == ("e", "a", "b", "d", "e")
    assert waiting.circle(WAITS, "a", "e") == ()
    assert waiting.circle({}, "a", "b") == ()
    assert waiting.circle({}, "a", "a") == ("a", "a")


def test_a_chain_is_said_in_words() -> None:
    assert waiting.in_words(["1.1", "1.2"]) == "1.1 waits for 1.2"
    assert waiting.in_words(["1.1", "1.2", "2.3"]) == "1.1 waits for 1.2, which waits for 2.3"


def test_what_is_late_is_found_along_the_chain_the_nearest_first() -> None:
    assert waiting.late_along(WAITS, "a", {"e", "c"}) == (("a", "c"), ("a", "b", "d", "e"))
    assert waiting.late_along(WAITS, "e", {"a"}) == ()


def test_a_circle_that_stands_already_ends_the_search() -> None:
    around = {"a": ["b"], "b": ["a"]}
    assert waiting.late_along(around, "a", {"a", "b"}) == (("a", "b"),)
    assert waiting.way(around, "a", "z") == ()
