"""A plan that moves to another authority, or to another health commissioner: D23 to D26."""

from __future__ import annotations

from datetime import date

from goldenthread.rules.calendars import add_working_days, say_weekday
from goldenthread.rules.clocks.answers import Answer, LastDay, Needs
from goldenthread.rules.clocks.assessment import SIX_WEEKS
from goldenthread.rules.clocks.counting import Unit, beginning_with
from goldenthread.rules.clocks.duties import (
    Duty,
    Grade,
    Holder,
    Process,
    Second,
    duty,
    needs_second,
)
from goldenthread.rules.clocks.laws import regulation

FIFTEEN_WORKING_DAYS_AWARE = beginning_with(15, Unit.WORKING_DAYS)
TWELVE_MONTHS = beginning_with(12, Unit.MONTHS)
THREE_MONTHS = beginning_with(3, Unit.MONTHS)

_AWARE = Second("became_aware", "the day the old authority became aware of the move")
_TRANSFER = Second("transferred", "the day the plan was transferred")


@duty(
    "D23",
    step="Transfer the plan to the new authority",
    holder=Holder.OLD_AUTHORITY,
    process=Process.TRANSFER,
    starts="the day of the move",
    law=regulation("15(2)"),
    counting="On the day of the move. With less than 15 working days’ notice of it: within 15 "
    "working days beginning with the day the old authority became aware, which is day 1.",
    grade=Grade.TEXT,
    second=_AWARE,
    note="How the 15 working days’ notice are counted is not said; here the day of becoming aware "
    "is day 0 and the move may be the 15th working day after it.",
)
def plan_transferred_due(move: date, became_aware: date | None = None) -> LastDay | Needs:
    """Last day for the old authority to transfer the plan: SEND Regulations 2014, reg 15(2)."""
    if became_aware is None:
        return needs_second("D23", _AWARE.words)
    if add_working_days(became_aware, 15) <= move:
        return LastDay(
            move,
            f"The old authority had at least 15 working days’ notice on {say_weekday(became_aware)}"
            f", so the plan goes on the day of the move, {say_weekday(move)}.",
        )
    late = FIFTEEN_WORKING_DAYS_AWARE.last_day(became_aware)
    return LastDay(late.day, f"There was less than 15 working days’ notice. {late.counted}")


@duty(
    "D24",
    step="Tell the family of the transfer, of any assessment, and when the plan will be reviewed",
    holder=Holder.NEW_AUTHORITY,
    process=Process.TRANSFER,
    starts="the day of the transfer",
    law=regulation("15(4)"),
    counting=SIX_WEEKS,
    grade=Grade.TEXT,
)
def family_told_of_transfer_due(transferred: date) -> LastDay:
    """Last day for the new authority to tell the family: SEND Regulations 2014, reg 15(4)."""
    return SIX_WEEKS.last_day(transferred)


@duty(
    "D25",
    step="Review a plan that came from another authority",
    holder=Holder.NEW_AUTHORITY,
    process=Process.TRANSFER,
    starts="the day the plan was made or last reviewed",
    law=regulation("15(5)"),
    counting="By the later of two: 12 months beginning with the day the plan was made or last "
    "reviewed, and 3 months beginning with the day of the transfer.",
    grade=Grade.NOT_VERIFIED,
    second=_TRANSFER,
    note="The 12 months were read; the copy broke off before the 3 months, which rest on memory.",
)
def review_after_transfer_due(
    made_or_reviewed: date, transferred: date | None = None
) -> LastDay | Needs:
    """Last day of the new authority's review: SEND Regulations 2014, reg 15(5)."""
    if transferred is None:
        return needs_second("D25", _TRANSFER.words)
    both = TWELVE_MONTHS.last_day(made_or_reviewed), THREE_MONTHS.last_day(transferred)
    later = max(both, key=lambda one: one.day)
    said = " ".join(one.counted for one in both)
    return LastDay(later.day, f"{said} The later counts.")


@duty(
    "D26",
    step="Act on a change of health commissioner",
    holder=Holder.CARE_BOARD,
    process=Process.TRANSFER,
    starts="the day the body became aware of the change",
    law=regulation("16"),
    counting=FIFTEEN_WORKING_DAYS_AWARE,
    grade=Grade.NOT_VERIFIED,
    note="The text was not found. The old body tells the new one, or the new one says that it "
    "cannot arrange the provision.",
)
def commissioner_change_due(became_aware: date) -> LastDay:
    """Last day after a change of commissioner: SEND Regulations 2014, reg 16."""
    return FIFTEEN_WORKING_DAYS_AWARE.last_day(became_aware)


DUTIES: tuple[Duty[..., Answer], ...] = (
    plan_transferred_due,
    family_told_of_transfer_due,
    review_after_transfer_due,
    commissioner_change_due,
)
