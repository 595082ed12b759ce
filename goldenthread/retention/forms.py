"""Forms of retention."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from goldenthread.pages.form_fields import DateField
from goldenthread.retention import schedule


class RulesForm(forms.Form):
    """A number of years for each kind."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in schedule.KINDS:
            self.fields[kind.key] = forms.IntegerField(
                min_value=1,
                max_value=150,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                label=kind.title,
                help_text=f"Years after {kind.counts_from}. {kind.because}.",
                error_messages={
                    "required": f"{kind.title}: enter a number of years from 1 to 150.",
                    "invalid": f"{kind.title}: enter a number of years, such as {kind.usual}.",
                    "min_value": f"{kind.title}: enter 1 year at least.",
                    "max_value": f"{kind.title}: enter 150 years at most.",
                },
            )

    def years(self) -> dict[str, int]:
        return {kind.key: self.cleaned_data[kind.key] for kind in schedule.KINDS}


class ApproveForm(forms.Form):
    """The rules as they were read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class HoldForm(forms.Form):
    """What is held back, why, and until when it is looked at again."""

    kind = forms.ChoiceField(
        required=False,
        label="What must not be erased?",
        choices=[("", "Everything in the area"), *((k.key, k.title) for k in schedule.KINDS)],
    )
    record = forms.UUIDField(
        required=False,
        label="Reference of one record (optional)",
        help_text="Only this one is held back. Of a child or young person: their own reference, "
        "for everything about them",
        error_messages={"invalid": "Copy the whole reference from the page it is on."},
    )
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea,
        label="Why?",
        help_text="The claim, inquiry or request it is for. Name no child",
        error_messages={"required": "Say which claim, inquiry or request it is for."},
    )
    review_due = DateField(
        label="When will you look at it again?", help_text="Within a year. For example, 3 5 2027"
    )


class ReviewHoldForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    review_due = DateField(
        label="When will you look at it again?", help_text="Within a year. For example, 3 5 2027"
    )


class ReleaseHoldForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea,
        label="Why is it released?",
        error_messages={"required": "Say why it is released."},
    )


def reference(form: HoldForm) -> UUID | None:
    """The one record that is held back; None for all of the kind."""
    found: UUID | None = form.cleaned_data["record"]
    return found
