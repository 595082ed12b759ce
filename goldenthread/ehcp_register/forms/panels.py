"""What people type about panels: a panel, its meetings, what is asked of it, what it said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from goldenthread.ehcp_register.forms.recording import Choices, RegisterForm
from goldenthread.pages.form_fields import DateField
from goldenthread.rules.panels import ASK_WORDS, SAID_WORDS, PanelAsk, PanelSaid, Said


class PanelForm(RegisterForm):
    name = forms.CharField(
        label="What is the panel called?",
        max_length=100,
        help_text="For example, EHC assessment panel",
        error_messages={"required": "Give the panel a name."},
    )
    terms = forms.CharField(
        label="What is it for?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A panel advises; the authority decides",
    )
    members = forms.CharField(
        label="Which roles sit on it?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line. For example, Principal Educational Psychologist",
    )


class ChangePanelForm(PanelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class MeetingForm(RegisterForm):
    held_on = DateField(label="On which day does it meet?")
    papers_by = DateField(label="By which day are its papers in?")


class BringForm(RegisterForm):
    """A case is brought to a meeting."""

    asks = forms.ChoiceField(
        label="What is the panel asked?",
        choices=[(one.value, ASK_WORDS[one]) for one in PanelAsk],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the panel is asked."},
    )
    bundle = forms.CharField(
        label="Which papers does it get?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Titles, one on each line, without names: the agenda is printed. For example, "
        "School advice, 3 May 2024",
    )

    def __init__(self, *args: Any, meetings: Choices, cases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {
            "meeting": forms.ChoiceField(
                label="Which meeting?",
                choices=meetings,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose the meeting."},
            ),
            "case": forms.ChoiceField(
                label="Which case?",
                choices=cases,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose the case."},
            ),
        }
        self.fields = {**asked, **self.fields}

    @property
    def meeting_id(self) -> UUID:
        return UUID(self.cleaned_data["meeting"])

    @property
    def case_id(self) -> UUID:
        return UUID(self.cleaned_data["case"])


class OutcomeForm(RegisterForm):
    """What the panel said; with `again`, why what was recorded is put right."""

    said = forms.ChoiceField(
        label="What did the panel say?",
        choices=[(one.value, SAID_WORDS[one]) for one in PanelSaid],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the panel said."},
    )
    reasons = forms.CharField(
        label="For which reasons?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In words that the family could read",
        error_messages={"required": "Give the panel’s reasons: the family may ask for them."},
    )
    conditions = forms.CharField(
        label="On which conditions?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    needed = forms.CharField(
        label="If it was deferred: what is needed?",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    needed_by = DateField(label="By when is it needed?", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if again:
            self.fields["correction"] = forms.CharField(
                label="Why is what was recorded put right?",
                max_length=500,
                error_messages={"required": "Say why what was recorded is put right."},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("said") == PanelSaid.DEFERRED and not self.errors:
            if not cleaned.get("needed"):
                self.add_error("needed", "Say what is needed before it comes back.")
            if not cleaned.get("needed_by"):
                self.add_error("needed_by", "Give the day by which it is needed.")
        return cleaned

    def outcome(self) -> Said:
        given = self.cleaned_data
        deferred = given["said"] == PanelSaid.DEFERRED  # nothing is needed of anybody else
        return Said(
            said=PanelSaid(given["said"]),
            reasons=given["reasons"],
            conditions=given["conditions"],
            needed=given["needed"] if deferred else "",
            needed_by=given["needed_by"] if deferred else None,
        )


class ToldForm(RegisterForm):
    told_on = DateField(label="On which day was the family told?")
    version = forms.IntegerField(widget=forms.HiddenInput)


class TakeOffForm(RegisterForm):
    reason = forms.CharField(
        label="Why is it taken off the agenda?",
        max_length=500,
        help_text="For example, brought to the meeting of 9 February instead",
        error_messages={"required": "Say why it is taken off."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
