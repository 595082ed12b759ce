"""How sensitive what leaves is, and of how many people it tells: said before it leaves.

The classes are ordered, and a file has the highest of what is in it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Sensitivity(StrEnum):
    """From what anybody may read to what the law guards most."""

    PUBLIC = "public"
    OFFICIAL = "official"
    RESTRICTED = "restricted"
    SPECIAL = "special"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def meaning(self) -> str:
        return _MEANINGS[self]

    @property
    def rank(self) -> int:
        """Higher is more sensitive."""
        return list(Sensitivity).index(self)


_LABELS = {
    Sensitivity.PUBLIC: "Public",
    Sensitivity.OFFICIAL: "Official",
    Sensitivity.RESTRICTED: "Restricted",
    Sensitivity.SPECIAL: "Special category",
}
_MEANINGS = {
    Sensitivity.PUBLIC: "anybody may read it",
    Sensitivity.OFFICIAL: "for those who work in or with the partnership",
    Sensitivity.RESTRICTED: "only for those who need it for their work",
    Sensitivity.SPECIAL: "health or another special category of data about a person",
}


@dataclass(frozen=True)
class Contents:
    """What is in a file. `people` is the number of different people whose own records or acts are
    in it; None where nobody counted, because the file is as somebody gave it. A lead who is named
    in a plan is no record."""

    sensitivity: Sensitivity
    people: int | None = 0

    @property
    def people_words(self) -> str:
        if self.people is None:
            return "People in it: not counted. Look through it before you send it on."
        if self.people == 0:
            return "No person’s records are in it."
        if self.people == 1:
            return "Records of 1 person are in it."
        return f"Records of {self.people:,} people are in it."

    @property
    def words(self) -> str:
        """One line to stand beside what hands the file out."""
        return f"{self.sensitivity.label}: {self.sensitivity.meaning}. {self.people_words}"


AS_IT_CAME = Contents(Sensitivity.RESTRICTED, None)
"""A file that somebody gave: nobody knows what is in it, so it counts as restricted."""


def about(people: Iterable[Hashable], sensitivity: Sensitivity) -> Contents:
    """Rows about these people, each counted once however many rows there are."""
    return Contents(sensitivity, len(set(people)))


def highest(found: Iterable[Sensitivity]) -> Sensitivity:
    """Of several things in one file the most sensitive; public where there is nothing."""
    return max(found, key=lambda one: one.rank, default=Sensitivity.PUBLIC)
