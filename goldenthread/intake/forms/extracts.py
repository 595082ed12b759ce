"""The form that brings an extract in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from goldenthread.intake.queries.mappings import StreamFact
from goldenthread.pages.form_fields import DateField
from goldenthread.pages.words import say_date

FORMATS = ".xml,.zip,.xlsx,.csv,.txt,.tsv"
AS_IT_SAYS, ANOTHER = "as it says", "another"
_NUMBER = re.compile(r"\d{3}", re.ASCII)


class ExtractForm(forms.Form):
    """The file, the day it describes, and the stream it belongs to."""

    document = forms.FileField(
        label="The file",
        help_text="SEN2 return (.xml), COLLECT’s export (.zip), Annex A, or an extract of your "
        "case system as Excel (.xlsx) or CSV. Up to 350 MB.",
        widget=forms.FileInput(attrs={"accept": FORMATS}),
        error_messages={
            "required": "Choose the file to bring in.",
            "empty": "This file is empty. Check that it was saved, and choose it again.",
        },
    )
    as_at = DateField(
        label="Which day does it describe?",
        help_text="The day on which it was taken, or its census day. For example, 16 1 2027",
    )
    system = forms.ChoiceField(
        label="Where does it come from?",
        help_text="Whatever comes from there again and again changes only what it says otherwise "
        "than before.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it comes from."},
    )
    name = forms.CharField(
        label="Name of the system",
        help_text="Only for a system that has given nothing yet, such as Synergy",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    authority = forms.CharField(
        label="Your council’s three digits",
        help_text="Only where the file does not say them: an extract does not, a SEN2 return does. "
        "Without them nobody is recorded as responsible.",
        required=False,
        max_length=3,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, streams: Sequence[StreamFact], authority: str = "", **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"system": AS_IT_SAYS, "authority": authority})
        super().__init__(*args, **kwargs)
        self.fields["system"].choices = [  # type: ignore[attr-defined]
            (AS_IT_SAYS, "From where the file itself says (a return, Annex A, known columns)"),
            *((one.name, _stream(one)) for one in streams),
            (ANOTHER, "From another system, named below"),
        ]

    def clean_authority(self) -> str:
        given = str(self.cleaned_data["authority"]).strip()
        if given and not _NUMBER.fullmatch(given):
            raise forms.ValidationError("A council’s number has three digits, such as 801.")
        return given

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = " ".join(str(cleaned.get("name") or "").split())
        if cleaned.get("system") == ANOTHER and not name:
            self.add_error("name", "Say the name of the system, such as Synergy.")
        system = cleaned.get("system")
        cleaned["stream"] = {ANOTHER: name, AS_IT_SAYS: ""}.get(str(system), system)
        return cleaned


def _stream(one: StreamFact) -> str:
    return f"{one.name} (last as at {say_date(one.as_at)})" if one.as_at else f"{one.name}"
