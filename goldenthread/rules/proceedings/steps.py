"""What an order asks for, step by step: what meets each step and what ends it otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.rules.clocks.orders import Step
from goldenthread.rules.proceedings.happenings import Asked, What
from goldenthread.rules.proceedings.running import Owed


@dataclass(frozen=True)
class Ordered:
    """One step; `ordered_by` is the duty that it is after an order."""

    kind: Step
    ordered_by: str
    meets: tuple[What, ...]
    ends: tuple[What, ...] = ()
    owed: Owed = Owed.MUST


_PLAN = (What.PLAN_MADE, What.PLAN_REPLACED)

STEPS: dict[Asked, tuple[Ordered, ...]] = {
    Asked.ASSESS: (
        Ordered(Step.ASSESS, "D42", (What.ASSESSMENT_AGREED, What.REASSESSMENT_AGREED)),
        Ordered(
            Step.ASSESSED_NO_PLAN,
            "D43",
            (What.PLAN_REFUSED,),
            (What.DRAFT_SENT, *_PLAN),
            Owed.IF,
        ),
        Ordered(Step.ASSESSED_PLAN, "D44", _PLAN, (What.PLAN_REFUSED,)),
    ),
    Asked.MAKE_PLAN: (
        Ordered(Step.MAKE_DRAFT, "D45", (What.DRAFT_SENT,), (What.PLAN_MADE,)),
        Ordered(Step.MAKE_FINAL, "D46", (What.PLAN_MADE,)),
    ),
    Asked.RECONSIDER: (Ordered(Step.RECONSIDER, "D47", (What.RECONSIDERED,)),),
    Asked.AMEND: (Ordered(Step.AMEND, "D48", (What.PLAN_AMENDED,)),),
    Asked.NAME_SCHOOL: (Ordered(Step.NAME_SCHOOL, "D49", (What.PLAN_AMENDED,)),),
    Asked.CEASE: (Ordered(Step.CEASE, "D50", (What.PLAN_CEASED,)),),
    Asked.CONTINUE: (Ordered(Step.CONTINUE, "D50", (What.CEASING_DROPPED,)),),
}
