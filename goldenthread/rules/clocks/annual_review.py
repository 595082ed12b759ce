"""Reviews of an EHC plan, and amending it after one: D08 to D19."""

from __future__ import annotations

from datetime import date

from goldenthread.rules.clocks.answers import Answer, LastDay, Range
from goldenthread.rules.clocks.assessment import FIFTEEN_DAYS_SERVED, in_days_of
from goldenthread.rules.clocks.counting import Unit, back, beginning_with, within
from goldenthread.rules.clocks.duties import Days, Duty, Force, Grade, Holder, Process, duty
from goldenthread.rules.clocks.exceptions import LawfulException
from goldenthread.rules.clocks.laws import code_of_practice, devon, regulation, section

TWELVE_MONTHS = beginning_with(12, Unit.MONTHS)
TWO_WEEKS_BEFORE = back(2, Unit.WEEKS)
TWO_WEEKS = within(2, Unit.WEEKS)
FOUR_WEEKS = within(4, Unit.WEEKS)
EIGHT_WEEKS = within(8, Unit.WEEKS)
TWELVE_WEEKS = within(12, Unit.WEEKS)
THREE_MONTHS = within(3, Unit.MONTHS)
SIX_MONTHS = within(6, Unit.MONTHS)

_MEETING = "the day of the review meeting"
_SENT = "the day the copy of the plan and the notice of amendments were sent"
_NOTICE = (
    "The Regulations do not say whether both the day of sending and the day of the meeting are "
    "left out: a day earlier is safe."
)


@duty(
    "D08",
    step="Finish the first annual review",
    holder=Holder.AUTHORITY,
    process=Process.ANNUAL_REVIEW,
    starts="the day the plan was first made",
    law=section("44(1)(a)"),
    counting=TWELVE_MONTHS,
    grade=Grade.SECONDARY,
    exceptions=(LawfulException.CORONAVIRUS,),
    note="The authority’s decision completes a review; the meeting does not.",
)
def first_review_due(plan_made: date) -> LastDay:
    """Last day of the first review: Children and Families Act 2014, s44(1)(a)."""
    return TWELVE_MONTHS.last_day(plan_made)


@duty(
    "D09",
    step="Finish the next annual review",
    holder=Holder.AUTHORITY,
    process=Process.ANNUAL_REVIEW,
    starts="the day the plan was last reviewed (the day of the authority’s decision)",
    law=section("44(1)(b)"),
    counting=TWELVE_MONTHS,
    grade=Grade.SECONDARY,
    exceptions=(LawfulException.CORONAVIRUS,),
    note="The authority’s decision completes a review; the meeting does not.",
)
def next_review_due(last_reviewed: date) -> LastDay:
    """Last day of a later review: Children and Families Act 2014, s44(1)(b)."""
    return TWELVE_MONTHS.last_day(last_reviewed)


@duty(
    "D10",
    step="Consider reviewing the plan of a child under 5",
    holder=Holder.AUTHORITY,
    process=Process.ANNUAL_REVIEW,
    starts="the day the plan was made or last reviewed",
    law=code_of_practice("9.178"),
    counting="Between 3 and 6 months after the day the plan was made or last reviewed.",
    grade=Grade.SECONDARY,
    force=Force.GUIDANCE,
    note="Guidance (“should consider”), not law. The 12 months of section 44 bind beside it.",
)
def early_review_considered(last_reviewed: date) -> Range:
    """When to consider a review of a child under 5: SEND code of practice, paragraph 9.178."""
    return Range(
        THREE_MONTHS.day(last_reviewed),
        SIX_MONTHS.day(last_reviewed),
        f"{THREE_MONTHS.said(last_reviewed)} {SIX_MONTHS.said(last_reviewed)}",
    )


@duty(
    "D11",
    step="Give notice of the review meeting",
    holder=Holder.HEAD_OR_AUTHORITY,
    process=Process.ANNUAL_REVIEW,
    starts=_MEETING,
    law=regulation("20(3) and 21(3)"),
    counting=TWO_WEEKS_BEFORE,
    grade=Grade.TEXT,
    note=_NOTICE,
)
def notice_of_meeting_due(meeting: date) -> LastDay:
    """Last day to give notice of the meeting: SEND Regulations 2014, regs 20(3) and 21(3)."""
    return TWO_WEEKS_BEFORE.last_day(meeting)


@duty(
    "D12",
    step="Send round the advice for the review meeting",
    holder=Holder.CONVENER,
    process=Process.ANNUAL_REVIEW,
    starts=_MEETING,
    law=regulation("20(4) and 21(4)"),
    counting=TWO_WEEKS_BEFORE,
    grade=Grade.TEXT,
    note=_NOTICE,
)
def advice_for_meeting_due(meeting: date) -> LastDay:
    """Last day to send round the advice: SEND Regulations 2014, regs 20(4) and 21(4)."""
    return TWO_WEEKS_BEFORE.last_day(meeting)


