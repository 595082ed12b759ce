"""Permanent references of figures: which frozen snapshots, and which query over them.

A reference is printed in documents that anybody may hold, so it holds no address and no words:

    GT-1k8sxvy6kvevj8djd6xwgpzjhz/rating:blue
    GT-<snapshot>[.<compared snapshot>]/<key>

Ids are written in Crockford's base 32, which leaves out letters easily misread. Whoever may see
the plan can open a reference; to everybody else it says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from goldenthread.rules.refusals import Refused

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)} | {"o": 0, "i": 1, "l": 1}
_LENGTH = 26  # letters for 128 bits
_SHAPE = re.compile(r"GT-([0-9a-z]{26})(?:\.([0-9a-z]{26}))?/(.+)", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}")
_SHORT = re.compile(
    r"(?<=level:)[0-9a-z]{26}(?=:)|(?:(?<=decision:)|(?<=risk:))[0-9a-z]{26}$", re.IGNORECASE
)


@dataclass(frozen=True)
class FigureReference:
    """What a reference names; `key` is a key of `rules.comparison.resolve`."""

    snapshot_id: UUID
    compared_id: UUID | None
    key: str

    def __str__(self) -> str:
        compared = f".{shortened(self.compared_id)}" if self.compared_id else ""
        key = _UUID.sub(lambda found: shortened(UUID(found[0])), self.key)
        return f"GT-{shortened(self.snapshot_id)}{compared}/{key}"


def shortened(wanted: UUID) -> str:
    """26 letters for an id."""
    number = wanted.int
    letters = []
    for _ in range(_LENGTH):
        number, value = divmod(number, 32)
        letters.append(_LETTERS[value])
    return "".join(reversed(letters))


def lengthened(letters: str) -> UUID:
    """The id again; Refused where the letters are not one."""
    number = 0
    for letter in letters.lower():
        if letter not in _VALUES:
            raise Refused(f"{letters} is not part of a figure’s reference. Copy it whole.")
        number = number * 32 + _VALUES[letter]
    if number >= 1 << 128:
        raise Refused(f"{letters} is not part of a figure’s reference. Copy it whole.")
    return UUID(int=number)


def read_reference(text: str) -> FigureReference:
    """A reference as printed; Refused where it is not one."""
    found = _SHAPE.fullmatch("".join(text.split()))
    if found is None:
        raise Refused(
            "That is not a figure’s reference. It begins with GT- and stands in the list of "
            "references at the end of the paper."
        )
    snapshot, compared, key = found.groups()
    return FigureReference(
        snapshot_id=lengthened(snapshot),
        compared_id=lengthened(compared) if compared else None,
        key=_SHORT.sub(lambda short: str(lengthened(short[0])), key),
    )
