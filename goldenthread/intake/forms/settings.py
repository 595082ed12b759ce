"""The national list of settings, as it is uploaded."""

from __future__ import annotations

from django import forms

from goldenthread.pages.form_fields import DateField


class SettingsListForm(forms.Form):
    """The file, the day it was downloaded, and whether it is the whole list."""

    document = forms.FileField(
        label="The list",
        help_text="“Establishment fields” or “Establishment links” as CSV, from Get Information "
        "about Schools, unpacked. Up to 25 MB here; the whole of England goes by the command line.",
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        error_messages={
            "required": "Choose the list to upload.",
            "empty": "This file is empty. Download it again, and choose it.",
        },
    )
    as_at = DateField(label="When was it downloaded?", help_text="For example, 3 11 2026")
    whole = forms.ChoiceField(
        label="What does it hold?",
        choices=[
            ("whole", "Every setting of the local authorities in it"),
            ("part", "A part of them: what it lacks is not gone"),
        ],
        widget=forms.RadioSelect,
    )
