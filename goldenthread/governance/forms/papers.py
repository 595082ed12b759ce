"""What people type to start a paper, fill its front sheet and write beside its figures."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from goldenthread.governance.queries import FIELD_KINDS, FrontSheetField, PaperFact
from goldenthread.improvement_plan.queries.facts import PeriodFact
from goldenthread.pages.form_fields import DateField
from goldenthread.partnership.queries import ForumFact

LINES = forms.Textarea(attrs={"rows": 3})
NEEDED = "Needed before the paper is issued."


class StartPaperForm(forms.Form):
    """Which body, which closed period, which meeting."""

    forum = forms.ChoiceField(
        label="Which body is the paper for?",
        error_messages={"required": "Choose the body that will receive the paper."},
    )
    snapshot = forms.ChoiceField(
        label="Which closed period is it about?",
        help_text="Its figures are those frozen at the cut-off.",
        error_messages={"required": "Choose a closed period."},
    )
    title = forms.CharField(
        max_length=300,
        label="Title of the paper",
        error_messages={"required": "Enter a title, for example: Progress on the SEND plan."},
    )
    meeting_on = DateField(
        required=False, label="Date of the meeting", help_text="If you know it already"
    )

    def __init__(
        self,
        *args: Any,
        forums: tuple[ForumFact, ...],
        periods: tuple[PeriodFact, ...],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["forum"]
        assert isinstance(body, forms.ChoiceField)
        body.choices = [("", "Choose a body"), *((str(one.id), one.name) for one in forums)]
        period = self.fields["snapshot"]
        assert isinstance(period, forms.ChoiceField)
        period.choices = [
            (str(one.snapshot_id), one.name)
            for one in sorted(periods, key=lambda one: one.cut_off, reverse=True)
            if one.snapshot_id
        ]


class VersionForm(forms.Form):
    """Which state of a paper the writer had in view."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class FrontSheetForm(forms.Form):
    """The fields this body asks for, in its order; made from the paper."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        max_length=300,
        label="Title of the paper",
        error_messages={"required": "Enter a title."},
    )
    meeting_on = DateField(required=False, label="Date of the meeting")
    classification = forms.ChoiceField(
        widget=forms.RadioSelect,
        required=False,
        label="Public or exempt?",
        help_text=f"Nothing is chosen for you: a public paper can be read by anybody. {NEEDED}",
        choices=[("public", "Public"), ("exempt", "Exempt from publication")],
    )
    exempt_paragraph = forms.CharField(
        max_length=200,
        required=False,
        label="If exempt, under which paragraph of Schedule 12A?",
        help_text="Local Government Act 1972; for example, paragraph 2",
    )

    def __init__(self, *args: Any, paper: PaperFact, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _as_typed(paper))
        super().__init__(*args, **kwargs)
        self.paper = paper
        for name in ("meeting_on", "classification"):
            self.fields[name].needed_later = True  # type: ignore[attr-defined]
        for field in paper.fields:
            hint = f"{field.hint}. {NEEDED}" if field.hint else NEEDED
            self._add(field.key, field.label, hint if field.required else field.hint, field.kind)
            needed = self.fields[f"sheet-{field.key}"]
            needed.needed_later = field.required  # type: ignore[attr-defined]

    def _add(self, key: str, label: str, hint: str, kind: str) -> None:
        if kind == "yes_no":
            self.fields[f"sheet-{key}"] = forms.ChoiceField(
                label=label,
                required=False,
                widget=forms.RadioSelect,
                choices=[("Yes", "Yes"), ("No", "No")],
            )
            self.fields[f"sheet-{key}_reason"] = forms.CharField(
                label=f"{label}: the reason", required=False, widget=LINES, help_text="If yes"
            )
            return
        self.fields[f"sheet-{key}"] = forms.CharField(
            label=label,
            required=False,
            widget=forms.TextInput() if kind == "line" else LINES,
            help_text=hint,
        )
        if kind == "implication":
            self.fields[f"sheet-{key}_verified_by"] = forms.CharField(
                label=f"{label} verified by",
                required=False,
                help_text="The post, for example head of finance",
            )

    def words(self) -> dict[str, str]:
        """The front sheet as typed: {field key: words}."""
        return {
            name.removeprefix("sheet-"): str(text)
            for name, text in self.cleaned_data.items()
            if name.startswith("sheet-")
        }


NEW_ROWS = 3


class FrontSheetFieldsForm(forms.Form):
    """The list of fields of one body, a row for each, and some empty rows for new ones. A row whose
    name is emptied is taken away; rows are put in the order of their numbers."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, fields: tuple[FrontSheetField, ...], version: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = version
        self.known = fields
        for row in range(len(fields) + NEW_ROWS):
            self._add_row(row, fields[row] if row < len(fields) else None)

    def _add_row(self, row: int, field: FrontSheetField | None) -> None:
        self.fields[f"place-{row}"] = forms.IntegerField(
            label=f"Place of field {row + 1}",
            initial=row + 1,
            required=False,
            min_value=1,
            max_value=99,
            error_messages={"invalid": f"Give field {row + 1} a whole number as its place."},
        )
        self.fields[f"label-{row}"] = forms.CharField(
            label=f"Name of field {row + 1}",
            initial=field.label if field else "",
            required=False,
            max_length=100,
        )
        self.fields[f"hint-{row}"] = forms.CharField(
            label=f"Hint of field {row + 1}",
            initial=field.hint if field else "",
            required=False,
            max_length=200,
        )
        self.fields[f"kind-{row}"] = forms.ChoiceField(
            label=f"Answer of field {row + 1}",
            initial=field.kind if field else "words",
            choices=list(FIELD_KINDS.items()),
        )
        self.fields[f"required-{row}"] = forms.BooleanField(
            label=f"Field {row + 1} is needed before a paper is issued",
            initial=bool(field and field.required),
            required=False,
        )

    @property
    def rows(self) -> list[dict[str, BoundField]]:
        """The boxes of each row by what they hold, for the page."""
        names = ("place", "label", "hint", "kind", "required")
        count = len(self.known) + NEW_ROWS
        return [{name: self[f"{name}-{row}"] for name in names} for row in range(count)]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        seen: set[str] = set()
        for row in range(len(self.known) + NEW_ROWS):
            label = str(typed.get(f"label-{row}", ""))
            if label and label.casefold() in seen:
                self.add_error(
                    f"label-{row}", f"“{label}” is there twice. Give each field a name of its own."
                )
            seen.add(label.casefold())
        if seen <= {""}:
            self.add_error(None, "Keep at least one field, or go back to the usual fields.")
        return typed

    def chosen(self) -> tuple[FrontSheetField, ...]:
        """The fields as typed, in order. A field keeps its key, so that drafts keep its words."""
        typed = self.cleaned_data
        taken = {field.key for field in self.known}
        made: list[tuple[int, int, FrontSheetField]] = []
        for row in range(len(self.known) + NEW_ROWS):
            label = typed[f"label-{row}"]
            if not label:
                continue
            key = self.known[row].key if row < len(self.known) else _fresh_key(label, taken)
            taken.add(key)
            field = FrontSheetField(
                key, label, typed[f"hint-{row}"], typed[f"kind-{row}"], typed[f"required-{row}"]
            )
            made.append((typed[f"place-{row}"] or row + 1, row, field))
        return tuple(field for _, _, field in sorted(made, key=lambda one: one[:2]))


def _fresh_key(label: str, taken: set[str]) -> str:
    """A key no other field has, nor the words that stand beside another field's."""
    stem = re.sub(r"[^a-z0-9]+", "-", label.casefold()).strip("-") or "field"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def _as_typed(paper: PaperFact) -> dict[str, Any]:
    return {
        "version": paper.version,
        "title": paper.title,
        "meeting_on": paper.meeting_on,
        "classification": paper.classification,
        "exempt_paragraph": paper.exempt_paragraph,
        **{f"sheet-{key}": text for key, text in paper.front_sheet.items()},
    }
