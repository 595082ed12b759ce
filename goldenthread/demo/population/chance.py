"""Chance that is the same at each run of one seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

Kind = TypeVar("Kind")
_DAY = timedelta(days=1)


class Chance:
    """Draws of one seed. `spread` keeps shares exactly; the others hit them on average."""

    def __init__(self, seed: int | str) -> None:
        self.random = Random(seed)  # noqa: S311 - invented people, not a secret

    def likely(self, share: float) -> bool:
        return self.random.random() < share

    def between(self, least: int, most: int) -> int:
        return least + int(self.random.random() * (most - least + 1))

    def one_of(self, choices: Sequence[Kind]) -> Kind:
        return choices[int(self.random.random() * len(choices))]

    def weighted(self, weights: Mapping[Kind, float]) -> Kind:
        left = self.random.random() * sum(weights.values())
        for kind, weight in weights.items():
            left -= weight
            if left < 0:
                return kind
        return next(reversed(list(weights)))

    def spread(self, weights: Mapping[Kind, float], number: int) -> list[Kind]:
        """So many kinds, each as often as its weight says to within one, in any order."""
        step = sum(weights.values()) / number if number else 1
        left = self.random.random() * step
        found: list[Kind] = []
        upto = 0.0
        for kind, weight in weights.items():
            upto += weight
            while left < upto and len(found) < number:
                found.append(kind)
                left += step
        while len(found) < number:
            found.append(self.weighted(weights))
        self.random.shuffle(found)
        return found

    def weekday(self, day: date, least: int = 0, most: int = 0) -> date:
        """A Monday to Friday, so many days after a day, or just after that."""
        day += self.between(least, most) * _DAY
        over = day.weekday() - 4
        return day + (3 - over) * _DAY if over > 0 else day
