"""Lines over the closed periods, from zero to all actions: values on points, names at the ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from goldenthread.reports.charts.parts import (
    INK,
    LINE,
    PAPER,
    QUIET,
    TONES,
    WIDTH,
    base,
    plain_axes,
    text_width,
    word,
    word_layers,
)
from goldenthread.reports.document import Trend, TrendLine
from goldenthread.rules.calendars import say_date

Words = list[dict[str, Any]]
_HEIGHT, _TOP, _BOTTOM = 230, 14.0, 206.0
_LEFT, _RIGHT = 30, WIDTH - 190  # the lines' own part; their names stand to its right
_DASHES = {"brand": [1, 0], "thread": [7, 3], "ink": [2, 3]}
_SHAPES = {"brand": "circle", "thread": "triangle-up", "ink": "diamond"}


@dataclass(frozen=True)
class _Places:
    """Where a day and a value stand, in pixels from the top left."""

    days: tuple[date, ...]
    total: int

    def x(self, day: date) -> float:
        span = (self.days[-1] - self.days[0]).days or 1
        return float(_LEFT + ((day - self.days[0]).days / span) * (_RIGHT - _LEFT))

    def y(self, value: int) -> float:
        return _BOTTOM - (value / (self.total or 1)) * (_BOTTOM - _TOP)


def trend(data: Trend) -> dict[str, Any]:
    """The chart as Vega-Lite."""
    days = tuple(sorted({day for line in data.lines for day, _ in line.points}))
    places = _Places(days, data.total)
    words = [*_frame_words(places), *_values(data.lines, places), *_line_names(data.lines, places)]
    axes = plain_axes(WIDTH, _HEIGHT)
    points = _points(data.lines, places) or [{"x": 0, "y": 0, "tone": PAPER, "line": ""}]
    return base(
        _HEIGHT,
        [_rules(places, axes), *_line_layers(points, axes), *word_layers(words, axes)],
    )


def _rules(places: _Places, axes: dict[str, Any]) -> dict[str, Any]:
    """A line at nothing and one at all actions."""
    rules = [
        {"x": _LEFT, "x2": _RIGHT, "y": places.y(value), "y2": places.y(value), "w": width}
        for value, width in ((0, 1.2), (places.total, 0.8))
    ]
    return {
        "data": {"values": rules},
        "mark": {"type": "rule", "stroke": LINE},
        "encoding": {**axes, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
    }


def _line_layers(points: Words, axes: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines and the marks on them; each has a dash and a shape of its own beside its colour."""
    colour = {"field": "tone", "type": "nominal", "scale": None}
    return [
        {
            "data": {"values": points},
            "mark": {"type": "line", "strokeWidth": 2.5},
            "encoding": {
                **axes,
                "stroke": colour,
                "detail": {"field": "line"},
                "strokeDash": {"field": "dash", "type": "nominal", "scale": None},
            },
        },
        {
            "data": {"values": points},
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
            "encoding": {
                **axes,
                "color": colour,
                "shape": {"field": "shape", "type": "nominal", "scale": None},
            },
        },
    ]


def _frame_words(places: _Places) -> Words:
    """What the axes say: nothing, all actions, and the days."""
    said = [
        word(_LEFT - 8, places.y(value), str(value), "right", QUIET, 12)
        for value in (0, places.total)
    ]
    everything = f"all {places.total} actions"
    said.append(word(_RIGHT + 8, places.y(places.total), everything, "left", QUIET, 12))
    for day, words in _spaced(places):
        said.append(word(places.x(day), _BOTTOM + 14, words, "center", QUIET, 12))
    return said


def _points(lines: Iterable[TrendLine], places: _Places) -> Words:
    return [
        {
            "x": places.x(day),
            "y": places.y(value),
            "tone": TONES[line.tone],
            "line": line.name,
            "dash": _DASHES[line.tone],
            "shape": _SHAPES[line.tone],
        }
        for line in lines
        for day, value in line.points
    ]


def _values(lines: tuple[TrendLine, ...], places: _Places) -> Words:
    """The value of each point but the last, aside where the line above is near."""
    said: Words = []
    for line in lines:
        for day, value in line.points[:-1]:
            above = [v for other in lines for d, v in other.points if d == day and v > value]
            x, y = places.x(day), places.y(value)
            crowded = any(y - places.y(v) < 24 for v in above)
            at = (x + 13, y - 8) if crowded else (x, y - 11)
            said.append(word(*at, str(value), "center", INK, 12.5, "bold"))
    return said


def _line_names(lines: tuple[TrendLine, ...], places: _Places) -> Words:
    """Each line's last value and name at its right end, kept 17 px apart."""
    said: Words = []
    previous = _TOP
    for line in sorted((one for one in lines if one.points), key=lambda one: -one.points[-1][1]):
        day, value = line.points[-1]
        x, at = places.x(day), max(places.y(value), previous + 17)
        previous = at
        said.append(word(x + 12, at, str(value), "left", TONES[line.tone], 15, "bold"))
        offset = 14 + text_width(str(value), 15) + 6
        said.append(word(x + offset, at, line.name, "left", INK, 12.5))
    return said


def _spaced(places: _Places) -> list[tuple[date, str]]:
    """Days with their words, leaving out those that would run into the one before the last."""
    said: list[tuple[date, str]] = []
    for day in reversed(places.days):
        if not said or places.x(said[-1][0]) - places.x(day) > 96:
            said.append((day, say_date(day)))
    return said
