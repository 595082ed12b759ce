"""What families tell us, for all the parts of a plan at once; plain words, for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField

from goldenthread.improvement_plan.forms.base import AskedForm, lines
from goldenthread.improvement_plan.forms.rating import choose
from goldenthread.pages.form_fields import DateField
from goldenthread.rules.ratings import Scale

NO_CHILD = "Do not name a child"
Choices = Sequence[tuple[str, str]]


class VoicesForm(AskedForm):
    """For each part one box for words and one choice of a rating; any may stay empty.

    `parts` is (level id, how the part is called); `groups` the forums or groups to choose from.
    """

    organisation = forms.ChoiceField(
        label="Which group do you speak for?",
        error_messages={"required": "Choose the group you speak for."},
    )

    def __init__(
        self,
        *args: Any,
        parts: Sequence[tuple[UUID, str]],
        groups: Choices,
        scale: Scale | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parts = tuple(parts)
        if len(groups) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = groups[0][0]
            choose(self, "organisation", groups)
        else:
            choose(self, "organisation", [("", "Choose one"), *groups])
        for level_id, name in self.parts:
            self.fields[f"words_{level_id.hex}"] = self._words(name)
            if scale is not None:
                self.fields[f"point_{level_id.hex}"] = self._point(scale)

    def _words(self, name: str) -> forms.CharField:
        return forms.CharField(
            label="What do families tell you?", widget=lines(4), required=False, max_length=5000,
            help_text=f"{NO_CHILD}.",
        )  # fmt: skip

    def _point(self, scale: Scale) -> forms.ChoiceField:
        return forms.ChoiceField(
            label="How is it for families now?",
            widget=forms.RadioSelect,
            required=False,
            choices=[*((point.key, point.label) for point in scale.given), ("", "No rating today")],
        )

    def boxes(self, level_id: UUID) -> tuple[BoundField, BoundField | None]:
        """The two boxes of a part."""
        point = f"point_{level_id.hex}"
        return self[f"words_{level_id.hex}"], self[point] if point in self.fields else None

    def told(self) -> list[tuple[UUID, str, str]]:
        """(part, words, point) for each part, as typed."""
        given = self.cleaned_data
        return [
            (
                level_id,
                given.get(f"words_{level_id.hex}", ""),
                given.get(f"point_{level_id.hex}", ""),
            )
            for level_id, _ in self.parts
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = any(
            str(value or "").strip()
            for name, value in cleaned.items()
            if name.startswith(("words_", "point_"))
        )
        if not typed and not self.errors:
            raise forms.ValidationError("Write in at least one box, or choose a rating.")
        return cleaned


class MeetingForm(VoicesForm):
    """The same, typed in by the office from a meeting."""

    said_by = forms.CharField(
        label="Who said it?",
        max_length=200,
        help_text=f"A role or the group, for example: parents at the coffee morning. {NO_CHILD}.",
        error_messages={"required": "Say who said it."},
    )
    occasion = forms.CharField(
        label="At which meeting?",
        max_length=300,
        help_text="For example, forum meeting at the library",
        error_messages={"required": "Say at which meeting it was said."},
    )
    said_on = DateField(label="The day of the meeting")
    field_order = ("organisation", "said_by", "occasion", "said_on")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["organisation"].label = "Whose words are they?"

    def clean_said_on(self) -> date:
        given: date = self.cleaned_data["said_on"]
        if given > self.on:
            raise forms.ValidationError("The meeting cannot be later than today.")
        return given

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for level_id, _ in self.parts:
            words = str(cleaned.get(f"words_{level_id.hex}") or "").strip()
            if cleaned.get(f"point_{level_id.hex}") and not words:
                self.add_error(
                    f"words_{level_id.hex}", "Write down the words too, not a rating alone."
                )
        return cleaned


class NothingAskedForm(AskedForm):
    """A button alone."""


class WithdrawVoiceForm(AskedForm):
    reason = forms.CharField(
        label="Why do you take these words away?",
        widget=lines(3),
        help_text="A few words. Others can read this reason.",
        error_messages={"required": "Say in a few words why."},
    )