@duty(
    "D13",
    step="Send the report of the review meeting",
    holder=Holder.HEAD_OR_AUTHORITY,
    process=Process.ANNUAL_REVIEW,
    starts=_MEETING,
    law=regulation("20(7), 20(8) and 21(7)"),
    counting=TWO_WEEKS,
    grade=Grade.TEXT,
    note="Reg 21(7) was read; reg 20(7) and (8) are taken from pages about the law.",
)
def report_of_meeting_due(meeting: date) -> LastDay:
    """Last day to send the meeting's report: SEND Regulations 2014, regs 20(7), 20(8) and 21(7)."""
    return TWO_WEEKS.last_day(meeting)


@duty(
    "D14",
    step="Tell the family: keep, amend or cease the plan",
    holder=Holder.AUTHORITY,
    process=Process.ANNUAL_REVIEW,
    starts=_MEETING,
    law=regulation("20(10) and 21(9)"),
    counting=FOUR_WEEKS,
    grade=Grade.SECONDARY,
)
def decision_after_review_due(meeting: date) -> LastDay:
    """Last day to notify the decision: SEND Regulations 2014, regs 20(10) and 21(9)."""
    return FOUR_WEEKS.last_day(meeting)


@duty(
    "D15",
    step="Send the plan, the proposed amendments and the evidence for them",
    holder=Holder.AUTHORITY,
    process=Process.ANNUAL_REVIEW,
    starts=_MEETING,
    law=devon("regs 20(10) and 22(2)"),
    counting=FOUR_WEEKS,
    grade=Grade.SECONDARY,
    note="Due by the same day as the decision. The judgment’s beginning was read, and a summary of "
    "the rest.",
)
def amendment_notice_due(meeting: date) -> LastDay:
    """Last day to send the amendment notice: SEND Regulations 2014, regs 20(10) and 22(2), as read
    in R (L, M and P) v Devon County Council [2022] EWHC 493 (Admin)."""
    return FOUR_WEEKS.last_day(meeting)


@duty(
    "D16",
    step="Comment on the proposed amendments",
    holder=Holder.FAMILY,
    process=Process.ANNUAL_REVIEW,
    starts="the day the notice of amendments was served",
    law=regulation("22(2)(c)"),
    counting=FIFTEEN_DAYS_SERVED,
    grade=Grade.TEXT,
    days_may_differ=True,
    minimum=True,
    note="The family has at least this long; the authority may allow longer. The Regulations mean "
    "calendar days; an area that gives working days gives more.",
)
def comments_on_amendments_until(notice_served: date, *, days: Days = Days.CALENDAR) -> LastDay:
    """The family has at least until this day: SEND Regulations 2014, reg 22(2)(c)."""
    return in_days_of(FIFTEEN_DAYS_SERVED, days).last_day(notice_served)


@duty(
    "D17",
    step="Send the final amended plan",
    holder=Holder.AUTHORITY,
    process=Process.ANNUAL_REVIEW,
    starts=_SENT,
    law=regulation("22(3)"),
    counting=EIGHT_WEEKS,
    grade=Grade.TEXT,
)
def amended_plan_due(notice_sent: date) -> LastDay:
    """Last day to send the final amended plan: SEND Regulations 2014, reg 22(3)."""
    return EIGHT_WEEKS.last_day(notice_sent)


@duty(
    "D18",
    step="Tell the family that the plan will not be amended after all",
    holder=Holder.AUTHORITY,
    process=Process.ANNUAL_REVIEW,
    starts=_SENT,
    law=regulation("22(4)"),
    counting=EIGHT_WEEKS,
    grade=Grade.TEXT,
    note="The copy read broke off within reg 22(4), before its number of weeks.",
)
def decision_not_to_amend_due(notice_sent: date) -> LastDay:
    """Last day to notify that the plan stays as it is: SEND Regulations 2014, reg 22(4)."""
    return EIGHT_WEEKS.last_day(notice_sent)


@duty(
    "D19",
    step="Have the whole review finished, with the final amended plan sent",
    holder=Holder.AUTHORITY,
    process=Process.ANNUAL_REVIEW,
    starts=_MEETING,
    law=devon("regs 20(10) and 22(3)"),
    counting=TWELVE_WEEKS,
    grade=Grade.SECONDARY,
    note="4 weeks and 8 weeks together. Where the notice went out sooner, its own 8 weeks end "
    "sooner.",
)
def whole_review_due(meeting: date) -> LastDay:
    """Outer limit after a review meeting: SEND Regulations 2014, regs 20(10) and 22(3), as read in
    R (L, M and P) v Devon County Council [2022] EWHC 493 (Admin)."""
    return TWELVE_WEEKS.last_day(meeting)


DUTIES: tuple[Duty[..., Answer], ...] = (
    first_review_due,
    next_review_due,
    early_review_considered,
    notice_of_meeting_due,
    advice_for_meeting_due,
    report_of_meeting_due,
    decision_after_review_due,
    amendment_notice_due,
    comments_on_amendments_until,
    amended_plan_due,
    decision_not_to_amend_due,
    whole_review_due,
)
