"""The page “Ratings”: the scale, what its labels mean, what each word of the document means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django import forms

from goldenthread.intake.answers import NOT_A_RATING, Answers, Means, ScaleAnswer
from goldenthread.intake.forms.posted import Mend, Typed
from goldenthread.intake.queries import AskedScale, ImportDetail, chosen_scale, undated
from goldenthread.pages.form_fields import DateField
from goldenthread.rules.ratings import Axis

_AXES = {axis.value for axis in Axis}
_MEANS = {means.value for means in Means}


class RatingsDateForm(forms.Form):
    ratings_on = DateField(
        label="These ratings are as at",
        help_text="The day of the ratings that have none of their own. For example, 31 3 2024",
    )


@dataclass(frozen=True)
class RatingsAnswer:
    """`chosen_anew`: another scale was chosen, so its words are asked next."""

    answers: Answers
    mends: tuple[Mend, ...]
    chosen_anew: bool


def read_ratings(
    typed: Typed, detail: ImportDetail, asked: Sequence[AskedScale], *, on: date
) -> RatingsAnswer:
    given: dict[str, ScaleAnswer] = {}
    mends: list[Mend] = []
    anew = False
    for at, one in enumerate(asked):
        source = typed.get(f"scale-{at}")
        before = detail.answers.scales.get(one.axis)
        if one.choice(source) is None:
            mends.append(Mend("Choose the scale that this plan is rated on.", f"scale-{at}-0"))
            continue
        if before is None or before.source != source:
            anew = True
            before = ScaleAnswer(source)
        answer = _answer(typed, at, one, before)
        given[one.axis] = answer
        if not anew:
            mends.extend(_missing(at, one, answer))
    answers = replace(detail.answers, scales=given)
    if undated(detail.plan):
        form = RatingsDateForm(typed.data)
        if form.is_valid() and (said := form.cleaned_data["ratings_on"]) <= on:
            answers = replace(answers, ratings_on=said)
        elif not anew:
            words = "The day of the ratings must not be in the future."
            errors = form.errors.get("ratings_on")
            mends.append(Mend(str(errors[0]) if errors else words, "id_ratings_on_day"))
    return RatingsAnswer(answers, tuple(mends), anew)


def _answer(typed: Typed, at: int, asked: AskedScale, before: ScaleAnswer) -> ScaleAnswer:
    choice = asked.choice(before.source)
    axis = typed.get(f"axis-{at}", before.axis)
    means = dict(before.means)
    for to, (label, _) in enumerate(choice.labels if choice and choice.own else ()):
        said = typed.get(f"means-{at}-{to}")
        if said in _MEANS:
            means[label] = said
    answer = replace(before, axis=axis if axis in _AXES else "", means=means)
    scale = chosen_scale(asked, answer)
    keys = {point.key for point in scale.points} if scale else set()
    words = dict(before.words)
    for to, word in enumerate(asked.words):
        said = typed.get(f"word-{at}-{to}")
        if said in keys | {NOT_A_RATING}:
            words[word.word] = said
    return replace(answer, words=words)


def _missing(at: int, asked: AskedScale, answer: ScaleAnswer) -> list[Mend]:
    choice = asked.choice(answer.source)
    if choice is None:
        return []
    mends: list[Mend] = []
    if choice.own:
        mends.extend(
            Mend(f"Say what “{label}” means in this plan.", f"means-{at}-{to}")
            for to, (label, _) in enumerate(choice.labels)
            if label not in answer.means
        )
        if not answer.axis:
            mends.append(Mend("Say which question these ratings answer.", f"axis-{at}-0"))
    scale = chosen_scale(asked, answer)
    if scale is None:
        return mends
    keys = {point.key for point in scale.points} | {NOT_A_RATING}
    mends.extend(
        Mend(f"Say what “{word.word}” stands for on this scale.", f"word-{at}-{to}")
        for to, word in enumerate(asked.words)
        if scale.find(word.word) is None and answer.words.get(word.word) not in keys
    )
    return mends
