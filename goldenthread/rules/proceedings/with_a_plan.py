"""How D08 to D31 and D53 run: keeping, reviewing, moving, re-assessing and ceasing a plan."""

from __future__ import annotations

from goldenthread.rules.proceedings.before_a_plan import GONE
from goldenthread.rules.proceedings.happenings import Phase, What
from goldenthread.rules.proceedings.running import Again, From, Owed, Running, Within

NO_PLAN_HERE = (*GONE, What.PLAN_TRANSFERRED_AWAY, What.PLAN_CEASED)
_REVIEWED = (What.REVIEW_KEEPS, What.REVIEW_AMENDS, What.REVIEW_CEASES)
_EITHER_NOTICE = (What.AMENDMENTS_SENT, What.OTHER_AMENDMENTS_SENT)
_REVIEW_COMPLETES = "The authority’s decision completes a review, not the meeting."

_YEARLY = (
    Running(
        "D08",
        starts=(What.PLAN_MADE,),
        meets=_REVIEWED,
        ends_anywhere=NO_PLAN_HERE,
        within=Within.CHILD,
        why=_REVIEW_COMPLETES,
    ),
    Running(
        "D09",
        starts=_REVIEWED,
        meets=_REVIEWED,
        ends_anywhere=NO_PLAN_HERE,
        within=Within.CHILD,
        again=Again.STARTS_ANEW,
        why=_REVIEW_COMPLETES,
    ),
    Running(
        "D10",
        starts=(What.PLAN_MADE, *_REVIEWED),
        meets=(What.EARLY_REVIEW_CONSIDERED, *_REVIEWED),
        ends_anywhere=NO_PLAN_HERE,
        within=Within.CHILD,
        again=Again.STARTS_ANEW,
        under_5=True,
    ),
)

_MEETING = (
    *(
        Running(
            duty,
            starts=(What.MEETING_ARRANGED,),
            meets=(done,),
            ends=(What.MEETING_CANCELLED, What.MEETING_HELD),
            ends_anywhere=NO_PLAN_HERE,
            again=Again.STARTS_ANEW,
            counts=From.DAY,
            why="Counted back from the day of the meeting; the meeting itself ends it.",
        )
        for duty, done in (
            ("D11", What.MEETING_NOTICE_GIVEN),
            ("D12", What.MEETING_ADVICE_SENT),
        )
    ),
    Running(
        "D13",
        starts=(What.MEETING_HELD,),
        meets=(What.MEETING_REPORT_SENT,),
        ends_anywhere=NO_PLAN_HERE,
    ),
    Running("D14", starts=(What.MEETING_HELD,), meets=_REVIEWED, ends_anywhere=NO_PLAN_HERE),
    Running(
        "D15",
        starts=(What.MEETING_HELD,),
        meets=(What.AMENDMENTS_SENT,),
        ends=(What.REVIEW_KEEPS, What.REVIEW_CEASES),
        ends_anywhere=NO_PLAN_HERE,
        owed=Owed.IF,
        owed_once=(What.REVIEW_AMENDS,),
        why="Only where the plan is to be amended; then within the same 4 weeks (Devon).",
    ),
    Running(
        "D19",
        starts=(What.MEETING_HELD,),
        meets=(
            What.PLAN_AMENDED,
            What.AMENDMENTS_DROPPED,
            What.REVIEW_KEEPS,
            What.REVIEW_CEASES,
        ),
        ends_anywhere=NO_PLAN_HERE,
        why="A review that leaves the plan as it is, or ceases it, is finished by that decision.",
    ),
)

_AMENDING = (
    Running(
        "D16",
        starts=_EITHER_NOTICE,
        meets=(What.FAMILY_COMMENTED,),
        ends=(What.PLAN_AMENDED, What.AMENDMENTS_DROPPED),
        ends_anywhere=NO_PLAN_HERE,
        owed=Owed.MAY,
        again=Again.STARTS_ANEW,
        why="Without a review too: reg 28 is said to apply reg 22; not verified.",
    ),
    Running(
        "D17",
        starts=(What.AMENDMENTS_SENT,),
        meets=(What.PLAN_AMENDED,),
        ends=(What.AMENDMENTS_DROPPED,),
        ends_anywhere=NO_PLAN_HERE,
    ),
    Running(
        "D18",
        starts=(What.AMENDMENTS_SENT,),
        meets=(What.AMENDMENTS_DROPPED,),
        ends=(What.PLAN_AMENDED,),
        ends_anywhere=NO_PLAN_HERE,
        owed=Owed.IF,
        why="Only where the plan is not amended after all (reg 22(4)).",
    ),
    Running(
        "D30",
        starts=(What.OTHER_AMENDMENTS_SENT,),
        meets=(What.PLAN_AMENDED,),
        ends=(What.AMENDMENTS_DROPPED,),
        ends_anywhere=NO_PLAN_HERE,
    ),
)

