"""A scale's words: each point's label and meaning; the points themselves stay what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from goldenthread.improvement_plan.forms.base import AskedForm, LockedForm, lines
from goldenthread.improvement_plan.forms.rating import choose
from goldenthread.rules.ratings import Scale, folded


class ScaleWordsForm(LockedForm):
    """`used` is point key → standing ratings: a point in use cannot be left out."""

    name = forms.CharField(
        label="Name of the scale",
        max_length=200,
        error_messages={"required": "Give the scale a name."},
    )

    def __init__(self, *args: Any, scale: Scale, used: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = scale
        for point in scale.points:
            self.fields[f"label_{point.key}"] = forms.CharField(
                label=f"{point.label}: its word",
                max_length=60,
                error_messages={"required": f"Give {point.label} a word, or leave the point out."},
            )
            self.fields[f"meaning_{point.key}"] = forms.CharField(
                label=f"{point.label}: what it means",
                widget=lines(2),
                max_length=500,
                error_messages={"required": f"Say what {point.label} means."},
            )
            if not used.get(point.key):
                self.fields[f"out_{point.key}"] = forms.BooleanField(
                    label=f"Leave {point.label} out of the scale", required=False
                )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kept = [point for point in self.scale.points if not cleaned.get(f"out_{point.key}")]
        if len(kept) < 2:
            raise forms.ValidationError("Keep at least two points, so that there is a choice.")
        seen: dict[str, str] = {}
        for point in kept:
            word = folded(cleaned.get(f"label_{point.key}", ""))
            if word and word in seen:
                self.add_error(
                    f"label_{point.key}",
                    f"{seen[word]} has the same word. Give each point a word of its own.",
                )
            seen.setdefault(word, point.label)
            if lost := set(point.halves or ()) - {each.key for each in kept}:
                named = " and ".join(self.scale.point(key).label for key in sorted(lost))
                self.add_error(
                    f"out_{sorted(lost)[0]}",
                    f"{point.label} stands between its neighbours, so it needs {named}. Keep "
                    f"{named}, or leave {point.label} out too.",
                )
        return cleaned

    def changed_scale(self) -> Scale:
        """The scale in its new words."""
        given = self.cleaned_data
        return replace(
            self.scale,
            name=given["name"],
            points=tuple(
                replace(
                    point,
                    label=given[f"label_{point.key}"],
                    meaning=given[f"meaning_{point.key}"],
                )
                for point in self.scale.points
                if not given.get(f"out_{point.key}")
            ),
        )

    def rows(self) -> list[tuple[str, BoundField, BoundField, BoundField | None]]:
        """Of each point its key, and its fields as the page draws them."""
        return [
            (
                point.key,
                self[f"label_{point.key}"],
                self[f"meaning_{point.key}"],
                self[f"out_{point.key}"] if f"out_{point.key}" in self.fields else None,
            )
            for point in self.scale.points
        ]


class AddScaleForm(AskedForm):
    scale = forms.ChoiceField(
        label="Which scale?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a scale. Its words can be changed afterwards."},
    )

    def __init__(self, *args: Any, scales: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "scale", scales)
