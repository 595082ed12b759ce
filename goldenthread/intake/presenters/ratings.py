"""The page “Ratings”: scales to choose from, labels to be given a meaning, words to be placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.intake.answers import MEANS_WORDS, NOT_A_RATING, ScaleAnswer
from goldenthread.intake.forms.posted import Typed
from goldenthread.intake.forms.ratings import RatingsDateForm
from goldenthread.intake.queries import (
    AskedScale,
    ImportDetail,
    ScaleChoice,
    chosen_scale,
    undated,
)
from goldenthread.intake.queries.leads_asked import same
from goldenthread.intake.understanding import ProblemKind
from goldenthread.intake.understanding.plan import StatedCount
from goldenthread.pages.marks import RatingMark, mark_of
from goldenthread.pages.words import counted
from goldenthread.rules.ratings import WORDS, Scale, suggest

AXIS_HINTS = {
    "delivery": "Is it not started, under way or complete?",
    "schedule": "Will it meet its date?",
    "impact": "Is the improvement embedded, and shown by evidence?",
    "external": "What do those who visit or families say?",
}


@dataclass(frozen=True)
class ChoiceLine:
    field: str
    id: str
    value: str
    name: str
    labels: tuple[tuple[str, str], ...]
    marks: tuple[RatingMark, ...]
    checked: bool
    fits: str


@dataclass(frozen=True)
class Question:
    """A label or word with the select that answers it. `colour` is RRGGBB where that is all."""

    field: str
    label: str
    meaning: str
    count: str
    colour: str
    value: str
    choices: tuple[tuple[str, str], ...]
    hint: str
    settled: RatingMark | None = None


@dataclass(frozen=True)
class ScaleBlock:
    heading: str
    said: str
    number: int
    first_choices: tuple[ChoiceLine, ...]
    more_choices: tuple[ChoiceLine, ...]
    chosen: str
    means: tuple[Question, ...]
    axes: tuple[dict[str, Any], ...]
    words: tuple[Question, ...]


def ratings_page(detail: ImportDetail, asked: Sequence[AskedScale], typed: Typed) -> dict[str, Any]:
    without_date = undated(detail.plan)
    on = detail.answers.ratings_on
    return {
        "blocks": [_block(at, one, detail, typed) for at, one in enumerate(asked)],
        "stated": stated_tables(detail),
        "no_ratings": not any(one.words for one in asked),
        "conflicts": [
            one.text for one in detail.plan.problems if one.kind is ProblemKind.SCALES_CONFLICT
        ],
        "undated": counted(without_date, "rating") if without_date else "",
        "date_form": RatingsDateForm(typed.data)
        if typed.data is not None and "ratings_on_day" in typed.data
        else RatingsDateForm(initial={"ratings_on": on} if on else None),
    }


@dataclass(frozen=True)
class StatedLine:
    label: str
    stated: int
    counted: int
    differs: bool


@dataclass(frozen=True)
class StatedTable:
    """A column of the document's own summary beside what its rows give."""

    title: str
    said: str
    lines: tuple[StatedLine, ...]


def stated_tables(detail: ImportDetail) -> list[StatedTable]:
    tables: dict[tuple[int, str], list[StatedCount]] = {}
    for one in detail.plan.stated:
        tables.setdefault((one.table, one.column), []).append(one)
    return [_stated(table, column, lines) for (table, column), lines in tables.items()]


def _stated(table: int, column: str, lines: Sequence[StatedCount]) -> StatedTable:
    apart = sum(1 for one in lines if one.stated != one.counted)
    name = f"Table {table + 1}, “{column}”" if column else f"Table {table + 1}"
    return StatedTable(
        name,
        f"{counted(apart, 'number')} {'differs' if apart == 1 else 'differ'}. Neither side was "
        "changed: the plan counts its own rows."
        if apart
        else "The rows give the very numbers that the document states.",
        tuple(
            StatedLine(one.label, one.stated, one.counted, one.stated != one.counted)
            for one in lines
        ),
    )