_MOVES = (
    *(
        Running(
            duty,
            kind=phase.value,
            starts=(What.PHASE_MOVE_EXPECTED,),
            phase=phase,
            meets=(What.PLAN_AMENDED, What.REVIEW_KEEPS, What.AMENDMENTS_DROPPED),
            ends=(What.PHASE_MOVE_CALLED_OFF,),
            ends_anywhere=NO_PLAN_HERE,
            again=Again.STARTS_ANEW,
            counts=From.DAY,
            why="Reviewed, and amended where necessary (reg 18): a review for the move that leaves "
            "the plan as it is does too.",
        )
        for duty, phase in (
            ("D20", Phase.POST_16),
            ("D21", Phase.NEXT_SCHOOL),
            ("D22", Phase.BETWEEN_POST_16),
        )
    ),
    Running(
        "D23",
        starts=(What.MOVE_AWAY_KNOWN,),
        meets=(What.PLAN_TRANSFERRED_AWAY,),
        ends=(What.MOVE_AWAY_CALLED_OFF,),
        ends_anywhere=(*GONE, What.PLAN_CEASED),
        again=Again.STARTS_ANEW,
        counts=From.DAY_AND_EVENT,
    ),
    Running(
        "D24",
        starts=(What.PLAN_TRANSFERRED_IN,),
        meets=(What.TRANSFER_TOLD,),
        ends_anywhere=NO_PLAN_HERE,
    ),
    Running(
        "D25",
        starts=(What.PLAN_TRANSFERRED_IN,),
        meets=_REVIEWED,
        ends_anywhere=NO_PLAN_HERE,
        within=Within.CHILD,
        again=Again.STARTS_ANEW,
        counts=From.DAY_AND_EVENT,
        why=_REVIEW_COMPLETES,
    ),
    Running(
        "D26",
        starts=(What.COMMISSIONER_CHANGED,),
        meets=(What.COMMISSIONER_ACTED,),
        ends_anywhere=NO_PLAN_HERE,
    ),
)

_AFRESH = (
    Running(
        "D27",
        starts=(What.REASSESSMENT_REQUESTED,),
        meets=(What.REASSESSMENT_AGREED, What.REASSESSMENT_REFUSED),
        ends=(What.REQUEST_WITHDRAWN,),
        ends_anywhere=NO_PLAN_HERE,
    ),
    Running(
        "D28",
        starts=(What.ASSESSED,),
        meets=(),
        ends_anywhere=NO_PLAN_HERE,
        within=Within.CHILD,
        owed=Owed.MAY,
        again=Again.STARTS_ANEW,
    ),
    Running(
        "D29",
        starts=(What.REASSESSMENT_AGREED,),
        meets=(What.PLAN_REPLACED,),
        ends=(What.REQUEST_WITHDRAWN,),
        ends_anywhere=NO_PLAN_HERE,
    ),
    Running(
        "D31",
        starts=(What.CEASING_CONSIDERED,),
        meets=(What.CEASING_NOTIFIED,),
        ends=(What.CEASING_DROPPED,),
        ends_anywhere=NO_PLAN_HERE,
    ),
    Running(
        "D53",
        starts=(
            What.PLAN_MADE,
            What.PLAN_AMENDED,
            What.PLAN_REPLACED,
            What.PLAN_TRANSFERRED_IN,
        ),
        meets=(What.PROVISION_IN_PLACE,),
        ends_anywhere=NO_PLAN_HERE,
        within=Within.CHILD,
        again=Again.STARTS_ANEW,
        why="For as long as the plan is kept up; each final plan says anew what is to be provided.",
    ),
)

WITH_A_PLAN = (*_YEARLY, *_MEETING, *_AMENDING, *_MOVES, *_AFRESH)
