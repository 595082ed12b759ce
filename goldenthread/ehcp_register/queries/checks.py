"""The checks that look at the register: those of the SEN2 return, and what contradicts itself."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.rules import sen2
from goldenthread.rules.standing import Contradiction

OF_RECORD = "record"
OF_RETURN = "sen2"


@dataclass(frozen=True)
class CheckWords:
    """A check as lists have it: `error` must be put right, others are to be looked at."""

    key: str
    words: str
    family: str
    error: bool
    basis: str


def key_of(kind: Contradiction) -> str:
    return f"{OF_RECORD}-{kind.name.lower().replace('_', '-')}"


def key_of_return(key: str) -> str:
    """The key under which a check of the SEN2 return is kept."""
    return f"{OF_RETURN}-{key.lower()}"


CHECKS: dict[str, CheckWords] = {
    **{
        key_of(one): CheckWords(key_of(one), one.value, OF_RECORD, True, "The record itself")
        for one in Contradiction
    },
    **{
        key_of_return(one.key): CheckWords(
            key_of_return(one.key), one.rule, OF_RETURN, one.level is sen2.Level.ERROR, one.basis
        )
        for one in sen2.CHECKS.values()
    },
}
