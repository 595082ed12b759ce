"""Doing what the Tribunal orders: D42 to D50."""

from __future__ import annotations

from datetime import date

from goldenthread.rules.calendars import say_weekday
from goldenthread.rules.clocks.answers import Answer, AtOnce, LastDay
from goldenthread.rules.clocks.duties import Duty, Grade, Holder, Process, duty
from goldenthread.rules.clocks.exceptions import X2
from goldenthread.rules.clocks.laws import regulation
from goldenthread.rules.clocks.orders import (
    ELEVEN_WEEKS,
    FIVE_WEEKS,
    FOURTEEN_WEEKS,
    TEN_WEEKS,
    TWO_WEEKS,
)

_ORDER = "the date of the Tribunal’s order"
_QUOTED = "Read as quoted on a page about the law."


@duty(
    "D42",
    step="Order to assess or re-assess: tell the family so",
    holder=Holder.AUTHORITY,
    process=Process.APPEAL,
    starts=_ORDER,
    law=regulation("44(2)(b)"),
    counting=TWO_WEEKS,
    grade=Grade.TEXT,
    exceptions=X2,
    note=_QUOTED,
)
def ordered_assessment_told_due(order: date) -> LastDay:
    """Last day to tell the family of an ordered assessment: SEND Regulations 2014, reg 44(2)(b)."""
    return TWO_WEEKS.last_day(order)


@duty(
    "D43",
    step="Order to assess or re-assess: then tell the family that no plan will be issued",
    holder=Holder.AUTHORITY,
    process=Process.APPEAL,
    starts=_ORDER,
    law=regulation("44(2)(b)(i)"),
    counting=TEN_WEEKS,
    grade=Grade.TEXT,
    exceptions=X2,
    note=_QUOTED,
)
def no_plan_after_order_due(order: date) -> LastDay:
    """Last day to refuse a plan after an order: SEND Regulations 2014, reg 44(2)(b)(i)."""
    return TEN_WEEKS.last_day(order)


@duty(
    "D44",
    step="Order to assess or re-assess: then send the final plan",
    holder=Holder.AUTHORITY,
    process=Process.APPEAL,
    starts=_ORDER,
    law=regulation("44(2)(b)(ii)"),
    counting=FOURTEEN_WEEKS,
    grade=Grade.TEXT,
    exceptions=X2,
    note=_QUOTED,
)
def plan_after_ordered_assessment_due(order: date) -> LastDay:
    """Last day for the final plan after an order: SEND Regulations 2014, reg 44(2)(b)(ii)."""
    return FOURTEEN_WEEKS.last_day(order)


@duty(
    "D45",
    step="Order to make a plan: send the draft",
    holder=Holder.AUTHORITY,
    process=Process.APPEAL,
    starts=_ORDER,
    law=regulation("44(2)(c)(i)"),
    counting=FIVE_WEEKS,
    grade=Grade.TEXT,
    exceptions=X2,
    note=_QUOTED,
)
def ordered_draft_due(order: date) -> LastDay:
    """Last day for an ordered plan's draft: SEND Regulations 2014, reg 44(2)(c)(i)."""
    return FIVE_WEEKS.last_day(order)


@duty(
    "D46",
    step="Order to make a plan: send the final plan",
    holder=Holder.AUTHORITY,
    process=Process.APPEAL,
    starts=_ORDER,
    law=regulation("44(2)(c)(ii)"),
    counting=ELEVEN_WEEKS,
    grade=Grade.TEXT,
    exceptions=X2,
    note=_QUOTED,
)
def ordered_plan_due(order: date) -> LastDay:
    """Last day for an ordered plan's final form: SEND Regulations 2014, reg 44(2)(c)(ii)."""
    return ELEVEN_WEEKS.last_day(order)


@duty(
    "D47",
    step="Order to reconsider",
    holder=Holder.AUTHORITY,
    process=Process.APPEAL,
    starts=_ORDER,
    law=regulation("44(2)(d)"),
    counting=TWO_WEEKS,
    grade=Grade.NOT_VERIFIED,
    exceptions=X2,
)
def reconsidered_due(order: date) -> LastDay:
    """Last day to reconsider: SEND Regulations 2014, reg 44(2)(d)."""
    return TWO_WEEKS.last_day(order)


@duty(
    "D48",
    step="Order to amend the plan",
    holder=Holder.AUTHORITY,
    process=Process.APPEAL,
    starts=_ORDER,
    law=regulation("44(2)(e)"),
    counting=FIVE_WEEKS,
    grade=Grade.SECONDARY,
    exceptions=X2,
)
def ordered_amendment_due(order: date) -> LastDay:
    """Last day for the amended plan after an order: SEND Regulations 2014, reg 44(2)(e)."""
    return FIVE_WEEKS.last_day(order)


@duty(
    "D49",
    step="Order to name another school or college, and nothing else",
    holder=Holder.AUTHORITY,
    process=Process.APPEAL,
    starts=_ORDER,
    law=regulation("44(2)(f)"),
    counting=TWO_WEEKS,
    grade=Grade.SECONDARY,
    exceptions=X2,
)
def ordered_school_named_due(order: date) -> LastDay:
    """Last day to name the school of an order: SEND Regulations 2014, reg 44(2)(f)."""
    return TWO_WEEKS.last_day(order)


@duty(
    "D50",
    step="Order on ceasing: cease the plan, or keep it going",
    holder=Holder.AUTHORITY,
    process=Process.APPEAL,
    starts=_ORDER,
    law=regulation("44(2)(a) and 44(2)(g)"),
    counting="At once, on the date of the order.",
    grade=Grade.TEXT,
    note="Ceasing (a) was read as quoted on a page about the law; keeping it going (g) was not.",
)
def order_on_ceasing_due(order: date) -> AtOnce:
    """Due at once: SEND Regulations 2014, regs 44(2)(a) and 44(2)(g)."""
    return AtOnce(order, f"Due at once, on {say_weekday(order)}: nothing is counted.")


DUTIES: tuple[Duty[..., Answer], ...] = (
    ordered_assessment_told_due,
    no_plan_after_order_due,
    plan_after_ordered_assessment_due,
    ordered_draft_due,
    ordered_plan_due,
    reconsidered_due,
    ordered_amendment_due,
    ordered_school_named_due,
    order_on_ceasing_due,
)
