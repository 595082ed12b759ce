"""Raising, reviewing, changing and closing a risk or an issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from goldenthread.improvement_plan.forms.base import AskedForm, LockedForm, choice_words, lines
from goldenthread.improvement_plan.forms.rating import choose
from goldenthread.improvement_plan.queries.inputs import NewLead
from goldenthread.pages.form_fields import DateField
from goldenthread.rules.risks import (
    CLOSED_HOW,
    HAPPENED,
    IMPACTS,
    LIKELIHOODS,
    RHYTHMS,
    ClosedHow,
    Level,
)

Choices = Sequence[tuple[str, str]]
NO_CHILD = "Do not name a child"


def _step(
    label: str, levels: Sequence[Level], hint: str = "", *, required: bool = True
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        empty_value=None,
        required=required,
        choices=[("", "Choose from 1 to 5")]
        + [(str(one.value), f"{one.value} {one.word}: {one.meaning}") for one in levels],
        help_text=hint,
        error_messages={"required": f"Choose “{label}”, from 1 to 5."},
    )


class RiskWords(forms.Form):
    """What a risk says of itself; raising and changing ask the same."""

    text = forms.CharField(
        label="What may go wrong, or what has gone wrong?",
        widget=lines(3),
        help_text="One sentence that the board understands. For example, the therapy contract "
        f"is not let in time. {NO_CHILD}.",
        error_messages={"required": "Say in a sentence what may go wrong, or what has gone."},
    )
    cause = forms.CharField(label="What causes it?", widget=lines(2), required=False)
    effect = forms.CharField(
        label="What happens if it comes about?",
        widget=lines(2),
        required=False,
        help_text="For children and families first. For example, 40 children wait a term longer",
    )
    likelihood_before = _step("How likely is it, if nothing is done?", LIKELIHOODS)
    impact_before = _step("How bad would it be?", IMPACTS)
    mitigation = forms.CharField(
        label="What is done about it?",
        widget=lines(3),
        required=False,
        help_text="Who does what by when",
    )
    likelihood_after = _step(
        "How likely will it be once that is done?", LIKELIHOODS, required=False
    )
    impact_after = _step("How bad would it be then?", IMPACTS, required=False)
    owner = forms.ChoiceField(label="Who owns it?", required=False)
    owner_as_written = forms.CharField(
        label="Or their name or team, if not in the list", required=False, max_length=300
    )
    review_rhythm = forms.ChoiceField(
        label="How often is it looked at again?",
        choices=[(rhythm.value, words) for rhythm, (words, _) in RHYTHMS.items()],
    )
    review_on = DateField(
        label="Next review",
        required=False,
        help_text="Leave it empty to follow the rhythm. For example, 31 7 2024",
    )

    def owned_by(self, owners: Choices) -> None:
        choose(self, "owner", [("", "Nobody yet"), *owners])

    def the_owner(self) -> NewLead | None:
        """The post or person chosen, else the words; None for nobody."""
        chosen, words = self.cleaned_data["owner"], self.cleaned_data["owner_as_written"].strip()
        if not chosen:
            return NewLead(words) if words else None
        kind, _, identity = chosen.partition(":")
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        return NewLead(
            choice_words(field)[chosen],
            post_id=UUID(identity) if kind == "post" else None,
            person_id=UUID(identity) if kind == "person" else None,
        )

    def told(self) -> dict[str, Any]:
        """What the verbs take, the owner among it."""
        given = self.cleaned_data
        names = (
            "cause", "effect", "mitigation", "likelihood_before", "impact_before",
            "review_rhythm", "review_on",
        )  # fmt: skip
        return {name: given[name] for name in names} | {
            "words": given["text"],
            "likelihood_after": given["likelihood_after"] or given["likelihood_before"],
            "impact_after": given["impact_after"] or given["impact_before"],
            "owner": self.the_owner(),
        }

    def mind_scores(self, cleaned: Mapping[str, Any]) -> None:
        """Mitigation never makes a score higher."""
        likely, bad = cleaned.get("likelihood_before"), cleaned.get("impact_before")
        if likely is None or bad is None:
            return
        before = likely * bad
        after = (cleaned.get("likelihood_after") or likely) * (cleaned.get("impact_after") or bad)
        if after > before:
            self.add_error(
                "likelihood_after",
                f"The score once that is done ({after}) is higher than before it ({before}). "
                "Mitigation makes a risk smaller: look at both again.",
            )


class RaiseRiskForm(AskedForm, RiskWords):
    about = forms.ChoiceField(
        label="What is it about?",
        error_messages={"required": "Choose the action or the part of the plan it is about."},
    )
    kind = forms.ChoiceField(
        label="Has it happened?",
        widget=forms.RadioSelect,
        choices=(
            ("risk", "No, it is a risk: it may happen"),
            ("issue", "Yes, it is an issue: it has happened"),
        ),
        error_messages={"required": "Say whether it has happened."},
    )
    field_order = ("about", "kind")

    def __init__(
        self, *args: Any, about: Choices, owners: Choices, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        choose(self, "about", [("", "Choose one"), *about])
        self.owned_by(owners)
        self.fields["likelihood_before"].required = False  # of a risk only; see `clean`
        self.fields["likelihood_before"].needed_later = True  # type: ignore[attr-defined]

    def clean_review_on(self) -> date | None:
        return _not_past(self.cleaned_data["review_on"], self.on)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "issue":
            cleaned |= {"likelihood_before": HAPPENED, "likelihood_after": HAPPENED}
        elif cleaned.get("likelihood_before") is None and not self.errors.get("likelihood_before"):
            self.add_error("likelihood_before", "Say how likely it is, from 1 to 5.")
        self.mind_scores(cleaned)
        return cleaned


class ChangeRiskForm(LockedForm, RiskWords):
    def __init__(self, *args: Any, owners: Choices, issue: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owned_by(owners)
        if issue:
            for name in ("likelihood_before", "likelihood_after"):
                self.fields[name].widget = forms.HiddenInput()
            self.fields["impact_before"].label = "How bad is it, if nothing is done?"
            self.fields["impact_after"].label = "How bad will it be once that is done?"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.mind_scores(cleaned)
        return cleaned


class ReviewForm(AskedForm):
    text = forms.CharField(
        label="How does it stand now?",
        widget=lines(4),
        help_text=f"What was done since the last review, and what it changed. {NO_CHILD}.",
        error_messages={"required": "Say in a sentence how it stands now."},
    )
    likelihood = _step("How likely is it now?", LIKELIHOODS)
    impact = _step("How bad would it be now?", IMPACTS)
    review_on = DateField(
        label="Next review",
        required=False,
        help_text="Leave it empty to follow the rhythm. For example, 31 7 2024",
    )

    def __init__(self, *args: Any, issue: bool, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        if issue:
            self.fields["likelihood"].widget = forms.HiddenInput()
            self.fields["impact"].label = "How bad is it now?"

    def clean_review_on(self) -> date | None:
        given: date | None = self.cleaned_data["review_on"]
        if given is not None and given <= self.on:
            raise forms.ValidationError("The next review lies in the future. Give a later day.")
        return given


class CloseRiskForm(AskedForm):
    how = forms.ChoiceField(
        label="How did it end?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it ended."},
    )
    text = forms.CharField(
        label="Why can it be closed?",
        widget=lines(3),
        error_messages={"required": "Say in a sentence why it can be closed."},
    )

    def __init__(self, *args: Any, ways: Sequence[ClosedHow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "how", [(way.value, CLOSED_HOW[way]) for way in ways])


class HappenedForm(AskedForm):
    text = forms.CharField(
        label="What has happened?",
        widget=lines(3),
        help_text=f"One sentence that the board understands. {NO_CHILD}.",
        error_messages={"required": "Say in a sentence what has happened."},
    )
    impact = _step("How bad is it?", IMPACTS)


def _not_past(given: date | None, on: date) -> date | None:
    if given is not None and given < on:
        raise forms.ValidationError("The next review lies in the future. Give a later day.")
    return given
