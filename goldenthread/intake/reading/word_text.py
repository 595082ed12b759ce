"""The text of Word paragraphs as a reader of the printed page sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from goldenthread.intake.reading.text import plain, without_bullet
from goldenthread.intake.reading.word_numbering import BULLET, Numbering, W, value, whole
from goldenthread.intake.reading.word_styles import Styles, on

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What was deleted or moved away, field codes, other languages' readings, shapes read elsewhere.
UNREAD = frozenset(
    {W + name for name in ("del", "moveFrom", "delText", "instrText", "rt", "txbxContent")}
    | {FALLBACK, W + "pPr", W + "rPr", W + "sdtPr", W + "sdtEndPr"}
)
PICTURES = frozenset({W + "drawing", W + "pict", W + "object"})
MARKS = {W + "tab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
# Wingdings and Symbol letters that plans use as ticks, crosses and arrows.
SYMBOLS = {
    "F0FC": "✓", "F0FE": "☑", "F0FB": "✗", "F0FD": "☒", "F0A8": "☐", "F06F": "☐",
    "F0E0": "→", "F0DF": "←", "F0E1": "↑", "F0E2": "↓", "F0E8": "→", "F0E9": "↑", "F0EA": "↓",
    "F0B3": "≥", "F0A3": "≤",
}  # fmt: skip
HIGHLIGHTS = {
    "red": "FF0000", "darkRed": "800000", "green": "00FF00", "darkGreen": "008000",
    "yellow": "FFFF00", "darkYellow": "808000", "blue": "0000FF", "darkBlue": "000080",
    "cyan": "00FFFF", "darkCyan": "008080", "magenta": "FF00FF", "darkMagenta": "800080",
    "lightGray": "C0C0C0", "darkGray": "808080", "black": "000000",
}  # fmt: skip


@dataclass(frozen=True)
class ReadParagraph:
    """One paragraph: its words with the number that Word draws, and how it looks."""

    text: str
    style: str = "Normal"
    level: int | None = None
    bold: bool = False
    bulleted: bool = False
    fill: str | None = None


@dataclass
class TextReader:
    """Reads paragraphs in document order, counting lists and what could not be read."""

    styles: Styles
    numbering: Numbering
    pictures: int = 0
    hidden: int = 0
    inserted: int = 0
    deleted: int = 0
    _carried: str = field(default="", repr=False)

    def paragraph(self, element: etree._Element) -> ReadParagraph:
        """Read one w:p. A paragraph whose mark was deleted runs on into the next one."""
        properties = element.find(W + "pPr")
        style = self.styles.of(value(_find(properties, "pStyle")))
        pieces = list(self._pieces(element, style.bold))
        text = plain(self._carried + "".join(piece for piece, _, _ in pieces))
        self._carried = ""
        if _find(properties, f"rPr/{W}del") is not None:
            self._carried = text + " " if text else ""
            return ReadParagraph("")
        seen = [(bold, fill) for piece, bold, fill in pieces if piece.strip()]
        fills = {fill for _, fill in seen}
        level = style.level
        outline = value(_find(properties, "outlineLvl"))
        if outline is not None:
            level = whole(outline, 9) + 1 if whole(outline, 9) < 9 else None
        text, bulleted = self._with_number(text, properties, style.list_id, style.list_level)
        return ReadParagraph(
            text,
            style.name,
            level,
            bold=bool(seen) and all(bold for bold, _ in seen),
            bulleted=bulleted,
            fill=fills.pop() if len(fills) == 1 else None,
        )

    def _with_number(
        self,
        text: str,
        properties: etree._Element | None,
        style_list: str | None,
        style_level: int | None,
    ) -> tuple[str, bool]:
        own_list = value(_find(properties, f"numPr/{W}numId"))
        own_level = value(_find(properties, f"numPr/{W}ilvl"))
        text, bulleted = without_bullet(text)
        list_id = own_list if own_list is not None else style_list
        if list_id is None or list_id == "0":
            return text, bulleted
        level = whole(own_level, 0) if own_level is not None else style_level or 0
        drawn = self.numbering.draw(list_id, level)
        if drawn is None:
            return text, bulleted
        if drawn == BULLET:
            return text, bool(text)
        return f"{drawn} {text}".strip(), False

    def _pieces(
        self, element: etree._Element, style_bold: bool
    ) -> Iterator[tuple[str, bool, str | None]]:
        """(text, bold, fill) of each run in order; deleted and hidden text left out."""
        for child in element:
            if child.tag in UNREAD:
                self.deleted += child.tag == W + "del"
            elif child.tag == W + "r":
                yield from self._run(child, style_bold)
            elif child.tag == W + "sdt" and _shows_placeholder(child):
                continue
            elif isinstance(child.tag, str):
                self.inserted += child.tag == W + "ins"
                yield from self._pieces(child, style_bold)

    def _run(self, run: etree._Element, style_bold: bool) -> Iterator[tuple[str, bool, str | None]]:
        properties = run.find(W + "rPr")
        if on(_find(properties, "vanish")):
            self.hidden += 1
            return
        bold = on(_find(properties, "b"))
        if bold is None:
            run_style = value(_find(properties, "rStyle"))
            bold = style_bold or (run_style is not None and self.styles.of(run_style).bold)
        highlight = value(_find(properties, "highlight"))
        fill = HIGHLIGHTS.get(highlight or "") or shade(_find(properties, "shd"))
        yield self._words(run), bold, fill

    def _words(self, parent: etree._Element) -> str:
        words: list[str] = []
        for child in parent:
            if child.tag == W + "t":
                words.append(child.text or "")
            elif child.tag in MARKS:
                words.append(MARKS[str(child.tag)])
            elif child.tag == W + "sym":
                words.append(SYMBOLS.get((value(child, "char") or "").upper(), ""))
            elif child.tag in PICTURES:
                self.pictures += child.find(f".//{W}txbxContent") is None
            elif child.tag not in UNREAD and isinstance(child.tag, str):
                words.append(self._words(child))
        return "".join(words)

    def notes(self) -> Iterator[str]:
        """Sentences about what the document holds beside its text."""
        if self.pictures:
            yield _counted(self.pictures, "picture was", "pictures were") + " not read."
        if self.hidden:
            yield _counted(self.hidden, "hidden piece", "hidden pieces") + " of text left out."
        if self.inserted or self.deleted:
            yield "Tracked changes are read as if they had been accepted."


def shade(element: etree._Element | None) -> str | None:
    """The colour of a w:shd in RRGGBB, or None when nothing is shaded."""
    colour = (value(element, "fill") or "").upper()
    plain_colour = len(colour) == 6 and all(letter in "0123456789ABCDEF" for letter in colour)
    return colour if plain_colour and colour != "FFFFFF" else None


def _find(element: etree._Element | None, path: str) -> etree._Element | None:
    return element.find(W + path) if element is not None else None


def _shows_placeholder(control: etree._Element) -> bool:
    return control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
