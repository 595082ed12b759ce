"""A protected table: each cell as readers see it, and why a hidden one is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from goldenthread.rules.disclosure.profiles import Profile
from goldenthread.rules.disclosure.statements import Known, Statements
from goldenthread.rules.disclosure.tables import Key, Table


class Reason(StrEnum):
    """Why a number is not shown. For whoever releases the table: readers are told one sentence."""

    SMALL = "small"
    TOTALS = "totals"
    EARLIER = "earlier"
    PERCENTAGE = "percentage"


# Readers must not learn which of the hidden numbers is the small one: that alone narrows it.
TO_THE_PUBLISHER = {
    Reason.SMALL: "Hidden because it is a small number of people.",
    Reason.TOTALS: (
        "Hidden so that a small number cannot be worked out from totals, filters or other cells."
    ),
    Reason.EARLIER: (
        "Hidden so that a small number cannot be worked out by comparing with what was published "
        "before."
    ),
    Reason.PERCENTAGE: (
        "Hidden because the percentage is of few people, or would give a hidden number away."
    ),
}


@dataclass(frozen=True)
class Shown:
    """A count or percentage as readers see it.

    `value` is None where it is hidden; then `sentence` tells readers why, and `reason` tells
    whoever releases it. A percentage's value is per hundred.
    """

    text: str
    value: int | float | None
    sentence: str = ""
    reason: Reason | None = None

    @property
    def hidden(self) -> bool:
        return self.value is None

    @property
    def to_the_publisher(self) -> str:
        return TO_THE_PUBLISHER[self.reason] if self.reason else ""


@dataclass(frozen=True)
class Protected:
    """A table that may be published under its profile: `cells`, `flows` and `percentage`.

    `cells` are of every published cell and total; `flows` of how many joined and left since the
    table before, where that is published: ("joined", *cell). The rest is for the product's own use
    and is never published: `earlier` is the table that this one was protected against, `given` what
    readers know from elsewhere, `statements` all that they are told.
    """

    profile: Profile
    cells: Mapping[Key, Shown]
    flows: Mapping[Key, Shown]
    table: Table = field(repr=False)
    statements: Statements = field(repr=False)
    given: tuple[Known, ...] = field(default=(), repr=False)
    earlier: Earlier | None = field(default=None, repr=False)

    @property
    def hidden(self) -> frozenset[Key]:
        """The published cells and totals whose count is not shown."""
        return frozenset(key for key, cell in self.cells.items() if cell.hidden)

    def percentage(self, part: Key, whole: Key) -> Shown:
        """What percentage one published cell is of another, worked out from what is shown alone.

        It tells nothing that the two shown counts do not tell. Where either is hidden, or the whole
        is of fewer people than the profile asks for, it is hidden.
        """
        above, below = self.cells[part].value, self.cells[whole].value
        if above is None or below is None or below < self.profile.least_base:
            return Shown(
                self.profile.labels.no_percentage,
                None,
                self.profile.percentage_sentence,
                Reason.PERCENTAGE,
            )
        value = round(100 * above / below, self.profile.decimals)
        return Shown(f"{value:.{self.profile.decimals}f}%", value)


@dataclass(frozen=True)
class Earlier:
    """The table published before, of people who are still counted, and who came and went since.

    `joined`: counts, by the finest categories, of people counted now and not then. `left`: of those
    counted then and not now; None where nobody can leave, as when a count runs on from the start of
    a year. `flows_shown`: whether how many joined and left is published with the table.
    """

    published: Protected
    joined: Mapping[Key, int] = field(repr=False)
    left: Mapping[Key, int] | None = field(default=None, repr=False)
    flows_shown: bool = False
