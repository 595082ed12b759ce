"""What is chosen before work is handed over."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from goldenthread.my_work.queries import Handover
from goldenthread.pages.form_fields import DateField

NOBODY, STAYS = "nobody", "stays"


class HandOverForm(forms.Form):
    """Who takes over, from which day on, and whether the person leaves. `only`: the key of the one
    thing it is about, where somebody came from a post's own page."""

    successor = forms.ChoiceField(
        label="Who takes over?",
        error_messages={"required": "Choose who takes over, or nobody yet."},
    )
    also = forms.ChoiceField(
        label="Does somebody else take over a part? (optional)",
        required=False,
        help_text="You choose below what goes to whom.",
    )
    day = DateField(
        label="From which day on?",
        help_text="For example, 3 5 2024",
        error_messages={"required": "Enter the day from which on they take over."},
    )
    leaves = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of them."},
    )
    only = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Handover, area: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(pk), name) for pk, name in found.people]
        name = found.giver.name
        self.fields["successor"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a person"), (NOBODY, "Nobody yet"), *people,
        ]  # fmt: skip
        self.fields["also"].choices = [("", "Nobody else"), *people]  # type: ignore[attr-defined]
        self.fields["leaves"].label = f"Does {name} leave?"
        self.fields["leaves"].choices = [  # type: ignore[attr-defined]
            ("no", f"{name} stays in {area}"), ("yes", f"{name} leaves {area} altogether"),
        ]  # fmt: skip

    @property
    def successor_id(self) -> UUID | None:
        return _person(self.cleaned_data["successor"])

    @property
    def also_id(self) -> UUID | None:
        return _person(self.cleaned_data["also"])

    @property
    def on_day(self) -> date:
        day: date = self.cleaned_data["day"]
        return day


def _person(value: str) -> UUID | None:
    return UUID(value) if value and value != NOBODY else None
