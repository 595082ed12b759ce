"""Who there is: ages, names, numbers, and how far each has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from goldenthread.demo.population import names, shares
from goldenthread.demo.population.chance import Chance
from goldenthread.demo.population.people import Person, Standing

DAY = timedelta(days=1)
PLANS_BEGAN = date(2014, 9, 1)  # EHC plans, by the Children and Families Act 2014
_STATEMENTS_ENDED = date(2018, 3, 31)  # by then the statements of before had become plans


@dataclass(slots=True)
class Begun:
    """Somebody with a plan, and the day it was made; `converted` from a statement of before."""

    person: Person
    planned: date
    need: str
    converted: bool = False


class Lives:
    """Makes people of one population, each with a number of their own."""

    def __init__(self, chance: Chance, ends_on: date) -> None:
        self.chance, self.ends_on, self.made = chance, ends_on, 0
        self.ethnicities: Iterator[str] = iter(())
        self.august = date(ends_on.year if ends_on.month > 8 else ends_on.year - 1, 8, 31)

    def with_plans(self, number: int) -> list[Begun]:
        """So many with a plan on the last day: ages, kinds of placement, needs, years in place."""
        chance = self.chance
        ages = chance.spread({age: sum(row) for age, row in shares.PLANS_BY_AGE.items()}, number)
        sexes = chance.spread(shares.SEX, number)
        ethnicities = chance.spread(shares.ETHNICITY, number)
        by_age: dict[int, list[Person]] = {}
        for age, sex, ethnicity in zip(ages, sexes, ethnicities, strict=True):
            person = self.person(self.born(age), age, sex, ethnicity, Standing.PLAN)
            by_age.setdefault(age, []).append(person)
        needs = {id(one): need for people in by_age.values() for one, need in self._needs(people)}
        for age, people in by_age.items():
            row = dict(zip(shares.PLACES, shares.PLANS_BY_AGE[age], strict=True))
            for person, place in zip(people, chance.spread(row, len(people)), strict=True):
                person.place = place
        people = [one for age in sorted(by_age) for one in by_age[age]]
        return [
            Begun(one, day, needs[id(one)], converted)
            for one, day, converted in self._begun(people)
        ]

    def _needs(self, people: list[Person]) -> Iterator[tuple[Person, str]]:
        band = next(needs for least, needs in reversed(shares.NEEDS_BY_AGE)
                    if people[0].age >= least)  # fmt: skip
        known = {**band, "": max(0.0, 100 - sum(band.values()))}
        return zip(people, self.chance.spread(known, len(people)), strict=True)

    def _begun(self, people: list[Person]) -> Iterator[tuple[Person, date, bool]]:
        """The longest plans first, each to somebody who is old enough for it."""
        chance = self.chance
        years = sorted(chance.spread(shares.YEARS_IN_PLACE, len(people)), reverse=True)
        waiting = sorted(people, key=lambda one: one.age)  # the oldest are taken from the end
        able: list[Person] = []
        for year in years:
            while waiting and (waiting[-1].age >= year + 2 or not able):
                able.append(waiting.pop())
            place = chance.between(0, len(able) - 1)
            able[place], able[-1] = able[-1], able[place]
            person = able.pop()
            yield person, *self._planned(person, year)

    def _planned(self, person: Person, year: int) -> tuple[date, bool]:
        day = self.ends_on - int((year - chance_within(self.chance)) * 365.25) * DAY
        earliest = max(PLANS_BEGAN, person.born_on + 400 * DAY)
        converted = day < PLANS_BEGAN
        if converted:
            last = min(_STATEMENTS_ENDED, self.ends_on - 400 * DAY)
            day = PLANS_BEGAN + self.chance.between(0, max(1, (last - PLANS_BEGAN).days)) * DAY
        day = self.chance.weekday(max(day, earliest))
        last = self.ends_on - (self.ends_on.weekday() > 4) * 2 * DAY
        return min(day, last), converted

    def born(self, age: int) -> date:
        """A birthday of somebody of an age on the last 31 August; nobody is 26 today."""
        first = date(self.august.year - age - 1, 9, 1)
        born = first + self.chance.between(0, 364) * DAY
        eldest = date(self.ends_on.year - 26, self.ends_on.month, min(28, self.ends_on.day)) + DAY
        return max(born, eldest + self.chance.between(1, 40) * DAY) if born <= eldest else born

    def person(self, born: date, age: int, sex: str, ethnicity: str, standing: Standing) -> Person:
        """Somebody with a name and numbers."""
        self.made += 1
        chance, number = self.chance, self.made
        made = Person(
            reference=f"M{100_000 + number}",
            forename=names.forename(sex, chance),
            surname=names.surname(chance),
            born_on=born,
            sex=sex,
            ethnicity=ethnicity,
            postcode=names.postcode(chance),
            standing=standing,
            age=age,
        )
        if age >= 4:
            made.upn = names.upn(number, born.year + 4)
        else:
            made.upn_unknown = "UN1"
        if age >= 14:
            made.uln = names.uln(number)
        return made

    def anybody(self, standing: Standing, ages: dict[int, float]) -> Person:
        """Somebody of an age like those."""
        age = self.chance.weighted(ages)
        sex = self.chance.weighted(shares.SEX)
        ethnicity = self.chance.weighted(shares.ETHNICITY)
        return self.person(self.born(age), age, sex, ethnicity, standing)


def chance_within(chance: Chance) -> float:
    """Some part of a year, never none of it."""
    return 0.01 + 0.98 * chance.random.random()
