"""Sections of an EHC plan: which a file or a link holds, and why one is taken away."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.ehcp_register.forms.recording import RegisterForm
from goldenthread.rules.standing import SECTIONS
from goldenthread.rules.standing.sections import SEVERAL

_WHOSE = (
    ("education", "Education, the educational psychologist among them"),
    ("health", "Health"),
    ("social_care", "Social care"),
    ("", "Somebody else: the family, the young person, another adviser"),
)


class HoldForm(RegisterForm):
    """One file or link, and the sections that are in it."""

    file = forms.FileField(
        label="A file", required=False, max_length=200, help_text="PDF, Word, PNG or JPEG"
    )
    link = forms.CharField(
        label="Or a link to where it is kept",
        required=False,
        max_length=600,
        widget=forms.URLInput,
        help_text="For example, https://documents.example.org/d/81f2. No name or number of the "
        "child may stand in it",
    )
    sections = forms.MultipleChoiceField(
        label="Which sections are in it?",
        required=False,
        choices=[(letter, f"{letter}: {words}") for letter, words in SECTIONS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none if it is the whole plan",
    )
    part = forms.CharField(
        label="If it is one part of F or K: which?",
        required=False,
        max_length=120,
        help_text="For example, Speech and language therapy, or Advice of the school",
    )
    whose = forms.ChoiceField(
        label="If K is in it: whose advice is it?",
        required=False,
        choices=_WHOSE,
        widget=forms.RadioSelect,
        help_text="Health and social care advice is opened by those alone who have the right to it",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("file", "link"):  # one of the two is needed
            self.fields[name].needed_later = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [name for name in ("file", "link") if cleaned.get(name)]
        if len(given) == 2:
            self.add_error("link", "Give either a file or a link, not both.")
        if not given and not self.errors:
            self.add_error("file", "Choose a file, or give a link to where it is kept.")
        chosen = set(cleaned.get("sections") or ())
        if cleaned.get("part") and not (chosen and chosen <= set(SEVERAL)):
            self.add_error("part", "Only F and K have parts. Tick F or K alone, or leave it out.")
        return cleaned

    @property
    def letters(self) -> tuple[str, ...]:
        """The sections ticked; every one where none is."""
        return tuple(self.cleaned_data["sections"] or SECTIONS)


class TakeAwayForm(RegisterForm):
    reason = forms.CharField(
        label="Why is it taken away?",
        max_length=500,
        help_text="For example, it is another child’s",
        error_messages={"required": "Say why it is taken away."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
