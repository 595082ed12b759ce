"""Who waits for whom: circles that may not be, and what is late along a chain.

Things are any hashable names; `waits` maps each to those it waits for, in order.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def way(waits: Mapping[Thing, Sequence[Thing]], start: Thing, end: Thing) -> tuple[Thing, ...]:
    """The shortest chain of waiting from `start` to `end`, both named; empty where there is none.

    `start` that waits for nobody has a way to itself only: (start,).
    """
    came_from: dict[Thing, Thing | None] = {start: None}
    here = [start]
    while here and end not in came_from:
        further = []
        for one in here:
            for other in waits.get(one, ()):
                if other not in came_from:
                    came_from[other] = one
                    further.append(other)
        here = further
    if end not in came_from:
        return ()
    chain: list[Thing] = []
    step: Thing | None = end
    while step is not None:
        chain.append(step)
        step = came_from[step]
    return tuple(reversed(chain))


def circle(
    waits: Mapping[Thing, Sequence[Thing]], action: Thing, waits_for: Thing
) -> tuple[Thing, ...]:
    """The circle that would close if `action` waited for `waits_for` too: it begins and ends with
    `action`; empty where none would."""
    back = way(waits, waits_for, action)
    return (action, *back) if back else ()


def in_words(chain: Sequence[str]) -> str:
    """1.1 waits for 1.2, which waits for 1.3."""
    first, *rest = chain
    return f"{first} waits for " + ", which waits for ".join(rest)


def late_along(
    waits: Mapping[Thing, Sequence[Thing]], action: Thing, late: Collection[Thing]
) -> tuple[tuple[Thing, ...], ...]:
    """The chains from `action` to everything late that it waits for, directly or not: each begins
    with `action` and ends with something late; the nearest first."""
    found: list[tuple[Thing, ...]] = []
    seen = {action}
    here: list[tuple[Thing, ...]] = [(action,)]
    while here:
        further = []
        for chain in here:
            for other in waits.get(chain[-1], ()):
                if other in seen:
                    continue
                seen.add(other)
                longer = (*chain, other)
                if other in late:
                    found.append(longer)
                further.append(longer)
        here = further
    return tuple(found)
