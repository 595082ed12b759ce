"""What people choose about their mail."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.notifications.kinds import choosable_kinds
from goldenthread.notifications.models import Rhythm


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(
        label="Messages that can wait",
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        help_text="What has a date close by, and reminders, always come at once.",
        error_messages={"required": "Choose how often you want mail."},
    )
    week_ahead = forms.BooleanField(
        required=False,
        label="Your week, on Mondays",
        help_text="How much waits for you, by kind, with the way to it. Nothing comes in a week in "
        "which nothing waits.",
    )


class OwnRhythmForm(RhythmForm):
    """With a choice for each kind that may wait."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in choosable_kinds():
            self.fields[f"kind_{kind.key}"] = forms.ChoiceField(
                label=kind.words,
                choices=[("", "As all the rest"), *Rhythm.choices],
                required=False,
            )

    def of_kinds(self) -> dict[str, str]:
        """Kind → how often; "" as all the rest."""
        return {kind.key: self.cleaned_data[f"kind_{kind.key}"] for kind in choosable_kinds()}


class WithdrawLinkForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        label="Why is it withdrawn?",
        help_text="For example, sent to the wrong person. It stays in the history.",
        error_messages={"required": "Say why the link is withdrawn, for the history."},
    )
