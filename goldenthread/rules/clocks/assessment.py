"""From a request to the first EHC plan: D01 to D07."""

from __future__ import annotations

from datetime import date

from goldenthread.rules.clocks.answers import Answer, LastDay, NoLimit
from goldenthread.rules.clocks.counting import Counting, Unit, beginning_with, within
from goldenthread.rules.clocks.duties import Days, Duty, Force, Grade, Holder, Process, duty
from goldenthread.rules.clocks.exceptions import X4, X8, LawfulException
from goldenthread.rules.clocks.laws import code_of_practice, regulation

_REQUEST = (
    "the day the request was received (section 36(1)), or the authority became responsible "
    "(section 24)"
)
# Pages of guidance name the 20 weeks and reg 8(1) among what was relaxed for coronavirus; law.
_X4 = (*X4, LawfulException.CORONAVIRUS)
_X8 = (*X8, LawfulException.CORONAVIRUS)

SIX_WEEKS = within(6, Unit.WEEKS)
SIXTEEN_WEEKS = within(16, Unit.WEEKS)
TWENTY_WEEKS = within(20, Unit.WEEKS)
FIFTEEN_DAYS_SERVED = beginning_with(15, Unit.DAYS)
FIFTEEN_DAYS = within(15, Unit.DAYS)


def in_days_of(counting: Counting, days: Days) -> Counting:
    """The same number, in calendar or in working days as an area has settled."""
    unit = Unit.WORKING_DAYS if days is Days.WORKING else Unit.DAYS
    return Counting(counting.number, unit, counting.start)


@duty(
    "D01",
    step="Tell the family whether there will be an EHC needs assessment",
    holder=Holder.AUTHORITY,
    process=Process.ASSESSMENT,
    starts=_REQUEST,
    law=regulation("5(1)"),
    counting=SIX_WEEKS,
    grade=Grade.TEXT,
    exceptions=_X4,
    note="Of reg 5(4), (a) was read; (b) to (d) are taken from the parallel reg 10(4).",
)
def decision_to_assess_due(request_received: date) -> LastDay:
    """Last day to notify the decision whether to assess: SEND Regulations 2014, reg 5(1)."""
    return SIX_WEEKS.last_day(request_received)


@duty(
    "D02",
    step="Send the advice that the authority asked for",
    holder=Holder.ADVISER,
    process=Process.ASSESSMENT,
    starts="the day the body received the request",
    law=regulation("8(1)"),
    counting=SIX_WEEKS,
    grade=Grade.SECONDARY,
    exceptions=_X8,
    note="A closed school does not excuse a body that was asked for advice.",
)
def advice_due(request_received_by_body: date) -> LastDay:
    """Last day for a body to send its advice: SEND Regulations 2014, reg 8(1)."""
    return SIX_WEEKS.last_day(request_received_by_body)


@duty(
    "D03",
    step="Tell the family that no plan will be issued",
    holder=Holder.AUTHORITY,
    process=Process.ASSESSMENT,
    starts=_REQUEST,
    law=regulation("10(1)"),
    counting=SIXTEEN_WEEKS,
    grade=Grade.TEXT,
    exceptions=_X4,
)
def decision_not_to_issue_due(request_received: date) -> LastDay:
    """Last day to notify that no plan will be issued: SEND Regulations 2014, reg 10(1)."""
    return SIXTEEN_WEEKS.last_day(request_received)


@duty(
    "D04",
    step="Send the draft plan",
    holder=Holder.AUTHORITY,
    process=Process.ASSESSMENT,
    starts=_REQUEST,
    law=code_of_practice("9.44"),
    counting="No day is set. Week 16 is a day to work towards: it leaves the family their 15 days, "
    "and time to finish the plan within 20 weeks.",
    grade=Grade.SECONDARY,
    force=Force.GUIDANCE,
)
def draft_plan_aim(request_received: date) -> NoLimit:
    """No limit for the draft; week 16 is needed: SEND code of practice, paragraph 9.44."""
    return NoLimit(
        "No law sets a last day for the draft plan. By week 16 it leaves the family their 15 days "
        "before the final plan at week 20.",
        aim=SIXTEEN_WEEKS.day(request_received),
    )


@duty(
    "D05",
    step="Comment on the draft plan, ask for a school or college, ask for a meeting",
    holder=Holder.FAMILY,
    process=Process.ASSESSMENT,
    starts="the day the draft plan was served",
    law=regulation("13(1)(a)"),
    counting=FIFTEEN_DAYS_SERVED,
    grade=Grade.TEXT,
    days_may_differ=True,
    minimum=True,
    note="The family has at least this long; the authority may allow longer. The Regulations mean "
    "calendar days; an area that gives working days gives more.",
)
def comments_on_draft_until(draft_served: date, *, days: Days = Days.CALENDAR) -> LastDay:
    """The family has at least until this day: SEND Regulations 2014, reg 13(1)(a)."""
    return in_days_of(FIFTEEN_DAYS_SERVED, days).last_day(draft_served)


@duty(
    "D06",
    step="Answer the consultation about a place",
    holder=Holder.SETTING,
    process=Process.ASSESSMENT,
    starts="the day the consultation was sent",
    law=code_of_practice("9.83"),
    counting=FIFTEEN_DAYS,
    grade=Grade.SECONDARY,
    force=Force.GUIDANCE,
    days_may_differ=True,
    note="Guidance (“should”), not law. Calendar days are assumed; some areas give 15 working "
    "days.",
)
def consultation_answer_expected(consultation_sent: date, *, days: Days = Days.CALENDAR) -> LastDay:
    """Day by which a school or college should answer: SEND code of practice, paragraph 9.83."""
    return in_days_of(FIFTEEN_DAYS, days).last_day(consultation_sent)


@duty(
    "D07",
    step="Send the final plan",
    holder=Holder.AUTHORITY,
    process=Process.ASSESSMENT,
    starts=_REQUEST,
    law=regulation("13(2)"),
    counting=TWENTY_WEEKS,
    grade=Grade.TEXT,
    exceptions=_X4,
)
def final_plan_due(request_received: date) -> LastDay:
    """Last day to send the finalised EHC plan: SEND Regulations 2014, reg 13(2)."""
    return TWENTY_WEEKS.last_day(request_received)


DUTIES: tuple[Duty[..., Answer], ...] = (
    decision_to_assess_due,
    advice_due,
    decision_not_to_issue_due,
    draft_plan_aim,
    comments_on_draft_until,
    consultation_answer_expected,
    final_plan_due,
)
