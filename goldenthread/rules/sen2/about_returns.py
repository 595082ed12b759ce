"""Checks that must see every person of a return before they can answer."""

from __future__ import annotations

from goldenthread.rules.sen2.checking import Given, Hit, Level, Scope, Want, check
from goldenthread.rules.sen2.codes import TRANSFERRED
from goldenthread.rules.sen2.items import Module
from goldenthread.rules.sen2.records import RETURN, Person, Place

# Below so many plans a share says nothing.
FEWEST_PLANS = 10


@check(
    "S04", Level.ERROR, "No two persons have the same UPN.",
    basis="Annex A 109", scope=Scope.RETURN, reads=("person.upn",),
)  # fmt: skip
class SameUpn:
    """The second and every later person with a UPN, and the first too."""

    def __init__(self, given: Given) -> None:
        self.first: dict[str, int] = {}
        self.again: dict[int, None] = {}

    def add(self, number: int, person: Person) -> None:
        if person.upn is None:
            return
        first = self.first.setdefault(person.upn, number)
        if first != number:
            self.again[first] = self.again[number] = None

    def found(self) -> list[Hit]:
        return [_at(number, Level.ERROR) for number in self.again]


@check(
    "S20", Level.QUERY, "An exception to the 20 weeks is not recorded for most plans.",
    basis="DfE’s notes to its EHC plan statistics, 2025", scope=Scope.RETURN,
    reads=("assessment.week20",),
)  # fmt: skip
class MostlyExceptions:
    """The whole return, where more than half of at least ten plans have an exception."""

    def __init__(self, given: Given) -> None:
        self.said = self.excepted = 0

    def add(self, number: int, person: Person) -> None:
        for request in person.requests:
            for assessment in request.assessments:
                if assessment.week20 is not None:
                    self.said += 1
                    self.excepted += assessment.week20

    def found(self) -> list[Hit]:
        many = self.said >= FEWEST_PLANS and self.excepted * 2 > self.said
        return [Hit(RETURN, Level.QUERY)] if many else []


@check(
    "S26", Level.QUERY, "A plan that moved to another authority was taken over by one.",
    basis="SEN2 items 4.6 and 5.1", scope=Scope.RETURN,
    reads=("person.upn", "named_plan.cease_reason"), wants=(Want.OTHER_RETURNS,),
)  # fmt: skip
class TakenOverElsewhere:
    """Plans ceased for a transfer whose UPN no other authority's return shows as taken over."""

    def __init__(self, given: Given) -> None:
        self.elsewhere = given.transferred_in_elsewhere or frozenset()
        self.missing: list[Hit] = []

    def add(self, number: int, person: Person) -> None:
        for at, request in enumerate(person.requests, 1):
            for below, assessment in enumerate(request.assessments, 1):
                for last, plan in enumerate(assessment.named_plans, 1):
                    if plan.cease_reason == TRANSFERRED and person.upn not in self.elsewhere:
                        place = Place(Module.NAMED_PLAN, (number, at, below, last))
                        self.missing.append(Hit(place, Level.QUERY))

    def found(self) -> list[Hit]:
        return self.missing


def _at(number: int, level: Level) -> Hit:
    return Hit(Place(Module.PERSON, (number,)), level)
