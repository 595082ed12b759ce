"""Level cells: a label, one or several numbered areas, their titles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goldenthread.intake.understanding.level_words import read_plain_heading
from goldenthread.intake.understanding.words import squeeze

_NUMBER = re.compile(r"(?:^|(?<=[\s:;,.–-]))(\d{1,2}(?:\.\d{1,2})*[a-z]?)(?:[.)](?=\s|[A-Z])|:)\s*")
_LEADING = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*[a-z]?)(?:[.)]|\s+[A-Z–-]|:)")
_LEADING_BARE = re.compile(r"^(\d{1,2}(?:\.\d{1,2})+[a-z]?|\d{1,2})\s+(?=[A-Z(–-])[–-]?\s*")


@dataclass(frozen=True)
class AreaCell:
    """What one level cell names: (reference, title) pairs under an optional common label."""

    group: str
    areas: tuple[tuple[str, str], ...]


def starts_with_number(text: str) -> bool:
    """Does a numbered area open in the text, perhaps after a label ("Record keeping: 8. …")?"""
    text = squeeze(text)
    if _LEADING.match(text):
        return True
    found = _runs(text)
    return bool(found) and len(text[: found[0].start()].split()) <= 5


def _runs(text: str) -> list[re.Match[str]]:
    """The numbers that open areas: the first one found, then only its successors in order."""
    out: list[re.Match[str]] = []
    for match in _NUMBER.finditer(text):
        if not out or _follows(out[-1].group(1), match.group(1)):
            out.append(match)
    return out


def _follows(before: str, after: str) -> bool:
    first, second = before.rstrip("abcdefgh"), after.rstrip("abcdefgh")
    head, _, last = first.rpartition(".")
    head_after, _, last_after = second.rpartition(".")
    return head == head_after and int(last_after) == int(last) + 1


def read_area_cell(text: str) -> AreaCell:
    """The areas a level cell names; one without reference when it has no number."""
    text = squeeze(text)
    if not text:
        return AreaCell("", ())
    found = _runs(text)
    if found and len(text[: found[0].start()].split()) <= 8:
        label = text[: found[0].start()].strip(" :–-")
        areas = []
        for at, match in enumerate(found):
            end = found[at + 1].start() if at + 1 < len(found) else len(text)
            areas.append((match.group(1), _title(text[match.end() : end])))
        return AreaCell(label, tuple(areas))
    bare = _LEADING_BARE.match(text)
    if bare:
        return AreaCell("", ((bare.group(1), _title(text[bare.end() :])),))
    found_plain = read_plain_heading(text)
    return AreaCell("", ((found_plain.reference, _title(found_plain.title)),))


def _title(text: str) -> str:
    return text.strip().strip(":").strip()
