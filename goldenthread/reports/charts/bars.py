"""Bars from zero, split by rating."""

from typing import Any

from goldenthread.reports.charts.parts import (
    INK,
    PAPER,
    RATING_FILLS,
    RATING_TEXT,
    WIDTH,
    base,
    plain_axes,
    text_width,
    word,
    word_layers,
)
from goldenthread.reports.document import Segment, StackedBars

_NARROWEST_COUNT = 11  # px; a thinner segment shows its count under the bar instead
# Wide enough for a date where a browser has a wider face than the paper's own.
_NAME_COLUMN = 168
_BAR, _ROW = 30, 78


def stacked_bars(data: StackedBars) -> dict[str, Any]:
    """Bars from zero, all to one scale; counts inside, names beneath, on two lines where narrow."""
    total = max((sum(s.count for s in segments) for _, segments in data.rows), default=0) or 1
    scale = (WIDTH - _NAME_COLUMN) / total
    boxes: list[dict[str, Any]] = [{"x": 0, "x2": 0, "y": 0, "y2": 0, "fill": PAPER}]
    words: list[dict[str, Any]] = []
    for row, (name, segments) in enumerate(data.rows):
        top = row * _ROW
        words.append(word(0, top + _BAR / 2, name, "left", INK, 14, "bold"))
        _bar(segments, top, scale, boxes, words)
    height = len(data.rows) * _ROW
    axes = plain_axes(WIDTH, height)
    rectangles: dict[str, Any] = {
        "data": {"values": boxes},
        "mark": {"type": "rect", "stroke": INK, "strokeWidth": 0.8},
        "encoding": {
            **axes,
            "x2": {"field": "x2"},
            "y2": {"field": "y2"},
            "fill": {"field": "fill", "type": "nominal", "scale": None},
        },
    }
    return base(height, [rectangles, *word_layers(words, axes)])


def _bar(
    segments: tuple[Segment, ...],
    top: float,
    scale: float,
    boxes: list[dict[str, Any]],
    words: list[dict[str, Any]],
) -> None:
    """One bar. A name that finds no room under its segment goes a line lower with its own key."""
    left, written = float(_NAME_COLUMN), 0.0
    lower: list[Segment] = []
    for segment in segments:
        if not segment.count:
            continue
        right = left + segment.count * scale
        middle = (left + right) / 2
        fill = RATING_FILLS.get(segment.mark.colour, PAPER)
        boxes.append({"x": left, "x2": right, "y": top, "y2": top + _BAR, "fill": fill})
        roomy = right - left >= _NARROWEST_COUNT
        if roomy:
            ink = RATING_TEXT.get(segment.mark.colour, INK)
            count = str(segment.count)
            words.append(word(middle, top + _BAR / 2, count, "center", ink, 15, "bold"))
        half = text_width(segment.mark.label, 12.5) / 2 + 3
        if roomy and middle - half > written + 4 and half * 2 <= max(right - left, 0) + 16:
            words.append(word(middle, top + _BAR + 12, segment.mark.label, "center", INK, 12.5))
            written = middle + half
        else:
            lower.append(segment)
        left = right
    _lower_names(lower, top + _BAR + 29, boxes, words)


def _lower_names(
    segments: list[Segment],
    at: float,
    boxes: list[dict[str, Any]],
    words: list[dict[str, Any]],
) -> None:
    """Names with count and a small box of their colour, ending at the right edge, in bar order."""
    right = float(WIDTH)
    for segment in reversed(segments):
        said = f"{segment.count} {segment.mark.label}"
        words.append(word(right, at, said, "right", INK, 12.5))
        right -= text_width(said, 12.5) + 8
        fill = RATING_FILLS.get(segment.mark.colour, PAPER)
        boxes.append({"x": right - 6, "x2": right + 4, "y": at - 6, "y2": at + 4, "fill": fill})
        right -= 22
