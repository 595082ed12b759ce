"""What every chart is put together from: its colours, its frame, and words at their places."""

from typing import Any

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


def base(height: int, layers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": WIDTH,
        "height": height,
        "background": PAPER,
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 2},
        "layer": layers,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": {"labelFont": FONT}},
    }


def text_width(words: str, size: float) -> float:
    """About how wide words are in the paper's face; only places labels, so about is enough."""
    return len(words) * size * 0.45


def word(
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


def word_layers(words: list[dict[str, Any]], axes: dict[str, Any]) -> list[dict[str, Any]]:
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


def plain_axes(width: int, height: int) -> dict[str, Any]:
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
