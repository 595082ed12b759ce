"""How often rights are looked at again, and how long the exceptional ones last.

Source: the NCSC's guidance on reviewing access, as councils apply it: each quarter; and the
restricted records of case systems, whose named access ends by itself.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS_BETWEEN_REVIEWS = 3
REVIEW_DUE_SOON = timedelta(days=14)
# A restriction is looked at again within these days, and a named grant ends within them.
RESTRICTION_STANDS = timedelta(days=90)
NAMED_GRANT_LASTS = timedelta(days=90)
GLASS_STAYS_BROKEN = timedelta(minutes=60)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_access_review(last: date) -> date:
    """The last day by which the next access review is finished; `last` is when the one before was,
    or when the area was set up."""
    return months_later(last, MONTHS_BETWEEN_REVIEWS)


def reminder_of(due: date, *, on: date) -> str:
    """Which reminder of a review is written by this day: "" none yet; "soon" in the two weeks
    before; "late-0" from the day itself on, then "late-1" after a week and so on."""
    if on < due - REVIEW_DUE_SOON:
        return ""
    return "soon" if on < due else f"late-{(on - due).days // 7}"
