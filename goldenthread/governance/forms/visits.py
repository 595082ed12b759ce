"""What people type about monitoring visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField

from goldenthread.pages.form_fields import DateField
from goldenthread.rules.ratings import Scale

_LINES = {"rows": 4}
Choices = Sequence[tuple[str, str]]


class VisitFormBase(forms.Form):
    use_required_attribute = False


class VisitForm(VisitFormBase):
    name = forms.CharField(
        label="What is the visit called?",
        max_length=300,
        help_text="The ratings given at it carry this name. For example, Monitoring visit by DfE "
        "and NHS England, 5 May 2024",
        error_messages={"required": "Give the visit a name."},
    )
    visited_on = DateField(label="The day of the visit")
    advisers = forms.CharField(
        label="Who came?",
        required=False,
        max_length=1000,
        help_text="Names, separated by commas",
    )
    bodies = forms.CharField(
        label="From which bodies?",
        required=False,
        max_length=1000,
        help_text="Separated by commas. For example, DfE, NHS England",
    )
    notes = forms.CharField(
        label="Notes of the visit",
        required=False,
        widget=forms.Textarea(attrs=_LINES),
        help_text="What was seen and said. Do not name a child.",
    )
    next_visit_on = DateField(
        label="The next visit", required=False, help_text="Empty while no day is agreed"
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("advisers") and not cleaned.get("bodies"):
            self.add_error("advisers", "Say who came, or from which bodies.")
        day, following = cleaned.get("visited_on"), cleaned.get("next_visit_on")
        if day and day > self.on:
            self.add_error("visited_on", "This day is still to come. Record a visit once it was.")
        if day and following and following <= day:
            self.add_error("next_visit_on", "The next visit is after this one. Give a later day.")
        return cleaned


def names(typed: str) -> list[str]:
    return [name.strip() for name in typed.split(",") if name.strip()]


class NotesForm(VisitFormBase):
    version = forms.IntegerField(widget=forms.HiddenInput)
    notes = forms.CharField(
        label="Notes of the visit",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="What was seen and said. Do not name a child.",
    )
    next_visit_on = DateField(
        label="The next visit", required=False, help_text="Empty while no day is agreed"
    )


class AgreedRatingsForm(VisitFormBase):
    """For each part of the plan a rating and its reason; any may stay empty."""

    def __init__(
        self, *args: Any, parts: Sequence[tuple[UUID, str]], scale: Scale, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parts = tuple(parts)
        for level_id, _ in self.parts:
            self.fields[f"point_{level_id.hex}"] = forms.ChoiceField(
                label="Agreed rating",
                required=False,
                widget=forms.RadioSelect,
                choices=[
                    *((point.key, point.label) for point in scale.given),
                    ("", "Not rated at this visit"),
                ],
            )
            self.fields[f"reason_{level_id.hex}"] = forms.CharField(
                label="Why", required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def boxes(self, level_id: UUID) -> tuple[BoundField, BoundField]:
        return self[f"point_{level_id.hex}"], self[f"reason_{level_id.hex}"]

    def given(self) -> list[tuple[UUID, str, str]]:
        """(part, point, reason) as typed."""
        typed = self.cleaned_data
        return [
            (pk, typed.get(f"point_{pk.hex}", ""), typed.get(f"reason_{pk.hex}", ""))
            for pk, _ in self.parts
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"point_{pk.hex}") for pk, _ in self.parts):
            raise forms.ValidationError("Choose a rating for at least one part of the plan.")
        return cleaned


class MeasureForm(VisitFormBase):
    words = forms.CharField(
        label="What was agreed?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, families know the day of their child’s assessment within a week "
        "of asking",
        error_messages={"required": "Say in a sentence what was agreed."},
    )
    shown_by = forms.CharField(
        label="What will be shown by the next visit?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, the dates given in March and April, and what twenty families say",
        error_messages={"required": "Say what will be shown."},
    )
    level = forms.ChoiceField(label="Part of the plan", required=False)
    due = DateField(label="By when?", help_text="Usually the day of the next visit")

    def __init__(self, *args: Any, levels: Choices, after: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after = after
        level = self.fields["level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = [("", "The whole plan"), *levels]

    def clean_due(self) -> date:
        given: date = self.cleaned_data["due"]
        if given <= self.after:
            raise forms.ValidationError("Give a day after this visit.")
        return given


class JudgeForm(VisitFormBase):
    """For each measure agreed earlier: met, partly or not, and what showed it."""

    def __init__(
        self, *args: Any, measures: Sequence[UUID], states: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.measures = tuple(measures)
        for pk in self.measures:
            self.fields[f"state_{pk.hex}"] = forms.ChoiceField(
                label="Was it met?",
                required=False,
                widget=forms.RadioSelect,
                choices=[*states, ("", "Not looked at")],
            )
            self.fields[f"words_{pk.hex}"] = forms.CharField(
                label="What showed it?", required=False, widget=forms.Textarea(attrs={"rows": 2})
            )

    def boxes(self, measure_id: UUID) -> tuple[BoundField, BoundField]:
        return self[f"state_{measure_id.hex}"], self[f"words_{measure_id.hex}"]

    def found(self) -> list[tuple[UUID, str, str]]:
        """(measure, state, words) of those looked at."""
        typed = self.cleaned_data
        return [
            (pk, typed[f"state_{pk.hex}"], typed.get(f"words_{pk.hex}", ""))
            for pk in self.measures
            if typed.get(f"state_{pk.hex}")
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        looked_at = [pk for pk in self.measures if cleaned.get(f"state_{pk.hex}")]
        if not looked_at and not self.errors:
            raise forms.ValidationError("Say of at least one measure whether it was met.")
        for pk in looked_at:
            if not str(cleaned.get(f"words_{pk.hex}") or "").strip():
                self.add_error(f"words_{pk.hex}", "Say in a few words what showed it.")
        return cleaned
