"""The product's own look at what is about to be published: can a hidden number be worked out?"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction

from goldenthread.rules.disclosure.profiles import Profile
from goldenthread.rules.disclosure.statements import Statement, Statements
from goldenthread.rules.disclosure.tables import Key
from goldenthread.rules.refusals import Refused

MOST_LOOKS = 500_000


@dataclass(frozen=True)
class Recovered:
    """A cell whose count can be narrowed to this range, closer than the profile allows."""

    cell: Key
    least: int
    most: int

    @property
    def sentence(self) -> str:
        cell = ", ".join(self.cell)
        if self.least == self.most:
            return f"{cell} can be worked out: {self.least}."
        return f"{cell} can be worked out to lie between {self.least} and {self.most}."


def recoverable(published: Statements, profile: Profile) -> tuple[Recovered, ...]:
    """Hidden counts that follow from what is published, more closely than the profile allows.

    Every sum is used to narrow each of its counts by the others, again and again until nothing
    narrows further. What is found is therefore really given away. What is not found may still be:
    a look at one sum at a time does not see what only several sums together tell (as two rows and
    two columns at once). That it cannot be worked out at all is shown by `protect`, which knows
    another true-looking table for every hidden count. Raises Refused where the statements
    contradict each other or would take too long.
    """
    ranges = narrowed(published)
    return tuple(
        Recovered(published.keys[cell], least, most)
        for cell in sorted(published.guarded)
        for least, most in (ranges[cell],)
        if most is not None and most - least < profile.protection
    )


def narrowed(published: Statements) -> list[tuple[int, int | None]]:
    """The range of every count, once each sum has been used until nothing changes."""
    ranges = list(published.ranges)
    statements = list(published.sums())
    used_by: dict[int, list[int]] = {}
    for number, statement in enumerate(statements):
        for cell, _ in statement.terms:
            used_by.setdefault(cell, []).append(number)
    waiting = deque(range(len(statements)))
    queued = set(waiting)
    looks = 0
    while waiting:
        number = waiting.popleft()
        queued.discard(number)
        looks += len(statements[number].terms)
        if looks > MOST_LOOKS:
            raise Refused(
                "These tables are too large to check that no small number can be worked out. "
                "Publish fewer breakdowns at once."
            )
        for cell in _narrow(statements[number], ranges):
            for other in used_by[cell]:
                if other not in queued:
                    queued.add(other)
                    waiting.append(other)
    return ranges


def _narrow(statement: Statement, ranges: list[tuple[int, int | None]]) -> list[int]:
    """Narrow each count of one statement by the others; the numbers of those that changed."""
    lows, highs = zip(
        *(_reach(weight, *ranges[cell]) for cell, weight in statement.terms), strict=True
    )
    low, high = _open_sum(lows), _open_sum(highs)
    changed = []
    for place, (cell, weight) in enumerate(statement.terms):
        rest_low, rest_high = _without(low, lows[place]), _without(high, highs[place])
        ends = (
            None if statement.least is None or rest_high is None else statement.least - rest_high,
            None if statement.most is None or rest_low is None else statement.most - rest_low,
        )
        if weight < 0:
            ends = ends[1], ends[0]
        least, most = ranges[cell]
        if ends[0] is not None:
            least = max(least, -(-ends[0] // weight))
        if ends[1] is not None:
            upper = ends[1] // weight
            most = upper if most is None else min(most, upper)
        if most is not None and most < least:
            raise Refused("What is to be published contradicts itself. Check the counts.")
        if (least, most) != ranges[cell]:
            ranges[cell] = least, most
            changed.append(cell)
    return changed


def _reach(
    weight: Fraction | int, least: int, most: int | None
) -> tuple[Fraction | int | None, Fraction | int | None]:
    """The lowest and the highest that one weighted count can add; None without limit."""
    upper = None if most is None else weight * most
    return (weight * least, upper) if weight > 0 else (upper, weight * least)


# A sum with open ends: how many parts are open, and the sum of the others.
def _open_sum(parts: tuple[Fraction | int | None, ...]) -> tuple[int, Fraction | int]:
    return sum(part is None for part in parts), sum(part for part in parts if part is not None)


def _without(
    summed: tuple[int, Fraction | int], part: Fraction | int | None
) -> Fraction | int | None:
    missing, total = summed
    if part is None:
        return total if missing == 1 else None
    return None if missing else total - part
