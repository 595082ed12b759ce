"""Targets and what was reached."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from goldenthread.improvement_plan.forms.base import AskedForm, LockedForm, lines
from goldenthread.improvement_plan.forms.plan_words import WordsOfDates, new_due
from goldenthread.improvement_plan.queries.inputs import NewDue, NewTarget, NewTargetStep
from goldenthread.pages.form_fields import DateField

STEPS = 3  # of a trajectory; a plan that gives more writes them in words


class FigureField(forms.DecimalField):
    """A figure as people write it: 1,250 and 75% are read too."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"].setdefault("invalid", "Write it as a number, such as 75 or 3.5.")
        super().__init__(max_digits=12, decimal_places=3, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = value.replace(",", "").strip().removesuffix("%").strip()
        found: Decimal | None = super().clean(value)
        return found


class TargetForm(AskedForm):
    text = forms.CharField(
        label="Target, in words",
        widget=lines(3),
        help_text="For example, 90% of EHC plans are issued within 20 weeks by March 2025",
        error_messages={"required": "Say what is to be reached."},
    )
    measure = forms.CharField(
        label="Measure",
        required=False,
        max_length=300,
        help_text="For example, EHC plans issued within 20 weeks",
    )
    unit = forms.CharField(
        label="Unit", required=False, max_length=40, help_text="For example, %, days or plans"
    )
    baseline = FigureField(label="Baseline", required=False, help_text="For example, 54")
    baseline_on = DateField(label="Date of the baseline", required=False)
    value = FigureField(label="Target figure", required=False, help_text="For example, 90")
    comparator = forms.CharField(
        label="Compared with",
        required=False,
        max_length=100,
        help_text="Where the target is set against others. For example, above the national average",
    )
    due = forms.CharField(
        label="To be reached by",
        required=False,
        max_length=300,
        help_text="As you would write it: March 2025 or end of the summer term 2025",
    )

    def __init__(self, *args: Any, steps: int = STEPS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step_numbers = range(1, steps + 1)
        for number in self.step_numbers:
            self.fields[f"step_{number}"] = FigureField(
                label=f"Step {number}: figure", required=False
            )
            self.fields[f"step_{number}_due"] = forms.CharField(
                label=f"Step {number}: by when", required=False, max_length=300
            )

    def clean_due(self) -> NewDue | None:
        return self._due("due")

    def _stands(self, written: str) -> bool:
        """Words that the target has already: they were read when they were first written."""
        return False

    def _due(self, name: str) -> NewDue | None:
        written = str(self.cleaned_data[name]).strip()
        if self._stands(written):
            return NewDue(written)
        found = WordsOfDates.read(written) if written else ()
        return new_due(found[-1]) if found else None

    def clean(self) -> dict[str, Any]:
        """A step is a figure and a date."""
        cleaned = super().clean() or {}
        for number in self.step_numbers:
            name = f"step_{number}"
            given, written = cleaned.get(name), cleaned.get(f"{name}_due")
            if given is not None and not written:
                self.add_error(f"{name}_due", "Say by when this step is to be reached.")
            elif (
                written and given is None and not self._stands(written) and name not in self.errors
            ):
                self.add_error(name, "Give the figure to be reached by then.")
            elif written:
                try:
                    cleaned[f"{name}_due"] = self._due(f"{name}_due")
                except forms.ValidationError as wrong:
                    self.add_error(f"{name}_due", wrong)
        return cleaned

    def step_rows(self) -> list[tuple[BoundField, BoundField]]:
        """The fields of each step, for the page."""
        return [
            (self[f"step_{number}"], self[f"step_{number}_due"]) for number in self.step_numbers
        ]

    def target(self) -> NewTarget:
        given = self.cleaned_data
        return NewTarget(
            text=given["text"],
            measure=given["measure"],
            unit=given["unit"],
            comparator=given["comparator"],
            baseline=given["baseline"],
            baseline_on=given["baseline_on"],
            value=given["value"],
            due=given["due"],
            steps=tuple(
                NewTargetStep(given[f"step_{number}_due"], given[f"step_{number}"])
                for number in self.step_numbers
                if given[f"step_{number}_due"]
            ),
        )


class EditTargetForm(TargetForm, LockedForm):
    """A target as it stands; `standing` are the words of its dates, kept as they are."""

    def __init__(self, *args: Any, standing: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing

    def _stands(self, written: str) -> bool:
        return written in self.standing


class ReadingForm(AskedForm):
    value = FigureField(
        label="What was reached?",
        help_text="For example, 71.5",
        error_messages={"required": "Give the figure, such as 71.5."},
    )
    read_on = DateField(
        label="The day the figure counts to", help_text="Not the day it is recorded"
    )
    source = forms.CharField(
        label="Where is it from?",
        max_length=300,
        help_text="For example, EHC case system, report of 2 April 2024",
        error_messages={"required": "Say where the figure is from, so that anybody can check it."},
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_read_on(self) -> date:
        given: date = self.cleaned_data["read_on"]
        if given > self.on:
            raise forms.ValidationError("A figure cannot count to a day still to come.")
        return given
