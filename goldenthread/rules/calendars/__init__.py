"""Calendars: dates as written, working days in England, dates in words. Nothing reads a clock."""

from goldenthread.rules.calendars.reading import last_acceptable_day, read_dates
from goldenthread.rules.calendars.saying import (
    MONTHS,
    WEEKDAYS,
    days_overdue,
    days_until,
    is_overdue,
    say_date,
    say_due,
    say_month,
    say_weekday,
)
from goldenthread.rules.calendars.working_days import (
    AGENDA_CLEAR_DAYS,
    add_working_days,
    bank_holidays,
    clear_working_days,
    is_working_day,
    last_publication_day,
)
from goldenthread.rules.calendars.written_dates import Precision, WrittenDate

__all__ = [
    "AGENDA_CLEAR_DAYS",
    "MONTHS",
    "WEEKDAYS",
    "Precision",
    "WrittenDate",
    "add_working_days",
    "bank_holidays",
    "clear_working_days",
    "days_overdue",
    "days_until",
    "is_overdue",
    "is_working_day",
    "last_acceptable_day",
    "last_publication_day",
    "read_dates",
    "say_date",
    "say_due",
    "say_month",
    "say_weekday",
]
