"""The worked cases of the clocks, and an answer as they write it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import assert_never

from goldenthread.rules.clocks import Answer, AtOnce, Days, LastDay, Needs, NoLimit, Range, find
from tests.rules.cases import CASES, rows


@dataclass(frozen=True)
class Case:
    """One row: what is given, the answer as text, and why it is there."""

    duty: str
    start: date
    second: date | None
    kind: str
    days: str
    answer: str
    why: str
    file: str

    def clock(self) -> Answer:
        """What the clock answers for it."""
        return find(self.duty).answer(
            self.start,
            second=self.second,
            kind=self.kind or None,
            days=Days(self.days) if self.days else None,
        )

    def __str__(self) -> str:
        given = [f"{one}" for one in (self.second, self.kind, self.days) if one]
        return " ".join([self.duty, f"{self.start}", *given])


def _cases() -> list[Case]:
    files = sorted(path.name for path in (CASES / "clocks").glob("*.csv"))
    return [
        Case(
            duty=row["duty"],
            start=date.fromisoformat(row["from"]),
            second=date.fromisoformat(row["and"]) if row["and"] else None,
            kind=row["kind"],
            days=row["days"],
            answer=row["answer"],
            why=row["why"],
            file=name,
        )
        for name in files
        if name != "exceptions.csv"
        for row in rows(str(Path("clocks") / name))
    ]


ALL = _cases()


def written(answer: Answer) -> str:
    """An answer as the cases write it."""
    match answer:
        case LastDay():
            return f"{answer.day}"
        case Range():
            return f"{answer.first}..{answer.last}"
        case AtOnce():
            return f"at once {answer.day}"
        case NoLimit():
            return f"no limit, aim {answer.aim}" if answer.aim else "no limit"
        case Needs():
            return f"needs {answer.what}"
        case _:
            assert_never(answer)
