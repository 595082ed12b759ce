"""What a workstream lead writes in a highlight report: the status and words, never a figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from goldenthread.reports.highlight_report import WORDS
from goldenthread.rules.ratings import Scale
from goldenthread.rules.snapshots import SnapshotLevel

_LINES = frozenset({"owner", "lead"})
_OF_A_CONCERN = (("progress", "Progress"), ("impact", "Impact"), ("next", "Next steps"))
_NEEDED = frozenset({"lead", "reason"})
LATER = "Needed before the report is issued."


class HighlightForm(forms.Form):
    """The overall status on the plan's own scale, and a box for each part of the report."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    status_point = forms.ChoiceField(
        widget=forms.RadioSelect, required=False, label="Overall status", help_text=LATER
    )

    def __init__(
        self,
        *args: Any,
        words: Mapping[str, str],
        status_point: str,
        version: int,
        scale: Scale | None,
        concerns: tuple[SnapshotLevel, ...],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"version": version, "status_point": status_point, **words}
        super().__init__(*args, **kwargs)
        self.fields["status_point"].choices = [  # type: ignore[attr-defined]
            (point.key, point.label) for point in (scale.points if scale else ())
        ]
        self.fields["status_point"].needed_later = True  # type: ignore[attr-defined]
        for key, label, hint in WORDS:
            self._add(key, label, f"{hint}. {LATER}" if key in _NEEDED else hint)
        for level in concerns:
            for key, label in _OF_A_CONCERN:
                name = f"{level.reference} {level.title}".strip()
                self._add(
                    f"{key}:{level.id}",
                    f"{label}: {name}",
                    "Left empty, the report says what the plan shows" if key == "progress" else "",
                )

    def _add(self, key: str, label: str, hint: str) -> None:
        self.fields[key] = forms.CharField(
            label=label,
            required=False,
            max_length=300 if key in _LINES else 4000,
            help_text=hint,
            widget=forms.TextInput() if key in _LINES else forms.Textarea(attrs={"rows": 3}),
        )
        self.fields[key].needed_later = key in _NEEDED  # type: ignore[attr-defined]

    def words(self) -> dict[str, str]:
        return {
            key: str(text)
            for key, text in self.cleaned_data.items()
            if key not in ("version", "status_point")
        }

    def beside(self, theirs: Mapping[str, str]) -> list[dict[str, str]]:
        """The parts where somebody else's words differ from these."""
        return [
            {
                "field": str(self.fields[key].label),
                "yours": str(self.data.get(key, "")).strip(),
                "theirs": theirs.get(key, ""),
            }
            for key in self.fields
            if key not in ("version", "status_point")
            and str(self.data.get(key, "")).strip() != theirs.get(key, "")
        ]
