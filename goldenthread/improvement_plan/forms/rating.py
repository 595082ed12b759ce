"""Rating an action or a level: the point, who says so, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from goldenthread.improvement_plan.forms.base import AskedForm, lines
from goldenthread.pages.form_fields import DateField
from goldenthread.rules.ratings import Scale

CAPACITY_WORDS: dict[str, str] = {
    "council": "The council, for the partnership",
    "programme_office": "The programme office",
    "external": "DfE and NHS England, or another external adviser",
    "forum": "The parent carer forum",
}
# Of these a late rating wants a cause; what others said is recorded as they said it.
OWN_CAPACITIES = ("council", "programme_office")


class RatingForm(AskedForm):
    point = forms.ChoiceField(
        label="Rating",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a rating."},
    )
    capacity = forms.ChoiceField(
        label="Who says so?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say who gives this rating."},
    )
    raters = forms.CharField(
        label="Their names or bodies",
        required=False,
        max_length=500,
        help_text="Separate several with commas. For example, DfE, NHS England",
    )
    occasion = forms.CharField(
        label="On which occasion?",
        required=False,
        max_length=300,
        help_text="For example, monitoring visit in July",
    )
    reason = forms.CharField(
        label="Why this rating?",
        widget=lines(4),
        required=False,
        help_text="What has been done, and what shows it. The board reads this.",
    )
    cause = forms.CharField(
        label="What is holding it up?",
        widget=lines(3),
        required=False,
        help_text="For example, the therapy contract was let two months late",
    )
    recovery_date = DateField(
        label="Back on track by", required=False, help_text="For example, 31 7 2024"
    )
    rated_on = DateField(label="The date of the rating")

    def __init__(
        self, *args: Any, scale: Scale, capacities: Sequence[str], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scale = scale
        self.on = on
        choose(self, "point", [(point.key, point.label) for point in scale.given])
        choose(self, "capacity", [(key, CAPACITY_WORDS[key]) for key in capacities])
        if len(capacities) == 1:
            self.fields["capacity"].widget = forms.HiddenInput()
        # Not "optional" on the page: the chosen rating, or who gave it, asks for them.
        for name in ("cause", "recovery_date"):
            self.fields[name].needed_later = True  # type: ignore[attr-defined]
        self.fields["raters"].needed_later = len(capacities) > 1  # type: ignore[attr-defined]

    def clean_rated_on(self) -> date:
        given: date = self.cleaned_data["rated_on"]
        if given > self.on:
            raise forms.ValidationError("A rating cannot be dated later than today.")
        return given

    def clean(self) -> dict[str, Any]:
        """A late rating of the council's own wants its cause and its recovery date."""
        cleaned = super().clean() or {}
        late = {point.key: point.label for point in self.scale.points if point.needs_cause}
        label = late.get(cleaned.get("point", ""))
        if label is None or cleaned.get("capacity") not in OWN_CAPACITIES:
            return cleaned
        if not cleaned.get("cause"):
            self.add_error("cause", f"Say what holds it up: {label} needs a cause.")
        if not cleaned.get("recovery_date") and "recovery_date" not in self.errors:
            self.add_error(
                "recovery_date",
                f"Give the date it should be back on track, such as 31 7 2024: {label} needs one.",
            )
        return cleaned

    def named_raters(self) -> tuple[str, ...]:
        written = str(self.cleaned_data.get("raters", ""))
        return tuple(name.strip() for name in written.split(",") if name.strip())


def choose(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    """Give a choice field its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)
