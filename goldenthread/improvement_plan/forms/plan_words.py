"""The plan's own words: what an action or a level says, its dates, leads and forums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from goldenthread.improvement_plan.forms.base import AskedForm, LockedForm, choice_words, lines
from goldenthread.improvement_plan.forms.rating import choose
from goldenthread.improvement_plan.queries.inputs import NewDue, NewLead
from goldenthread.rules.calendars import WrittenDate, read_dates

SPARE_LEADS = 2


class ActionWordsForm(LockedForm):
    text = forms.CharField(
        label="Action", widget=lines(3), error_messages={"required": "Say what is to be done."}
    )
    steps = forms.CharField(label="Steps", widget=lines(5), required=False)
    success_measures = forms.CharField(
        label="Success measure",
        widget=lines(4),
        required=False,
        help_text="How everybody will know it worked. For example, 90% of plans issued in 20 weeks",
    )
    outcome = forms.CharField(label="Outcome", widget=lines(3), required=False)
    impact = forms.CharField(label="Impact: what families notice", widget=lines(3), required=False)
    co_production = forms.CharField(
        label="Co-production",
        widget=lines(3),
        required=False,
        help_text="Who shaped it with parents, carers and young people",
    )
    resources = forms.CharField(label="Resources", widget=lines(2), required=False)
    accountable_post = forms.ChoiceField(
        label="Accountable officer",
        required=False,
        help_text="Who answers for it beyond its lead: the post, whoever holds it",
    )
    accountable_as_written = forms.CharField(
        label="Accountable officer, as the plan writes it", required=False, max_length=500
    )

    def __init__(self, *args: Any, posts: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "accountable_post", [("", "Only the words below"), *posts])

    def changes(self) -> dict[str, object]:
        """What `actions.edit_action` takes."""
        given = dict(self.cleaned_data)
        post = given.pop("accountable_post")
        words = {name: given[name] for name in given if name not in ("version", "opened_with")}
        return words | {"accountable_post_id": UUID(post) if post else None}


class PlaceForm(LockedForm):
    reference = forms.CharField(
        label="Reference",
        max_length=60,
        help_text="For example, 2.3",
        error_messages={"required": "Give a reference, such as 2.3."},
    )
    level_ids = forms.MultipleChoiceField(
        label="Where it belongs in the plan",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, levels: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "level_ids", levels)


class ForumsForm(LockedForm):
    forum_ids = forms.MultipleChoiceField(
        label="Which forums does it report to?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, forums: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "forum_ids", forums)


class WordsOfDates:
    """Reads dates as people write them: a day, a month, a term, a quarter, a year, ongoing."""

    @staticmethod
    def read(text: str) -> tuple[WrittenDate, ...]:
        found = read_dates(text)
        for each in found:
            if each.problem:
                raise forms.ValidationError(f"“{each.as_written}”: {each.problem}")
        if text.strip() and not found:
            raise forms.ValidationError(
                "No date can be read from these words. Write a day, a month, a term, a quarter, "
                "a year or “ongoing”, such as 31 July 2024 or July 2024."
            )
        return tuple(found)


def new_due(written: WrittenDate) -> NewDue:
    return NewDue(written.as_written, written.first_day, written.last_day, written.precision.value)


class DatesForm(LockedForm):
    due = forms.CharField(
        label="Due",
        required=False,
        max_length=500,
        help_text="As you would write it: 31 July 2024, July 2024, autumn term 2024 or ongoing. "
        "Separate several with a semicolon.",
    )
    start = forms.CharField(
        label="Start", required=False, max_length=300, help_text="For example, September 2024"
    )

    def clean_due(self) -> tuple[NewDue, ...]:
        written = str(self.cleaned_data["due"])
        return tuple(
            new_due(each)
            for part in written.split(";")
            if part.strip()
            for each in WordsOfDates.read(part.strip())
        )

    def clean_start(self) -> tuple[str, date | None]:
        written = str(self.cleaned_data["start"]).strip()
        found = WordsOfDates.read(written) if written else ()
        return written, found[0].first_day if found else None


class LeadsForm(LockedForm):
    """A line for each lead and two spare; a line set to nobody takes that lead away."""

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], held: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = held + SPARE_LEADS
        choices = [("nobody", "Nobody"), ("words", "Only the words beside"), *people]
        for number in range(1, self.lines + 1):
            self.fields[f"who_{number}"] = forms.ChoiceField(
                label=f"Lead {number}", choices=choices, initial="nobody"
            )
            self.fields[f"words_{number}"] = forms.CharField(
                label=f"Lead {number}, as the plan writes it", required=False, max_length=300
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=f"Lead {number} is",
                choices=(("lead", "Lead"), ("deputy", "Deputy")),
                initial="lead",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(1, self.lines + 1):
            if cleaned.get(f"who_{number}") == "words" and not cleaned.get(f"words_{number}"):
                self.add_error(
                    f"words_{number}",
                    "Write who leads, or choose a post or person from the list.",
                )
        return cleaned

    def leads(self) -> tuple[NewLead, ...]:
        """The leads as chosen, in order."""
        found = []
        for number in range(1, self.lines + 1):
            who = self.cleaned_data[f"who_{number}"]
            if who == "nobody":
                continue
            words = self.cleaned_data[f"words_{number}"]
            kind, _, identity = who.partition(":")
            found.append(
                NewLead(
                    as_written=words or self.named(who),
                    post_id=UUID(identity) if kind == "post" else None,
                    person_id=UUID(identity) if kind == "person" else None,
                    kind=self.cleaned_data[f"kind_{number}"],
                )
            )
        return tuple(found)

    def named(self, who: str) -> str:
        field = self.fields["who_1"]
        assert isinstance(field, forms.ChoiceField)
        return choice_words(field).get(who, "")

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The bound fields of each line, for the page."""
        return [
            (self[f"who_{number}"], self[f"words_{number}"], self[f"kind_{number}"])
            for number in range(1, self.lines + 1)
        ]


