"""What is asked about a provider that the national list has not."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from goldenthread.pages.form_fields import DateField
from goldenthread.provision.queries import SettingSeen, phases

_OFFERS = (
    ("special", "It is for children and young people with SEND alone"),
    ("independent", "It is independent"),
    ("residential", "Some live there in term time"),
)


class SettingForm(forms.Form):
    """A provider without a URN."""

    name = forms.CharField(label="Name", max_length=200)
    type_name = forms.CharField(
        label="What it is", max_length=100, help_text="For example, alternative provision or tutor"
    )
    phase = forms.ChoiceField(label="Phase of education", choices=list(phases()))
    ukprn = forms.CharField(
        label="UKPRN", max_length=8, required=False, help_text="Eight digits, if it has one"
    )
    street = forms.CharField(label="Street", max_length=200, required=False)
    town = forms.CharField(label="Town", max_length=100, required=False)
    postcode = forms.CharField(label="Postcode", max_length=8, required=False)
    authority_name = forms.CharField(
        label="Local authority it stands in", max_length=100, required=False
    )
    authority_code = forms.CharField(
        label="Number of that authority", max_length=3, required=False, help_text="Three digits"
    )
    opened_on = DateField(label="Opened on", required=False, help_text="For example, 1 9 2019")
    closed_on = DateField(label="Closed on", required=False, help_text="Its last day, once known")
    offers = forms.MultipleChoiceField(
        label="What it offers",
        choices=_OFFERS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_ukprn(self) -> str:
        return self._digits("ukprn", 8, "A UKPRN has eight digits, such as 10012345.")

    def clean_authority_code(self) -> str:
        return self._digits("authority_code", 3, "An authority’s number has three digits.")

    def _digits(self, name: str, count: int, sentence: str) -> str:
        text = str(self.cleaned_data[name]).strip()
        if text and not re.fullmatch(rf"[0-9]{{{count}}}", text):
            raise forms.ValidationError(sentence)
        return text

    def given(self) -> dict[str, Any]:
        """What the valid form says, by the names of a setting's facts."""
        given = dict(self.cleaned_data)
        offers = given.pop("offers")
        return {**given, **{key: key in offers for key, _ in _OFFERS}}


def filled_with(seen: SettingSeen) -> dict[str, Any]:
    """What the form shows of a provider that is kept already."""
    names = [name for name in SettingForm.base_fields if name != "offers"]
    facts = seen.facts
    return {
        **{name: getattr(facts, name) for name in names},
        "offers": [key for key, _ in _OFFERS if getattr(facts, key)],
    }
