"""An invented plan of any size: what one local area of the benchmark holds."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from goldenthread.improvement_plan.actions.inputs import (
    NewAction,
    NewDue,
    NewFinding,
    NewLead,
    NewLevel,
    NewMilestone,
    NewRating,
    NewTarget,
    NewTargetStep,
)

FOUNDED = date(2023, 9, 1)
TODAY = date(2026, 1, 14)
LAYOUT = ("Area", "Action", "Success measure", "Lead", "Forum", "By when", "Progress")
_MONTHS = 24
_ACTIONS_IN_AN_AREA = 5
_WORK = (
    "Agree with schools and health services",
    "Publish on the Local Offer",
    "Recruit and train staff for",
    "Review with the parent carer forum",
    "Write and test the pathway for",
    "Report each term on",
)
_OF_WHAT = (
    "how needs are found early, in nurseries and in the first years of school",
    "the advice that community therapies give for an EHC needs assessment",
    "annual reviews in years 9, 11 and 13, so that plans lead to adulthood",
    "support while families wait for an autism assessment",
    "decisions about placements, and what they cost the partnership",
    "the quality of EHC plans, by audits that several agencies do together",
    "short breaks for families who have not used them before",
)
_SAID = (
    "The working group met twice; the draft was read by schools, therapists and parents.",
    "Two of the three posts are filled and the third is advertised until the end of the month.",
    "The audit of forty plans is finished, and what it found goes to the next meeting.",
    "The data arrive late from one provider; the contract manager has agreed a date.",
)


@dataclass(frozen=True)
class Size:
    """How much one area holds."""

    actions: int
    periods: int


def cut_offs(size: Size) -> tuple[date, ...]:
    """Ends of month, the last one in December 2025, oldest first."""
    months = [divmod(2025 * 12 + 11 - back, 12) for back in range(size.periods)]
    return tuple(
        date(year, month + 1, monthrange(year, month + 1)[1]) for year, month in reversed(months)
    )


def _closes_at(number: int) -> int:
    """The month in which an action is complete; beyond the last one for four in ten."""
    return 4 + (number * 7) % 34


def point_in(number: int, month: int) -> str:
    """The council's rating of an action at the end of a month (0 is the first of 24)."""
    if month >= _closes_at(number):
        return "blue"
    if month < number % 4:
        return "grey"
    return ("green", "amber", "green", "red", "green", "amber")[(number + month // 3) % 6]


def runs_in(number: int, month: int) -> bool:
    return number % 4 <= month <= _closes_at(number)


def said(number: int, month: int) -> str:
    """What the lead writes of a month."""
    return f"{_SAID[(number + month) % len(_SAID)]} {_SAID[(number * 3 + month) % len(_SAID)]}"


def _areas(size: Size) -> list[tuple[str, str]]:
    """(priority, area) references: five actions an area, up to four priorities."""
    count = max(1, size.actions // _ACTIONS_IN_AN_AREA)
    priorities = min(4, count)
    return [
        (str(place % priorities + 1), f"{place % priorities + 1}.{place // priorities + 1}")
        for place in range(count)
    ]


def levels(size: Size) -> list[NewLevel]:
    areas = _areas(size)
    found = [
        NewLevel(
            key=priority,
            reference=priority,
            title=f"Priority {priority}: {_OF_WHAT[int(priority)]}",
            aim="Children and young people get the right help at the right time, close to home.",
            impact="Families say that they wait less and explain themselves once.",
            finding_keys=(priority,),
            ratings=(
                NewRating("half-points", "amber", date(2025, 11, 20), capacity="external"),
                NewRating("three-point", "amber", date(2025, 12, 4), capacity="forum"),
            ),
        )
        for priority in sorted({priority for priority, _ in areas})
    ]
    found += [
        NewLevel(
            key=area,
            reference=area,
            parent_key=priority,
            title=_OF_WHAT[place % len(_OF_WHAT)].capitalize(),
            aim="Each school and service knows what it does, and parents can see it.",
        )
        for place, (priority, area) in enumerate(areas)
    ]
    return found


def findings(size: Size) -> list[NewFinding]:
    return [
        NewFinding(
            priority,
            f"The weaknesses in {_OF_WHAT[int(priority)]}.",
            priority,
            "Inspection (invented)",
        )
        for priority in sorted({priority for priority, _ in _areas(size)})
    ]


def targets(size: Size) -> list[NewTarget]:
    return [
        NewTarget(
            text="75% in the first year, 100% in the second",
            level_key=area,
            measure="Share done in time",
            value=Decimal(100),
            unit="%",
            baseline=Decimal(48),
            baseline_on=FOUNDED,
            due=_due(date(2026, 8, 31)),
            steps=(
                NewTargetStep(_due(date(2025, 8, 31)), Decimal(75)),
                NewTargetStep(_due(date(2026, 8, 31)), Decimal(100)),
            ),
        )
        for _, area in _areas(size)
    ]


def _due(day: date) -> NewDue:
    return NewDue(f"{day.day} {day:%B %Y}", day, day, "day")


def actions(size: Size, *, posts: list[tuple[str, UUID]], forums: list[UUID]) -> list[NewAction]:
    """Each with a rating a month for two years, two leads, a forum and a date."""
    areas = _areas(size)
    return [
        _action(number, areas[number % len(areas)][1], posts, forums)
        for number in range(size.actions)
    ]


def _action(number: int, area: str, posts: list[tuple[str, UUID]], forums: list[UUID]) -> NewAction:
    leads = (posts[number % len(posts)], posts[(number + 3) % len(posts)])
    text = f"{_WORK[number % len(_WORK)]} {_OF_WHAT[number % len(_OF_WHAT)]}."
    due = date(2024, 3, 31) + timedelta(days=31 * (number * 5 % 30))
    ratings = _ratings(number)
    names = " / ".join(title for title, _ in leads)
    return NewAction(
        key=str(number),
        reference=f"{area}.{number + 1}",
        text=text,
        level_keys=(area,),
        steps=f"{_WORK[(number + 1) % len(_WORK)]} {_OF_WHAT[(number + 2) % len(_OF_WHAT)]}.",
        success_measures="Nine in ten families say that it works for them.",
        leads_as_written=names,
        leads=tuple(NewLead(title, post_id=post_id) for title, post_id in leads),
        forum_ids=(forums[number % len(forums)],),
        start_as_written="September 2023",
        start=FOUNDED,
        dues=(_due(due),),
        milestones=(NewMilestone("Half way", _due(due - timedelta(days=60))),)
        if number % 2
        else (),
        rating=ratings[-1],
        ratings_history=tuple(ratings[:-1]) + _beside(number),
        as_written=tuple(
            zip(LAYOUT, (area, text, "Nine in ten", names, "", f"{due}", ""), strict=True)
        ),
    )


def _ratings(number: int) -> list[NewRating]:
    """The council's own, month by month until the action is complete."""
    found = []
    for month, cut_off in enumerate(cut_offs(Size(1, _MONTHS))):
        point = point_in(number, month)
        found.append(
            NewRating(
                "five-point",
                point,
                cut_off - timedelta(days=2 + number % 9),
                point.title(),
                cause="The post stood empty for a term." if point == "red" else "",
                recovery_date=date(2026, 3, 31) if point == "red" else None,
            )
        )
        if point == "blue":
            break
    return found


def _beside(number: int) -> tuple[NewRating, ...]:
    """What DfE and NHS England said of one action in ten."""
    if number % 10:
        return ()
    return (NewRating("half-points", "red", date(2025, 11, 20), capacity="external"),)
