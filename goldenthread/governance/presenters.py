"""The words of the pages of papers."""

from __future__ import annotations

from datetime import date

from goldenthread.governance.queries import PaperFact
from goldenthread.rules.calendars import clear_working_days, say_date


def state_words(paper: PaperFact) -> str:
    if paper.issued and paper.issued_on:
        return f"Issued on {say_date(paper.issued_on)} by {paper.issued_by}"
    return "Draft – not for publication"


def class_words(paper: PaperFact) -> str:
    if paper.classification == "public":
        return "Public"
    if paper.classification == "exempt":
        return f"Exempt: {paper.exempt_paragraph}" if paper.exempt_paragraph else "Exempt"
    return "Not decided yet"


def comparison_words(paper: PaperFact) -> str:
    if paper.compared_name:
        return f"{paper.period_name}, compared with {paper.compared_name}"
    return f"{paper.period_name}; there is no earlier period to compare with"


def notice_words(paper: PaperFact, *, on: date) -> str:
    """What the notice of the meeting asks: five clear working days (Local Government Act 1972,
    section 100B)."""
    if paper.meeting_on is None or paper.publish_by is None:
        return "The date of the meeting is not decided yet."
    meeting = say_date(paper.meeting_on)
    if paper.issued:
        return f"For the meeting on {meeting}."
    if on <= paper.publish_by:
        return (
            f"For the meeting on {meeting} the agenda is published by {say_date(paper.publish_by)}"
            " at the latest: five clear working days before."
        )
    days = max(0, clear_working_days(on, paper.meeting_on))
    return (
        f"The last day to publish for the meeting on {meeting} was {say_date(paper.publish_by)}. "
        f"Published today it would have {days} clear working days instead of five."
    )
