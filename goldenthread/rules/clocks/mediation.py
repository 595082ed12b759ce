"""Mediation before an appeal, and acting on what was agreed: D32 to D39."""

from __future__ import annotations

from datetime import date

from goldenthread.rules.clocks.answers import Answer, AtOnce, LastDay, Needs
from goldenthread.rules.clocks.counting import Unit, within
from goldenthread.rules.clocks.duties import Duty, Grade, Holder, Process, duty, needs_kind
from goldenthread.rules.clocks.exceptions import LawfulException
from goldenthread.rules.clocks.laws import regulation
from goldenthread.rules.clocks.orders import TWO_WEEKS, Step, due

TWO_MONTHS = within(2, Unit.MONTHS)
THREE_WORKING_DAYS = within(3, Unit.WORKING_DAYS)
THIRTY_DAYS = within(30, Unit.DAYS)
ONE_WEEK = within(1, Unit.WEEKS)

_AGREED = "the date of the mediation agreement"
_FIRST_DAY = "That the first day is not counted is the general rule; the text was not read."


@duty(
    "D32",
    step="Contact the mediation adviser",
    holder=Holder.FAMILY,
    process=Process.MEDIATION,
    starts="the day written notice of the decision was sent",
    law=regulation("33"),
    counting=TWO_MONTHS,
    grade=Grade.TEXT,
    note="Not needed for an appeal about section I only: the school or college named, or its type.",
)
def mediation_adviser_contacted_by(notice_sent: date) -> LastDay:
    """Last day to contact the mediation adviser: SEND Regulations 2014, reg 33."""
    return TWO_MONTHS.last_day(notice_sent)


@duty(
    "D33",
    step="Issue a certificate: the family does not want mediation",
    holder=Holder.MEDIATION_ADVISER,
    process=Process.MEDIATION,
    starts="the day the family told the mediation adviser",
    law=regulation("34"),
    counting=THREE_WORKING_DAYS,
    grade=Grade.SECONDARY,
    note=f"Also Children and Families Act 2014, s55(4). {_FIRST_DAY}",
)
def certificate_without_mediation_due(told: date) -> LastDay:
    """Last day for a certificate without mediation: SEND Regulations 2014, reg 34."""
    return THREE_WORKING_DAYS.last_day(told)


@duty(
    "D34",
    step="Tell the integrated care board that mediation is about health care",
    holder=Holder.AUTHORITY,
    process=Process.MEDIATION,
    starts="the day the family told the authority",
    law=regulation("35"),
    counting=THREE_WORKING_DAYS,
    grade=Grade.SECONDARY,
    note=_FIRST_DAY,
)
def care_board_told_due(told: date) -> LastDay:
    """Last day to tell the integrated care board: SEND Regulations 2014, reg 35."""
    return THREE_WORKING_DAYS.last_day(told)


@duty(
    "D35",
    step="Arrange mediation and take part",
    holder=Holder.AUTHORITY_OR_CARE_BOARD,
    process=Process.MEDIATION,
    starts="the day the family told the authority (or the authority told the integrated care "
    "board, where it is about health care only)",
    law=regulation("36 and 37"),
    counting=THIRTY_DAYS,
    grade=Grade.SECONDARY,
    note="Where it cannot be arranged in time, the authority tells the mediation adviser, who "
    "issues a certificate within 3 working days; the family may then appeal.",
)
def mediation_arranged_due(told: date) -> LastDay:
    """Last day to arrange mediation: SEND Regulations 2014, regs 36 and 37."""
    return THIRTY_DAYS.last_day(told)


@duty(
    "D36",
    step="Issue a certificate after mediation",
    holder=Holder.MEDIATION_ADVISER,
    process=Process.MEDIATION,
    starts="the day the mediation was concluded",
    law=regulation("39"),
    counting=THREE_WORKING_DAYS,
    grade=Grade.SECONDARY,
    note=f"Also Children and Families Act 2014, s55(5). {_FIRST_DAY}",
)
def certificate_after_mediation_due(concluded: date) -> LastDay:
    """Last day for a certificate after mediation: SEND Regulations 2014, reg 39."""
    return THREE_WORKING_DAYS.last_day(concluded)


@duty(
    "D37",
    step="Do what was agreed, where the family could have appealed",
    holder=Holder.AUTHORITY,
    process=Process.MEDIATION,
    starts=_AGREED,
    law=regulation("42(2)"),
    counting="As if the agreement were an order of the Tribunal (reg 44): 2, 5, 10, 11 or 14 "
    "weeks of the date of the agreement, or at once, by what it asks for.",
    grade=Grade.TEXT,
    exceptions=(LawfulException.AGREED_IN_WRITING,),
    kinds=Step,
    note="Reg 42(2) was read; each limit of reg 44 has the grade of D42 to D50.",
)
def agreement_kept_due(agreed: date, kind: Step | None = None) -> LastDay | AtOnce | Needs:
    """Last day to do what was agreed, as an order: SEND Regulations 2014, reg 42(2)."""
    return due(kind, agreed) if kind else needs_kind("D37", Step)


@duty(
    "D38",
    step="Do what was agreed, where the family could not have appealed",
    holder=Holder.AUTHORITY_OR_CARE_BOARD,
    process=Process.MEDIATION,
    starts=_AGREED,
    law=regulation("42(3)"),
    counting=TWO_WEEKS,
    grade=Grade.TEXT,
    exceptions=(LawfulException.AGREED_IN_WRITING,),
)
def other_agreement_kept_due(agreed: date) -> LastDay:
    """Last day to do what was agreed: SEND Regulations 2014, reg 42(3)."""
    return TWO_WEEKS.last_day(agreed)


@duty(
    "D39",
    step="Tell the authority of an agreement that it was not party to",
    holder=Holder.CARE_BOARD,
    process=Process.MEDIATION,
    starts=_AGREED,
    law=regulation("42(4)"),
    counting=ONE_WEEK,
    grade=Grade.TEXT,
)
def authority_told_of_agreement_due(agreed: date) -> LastDay:
    """Last day to tell the authority: SEND Regulations 2014, reg 42(4)."""
    return ONE_WEEK.last_day(agreed)


DUTIES: tuple[Duty[..., Answer], ...] = (
    mediation_adviser_contacted_by,
    certificate_without_mediation_due,
    care_board_told_due,
    mediation_arranged_due,
    certificate_after_mediation_due,
    agreement_kept_due,
    other_agreement_kept_due,
    authority_told_of_agreement_due,
)
