"""What an officer answers about an understood plan before it is imported: typed, kept as JSON.

What overrules the reading itself (columns, rows, dates) is `understanding.Corrections`; these are
the questions that only a person can answer: what a rating means, who a lead is, which forums are
one. Nothing here is guessed from a colour or a likeness.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from goldenthread.intake.understanding.as_json import from_data, to_data

LEFT_OUT = "-"  # the answer that a finding is not to come in
NOT_A_RATING = "-"  # the answer that a word in a rating column is no rating


class Means(StrEnum):
    """What a point of the plan's own key says, in the words of the three shares."""

    SIGNED_OFF = "signed_off"
    COMPLETE = "complete"
    ON_TRACK = "on_track"
    UNDER_WAY = "under_way"
    OFF_TRACK = "off_track"
    NOT_STARTED = "not_started"
    NO_JUDGEMENT = "no_judgement"


MEANS_WORDS: dict[Means, str] = {
    Means.SIGNED_OFF: "Complete and signed off",
    Means.COMPLETE: "Complete",
    Means.ON_TRACK: "On track, not yet complete",
    Means.UNDER_WAY: "Under way, not certain",
    Means.OFF_TRACK: "Late, at risk or not started in time",
    Means.NOT_STARTED: "Not yet due to start",
    Means.NO_JUDGEMENT: "Nobody can judge yet",
}


@dataclass(frozen=True)
class ScaleAnswer:
    """The scale of one set of ratings.

    source: "found:0" (the document's own key, by its place), "known:five-point" or
    "plan:five-point" (a scale the running plan has). axis: the question it answers. means: for a
    key of the document, {label: what it says}. words: {word in the document: key of the point, or
    NOT_A_RATING}; words that are a point's very label need no answer.
    """

    source: str
    axis: str = ""
    means: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LeadAnswer:
    """Who a lead is. kind: "post", "team", "person" or "as_written"."""

    kind: str
    post: str = ""
    person: str = ""
    email: str = ""


@dataclass(frozen=True)
class Answers:
    """Everything answered about one import.

    scales: by the axis heading of the document ("" where the plan rates in one way). leads: by
    the name as written. forums: {name as written: the name it is kept under}. ratings_on: the day
    of ratings that have none of their own. findings: {id of a finding: the key of the part that
    answers it, "" for none, LEFT_OUT}; those not named are kept as read. take: of
    a newer version, the differences to take over. seen: steps whose page was saved.
    """

    kind_name: str = ""
    ratings_on: date | None = None
    scales: dict[str, ScaleAnswer] = field(default_factory=dict)
    leads: dict[str, LeadAnswer] = field(default_factory=dict)
    forums: dict[str, str] = field(default_factory=dict)
    findings: dict[str, str] = field(default_factory=dict)
    take: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As plain JSON values; `from_data` gives the same answers back."""
        data = to_data(self)
        assert isinstance(data, dict)
        return data

    @staticmethod
    def from_data(data: dict[str, Any]) -> Answers:
        """The answers that `as_data` gave; an empty object is no answers yet."""
        return from_data(Answers, data)
