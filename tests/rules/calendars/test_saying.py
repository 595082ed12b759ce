"""Dates in words, and how late something is."""

from datetime import date

from goldenthread.rules.calendars import days_overdue, is_overdue, say_date, say_due, say_weekday


def test_a_date_is_said_without_a_leading_nought() -> None:
    assert say_date(date(2024, 5, 3)) == "3 May 2024"
    assert say_weekday(date(2024, 5, 3)) == "Friday 3 May 2024"


def test_nothing_is_overdue_on_its_last_acceptable_day() -> None:
    due = date(2024, 5, 3)
    assert not is_overdue(due, on=due)
    assert is_overdue(due, on=date(2024, 5, 4))
    assert days_overdue(due, on=date(2024, 5, 7)) == 4
    assert days_overdue(due, on=due) == 0


def test_what_has_no_date_is_never_overdue() -> None:
    assert not is_overdue(None, on=date(2024, 5, 3))
    assert days_overdue(None, on=date(2024, 5, 3)) == 0


def test_a_due_date_says_how_far_off_it_is() -> None:
    due = date(2024, 5, 3)
    assert say_due(due, on=date(2024, 5, 7)) == "3 May 2024, 4 days overdue"
    assert say_due(due, on=date(2024, 5, 2)) == "3 May 2024, in 1 day"
    assert say_due(due, on=due) == "3 May 2024, due today"
    assert say_due(None, on=due) == "No date"
