"""What an order of the Tribunal asks for, and how long the authority has: reg 44(2)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from goldenthread.rules.calendars import say_weekday
from goldenthread.rules.clocks.answers import AtOnce, LastDay
from goldenthread.rules.clocks.counting import Counting, Unit, within

TWO_WEEKS = within(2, Unit.WEEKS)
FIVE_WEEKS = within(5, Unit.WEEKS)
TEN_WEEKS = within(10, Unit.WEEKS)
ELEVEN_WEEKS = within(11, Unit.WEEKS)
FOURTEEN_WEEKS = within(14, Unit.WEEKS)


class Step(StrEnum):
    """A step that an order asks for."""

    ASSESS = "assess"
    ASSESSED_NO_PLAN = "assessed-no-plan"
    ASSESSED_PLAN = "assessed-plan"
    MAKE_DRAFT = "make-draft"
    MAKE_FINAL = "make-final"
    RECONSIDER = "reconsider"
    AMEND = "amend"
    NAME_SCHOOL = "name-school"
    CEASE = "cease"
    CONTINUE = "continue"


class ConcededStep(StrEnum):
    """A step after an appeal that the authority does not oppose: the same words as an order's."""

    ASSESS = "assess"
    ASSESSED_NO_PLAN = "assessed-no-plan"
    ASSESSED_PLAN = "assessed-plan"
    MAKE_DRAFT = "make-draft"
    MAKE_FINAL = "make-final"
    AMEND = "amend"
    NAME_SCHOOL = "name-school"
    CONTINUE = "continue"


WORDS: dict[str, str] = {
    Step.ASSESS: "Assess or re-assess: tell the family so",
    Step.ASSESSED_NO_PLAN: "Assess or re-assess: then tell the family that no plan will be issued",
    Step.ASSESSED_PLAN: "Assess or re-assess: then send the final plan",
    Step.MAKE_DRAFT: "Make a plan: send the draft",
    Step.MAKE_FINAL: "Make a plan: send the final plan",
    Step.RECONSIDER: "Reconsider",
    Step.AMEND: "Amend the plan",
    Step.NAME_SCHOOL: "Name another school or college, and nothing else",
    Step.CEASE: "Cease the plan",
    Step.CONTINUE: "Keep the plan going",
}

# Cease and continue have no number: they are due at once.
LIMITS: dict[Step, Counting] = {
    Step.ASSESS: TWO_WEEKS,
    Step.ASSESSED_NO_PLAN: TEN_WEEKS,
    Step.ASSESSED_PLAN: FOURTEEN_WEEKS,
    Step.MAKE_DRAFT: FIVE_WEEKS,
    Step.MAKE_FINAL: ELEVEN_WEEKS,
    Step.RECONSIDER: TWO_WEEKS,
    Step.AMEND: FIVE_WEEKS,
    Step.NAME_SCHOOL: TWO_WEEKS,
}


def due(step: Step, first: date) -> LastDay | AtOnce:
    """The limit of reg 44(2) for a step, counted from `first`."""
    match step:
        case Step.CEASE | Step.CONTINUE:
            return AtOnce(first, f"Due at once, on {say_weekday(first)}: nothing is counted.")
        case _:
            return LIMITS[step].last_day(first)
