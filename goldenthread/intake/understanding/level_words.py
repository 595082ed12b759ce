"""Headings of plan levels: "Significant weakness 1: …", "Priority 2 – …", "Workstream …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from goldenthread.intake.understanding.words import number_of, sentence_case, squeeze

# Longest first; weak words need the look of a heading as well.
_STRONG = (
    "area of significant weakness", "significant area of weakness", "significant weakness",
    "area for priority action", "priority action area", "priority area", "strategic priority",
    "improvement priority", "key priority", "sub-priority", "priority action", "priority",
    "area for improvement", "improvement area", "area of improvement", "area of weakness",
    "area of concern", "area of significant concern", "area of serious weakness",
    "area for action", "area requiring improvement", "significant concern",
    "area of focus", "area for development", "focus area", "key area",
    "work stream", "workstream", "work-stream", "strategic objective", "strategic aim",
    "key theme", "theme", "strand", "pillar", "concern", "weakness", "recommendation", "finding",
    "ambition", "objective", "mission", "programme area",
)  # fmt: skip
_WEAK = ("outcome", "area", "aim", "goal", "project", "commitment", "domain", "section", "issue")
_WORDS = "|".join(
    re.escape(word).replace(r"\ ", r"\s+") for word in sorted(_STRONG + _WEAK, key=len)[::-1]
)
# A letter counts as a number only where it cannot be the end of a word ("Areas") or an article.
_NUMBER = (
    r"(?:\d{1,2}(?:\.\d{1,2})*[a-z]?|(?<![A-Za-z])(?:(?-i:[A-Z]{1,4})\d{1,2}(?:\.\d{1,2})*|"
    r"(?-i:[A-Z])(?![A-Za-z'’])|[a-h](?=[.):])|[ivx]{1,4}(?![a-z])|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))"
)
# Codes that say their level themselves: "APA1 – Waiting times", "P2 Early help".
_CODES = {
    "apa": "Area for priority action", "afi": "Area for improvement", "p": "Priority",
    "ws": "Workstream", "sw": "Significant weakness", "aow": "Area of weakness",
    "r": "Recommendation", "obj": "Objective", "wsa": "Workstream",
}  # fmt: skip
_CODED = re.compile(
    r"^(?P<code>[A-Z]{1,3})\s?(?P<number>\d{1,2})\s*(?:[:–—|.)-]\s*)?(?P<title>[A-Z].*)$"
)
_NUMBERED = re.compile(
    rf"^\W*(?:(?:SEND|WSoA|APP|PAP|inspection|Ofsted)\s+){{0,2}}(?P<word>{_WORDS})\s*(?:no\.?|number|#)?\s*(?P<number>{_NUMBER})\b\.?\)?"
    r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_UNNUMBERED = re.compile(
    rf"^\W*(?P<word>{_WORDS})\s*(?:[:–—]|\s-\s)\s*(?P<title>\S.*)$", re.IGNORECASE | re.DOTALL
)
_NUMBER_FIRST = re.compile(
    rf"^(?P<number>\d{{1,2}}(?:\.\d{{1,2}})?)[.):]?\s+(?P<word>{_WORDS})\s*[:–—-]"
    r"\s*(?P<title>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SEPARATOR = re.compile(r"^\s*[:–—\-.|]+\s*")
_PLAIN_NUMBER = re.compile(
    r"^\(?(?P<number>\d{1,2}(?:\.\d{1,2})*|[A-Z]{1,4}\d{1,2}(?:\.\d{1,2})*|[A-Z](?=[.):]|\s[–—-]\s)|"
    r"[a-z](?=[.)]))[.):]{0,2}\s+(?P<title>\S.*)$",
    re.DOTALL,
)


@dataclass(frozen=True)
class LevelHeading:
    """word: the plan's own word for the level, sentence case, "" when there is none."""

    word: str
    reference: str
    title: str


def read_level_heading(text: str, *, looks_like_heading: bool) -> LevelHeading | None:
    """The level that a paragraph or cell opens; None when it is no such heading."""
    text = squeeze(text)
    match = _NUMBERED.match(text)
    if match:
        rest, word = match["rest"], sentence_case(match["word"])
        weak = match["word"].casefold() in _WEAK
        separated = _SEPARATOR.match(rest) is not None
        if weak and not looks_like_heading:
            return None
        if not rest.strip() or separated or looks_like_heading:
            return LevelHeading(word, _reference(match["number"]), _title(rest))
        return None
    match = _NUMBER_FIRST.match(text)
    if match and (looks_like_heading or len(text.split()) <= 20):
        return LevelHeading(sentence_case(match["word"]), match["number"], _title(match["title"]))
    match = _UNNUMBERED.match(text)
    if match and looks_like_heading and match["word"].casefold() not in ("aim", "outcome"):
        return LevelHeading(sentence_case(match["word"]), "", _title(match["title"]))
    return _coded(text) if looks_like_heading else None


def _coded(text: str) -> LevelHeading | None:
    """ "APA1 – Waiting times": the code says which level it is."""
    match = _CODED.match(text)
    word = _CODES.get(match["code"].casefold()) if match else None
    if match is None or word is None:
        return None
    return LevelHeading(word, match["code"] + match["number"], _title(match["title"]))


def read_plain_heading(text: str) -> LevelHeading:
    """A heading without a level word: "1.2 Co-production" has reference 1.2."""
    text = squeeze(text)
    match = _PLAIN_NUMBER.match(text)
    if match:
        return LevelHeading("", match["number"], _title(match["title"]))
    return LevelHeading("", "", _title(text))


def _reference(number: str) -> str:
    value = number_of(number)
    return str(value) if value is not None else number.rstrip(".")


def _title(text: str) -> str:
    return _SEPARATOR.sub("", squeeze(text)).strip(" *")
