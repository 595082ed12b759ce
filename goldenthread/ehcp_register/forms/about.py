"""What holds of a child from a day on: needs, personal budgets, who is responsible."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from goldenthread.ehcp_register.forms.recording import RegisterForm
from goldenthread.pages.form_fields import DateField
from goldenthread.rules.standing import NEEDS

AGREED, DECLINED = "agreed", "declined"


class NeedForm(RegisterForm):
    rank = forms.ChoiceField(
        label="Which need?",
        choices=[("1", "The primary need"), ("2", "The second need")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is the primary or the second need."},
    )
    need = forms.ChoiceField(
        label="The need",
        choices=[("", "Choose a need"), *NEEDS.items()],
        error_messages={"required": "Choose the need, as section B of the plan has it."},
    )
    from_date = DateField(
        label="Since which day?", help_text="Mostly the day of the plan that says so"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class BudgetForm(RegisterForm):
    decided = forms.ChoiceField(
        label="What was decided?",
        choices=[(AGREED, "A personal budget was agreed"), (DECLINED, "It was declined")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was agreed or declined."},
    )
    from_date = DateField(label="From which day; if declined, the day of the decision")
    part = forms.ChoiceField(
        label="For which provision?",
        required=False,
        choices=[
            ("", "All of it"),
            ("education", "Special educational provision"),
            ("health", "Health care provision"),
            ("social_care", "Social care provision"),
        ],
    )
    how = forms.ChoiceField(
        label="If agreed: how is it paid?",
        required=False,
        choices=[
            ("", "Choose how"),
            ("direct", "Direct payments"),
            ("organised", "Organised arrangement: the council or the school holds it"),
            ("both", "Partly direct payments"),
        ],
    )
    amount = forms.CharField(
        label="If agreed: how much, in pounds a year?",
        required=False,
        max_length=20,
        help_text="For example, 4,200",
    )
    reason = forms.CharField(
        label="If declined: why?",
        required=False,
        max_length=500,
        help_text="As the letter to the family says it, without describing the child",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].width = 10  # type: ignore[attr-defined]
        for name in ("how", "reason"):  # needed for one answer or the other
            self.fields[name].needed_later = True  # type: ignore[attr-defined]

    def clean_amount(self) -> Decimal | None:
        typed = self.cleaned_data["amount"].replace("£", "").replace(",", "").replace(" ", "")
        if not typed:
            return None
        try:
            amount = Decimal(typed)
        except InvalidOperation:
            amount = Decimal("NaN")
        if not amount.is_finite() or not 0 < amount < 1_000_000:
            raise forms.ValidationError("Give the amount in pounds a year, such as 4,200.")
        return amount.quantize(Decimal("0.01"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        agreed = cleaned.get("decided") == AGREED
        if agreed and not cleaned.get("how"):
            self.add_error("how", "Say how it is paid; the SEN2 return tells it.")
        if cleaned.get("decided") == DECLINED and not cleaned.get("reason"):
            self.add_error("reason", "Say why it was declined.")
        return cleaned

    def given(self) -> dict[str, Any]:
        """What the action takes; of what was declined nothing that belongs to an agreed one."""
        kept, declined = self.cleaned_data, self.cleaned_data["decided"] == DECLINED
        return {
            "from_date": kept["from_date"],
            "part": kept["part"],
            "declined": declined,
            "how": "" if declined else kept["how"],
            "amount": None if declined else kept["amount"],
            "reason": kept["reason"] if declined else "",
        }


class ResponsibleForm(RegisterForm):
    kind = forms.ChoiceField(
        label="Which authority is it?",
        choices=[
            ("responsible", "The one responsible for them"),
            ("previous", "The one that was responsible before"),
            ("placing", "The one that looks after them: for a looked-after child"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what the authority is to them."},
    )
    authority = forms.RegexField(
        r"^\d{3}$",
        label="The authority’s number",
        help_text="Three digits, as in the SEN2 return. For example, 873 is Cambridgeshire",
        error_messages={
            "required": "Give the authority’s three digits.",
            "invalid": "An authority’s number has three digits, such as 873.",
        },
    )
    from_date = DateField(label="From which day?")
    how_known = forms.CharField(
        label="How do you know?",
        required=False,
        max_length=200,
        help_text="For example, letter of the authority of 3 May 2024",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].width = 3  # type: ignore[attr-defined]
