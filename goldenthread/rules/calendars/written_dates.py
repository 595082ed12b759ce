"""A date as someone wrote it, what was understood, and how firm it is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exact a written date is."""

    DAY = "day"
    MONTH = "month"
    TERM = "term"
    QUARTER = "quarter"
    YEAR = "year"
    ONGOING = "ongoing"
    NONE = "none"


@dataclass(frozen=True)
class WrittenDate:
    """One date as written.

    `first_day` and `last_day` bound it: "May 2019" is 1 to 31 May 2019, and `last_day` is the last
    acceptable day. Both are None where no day can be told (no year, no such day, "TBC"); an ongoing
    date may have a `first_day` only. `problem` is a sentence for whoever checks the reading; empty
    where the words allow one reading only.
    """

    as_written: str
    first_day: date | None
    last_day: date | None
    precision: Precision
    problem: str = ""

    @property
    def date(self) -> date | None:
        """The last acceptable day."""
        return self.last_day
