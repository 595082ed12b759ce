"""What verification is given and what it finds."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass

from goldenthread.rules.refusals import Refused

_WRITTEN = re.compile(r"(\d{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True)
class BadRow:
    """The first row that does not fit: where, and what is wrong with it in a sentence.

    `what` is entry, detail, subject, batch or look; `seq` its number (of a detail, a subject and a
    batch: that of their entry).
    """

    local_area_id: uuid.UUID
    seq: int
    entry_id: uuid.UUID | None  # None when the row is gone, or is not in the chain itself
    sentence: str
    what: str = "entry"


@dataclass(frozen=True)
class Verification:
    """How many entries were read, how many have had their details erased, the first bad row.

    `heads` (area, number of the last entry, its hash) can be written down elsewhere: whoever
    can rewrite a whole database can rewrite its chain, but not that note. `looks` counts those
    read, `unsealed` those among them that no batch holds yet.
    """

    entries: int
    details_erased: int
    heads: tuple[tuple[uuid.UUID, int, str], ...]
    bad: BadRow | None
    looks: int = 0
    unsealed: int = 0
    batches: int = 0

    @property
    def whole(self) -> bool:
        """True when no row is bad."""
        return self.bad is None


@dataclass(frozen=True)
class WrittenHead:
    """The end of an area's chain as somebody wrote it down; `when` says when, for a sentence."""

    local_area_id: uuid.UUID
    seq: int
    hash: str
    when: str = ""

    @classmethod
    def read(cls, words: str, *, local_area_id: uuid.UUID, when: str = "") -> WrittenHead:
        """From "1234:9f86…"; Refused where it is no such thing."""
        found = _WRITTEN.fullmatch(words.strip().lower())
        if found is None or int(found[1]) < 1:
            raise Refused(
                f"“{words}” is no head of the trail. Write the number of an entry, a colon and its "
                "hash of 64 digits, as goldenthread trail-head prints them."
            )
        return cls(local_area_id, int(found[1]), found[2], when)

    @property
    def words(self) -> str:
        return f"the head {self.seq}:{self.hash[:12]}…{f' of {self.when}' if self.when else ''}"