class LevelWordsForm(LockedForm):
    reference = forms.CharField(label="Reference", required=False, max_length=40)
    title = forms.CharField(
        label="Title", widget=lines(2), error_messages={"required": "Give it a title."}
    )
    aim = forms.CharField(label="Aim", widget=lines(4), required=False)
    impact = forms.CharField(label="Impact: what families notice", widget=lines(4), required=False)


class MilestoneForm(AskedForm):
    text = forms.CharField(
        label="Milestone",
        max_length=1000,
        help_text="For example, specification agreed with schools",
        error_messages={"required": "Say what will have been reached."},
    )
    due = forms.CharField(
        label="Due",
        required=False,
        max_length=300,
        help_text="As you would write it: 31 July 2024, July 2024 or autumn term 2024",
    )

    def clean_due(self) -> NewDue | None:
        written = str(self.cleaned_data["due"]).strip()
        found = WordsOfDates.read(written) if written else ()
        return new_due(found[-1]) if found else None


class NewActionForm(AskedForm):
    text = forms.CharField(
        label="What is to be done?",
        widget=lines(3),
        error_messages={"required": "Say what is to be done."},
    )
    reference = forms.CharField(
        label="Reference",
        required=False,
        max_length=60,
        help_text="For example, 2.3. Left empty, the plan numbers it.",
    )
    success_measures = forms.CharField(
        label="How will everybody know it worked?", widget=lines(3), required=False
    )
    due = forms.CharField(
        label="Due",
        required=False,
        max_length=500,
        help_text="As you would write it: 31 July 2024, July 2024 or autumn term 2024",
    )

    def clean_due(self) -> tuple[NewDue, ...]:
        written = str(self.cleaned_data["due"]).strip()
        return tuple(new_due(each) for each in WordsOfDates.read(written)) if written else ()
