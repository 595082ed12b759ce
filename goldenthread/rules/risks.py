"""Risks and issues: likelihood, impact, the score of the two, its band; when to look again.

Five by five, as English councils keep their registers: likelihood and impact from 1 to 5, the score
their product. The words and the bands are data, so that a page, a form and a paper say the same. An
issue is a risk that has happened: its likelihood is settled, and its impact alone still moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.rules.calendars.periods import plus_months
from goldenthread.rules.ratings.scales import Colour, Shape

LOWEST, HIGHEST = 1, 5
HAPPENED = HIGHEST  # the likelihood of what has happened


@dataclass(frozen=True)
class Level:
    """One of the five steps of likelihood or impact: its word, and what it means."""

    value: int
    word: str
    meaning: str


LIKELIHOODS = (
    Level(1, "Rare", "would surprise everybody"),
    Level(2, "Unlikely", "could happen, but probably will not"),
    Level(3, "Possible", "as likely as not"),
    Level(4, "Likely", "will probably happen"),
    Level(5, "Almost certain", "will happen unless something changes"),
)
IMPACTS = (
    Level(1, "Very small", "hardly anybody would notice"),
    Level(2, "Small", "a few weeks lost, or a few families affected"),
    Level(3, "Moderate", "a date missed, or many families affected"),
    Level(4, "Large", "an outcome for children is missed, or a duty comes near to being broken"),
    Level(5, "Severe", "children come to harm, a duty is broken, or the plan fails"),
)


@dataclass(frozen=True)
class Band:
    """Scores from `least` to `most`, and how they look: always word, shape and colour together."""

    key: str
    word: str
    least: int
    most: int
    colour: Colour
    shape: Shape
    means: str


BANDS = (
    Band("low", "Low", 1, 4, Colour.LIGHT_GREEN, Shape.HALF_CIRCLE, "watch it"),
    Band("medium", "Medium", 5, 9, Colour.GREY, Shape.RING, "its owner acts"),
    Band("high", "High", 10, 14, Colour.AMBER, Shape.TRIANGLE, "the workstream lead acts"),
    Band("very-high", "Very high", 15, 25, Colour.RED, Shape.DIAMOND, "the board should know"),
)


@dataclass(frozen=True)
class Score:
    """Likelihood times impact, 1 to 25."""

    likelihood: int
    impact: int

    def __post_init__(self) -> None:
        for part in (self.likelihood, self.impact):
            if not LOWEST <= part <= HIGHEST:
                raise ValueError(f"Likelihood and impact go from 1 to 5, not {part}.")

    @property
    def value(self) -> int:
        return self.likelihood * self.impact

    @property
    def band(self) -> Band:
        return band_of(self.value)


def band_of(value: int) -> Band:
    """The band of a score from 1 to 25."""
    return next(band for band in BANDS if band.least <= value <= band.most)


def of_issue(impact: int) -> Score:
    """An issue's score: it has happened, so only its impact counts."""
    return Score(HAPPENED, impact)


def likelihood_word(value: int) -> str:
    return LIKELIHOODS[value - 1].word


def impact_word(value: int) -> str:
    return IMPACTS[value - 1].word


def moved(before: Score, now: Score) -> str:
    """better, worse or same: a smaller score is better."""
    if before.value == now.value:
        return "same"
    return "better" if now.value < before.value else "worse"


class Rhythm(StrEnum):
    """How often a risk is looked at again."""

    MONTHLY = "monthly"
    TWO_MONTHLY = "two-monthly"
    QUARTERLY = "quarterly"
    ONCE = "once"


RHYTHMS: dict[Rhythm, tuple[str, int | None]] = {
    Rhythm.MONTHLY: ("Every month", 1),
    Rhythm.TWO_MONTHLY: ("Every two months", 2),
    Rhythm.QUARTERLY: ("Every three months", 3),
    Rhythm.ONCE: ("Only on the date given", None),
}


def next_review(reviewed_on: date, rhythm: Rhythm) -> date | None:
    """The day to look again after a review; None where the rhythm names no further one."""
    months = RHYTHMS[rhythm][1]
    return plus_months(reviewed_on, months) if months else None


def review_overdue(review_on: date | None, *, on: date, closed: bool) -> bool:
    """Past its review date and still open."""
    return review_on is not None and review_on < on and not closed


class ClosedHow(StrEnum):
    """How a risk or an issue ended."""

    MITIGATED = "mitigated"
    PASSED = "passed"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"
    MISTAKEN = "mistaken"
    HAPPENED = "happened"


CLOSED_HOW: dict[ClosedHow, str] = {
    ClosedHow.MITIGATED: "The mitigation worked",
    ClosedHow.PASSED: "It can no longer happen",
    ClosedHow.ACCEPTED: "Accepted: nothing more is done about it",
    ClosedHow.RESOLVED: "Resolved",
    ClosedHow.MISTAKEN: "Raised by mistake, or raised already",
    ClosedHow.HAPPENED: "It has happened, and is an issue now",
}
# What a person may choose; "it has happened" is a deed of its own.
CLOSES_A_RISK = (
    ClosedHow.MITIGATED,
    ClosedHow.PASSED,
    ClosedHow.ACCEPTED,
    ClosedHow.MISTAKEN,
)
CLOSES_AN_ISSUE = (ClosedHow.RESOLVED, ClosedHow.ACCEPTED, ClosedHow.MISTAKEN)
