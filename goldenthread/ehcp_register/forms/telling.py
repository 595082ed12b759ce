"""What a case manager sets of telling: how early, whom, and at which service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from goldenthread.ehcp_register.forms.recording import RegisterForm
from goldenthread.pages.form_fields import DateField
from goldenthread.rules.telling import Practice

Choices = Sequence[tuple[str, str]]


class PracticeForm(RegisterForm):
    weeks_ahead = forms.CharField(
        label="Weeks before a review or phase transfer is due",
        help_text="For example, 12, 6, 2. At each of them a message is sent.",
        max_length=40,
        error_messages={"required": "Give numbers of weeks, such as 12, 6, 2."},
    )
    remind_before = forms.IntegerField(
        label="Days before written information is due that its service is reminded",
        help_text="It is told as well on the day, and on the day after.",
        error_messages={"required": "Give a number of days, such as 7."},
    )
    escalate_after = forms.IntegerField(
        label="Days late after which whoever answers for the service is told",
        error_messages={"required": "Give a number of days, such as 5."},
    )
    act_within = forms.IntegerField(
        label="Days that each department has for somebody new to the area",
        error_messages={"required": "Give a number of days, such as 10."},
    )

    def clean_weeks_ahead(self) -> tuple[int, ...]:
        parts = self.cleaned_data["weeks_ahead"].replace(";", ",").split(",")
        weeks = [one.strip() for one in parts if one.strip()]
        if not all(one.isascii() and one.isdigit() and len(one) < 4 for one in weeks):
            raise forms.ValidationError("Give whole numbers with commas, such as 12, 6, 2.")
        return tuple(int(one) for one in weeks)

    def practice(self) -> Practice:
        return Practice(**self.cleaned_data)


class ToldOfForm(RegisterForm):
    """Ticks: those who work with the case, and posts and teams."""

    def __init__(self, *args: Any, whom: Choices, posts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"] = forms.MultipleChoiceField(
            label="Those who work with the case",
            choices=whom,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["posts"] = forms.MultipleChoiceField(
            label="Posts and teams",
            help_text="Whoever holds the post on the day is told. A team’s shared mailbox is a "
            "person with that address, under People.",
            choices=posts,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class PostForm(RegisterForm):
    """A service or department by its name, and the post that is told."""

    def __init__(self, *args: Any, posts: Choices, name_label: str, name_help: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=name_label,
            help_text=name_help,
            max_length=120,
            error_messages={"required": "Give its name."},
        )
        self.fields["post"] = forms.ChoiceField(
            label="Who is told?",
            help_text="Whoever holds the post on the day. Posts are made under People.",
            choices=[("", "Choose a post or team"), *posts],
            error_messages={"required": "Choose the post or team that is told."},
        )

    def post_id(self) -> UUID:
        return UUID(self.cleaned_data["post"])


class DepartmentForm(PostForm):
    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(
            *args,
            posts=posts,
            name_label="Name of the department",
            name_help="For example, Health single point of access, Transport, Virtual school.",
            **kwargs,
        )


class PartForm(RegisterForm):
    done_on = DateField(label="On which day was it done?")
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, records asked for from the authority before. Name nobody: other "
        "departments read it.",
    )


class ServiceForm(PostForm):
    def __init__(self, *args: Any, posts: Choices, **kwargs: Any) -> None:
        super().__init__(
            *args,
            posts=posts,
            name_label="Name of the service",
            name_help="As the cases name it when information is asked for: Educational psychology. "
            "Capitals and spaces do not count.",
            **kwargs,
        )
        self.fields["lead"] = forms.ChoiceField(
            label="Who answers for it where it is late?",
            choices=[("", "Nobody is named"), *posts],
            required=False,
        )

    def lead_id(self) -> UUID | None:
        return UUID(self.cleaned_data["lead"]) if self.cleaned_data["lead"] else None
