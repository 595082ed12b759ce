"""Appeals, conceding them, and the Tribunal's recommendations: D40, D41, D51, D52."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from goldenthread.rules.calendars import say_weekday
from goldenthread.rules.clocks import tribunal_days
from goldenthread.rules.clocks.answers import Answer, AtOnce, LastDay, Needs
from goldenthread.rules.clocks.counting import Unit, within
from goldenthread.rules.clocks.duties import (
    Duty,
    Grade,
    Holder,
    Process,
    Second,
    duty,
    needs_kind,
    needs_second,
)
from goldenthread.rules.clocks.exceptions import X2, LawfulException
from goldenthread.rules.clocks.laws import (
    DIRECTIONS,
    RECOMMENDATIONS,
    UNOPPOSED,
    tribunal_rule,
)
from goldenthread.rules.clocks.mediation import TWO_MONTHS
from goldenthread.rules.clocks.orders import (
    FIVE_WEEKS,
    ConcededStep,
    Step,
    due,
)

ONE_MONTH = within(1, Unit.MONTHS)
THIRTY_TRIBUNAL_DAYS = within(30, Unit.TRIBUNAL_DAYS)

_CERTIFICATE = Second("certificate_issued", "the day the mediation certificate was issued")


class About(StrEnum):
    """What an appeal is about."""

    ANYTHING = "anything"
    SECTION_I_ONLY = "section-i-only"


ABOUT_WORDS: dict[str, str] = {
    About.ANYTHING: "Anything that needs a mediation certificate",
    About.SECTION_I_ONLY: "Section I only: the school or college named, or its type",
}


@duty(
    "D40",
    step="Appeal to the Tribunal",
    holder=Holder.FAMILY,
    process=Process.APPEAL,
    starts="the day written notice of the decision was sent",
    law=tribunal_rule("20(1)(c)"),
    counting="By the later of two: 2 months after written notice of the decision was sent, and 1 "
    "month after the mediation certificate was issued. A last day in August, from 25 December to 1 "
    "January, on a weekend or a bank holiday moves on to the next working day after.",
    grade=Grade.TEXT,
    exceptions=(LawfulException.TRIBUNAL_ALLOWED,),
    second=_CERTIFICATE,
    kinds=About,
    note="How the last day moves is rule 12(2) and (3)(a). The Tribunal may allow a late appeal "
    "(rule 5).",
)
def appeal_due(
    notice_sent: date, certificate_issued: date | None = None, *, kind: About | None = None
) -> LastDay | Needs:
    """Last day to appeal: Tribunal Procedure (First-tier Tribunal) (Health, Education
    and Social Care Chamber) Rules 2008, rule 20(1)(c), with rule 12(2) and (3)(a)."""
    ends = [TWO_MONTHS.last_day(notice_sent)]
    if certificate_issued is not None:
        ends.append(ONE_MONTH.last_day(certificate_issued))
    elif kind is not About.SECTION_I_ONLY:
        words = f"{_CERTIFICATE.words}, or the kind {About.SECTION_I_ONLY}, which needs none"
        return needs_second("D40", words)
    later = max(ends, key=lambda one: one.day)
    said = [one.counted for one in ends] + (["The later counts."] if len(ends) > 1 else [])
    kept = tribunal_days.kept_on(later.day)
    if kept != later.day:
        said.append(f"The Tribunal is still in time on {say_weekday(kept)} (rule 12).")
    return LastDay(kept, " ".join(said))


@duty(
    "D41",
    step="Respond to the appeal",
    holder=Holder.AUTHORITY,
    process=Process.APPEAL,
    starts="the day the appeal was sent to the authority",
    law=DIRECTIONS,
    counting=THIRTY_TRIBUNAL_DAYS,
    grade=Grade.SECONDARY,
    exceptions=(LawfulException.TRIBUNAL_ALLOWED,),
    note="What the Tribunal directs in the case goes before. That August and 25 December to 1 "
    "January are not counted is rule 12(3)(b), which was read.",
)
def response_due(appeal_sent: date) -> LastDay:
    """Last day to respond to an appeal: Tribunal Procedure (First-tier Tribunal) (Health, Education
    and Social Care Chamber) Rules 2008, and the Tribunal’s directions; counted by rule 12(3)(b)."""
    return THIRTY_TRIBUNAL_DAYS.last_day(appeal_sent)


@duty(
    "D51",
    step="Act on an appeal that the authority does not oppose",
    holder=Holder.AUTHORITY,
    process=Process.APPEAL,
    starts="the day the authority told the Tribunal that it does not oppose the appeal",
    law=UNOPPOSED,
    counting="Within 2, 5, 10, 11 or 14 weeks of the day the authority told the Tribunal, or at "
    "once, by what the appeal asked for; that day is not counted.",
    grade=Grade.TEXT,
    exceptions=X2,
    kinds=ConcededStep,
    note="Reg 45(3), (3A) and (4) were read: 2, 10 and 14 weeks after an appeal for an assessment, "
    "5 weeks to amend. The others are taken to be the same as for an order.",
)
def unopposed_appeal_due(
    told_tribunal: date, kind: ConcededStep | None = None
) -> LastDay | AtOnce | Needs:
    """Last day after conceding before a response: SEND Regulations 2014, reg 45, as amended by SI
    2015/359, reg 8."""
    return due(Step(kind.value), told_tribunal) if kind else needs_kind("D51", ConcededStep)


@duty(
    "D52",
    step="Answer the Tribunal’s recommendation on health or social care",
    holder=Holder.AUTHORITY_OR_CARE_BOARD,
    process=Process.APPEAL,
    starts="the day of the recommendation",
    law=RECOMMENDATIONS,
    counting=FIVE_WEEKS,
    grade=Grade.NOT_VERIFIED,
    exceptions=(LawfulException.TRIBUNAL_ALLOWED,),
    note="The 5 weeks, and what may lengthen them, rest on memory. For decisions, and plans made "
    "or amended, from 3 April 2018: that was read.",
)
def recommendation_answered_due(recommended: date) -> LastDay:
    """Last day to answer a recommendation: SEND (First-tier Tribunal Recommendations Power)
    Regulations 2017."""
    return FIVE_WEEKS.last_day(recommended)


DUTIES: tuple[Duty[..., Answer], ...] = (
    appeal_due,
    response_due,
    unopposed_appeal_due,
    recommendation_answered_due,
)
