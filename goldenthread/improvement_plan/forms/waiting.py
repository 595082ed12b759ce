"""What an action waits for: which action, what it needs from it, by when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from goldenthread.improvement_plan.forms.base import AskedForm, LockedForm, lines
from goldenthread.improvement_plan.forms.rating import choose
from goldenthread.pages.form_fields import DateField


def _note() -> forms.CharField:
    return forms.CharField(
        label="What does it need from it?",
        required=False,
        max_length=500,
        widget=lines(2),
        help_text="For example, the agreed pathway, so that schools can be told",
    )


def _needed_by() -> DateField:
    return DateField(
        label="Needed by",
        required=False,
        help_text="The last day that still keeps this action on time. For example, 31 7 2024",
    )


class DependencyForm(AskedForm):
    waits_for = forms.ChoiceField(
        label="Which action does it wait for?",
        error_messages={"required": "Choose the action that it waits for."},
    )
    note = _note()
    needed_by = _needed_by()

    def __init__(self, *args: Any, actions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "waits_for", [("", "Choose an action"), *actions])


class WaitingForm(LockedForm):
    note = _note()
    needed_by = _needed_by()
