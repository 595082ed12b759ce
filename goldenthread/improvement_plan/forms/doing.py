"""What happens to an action: progress, evidence, completion, sign-off."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import URLValidator

from goldenthread.improvement_plan.forms.base import AskedForm, lines
from goldenthread.pages.form_fields import DateField


class UpdateForm(AskedForm):
    progress = forms.CharField(
        label="What has happened since the last update?",
        widget=lines(6),
        error_messages={"required": "Say what has happened, in a sentence or two."},
    )
    impact = forms.CharField(
        label="What do children and families notice?",
        widget=lines(4),
        required=False,
        help_text="For example, parents in the survey say they wait less. "
        "Leave it empty if nothing is noticed yet.",
    )
    next_steps = forms.CharField(
        label="What comes next?",
        widget=lines(3),
        required=False,
        help_text="Who does what by when. For example, the SEND manager trains 12 schools by June",
    )


class EvidenceForm(AskedForm):
    kind = forms.ChoiceField(
        label="What kind of proof is it?",
        widget=forms.RadioSelect,
        choices=(("activity", "Activity"), ("output", "Output"), ("impact", "Impact")),
        error_messages={"required": "Choose what kind of proof it is."},
    )
    title = forms.CharField(
        label="Title",
        max_length=300,
        help_text="For example, Parent survey, spring 2024",
        error_messages={"required": "Give it a title, such as Parent survey, spring 2024."},
    )
    shows = forms.CharField(
        label="What does it show?",
        widget=lines(4),
        help_text="One or two sentences that somebody who has not read it understands",
        error_messages={"required": "Say in a sentence what it shows."},
    )
    shown_on = DateField(label="The date of the evidence", help_text="For example, 31 3 2024")
    file = forms.FileField(
        label="A file",
        required=False,
        help_text="Word, Excel, PDF, CSV, text, PNG or JPEG",
    )
    link = forms.CharField(
        label="Or a link to it",
        required=False,
        max_length=1000,
        widget=forms.URLInput,
        help_text="For example, https://www.example.org/survey",
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("file", "link"):  # one of the two is needed
            self.fields[name].needed_later = True  # type: ignore[attr-defined]
        self.on = on

    def clean_shown_on(self) -> date:
        given: date = self.cleaned_data["shown_on"]
        if given > self.on:
            raise forms.ValidationError("Evidence cannot be dated later than today.")
        return given

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"]).strip()
        if link:
            try:
                URLValidator(schemes=["http", "https"])(link)
            except forms.ValidationError as wrong:
                raise forms.ValidationError(
                    "The link must be a whole address, such as https://www.example.org/survey."
                ) from wrong
        return link

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, link = cleaned.get("file"), cleaned.get("link")
        if file and link:
            self.add_error("link", "Give a file or a link, not both. Add the other one separately.")
        elif not file and not link and not {"file", "link"} & set(self.errors):
            self.add_error("file", "Choose a file, or give a link to the evidence below.")
        return cleaned


class CompletionForm(AskedForm):
    note = forms.CharField(
        label="What was done, and how do we know?",
        widget=lines(5),
        required=False,
        help_text="Whoever signs it off reads this",
    )


class ReasonForm(AskedForm):
    """A reason, where one must be given."""

    reason = forms.CharField(
        label="Why?", widget=lines(3), max_length=500, error_messages={"required": "Say why."}
    )


class SignOffForm(AskedForm):
    reason = forms.CharField(
        label="What convinced you?",
        widget=lines(3),
        required=False,
        max_length=500,
        help_text="For example, I read the survey and sat in on two reviews",
    )


class MeetMilestoneForm(AskedForm):
    met_on = DateField(label="The day it was met")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def clean_met_on(self) -> date:
        given: date = self.cleaned_data["met_on"]
        if given > self.on:
            raise forms.ValidationError("A milestone cannot be met on a day still to come.")
        return given


class SureForm(AskedForm):
    """Nothing to fill in: the page says what will happen, the button does it."""
