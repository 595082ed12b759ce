"""How long something is kept: years after a day, to the day."""

from __future__ import annotations

from datetime import date


def kept_until(begins: date, years: int) -> date:
    """The last day on which it is kept: the same day, so many years later; of a 29 February, the
    28th where there is none. It may go on the day after."""
    try:
        return begins.replace(year=begins.year + years)
    except ValueError:
        return begins.replace(year=begins.year + years, day=28)


def may_go(begins: date | None, years: int, *, on: date) -> bool:
    """Whether its time is over; never, where nobody knows when it began."""
    return begins is not None and kept_until(begins, years) < on


def latest_to_go(years: int, *, on: date) -> date:
    """The latest beginning of what may go on a day, or a day or two after it: for asking a
    database, before `may_go` says which."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)
