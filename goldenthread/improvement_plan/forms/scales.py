"""A scale's points: their words, looks, order and what each counts as; new ones, and ended ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.text import slugify

from goldenthread.improvement_plan.forms.base import AskedForm, LockedForm, lines
from goldenthread.improvement_plan.forms.rating import choose
from goldenthread.rules.ratings import Colour, CountsAs, Scale, ScalePoint, Shape, folded

SPARE_POINTS = 2
# Colour and shape that stand together: each reads in colour, in grey and by its shape alone.
LOOKS: dict[str, str] = {
    "blue/double_tick": "Blue, double tick",
    "green/filled_circle": "Green, filled circle",
    "light_green/half_circle": "Light green, half circle",
    "amber/triangle": "Amber, triangle",
    "red/diamond": "Red, diamond",
    "grey/ring": "Grey, ring",
    "none/ring": "White, ring",
    "blue/filled_circle": "Blue, filled circle",
    "green/double_tick": "Green, double tick",
    "amber/half_circle": "Amber, half circle",
    "red/triangle": "Red, triangle",
    "grey/half_circle": "Grey, half circle",
}
NOT_STARTED, NO_JUDGEMENT = "not_started", "no_judgement"
COUNTS: tuple[tuple[str, str], ...] = (
    (CountsAs.COMPLETE.value, "Complete"),
    (CountsAs.ON_TRACK.value, "On track"),
    (CountsAs.UNDER_WAY.value, "Under way"),
    (CountsAs.NONE.value, "None of the shares: late or at risk"),
    (NOT_STARTED, "None of the shares: not due to start yet"),
    (NO_JUDGEMENT, "None of the shares: nobody could judge"),
)
_WANTS = ("needs_evidence", "needs_cause", "needs_sign_off")
_WANTS_WORDS = {
    "needs_evidence": "It wants evidence",
    "needs_cause": "It wants a cause and a recovery date",
    "needs_sign_off": "It wants a sign-off by somebody other than the lead",
}


def counted_as(point: ScalePoint) -> str:
    """The choice among COUNTS that says what a point counts as."""
    if point.not_started:
        return NOT_STARTED
    return NO_JUDGEMENT if point.no_judgement else point.counts_as.value


def boxes(scale: Scale) -> dict[str, Any]:
    """The fields of the form as the scale stands."""
    found: dict[str, Any] = {"name": scale.name}
    for place, point in enumerate(scale.points, start=1):
        found |= {
            f"place_{point.key}": place,
            f"label_{point.key}": point.label,
            f"meaning_{point.key}": point.meaning,
            f"look_{point.key}": f"{point.colour.value}/{point.shape.value}",
            f"counts_{point.key}": counted_as(point),
            f"out_{point.key}": point.ended,
        }
        found |= {f"{name}_{point.key}": getattr(point, name) for name in _WANTS}
    return found


@dataclass(frozen=True)
class PointFields:
    """One point's fields, as the page draws them."""

    key: str
    new: bool
    words: tuple[BoundField, ...]
    wants: tuple[BoundField, ...]
    out: BoundField | None


