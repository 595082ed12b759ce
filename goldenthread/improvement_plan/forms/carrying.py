"""Which ongoing actions go into the plan that follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from goldenthread.improvement_plan.forms.base import AskedForm
from goldenthread.improvement_plan.forms.rating import choose


class CarryForm(AskedForm):
    """Every one is ticked to begin with."""

    action_ids = forms.MultipleChoiceField(
        label="Which actions go on in this plan?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one action to carry over."},
    )

    def __init__(self, *args: Any, actions: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "action_ids", actions)
