"""Moves between phases of education: D20 to D22."""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.rules.calendars import say_weekday
from goldenthread.rules.clocks.answers import Answer, LastDay
from goldenthread.rules.clocks.counting import Unit, back
from goldenthread.rules.clocks.duties import Duty, Grade, Holder, Process, duty
from goldenthread.rules.clocks.laws import regulation

FIVE_MONTHS_BEFORE = back(5, Unit.MONTHS)
# Reg 18(3): for whoever moved from secondary school on this day, before 31 May 2015.
_FIRST_YEAR = date(2015, 9, 1)


def _before(day: date) -> LastDay:
    last = day - timedelta(days=1)
    return LastDay(
        last,
        f"The law says before {say_weekday(day)}, so the last day is the day before, "
        f"{say_weekday(last)}.",
    )


@duty(
    "D20",
    step="Review, and where necessary amend, the plan for the move from secondary school to "
    "post-16",
    holder=Holder.AUTHORITY,
    process=Process.PHASE_TRANSFER,
    starts="the day of the move",
    law=regulation("18(1)(a)"),
    counting="Before 31 March of the year of the move.",
    grade=Grade.TEXT,
    note="“Before 31 March” makes 30 March the last day. In practice 31 March is often given; the "
    "text does not carry it.",
)
def post_16_plan_due(move: date) -> LastDay:
    """Last day for the plan to name a post-16 place: SEND Regulations 2014, reg 18(1)(a)."""
    return _before(date(2015, 5, 31) if move == _FIRST_YEAR else date(move.year, 3, 31))


@duty(
    "D21",
    step="Review, and where necessary amend, the plan for any other move between phases",
    holder=Holder.AUTHORITY,
    process=Process.PHASE_TRANSFER,
    starts="the day of the move",
    law=regulation("18(1)(b)"),
    counting="Before 15 February of the year of the move: early years to school, infant to junior, "
    "primary to middle or secondary, middle to secondary.",
    grade=Grade.TEXT,
    note="“Before 15 February” makes 14 February the last day. In practice 15 February is often "
    "given; the text does not carry it.",
)
def next_school_plan_due(move: date) -> LastDay:
    """Last day for the plan to name the next school: SEND Regulations 2014, reg 18(1)(b)."""
    return _before(date(move.year, 2, 15))


@duty(
    "D22",
    step="Review, and where necessary amend, the plan for a move from one post-16 place to another",
    holder=Holder.AUTHORITY,
    process=Process.PHASE_TRANSFER,
    starts="the day of the move",
    law=regulation("18(2)"),
    counting=FIVE_MONTHS_BEFORE,
    grade=Grade.TEXT,
    note="Where the earlier month has no such day, its last day is taken.",
)
def next_post_16_plan_due(move: date) -> LastDay:
    """Last day for the plan to name the next post-16 place: SEND Regulations 2014, reg 18(2)."""
    return FIVE_MONTHS_BEFORE.last_day(move)


DUTIES: tuple[Duty[..., Answer], ...] = (
    post_16_plan_due,
    next_school_plan_due,
    next_post_16_plan_due,
)
