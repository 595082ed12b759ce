"""The persons of two sources paired: who is the same, who must be asked about, who is new.

Only pairs that share a number, a day of birth, or names with part of it are compared; no other pair
can reach the score from which somebody is asked (`tests/rules/matching` compares every pair).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from goldenthread.rules.matching.likeness import (
    Identity,
    Likeness,
    Verdict,
    compact,
    letters,
    likeness,
)

_Key = tuple[object, ...]
# So many records share a name or number only where it stands for nobody ("child", "not known").
MOST_THAT_SHARE = 100
SEVERAL = "Another record fits as well."
_CROWD = "{count:,} records share one {what}, so it was not used to find pairs."


@dataclass(frozen=True, slots=True)
class Pair:
    """A record of either source, how like they are, and what is to be done.

    why: a sentence where the verdict is not the likeness's own.
    """

    left: str
    right: str
    likeness: Likeness
    verdict: Verdict
    why: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """same: one to one. ask: neither record of the pair is in `same`. The rest have no pair.

    notes: sentences about what was not compared, since too many share it.
    """

    same: tuple[Pair, ...]
    ask: tuple[Pair, ...]
    left_only: tuple[str, ...]
    right_only: tuple[str, ...]
    notes: tuple[str, ...] = ()


def pair(left: Sequence[Identity], right: Sequence[Identity]) -> Pairs:
    """Pairs between two sources whose keys are unique within each."""
    found, notes = compared(left, right)
    return replace(settled(left, right, found), notes=notes)


def compared(
    left: Iterable[Identity], right: Sequence[Identity]
) -> tuple[list[tuple[Identity, Identity, Likeness]], tuple[str, ...]]:
    """The pairs that are the same or must be asked about, with their likeness; and notes."""
    index: dict[_Key, list[int]] = defaultdict(list)
    for at, other in enumerate(right):
        for key in _keys(other, right=True):
            index[key].append(at)
    crowds = {key: len(index.pop(key)) for key in list(index) if len(index[key]) > MOST_THAT_SHARE}
    found = []
    for one in left if index else ():  # beside nobody, nobody need be looked up
        candidates: set[int] = set()
        for key in _keys(one, right=False):
            candidates.update(index.get(key, ()))
        for at in sorted(candidates):
            like = likeness(one, right[at])
            if like.verdict is not Verdict.DIFFERENT:
                found.append((one, right[at], like))
    return found, tuple(sorted({_CROWD.format(count=n, what=key[0]) for key, n in crowds.items()}))


def _keys(one: Identity, *, right: bool) -> Iterator[_Key]:
    """What two records must share one of, to be compared."""
    for name, number in (("UPN", one.upn), ("ULN", one.uln), ("NHS number", one.nhs_number)):
        if plain := compact(number):
            yield name, plain
    names = tuple(sorted((letters(one.surname), letters(one.forename))))
    named = any(names)
    if one.born is not None:
        low, high = sorted((one.born.day, one.born.month))
        yield "day of birth", one.born.year, low, high
        if named:
            yield "name and year of birth", names, one.born.year
            yield "name and day of birth", names, one.born.month, one.born.day
    if named and (right or one.born is None):
        yield "name of somebody whose day of birth is not known", names
    if named and (not right or one.born is None):
        yield "name where the day of birth is not known", names
    if postcode := compact(one.postcode):
        for name in names:
            if name:
                yield "name and postcode", name, postcode


def settled(
    left: Iterable[Identity],
    right: Iterable[Identity],
    found: Iterable[tuple[Identity, Identity, Likeness]],
) -> Pairs:
    """One to one where each is the other's only best; whoever fits several is asked about."""
    scored = [(one.key, other.key, like) for one, other, like in found]
    best_left, best_right = _best(scored, 0), _best(scored, 1)
    same = [
        Pair(one, other, like, Verdict.SAME)
        for one, other, like in scored
        if like.verdict is Verdict.SAME
        and best_left[one] == (like.score, 1)
        and best_right[other] == (like.score, 1)
    ]
    lefts, rights = {one.left for one in same}, {one.right for one in same}
    ask = [
        Pair(one, other, like, Verdict.ASK, SEVERAL if like.verdict is Verdict.SAME else "")
        for one, other, like in scored
        if one not in lefts and other not in rights
    ]
    ask.sort(key=lambda one: (-one.likeness.score, one.left, one.right))
    lefts |= {one.left for one in ask}
    rights |= {one.right for one in ask}
    return Pairs(
        tuple(same), tuple(ask),
        tuple(one.key for one in left if one.key not in lefts),
        tuple(one.key for one in right if one.key not in rights),
    )  # fmt: skip


def _best(
    scored: Iterable[tuple[str, str, Likeness]], side: int
) -> dict[str, tuple[int, int]]:  # fmt: skip
    """The highest score of each record, and how many pairs have it."""
    best: dict[str, tuple[int, int]] = {}
    for one in scored:
        key, score = (one[0], one[1])[side], one[2].score
        highest, times = best.get(key, (score, 0))
        if score > highest:
            best[key] = (score, 1)
        elif score == highest:
            best[key] = (highest, times + 1)
    return best
