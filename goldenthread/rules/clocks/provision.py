"""Securing what a plan says, and people who are detained: D53 and D54."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from goldenthread.rules.calendars import say_weekday
from goldenthread.rules.clocks.answers import Answer, AtOnce, LastDay, Needs
from goldenthread.rules.clocks.assessment import SIX_WEEKS, TWENTY_WEEKS
from goldenthread.rules.clocks.duties import Duty, Grade, Holder, Process, duty, needs_kind
from goldenthread.rules.clocks.exceptions import X4_DETAINED, LawfulException
from goldenthread.rules.clocks.laws import DETAINED, section


class DetainedStep(StrEnum):
    """What the home authority must do for somebody detained."""

    DECISION = "decision"
    PLAN = "plan"


DETAINED_WORDS: dict[str, str] = {
    DetainedStep.DECISION: "Say whether there will be an assessment",
    DetainedStep.PLAN: "Send the final plan",
}


@duty(
    "D53",
    step="Secure the provision in the plan: sections F (authority) and G (integrated care board)",
    holder=Holder.AUTHORITY_OR_CARE_BOARD,
    process=Process.PROVISION,
    starts="the day the plan was finalised",
    law=section("42(2) and 42(3)"),
    counting="At once, from the day the plan was finalised, and for as long as it is kept up.",
    grade=Grade.SECONDARY,
    exceptions=(LawfulException.OWN_ARRANGEMENTS,),
    note="The duty is absolute: a shortage of staff or money is no answer to it.",
)
def provision_due(plan_finalised: date) -> AtOnce:
    """Due at once: Children and Families Act 2014, s42(2) and 42(3)."""
    return AtOnce(
        plan_finalised,
        f"Due at once, from {say_weekday(plan_finalised)}: nothing is counted.",
    )


@duty(
    "D54",
    step="Decide on, or make, the plan of somebody detained",
    holder=Holder.HOME_AUTHORITY,
    process=Process.PROVISION,
    starts="the day the request was received, or the person came to the authority’s attention",
    law=DETAINED,
    counting="Within 6 weeks for the decision and 20 weeks for the final plan, of the day the "
    "request was received, or the person came to the authority’s attention. That day is not "
    "counted.",
    grade=Grade.TEXT,
    exceptions=X4_DETAINED,
    kinds=DetainedStep,
    note="The counting was taken to be that of regs 5 and 13 of the SEND Regulations.",
)
def detained_person_due(
    request_or_attention: date, kind: DetainedStep | None = None
) -> LastDay | Needs:
    """Last day for somebody detained: SEND (Detained Persons) Regulations 2015, regs 4, 5 and
    13."""
    match kind:
        case DetainedStep.DECISION:
            return SIX_WEEKS.last_day(request_or_attention)
        case DetainedStep.PLAN:
            return TWENTY_WEEKS.last_day(request_or_attention)
        case None:
            return needs_kind("D54", DetainedStep)


DUTIES: tuple[Duty[..., Answer], ...] = (provision_due, detained_person_due)
