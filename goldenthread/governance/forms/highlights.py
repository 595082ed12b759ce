"""What people type to start a highlight report."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.governance.queries import SHAPES
from goldenthread.improvement_plan.queries.facts import LevelFact, PeriodFact
from goldenthread.pages.form_fields import DateField
from goldenthread.partnership.queries import ForumFact

_HINTS = {
    "status": "reason, mitigation, what happens if not; progress and what comes next",
    "concerns": "progress, impact and next steps of each; risks, issues, dependencies",
}


class StartHighlightForm(forms.Form):
    """Which part, for whom, about when, in which shape."""

    level = forms.ChoiceField(
        label="Which part of the plan?",
        error_messages={"required": "Choose the part of the plan that the report is of."},
    )
    forum = forms.ChoiceField(
        label="Who reads it?",
        help_text="It compares with what this reader was last sent about the part",
        error_messages={"required": "Choose the group or board that reads the report."},
    )
    shape = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="How is it laid out?",
        choices=[(key, f"{words}: {_HINTS[key]}") for key, words in SHAPES.items()],
        error_messages={"required": "Choose how the report is laid out."},
    )
    period = forms.ChoiceField(
        required=False,
        label="About which period?",
        help_text="A closed period’s figures are frozen. While the month is open, give a day.",
    )
    as_at = DateField(
        required=False, label="Or as at which day?", help_text="For example, 14 1 2020"
    )

    def __init__(
        self,
        *args: Any,
        levels: tuple[LevelFact, ...],
        forums: tuple[ForumFact, ...],
        periods: tuple[PeriodFact, ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._choose(
            "level",
            "Choose a part",
            ((str(one.id), f"{one.word} {one.reference}: {one.title}") for one in levels),
        )
        self._choose("forum", "Choose a reader", ((str(one.id), one.name) for one in forums))
        latest = sorted(periods, key=lambda one: one.cut_off, reverse=True)
        self._choose("period", "As at a day", ((str(one.snapshot_id), one.name) for one in latest))

    def _choose(self, name: str, nothing: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing), *choices]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("period") and typed.get("as_at"):
            self.add_error("as_at", "Choose a closed period or give a day, not both.")
        if not typed.get("period") and not typed.get("as_at") and "as_at" not in self.errors:
            self.add_error("period", "Choose a closed period, or give the day it is as at.")
        return typed
