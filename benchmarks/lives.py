"""Six years of one child's events, by chance: what a register keeps of the usual plan, and a few
moves, mediations and appeals. The same at each run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from goldenthread.rules.proceedings import Asked, Event, Facts, History, Phase, Told, What

ON = date(2026, 11, 22)
_DAY = timedelta(days=1)
_BEGAN = date(2020, 9, 1)


def lives(number: int) -> Iterator[History]:
    """So many children."""
    for seed in range(number):
        yield life(seed)


def life(seed: int) -> History:
    """One child, from the request to today."""
    chance = Random(seed)
    told = _Telling(seed, chance)
    requested = _BEGAN + chance.randrange(365) * _DAY
    planned = _first_plan(told, requested)
    _reviews(told, planned)
    born = requested - chance.randrange(2 * 365, 15 * 365) * _DAY
    return History(told.events, born)


def facts_of(history: History) -> Facts:
    """The same for the rule that is asked for one child."""
    return Facts(tuple(Event(**one._asdict()) for one in history.told), born=history.born)


class _Telling:
    def __init__(self, seed: int, chance: Random) -> None:
        self.chance, self.prefix, self.events = chance, f"{seed:05}", list[Told]()

    def tell(self, case: str, what: What, on: date, **carried: Any) -> None:
        """What is still to come is not told."""
        if on <= ON:
            key = f"{self.prefix}-{len(self.events):03}"
            self.events.append(Told(on, key, f"{self.prefix}-{case}", what, **carried))

    def after(self, day: date, least: int, most: int) -> date:
        return day + self.chance.randint(least, most) * _DAY


def _first_plan(told: _Telling, requested: date) -> date:
    """The day of the first plan: mostly within 20 weeks, often late."""
    case, tell, after = "assessment", told.tell, told.after
    tell(case, What.REQUEST_RECEIVED, requested)
    agreed = after(requested, 25, 50)
    tell(case, What.ASSESSMENT_AGREED, agreed)
    for body in ("psychologist", "health", "school", "care", "speech", "therapy"):
        tell(case, What.ADVICE_ASKED, after(agreed, 0, 1), body=body)
        tell(case, What.ADVICE_RECEIVED, after(agreed, 20, 70), body=body)
    draft = after(agreed, 60, 120)
    tell(case, What.DRAFT_SENT, draft)
    tell(case, What.FAMILY_COMMENTED, after(draft, 8, 20))
    for body in ("first school", "second school"):
        tell(case, What.PLACE_ASKED, after(draft, 0, 3), body=body)
        tell(case, What.PLACE_ANSWERED, after(draft, 10, 30), body=body)
    planned = after(draft, 25, 60)
    tell(case, What.PLAN_MADE, planned)
    tell(case, What.PROVISION_IN_PLACE, after(planned, 0, 60))
    if told.chance.random() < 0.04:
        _appeal(told, case, planned)
    return planned


def _appeal(told: _Telling, case: str, decided: date) -> None:
    told.tell(case, What.ADVISER_CONTACTED, told.after(decided, 10, 50))
    certified = told.after(decided, 51, 58)
    told.tell(case, What.MEDIATION_DECLINED, certified)
    told.tell(case, What.CERTIFICATE_ISSUED, certified)
    lodged = told.after(certified, 1, 25)
    told.tell(case, What.APPEAL_LODGED, lodged)
    told.tell(case, What.APPEAL_SENT, told.after(lodged, 3, 10))
    told.tell(case, What.APPEAL_ANSWERED, told.after(lodged, 30, 45))
    told.tell(case, What.ORDER_MADE, told.after(lodged, 150, 300), asks=Asked.AMEND)


def _reviews(told: _Telling, planned: date) -> None:
    """One a year; most amend the plan. Somewhere on the way, many move between phases."""
    last, year = planned, 0
    moves = told.chance.randrange(8)
    while last < ON:
        year += 1
        case, tell, after = f"review {year}", told.tell, told.after
        held = after(last, 270, 350)
        if year == moves:
            move = date(held.year + 1, 9, 1)
            tell(case, What.PHASE_MOVE_EXPECTED, after(held, -60, -40), day=move,
                 phase=told.chance.choice(list(Phase)))  # fmt: skip
        tell(case, What.MEETING_ARRANGED, after(held, -50, -25), day=held)
        tell(case, What.MEETING_NOTICE_GIVEN, after(held, -22, -12))
        tell(case, What.MEETING_ADVICE_SENT, after(held, -18, -10))
        tell(case, What.MEETING_HELD, held)
        tell(case, What.MEETING_REPORT_SENT, after(held, 7, 25))
        last = decided = after(held, 14, 50)
        if told.chance.random() < 0.62:
            tell(case, What.REVIEW_AMENDS, decided)
            tell(case, What.AMENDMENTS_SENT, after(decided, 0, 10))
            tell(case, What.PLAN_AMENDED, after(decided, 25, 70))
        else:
            tell(case, What.REVIEW_KEEPS, decided)
