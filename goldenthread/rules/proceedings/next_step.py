"""`what_next`: the next duty and whose it is, and what is waited for, in a parent's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.rules.calendars import say_weekday
from goldenthread.rules.clocks import AtOnce, Force, Holder, Needs, NoLimit, find
from goldenthread.rules.clocks.orders import Step
from goldenthread.rules.clocks.provision import DetainedStep
from goldenthread.rules.proceedings.deadlines import Deadline, State
from goldenthread.rules.proceedings.running import Owed

_AUTHORITIES = {
    Holder.AUTHORITY,
    Holder.OLD_AUTHORITY,
    Holder.NEW_AUTHORITY,
    Holder.HOME_AUTHORITY,
}
_NAMED: dict[Holder, str] = {
    Holder.AUTHORITY: "The local authority",
    Holder.OLD_AUTHORITY: "The old local authority",
    Holder.NEW_AUTHORITY: "The new local authority",
    Holder.HOME_AUTHORITY: "The home authority",
    Holder.ADVISER: "The body asked for advice",
    Holder.FAMILY: "The parent or young person",
    Holder.SETTING: "The school or college",
    Holder.HEAD_OR_AUTHORITY: "The head or principal, or the local authority,",
    Holder.CONVENER: "Whoever arranges the meeting",
    Holder.CARE_BOARD: "The integrated care board",
    Holder.AUTHORITY_OR_CARE_BOARD: "The local authority or the integrated care board",
    Holder.MEDIATION_ADVISER: "The mediation adviser",
}
# Steps that a heading says in other words than a sentence that goes on from “must”.
_STEPS: dict[str, str] = {
    "D03": "tell the family if no plan will be issued",
    "D05": "comment on the draft plan, ask for a school or college, or ask for a meeting",
    "D14": "tell the family whether the plan is kept, amended or ceased",
    "D28": "refuse a request for a re-assessment because the last one is recent",
    "D31": "tell the family whether the plan will cease",
    "D33": "issue a certificate that the family does not want mediation",
    "D37": "do what was agreed in mediation",
    "D53": "secure what the plan provides",
}
# What a clock that waits is told by; the others have all they need from the event that starts them.
_KNOWN_ONCE: dict[str, str] = {
    "D37": "it is recorded what the agreement asks for",
    "D40": "the mediation certificate has been issued",
    "D51": "it is recorded what the appeal asked for",
}
# The same steps by their kind, whether ordered, agreed or conceded; and those of D54.
_KINDS: dict[str, str] = {
    Step.ASSESS: "tell the family that there will be an assessment",
    Step.ASSESSED_NO_PLAN: "tell the family if no plan will be issued after the assessment",
    Step.ASSESSED_PLAN: "send the final plan after the assessment",
    Step.MAKE_DRAFT: "send the draft plan",
    Step.MAKE_FINAL: "send the final plan",
    Step.RECONSIDER: "think again about its decision",
    Step.AMEND: "send the amended plan",
    Step.NAME_SCHOOL: "send the plan that names the new school or college",
    Step.CEASE: "cease the plan",
    Step.CONTINUE: "keep the plan going",
    DetainedStep.DECISION: "say whether there will be an assessment",
    DetainedStep.PLAN: "send the final plan",
}
_ORDERED = " (the Tribunal ordered it)"
_BECAUSE: dict[str, str] = {
    **{f"D{number}": _ORDERED for number in range(42, 51)},
    "D37": " (it was agreed in mediation)",
    "D51": " (the appeal was not opposed)",
}


@dataclass(frozen=True)
class Next:
    """`sentence` tells the next duty and whose; `deadline` is it, None where nothing is due.
    `waited_for` are sentences of what others than the authority have yet to do or say."""

    sentence: str
    deadline: Deadline | None
    waited_for: tuple[str, ...]


def what_next(deadlines: Sequence[Deadline], on: date) -> Next:
    """What comes next on `on`, of deadlines as at that day: the earliest day first, late or not;
    what has no day, or binds all the time, only where nothing has one."""
    must = [one for one in deadlines if one.open and one.owed is Owed.MUST]
    first = min((one for one in must if one.state is not State.WAITS), key=_turn, default=None)
    waited = tuple(_waiting(deadlines, first, on))
    if first is None:
        return Next("Nothing is due from anybody now.", None, waited)
    return Next(say(first, on), first, waited)


def say(deadline: Deadline, on: date) -> str:
    """An open deadline in one sentence: who, what, and by when or how late."""
    if deadline.due_on is None:
        return _without_a_day(deadline)
    who, step, day = _who(deadline), step_words(deadline), say_weekday(deadline.due_on)
    guidance = find(deadline.duty).force is Force.GUIDANCE
    if deadline.state is State.PASSED:
        return f"The time to {step} passed on {day}."
    if isinstance(deadline.answer, AtOnce):
        return f"{who} must {step} at once, from {day}."
    if deadline.state is State.LATE:
        verb = "was to" if guidance else "had to"
        return f"{who} {verb} {step} by {day}, and is {_days(deadline.days_late(on))} late."
    if deadline.owed is Owed.MAY:
        least = "at least " if find(deadline.duty).minimum else ""
        return f"{who} may {step}, until {least}{day}."
    return f"{who} {'should' if guidance else 'must'} {step} by {day}."


def _without_a_day(deadline: Deadline) -> str:
    who, step = _who(deadline), step_words(deadline)
    if deadline.state is State.PASSED:
        return f"The time to {step} has passed."
    if isinstance(deadline.answer, Needs):
        verb = "may" if deadline.owed is Owed.MAY else "must"
        return f"{who} {verb} {step}; the last day is known once {_KNOWN_ONCE[deadline.duty]}."
    aim = deadline.answer.aim if isinstance(deadline.answer, NoLimit) else None
    by = f", and should work towards {say_weekday(aim)}" if aim else ""
    return f"{who} is to {step}{by}; no last day is set."


def step_words(deadline: Deadline) -> str:
    """The step, to stand after “must”: send the final plan."""
    if deadline.kind in _KINDS:
        return f"{_KINDS[deadline.kind]}{_BECAUSE.get(deadline.duty, '')}"
    if deadline.duty in _STEPS:
        return _STEPS[deadline.duty]
    step = find(deadline.duty).step
    return f"{step[0].lower()}{step[1:]}"


def _waiting(deadlines: Iterable[Deadline], first: Deadline | None, on: date) -> Iterable[str]:
    """What others have yet to do, and what a clock still needs; the next duty is not said twice."""
    open_ones = {State.RUNNING, State.LATE, State.WAITS}
    for one in deadlines:
        theirs = find(one.duty).holder not in _AUTHORITIES and not isinstance(one.answer, AtOnce)
        if one.state in open_ones and one is not first and (theirs or one.state is State.WAITS):
            yield say(one, on)


def _turn(one: Deadline) -> tuple[bool, date, str]:
    """What binds all the time comes last, and before it what has an aim only."""
    aim = one.answer.aim if isinstance(one.answer, NoLimit) else None
    return one.due_on is None or one.duty == "D53", one.due_on or aim or date.max, one.duty


def _who(deadline: Deadline) -> str:
    return deadline.body or _NAMED[find(deadline.duty).holder]


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
