"""Which letters the shipped faces can draw; what they cannot is written out by its Unicode name.

A tagged PDF may not hold a letter that no face can draw, and a picture of an empty box tells
nobody anything: "😀" is printed as "[grinning face]" where the face has no such picture.
"""

import re
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent.parent / "typst" / "fonts"
_LONGEST_WORD = 30
_BREAK = "\u200b"
_LAYOUT = {"\n", _BREAK, "\u00a0", "\u00ad"}


def drawable(text: str) -> str:
    """The text with every letter drawable and no word too long to break across lines."""
    faces = _coverage()
    said = []
    for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        if letter == "\t":
            said.append(" ")
        elif letter in _LAYOUT:
            said.append(letter)
        elif _says_nothing(letter):
            continue
        else:
            said.append(letter if ord(letter) in faces else _in_words(letter))
    return re.sub(rf"\S{{{_LONGEST_WORD},}}", _broken, "".join(said))


def _says_nothing(letter: str) -> bool:
    """Controls, joiners, selectors of a variant and skin tones: nothing without another letter."""
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return True
    return 0xFE00 <= ord(letter) <= 0xFE0F or 0x1F3FB <= ord(letter) <= 0x1F3FF


def _in_words(letter: str) -> str:
    """A letter's name in brackets; an accent without a letter of its own is left out."""
    if unicodedata.category(letter) == "Mn":
        return ""
    return f"[{unicodedata.name(letter, 'unknown letter').lower()}]"


def _broken(word: re.Match[str]) -> str:
    """Places where a long word may break: after its points and strokes, else every twelve."""
    said = []
    for piece in re.findall(r"[^/.:?&=_]*[/.:?&=_]+|[^/.:?&=_]+", word.group()):
        if len(piece) <= _LONGEST_WORD + 1:
            said.append(piece)
        else:
            said += [piece[at : at + 12] for at in range(0, len(piece), 12)]
    return _BREAK.join(said)


@lru_cache(maxsize=1)
def _coverage() -> frozenset[int]:
    """Code points that one of the shipped faces draws."""
    faces = ("SourceSansPro-Regular.otf", "DejaVuSans.ttf")
    return frozenset().union(*(_covered(FONTS / name) for name in faces))


def _covered(path: Path) -> set[int]:
    """Code points in a face's character map (OpenType `cmap`, formats 4 and 12)."""
    font = path.read_bytes()
    tables = struct.unpack(">H", font[4:6])[0]
    for number in range(tables):
        tag, _, offset, _ = struct.unpack(">4sLLL", font[12 + 16 * number : 28 + 16 * number])
        if tag == b"cmap":
            return _code_points(font, offset)
    return set()


def _code_points(font: bytes, cmap: int) -> set[int]:
    points: set[int] = set()
    for number in range(struct.unpack(">H", font[cmap + 2 : cmap + 4])[0]):
        record = font[cmap + 4 + 8 * number : cmap + 12 + 8 * number]
        start = cmap + struct.unpack(">HHL", record)[2]
        kind = struct.unpack(">H", font[start : start + 2])[0]
        if kind == 4:
            points |= _format_4(font, start)
        elif kind == 12:
            points |= _format_12(font, start)
    return points


def _format_4(font: bytes, start: int) -> set[int]:
    count = struct.unpack(">H", font[start + 6 : start + 8])[0] // 2
    ends = struct.unpack(f">{count}H", font[start + 14 : start + 14 + 2 * count])
    first = start + 16 + 2 * count
    starts = struct.unpack(f">{count}H", font[first : first + 2 * count])
    spans = zip(starts, ends, strict=True)
    return {point for low, high in spans for point in range(low, high + 1) if point != 0xFFFF}


def _format_12(font: bytes, start: int) -> set[int]:
    count = struct.unpack(">L", font[start + 12 : start + 16])[0]
    points: set[int] = set()
    for number in range(count):
        at = start + 16 + 12 * number
        low, high, _ = struct.unpack(">LLL", font[at : at + 12])
        points.update(range(low, high + 1))
    return points
