"""The numbers that Word draws before paragraphs, which are nowhere in the text.

ECMA-376 part 1, §17.9: a paragraph names a list (numId) and a level (ilvl), itself or by its
style; the list names an abstract list; each level has a format, a start and a pattern ("%1.%2").
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BULLET = "•"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """The w: attribute of an element that may not be there."""
    found = element.get(W + name) if element is not None else None
    return str(found) if found is not None else None


def whole(text: str | None, otherwise: int) -> int:
    """A whole number as written in an attribute, or the other when it is missing or no number."""
    try:
        return int(text) if text is not None else otherwise
    except ValueError:
        return otherwise


@dataclass(frozen=True)
class Level:
    """One level of a list: how its number is made."""

    start: int = 1
    format: str = "decimal"
    pattern: str = "%1."
    legal: bool = False
    restart_after: int | None = None


@dataclass
class Abstract:
    """An abstract list and the style it stands in for, if any."""

    levels: dict[int, Level]
    link: str | None
    style: str | None


@dataclass
class Numbering:
    """All lists of a document, and the counters as the document is walked from its start."""

    abstracts: dict[str, Abstract] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    overridden: set[tuple[str, int]] = field(default_factory=set)

    def draw(self, list_id: str, level: int) -> str | None:
        """Count one paragraph; what Word draws: "2.3", "a)", a bullet, or None for nothing."""
        if list_id not in self.lists:
            return None
        abstract_id, own_levels, starts = self.lists[list_id]
        levels = {**self._levels(abstract_id), **own_levels}
        here = levels.get(level)
        if here is None:
            return None
        if here.format == "bullet":
            return BULLET
        counters = self.counters.setdefault(abstract_id, {})
        if level in starts and (list_id, level) not in self.overridden:
            self.overridden.add((list_id, level))
            counters[level] = starts[level]
        else:
            counters[level] = counters.get(level, here.start - 1) + 1
        for lower in [n for n in counters if n > level]:
            if levels.get(lower, Level()).restart_after != 0:
                del counters[lower]
        return _pattern(here, levels, counters) or None

    def _levels(self, abstract_id: str) -> dict[int, Level]:
        abstract = self.abstracts.get(abstract_id)
        if abstract is None:
            return {}
        if not abstract.levels and abstract.link is not None:
            for other in self.abstracts.values():
                if other.style == abstract.link:
                    return other.levels
        return abstract.levels


def _pattern(here: Level, levels: dict[int, Level], counters: dict[int, int]) -> str:
    drawn = here.pattern
    for number in range(9, 0, -1):
        place = f"%{number}"
        if place not in drawn:
            continue
        level = levels.get(number - 1, Level())
        count = counters.setdefault(number - 1, level.start)
        drawn = drawn.replace(place, in_format(count, "decimal" if here.legal else level.format))
    return drawn.strip()


def in_format(count: int, number_format: str) -> str:
    """A count as Word draws it: 3 is "3", "03", "c", "C", "iii", "III" or "3rd"."""
    if number_format in {"lowerLetter", "upperLetter"} and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if number_format == "upperLetter" else letters
    if number_format in {"lowerRoman", "upperRoman"} and 0 < count < 4000:
        drawn, left = "", count
        for size, letter in _ROMAN:
            drawn, left = drawn + letter * (left // size), left % size
        return drawn.upper() if number_format == "upperRoman" else drawn
    if number_format == "decimalZero":
        return f"{count:02d}"
    if number_format == "ordinal":
        ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{'th' if 10 <= count % 100 <= 20 else ending}"
    return "" if number_format == "none" else str(count)


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists of word/numbering.xml (None when the document has none)."""
    numbering = Numbering()
    if root is None:
        return numbering
    for element in root.findall(W + "abstractNum"):
        numbering.abstracts[value(element, "abstractNumId") or ""] = Abstract(
            _levels_of(element),
            value(element.find(W + "numStyleLink")),
            value(element.find(W + "styleLink")),
        )
    for element in root.findall(W + "num"):
        own: dict[int, Level] = {}
        starts: dict[int, int] = {}
        for override in element.findall(W + "lvlOverride"):
            own.update(_levels_of(override))
            start = override.find(W + "startOverride")
            if start is not None:
                starts[whole(value(override, "ilvl"), 0)] = whole(value(start), 1)
        abstract_id = value(element.find(W + "abstractNumId")) or ""
        numbering.lists[value(element, "numId") or ""] = (abstract_id, own, starts)
    return numbering


def _levels_of(element: etree._Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for lvl in element.findall(W + "lvl"):
        restart = lvl.find(W + "lvlRestart")
        pattern = value(lvl.find(W + "lvlText"))
        legal = lvl.find(W + "isLgl")
        levels[whole(value(lvl, "ilvl"), 0)] = Level(
            start=whole(value(lvl.find(W + "start")), 1),
            format=value(lvl.find(W + "numFmt")) or "decimal",
            pattern=pattern if pattern is not None else "",
            legal=legal is not None and value(legal) not in {"0", "false"},
            restart_after=whole(value(restart), 0) if restart is not None else None,
        )
    return levels
