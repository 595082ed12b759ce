"""Who works with a child is told in time: of what, how many days before or after, in which words.

A closed set of matters, each with its steps and one sentence for each step. The sentences take
days and numbers and nothing else: no message can say who a child is, for nothing about them is
ever given to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from goldenthread.rules.calendars import say_date

_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)


class Matter(StrEnum):
    """What somebody is told of. Each is a kind of message."""

    REVIEW_COMING = "review_coming"
    PLAN_CHANGED = "plan_changed"
    INFORMATION_ASKED = "information_asked"
    INFORMATION_LATE = "information_late"
    PANEL_OUTCOME = "panel_outcome"
    NEW_TO_THE_AREA = "new_to_the_area"


MATTERS: dict[Matter, str] = {
    Matter.REVIEW_COMING: "Review coming",
    Matter.PLAN_CHANGED: "EHC plan changed",
    Matter.INFORMATION_ASKED: "Written information asked for",
    Matter.INFORMATION_LATE: "Written information late",
    Matter.PANEL_OUTCOME: "Outcome of a panel",
    Matter.NEW_TO_THE_AREA: "New to the area",
}


# What is asked of somebody by a day comes at once; what is news may wait for their digest.
CAN_WAIT = frozenset({Matter.REVIEW_COMING, Matter.PLAN_CHANGED, Matter.PANEL_OUTCOME})


class Step(StrEnum):
    """How far a matter has come. Of several that are due, only the last is told."""

    COMING = "coming"  # a number of weeks before a review or a phase transfer is due
    TRANSFER_COMING = "transfer-coming"
    MADE = "made"  # an EHC plan, the first time
    CHANGED = "changed"
    ASKED = "asked"
    BEFORE = "before"
    DUE = "due"
    LATE = "late"
    ESCALATED = "escalated"
    DECIDED = "decided"
    ARRIVED = "arrived"


@dataclass(frozen=True)
class Practice:
    """What an area asks of itself: in weeks and days. Nothing happened is told of that is older
    than `told_from`; None: nothing is told."""

    told_from: date | None = None
    weeks_ahead: tuple[int, ...] = (12, 6, 2)
    remind_before: int = 7
    escalate_after: int = 5
    act_within: int = 10


@dataclass(frozen=True)
class Moment:
    """A step and the day from which it is told. `mark` tells steps of one kind apart."""

    step: Step
    on: date
    mark: str


@dataclass(frozen=True)
class Message:
    subject: str
    words: str


def moments_of_a_review(due: date, weeks_ahead: Sequence[int], *, transfer: bool) -> list[Moment]:
    """So many weeks before a review, or the plan of a phase transfer, is due (reg 20; reg 18)."""
    step = Step.TRANSFER_COMING if transfer else Step.COMING
    return [Moment(step, due - weeks * _WEEK, f"{step}-{weeks}") for weeks in sorted(weeks_ahead)]


def moments_of_asking(asked: date, due: date, practice: Practice) -> list[Moment]:
    """For whoever was asked for written information (reg 8(1)): that day, before its last day, on
    it, and after it. Where the reminder would come before the asking it is left out."""
    before = due - practice.remind_before * _DAY
    found = [Moment(Step.ASKED, asked, Step.ASKED), Moment(Step.DUE, due, Step.DUE)]
    if asked < before < due:
        found.append(Moment(Step.BEFORE, before, Step.BEFORE))
    return [*found, Moment(Step.LATE, due + _DAY, Step.LATE)]


def moments_of_lateness(due: date, practice: Practice) -> list[Moment]:
    """For whoever answers for a service that is late."""
    return [Moment(Step.ESCALATED, due + practice.escalate_after * _DAY, Step.ESCALATED)]


def moments_of_a_part(told: date, due: date) -> list[Moment]:
    """For a department that has something to do for somebody new to the area."""
    return [Moment(Step.ARRIVED, told, Step.ARRIVED), Moment(Step.LATE, due + _DAY, Step.LATE)]


def reached(moments: Sequence[Moment], practice: Practice, *, on: date) -> Moment | None:
    """The last step whose day has come: what was missed before it is told no more. None before the
    first, and where its day was before the area began to tell."""
    come = [one for one in moments if one.on <= on]
    last = max(come, key=lambda one: one.on, default=None)
    if last is None or practice.told_from is None or last.on < practice.told_from:
        return None
    return last


def message(matter: Matter, step: Step, *, due: date, on: date) -> Message:
    """Subject and words. `due`: the last day of what is to be done, or the day on which it
    happened; `on`: today. KeyError where the matter has no such step."""
    subject, words = WORDS[matter, step]
    said = {"due": say_date(due), "left": _left(due, on=on), "late": _days((due - on).days)}
    return Message(subject.format(**said), words.format(**said))


def _left(due: date, *, on: date) -> str:
    days = (due - on).days
    if days <= 0:
        return "today" if days == 0 else f"{_days(days)} ago"
    if days < 14:
        return f"in {_days(days)}"
    return f"in {days // 7} weeks"


def _days(number: int) -> str:
    number = abs(number)
    return "1 day" if number == 1 else f"{number} days"


WORDS: dict[tuple[Matter, Step], tuple[str, str]] = {
    (Matter.REVIEW_COMING, Step.COMING): (
        "An annual review is due by {due}",
        "An annual review is to be finished {left}, by {due}. Invitations and a request for "
        "written information go out at least two weeks before the meeting.",
    ),
    (Matter.REVIEW_COMING, Step.TRANSFER_COMING): (
        "An EHC plan for a phase transfer is due by {due}",
        "An EHC plan is to be reviewed and amended before a move to the next phase of education: "
        "{left}, by {due}.",
    ),
    (Matter.PLAN_CHANGED, Step.MADE): (
        "An EHC plan was made on {due}",
        "An EHC plan was made on {due}. Read in it what you are to provide, and from when.",
    ),
    (Matter.PLAN_CHANGED, Step.CHANGED): (
        "An EHC plan changed on {due}",
        "A new version of an EHC plan was issued on {due}. Read in it what you are to provide, "
        "and what has changed.",
    ),
    (Matter.INFORMATION_ASKED, Step.ASKED): (
        "Written information is asked for by {due}",
        "Your service is asked for written information for an EHC needs assessment. It is due by "
        "{due}, {left}. The request that the council sent you says for whom and what.",
    ),
    (Matter.INFORMATION_ASKED, Step.BEFORE): (
        "Reminder: written information is due by {due}",
        "Written information that your service was asked for is due {left}, by {due}. If you have "
        "sent it, tell the SEND team, so that they look for it.",
    ),
    (Matter.INFORMATION_ASKED, Step.DUE): (
        "Written information is due now, by {due}",
        "Written information that your service was asked for was to be here by {due}. If you have "
        "sent it, tell the SEND team, so that they look for it.",
    ),
    (Matter.INFORMATION_ASKED, Step.LATE): (
        "Written information is late: it was due by {due}",
        "Written information that your service was asked for was due by {due} and is not here. "
        "Send it as soon as you can, and tell the SEND team when it will come.",
    ),
    (Matter.INFORMATION_LATE, Step.ESCALATED): (
        "Written information is {late} late",
        "A service was asked for written information for an EHC needs assessment. It was due by "
        "{due} and is not here. Agree with the service when it will come.",
    ),
    (Matter.PANEL_OUTCOME, Step.DECIDED): (
        "A panel decided on {due}",
        "The outcome of a panel that met on {due} is recorded. Open it to read what was decided "
        "and what follows.",
    ),
    (Matter.NEW_TO_THE_AREA, Step.ARRIVED): (
        "Somebody with an EHC plan is new to the area: your part is due by {due}",
        "A child or young person with an EHC plan has come to live in the area. Every department "
        "is told at the same time. Do your part by {due}, and mark it done.",
    ),
    (Matter.NEW_TO_THE_AREA, Step.LATE): (
        "A part for somebody new to the area is late: it was due by {due}",
        "A department’s part for a child or young person who is new to the area was due by {due} "
        "and is not marked done. Do it, or say what holds it up.",
    ),
}  # fmt: skip
