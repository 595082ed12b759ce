"""Blocked, needs a decision; what was decided; no decision needed any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from goldenthread.improvement_plan.forms.base import AskedForm, lines
from goldenthread.improvement_plan.forms.rating import choose
from goldenthread.improvement_plan.forms.risks import NO_CHILD
from goldenthread.pages.form_fields import DateField

Choices = Sequence[tuple[str, str]]


class EscalateForm(AskedForm):
    about = forms.ChoiceField(
        label="What is blocked?",
        error_messages={"required": "Choose the action or the part of the plan that is blocked."},
    )
    blocked = forms.CharField(
        label="What blocks it?",
        widget=lines(3),
        help_text="For example, two services each say that the other pays for the lift. "
        f"{NO_CHILD}.",
        error_messages={"required": "Say in a sentence what blocks it."},
    )
    decision_needed = forms.CharField(
        label="Which decision is needed?",
        widget=lines(2),
        help_text="So that a forum can say yes or no. For example, agree that the partnership "
        "pays £12,000 from the joint pot",
        error_messages={"required": "Say which decision is needed."},
    )
    forum = forms.ChoiceField(
        label="Who decides?", error_messages={"required": "Choose the forum that decides."}
    )
    needed_by = DateField(
        label="Needed by",
        help_text="The last day that still keeps the plan on time. For example, 31 7 2024",
    )

    def __init__(
        self, *args: Any, about: Choices, forums: Choices, on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        choose(self, "about", [("", "Choose one"), *about])
        choose(self, "forum", [("", "Choose a forum"), *forums])

    def clean_needed_by(self) -> date:
        given: date = self.cleaned_data["needed_by"]
        if given < self.on:
            raise forms.ValidationError("This day is past. Give today or a later day.")
        return given


class DecisionForm(AskedForm):
    decision = forms.CharField(
        label="What was decided?",
        widget=lines(3),
        help_text="In the words of the minutes",
        error_messages={"required": "Say in a sentence what was decided."},
    )
    forum = forms.ChoiceField(
        label="Who decided?", error_messages={"required": "Choose the forum that decided."}
    )
    decided_on = DateField(label="The day it was decided")

    def __init__(self, *args: Any, forums: Choices, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        choose(self, "forum", [("", "Choose a forum"), *forums])

    def clean_decided_on(self) -> date:
        given: date = self.cleaned_data["decided_on"]
        if given > self.on:
            raise forms.ValidationError("A decision cannot be dated later than today.")
        return given
