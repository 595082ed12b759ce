"""Asking for updates, moving a cut-off, passing to a deputy, asking back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from goldenthread.improvement_plan.forms.base import AskedForm, LockedForm, lines
from goldenthread.pages.form_fields import DateField
from goldenthread.rules.refusals import Refused
from goldenthread.rules.reminders import Reminders

WHOLE = "whole"


class _CutOffForm(AskedForm):
    cut_off = DateField(
        label="Updates are needed by",
        help_text="The last day that counts for the next report. For example, 31 1 2020",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_cut_off(self) -> date:
        given: date = self.cleaned_data["cut_off"]
        if given < self.on:
            raise forms.ValidationError("The cut-off is past. Choose today or a later day.")
        return given


class RequestUpdatesForm(_CutOffForm):
    part = forms.ChoiceField(
        label="Which part of the plan?",
        error_messages={"required": "Choose the whole plan or a part of it."},
    )
    name = forms.CharField(
        label="Name of this round",
        max_length=100,
        help_text="For example, January 2020. Leads see it on their form",
        error_messages={"required": "Give the round a name, such as January 2020."},
    )
    note = forms.CharField(
        label="A note to the leads",
        widget=lines(3),
        required=False,
        max_length=1000,
        help_text="It stands at the top of their form. Do not name a child",
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    field_order = ("part", "cut_off", "name", "note")

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["part"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = parts


class CutOffForm(_CutOffForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class RemindersForm(LockedForm):
    days_before = forms.CharField(
        label="Days before the cut-off",
        required=False,
        max_length=40,
        help_text="Calendar days, with commas between them. For example, 5, 1. A day on a weekend "
        "or bank holiday moves to the working day before it. Leave it empty for none",
    )
    on_the_day = forms.BooleanField(label="On the day of the cut-off too", required=False)
    days_after = forms.CharField(
        label="Working days after the cut-off",
        required=False,
        max_length=40,
        help_text="With commas between them. For example, 1, 3. Leave it empty for none",
    )
    escalate_after = forms.IntegerField(
        label="Tell those above the leads after",
        required=False,
        help_text="Working days after the cut-off. The accountable officer, or else the programme "
        "office, gets one message with how many are missing. Leave it empty to tell nobody",
        error_messages={"invalid": "Write one whole number of working days, such as 3."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # As wide as what is typed there: a few numbers, one number.
        for name, width in (("days_before", 10), ("days_after", 10), ("escalate_after", 3)):
            self.fields[name].width = width  # type: ignore[attr-defined]

    def clean_days_before(self) -> tuple[int, ...]:
        days = _numbers(self.cleaned_data["days_before"])
        return _sensible(days, days_before=tuple(sorted(days, reverse=True)))

    def clean_days_after(self) -> tuple[int, ...]:
        days = _numbers(self.cleaned_data["days_after"])
        return _sensible(days, working_days_after=tuple(sorted(days)))

    def clean_escalate_after(self) -> int | None:
        after: int | None = self.cleaned_data["escalate_after"]
        _sensible((), escalate_after=after)
        return after

    def reminders(self) -> Reminders:
        """The days that were typed; Refused where they make no sense together."""
        given = self.cleaned_data
        return Reminders(
            days_before=tuple(sorted(given["days_before"], reverse=True)),
            on_the_day=given["on_the_day"],
            working_days_after=tuple(sorted(given["days_after"])),
            escalate_after=given["escalate_after"],
        )


def reminder_boxes(reminders: Reminders) -> dict[str, Any]:
    """What the form of these reminders begins with."""
    return {
        "days_before": _said(sorted(reminders.days_before, reverse=True)),
        "on_the_day": reminders.on_the_day,
        "days_after": _said(sorted(reminders.working_days_after)),
        "escalate_after": reminders.escalate_after,
    }


def _said(days: Sequence[int]) -> str:
    return ", ".join(str(number) for number in days)


def _numbers(typed: str) -> tuple[int, ...]:
    """The whole numbers typed, each once."""
    words = re.split(r"[\s,;]+|\band\b", typed.strip())
    wrong = [word for word in words if word and not re.fullmatch(r"[0-9]{1,4}", word)]
    if wrong:
        raise forms.ValidationError(
            f"“{wrong[0]}” is not a number of days. Write whole numbers with commas between them, "
            "such as 5, 1."
        )
    return tuple(dict.fromkeys(int(word) for word in words if word))


def _sensible(days: tuple[int, ...], **part: Any) -> tuple[int, ...]:
    """The bounds are those of `rules.reminders`, told beside the field."""
    try:
        Reminders(**({"days_before": (), "working_days_after": (), "escalate_after": None} | part))
    except Refused as refusal:
        raise forms.ValidationError(refusal.sentence) from None
    return days


class DeputyForm(AskedForm):
    person = forms.ChoiceField(
        label="Who answers instead?",
        help_text="They get a link of their own. The person asked can still answer too",
        error_messages={"required": "Choose who answers instead."},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose a person"), *people]


class AskBackForm(AskedForm):
    question = forms.CharField(
        label="What is missing or unclear?",
        widget=lines(4),
        help_text="The lead reads these words above what they wrote. For example, How many "
        "families were asked? Do not name a child",
        error_messages={"required": "Say what is missing or unclear: the lead reads it."},
    )