class ScaleForm(LockedForm):
    """`used` is point key → standing ratings: a point in use is ended, not left out. `had` are the
    keys of every version, which a new point never takes again."""

    name = forms.CharField(
        label="Name of the scale",
        max_length=200,
        error_messages={"required": "Give the scale a name."},
    )

    def __init__(
        self,
        *args: Any,
        scale: Scale,
        used: Mapping[str, int],
        had: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.scale, self.used, self.had = scale, used, {*had, *(p.key for p in scale.points)}
        self.new = tuple(f"new-{number}" for number in range(1, SPARE_POINTS + 1))
        for point in scale.points:
            self._add_point(point.key, point.label, point)
        for number, key in enumerate(self.new, start=1):
            self._add_point(key, f"New point {number}", None)

    def _add_point(self, key: str, called: str, point: ScalePoint | None) -> None:
        named = point is not None
        self.fields[f"label_{key}"] = forms.CharField(
            label=f"{called}: its word",
            max_length=60,
            required=named,
            error_messages={"required": f"Give {called} a word, or leave the point out."},
        )
        self.fields[f"meaning_{key}"] = forms.CharField(
            label=f"{called}: what it means",
            widget=lines(2),
            max_length=500,
            required=named,
            error_messages={"required": f"Say what {called} means."},
        )
        self.fields[f"place_{key}"] = forms.IntegerField(
            label=f"{called}: its place, the best being 1",
            required=False,
            min_value=1,
            max_value=99,
            widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            error_messages={"invalid": "Write its place as a number, such as 2."},
        )
        if point is None or not point.halves:
            looks = dict(LOOKS)
            if point is not None:
                look = f"{point.colour.value}/{point.shape.value}"
                looks.setdefault(look, look.replace("_", " ").replace("/", ", ").capitalize())
            self.fields[f"look_{key}"] = forms.ChoiceField(
                label=f"{called}: colour and shape", choices=tuple(looks.items()), required=False
            )
        self.fields[f"counts_{key}"] = forms.ChoiceField(
            label=f"{called}: what it counts as", choices=COUNTS, required=False
        )
        for name in _WANTS:
            self.fields[f"{name}_{key}"] = forms.BooleanField(
                label=_WANTS_WORDS[name], required=False
            )
        for name in ("place", "look", "counts"):  # not "optional": left alone, they stay
            if f"{name}_{key}" in self.fields:
                self.fields[f"{name}_{key}"].needed_later = True  # type: ignore[attr-defined]
        if point is not None:
            self.fields[f"out_{key}"] = forms.BooleanField(
                label=f"End {called}: no new rating is given at it"
                if self.used.get(key)
                else f"Leave {called} out of the scale",
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        self.points = self._points(cleaned)
        given = [point for point in self.points if not point.ended]
        if len(given) < 2:
            raise forms.ValidationError("Keep at least two points, so that there is a choice.")
        self._mind_words(cleaned)
        self._mind_halves()
        self._mind_sign_off(given)
        return cleaned

    def _points(self, cleaned: Mapping[str, Any]) -> tuple[ScalePoint, ...]:
        """The points as they will stand, best first."""
        placed: list[tuple[int, int, ScalePoint]] = []
        for number, point in enumerate(self.scale.points, start=1):
            out = cleaned[f"out_{point.key}"]
            if out and not self.used.get(point.key):
                continue
            changed = replace(self._asked(point, point.key, cleaned), ended=bool(out))
            placed.append((cleaned[f"place_{point.key}"] or number, number, changed))
        taken = set(self.had)
        for number, key in enumerate(self.new, start=len(self.scale.points) + 1):
            if cleaned[f"label_{key}"]:
                point = self._asked(self._fresh(cleaned[f"label_{key}"], taken), key, cleaned)
                taken.add(point.key)
                placed.append((cleaned[f"place_{key}"] or number, number, point))
        placed.sort(key=lambda each: each[:2])
        return tuple(replace(point, order=place) for place, (_, _, point) in enumerate(placed))

    def _fresh(self, label: str, taken: set[str]) -> ScalePoint:
        """A new point: on the question that the scale asks, with a key no version ever had."""
        key = start = slugify(label)[:50] or "point"
        number = 2
        while key in taken:
            key, number = f"{start}-{number}", number + 1
        axis = self.scale.points[0].axis
        return ScalePoint(key, label, "", 0, Colour.GREY, Shape.RING, axis, CountsAs.NONE)

    @staticmethod
    def _asked(point: ScalePoint, key: str, cleaned: Mapping[str, Any]) -> ScalePoint:
        counts = cleaned[f"counts_{key}"] or counted_as(point)
        colour, _, shape = (
            cleaned.get(f"look_{key}") or f"{point.colour.value}/{point.shape.value}"
        ).partition("/")
        none = counts in (NOT_STARTED, NO_JUDGEMENT)
        return replace(
            point,
            label=cleaned[f"label_{key}"],
            meaning=cleaned[f"meaning_{key}"],
            colour=Colour(colour),
            shape=Shape(shape),
            counts_as=CountsAs.NONE if none else CountsAs(counts),
            not_started=counts == NOT_STARTED,
            no_judgement=counts == NO_JUDGEMENT,
            **{name: cleaned[f"{name}_{key}"] for name in _WANTS},
        )

    def _field_of(self, point: ScalePoint, name: str) -> str:
        """The name of a point's field; a new point's stands under its spare number."""
        if f"{name}_{point.key}" in self.fields:
            return f"{name}_{point.key}"
        spare = next(
            key for key in self.new if self.cleaned_data.get(f"label_{key}") == point.label
        )
        return f"{name}_{spare}"

    def _mind_words(self, cleaned: Mapping[str, Any]) -> None:
        seen: dict[str, str] = {}
        was = {point.key: point.label for point in self.scale.points}
        for point in self.points:
            word = folded(point.label)
            if word in seen:
                self.add_error(
                    self._field_of(point, "label"),
                    f"{seen[word]} has the same word. Give each point a word of its own.",
                )
            if not point.meaning:
                self.add_error(self._field_of(point, "meaning"), f"Say what {point.label} means.")
            seen.setdefault(word, was.get(point.key, point.label))

    def _mind_halves(self) -> None:
        there = {point.key for point in self.points}
        for point in self.points:
            if lost := set(point.halves or ()) - there:
                named = " and ".join(self.scale.point(key).label for key in sorted(lost))
                self.add_error(
                    f"out_{sorted(lost)[0]}",
                    f"{point.label} stands between its neighbours, so it needs {named}. Keep "
                    f"{named}, or leave {point.label} out too.",
                )

    def _mind_sign_off(self, given: Sequence[ScalePoint]) -> None:
        signed = [point for point in given if point.needs_sign_off]
        for point in signed:
            if point.counts_as is not CountsAs.COMPLETE:
                self.add_error(
                    self._field_of(point, "needs_sign_off"),
                    f"Only a point that counts as complete can be signed off. Let {point.label} "
                    "count as complete, or ask no sign-off of it.",
                )
        for point in signed[1:]:
            self.add_error(
                self._field_of(point, "needs_sign_off"),
                f"{signed[0].label} is signed off already. Ask a sign-off of one point only.",
            )

    def changed_scale(self) -> Scale:
        """The scale as it will stand."""
        return replace(self.scale, name=self.cleaned_data["name"], points=self.points)

    def rows(self) -> list[PointFields]:
        """The fields of every point, for the page."""
        keys = [*(point.key for point in self.scale.points), *self.new]
        return [
            PointFields(
                key=key,
                new=key in self.new,
                words=tuple(
                    self[f"{name}_{key}"]
                    for name in ("label", "meaning", "place", "look", "counts")
                    if f"{name}_{key}" in self.fields
                ),
                wants=tuple(self[f"{name}_{key}"] for name in _WANTS),
                out=self[f"out_{key}"] if f"out_{key}" in self.fields else None,
            )
            for key in keys
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
