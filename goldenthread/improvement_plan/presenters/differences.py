"""Two people changed one thing: theirs beside yours, field by field, so that nobody is overwritten
unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    name: str
    field: str
    was: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Differences:
    """`both` were changed by both; `only_theirs` by the other person alone."""

    both: tuple[Difference, ...]
    only_theirs: tuple[Difference, ...]
    who: str


def differences(
    labels: Mapping[str, str],
    *,
    was: Mapping[str, str],
    theirs: Mapping[str, str],
    yours: Mapping[str, str],
    who: str,
) -> Differences:
    """What the other person changed since the form was opened; `was` is what it showed then."""
    both: list[Difference] = []
    only: list[Difference] = []
    for name, label in labels.items():
        before, now, mine = (_plain(each.get(name, "")) for each in (was, theirs, yours))
        if before == now:
            continue
        row = Difference(name, label, before, now, mine)
        (only if mine == before else both).append(row)
    return Differences(tuple(both), tuple(only), who)


def _plain(words: str) -> str:
    """Browsers send line ends as they like."""
    return words.replace("\r\n", "\n").strip()
