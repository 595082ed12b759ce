"""Outcome letters of Ofsted and the Care Quality Commission, as they were before 2023.

They number nothing: "the following areas of significant weakness:" and bullets below, and bullets
below "Areas for development". A letter does not say of each line that it is a finding, so each
is proposed, with the words it stood under, for a person to confirm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from goldenthread.intake.reading.raw import BULLET_STYLE, Paragraph, RawDocument
from goldenthread.intake.understanding.findings import (
    Inspection,
    finding,
    inspection_named,
    last_day,
)
from goldenthread.intake.understanding.inspection_text import lines_of
from goldenthread.intake.understanding.plan import FindingRead
from goldenthread.intake.understanding.words import fold, squeeze

DEVELOPMENT = "Area for development"
_WEAKNESS = (
    r"(?:areas? of (?P<first>(?:significant|serious|key) )?(?P<of>weakness|concern)(?:es|s)?"
    r"|(?P<second>significant|serious|key|main) (?:areas? of )?(?P<a>weakness|concern)(?:es|s)?)"
)
_LEADS_IN = re.compile(rf"\b{_WEAKNESS}\b[^.:]*:$", re.IGNORECASE)
_HEADED = re.compile(rf"^(?:the )?{_WEAKNESS}$", re.IGNORECASE)
_DEVELOPMENT = frozenset({"areas for development", "area for development"})
_ENDS = re.compile(
    r"^(?:yours (?:sincerely|faithfully)|strengths|main findings|the effectiveness of|"
    r"the inspection raises|cc[: ]|her majesty|his majesty|dear )",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^(?P<name>(?:joint )?(?:local )?area SEND (?:inspection|re-?visit) (?:in|of) .{3,80})$",
    re.IGNORECASE,
)
_DAY = r"\d{1,2} [A-Z][a-z]+(?: 20\d\d)?"
_BETWEEN = re.compile(rf"\b(?:[Bb]etween|[Ff]rom) (?P<first>{_DAY}) (?:and|to) (?P<last>{_DAY})\b")
_BULLET = re.compile(r"^\s*[•◼▪■●–-]\s+")
_CLOSED = (".", ";", ":", "!", "?")
_LEAST = 3  # words that a finding has


@dataclass
class _Open:
    """The list that is being read: its kind, the words above it, and the lines so far."""

    kind: str
    above: str
    said: list[str]
    bulleted: bool = False

    def take(self, one: Paragraph) -> bool:
        """Whether the paragraph is of this list."""
        text, bullet = squeeze(one.text), one.style == BULLET_STYLE
        if one.level is not None or _ENDS.match(text):
            return False
        self.bulleted = self.bulleted or bullet
        if bullet and self.said and self.said[-1].split("\n")[0].endswith(":"):
            self.said[-1] = f"{self.said[-1]}\n– {text}"  # several things that one line asks for
        elif bullet or (text[:1].islower() and not self.bulleted):
            self.said.append(text)
        elif text[:1].islower() and self.said:
            self.said[-1] = f"{self.said[-1]} {text}"  # it goes on, on the next page
        else:
            return False
        return True


def letter_findings(document: RawDocument) -> tuple[FindingRead, ...]:
    """What the letter lists as weak or for development, each proposed; none where it lists none."""
    inspection = letter_named(document)
    out: dict[str, FindingRead] = {}
    for one in _lists(document.blocks):
        for said in one.said:
            if len(said.split()) >= _LEAST:
                words = said.rstrip(";").removesuffix(" and").rstrip(" ,;")
                read = finding(one.kind, words, inspection, proposed=one.above)
                out.setdefault(fold(read.text), read)
    return tuple(out.values())


def letter_text_findings(text: str) -> tuple[FindingRead, ...]:
    """The same of a letter's text, whose lines break where its page is full."""
    return letter_findings(RawDocument("text", "", tuple(_paragraphs(text))))


def letter_named(document: RawDocument) -> Inspection:
    """The inspection of the letter: its own name, its days, the last of them."""
    named = inspection_named(document)
    name, days, last = "", "", named.date
    for one in document.paragraphs:
        text = squeeze(one.text)
        if not name and (match := _NAMED.match(text)):
            name = match["name"].rstrip(".")
        if not days and (match := _BETWEEN.search(text)):
            days, last = f"{match['first']} to {match['last']}", last_day(match["last"]) or last
    if not name and not days:
        return named
    name = name or named.source or "Local area SEND inspection"
    return Inspection(f"{name}, {days}" if days else name, last)


def _lists(blocks: Iterable[object]) -> Iterator[_Open]:
    standing: _Open | None = None
    for block in blocks:
        if not isinstance(block, Paragraph):
            continue
        opened = _opened_by(block)
        if opened is None and standing is not None and standing.take(block):
            continue
        if standing is not None and standing.said:
            yield standing
        standing = opened
    if standing is not None and standing.said:
        yield standing


def _opened_by(one: Paragraph) -> _Open | None:
    """The list that these words stand above."""
    text = squeeze(one.text)
    if fold(text) in _DEVELOPMENT:
        return _Open(DEVELOPMENT, text, [])
    match = _HEADED.match(text.rstrip(":"))
    if match is None and one.style != BULLET_STYLE:
        match = _LEADS_IN.search(text)
    if match is None:
        return None
    kind = (match["of"] or match["a"]).lower()
    weight = (match["first"] or match["second"] or "").strip().lower()
    return _Open(" ".join(filter(None, ("Area of", weight, kind))), text, [])


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """Lines put together to the paragraphs they were broken from."""
    held: Paragraph | None = None
    for line in lines_of(text):
        bullet = bool(_BULLET.match(line.words))
        words = _BULLET.sub("", line.words)
        goes_on = held is not None and not bullet and not _alone(held, words)
        if held is not None and goes_on and (not line.blank or _broken(held, words)):
            held = replace(held, text=f"{held.text} {words}")
            continue
        if held is not None:
            yield held
        held = Paragraph(words, BULLET_STYLE if bullet else "Normal")
    if held is not None:
        yield held


def _alone(held: Paragraph, words: str) -> bool:
    """Whether either line stands for itself, as a heading and the words that open a list do."""
    if held.style != BULLET_STYLE and held.text.endswith(":"):
        return True
    return any(
        fold(text) in _DEVELOPMENT or _HEADED.match(text.rstrip(":")) or _ENDS.match(text)
        for text in (held.text if held.style != BULLET_STYLE else "", words)
    )


def _broken(held: Paragraph, words: str) -> bool:
    """Whether a page, and so an empty line, stands within one paragraph."""
    return held.style == BULLET_STYLE and words[:1].islower() and not held.text.endswith(_CLOSED)
