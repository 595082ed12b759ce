"""Findings, and what answers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from goldenthread.improvement_plan.forms.base import AskedForm, LockedForm, lines
from goldenthread.improvement_plan.forms.rating import choose
from goldenthread.improvement_plan.models import FindingEnd
from goldenthread.pages.form_fields import DateField


def _parts_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Which parts of the plan answer it?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Choose every part that does",
    )


def _finding_fields() -> dict[str, forms.Field]:
    return {
        "text": forms.CharField(
            label="What was found?",
            widget=lines(4),
            help_text="In the words of the letter or report",
            error_messages={"required": "Write what the inspection found."},
        ),
        "reference": forms.CharField(
            label="Reference", required=False, max_length=40, help_text="For example, 3 or B"
        ),
        "source": forms.CharField(
            label="Where is it from?",
            required=False,
            max_length=300,
            help_text="For example, Area SEND inspection, report",
        ),
    }


def _not_later(given: date | None, on: date) -> date | None:
    if given and given > on:
        raise forms.ValidationError("A finding cannot be dated later than today.")
    return given


class NewFindingForm(AskedForm):
    found_on = DateField(label="Date of the letter or report", required=False)
    level_ids = _parts_field()

    def __init__(
        self, *args: Any, levels: Sequence[tuple[str, str]], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields.update(_finding_fields())
        self.order_fields(["text", "reference", "source", "found_on", "level_ids"])
        if levels:
            choose(self, "level_ids", levels)
        else:
            del self.fields["level_ids"]

    def clean_found_on(self) -> date | None:
        return _not_later(self.cleaned_data["found_on"], self.on)


class FindingForm(LockedForm):
    on = DateField(label="Date of the letter or report", required=False)
    level_ids = _parts_field()

    def __init__(
        self, *args: Any, levels: Sequence[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields.update(_finding_fields())
        self.order_fields(["text", "reference", "source", "on", "level_ids"])
        if levels:
            choose(self, "level_ids", levels)
        else:
            del self.fields["level_ids"]

    def clean_on(self) -> date | None:
        return _not_later(self.cleaned_data["on"], self.today)


class AnswersForm(LockedForm):
    findings = forms.MultipleChoiceField(
        label="Which findings does it answer?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Choose all that it answers; leave all unticked if it answers none",
    )

    def __init__(self, *args: Any, findings: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "findings", findings)


class ReopenFindingForm(LockedForm):
    reason = forms.CharField(
        label="Why does it stand once more?",
        widget=lines(3),
        max_length=500,
        help_text="For example, the monitoring visit of October found long waits again",
        error_messages={"required": "Say why this finding stands once more."},
    )


class EndFindingForm(LockedForm):
    ended_as = forms.ChoiceField(
        label="How does it end?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is met, merged or was a mistake."},
    )
    reason = forms.CharField(
        label="Why?",
        widget=lines(3),
        max_length=500,
        help_text="For example, the monitoring visit of May said that this is met",
        error_messages={"required": "Say why this finding ends."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "ended_as", FindingEnd.choices)
