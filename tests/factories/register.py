"""Invented children with short histories, for tests of the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register import actions
from goldenthread.rules.proceedings import Event, What
from goldenthread.rules.standing.records import (
    CaseRecord,
    ChildRecord,
    NeedRecord,
    PlacementRecord,
    VisitRecord,
)
from tests.conftest import NOW, TODAY

HISTORY = (
    ("assessment", What.REQUEST_RECEIVED, date(2018, 1, 8), ""),
    ("assessment", What.ASSESSMENT_AGREED, date(2018, 2, 12), ""),
    ("assessment", What.ADVICE_ASKED, date(2018, 2, 14), "Educational psychology"),
    ("assessment", What.ADVICE_RECEIVED, date(2018, 3, 28), "Educational psychology"),
    ("assessment", What.DRAFT_SENT, date(2018, 4, 20), ""),
    ("assessment", What.PLAN_MADE, date(2018, 5, 25), ""),
    ("review-1", What.MEETING_HELD, date(2019, 4, 10), ""),
    ("review-1", What.REVIEW_KEEPS, date(2019, 5, 1), ""),
)


def history(*extra: tuple[str, What, date, str]) -> tuple[Event, ...]:
    """The usual history, and what is added: (case, what, day, body)."""
    return tuple(
        Event(key=f"e{at:02}", case=case, what=what, on=on, body=body)
        for at, (case, what, on, body) in enumerate((*HISTORY, *extra), start=1)
    )


def child(number: int, **changes: Any) -> ChildRecord:
    """An invented child, the same for the same number."""
    whole = ChildRecord(
        reference=f"EM{number:05}",
        forename=f"Forename{number}",
        surname=f"Surname{number:03}",
        born_on=date(2010, 3, 1),
        sex="F" if number % 2 else "M",
        cases=(
            CaseRecord(key="assessment", process="assessment", opened_on=date(2018, 1, 8)),
            CaseRecord(key="review-1", process="review", opened_on=date(2019, 4, 10)),
        ),
        events=history(),
        placements=(
            PlacementRecord(kind="named", from_date=date(2018, 9, 3), name="Alder School"),
            PlacementRecord(kind="attended", from_date=date(2018, 9, 3), name="Alder School"),
        ),
        needs=(NeedRecord(need="ASD", rank=1, from_date=date(2018, 5, 25)),),
        visits=(VisitRecord(on=date(2019, 6, 3), by_label="A visitor"),),
    )
    return replace(whole, **changes)


def add(*records: ChildRecord, by: Any, on: date = TODAY, at: datetime = NOW) -> dict[str, UUID]:
    """The children in the register: reference → id."""
    return actions.add_children(
        records=records, system="Invented", title="Invented children", as_at=on, by=by, on=on, at=at
    )
