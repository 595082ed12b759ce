"""How like two persons are: points, each with a reason in words that a page can show.

Numbers of learners weigh most, then the day of birth, then names; what contradicts takes points
away. 70 and more is the same person, 30 to 69 is asked, less is somebody else. Two children of one
day and surname may be twins, so a shared number does not settle it where the forenames differ.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from goldenthread.rules.sen2.numbers import is_uln, is_upn

SAME_FROM, ASK_FROM = 70, 30
_NUMBER, _BAD_NUMBER, _OTHER_NUMBER = 100, 40, -25
_BORN, _SWAPPED, _NEARLY_BORN, _OTHER_DAY = 30, 15, 4, -40
_NAME, _LIKE_NAME, _OTHER_NAME, _NAMES_CHANGED_PLACE = 20, 5, -15, 35
_POSTCODE, _TWINS = 8, -70
# Letters with a stroke or joined, which no normal form takes apart.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})


class Verdict(StrEnum):
    SAME = "the same person"
    ASK = "perhaps the same person"
    DIFFERENT = "another person"


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of who somebody is. `key` names the record in its source."""

    key: str
    surname: str | None = None
    forename: str | None = None
    born: date | None = None
    upn: str | None = None
    uln: str | None = None
    nhs_number: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why points were given or taken; `words` names no value."""

    words: str
    points: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """All reasons together."""

    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        return sum(reason.points for reason in self.reasons)

    @property
    def verdict(self) -> Verdict:
        if self.score >= SAME_FROM:
            return Verdict.SAME
        return Verdict.ASK if self.score >= ASK_FROM else Verdict.DIFFERENT


@lru_cache(maxsize=100_000)
def letters(name: str | None) -> str:
    """A name for comparing: "Zoë-Ann O'Hara" → "zoe ann o hara"."""
    if not name:
        return ""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_STROKES))
    without = (mark for mark in plain if not unicodedata.combining(mark))
    return " ".join("".join(mark if mark.isalpha() else " " for mark in without).split())


@lru_cache(maxsize=100_000)
def compact(words: str | None) -> str:
    """A number or postcode for comparing: letters and digits, capital."""
    return "".join(mark for mark in (words or "").upper() if mark.isalnum())


def likeness(one: Identity, other: Identity) -> Likeness:
    """Why two records are, or are not, of the same person."""
    numbers = _numbers(one, other)
    born = _birth(one.born, other.born)
    names = _names(one, other)
    reasons = [*numbers, *born, *names]
    mine, yours = compact(one.postcode), compact(other.postcode)
    if mine and mine == yours:
        reasons.append(Reason("the postcode is the same", _POSTCODE))
    if any(reason.points == _NUMBER for reason in numbers) and _may_be_twins(one, other):
        reasons.append(
            Reason("the day of birth and surname are the same, the forename is not: twins?", _TWINS)
        )
    return Likeness(tuple(reasons))


def _numbers(one: Identity, other: Identity) -> list[Reason]:
    found = []
    for name, mine, yours, valid in (
        ("UPN", one.upn, other.upn, is_upn),
        ("ULN", one.uln, other.uln, is_uln),
        ("NHS number", one.nhs_number, other.nhs_number, is_nhs_number),
    ):
        first, second = compact(mine), compact(yours)
        if not first or not second:
            continue
        if first == second:
            right = valid(first)
            found.append(
                Reason(f"the {name} is the same", _NUMBER)
                if right
                else Reason(f"the {name} is the same, but not well made", _BAD_NUMBER)
            )
        elif valid(first) and valid(second):
            found.append(Reason(f"the {name} is another", _OTHER_NUMBER))
    return found


def is_nhs_number(number: str) -> bool:
    """Ten digits, the last a check digit modulo 11 (NHS Data Dictionary)."""
    if not re.fullmatch(r"\d{10}", number, re.ASCII):
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False)
    )
    check = (11 - total % 11) % 11
    return check != 10 and check == int(number[9])


def _birth(mine: date | None, yours: date | None) -> list[Reason]:
    if mine is None or yours is None:
        return []
    if mine == yours:
        return [Reason("the day of birth is the same", _BORN)]
    if mine.year == yours.year and (mine.day, mine.month) == (yours.month, yours.day):
        return [Reason("day and month of birth have changed places", _SWAPPED)]
    first, second = mine.isoformat(), yours.isoformat()
    if sum(a != b for a, b in zip(first, second, strict=True)) == 1:
        return [Reason("the day of birth differs in one digit", _NEARLY_BORN)]
    return [Reason("the day of birth is another", _OTHER_DAY)]


def _names(one: Identity, other: Identity) -> list[Reason]:
    first, last = letters(one.forename), letters(one.surname)
    their_first, their_last = letters(other.forename), letters(other.surname)
    swapped = first == their_last and last == their_first
    if first and last and swapped and first != last:
        return [Reason("forename and surname have changed places", _NAMES_CHANGED_PLACE)]
    found = []
    for name, mine, yours in (("surname", last, their_last), ("forename", first, their_first)):
        if not mine or not yours:
            continue
        if mine == yours:
            found.append(Reason(f"the {name} is the same", _NAME))
        elif are_like(mine, yours):
            found.append(Reason(f"the {name} is alike", _LIKE_NAME))
        else:
            found.append(Reason(f"the {name} is another", _OTHER_NAME))
    return found


def _may_be_twins(one: Identity, other: Identity) -> bool:
    first, second = letters(one.forename), letters(other.forename)
    return (
        one.born is not None
        and one.born == other.born
        and bool(first and second)
        and letters(one.surname) == letters(other.surname) != ""
        and not are_like(first, second)
    )


def are_like(one: str, other: str) -> bool:
    """Names that may be one: equal, one part of both, a beginning of three letters, or one letter
    more, less or different."""
    if one == other or not set(one.split()).isdisjoint(other.split()):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.startswith(short):
        return True
    return len(short) >= 4 and _one_letter_apart(short, long)


def _one_letter_apart(short: str, long: str) -> bool:
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), None)
    if at is None:
        return len(long) - len(short) <= 1
    if len(short) == len(long):
        neighbours = short[at : at + 2] == long[at : at + 2][::-1]
        return short[at + 1 :] == long[at + 1 :] or (
            neighbours and short[at + 2 :] == long[at + 2 :]
        )
    return len(long) - len(short) == 1 and short[at:] == long[at + 1 :]
