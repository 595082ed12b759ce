"""What people type to start a paper, fill its front sheet and write beside its figures."""

from __future__ import annotations

from typing import Any

from django import forms

from goldenthread.governance.queries import PaperFact
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


def _as_typed(paper: PaperFact) -> dict[str, Any]:
    return {
        "version": paper.version,
        "title": paper.title,
        "meeting_on": paper.meeting_on,
        "classification": paper.classification,
        "exempt_paragraph": paper.exempt_paragraph,
        **{f"sheet-{key}": text for key, text in paper.front_sheet.items()},
    }
