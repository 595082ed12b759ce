"""What is sent of a workbook that came back: the file, and what was chosen of it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import QueryDict

from goldenthread.intake.actions.returned import Chosen
from goldenthread.rules.refusals import Refused


class ReturnForm(forms.Form):
    workbook = forms.FileField(
        label="The workbook",
        error_messages={
            "required": "Choose the workbook that came back.",
            "empty": "This file is empty. Check that it was saved, and choose it again.",
        },
    )


def chosen_in(data: QueryDict) -> Chosen:
    """Ticked cells, parts of the plan for rows that were added, actions that end. With “everything”
    pressed, the page sends every key in `every` too."""
    take = set(data.getlist("take"))
    if data.get("do") == "every":
        take |= set(data.getlist("every"))
    add: dict[int, UUID] = {}
    for name, value in data.items():
        kind, _, number = name.partition(".")
        if kind == "part" and value:
            try:
                add[int(number)] = UUID(str(value))
            except ValueError:
                raise Refused("The page was not sent whole. Load it again.") from None
    return Chosen(frozenset(take), add, frozenset(data.getlist("end")))
