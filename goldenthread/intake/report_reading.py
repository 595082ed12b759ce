"""An inspection report's own file → the findings in it; nothing is stored."""

from __future__ import annotations

from goldenthread.intake.reading import read_safely
from goldenthread.intake.reading.encodings import decode
from goldenthread.intake.reading.sniffing import check_name
from goldenthread.intake.understanding.findings import document_findings
from goldenthread.intake.understanding.inspection_text import text_findings
from goldenthread.intake.understanding.outcome_letters import (
    letter_findings,
    letter_text_findings,
)
from goldenthread.intake.understanding.plan import FindingRead
from goldenthread.rules.refusals import Refused

MAX_TEXT_BYTES = 2_000_000
NOTHING_FOUND = (
    "No finding was found in this file. A report is read from its headings “Areas for priority "
    "action” and “Areas for improvement”, an older letter from its lists of weaknesses and areas "
    "for development: load the report itself, or add the findings by hand."
)


def report_findings(content: bytes, name: str) -> tuple[FindingRead, ...]:
    """Areas for priority action, then areas for improvement; where it has neither, what an older
    letter lists, each proposed. Refused where there are none."""
    check_name(name)
    found: tuple[FindingRead, ...] = ()
    if name.casefold().endswith(".txt") and len(content) <= MAX_TEXT_BYTES:
        text = decode(content)
        found = text_findings(text) or letter_text_findings(text)
    if not found:
        document = read_safely(content, name, without_tables=True)
        found = document_findings(document) or letter_findings(document)
    if not found:
        raise Refused(NOTHING_FOUND)
    return found
