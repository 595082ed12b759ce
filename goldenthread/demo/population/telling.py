"""One person's events and cases while they are made: what is still to come is not told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from goldenthread.demo.population.chance import Chance
from goldenthread.demo.population.people import Person, Run
from goldenthread.rules.proceedings import Event, What

DAY = timedelta(days=1)
YEAR = timedelta(days=365)


class Telling:
    """Adds to a person what happened until the last day."""

    def __init__(self, person: Person, chance: Chance, ends_on: date) -> None:
        self.person, self.chance, self.ends_on = person, chance, ends_on
        self.opened: set[str] = set()

    def open(self, key: str, process: str, on: date) -> str:
        """A case, opened with its first event."""
        if on <= self.ends_on and key not in self.opened:
            self.opened.add(key)
            self.person.cases.append(Run(key, process, on))
        return key

    def tell(self, case: str, what: What, on: date, **carried: Any) -> str:
        """An event, where its day has come; its key, or "" where it has not."""
        if on > self.ends_on or case not in self.opened:
            return ""
        key = f"{len(self.person.events):03}"
        self.person.events.append(Event(key, case, what, on, **carried))
        return key

    def after(self, day: date, least: int, most: int) -> date:
        """A weekday so many days later."""
        return self.chance.weekday(day, least, most)

    def before(self, day: date, least: int, most: int) -> date:
        """A weekday so many days earlier."""
        return self.chance.weekday(day, -most, -least)