def _block(at: int, asked: AskedScale, detail: ImportDetail, typed: Typed) -> ScaleBlock:
    answer = detail.answers.scales.get(asked.axis)
    chosen = asked.choice(answer.source) if answer else None
    # A newer version of a plan that is rated on one scale leaves nothing to choose.
    only = asked.choices[0].source if len(asked.choices) == 1 else ""
    picked = typed.get(f"scale-{at}", answer.source if answer else only)
    lines = tuple(_choice(at, to, choice, asked, picked) for to, choice in enumerate(asked.choices))
    own = tuple(
        line
        for line, choice in zip(lines, asked.choices, strict=True)
        if choice.own or line.fits or line.checked or not choice.source.startswith("known:")
    )
    own = own or lines[:3]
    words = ", ".join(f"“{one.word}” ({one.count})" for one in asked.words[:10])
    return ScaleBlock(
        heading=f"Ratings of “{asked.axis}”" if asked.axis else "The plan’s ratings",
        said=f"The document uses {words}." if words else "",
        number=at,
        first_choices=own,
        more_choices=tuple(line for line in lines if line not in own),
        chosen=chosen.name if chosen else "",
        means=_means(at, chosen, answer, typed),
        axes=_axes(at, chosen, answer, typed),
        words=_words(at, asked, chosen, answer, typed),
    )


def _choice(at: int, to: int, choice: ScaleChoice, asked: AskedScale, picked: str) -> ChoiceLine:
    labels = {same(label) for label, _ in choice.labels}
    fitting = sum(1 for one in asked.words if same(one.word) in labels)
    fits = ""
    if asked.words and fitting == len(asked.words):
        fits = "Has every word of the document"
    return ChoiceLine(
        field=f"scale-{at}",
        id=f"scale-{at}-{to}",
        value=choice.source,
        name=choice.name,
        labels=choice.labels,
        marks=tuple(mark_of(point, choice.scale) for point in choice.scale.points)
        if choice.scale
        else (),
        checked=picked == choice.source,
        fits=fits,
    )


def _means(
    at: int, chosen: ScaleChoice | None, answer: ScaleAnswer | None, typed: Typed
) -> tuple[Question, ...]:
    if chosen is None or answer is None or not chosen.own:
        return ()
    return tuple(
        Question(
            field=f"means-{at}-{to}",
            label=label,
            meaning=meaning,
            count="",
            colour="",
            value=typed.get(f"means-{at}-{to}", answer.means.get(label, "")),
            choices=tuple((means.value, words) for means, words in MEANS_WORDS.items()),
            hint="",
        )
        for to, (label, meaning) in enumerate(chosen.labels)
    )


def _axes(
    at: int, chosen: ScaleChoice | None, answer: ScaleAnswer | None, typed: Typed
) -> tuple[dict[str, Any], ...]:
    if chosen is None or answer is None or not chosen.own:
        return ()
    picked = typed.get(f"axis-{at}", answer.axis)
    return tuple(
        {
            "field": f"axis-{at}",
            "id": f"axis-{at}-{to}",
            "value": axis.value,
            "text": words[:1].upper() + words[1:],
            "hint": AXIS_HINTS[axis.value],
            "checked": picked == axis.value,
        }
        for to, (axis, words) in enumerate(WORDS.items())
    )


def _words(
    at: int,
    asked: AskedScale,
    chosen: ScaleChoice | None,
    answer: ScaleAnswer | None,
    typed: Typed,
) -> tuple[Question, ...]:
    """Every word of the document: settled where it is a label by its very words, else asked."""
    scale = chosen_scale(asked, answer)
    if chosen is None or answer is None or scale is None:
        return ()
    return tuple(
        _word(f"word-{at}-{to}", one.word, one.count, one.colour, scale, answer, typed)
        for to, one in enumerate(asked.words)
    )


def _word(
    field: str, word: str, count: int, colour: str, scale: Scale, answer: ScaleAnswer, typed: Typed
) -> Question:
    exact = scale.find(word)
    likely = suggest(word, None, scale)[:2] if not colour else ()
    return Question(
        field=field,
        label="A colour without a word" if colour else word,
        meaning="",
        count=counted(count, "rating"),
        colour=colour,
        value=typed.get(field, answer.words.get(word, "")),
        choices=(
            *((point.key, f"{point.label}: {point.meaning}" if point.meaning else point.label)
              for point in scale.points),
            (NOT_A_RATING, "Not a rating: leave it out"),
        ),
        hint="May be " + " or ".join(f"“{point.label}”" for point in likely) if likely else "",
        settled=mark_of(exact, scale) if exact else None,
    )  # fmt: skip
