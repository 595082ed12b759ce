"""How D32 to D39 run: mediation, and doing what was agreed."""

from __future__ import annotations

from goldenthread.rules.proceedings.before_a_plan import GONE
from goldenthread.rules.proceedings.happenings import Asked, What
from goldenthread.rules.proceedings.running import Again, Owed, Running
from goldenthread.rules.proceedings.steps import STEPS

# What a family may appeal against: Children and Families Act 2014, s51(2).
APPEALABLE = (
    What.ASSESSMENT_REFUSED,
    What.PLAN_REFUSED,
    What.PLAN_MADE,
    What.REVIEW_KEEPS,
    What.PLAN_AMENDED,
    What.AMENDMENTS_DROPPED,
    What.REASSESSMENT_REFUSED,
    What.PLAN_REPLACED,
    What.CEASING_NOTIFIED,
)
_WANTED = (What.MEDIATION_WANTED, What.CARE_BOARD_TOLD)
_CERTIFIED = (What.CERTIFICATE_ISSUED,)
_LEFT = (What.MEDIATION_LEFT,)

_TALKING = (
    Running(
        "D32",
        starts=APPEALABLE,
        meets=(What.ADVISER_CONTACTED,),
        ends=(What.APPEAL_LODGED,),
        ends_anywhere=GONE,
        owed=Owed.MAY,
        again=Again.STARTS_ANEW,
        why="From every decision that can be appealed; not needed for section I alone.",
    ),
    Running(
        "D33",
        starts=(What.MEDIATION_DECLINED,),
        meets=_CERTIFIED,
        ends_anywhere=GONE,
    ),
    Running(
        "D34",
        starts=(What.HEALTH_MEDIATION_WANTED,),
        meets=(What.CARE_BOARD_TOLD,),
        ends=_LEFT,
        ends_anywhere=GONE,
    ),
    Running(
        "D35",
        starts=_WANTED,
        meets=(What.MEDIATION_HELD,),
        ends=(What.MEDIATION_IMPOSSIBLE, *_LEFT),
        ends_anywhere=GONE,
        why="About health care alone, the board’s time runs from the day it was told (reg 37).",
    ),
    Running(
        "D36",
        starts=(What.MEDIATION_HELD, What.MEDIATION_IMPOSSIBLE),
        meets=_CERTIFIED,
        ends_anywhere=GONE,
        why="Where it cannot be arranged the adviser has the same 3 working days.",
    ),
)

_AGREED = (
    *(
        Running(
            "D37",
            kind=step.kind.value,
            starts=(What.AGREED,),
            asks=asked,
            meets=(*step.meets, What.AGREEMENT_DONE),
            ends=step.ends,
            ends_anywhere=GONE,
            owed=step.owed,
        )
        for asked in Asked
        for step in STEPS[asked]
    ),
    Running(
        "D37",
        starts=(What.AGREED,),
        asks_nothing=True,
        meets=(What.AGREEMENT_DONE,),
        ends_anywhere=GONE,
        why="Waits until it is known what the agreement asks for.",
    ),
    Running(
        "D38",
        starts=(What.AGREED_OTHER, What.AGREED_WITHOUT_AUTHORITY),
        meets=(What.AGREEMENT_DONE,),
        ends_anywhere=GONE,
    ),
    Running(
        "D39",
        starts=(What.AGREED_WITHOUT_AUTHORITY,),
        meets=(What.AUTHORITY_TOLD,),
        ends_anywhere=GONE,
    ),
)

MEDIATIONS = (*_TALKING, *_AGREED)
