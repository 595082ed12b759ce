"""From the request to the first plan, or to the decision that there is none."""

from __future__ import annotations

from datetime import date

from goldenthread.demo.population import shares
from goldenthread.demo.population.disputes import dispute
from goldenthread.demo.population.people import Standing
from goldenthread.demo.population.reviews import in_place
from goldenthread.demo.population.telling import DAY, Telling
from goldenthread.rules.clocks import LawfulException
from goldenthread.rules.clocks.exceptions import During
from goldenthread.rules.proceedings import Claim, What

ADVISERS = ("Educational psychology", "Health", "School", "Social care")
_MORE = ("Speech and language therapy", "Occupational therapy", "Specialist teachers")


def days_to_plan(band: str, telling: Telling) -> int:
    """How long it took from the request to the plan."""
    chance = telling.chance
    if band == "20_weeks":
        return chance.between(108, 140)
    if band == "a_year":
        # Most of the late ones are a few weeks late.
        return 141 + int(224 * chance.random.random() ** 1.7)
    return chance.between(366, 620)


def assessment(telling: Telling, planned: date, days: int) -> None:
    """The assessment that ended in a plan on a day, after so many days."""
    requested = planned - days * DAY
    case = telling.open("assessment", "assessment", requested)
    asked = telling.tell(case, What.REQUEST_RECEIVED, requested)
    agreed = _decided(telling, requested, days)
    telling.tell(case, What.ASSESSMENT_AGREED, agreed)
    draft = max(telling.before(planned, 22, min(75, max(30, days // 3))), agreed + 14 * DAY)
    _advice(telling, case, agreed, draft)
    telling.tell(case, What.DRAFT_SENT, draft)
    if telling.chance.likely(0.85):
        telling.tell(case, What.FAMILY_COMMENTED, min(telling.after(draft, 6, 20), planned))
    for number in range(telling.chance.between(1, 3)):
        body = f"Setting consulted {number + 1}"
        telling.tell(case, What.PLACE_ASKED, min(telling.after(draft, 0, 3), planned), body=body)
        if telling.chance.likely(0.9):
            answered = min(telling.after(draft, 8, 30), planned)
            telling.tell(case, What.PLACE_ANSWERED, answered, body=body)
    telling.tell(case, What.PLAN_MADE, planned)
    in_place(telling, case, planned)
    if days > 140 and asked and telling.chance.likely(shares.EXCEPTIONS / 0.541):
        _exception(telling, asked, requested, planned)
    if telling.chance.likely(shares.MEDIATION_OF_PLANS + shares.APPEALS_OF_PLANS):
        appealed = shares.APPEALS_OF_PLANS / (shares.MEDIATION_OF_PLANS + shares.APPEALS_OF_PLANS)
        dispute(telling, case, planned, appealed=telling.chance.likely(appealed), about="plan")


def _decided(telling: Telling, requested: date, days: int) -> date:
    """The day of the decision whether to assess: mostly within six weeks."""
    in_time = days <= 140 or telling.chance.likely(0.72)
    if in_time:
        # On or before the 42nd day; a weekend before it is moved to the Friday.
        day = requested + telling.chance.between(24, 42) * DAY
        return day - max(0, day.weekday() - 4) * DAY
    return telling.after(requested, 44, min(110, days // 2))


def _advice(telling: Telling, case: str, agreed: date, draft: date) -> None:
    bodies = list(ADVISERS)
    bodies += [body for body in _MORE if telling.chance.likely(0.4)]
    for body in bodies:
        asked = telling.after(agreed, 0, 4)
        telling.tell(case, What.ADVICE_ASKED, asked, body=body)
        late = 0.55 if body == ADVISERS[0] else 0.3
        least, most = (43, 95) if telling.chance.likely(late) else (15, 42)
        given = telling.after(asked, least, most)
        if given <= draft or telling.chance.likely(0.97):
            telling.tell(case, What.ADVICE_RECEIVED, min(given, draft), body=body)


def _exception(telling: Telling, asked: str, requested: date, planned: date) -> None:
    first = requested + telling.chance.between(45, 90) * DAY
    claimed = telling.after(first, 5, 30)
    if claimed > telling.ends_on:
        return
    accepted = telling.after(claimed, 1, 12)
    telling.person.claims.append(
        Claim(
            duty="D07",
            started_by=asked,
            reason=LawfulException.PERSONAL_CIRCUMSTANCES,
            fact=During(first, first + telling.chance.between(10, 40) * DAY),
            claimed_on=claimed,
            accepted_on=accepted if accepted <= telling.ends_on else None,
        )
    )


def refused(telling: Telling, requested: date) -> None:
    """A request that was refused; some of them go to mediation or appeal."""
    case = telling.open("assessment", "assessment", requested)
    telling.tell(case, What.REQUEST_RECEIVED, requested)
    in_time = telling.chance.likely(shares.DECIDED_IN_6_WEEKS)
    decided = _decided(telling, requested, 140) if in_time else telling.after(requested, 44, 80)
    telling.tell(case, What.ASSESSMENT_REFUSED, decided)
    _perhaps_disputed(
        telling, case, decided, shares.MEDIATION_OF_REFUSALS, shares.APPEALS_OF_REFUSALS, "refusal"
    )


def not_issued(telling: Telling, requested: date) -> None:
    """An assessment after which no plan was issued."""
    case = telling.open("assessment", "assessment", requested)
    telling.tell(case, What.REQUEST_RECEIVED, requested)
    agreed = _decided(telling, requested, 140)
    telling.tell(case, What.ASSESSMENT_AGREED, agreed)
    in_time = telling.chance.likely(shares.NOT_ISSUED_IN_16_WEEKS)
    decided = requested + telling.chance.between(*((92, 111) if in_time else (114, 220))) * DAY
    decided -= max(0, decided.weekday() - 4) * DAY
    _advice(telling, case, agreed, decided - DAY)
    telling.tell(case, What.PLAN_REFUSED, decided)
    _perhaps_disputed(
        telling, case, decided, shares.MEDIATION_OF_NOT_ISSUED, shares.APPEALS_OF_NOT_ISSUED,
        "not-issued",
    )  # fmt: skip


def _perhaps_disputed(
    telling: Telling, case: str, decided: date, mediated: float, appealed: float, about: str
) -> None:
    if telling.chance.likely(mediated + appealed):
        by_appeal = telling.chance.likely(appealed / (mediated + appealed))
        dispute(telling, case, decided, appealed=by_appeal, about=about)


def withdrawn(telling: Telling, requested: date) -> None:
    """A request that the family took back."""
    case = telling.open("assessment", "assessment", requested)
    telling.tell(case, What.REQUEST_RECEIVED, requested)
    telling.tell(case, What.REQUEST_WITHDRAWN, telling.after(requested, 4, 40))


def outstanding(telling: Telling, requested: date) -> None:
    """A request about which nothing is decided yet."""
    case = telling.open("assessment", "assessment", requested)
    telling.tell(case, What.REQUEST_RECEIVED, requested)


def under_way(telling: Telling, requested: date) -> Standing:
    """An assessment that goes on: advice comes in, a draft perhaps."""
    case = telling.open("assessment", "assessment", requested)
    telling.tell(case, What.REQUEST_RECEIVED, requested)
    agreed = _decided(telling, requested, 140)
    telling.tell(case, What.ASSESSMENT_AGREED, agreed)
    draft = telling.after(requested, 100, 330)
    _advice(telling, case, agreed, draft)
    telling.tell(case, What.DRAFT_SENT, draft)
    if draft <= telling.ends_on:
        telling.tell(case, What.FAMILY_COMMENTED, telling.after(draft, 6, 18))
        telling.tell(case, What.PLACE_ASKED, telling.after(draft, 0, 3), body="Setting consulted 1")
    return Standing.ASSESSED
