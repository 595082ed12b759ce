"""How D01 to D07 and D54 run: from a request to the first plan."""

from __future__ import annotations

from goldenthread.rules.proceedings.happenings import What
from goldenthread.rules.proceedings.running import Again, Owed, Running, Within

GONE = (What.NO_LONGER_RESPONSIBLE, What.DIED)
_REQUEST = (What.REQUEST_RECEIVED, What.BECAME_RESPONSIBLE)
_NO_PLAN = (What.ASSESSMENT_REFUSED, What.PLAN_REFUSED, What.REQUEST_WITHDRAWN)

BEFORE_A_PLAN = (
    Running(
        "D01",
        starts=_REQUEST,
        meets=(What.ASSESSMENT_AGREED, What.ASSESSMENT_REFUSED),
        ends=(What.REQUEST_WITHDRAWN,),
        ends_anywhere=GONE,
    ),
    Running(
        "D02",
        starts=(What.ADVICE_ASKED,),
        meets=(What.ADVICE_RECEIVED,),
        ends=(What.ADVICE_NOT_NEEDED, *_NO_PLAN),
        ends_anywhere=GONE,
        within=Within.BODY,
        why="Each body has its own 6 weeks, from the day it received the request (reg 8(1)). A "
        "plan made without its advice does not end them.",
    ),
    Running(
        "D03",
        starts=_REQUEST,
        meets=(What.PLAN_REFUSED,),
        ends=(
            What.ASSESSMENT_REFUSED,
            What.REQUEST_WITHDRAWN,
            What.DRAFT_SENT,
            What.PLAN_MADE,
        ),
        ends_anywhere=GONE,
        owed=Owed.IF,
        why="Only where no plan is issued (reg 10(1)); a draft says that one will be.",
    ),
    Running(
        "D04",
        starts=_REQUEST,
        meets=(What.DRAFT_SENT,),
        ends=(*_NO_PLAN, What.PLAN_MADE),
        ends_anywhere=GONE,
    ),
    Running(
        "D05",
        starts=(What.DRAFT_SENT,),
        meets=(What.FAMILY_COMMENTED,),
        ends=(What.REQUEST_WITHDRAWN, What.PLAN_REFUSED, What.PLAN_MADE),
        ends_anywhere=GONE,
        owed=Owed.MAY,
        again=Again.STARTS_ANEW,
        why="The family has at least this long (reg 13(1)); a new draft gives the time anew.",
    ),
    Running(
        "D06",
        starts=(What.PLACE_ASKED,),
        meets=(What.PLACE_ANSWERED,),
        ends=(*_NO_PLAN, What.PLAN_MADE, What.PLAN_AMENDED, What.PLAN_REPLACED),
        ends_anywhere=GONE,
        within=Within.BODY,
    ),
    Running(
        "D07",
        starts=_REQUEST,
        meets=(What.PLAN_MADE,),
        ends=_NO_PLAN,
        ends_anywhere=GONE,
        why="A plan made after a refusal is overturned has the order’s limit, not the 20 weeks.",
    ),
    Running(
        "D54",
        kind="decision",
        starts=(What.DETAINED_REQUEST,),
        meets=(What.ASSESSMENT_AGREED, What.ASSESSMENT_REFUSED),
        ends=(What.REQUEST_WITHDRAWN, What.RELEASED),
        ends_anywhere=GONE,
        why="Release ends the Regulations on detained persons for the person; not verified.",
    ),
    Running(
        "D54",
        kind="plan",
        starts=(What.DETAINED_REQUEST,),
        meets=(What.PLAN_MADE,),
        ends=(*_NO_PLAN, What.RELEASED),
        ends_anywhere=GONE,
        why="Release ends the Regulations on detained persons for the person; not verified.",
    ),
)
