"""Annual reviews of a plan and moves between phases, from the first plan to the last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.demo.population import shares
from goldenthread.demo.population.telling import DAY, Telling
from goldenthread.rules.proceedings import Phase, What

_LATELY = 730  # days for which reviews are told with their arranging


@dataclass(frozen=True, slots=True)
class Last:
    """How the last review stands: `held` None for never, `decided` after so many days, None for
    not yet; `outcome` of amend, keep, cease."""

    held: date | None
    decided_after: int | None = None
    outcome: str = "keep"


def reviews(telling: Telling, planned: date, last: Last) -> None:
    """Every review from the first to the last, about a year apart."""
    if last.held is None:
        return
    for number, held in enumerate(_days(telling, planned, last.held), start=1):
        if held == last.held:
            _review(telling, number, held, last.decided_after, last.outcome)
        else:
            days, outcome = usual(telling)
            _review(
                telling, number, held, min(days, 120), "keep" if outcome == "cease" else outcome
            )


def usual(telling: Telling) -> tuple[int, str]:
    """After how many days a review is decided, and how."""
    chance = telling.chance
    in_time = chance.likely(shares.DECIDED_IN_4_WEEKS)
    days = chance.between(8, 28) if in_time else 29 + int(130 * chance.random.random() ** 2)
    return days, chance.weighted(shares.OUTCOMES)


def _days(telling: Telling, planned: date, last: date) -> list[date]:
    """The days of the meetings up to the last, about a year apart."""
    whole = (last - planned).days
    number = max(1, round(whole / 345))
    step = whole / number
    before = [
        _in_term(telling.after(planned + int(step * place) * DAY, -15, 15))
        for place in range(1, number)
    ]
    return [*before, last]


def _in_term(day: date) -> date:
    """Schools hold no meetings in August."""
    return day - 31 * DAY if day.month == 8 else day


def _review(
    telling: Telling, number: int, held: date, decided_after: int | None, outcome: str
) -> None:
    tell, after, before = telling.tell, telling.after, telling.before
    lately = (telling.ends_on - held).days < _LATELY
    arranged = before(held, 25, 50)
    case = telling.open(f"review {number}", "review", arranged if lately else held)
    if lately:
        tell(case, What.MEETING_ARRANGED, arranged, day=held)
        tell(case, What.MEETING_NOTICE_GIVEN, before(held, 12, 21))
        tell(case, What.MEETING_ADVICE_SENT, before(held, 10, 18))
    tell(case, What.MEETING_HELD, held)
    tell(case, What.MEETING_REPORT_SENT, after(held, 4, 20))
    if decided_after is None:
        return
    decided = held + decided_after * DAY
    decided -= max(0, decided.weekday() - 4) * DAY
    if outcome == "keep":
        tell(case, What.REVIEW_KEEPS, decided)
    elif outcome == "cease":
        tell(case, What.REVIEW_CEASES, decided)
    else:
        tell(case, What.REVIEW_AMENDS, decided)
        _amended(telling, case, decided)


def _amended(telling: Telling, case: str, decided: date) -> None:
    tell, after = telling.tell, telling.after
    proposed = after(decided, 0, 6)
    tell(case, What.AMENDMENTS_SENT, proposed)
    if telling.chance.likely(0.6):
        tell(case, What.FAMILY_COMMENTED, after(proposed, 6, 16))
    final = after(proposed, 20, 55) if telling.chance.likely(0.7) else after(proposed, 57, 150)
    if telling.chance.likely(0.96):
        tell(case, What.PLAN_AMENDED, final)
        in_place(telling, case, final)


def in_place(telling: Telling, case: str, made: date) -> None:
    """What a plan provides is there, mostly soon."""
    if (telling.ends_on - made).days > _LATELY or telling.chance.likely(0.93):
        telling.tell(case, What.PROVISION_IN_PLACE, telling.after(made, 0, 30))


# The age on the 31 August of the move, and the move.
_MOVES = {4: Phase.NEXT_SCHOOL, 11: Phase.NEXT_SCHOOL, 16: Phase.POST_16, 19: Phase.BETWEEN_POST_16}


def phase_moves(telling: Telling, born: date, first: date, until: date) -> None:
    """Moves between phases that a plan was kept up for: known in October, and the plan amended by
    15 February, or by 31 March for the move to post-16; some later."""
    for age, phase in _MOVES.items():
        year = born.year + age + ((born.month, born.day) > (8, 31))
        moves = date(year, 9, 1)
        known = telling.chance.weekday(date(year - 1, 10, 1), 0, 20)
        if known < first + 60 * DAY or known > until:
            continue
        if phase is Phase.BETWEEN_POST_16 and not telling.chance.likely(0.3):
            continue
        case = telling.open(f"move {year}", "phase-transfer", known)
        telling.tell(case, What.PHASE_MOVE_EXPECTED, known, day=moves, phase=phase)
        due = date(year, 3, 31) if phase is Phase.POST_16 else date(year, 2, 15)
        in_time = telling.chance.likely(shares.ASSUMED["phase_in_time"])  # type: ignore[arg-type]
        final = telling.before(due, 3, 40) if in_time else telling.after(due, 3, 110)
        proposed = telling.before(final, 25, 45)
        if final > until:
            continue
        telling.tell(case, What.OTHER_AMENDMENTS_SENT, proposed)
        telling.tell(case, What.PLAN_AMENDED, final)
        in_place(telling, case, final)
