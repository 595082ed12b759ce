"""What happened to the 94 actions: read from data/, told as inputs and ratings.

The plan and its people are invented. Only the counts are real: actions by rating in October and in
December 2019 are those of Lancashire's SEND improvement plan (report to Lancashire Health and
Wellbeing Board, 28 January 2020), so that the paper can be checked against a published one.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from goldenthread.rules.calendars import read_dates

DATA = Path(__file__).parent / "data"
PLAN_TITLE = "SEND Improvement Plan 2019 to 2020"
PLAN_KIND = "SEND improvement plan"
LEVEL_NAMES = ("Priority", "Action area")
LAYOUT = (
    "Action area", "Action", "Success measure", "Lead", "Governance forum", "Start", "By when",
)  # fmt: skip
TODAY = date(2020, 1, 14)
LOADED = date(2019, 9, 2)
AUGUST = date(2019, 8, 30)
OCTOBER = date(2019, 10, 31)
DECEMBER = date(2019, 12, 31)
JANUARY = date(2020, 1, 1)
POINTS = {"B": "blue", "G": "green", "A": "amber", "R": "red", "Y": "grey"}


@dataclass(frozen=True)
class ToldLevel:
    reference: str
    title: str
    aim: str
    finding: str
    impact: str

    @property
    def parent(self) -> str:
        return self.reference.partition(".")[0] if "." in self.reference else ""


@dataclass(frozen=True)
class ToldAction:
    """One action: its place, words, dates, and its ratings in October and December 2019."""

    reference: str
    area: str
    text: str
    measure: str
    leads: tuple[str, ...]
    forum: str
    start: str
    due: str
    october: str
    december: str
    cause: str
    recovery: date | None

    @property
    def due_on(self) -> date:
        return _day(self.due)

    @property
    def in_august(self) -> str:
        """Where it stood when the plan was loaded: what was early done was done by then."""
        if self.october == "blue":
            return "blue" if self.due_on <= date(2019, 7, 31) else "amber"
        return "grey" if _day(self.start) > AUGUST or self.october == "grey" else "amber"


def _day(words: str) -> date:
    read = read_dates(words)
    if len(read) != 1 or read[0].last_day is None:
        raise ValueError(f"The demonstration's dates must be plain, and {words!r} is not.")
    return read[0].last_day


def levels() -> tuple[ToldLevel, ...]:
    with (DATA / "levels.csv").open(encoding="utf-8", newline="") as file:
        return tuple(ToldLevel(**row) for row in csv.DictReader(file))


def actions() -> tuple[ToldAction, ...]:
    """In the plan's order; references count within each action area: 1.1.1, 1.1.2…"""
    numbers: Counter[str] = Counter()
    told = []
    with (DATA / "actions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            numbers[row["area"]] += 1
            cause, _, recovery = row["note"].partition("|")
            told.append(
                ToldAction(
                    reference=f"{row['area']}.{numbers[row['area']]}",
                    area=row["area"],
                    text=row["text"],
                    measure=row["measure"],
                    leads=tuple(row["lead"].split("/")),
                    forum=row["forum"],
                    start=row["start"],
                    due=row["due"],
                    october=POINTS[row["code"][0]],
                    december=POINTS[row["code"][1]],
                    cause=cause,
                    recovery=_day(recovery) if recovery else None,
                )
            )
    return tuple(told)


TARGETS = (
    # level, text, measure, value, unit, baseline, by, [(step, by)], [(reading, day)]
    ("3", "New plans issued within 20 weeks", "Plans in 20 weeks", 90, "%", 52, "March 2021",
     ((75, "March 2020"), (90, "March 2021")), ((61, date(2019, 9, 30)), (68, date(2019, 12, 31)))),
    ("3", "Plans judged good or better in the monthly audit", "Plans judged good", 75, "%", 38,
     "July 2020", (), ((49, date(2019, 10, 31)), (57, date(2019, 12, 31)))),
    ("2", "Children seen within 18 weeks on the neurodevelopmental pathway", "Seen in 18 weeks", 92,
     "%", 47, "March 2020", (), ((58, date(2019, 9, 30)), (66, date(2019, 12, 31)))),
    ("1", "Families who say they were listened to when the plan was made", "Felt listened to", 80,
     "%", 55, "July 2020", (), ((63, date(2019, 12, 13)),)),
    ("4", "Young people with a learning disability who had their yearly health check",
     "Health checks", 60, "%", 41, "March 2020", (), ((48, date(2019, 12, 31)),)),
    ("4", "Supported internships", "Supported internships", 40, "young people", 14, "March 2020",
     (), ((22, date(2019, 10, 31)), (31, date(2019, 12, 31)))),
)  # fmt: skip

VISIT = "Monitoring visit by DfE and NHS England, 5 December 2019"
VISIT_ON = date(2019, 12, 5)
VISIT_RATINGS = {"1": "amber-green", "2": "amber", "3": "green", "4": "red-amber"}
FORUM_ON = date(2019, 12, 12)
FORUM_RATINGS = {
    "1": ("green", "We are asked first now, and what we say is written down."),
    "2": ("amber", "The help in early years is real; the wait for an assessment is still long."),
    "3": ("amber", "New plans come sooner. Old plans are still hard to read and seldom reviewed."),
    "4": ("red", "The new site is better. Most families we ask have not heard of it."),
}
