"""One gap of one action, mended where it is listed: as few questions as mending takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import URLValidator

from goldenthread.improvement_plan.forms.base import AskedForm, lines
from goldenthread.improvement_plan.forms.plan_words import WordsOfDates, new_due
from goldenthread.improvement_plan.queries.inputs import NewDue
from goldenthread.rules.calendars import Precision

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Offered:
    """What the selects of a mending offer: (value, words) each."""

    leads: Choices = ()  # "post:<id>" and "person:<id>"
    forums: Choices = ()
    points: Choices = ()


class MendForm(AskedForm):
    """`version` is the action's when the list was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.offer()

    def offer(self) -> None:
        """Fill the selects."""

    def _choose(self, name: str, prompt: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = [("", prompt), *choices]


class LeadMend(MendForm):
    who = forms.ChoiceField(
        label="Who leads it?", error_messages={"required": "Choose a post or a person."}
    )

    def offer(self) -> None:
        self._choose("who", "Choose a post or a person", self.offered.leads)

    def chosen(self) -> tuple[str, UUID, str]:
        """("post" or "person", its id, its words)."""
        value = str(self.cleaned_data["who"])
        kind, _, identity = value.partition(":")
        return kind, UUID(identity), dict(self.offered.leads)[value]


class ForumMend(MendForm):
    forum = forms.ChoiceField(
        label="Which forum does it report to?", error_messages={"required": "Choose a forum."}
    )

    def offer(self) -> None:
        self._choose("forum", "Choose a forum", self.offered.forums)


class DatesMend(MendForm):
    due = forms.CharField(
        label="Due",
        max_length=500,
        help_text="For example, 31 July 2024, July 2024, autumn term 2024 or ongoing",
        error_messages={"required": "Say by when, such as July 2024."},
    )

    def clean_due(self) -> tuple[NewDue, ...]:
        parts = (part.strip() for part in str(self.cleaned_data["due"]).split(";"))
        return tuple(new_due(each) for part in parts if part for each in WordsOfDates.read(part))


class StartAndDueMend(DatesMend):
    start = forms.CharField(label="Start", required=False, max_length=300)
    field_order = ("version", "start", "due")

    def clean_start(self) -> tuple[str, date | None]:
        written = str(self.cleaned_data["start"]).strip()
        found = WordsOfDates.read(written) if written else ()
        return written, found[0].first_day if found else None


class MeasureMend(MendForm):
    success_measures = forms.CharField(
        label="How would we know that it worked?",
        widget=lines(2),
        help_text="For example, families in the survey wait less than 6 weeks",
        error_messages={"required": "Say what would show that it worked."},
    )


class CauseMend(MendForm):
    cause = forms.CharField(
        label="What is holding it up?",
        widget=lines(2),
        error_messages={"required": "Say what is holding it up."},
    )
    recovery_date = forms.CharField(
        label="Back on track by",
        max_length=60,
        help_text="For example, 31 March 2024",
        error_messages={"required": "Say by when it is to be back on track."},
    )

    def clean_recovery_date(self) -> date:
        found = WordsOfDates.read(str(self.cleaned_data["recovery_date"]))
        day = found[-1]
        if day.last_day is None or day.precision is Precision.ONGOING:
            raise forms.ValidationError("Give a day or a month, such as 31 March 2024.")
        return day.last_day


class RatingMend(MendForm):
    point = forms.ChoiceField(label="Rating", error_messages={"required": "Choose a rating."})
    cause = forms.CharField(
        label="If it is late or at risk: what is holding it up?", required=False
    )
    recovery_date = forms.CharField(
        label="And by when is it back on track?", required=False, max_length=60
    )

    def offer(self) -> None:
        self._choose("point", "Choose a rating", self.offered.points)

    def clean_recovery_date(self) -> date | None:
        written = str(self.cleaned_data["recovery_date"]).strip()
        found = WordsOfDates.read(written) if written else ()
        return found[-1].last_day if found else None


class EvidenceMend(MendForm):
    kind = forms.ChoiceField(
        label="What kind of proof is it?",
        choices=(
            ("", "Choose"),
            ("activity", "Activity: something was done"),
            ("output", "Output: something exists now"),
            ("impact", "Impact: something got better for families"),
        ),
        error_messages={"required": "Choose what kind of proof it is."},
    )
    title = forms.CharField(
        label="Title",
        max_length=300,
        error_messages={"required": "Give it a title, such as Parent survey, spring 2024."},
    )
    shows = forms.CharField(
        label="What does it show?",
        widget=lines(2),
        error_messages={"required": "Say in a sentence what it shows."},
    )
    link = forms.CharField(
        label="Link",
        max_length=1000,
        widget=forms.URLInput,
        error_messages={"required": "Give a link. For a file, open “Add a file instead”."},
    )

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"]).strip()
        try:
            URLValidator(schemes=["http", "https"])(link)
        except forms.ValidationError as wrong:
            raise forms.ValidationError(
                "The link must be a whole address, such as https://www.example.org/survey."
            ) from wrong
        return link


class SignOffMend(MendForm):
    reason = forms.CharField(
        label="What convinced you?",
        required=False,
        max_length=500,
        help_text="For example, I read the survey and sat in on two reviews",
    )


# Gap → what is asked. A gap without an entry is mended on the action's own page.
FORMS: Mapping[str, type[MendForm]] = {
    "no-lead": LeadMend,
    "lead-not-identified": LeadMend,
    "lead-gone": LeadMend,
    "no-forum": ForumMend,
    "no-date": DatesMend,
    "contradicting-dates": StartAndDueMend,
    "no-success-measure": MeasureMend,
    "not-rated": RatingMend,
    "old-rating": RatingMend,
    "no-cause": CauseMend,
    "overdue-no-cause": CauseMend,
    "no-evidence": EvidenceMend,
    "as-imported": EvidenceMend,
    "awaiting-sign-off": SignOffMend,
}
