"""What a clock can answer: five kinds and no sixth. Whoever reads one matches all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class LastDay:
    """The last day on which the step is in time; `counted` says in a sentence how it was found.

    For a limit that runs back from a meeting or a move it is the last day too: earlier is in time.
    """

    day: date
    counted: str


@dataclass(frozen=True)
class Range:
    """From `first` to `last`, both within it."""

    first: date
    last: date
    counted: str


@dataclass(frozen=True)
class AtOnce:
    """Nothing to count: due on `day`, and on every day after while it is not done."""

    day: date
    counted: str


@dataclass(frozen=True)
class NoLimit:
    """The law sets no last day. `aim` is a day to work towards, where there is one: no limit."""

    why: str
    aim: date | None = None


class Missing(StrEnum):
    """What a clock cannot do without."""

    SECOND_DATE = "second date"
    KIND = "kind"


@dataclass(frozen=True)
class Needs:
    """It cannot be told yet; `sentence` says what to give."""

    what: Missing
    sentence: str


Answer = LastDay | Range | AtOnce | NoLimit | Needs


def last_day(answer: Answer) -> date | None:
    """The last day in time; None where nothing can be late: no limit, or not told yet."""
    match answer:
        case LastDay():
            return answer.day
        case Range():
            return answer.last
        case AtOnce():
            return answer.day
        case NoLimit() | Needs():
            return None


def is_late(answer: Answer, *, on: date) -> bool:
    """Past the last day, if there is one. Says nothing of lawful exceptions or of what was done."""
    last = last_day(answer)
    return last is not None and on > last
