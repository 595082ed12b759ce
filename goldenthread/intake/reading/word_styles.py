"""The styles of a Word document, as far as reading needs them: name, level, list, bold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from goldenthread.intake.reading.word_numbering import W, value, whole

_HEADING = re.compile(r"heading (\d)$", re.IGNORECASE)
MAX_CHAIN = 20  # a style based on itself must not hold the reader


@dataclass(frozen=True)
class Style:
    """One style with what it inherits already filled in."""

    name: str
    level: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    bold: bool = False


@dataclass
class Styles:
    """All styles by their id, and the one that a paragraph without style has."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default: Style = Style("Normal")

    def of(self, style_id: str | None) -> Style:
        """The style, or the default one when the id is missing or unknown."""
        return self.by_id.get(style_id or "", self.default)


def on(element: etree._Element | None) -> bool | None:
    """A switch such as w:b: None when it is not there."""
    if element is None:
        return None
    return value(element) not in {"0", "false", "off", "none"}


def read_styles(root: etree._Element | None) -> Styles:
    """The styles of word/styles.xml (None when the document has none)."""
    styles = Styles()
    if root is None:
        return styles
    elements = {value(e, "styleId") or "": e for e in root.findall(W + "style")}
    for style_id, element in elements.items():
        styles.by_id[style_id] = _resolve(style_id, elements)
        if value(element, "default") == "1" and value(element, "type") == "paragraph":
            styles.default = styles.by_id[style_id]
    return styles


def _resolve(style_id: str, elements: dict[str, etree._Element]) -> Style:
    name = value(elements[style_id].find(W + "name")) or style_id
    heading = _HEADING.match(name)
    level = int(heading.group(1)) if heading else None
    list_id: str | None = None
    list_level: int | None = None
    bold: bool | None = None
    at: str | None = style_id
    for _ in range(MAX_CHAIN):
        element = elements.get(at or "")
        if element is None:
            break
        outline = value(element.find(f"{W}pPr/{W}outlineLvl"))
        if level is None and outline is not None and whole(outline, 9) < 9:
            level = whole(outline, 9) + 1
        list_id = list_id or value(element.find(f"{W}pPr/{W}numPr/{W}numId"))
        own_level = value(element.find(f"{W}pPr/{W}numPr/{W}ilvl"))
        if list_level is None and own_level is not None:
            list_level = whole(own_level, 0)
        bold = on(element.find(f"{W}rPr/{W}b")) if bold is None else bold
        at = value(element.find(W + "basedOn"))
    shown = f"Heading {level}" if heading else name[:1].upper() + name[1:]
    return Style(shown, level, list_id, list_level, bool(bold))
