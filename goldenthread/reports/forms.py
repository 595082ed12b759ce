"""What people type on a paper: commentary, a reference, a Word template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from goldenthread.partnership.queries import ForumFact
from goldenthread.reports.papers import PARTS


class VersionForm(forms.Form):
    """Which state of a paper the writer had in view."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class CommentaryForm(forms.Form):
    """The author's words beside the figures, a box for each part of the paper."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        commentary: Mapping[str, str],
        levels: tuple[tuple[str, str], ...],
        version: int,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"version": version, **commentary}
        super().__init__(*args, **kwargs)
        for part, heading in (*PARTS, *levels):
            self.fields[part] = forms.CharField(
                label=heading,
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def words(self) -> dict[str, str]:
        return {part: str(text) for part, text in self.cleaned_data.items() if part != "version"}

    def beside(self, theirs: Mapping[str, str]) -> list[dict[str, str]]:
        """The parts where somebody else's words differ from these."""
        return [
            {
                "field": str(self.fields[part].label),
                "yours": str(self.data.get(part, "")).strip(),
                "theirs": theirs.get(part, ""),
            }
            for part in self.fields
            if part != "version" and str(self.data.get(part, "")).strip() != theirs.get(part, "")
        ]


class ReferenceForm(forms.Form):
    reference = forms.CharField(
        label="Reference of the figure",
        help_text="It begins with GT- and stands at the end of the paper.",
        error_messages={"required": "Enter the reference of a figure."},
    )


class TemplateForm(forms.Form):
    name = forms.CharField(
        max_length=200,
        label="What is this template called?",
        error_messages={"required": "Give the template a name."},
    )
    template = forms.FileField(
        label="Word template",
        help_text="A .docx with placeholders; the guide lists them.",
        error_messages={"required": "Choose the Word template."},
    )
    forum = forms.ChoiceField(required=False, label="For papers to which body?")

    def __init__(self, *args: Any, forums: tuple[ForumFact, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["forum"].choices = [  # type: ignore[attr-defined]
            ("", "Any body"),
            *((str(forum.id), forum.name) for forum in forums),
        ]
