"""Charts of a paper as pictures: Vega-Lite described as plain dicts, drawn without a browser.

Places of bars and labels are computed here, so that a chart is the same on every machine and each
segment carries its own words: a grey print still reads. The SVG has no inline styles and no
outside address; the table of the same figures always stands beside it.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import vl_convert
from lxml import etree

from goldenthread.reports.document import Chart, Segment, StackedBars, Trend, TrendLine
from goldenthread.rules.calendars import say_date

FONT = "Source Sans Pro, Segoe UI, Helvetica Neue, Arial, system-ui, sans-serif"
INK, PAPER, LINE, QUIET = "#16242b", "#ffffff", "#d8d4ca", "#4a5860"
TONES = {"brand": "#0b4f55", "thread": "#a97514", "ink": INK}
RATING_FILLS = {
    "blue": "#1d5fa8",
    "green": "#1a6b3c",
    "light_green": "#cfe8d5",
    "amber": "#f5b942",
    "red": "#b3261e",
    "grey": "#e3e6e8",
    "none": "#ffffff",
}
RATING_TEXT = {"blue": PAPER, "green": PAPER, "red": PAPER}  # the rest: ink
WIDTH = 680
_VL_VERSION = "5.20"
_SVG = "http://www.w3.org/2000/svg"
_NARROWEST_COUNT = 11  # px; a thinner segment shows its count under the bar instead

vl_convert.register_font_directory(str(Path(__file__).parent / "typst" / "fonts"))


@dataclass(frozen=True)
class Picture:
    """A drawn chart: SVG text, and PNG bytes at three pixels a point; sizes in points."""

    svg: str
    png: bytes
    width: float
    height: float


def draw(chart: Chart) -> Picture:
    """Draw a chart, with its title and description inside for those who do not see it."""
    data = chart.data
    spec = _stacked_bars(data) if isinstance(data, StackedBars) else _trend(data)
    drawing = _drawn(json.dumps(spec, sort_keys=True))
    return Picture(
        _described(drawing.svg, chart.title, chart.alt),
        drawing.png,
        drawing.width,
        drawing.height,
    )


@lru_cache(maxsize=128)
def _drawn(spec: str) -> Picture:
    raw = vl_convert.vegalite_to_svg(spec, vl_version=_VL_VERSION, allowed_base_urls=[])
    png = vl_convert.svg_to_png(raw, scale=3)
    root = etree.fromstring(raw.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    _clean(root)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    return Picture(etree.tostring(root, encoding="unicode"), png, width, height)


def _clean(root: Any) -> None:
    """Take out what a reader of the page would hear fifty times, and empty groups' labels."""
    for node in root.iter():
        for name in list(node.attrib):
            if name.startswith("aria-") or name in ("role", "class", "style"):
                del node.attrib[name]


def _described(svg: str, title: str, alt: str) -> str:
    root = etree.fromstring(svg.encode())
    root.set("role", "img")
    for place, (tag, words) in enumerate((("title", title), ("desc", alt))):
        element = etree.Element(f"{{{_SVG}}}{tag}")
        element.text = words
        root.insert(place, element)
    return etree.tostring(root, encoding="unicode")


def _base(height: int, layers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": height,
        "background": PAPER,
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 2},
        "layer": layers,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": {"labelFont": FONT}},
    }


def _text_width(words: str, size: float) -> float:
    """About how wide words are in the paper's face; only places labels, so about is enough."""
    return len(words) * size * 0.45


# Wide enough for a date where a browser has a wider face than the paper's own.
_NAME_COLUMN = 168
_BAR, _ROW = 30, 78


def _stacked_bars(data: StackedBars) -> dict[str, Any]:
    """Bars from zero, all to one scale; counts inside, names beneath, on two lines where narrow."""
    total = max((sum(s.count for s in segments) for _, segments in data.rows), default=0) or 1
    scale = (WIDTH - _NAME_COLUMN) / total
    boxes: list[dict[str, Any]] = [{"x": 0, "x2": 0, "y": 0, "y2": 0, "fill": PAPER}]
    words: list[dict[str, Any]] = []
    for row, (name, segments) in enumerate(data.rows):
        top = row * _ROW
        words.append(_word(0, top + _BAR / 2, name, "left", INK, 14, "bold"))
        _bar(segments, top, scale, boxes, words)
    height = len(data.rows) * _ROW
    axes = _plain_axes(WIDTH, height)
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
    return _base(height, [rectangles, *_word_layers(words, axes)])


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
            words.append(_word(middle, top + _BAR / 2, count, "center", ink, 15, "bold"))
        half = _text_width(segment.mark.label, 12.5) / 2 + 3
        if roomy and middle - half > written + 4 and half * 2 <= max(right - left, 0) + 16:
            words.append(_word(middle, top + _BAR + 12, segment.mark.label, "center", INK, 12.5))
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
        words.append(_word(right, at, said, "right", INK, 12.5))
        right -= _text_width(said, 12.5) + 8
        fill = RATING_FILLS.get(segment.mark.colour, PAPER)
        boxes.append({"x": right - 6, "x2": right + 4, "y": at - 6, "y2": at + 4, "fill": fill})
        right -= 22


