"""A register looked through once before anything of it is kept: counts, problems, checks, matches.

What it says of persons is where they stand in the file; nothing in it says who anybody is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.intake.registers.into_register import Told, told_of
from goldenthread.intake.registers.rows import Counts, PersonRead, Reading, RowProblem
from goldenthread.rules.matching import Identity, Pairs, pair
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sen2 import Checking, CheckResult, Given

SHOWN = 200  # problems shown one by one; the rest are counted


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found. `assumed` and `left`: sentences of `told_of`, and of how many persons."""

    kind: str
    persons: int
    counts: Counts
    problems: tuple[RowProblem, ...]
    problems_in_all: int
    checks: tuple[CheckResult, ...]
    matches: Pairs
    assumed: Counter[str]
    left: Counter[str]

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON. Hits are places such as “person 12, request 2”."""
        counts = self.counts
        return {
            "kind": self.kind,
            "persons": self.persons,
            "rows": {
                str(name): {"found": counts.found[name], "read": counts.read[name],
                            "refused": counts.refused[name]}
                for name in counts.found
            },
            "problems": {"count": self.problems_in_all, "first": [str(p) for p in self.problems]},
            "checks": [_check_data(one) for one in self.checks],
            "matches": {
                "same": len(self.matches.same), "to_ask": len(self.matches.ask),
                "new": len(self.matches.left_only), "notes": list(self.matches.notes),
            },
            "assumed": dict(self.assumed),
            "left_out": dict(self.left),
        }  # fmt: skip


def _check_data(one: CheckResult) -> dict[str, Any]:
    return {
        "check": one.check.key, "level": one.check.level.value, "rule": one.check.rule,
        "ran": one.ran, "why_not": one.reason, "passed": one.passed,
        "hits": [str(hit.place) for hit in one.hits],
        "not_judged": [str(place) for place in one.not_judged],
        "without": list(one.without),
    }  # fmt: skip


def identity_of(read: PersonRead) -> Identity:
    """Who the person is said to be; the key is the place in the file."""
    person = read.person
    return Identity(
        str(read.number), person.surname, person.forename, person.born, person.upn, person.uln,
        dict(read.beside).get("nhs_number"), person.postcode,
    )  # fmt: skip


def look_through(
    reading: Reading,
    given: Given,
    *,
    as_at: date,
    known: Sequence[Identity] = (),
    settings: Mapping[str, UUID] | None = None,
    shown: int = SHOWN,
    take: Callable[[Told], None] = lambda told: None,
) -> Looked:
    """Read a register to its end and keep nothing. `known`: the persons of the register, by our
    keys; `shown`: how many problems are told one by one; `take` gets what is told of each person in
    turn. Raises Refused where the file is broken, or rows were met and neither read nor refused."""
    checking = Checking(given, fields=reading.fields)
    people: list[Identity] = []
    problems: list[RowProblem] = []
    in_all = 0
    assumed: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for read in reading:
        checking.add(read.number, read.person)
        people.append(identity_of(read))
        in_all += len(read.problems)
        problems += read.problems[: shown - len(problems)]
        told = told_of(
            read, as_at=as_at, authority=given.own_authority or "", settings=settings
        )  # fmt: skip
        assumed.update(told.assumed)
        left.update(told.left)
        take(told)
    if not reading.counts.add_up:
        raise Refused(
            "Some rows of this file were neither read nor refused, so none of it can be relied on. "
            "Nothing was kept. Tell whoever looks after the installation."
        )
    first = [*reading.problems, *problems][:shown]
    return Looked(
        reading.kind.value, len(people), reading.counts, tuple(first),
        in_all + len(reading.problems), checking.results(), pair(people, known), assumed, left,
    )  # fmt: skip


def given_for(reading: Reading, *, on: date, as_at: date, authority: str) -> Given:
    """What stands beside the register: from its own header where it has one, else as told."""
    header = reading.header
    return Given(
        on=on,
        year=header.year if header else None,
        reference_date=(header.reference_date if header else None) or as_at,
        own_authority=(header.authority if header else None) or authority or None,
    )
