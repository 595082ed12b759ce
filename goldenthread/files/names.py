"""File names as people give them, made safe to keep, to show and to serve."""

import unicodedata

from goldenthread.files.kinds import ENDINGS, Kind

_LONGEST = 120  # characters, ending included
_NOT_IN_NAMES = frozenset('<>:"|?*')
# Windows treats these as devices whatever their ending.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)


def ending(name: str) -> str:
    """The ending of a name, with its dot and in small letters; empty when there is none."""
    stem, dot, last = _last_part(name).rpartition(".")
    return f".{last.strip().lower()}" if dot and stem.strip() else ""


def safe_name(name: str, kind: Kind) -> str:
    """The name without folders, controls, direction marks or what a file system refuses.

    A name whose ending says nothing of its kind is given the kind's own.
    """
    text = unicodedata.normalize("NFC", _last_part(name))
    text = "".join("-" if mark in _NOT_IN_NAMES else mark for mark in text if _printable(mark))
    text = " ".join(text.split()).strip(". ")
    given = ending(text)
    if given not in ENDINGS[kind]:
        stem, given = text, ENDINGS[kind][0]
    else:
        stem = text[: -len(given)]
    stem = stem[: _LONGEST - len(given)].strip(". ")
    if not stem or stem.lower() in _DEVICES:
        stem = f"document {stem}".strip()
    return stem + given


def _last_part(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def _printable(mark: str) -> bool:
    """False for controls, direction marks, unpaired surrogates and private letters."""
    return unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or mark == "\t"
