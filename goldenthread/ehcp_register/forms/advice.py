"""What people type about advice: who is asked, who was chased, what came, how good it is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from goldenthread.ehcp_register.forms.recording import Choices, RegisterForm
from goldenthread.pages.form_fields import DateField
from goldenthread.rules.advice import (
    CITED,
    CRITERIA,
    HOW_WORDS,
    MET_WORDS,
    MORE,
    PREPARING,
    PREPARING_FROM_YEAR,
    USUAL,
    WORDS,
    Criterion,
    How,
    Judged,
    Met,
    Service,
    service_of,
)

FAMILY = WORDS[Service.FAMILY]
_OFFERED = ((Service.FAMILY, FAMILY), *USUAL, PREPARING, *MORE)


class AskForm(RegisterForm):
    """Several advisers at once: the usual set, and any others by name."""

    asked_on = DateField(
        label="On which day did they receive the request?",
        help_text="Each body has six weeks from that day",
    )
    bodies = forms.MultipleChoiceField(
        label="Who is asked?",
        required=False,
        choices=[(body, f"{body} ({CITED[service]})") for service, body in _OFFERED],
        widget=forms.CheckboxSelectMultiple,
        help_text="The six weeks bind bodies. A parent or young person is asked for their views, "
        "and is never late",
    )
    others = forms.CharField(
        label="Other services or schools",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One on each line. For example, Youth justice service",
    )
    heard = forms.CharField(
        label="Somebody whom the family wants to be heard",
        required=False,
        max_length=120,
        help_text="Asked under reg 6(1)(h), without a limit. For example, independent therapist",
    )

    def __init__(self, *args: Any, cases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"] = forms.ChoiceField(
            label="For which case?",
            choices=cases,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose the case."},
        )
        if len(cases) == 1:
            self.fields["case"].widget = forms.HiddenInput()
            self.fields["case"].initial = cases[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not (cleaned.get("bodies") or cleaned.get("others") or cleaned.get("heard")):
            self.add_error("bodies", "Choose who is asked for advice.")
        return cleaned

    @property
    def case_id(self) -> UUID:
        return UUID(self.cleaned_data["case"])

    def names(self) -> tuple[list[str], list[str]]:
        """The bodies that six weeks bind, and those whom none do."""
        given = [*self.cleaned_data["bodies"], *self.cleaned_data["others"].splitlines()]
        views = [one for one in given if service_of(one) is Service.FAMILY]
        heard = self.cleaned_data["heard"]
        return [one for one in given if one not in views], [*views, *([heard] if heard else [])]


def asked_usually(year_group: int | None, asked: Collection[str]) -> list[str]:
    """What is ticked when the form opens: the usual set without those that were asked."""
    usual = [FAMILY, *(body for _, body in USUAL)]
    if year_group is not None and year_group >= PREPARING_FROM_YEAR:
        usual.append(PREPARING[1])
    return [one for one in usual if one not in asked]


class ChaseForm(RegisterForm):
    """The bar below the table of advisers: who is ticked, and how they were chased."""

    how = forms.ChoiceField(
        choices=[(one.value, HOW_WORDS[one]) for one in How],
        error_messages={"required": "Say how they were chased."},
    )
    event = forms.TypedMultipleChoiceField(
        coerce=UUID, error_messages={"required": "Tick whom you chased."}
    )

    def __init__(self, *args: Any, running: Collection[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["event"]
        asked.choices = [(str(one), "") for one in running]
        asked.error_messages["invalid_choice"] = (
            "One of them has answered meanwhile. Look at the advice again."
        )


class ReasonForm(RegisterForm):
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        help_text="For whoever reads the history. For example, the call was about another child",
        error_messages={"required": "Say why, for whoever reads the history later."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReceivedForm(RegisterForm):
    received_on = DateField(label="On which day did it come?")
    link = forms.URLField(
        label="Where is it kept?",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="The address in your document system. For example, https://documents.example/…",
        error_messages={
            "invalid": "Give a whole web address, such as https://documents.example/1."
        },
    )


class ViewsForm(RegisterForm):
    """What came of somebody whom no limit binds."""

    received_on = DateField(label="On which day did it come?", required=False)
    reason = forms.CharField(
        label="Or why is it not needed any more?", required=False, max_length=500
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given: date | None = cleaned.get("received_on")
        if not self.errors and bool(given) == bool(cleaned.get("reason")):
            self.add_error(
                "received_on",
                "Give the day on which it came, or why it is not needed: one of both.",
            )
        return cleaned


class JudgeForm(RegisterForm):
    """Each criterion, and what else is asked for."""

    more = forms.CharField(
        label="If it goes back: what is missing?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Leave this empty if you use the advice as it is. For example, say how often and "
        "by whom",
    )
    more_by = DateField(
        label="By when do you ask for it?",
        required=False,
        help_text="Your own wish: the law sets no day for this",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {
            one.value: forms.ChoiceField(
                label=CRITERIA[one],
                choices=[(level.value, MET_WORDS[level]) for level in Met],
                widget=forms.RadioSelect,
                error_messages={"required": f"Say whether it is {one.value}: met, partly or not."},
            )
            for one in Criterion
        }
        self.fields = {**asked, **self.fields}

    def judged(self) -> Judged:
        given = self.cleaned_data
        return Judged(
            met={one: Met(given[one.value]) for one in Criterion},
            more=given["more"],
            more_by=given["more_by"],
        )
