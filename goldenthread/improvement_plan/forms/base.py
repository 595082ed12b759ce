"""Forms that remember which version of a thing they were opened on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from goldenthread.pages.words import say_date


def lines(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskedForm(forms.Form):
    """A form of this context: no asterisks, no browser's own bubbles."""

    use_required_attribute = False

    def typed(self, data: QueryDict) -> dict[str, Any]:
        """What stands in `data` for each field, as typed: for a form shown again unchecked."""
        nothing: MultiValueDict[str, Any] = MultiValueDict()
        return {
            name: field.widget.value_from_datadict(data, nothing, self.add_prefix(name))
            for name, field in self.fields.items()
            if not isinstance(field, forms.FileField)
        }

    def words(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The values in words, for showing two people's beside each other."""
        return {
            name: _in_words(field, values.get(name))
            for name, field in self.fields.items()
            if name not in ("version", "opened_with")
        }

    def labels(self) -> dict[str, str]:
        return {
            name: str(field.label or name)
            for name, field in self.fields.items()
            if name not in ("version", "opened_with")
        }


class LockedForm(AskedForm):
    """Knows the version it was opened on and what it showed then, so that two people who change
    one thing both see what the other did."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    opened_with = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_opened_with(self) -> dict[str, str]:
        return read_opened_with(self.cleaned_data["opened_with"])


def read_opened_with(text: object) -> dict[str, str]:
    """What the form showed when it was opened; nothing where it cannot be read."""
    try:
        found = json.loads(str(text or "{}"))
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): str(words) for name, words in found.items()}


def _in_words(field: forms.Field, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return say_date(value)
    if isinstance(field, (forms.MultipleChoiceField, forms.ChoiceField)):
        chosen = value if isinstance(value, (list, tuple, set)) else [value]
        named = choice_words(field)
        return "\n".join(named.get(str(each), str(each)) for each in chosen)
    if isinstance(value, (list, tuple)):  # the boxes of a date
        return " ".join(str(part) for part in value if part)
    return str(value)


def choice_words(field: forms.ChoiceField) -> dict[str, str]:
    """What each value of a choice says."""
    return {str(key): str(words) for key, words in _flat(cast(Iterable[Any], field.choices))}


def _flat(choices: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    for key, words in choices:
        if isinstance(words, (list, tuple)):
            yield from _flat(words)
        else:
            yield key, words
