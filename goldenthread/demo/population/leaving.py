"""Plans that ceased in the years that are told: whose, why, and how."""

from __future__ import annotations

from datetime import date, timedelta

from goldenthread.demo.population import shares
from goldenthread.demo.population.chance import Chance
from goldenthread.demo.population.lives import Begun, Lives
from goldenthread.demo.population.people import Person, Standing
from goldenthread.demo.population.telling import Telling
from goldenthread.rules.proceedings import What

_DAY = timedelta(days=1)
# How old they were when the plan ceased.
_AGES: dict[str, tuple[int, int]] = {
    "disengaged": (16, 23), "transferred": (4, 17), "employment": (17, 22), "needs-met": (6, 18),
    "higher-education": (18, 20), "age": (25, 25), "left-england": (4, 17), "died": (4, 20),
    "other": (8, 22),
}  # fmt: skip
_PLACES = {"mainstream": 45.0, "special": 35.0, "elsewhere": 20.0}


def ceased(lives: Lives, chance: Chance, why: str, ended: date) -> Begun:
    """Somebody whose plan ceased on a day; the day it was made is for the caller to say."""
    age = chance.between(*_AGES[why])
    born = ended - int((age + 0.02 + 0.96 * chance.random.random()) * 365.25) * _DAY
    sex, ethnicity = chance.weighted(shares.SEX), chance.weighted(shares.ETHNICITY)
    standing = Standing.TRANSFERRED if why == "transferred" else Standing.CEASED
    person: Person = lives.person(born, age, sex, ethnicity, standing)
    person.why = why
    person.place = "fe" if age >= 16 and why != "died" else chance.weighted(_PLACES)
    band = next(needs for least, needs in reversed(shares.NEEDS_BY_AGE) if age >= least)
    return Begun(person, ended, chance.weighted(band))


def leave(telling: Telling, why: str, ended: date) -> None:
    """What happened before the plan ceased, and that it did."""
    tell, before = telling.tell, telling.before
    if why == "transferred":
        known = before(ended, 15, 60)
        case = telling.open("leaving", "transfer", known)
        tell(case, What.MOVE_AWAY_KNOWN, known, day=ended)
        tell(case, What.PLAN_TRANSFERRED_AWAY, ended)
        return
    if why == "died":
        case = telling.open("leaving", "ceasing", ended)
        tell(case, What.DIED, ended)
        return
    considered = before(ended, 60, 110)
    case = telling.open("leaving", "ceasing", considered)
    tell(case, What.CEASING_CONSIDERED, considered)
    tell(case, What.CEASING_NOTIFIED, before(ended, 30, 50))
    tell(case, What.PLAN_CEASED, ended)
