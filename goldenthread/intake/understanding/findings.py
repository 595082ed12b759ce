"""What inspection said must improve, where a document names it: the beginning of the thread.

A finding is taken only where the document's own words say that it is one: a part of the plan that
is called a weakness, a concern or an area for priority action; a table headed "Areas for priority
action"; lines listed under "Areas for improvement". Letters and stated counts stay as they are.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from goldenthread.intake.reading.raw import Paragraph, RawDocument, RawTable
from goldenthread.intake.understanding.level_words import read_level_heading
from goldenthread.intake.understanding.plan import FindingRead, Section
from goldenthread.intake.understanding.words import fold, squeeze
from goldenthread.rules.calendars import read_dates

PRIORITY, IMPROVEMENT = "Area for priority action", "Area for improvement"
# A level called so is what inspection said; "Improvement area" alone is the council's own word.
_SAID = frozenset(
    {
        "significant weakness", "area of significant weakness", "significant area of weakness",
        "area of weakness", "weakness", "area of serious weakness", "area of concern", "concern",
        "area of significant concern", "significant concern", "key concern", "finding",
        "inspection finding", "identified weakness", "area for priority action",
        "priority action area", "what ofsted said", "what inspectors said", "what ofsted found",
        "what inspectors found",
    }
)  # fmt: skip
_MARKED = re.compile(r"^(?:\(?(?P<letter>[a-z]|\d{1,2})[.)]\s+)(?P<words>\S.*)$", re.DOTALL)
_ENDS = re.compile(r"^(?:local area partnership details|information about this inspection)$")
_HEADINGS = {
    "areas for priority action": PRIORITY, "area for priority action": PRIORITY,
    "areas for improvement": IMPROVEMENT, "area for improvement": IMPROVEMENT,
}  # fmt: skip
_INSPECTION = re.compile(
    r"(?P<name>(?:[A-Z][\w’']+(?:[’']s)?\s+)?(?:(?:joint\s+)?(?:local\s+)?area\s+)?SEND\s+"
    r"(?:re-?)?inspection)\b(?P<rest>[^.]{0,120})",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"(?P<first>\d{1,2})(?:st|nd|rd|th)?\s*(?:-|–|to|and)\s*"
    r"(?P<last>\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Z][a-z]+\s+20\d\d)"
)


@dataclass(frozen=True)
class Inspection:
    """Which inspection a document speaks of: its words, its last day."""

    source: str = ""
    date: datetime.date | None = None


def finding(
    kind: str, text: str, inspection: Inspection, reference: str = "", **beside: object
) -> FindingRead:
    """One finding; its id stays the same while its words do."""
    text = text.strip()
    key = "\n".join((fold(kind), reference, fold(text)))
    made = hashlib.blake2s(key.encode(), digest_size=5).hexdigest()
    read = FindingRead(made, reference, text, kind, inspection.source, inspection.date)
    return replace(read, **beside)  # type: ignore[arg-type]


def plan_findings(
    document: RawDocument, sections: Sequence[Section], names: Sequence[str]
) -> tuple[FindingRead, ...]:
    """The findings a plan document names, with the part of the plan that answers each."""
    inspection = inspection_named(document)
    quoted = _quoted(document)
    found: list[FindingRead] = []
    for section in sections:
        word = section.word or (names[0] if names else "")
        if fold(word) in _SAID:
            said = quoted.get((fold(word), section.reference), section.title)
            found.append(finding(word, said, inspection, section.reference, part=section.id))
        below = names[1] if len(names) > 1 else ""
        if fold(below) in _SAID:
            found += [
                finding(below, area.title, inspection, area.reference, part=area.id)
                for area in section.areas
            ]
    listed = [one for one in document_findings(document) if not _same_as_any(one, found)]
    parts = [(section.id, section.reference, section.title) for section in sections]
    return _once([*found, *(replace(one, part=_answering(one, parts)) for one in listed)])


def document_findings(document: RawDocument) -> tuple[FindingRead, ...]:
    """Findings in tables and lists of their own: an inspection report, or a plan that quotes it."""
    inspection = inspection_named(document)
    found: list[FindingRead] = []
    kind, bodied = "", False
    for block in document.blocks:
        if isinstance(block, RawTable):
            rows, headed = _table_findings(block, inspection, going_on=bodied)
            found += rows
            bodied = headed or (bodied and bool(rows))
            kind = "" if headed and not _is_improvement(block) else kind
            continue
        text = squeeze(block.text)
        if heading := _HEADINGS.get(fold(text)):
            kind, bodied = heading, False
        elif _ENDS.match(fold(text)) or (block.level is not None and text):
            kind, bodied = "", False
        elif kind and len(text.split()) >= 4:
            marked = _MARKED.match(text)
            words, reference = (marked["words"], marked["letter"]) if marked else (text, "")
            found.append(finding(kind, words, inspection, reference))
    return _once(found)


def _is_improvement(table: RawTable) -> bool:
    return any(_HEADINGS.get(fold(text)) == IMPROVEMENT for text in table.rows[0].texts)


def _table_findings(
    table: RawTable, inspection: Inspection, *, going_on: bool
) -> tuple[list[FindingRead], bool]:
    """The rows of "Responsible body | Areas for priority action", and of a box of one column."""
    if not table.rows:
        return [], False
    head = [fold(text) for text in table.rows[0].texts]
    at = next((place for place, text in enumerate(head) if text in _HEADINGS), None)
    beside = [text for place, text in enumerate(head) if place != at and text]
    bodies = next((place for place, text in enumerate(head) if "responsible bod" in text), None)
    if at is not None and beside and bodies is None:
        return [], False  # a table of the plan itself: its column is a level, read as one
    if at is None:
        if not going_on or len(head) != 2:
            return [], False
        at, bodies, rows, kind = 1, 0, table.rows, PRIORITY
    else:
        rows, kind = table.rows[1:], _HEADINGS[head[at]]
    out = []
    for row in rows:
        text = row.texts[at].strip()
        if text and fold(text) not in _HEADINGS:
            body = squeeze(row.texts[bodies]) if bodies is not None else ""
            out.append(finding(kind, text, inspection, responsible=body))
    return out, True


def inspection_named(document: RawDocument) -> Inspection:
    """The first words that name an inspection with its days; without days, only its name."""
    bare = ""
    for block in document.blocks:
        if isinstance(block, Paragraph) and (match := _INSPECTION.search(squeeze(block.text))):
            name = match["name"].strip()
            if days := _DAYS.search(match["rest"]):
                return Inspection(f"{name}, {days.group(0)}", last_day(days["last"]))
            bare = bare or name
    return Inspection(bare)


def last_day(words: str) -> datetime.date | None:
    """The last day that the words give; None where they give none."""
    return next((one.last_day for one in read_dates(words) if one.last_day), None)


def _quoted(document: RawDocument) -> dict[tuple[str, str], str]:
    """Level word and number → the words of the list that says what inspection named."""
    out: dict[tuple[str, str], str] = {}
    for block in document.blocks:
        if isinstance(block, Paragraph) and block.level is None:
            heading = read_level_heading(block.text, looks_like_heading=False)
            if heading is not None and heading.reference and len(heading.title.split()) >= 4:
                out.setdefault((fold(heading.word), heading.reference), heading.title)
    return out


def _same_as_any(one: FindingRead, found: Sequence[FindingRead]) -> bool:
    return any(fuzz.token_sort_ratio(fold(one.text), fold(other.text)) >= 90 for other in found)


def _answering(one: FindingRead, parts: Sequence[tuple[str, str, str]]) -> str:
    """The part whose title says the very same; never one that is only a little like it."""
    alike = [
        key for key, _, title in parts
        if fuzz.token_sort_ratio(fold(title), fold(one.text)) >= 85
    ]  # fmt: skip
    return alike[0] if len(alike) == 1 else ""


def _once(found: Sequence[FindingRead]) -> tuple[FindingRead, ...]:
    return tuple({one.id: one for one in reversed(found)}.values())[::-1]
