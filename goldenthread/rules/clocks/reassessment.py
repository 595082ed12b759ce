"""Re-assessing, amending without a review, ceasing: D27 to D31."""

from __future__ import annotations

from datetime import date

from goldenthread.rules.calendars import say_weekday
from goldenthread.rules.clocks.annual_review import EIGHT_WEEKS, SIX_MONTHS
from goldenthread.rules.clocks.answers import Answer, LastDay, NoLimit, Range
from goldenthread.rules.clocks.assessment import FIFTEEN_DAYS
from goldenthread.rules.clocks.counting import Unit, within
from goldenthread.rules.clocks.duties import Duty, Grade, Holder, Process, duty
from goldenthread.rules.clocks.exceptions import X4
from goldenthread.rules.clocks.laws import regulation

FOURTEEN_WEEKS = within(14, Unit.WEEKS)


@duty(
    "D27",
    step="Tell the family whether there will be a re-assessment",
    holder=Holder.AUTHORITY,
    process=Process.REASSESSMENT,
    starts="the day the request was received",
    law=regulation("25(1)"),
    counting=FIFTEEN_DAYS,
    grade=Grade.SECONDARY,
    note="Councils’ own pages say 15 calendar days.",
)
def decision_to_reassess_due(request_received: date) -> LastDay:
    """Last day to notify the decision whether to re-assess: SEND Regulations 2014, reg 25(1)."""
    return FIFTEEN_DAYS.last_day(request_received)


@duty(
    "D28",
    step="A request to re-assess may be refused because of a recent assessment",
    holder=Holder.AUTHORITY,
    process=Process.REASSESSMENT,
    starts="the day of the last assessment",
    law=regulation("24"),
    counting="For requests within 6 months of the last assessment; after that, not for this "
    "reason.",
    grade=Grade.SECONDARY,
    note="A ground to refuse, not a time to act in. Councils’ own pages say 6 months; the text was "
    "not read.",
)
def recent_assessment_until(assessed: date) -> Range:
    """Requests that a recent assessment lets an authority refuse: SEND Regulations 2014, reg 24."""
    return Range(
        assessed,
        SIX_MONTHS.day(assessed),
        f"A request from {say_weekday(assessed)} may be refused for this reason. "
        f"{SIX_MONTHS.said(assessed)}",
    )


@duty(
    "D29",
    step="Send the final plan after a re-assessment",
    holder=Holder.AUTHORITY,
    process=Process.REASSESSMENT,
    starts="the day the family was told of the re-assessment (reg 25(1)), or the authority decided "
    "on it itself",
    law=regulation("27(2)"),
    counting=FOURTEEN_WEEKS,
    grade=Grade.TEXT,
    exceptions=X4,
)
def plan_after_reassessment_due(told_or_decided: date) -> LastDay:
    """Last day to send the plan after a re-assessment: SEND Regulations 2014, reg 27(2)."""
    return FOURTEEN_WEEKS.last_day(told_or_decided)


@duty(
    "D30",
    step="Send the final plan amended without a review",
    holder=Holder.AUTHORITY,
    process=Process.REASSESSMENT,
    starts="the day the copy of the plan and the notice of amendments were sent",
    law=regulation("28"),
    counting=EIGHT_WEEKS,
    grade=Grade.NOT_VERIFIED,
    note="Reg 28 is said to apply reg 22, whose 8 weeks were read; reg 28 itself was not.",
)
def plan_amended_without_review_due(notice_sent: date) -> LastDay:
    """Last day to send a plan amended without a review: SEND Regulations 2014, reg 28."""
    return EIGHT_WEEKS.last_day(notice_sent)


@duty(
    "D31",
    step="Cease to maintain a plan",
    holder=Holder.AUTHORITY,
    process=Process.REASSESSMENT,
    starts="the day ceasing was first considered",
    law=regulation("31"),
    counting="No time is set: inform and consult the family and the head or principal, then "
    "notify.",
    grade=Grade.TEXT,
    note="That the plan stays in force until the time to appeal has passed or an appeal has ended "
    "(section 45(4)) is not verified.",
)
def ceasing_has_no_limit(considered: date) -> NoLimit:
    """No limit for ceasing a plan: SEND Regulations 2014, reg 31."""
    return NoLimit(
        "No law sets a last day for ceasing a plan. It must be kept up until the time to appeal "
        "has passed, or an appeal has ended."
    )


DUTIES: tuple[Duty[..., Answer], ...] = (
    decision_to_reassess_due,
    recent_assessment_until,
    plan_after_reassessment_due,
    plan_amended_without_review_due,
    ceasing_has_no_limit,
)
