"""Panels: what is asked of one, what it may say, and which days of the law wait for it.

A panel advises; the authority decides. What a panel says meets no duty: the notice to the family
does, which is recorded as what happened in the case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from goldenthread.rules.proceedings import Deadline, What


class PanelAsk(StrEnum):
    """What is asked of a panel about one child."""

    ASSESS = "assess"
    ISSUE = "issue"
    PLACEMENT = "placement"
    TOP_UP = "top-up"
    REVIEW = "review"
    TRIBUNAL = "tribunal"


ASK_WORDS: dict[PanelAsk, str] = {
    PanelAsk.ASSESS: "Should there be an EHC needs assessment?",
    PanelAsk.ISSUE: "Should a plan be issued?",
    PanelAsk.PLACEMENT: "Which placement?",
    PanelAsk.TOP_UP: "How much top-up funding?",
    PanelAsk.REVIEW: "Keep, amend or cease the plan after a review?",
    PanelAsk.TRIBUNAL: "How does the authority answer the Tribunal?",
}


class PanelSaid(StrEnum):
    AGREED = "agreed"
    NOT_AGREED = "not-agreed"
    DEFERRED = "deferred"


SAID_WORDS: dict[PanelSaid, str] = {
    PanelSaid.AGREED: "Agreed",
    PanelSaid.NOT_AGREED: "Not agreed",
    PanelSaid.DEFERRED: "Deferred: more is needed",
}


@dataclass(frozen=True)
class Said:
    """What a panel said of an item. `needed` and `needed_by` are of one deferred."""

    said: PanelSaid
    reasons: str
    conditions: str = ""
    needed: str = ""
    needed_by: date | None = None


# The limits of the law that a decision asked for must keep, while they run.
WAITS_FOR_IT: dict[PanelAsk, tuple[str, ...]] = {
    PanelAsk.ASSESS: ("D01", "D27", "D54"),
    PanelAsk.ISSUE: ("D03", "D04", "D07", "D54"),
    PanelAsk.PLACEMENT: ("D07", "D17", "D20", "D21", "D22", "D29", "D30"),
    PanelAsk.TOP_UP: (),
    PanelAsk.REVIEW: ("D14", "D15"),
    PanelAsk.TRIBUNAL: ("D41", *(f"D{number}" for number in range(42, 53))),
}

# The events that tell the family what the authority decided, by what was asked and said.
NOTICES: dict[tuple[PanelAsk, PanelSaid], tuple[What, ...]] = {
    (PanelAsk.ASSESS, PanelSaid.AGREED): (What.ASSESSMENT_AGREED, What.REASSESSMENT_AGREED),
    (PanelAsk.ASSESS, PanelSaid.NOT_AGREED): (
        What.ASSESSMENT_REFUSED,
        What.REASSESSMENT_REFUSED,
    ),
    (PanelAsk.ISSUE, PanelSaid.AGREED): (What.DRAFT_SENT, What.PLAN_MADE),
    (PanelAsk.ISSUE, PanelSaid.NOT_AGREED): (What.PLAN_REFUSED,),
    (PanelAsk.REVIEW, PanelSaid.AGREED): (
        What.REVIEW_AMENDS,
        What.REVIEW_KEEPS,
        What.REVIEW_CEASES,
    ),
    (PanelAsk.REVIEW, PanelSaid.NOT_AGREED): (
        What.REVIEW_KEEPS,
        What.REVIEW_AMENDS,
        What.REVIEW_CEASES,
    ),
}


def notices_of(asks: PanelAsk, said: PanelSaid) -> tuple[What, ...]:
    """What tells the family, the likeliest first; () where no event of the law does."""
    return NOTICES.get((asks, said), ())


def last_day(asks: PanelAsk, deadlines: Iterable[Deadline]) -> Deadline | None:
    """The first last day of the law that waits for the decision; None where none runs."""
    waiting = [
        one
        for one in deadlines
        if one.open and one.duty in WAITS_FOR_IT[asks] and one.due_on is not None
    ]
    return min(waiting, key=lambda one: (one.due_on or date.max, one.duty), default=None)


def misses_the_law(due: date | None, held_on: date) -> bool:
    """Whether the law's last day comes before the day of the meeting."""
    return due is not None and due < held_on
