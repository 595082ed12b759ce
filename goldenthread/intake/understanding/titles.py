"""The plan's title and date, from what stands before its first table of actions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from goldenthread.intake.reading.raw import BULLET_STYLE, SHEET_STYLE, Paragraph, RawDocument
from goldenthread.intake.understanding.words import fold, squeeze
from goldenthread.rules.calendars import Precision, read_dates

_PLAN_WORDS = re.compile(
    r"\b(?:written statement of action|wsoa|accelerated progress plan|priority action plan|"
    r"(?:send |local area |partnership |strategic |area send )*improvement plan|"
    r"(?:local )?(?:send )?reform plan|(?:send |inclusion )*action plan|highlight report|"
    r"(?:send |inclusion )+strategy|delivery plan|area send inspection)\b"
)
_LOOK_IN = 60


def title_of(document: RawDocument, captions: Sequence[str] = ()) -> str:
    """The first short line that names a plan, with a line above that belongs to it.

    captions: the words above the headers of its tables, for a workbook that has no other lines.
    """
    lines = [block for block in document.blocks if isinstance(block, Paragraph)]
    lines += [Paragraph(line) for caption in captions for line in caption.split("\n") if line]
    best: tuple[int, str] | None = None
    for at, line in enumerate(lines):
        text = squeeze(line.text)
        score = _score(line, text)
        if score and (best is None or score > best[0]):
            best = (score, _with_line_above(lines, at))
    if best is not None:
        return best[1]
    if document.title:
        return squeeze(document.title)
    for line in sorted(lines, key=lambda one: one.level is None):
        text = squeeze(line.text)
        if line.style not in (SHEET_STYLE, BULLET_STYLE) and len(text) <= 120 and ":" not in text:
            return text
    return "Untitled plan"


def _score(line: Paragraph, text: str) -> int:
    folded = fold(text)
    found = _PLAN_WORDS.search(folded)
    words = len(folded.split())
    if found is None or words > 18 or line.style == BULLET_STYLE or text.endswith((".", ";", ",")):
        return 0
    if re.match(r"(?:appendix|annex|item|\d+[.)]?\s|section|contents|see|the\s.*\bis\b)", folded):
        return 1
    rest = words - len(found.group(0).split())
    return (
        10 + (5 if line.level is not None else 0) + (3 if rest <= 6 else 0) + (3 if not rest else 0)
    )


def _with_line_above(lines: list[Paragraph], at: int) -> str:
    text = squeeze(lines[at].text)
    if lines[at].level is None:
        # A running header above the document's own heading.
        for below in lines[at + 1 : at + 3]:
            if below.level == 1 and len(below.text.split()) <= 18:
                return squeeze(below.text)
    above = lines[at - 1] if at else None
    if above is None or above.style in (BULLET_STYLE, SHEET_STYLE):
        return text
    words = squeeze(above.text)
    heading = above.level is not None or words.isupper()
    if (
        heading
        and len(words.split()) <= 8
        and len(text.split()) <= 8
        and not _PLAN_WORDS.search(fold(words))
    ):
        return f"{words} – {text}"
    return text


def document_date(document: RawDocument) -> date | None:
    """A date the document gives itself: the first short line near its start that is one."""
    lines = [block for block in document.blocks if isinstance(block, Paragraph)][:_LOOK_IN]
    for line in lines:
        text = squeeze(line.text)
        if len(text.split()) > 9:
            continue
        for found in read_dates(text):
            if found.first_day and found.precision in (Precision.DAY, Precision.MONTH):
                return found.first_day
    return None