def _trend(data: Trend) -> dict[str, Any]:
    """Lines over the periods from zero to all actions; values on points, names at the ends."""
    days = sorted({day for line in data.lines for day, _ in line.points})
    height, right_column, left_column = 230, 190, 30
    first, last = (days[0], days[-1]) if days else (None, None)
    span = (last - first).days if first and last and last != first else 1
    wide = WIDTH - right_column - left_column
    top, bottom = 14.0, height - 24.0

    def x(day: Any) -> float:
        return float(left_column + ((day - first).days / span) * wide)

    def y(value: int) -> float:
        return bottom - (value / (data.total or 1)) * (bottom - top)

    words: list[dict[str, Any]] = []
    rules = [
        {"x": left_column, "x2": left_column + wide, "y": y(v), "y2": y(v), "w": w}
        for v, w in ((0, 1.2), (data.total, 0.8))
    ]
    for value in (0, data.total):
        words.append(_word(left_column - 8, y(value), str(value), "right", QUIET, 12, "normal"))
    words.append(
        _word(
            left_column + wide + 8,
            y(data.total),
            f"all {data.total} actions",
            "left",
            QUIET,
            12,
        )
    )
    for day, said in _spaced(days, x):
        words.append(_word(x(day), bottom + 14, said, "center", QUIET, 12, "normal"))
    points = _points(data.lines, x, y, words)
    _line_names(data.lines, x, y, words, top)
    axes = _plain_axes(WIDTH, height)
    colour = {"field": "tone", "type": "nominal", "scale": None}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": rules},
            "mark": {"type": "rule", "stroke": LINE},
            "encoding": {**axes, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
        },
        {
            "data": {"values": points or [{"x": 0, "y": 0, "tone": PAPER, "line": ""}]},
            "mark": {"type": "line", "strokeWidth": 2.5},
            "encoding": {
                **axes,
                "stroke": colour,
                "detail": {"field": "line"},
                "strokeDash": {"field": "dash", "type": "nominal", "scale": None},
            },
        },
        {
            "data": {"values": points or [{"x": 0, "y": 0, "tone": PAPER, "line": ""}]},
            "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
            "encoding": {
                **axes,
                "color": colour,
                "shape": {"field": "shape", "type": "nominal", "scale": None},
            },
        },
        *_word_layers(words, axes),
    ]
    return _base(height, layers)


_DASHES = {"brand": [1, 0], "thread": [7, 3], "ink": [2, 3]}
_SHAPES = {"brand": "circle", "thread": "triangle-up", "ink": "diamond"}


def _points(
    lines: tuple[TrendLine, ...], x: Any, y: Any, words: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    points = []
    for line in lines:
        for day, value in line.points:
            points.append(
                {
                    "x": x(day),
                    "y": y(value),
                    "tone": TONES[line.tone],
                    "line": line.name,
                    "dash": _DASHES[line.tone],
                    "shape": _SHAPES[line.tone],
                }
            )
            if day != line.points[-1][0]:
                above = [v for other in lines for d, v in other.points if d == day and v > value]
                crowded = any(y(value) - y(v) < 24 for v in above)
                place = (x(day) + 13, y(value) - 8) if crowded else (x(day), y(value) - 11)
                words.append(_word(*place, str(value), "center", INK, 12.5, "bold"))
    return points


def _line_names(
    lines: tuple[TrendLine, ...],
    x: Any,
    y: Any,
    words: list[dict[str, Any]],
    top: float,
) -> None:
    """Each line's last value and name at its right end, kept 17 px apart."""
    previous = top
    for line in sorted((ln for ln in lines if ln.points), key=lambda ln: -ln.points[-1][1]):
        day, value = line.points[-1]
        at = previous = max(y(value), previous + 17)
        words.append(_word(x(day) + 12, at, str(value), "left", TONES[line.tone], 15, "bold"))
        offset = 14 + _text_width(str(value), 15) + 6
        words.append(_word(x(day) + offset, at, line.name, "left", INK, 12.5, "normal"))


def _spaced(days: list[Any], x: Any) -> list[tuple[Any, str]]:
    """Days with their words, leaving out those that would run into the one before the last."""
    said: list[tuple[Any, str]] = []
    for day in reversed(days):
        if not said or x(said[-1][0]) - x(day) > 96:
            said.append((day, say_date(day)))
    return said


def _word(
    x: float,
    y: float,
    words: str,
    align: str,
    fill: str,
    size: float,
    weight: str = "normal",
) -> dict[str, Any]:
    return {
        "x": round(x, 2),
        "y": round(y, 2),
        "words": words,
        "align": align,
        "fill": fill,
        "size": size,
        "weight": weight,
    }


def _word_layers(words: list[dict[str, Any]], axes: dict[str, Any]) -> list[dict[str, Any]]:
    """Words grouped by how they are set: a text mark has one alignment, size and weight."""
    groups: dict[tuple[str, float, str], list[dict[str, Any]]] = {}
    for word in words:
        groups.setdefault((word["align"], word["size"], word["weight"]), []).append(word)
    return [
        {
            "data": {"values": group},
            "mark": {
                "type": "text",
                "align": align,
                "baseline": "middle",
                "font": FONT,
                "fontSize": size,
                "fontWeight": weight,
            },
            "encoding": {
                **axes,
                "text": {"field": "words"},
                "color": {"field": "fill", "type": "nominal", "scale": None},
            },
        }
        for (align, size, weight), group in groups.items()
    ]


def _plain_axes(width: int, height: int) -> dict[str, Any]:
    """Places are already in pixels, counted from the top left."""
    return {
        "x": {
            "field": "x",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [0, width], "nice": False, "zero": False},
        },
        "y": {
            "field": "y",
            "type": "quantitative",
            "axis": None,
            "scale": {"domain": [height, 0], "nice": False, "zero": False},
        },
    }
