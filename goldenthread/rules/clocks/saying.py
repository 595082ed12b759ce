"""What a clock answered, in words that a page and the command line say alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from goldenthread.rules.calendars import is_working_day, say_date, say_weekday
from goldenthread.rules.clocks.answers import Answer, AtOnce, LastDay, Needs, NoLimit, Range
from goldenthread.rules.clocks.duties import Duty, Force
from goldenthread.rules.clocks.exceptions import LawfulException


@dataclass(frozen=True)
class Said:
    """`headline` is the answer, `how` the counting, `remark` what to mind; "" where nothing."""

    headline: str
    how: str
    remark: str = ""


def say(answer: Answer, duty: Duty[..., Answer]) -> Said:
    """The answer of a duty's clock, in words."""
    match answer:
        case LastDay():
            return Said(_last_day(answer, duty), answer.counted, _about_weekends(answer, duty))
        case Range():
            span = f"From {say_date(answer.first)} to {say_date(answer.last)}"
            return Said(span, answer.counted)
        case AtOnce():
            return Said(f"At once: {say_weekday(answer.day)}", answer.counted)
        case NoLimit():
            aim = f" Work towards {say_weekday(answer.aim)}." if answer.aim else ""
            return Said(f"No last day.{aim}", answer.why)
        case Needs():
            return Said("It cannot be told yet.", answer.sentence)
        case _:
            assert_never(answer)


def lead_of(reasons: tuple[LawfulException, ...]) -> str:
    """What stands before a list of lawful exceptions."""
    if not reasons:
        return "No exceptions in law."
    if set(reasons) <= _NO_LIMIT_AT_ALL:
        return "The limit does not apply where:"
    return "The limit need not be kept where that is impractical for one of these reasons:"


def end_of(reasons: tuple[LawfulException, ...]) -> str:
    """What stands after a list of lawful exceptions; "" where there is nothing to mind."""
    if set(reasons) <= _NO_LIMIT_AT_ALL:
        return ""
    return (
        "An exception makes no new date: the step stays due as soon as practicable. Keep the "
        "reason, the evidence and the dates."
    )


_NO_LIMIT_AT_ALL = {
    LawfulException.AGREED_IN_WRITING,
    LawfulException.TRIBUNAL_ALLOWED,
    LawfulException.OWN_ARRANGEMENTS,
}


def _last_day(answer: LastDay, duty: Duty[..., Answer]) -> str:
    if duty.minimum:
        return f"At least until {say_weekday(answer.day)}"
    if duty.force is Force.GUIDANCE:
        return f"Should be done by {say_weekday(answer.day)}"
    return f"Last day: {say_weekday(answer.day)}"


def _about_weekends(answer: LastDay, duty: Duty[..., Answer]) -> str:
    if is_working_day(answer.day):
        return ""
    if duty.minimum:
        return "This is not a working day. The family still has until then."
    return "This is not a working day. The law is not known to move it on, so act before it."
