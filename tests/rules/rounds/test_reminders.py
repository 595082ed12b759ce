"""Reminders: worked days, sensible bounds, and how they are said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from goldenthread.rules.refusals import Refused
from goldenthread.rules.reminders import (
    USUAL_REMINDERS,
    Reminders,
    escalation_day,
    reminder_days,
    reminder_due,
    say_escalation,
    say_reminders,
)
from tests.rules.cases import rows

CUT_OFF = date(2020, 1, 17)


@pytest.mark.parametrize("case", rows("reminder_days.csv"), ids=lambda case: case["why"])
def test_reminders_fall_on_their_days(case: dict[str, str]) -> None:
    cut_off, asked_on, on = (
        date.fromisoformat(case[name]) for name in ("cut_off", "asked_on", "on")
    )
    found = reminder_due(cut_off, asked_on=asked_on, on=on)
    assert (found.key if found else "") == case["reminder"]
    day = escalation_day(cut_off)
    assert day is not None
    assert (on >= day) == (case["escalates"] == "yes")


def test_one_reminder_a_day_is_enough() -> None:
    days = reminder_days(date(2020, 1, 20), Reminders(days_before=(3, 2, 1)))
    assert [one.day for one in days].count(date(2020, 1, 17)) == 1
    assert [one.day for one in days] == sorted({one.day for one in days})


def test_reminders_are_data_and_come_back_unchanged() -> None:
    told = Reminders((7,), on_the_day=False, working_days_after=(), escalate_after=None)
    assert Reminders.from_data(told.as_data()) == told
    assert Reminders.from_data(USUAL_REMINDERS.as_data()) == USUAL_REMINDERS
    assert [one.key for one in reminder_days(CUT_OFF, told)] == ["before-7"]
    assert escalation_day(CUT_OFF, told) is None


def test_a_plan_that_says_nothing_has_the_usual_reminders() -> None:
    assert Reminders.from_data({}) == USUAL_REMINDERS


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"days_before": (0,)}, "lies 1 to 60 days before it."),
        ({"days_before": (61,)}, "lies 1 to 60 days before it."),
        ({"working_days_after": (31,)}, "lies 1 to 30 working days after it."),
        ({"working_days_after": (1, 2, 3, 4, 5, 6)}, "at most 5 days on each side"),
        ({"escalate_after": 0}, "told 1 to 30 working days after"),
        (
            {"days_before": (), "on_the_day": False, "working_days_after": ()},
            "before the leads were reminded. Keep one reminder",
        ),
    ],
)
def test_reminders_without_sense_are_refused_in_a_sentence(
    wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        Reminders(**wrong)
    assert sentence in refusal.value.sentence


@pytest.mark.parametrize(
    ("reminders", "said", "above"),
    [
        (
            USUAL_REMINDERS,
            "1 and 5 days before the cut-off, on the day, 1 and 3 working days after it",
            "3 working days after the cut-off",
        ),
        (Reminders((1,), False, (), None), "1 day before the cut-off", "nobody is told"),
        (
            Reminders((), False, (2,), 1),
            "2 working days after the cut-off",
            "1 working day after the cut-off",
        ),
        (Reminders((), False, (), None), "no reminders", "nobody is told"),
        (Reminders((), True, (1,)), "on the cut-off itself, 1 working day after it", None),
    ],
)
def test_reminders_are_said_in_words(reminders: Reminders, said: str, above: str | None) -> None:
    assert say_reminders(reminders) == said
    assert above is None or say_escalation(reminders) == above
