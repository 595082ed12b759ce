"""Dates in words, and how late something is. Nothing here knows today's date: it is given."""

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def say_date(day: date) -> str:
    """3 May 2024."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def say_month(day: date) -> str:
    """May 2024."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def say_weekday(day: date) -> str:
    """Friday 3 May 2024."""
    return f"{WEEKDAYS[day.weekday()]} {say_date(day)}"


def is_overdue(due: date | None, *, on: date) -> bool:
    """Past its last acceptable day; false where there is no date. Says nothing of completion."""
    return due is not None and on > due


def days_overdue(due: date | None, *, on: date) -> int:
    """Days past the last acceptable day; 0 when not overdue or without a date."""
    return (on - due).days if due is not None and on > due else 0


def days_until(due: date, *, on: date) -> int:
    """Days still to go; 0 on the day itself, negative once it has passed."""
    return (due - on).days


def say_due(due: date | None, *, on: date) -> str:
    """Fri-style due words: "3 May 2024, 4 days overdue", "3 May 2024, due today", "No date"."""
    if due is None:
        return "No date"
    days = days_until(due, on=on)
    if days == 0:
        return f"{say_date(due)}, due today"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{say_date(due)}, {count} overdue" if days < 0 else f"{say_date(due)}, in {count}"
