"""The rating words of a document and the scales they may stand on: what is asked, never guessed.

A word needs no answer only where it is, letter for letter (case and spaces aside), the label of a
point of the scale that the officer chose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldenthread.improvement_plan.queries.facts import ScaleFact
from goldenthread.intake.answers import NOT_A_RATING, Answers, Means, ScaleAnswer
from goldenthread.intake.understanding import UnderstoodPlan
from goldenthread.intake.understanding.plan import RatingRead, ScaleFound
from goldenthread.rules.ratings import (
    KNOWN_SCALES,
    Axis,
    Colour,
    CountsAs,
    Scale,
    ScalePoint,
    Shape,
    folded,
)


@dataclass(frozen=True)
class AskedWord:
    """A rating as the document has it, how often, and its colour where that is all there is."""

    word: str
    count: int
    colour: str = ""


@dataclass(frozen=True)
class ScaleChoice:
    """A scale that may be chosen. `labels` are (label, meaning); `scale` is None for a key of the
    document until somebody has said what each label means."""

    source: str
    name: str
    labels: tuple[tuple[str, str], ...]
    scale: Scale | None = None

    @property
    def own(self) -> bool:
        return self.scale is None


@dataclass(frozen=True)
class AskedScale:
    """One set of ratings: `axis` is the document's word where it rates in two ways, else ""."""

    axis: str
    words: tuple[AskedWord, ...]
    choices: tuple[ScaleChoice, ...]

    def choice(self, source: str) -> ScaleChoice | None:
        return next((one for one in self.choices if one.source == source), None)


def word_of(rating: RatingRead) -> str:
    """What is asked about: the key's label, the cell's words, or its colour as "#RRGGBB"."""
    return rating.label or rating.as_written or f"#{rating.colour}"


def every_rating(plan: UnderstoodPlan) -> Iterable[RatingRead]:
    """Each rating of the document once: those now, those of earlier columns, those of levels."""
    for action in plan.actions:
        yield from action.ratings
        yield from earlier(action.ratings, action.ratings_history)
    for section in plan.sections:
        if section.rating is not None:
            yield section.rating


def earlier(now: Sequence[RatingRead], history: Sequence[RatingRead]) -> list[RatingRead]:
    """The history without its last column where that is the rating now."""
    columns = {rating.column for rating in now}
    return [rating for rating in history if rating.column not in columns]


def asked_scales(
    plan: UnderstoodPlan, plan_scales: Sequence[ScaleFact] = ()
) -> tuple[AskedScale, ...]:
    """What to ask of each set of ratings; one set without words where the plan has no rating.

    `plan_scales`: of a newer version, the running plan's own scales, which are then the choice.
    """
    counts: dict[str, Counter[str]] = {}
    colours: dict[str, str] = {}
    for rating in every_rating(plan):
        counts.setdefault(rating.axis, Counter())[word_of(rating)] += 1
        colours.setdefault(word_of(rating), rating.colour)
    if not counts:
        counts[""] = Counter()
    return tuple(
        AskedScale(
            axis,
            tuple(
                AskedWord(word, count, colours.get(word, "") if word.startswith("#") else "")
                for word, count in words.most_common()
            ),
            _choices(plan, set(words), plan_scales),
        )
        for axis, words in counts.items()
    )


def _choices(
    plan: UnderstoodPlan, words: set[str], plan_scales: Sequence[ScaleFact]
) -> tuple[ScaleChoice, ...]:
    if plan_scales:
        return tuple(_known(f"plan:{fact.key}", fact.scale) for fact in plan_scales)
    found = [
        ScaleChoice(f"found:{at}", _name(scale), labels)
        for at, scale in enumerate(plan.scales)
        if (labels := _labels(scale, words))
    ]
    return (*found, *(_known(f"known:{key}", scale) for key, scale in KNOWN_SCALES.items()))


def _known(source: str, scale: Scale) -> ScaleChoice:
    labels = tuple((point.label, point.meaning) for point in scale.points)
    return ScaleChoice(source, scale.name, labels, scale)


def _name(scale: ScaleFound) -> str:
    words = {"key": "The plan’s own key", "summary": "The plan’s summary table"}
    return words.get(scale.source, "The words the plan uses")


def _labels(scale: ScaleFound, words: set[str]) -> tuple[tuple[str, str], ...]:
    """A scale needs two labels; of words in use, those of this set of ratings."""
    kept = [
        (label.label, label.meaning)
        for label in scale.labels
        if label.label and (scale.source != "in use" or label.label in words)
    ]
    return tuple(kept) if len({folded(label) for label, _ in kept}) == len(kept) > 1 else ()


