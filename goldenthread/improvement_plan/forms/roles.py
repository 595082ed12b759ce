"""A role for one plan or one part of it."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.improvement_plan.forms.base import AskedForm
from goldenthread.pages.form_fields import DateField
from goldenthread.partnership import queries as partnership


class RoleForm(AskedForm):
    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the person’s name."}
    )
    email = forms.EmailField(
        label="Email address they sign in with",
        error_messages={
            "required": "Enter the email address.",
            "invalid": "Enter an email address like name@example.org.",
        },
    )
    role = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose a role."}
    )
    from_date = DateField(label="From")
    until = DateField(required=False, label="Until", help_text="Leave empty if it stays")
    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="For example, leads this workstream since June",
        error_messages={"required": "Say why, for the history."},
    )

    def __init__(self, *args: Any, scope_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = partnership.role_choices(scope_kind)
        self.fields["role"].choices = offered  # type: ignore[attr-defined]
