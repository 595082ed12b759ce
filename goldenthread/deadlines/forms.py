"""From which day a limit runs, and what else it needs."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django import forms

from goldenthread.pages.form_fields import DateField
from goldenthread.rules import clocks
from goldenthread.rules.refusals import Refused

AnyField = TypeVar("AnyField", bound=forms.Field)

_EXAMPLE = "For example, 3 5 2026"
_MAY_BE_EMPTY = " Leave it empty where what you choose below needs none."
_DAYS = [
    (clocks.Days.CALENDAR.value, "In calendar days, as the law says"),
    (clocks.Days.WORKING.value, "In working days, as some areas do"),
]


class DeadlineForm(forms.Form):
    """Asks what one duty needs. `answer` is what its clock says, once the form is valid."""

    from_day = DateField(label="From which day?")

    answer: clocks.Answer

    def __init__(self, *args: Any, duty: clocks.Duty[..., clocks.Answer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duty = duty
        self.fields["from_day"].help_text = f"{_sentence(duty.starts)} {_EXAMPLE}"
        if duty.second:
            self.fields["second_day"] = _left_to_the_clock(
                DateField(
                    label=f"And {duty.second.words}?",
                    help_text=f"{_EXAMPLE}.{_MAY_BE_EMPTY if duty.kinds else ''}",
                    required=False,
                )
            )
        if duty.kinds:
            kinds = list(clocks.kind_words(duty).items())
            self.fields["kind"] = _choice("What is it about?", kinds, first=duty.second is not None)
        if duty.days_may_differ:
            self.fields["days"] = _choice("How does your area count the days?", _DAYS, first=True)

    @property
    def start(self) -> date | None:
        """The first day, once it is known."""
        return getattr(self, "cleaned_data", {}).get("from_day")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        try:
            self.answer = self.duty.answer(
                given["from_day"],
                second=given.get("second_day"),
                kind=given.get("kind") or None,
                days=clocks.Days(given["days"]) if given.get("days") else None,
            )
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
        if isinstance(self.answer, clocks.Needs):
            self._ask_for_what_is_missing(self.answer)
        return given

    def _ask_for_what_is_missing(self, answer: clocks.Needs) -> None:
        match answer.what:
            case clocks.Missing.SECOND_DATE:
                words = self.duty.second.words if self.duty.second else ""
                other = ", or choose below what needs none" if self.duty.kinds else ""
                self.add_error("second_day", f"Enter {words}{other}.")
            case clocks.Missing.KIND:
                self.add_error("kind", "Choose what it is about: the limit depends on it.")


def _choice(label: str, choices: list[tuple[str, str]], *, first: bool) -> forms.ChoiceField:
    """Radios; the `first` is chosen where leaving them alone means that."""
    return _left_to_the_clock(
        forms.ChoiceField(
            label=label,
            choices=choices,
            widget=forms.RadioSelect,
            required=False,
            initial=choices[0][0] if first else None,
        )
    )


def _left_to_the_clock(field: AnyField) -> AnyField:
    """Whether it may stay empty is for the clock to say: it is not called optional."""
    field.needed_later = True  # type: ignore[attr-defined]
    return field


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
