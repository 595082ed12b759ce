"""How D40 to D52 run: appeals, orders, appeals not opposed, recommendations."""

from __future__ import annotations

from goldenthread.rules.proceedings.before_a_plan import GONE
from goldenthread.rules.proceedings.happenings import Asked, What
from goldenthread.rules.proceedings.mediations import APPEALABLE
from goldenthread.rules.proceedings.running import Again, From, Owed, Running, Within
from goldenthread.rules.proceedings.steps import STEPS

_NEVER_CONCEDED = (Asked.RECONSIDER, Asked.CEASE)

_APPEALING = (
    Running(
        "D40",
        starts=APPEALABLE,
        meets=(What.APPEAL_LODGED,),
        ends_anywhere=GONE,
        owed=Owed.MAY,
        again=Again.STARTS_ANEW,
        counts=From.EVENT_AND_CERTIFICATE,
        lapses_with="D32",
        why="From every decision that can be appealed. It waits for the certificate until the time "
        "to contact the mediation adviser has passed unused.",
    ),
    Running(
        "D41",
        starts=(What.APPEAL_SENT,),
        meets=(What.APPEAL_ANSWERED,),
        ends=(What.APPEAL_NOT_OPPOSED, What.APPEAL_WITHDRAWN, What.ORDER_MADE),
        ends_anywhere=GONE,
    ),
    Running(
        "D52",
        starts=(What.RECOMMENDED,),
        meets=(What.RECOMMENDATION_ANSWERED,),
        ends_anywhere=GONE,
        within=Within.BODY,
        why="Each body to which it is addressed answers for itself.",
    ),
)

_ORDERED = tuple(
    Running(
        step.ordered_by,
        kind=step.kind.value,
        starts=(What.ORDER_MADE,),
        asks=asked,
        meets=step.meets,
        ends=step.ends,
        ends_anywhere=GONE,
        owed=step.owed,
    )
    for asked in Asked
    for step in STEPS[asked]
)

_NOT_OPPOSED = (
    *(
        Running(
            "D51",
            kind=step.kind.value,
            starts=(What.APPEAL_NOT_OPPOSED,),
            asks=asked,
            meets=step.meets,
            ends=step.ends,
            ends_anywhere=GONE,
            owed=step.owed,
        )
        for asked in Asked
        if asked not in _NEVER_CONCEDED
        for step in STEPS[asked]
    ),
    Running(
        "D51",
        starts=(What.APPEAL_NOT_OPPOSED,),
        asks_nothing=True,
        meets=(),
        ends_anywhere=GONE,
        why="Waits until it is known what the appeal asked for.",
    ),
)

APPEALS = (*_APPEALING, *_ORDERED, *_NOT_OPPOSED)