_RANK = {means: rank for rank, means in enumerate(Means)}
_COUNTS = {
    Means.SIGNED_OFF: CountsAs.COMPLETE,
    Means.COMPLETE: CountsAs.COMPLETE,
    Means.ON_TRACK: CountsAs.ON_TRACK,
    Means.UNDER_WAY: CountsAs.UNDER_WAY,
}
# What a point looks like says nothing of what it means: the plan's own colour word is kept.
_LOOKS: dict[str, tuple[Colour, Shape]] = {
    "light green": (Colour.LIGHT_GREEN, Shape.HALF_CIRCLE),
    "blue": (Colour.BLUE, Shape.DOUBLE_TICK),
    "green": (Colour.GREEN, Shape.FILLED_CIRCLE),
    "amber": (Colour.AMBER, Shape.TRIANGLE),
    "yellow": (Colour.AMBER, Shape.TRIANGLE),
    "red": (Colour.RED, Shape.DIAMOND),
    "grey": (Colour.GREY, Shape.RING),
    "white": (Colour.NONE, Shape.RING),
}
_LOOKS_OF_MEANING = {
    Means.SIGNED_OFF: "blue",
    Means.COMPLETE: "blue",
    Means.ON_TRACK: "green",
    Means.UNDER_WAY: "amber",
    Means.OFF_TRACK: "red",
    Means.NOT_STARTED: "grey",
    Means.NO_JUDGEMENT: "white",
}


def chosen_scale(asked: AskedScale, answer: ScaleAnswer | None) -> Scale | None:
    """The scale as answered so far; None while it is not chosen or a label's meaning is open."""
    choice = asked.choice(answer.source) if answer else None
    if choice is None or answer is None:
        return None
    if choice.scale is not None:
        return choice.scale
    if not answer.axis or any(label not in answer.means for label, _ in choice.labels):
        return None
    return _own_scale(asked, choice, answer)


def _own_scale(asked: AskedScale, choice: ScaleChoice, answer: ScaleAnswer) -> Scale:
    """The document's key as a scale: its own words, ordered by what the officer said they mean."""
    given = list(choice.labels)
    if _RANK[Means(answer.means[given[0][0]])] > _RANK[Means(answer.means[given[-1][0]])]:
        given.reverse()  # written worst first: points that mean alike keep their place
    given.sort(key=lambda pair: _RANK[Means(answer.means[pair[0]])])
    keys = {folded(label): _key(label) for label, _ in given}
    points = tuple(
        _point(label, meaning, Means(answer.means[label]), at, keys, Axis(answer.axis))
        for at, (label, meaning) in enumerate(given)
    )
    name = f"{asked.axis}: {choice.name}" if asked.axis else choice.name
    return Scale(_key(asked.axis) or "own", name, 1, points)


def _point(
    label: str, meaning: str, means: Means, at: int, keys: dict[str, str], axis: Axis
) -> ScalePoint:
    words = folded(label)
    look = next((name for name in _LOOKS if name in words), _LOOKS_OF_MEANING[means])
    colour, shape = _LOOKS[look]
    halves = tuple(keys[part] for part in words.split("/") if part in keys and part != words)
    return ScalePoint(
        key=keys[words],
        label=label,
        meaning=meaning,
        order=at,
        colour=colour,
        shape=shape,
        axis=axis,
        counts_as=_COUNTS.get(means, CountsAs.NONE),
        halves=(halves[0], halves[1]) if len(halves) == 2 else None,
        needs_evidence=means in (Means.SIGNED_OFF, Means.COMPLETE),
        needs_cause=means is Means.OFF_TRACK,
        needs_sign_off=means is Means.SIGNED_OFF,
        not_started=means is Means.NOT_STARTED,
        no_judgement=means is Means.NO_JUDGEMENT,
    )


def _key(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")[:40]


def point_of(word: str, scale: Scale, answer: ScaleAnswer) -> ScalePoint | None:
    """The point a word stands for: its very label, or what was answered; None: not a rating."""
    if exact := scale.find(word):
        return exact
    key = answer.words.get(word, "")
    return scale.point(key) if key and key != NOT_A_RATING else None


def unanswered(asked: AskedScale, answer: ScaleAnswer | None) -> tuple[str, ...]:
    """The words that still need an answer; all of them while no scale is chosen."""
    scale = chosen_scale(asked, answer)
    if scale is None or answer is None:
        return tuple(one.word for one in asked.words)
    keys = {point.key for point in scale.points} | {NOT_A_RATING}
    return tuple(
        one.word
        for one in asked.words
        if scale.find(one.word) is None and answer.words.get(one.word) not in keys
    )


def undated(plan: UnderstoodPlan) -> int:
    """How many ratings have no date of their own."""
    return sum(1 for rating in every_rating(plan) if rating.date is None)


def ratings_are_answered(asked: Sequence[AskedScale], plan: UnderstoodPlan, given: Answers) -> bool:
    """Is there nothing left to ask about ratings?"""
    if undated(plan) and given.ratings_on is None:
        return False
    return all(
        chosen_scale(one, given.scales.get(one.axis)) is not None
        and not unanswered(one, given.scales.get(one.axis))
        for one in asked
    )
