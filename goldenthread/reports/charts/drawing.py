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

from goldenthread.reports.charts.bars import stacked_bars
from goldenthread.reports.charts.trend import trend
from goldenthread.reports.document import Chart, StackedBars

_VL_VERSION = "5.20"
_SVG = "http://www.w3.org/2000/svg"

vl_convert.register_font_directory(str(Path(__file__).parent.parent / "typst" / "fonts"))


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
    spec = stacked_bars(data) if isinstance(data, StackedBars) else trend(data)
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
