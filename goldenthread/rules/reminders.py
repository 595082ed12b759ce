"""When those who have not returned are reminded, and when somebody above them is told.

Nothing here reads a clock: the days are given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from goldenthread.rules.calendars import add_working_days, is_working_day
from goldenthread.rules.refusals import Refused

MOST_DAYS_BEFORE, MOST_DAYS_AFTER = 60, 30
MOST_REMINDERS = 5  # on each side of the cut-off: who is reminded more often reads none


@dataclass(frozen=True)
class Reminders:
    """`days_before` are calendar days before the cut-off, `working_days_after` and `escalate_after`
    working days after it; `escalate_after` None tells nobody. Raises Refused, in a sentence, for
    days on which nothing sensible could be sent."""

    days_before: tuple[int, ...] = (5, 1)
    on_the_day: bool = True
    working_days_after: tuple[int, ...] = (1, 3)
    escalate_after: int | None = 3

    def __post_init__(self) -> None:
        if not all(0 < days <= MOST_DAYS_BEFORE for days in self.days_before):
            raise Refused(
                f"A reminder before the cut-off lies 1 to {MOST_DAYS_BEFORE} days before it."
            )
        if not all(0 < days <= MOST_DAYS_AFTER for days in self.working_days_after):
            raise Refused(
                f"A reminder after the cut-off lies 1 to {MOST_DAYS_AFTER} working days after it."
            )
        for days in (self.days_before, self.working_days_after):
            if len(days) > MOST_REMINDERS:
                raise Refused(
                    f"Choose at most {MOST_REMINDERS} days on each side of the cut-off: whoever is "
                    "reminded every day stops reading."
                )
        if self.escalate_after is None:
            return
        if not 0 < self.escalate_after <= MOST_DAYS_AFTER:
            raise Refused(
                f"Those above the leads are told 1 to {MOST_DAYS_AFTER} working days after the "
                "cut-off. Leave it empty to tell nobody."
            )
        if not (self.days_before or self.on_the_day or self.working_days_after):
            raise Refused(
                "Nobody above the leads is told before the leads were reminded. Keep one reminder, "
                "or tell nobody above them."
            )

    def as_data(self) -> dict[str, Any]:
        return {
            "days_before": list(self.days_before),
            "on_the_day": self.on_the_day,
            "working_days_after": list(self.working_days_after),
            "escalate_after": self.escalate_after,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Reminders:
        """What `as_data` wrote; the usual days where nothing was. KeyError where a part lacks."""
        if not data:
            return cls()
        return cls(
            days_before=tuple(data["days_before"]),
            on_the_day=bool(data["on_the_day"]),
            working_days_after=tuple(data["working_days_after"]),
            escalate_after=data["escalate_after"],
        )


USUAL_REMINDERS = Reminders()


def say_reminders(reminders: Reminders) -> str:
    """1 and 5 days before the cut-off, on the day, 1 and 3 working days after it."""
    said = []
    if reminders.days_before:
        days = sorted(reminders.days_before)
        said.append(f"{_numbers(days)} {_days(days[-1], 'day')} before the cut-off")
    if reminders.on_the_day:
        said.append("on the day" if said else "on the cut-off itself")
    if reminders.working_days_after:
        days = sorted(reminders.working_days_after)
        after = "after it" if said else "after the cut-off"
        said.append(f"{_numbers(days)} {_days(days[-1], 'working day')} {after}")
    return ", ".join(said) or "no reminders"


def say_escalation(reminders: Reminders) -> str:
    """3 working days after the cut-off; nobody is told."""
    if reminders.escalate_after is None:
        return "nobody is told"
    days = reminders.escalate_after
    return f"{days} {_days(days, 'working day')} after the cut-off"


def _numbers(days: Sequence[int]) -> str:
    named = [str(number) for number in days]
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def _days(number: int, word: str) -> str:
    return word if number == 1 else f"{word}s"


@dataclass(frozen=True)
class ReminderDay:
    """`key` tells the reminders of one round apart, whatever day they are sent on in the end."""

    key: str
    day: date


def reminder_days(cut_off: date, reminders: Reminders = USUAL_REMINDERS) -> tuple[ReminderDay, ...]:
    """The days on which reminders fall, in order; one before the cut-off that would fall on a
    weekend or bank holiday falls on the working day before it, and one a day is enough."""
    found = [
        ReminderDay(f"before-{days}", _working(cut_off - timedelta(days=days)))
        for days in reminders.days_before
    ]
    if reminders.on_the_day:
        found.append(ReminderDay("on", cut_off))
    found += [
        ReminderDay(f"after-{days}", add_working_days(cut_off, days))
        for days in reminders.working_days_after
    ]
    one_a_day = {one.day: one for one in sorted(found, key=lambda one: (one.day, one.key))}
    return tuple(one_a_day.values())


def _working(day: date) -> date:
    return day if is_working_day(day) else add_working_days(day, -1)


def reminder_due(
    cut_off: date, reminders: Reminders = USUAL_REMINDERS, *, asked_on: date, on: date
) -> ReminderDay | None:
    """The latest reminder that has fallen since the round was asked, or its days were changed:
    where the machine slept over a day, the next day makes good for it, once."""
    fallen = [one for one in reminder_days(cut_off, reminders) if asked_on < one.day <= on]
    return fallen[-1] if fallen else None


def escalation_day(cut_off: date, reminders: Reminders = USUAL_REMINDERS) -> date | None:
    """The day on which somebody above the lead is told; None where nobody is."""
    if reminders.escalate_after is None:
        return None
    return add_working_days(cut_off, reminders.escalate_after)
