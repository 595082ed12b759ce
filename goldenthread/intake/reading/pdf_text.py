"""Words on a PDF page → lines → paragraphs.

A PDF says where each letter stands and nothing else. Where a line ends, the geometry tells a
wrapped line from the end of a paragraph: if the next word would still have fitted on the line,
whoever wrote it began a new paragraph.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Any

from goldenthread.intake.reading.text import BULLETS, plain

# The gap between two words is at least this share of the letters' size.
WORD_GAP = 0.2
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_STARTS_WITH_BULLET = re.compile(rf"^[{BULLETS}]")
_BULLET_GLYPH = re.compile(r"^\(cid:(?:127|149|120|129|131|141|183)\)")
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_PIECE = re.compile(r"^[^-–]*[-–]?")
_GLUED_END = re.compile(r"(?:\w[-–]|\S/)$")


@dataclass(frozen=True)
class Word:
    """A word and the box round it, in points from the page's top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Line:
    """Words that stand beside each other, left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with a space between them."""
        return plain(" ".join(word.text for word in self.words))

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(word.bottom for word in self.words)

    @property
    def middle_y(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.words, key=lambda word: len(word.text)).size

    @property
    def bold(self) -> bool:
        """Whether every word is bold."""
        return all(word.bold for word in self.words if word.text not in BULLETS)


def words_of(page: Any) -> list[Word]:
    """The words of a pdfplumber page.

    A glyph without a letter is written "(cid:127)": as a bullet where bullets commonly are,
    left out elsewhere.
    """
    turned = [char for char in page.chars if not char["upright"]]
    upright = page.filter(lambda shape: shape.get("upright", True)) if turned else page
    found = upright.extract_words(
        x_tolerance_ratio=WORD_GAP, extra_attrs=["fontname", "size"], use_text_flow=False
    )
    words: list[Word] = []
    for word in found:
        text = _UNMAPPED.sub("", _BULLET_GLYPH.sub("•", word["text"]))
        if text.strip():
            box = (word["x0"], word["x1"], word["top"], word["bottom"])
            bold = bool(_BOLD.search(str(word["fontname"])))
            words.append(Word(text, *box, round(float(word["size"]), 1), bold))
    return words + _turned_words(turned)


def _turned_words(chars: list[Any]) -> list[Word]:
    """Text set sideways, as narrow columns' headers are: each of its lines as one word."""
    lines: dict[tuple[bool, int], list[Any]] = {}
    for char in chars:
        if char["text"].startswith("(cid:"):
            continue
        upwards = char["matrix"][1] > 0
        middle = (char["x0"] + char["x1"]) / 2
        near = next((key for key in lines if key[0] == upwards and abs(key[1] - middle) < 3), None)
        lines.setdefault(near or (upwards, round(middle)), []).append(char)
    words: list[Word] = []
    for (upwards, _), line in lines.items():
        line.sort(key=lambda char: -char["bottom"] if upwards else char["top"])
        for part in _without_wide_gaps(line):
            x0, x1 = min(char["x0"] for char in part), max(char["x1"] for char in part)
            top, bottom = min(char["top"] for char in part), max(char["bottom"] for char in part)
            text = plain("".join(char["text"] for char in part))
            bold = bool(_BOLD.search(str(part[0]["fontname"])))
            if text:
                words.append(Word(text, x0, x1, top, bottom, round(x1 - x0, 1), bold))
    return words


def _without_wide_gaps(line: list[Any]) -> list[list[Any]]:
    """A sideways line cut where it leaves one cell for another."""
    parts = [[line[0]]]
    for before, char in itertools.pairwise(line):
        gap = max(char["top"] - before["bottom"], before["top"] - char["bottom"])
        if gap > 2 * (char["x1"] - char["x0"]):
            parts.append([])
        parts[-1].append(char)
    return parts


def lines_of(words: list[Word]) -> list[Line]:
    """The words gathered into lines, from top to bottom; raised letters stay in their line."""
    rows: list[list[Word]] = []
    bottom = top = 0.0
    for word in sorted(words, key=lambda word: (word.middle[1], word.x0)):
        overlap = min(bottom, word.bottom) - max(top, word.top)
        if rows and overlap > 0.5 * min(bottom - top, word.bottom - word.top):
            rows[-1].append(word)
            top, bottom = min(top, word.top), max(bottom, word.bottom)
        else:
            rows.append([word])
            top, bottom = word.top, word.bottom
    return [Line(tuple(_whole_words(sorted(row, key=lambda word: word.x0)))) for row in rows]


def _whole_words(words: list[Word]) -> list[Word]:
    """Words that a change of font cut in two (no gap between the halves) put together."""
    whole: list[Word] = []
    for word in words:
        if whole and word.x0 - whole[-1].x1 < 0.1 * min(word.size, whole[-1].size):
            last = whole[-1]
            whole[-1] = Word(
                last.text + word.text, last.x0, word.x1, min(last.top, word.top),
                max(last.bottom, word.bottom), last.size, last.bold and word.bold,
            )  # fmt: skip
        else:
            whole.append(word)
    return whole


def paragraphs_of(lines: list[Line], left: float, right: float) -> list[list[Line]]:
    """The lines gathered into paragraphs; the text may fill the width from left to right."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and not _begins(paragraphs[-1], line, left, right):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return paragraphs


def _begins(paragraph: list[Line], line: Line, left: float, right: float) -> bool:
    """Whether the line begins a new paragraph."""
    before = paragraph[-1]
    if _STARTS_WITH_BULLET.match(line.text):
        return True
    if abs(line.size - before.size) > 0.6:
        return True
    if line.top - before.bottom > 0.7 * line.size:
        return True
    return _fits(before, line, left, right)


def _fits(before: Line, line: Line, left: float, right: float) -> bool:
    """Whether the first piece of the line would still have fitted on the line before."""
    first = line.words[0]
    piece = _PIECE.match(first.text)
    share = len(piece[0]) / len(first.text) if piece and piece[0] else 1.0
    needed = (first.x1 - first.x0) * share + 0.25 * first.size
    free_left, free_right = before.x0 - left, right - before.x1
    centred = free_left > 3 and abs(free_left - free_right) < 3
    return (free_left + free_right if centred else free_right) > needed + 0.5


def joined(paragraph: list[Line], right: float) -> str:
    """The paragraph's words, its wrapped lines joined.

    A word that was too long for its line was cut where the line was full: no space is put
    there, nor after a hyphen or a stroke that a word ends with.
    """
    text = ""
    for at, line in enumerate(paragraph):
        if not at:
            text = line.text
            continue
        cut = _cut_in_two(paragraph[at - 1], line, right)
        glue = "" if cut or _GLUED_END.search(text) else " "
        text += glue + line.text
    return plain(text)


def _cut_in_two(before: Line, line: Line, right: float) -> bool:
    """Whether a word too long for its line was cut: it stands alone and fills the line.

    A capital after a small letter, or before one, begins a word of its own.
    """
    last, first = before.words[-1].text, line.words[0]
    letter = (first.x1 - first.x0) / max(1, len(first.text))
    if len(before.words) > 1 or right - before.x1 >= letter or not last[-1:].isalnum():
        return False
    return first.text[:1].islower() or (last[-2:].isupper() and first.text.isupper())
