"""Reporting periods."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.improvement_plan.forms.base import AskedForm
from goldenthread.pages.form_fields import DateField


class OpenPeriodForm(AskedForm):
    name = forms.CharField(
        label="Name",
        max_length=100,
        help_text="For example, December 2019",
        error_messages={"required": "Give the period a name, such as December 2019."},
    )
    from_date = DateField(label="The first day")
    cut_off = DateField(label="The cut-off date", help_text="The last day that counts")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("from_date"), cleaned.get("cut_off")
        if first and last and last < first:
            self.add_error("cut_off", "The cut-off must come after the first day.")
        return cleaned
