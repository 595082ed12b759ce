"""The plan itself: a new one, its details, the names of its levels, a new part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from goldenthread.improvement_plan.forms.base import AskedForm, LockedForm, lines
from goldenthread.improvement_plan.forms.rating import choose
from goldenthread.pages.form_fields import DateField

MOST_LEVELS = 4
KINDS_LIST = "known-kinds"  # the id of the page's list of kinds to choose from
_LEVEL_LABELS = ("Top level", "Second level", "Third level", "Fourth level")
_LEVEL_HINTS = (
    "For example, Priority, Workstream or Significant weakness",
    "For example, Improvement area. Leave it empty if actions stand directly in the top level.",
    "",
    "",
)


def _name_levels(form: forms.Form) -> None:
    """A box for each level that a plan may have, the top one needed."""
    for number in range(MOST_LEVELS):
        form.fields[f"level_{number + 1}"] = forms.CharField(
            label=_LEVEL_LABELS[number],
            required=number == 0,
            max_length=60,
            help_text=_LEVEL_HINTS[number],
            error_messages={"required": "Name at least the top level, such as Priority."},
        )


def _mind_gaps(form: forms.Form, cleaned: dict[str, Any]) -> None:
    """A level cannot lie below one that has no name."""
    for number in range(2, MOST_LEVELS + 1):
        above = f"level_{number - 1}"
        if (
            cleaned.get(f"level_{number}")
            and not cleaned.get(above, "given")
            and above not in form.errors
        ):
            form.add_error(above, "Name this level too, or move the name below it up.")


def level_names(form: forms.Form) -> tuple[str, ...]:
    """The names given, top first."""
    found = (form.cleaned_data[f"level_{number}"] for number in range(1, MOST_LEVELS + 1))
    return tuple(name for name in found if name)


def _mind_dates(form: forms.Form, cleaned: dict[str, Any]) -> None:
    starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
    if starts and ends and ends < starts:
        form.add_error("ends_on", "The plan cannot end before it starts. Change one of the dates.")


class NewPlanForm(AskedForm):
    title = forms.CharField(
        label="Title",
        max_length=300,
        help_text="For example, SEND improvement plan 2024 to 2026",
        error_messages={
            "required": "Give the plan a title, such as SEND improvement plan 2024 to 2026."
        },
    )
    kind = forms.CharField(
        label="What kind of plan is it?",
        max_length=120,
        help_text="For example, Priority action plan or Written statement of action",
        widget=forms.TextInput(attrs={"list": KINDS_LIST}),
        error_messages={"required": "Say what kind of plan it is, such as Priority action plan."},
    )
    scale = forms.ChoiceField(
        label="On which scale does the council rate its actions?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a scale. Its words can be changed afterwards."},
    )
    starts_on = DateField(label="It starts on", required=False)
    ends_on = DateField(label="It ends on", required=False)

    def __init__(self, *args: Any, scales: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "scale", scales)
        _name_levels(self)
        named = [f"level_{number}" for number in range(1, MOST_LEVELS + 1)]
        self.order_fields(["title", "kind", *named, "scale", "starts_on", "ends_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _mind_gaps(self, cleaned)
        _mind_dates(self, cleaned)
        return cleaned


class PlanDetailsForm(LockedForm):
    title = forms.CharField(
        label="Title", max_length=300, error_messages={"required": "Give the plan a title."}
    )
    kind_name = forms.CharField(
        label="What kind of plan is it?",
        max_length=120,
        help_text="One the area keeps already, or a new one: it takes this plan’s levels",
        widget=forms.TextInput(attrs={"list": KINDS_LIST}),
        error_messages={"required": "Say what kind of plan it is, such as Priority action plan."},
    )
    starts_on = DateField(label="It starts on", required=False)
    ends_on = DateField(label="It ends on", required=False)
    accepted_on = DateField(
        label="Accepted on",
        required=False,
        help_text="When Ofsted or the Department for Education accepted it, if they were to",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _mind_dates(self, cleaned)
        return cleaned


class LevelNamesForm(LockedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_levels(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _mind_gaps(self, cleaned)
        return cleaned


class KindForm(LevelNamesForm):
    """What a kind of plan is called, and the levels that a new plan of it begins with."""

    name = forms.CharField(
        label="What is this kind of plan called?",
        max_length=120,
        error_messages={"required": "Say what this kind of plan is called."},
    )


class NewLevelForm(AskedForm):
    """A new part of the plan; `word` is the plan's own for it."""

    title = forms.CharField(label="Title", widget=lines(2))
    reference = forms.CharField(
        label="Reference", required=False, max_length=40, help_text="For example, 2 or 2.1"
    )
    aim = forms.CharField(
        label="Aim",
        widget=lines(4),
        required=False,
        help_text="What will be different for children, young people and families",
    )

    def __init__(self, *args: Any, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].error_messages["required"] = f"Give the {word} a title."
