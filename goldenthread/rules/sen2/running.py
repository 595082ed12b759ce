"""Runs the checks of the return over persons as they come, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldenthread.rules.sen2 import (
    about_persons,
    about_placements,
    about_plans,
    about_requests,
    about_returns,
)
from goldenthread.rules.sen2.checking import (
    CHECKS,
    Check,
    CheckResult,
    Given,
    Hit,
    Level,
    Scope,
    WholeReturn,
    item_words,
)
from goldenthread.rules.sen2.items import Module
from goldenthread.rules.sen2.records import Person, Place, Request

# Importing them is what declares the checks.
_DECLARED = (about_persons, about_requests, about_plans, about_placements, about_returns)
_Judges = list[tuple[Any, Level, list[Hit]]]


class Checking:
    """One run: `add` every person in turn, then ask for the `results`. Holds no person.

    fields: the keys of the items that the source has.
    """

    def __init__(self, given: Given, *, fields: frozenset[str]) -> None:
        self.given = given
        self.fields = fields
        self.reasons = {key: check.why_not(fields, given) for key, check in CHECKS.items()}
        self.running = [CHECKS[key] for key, reason in self.reasons.items() if not reason]
        self.hits: dict[str, list[Hit]] = {check.key: [] for check in self.running}
        self.not_judged: dict[str, list[Place]] = {check.key: [] for check in self.running}
        self.whole: dict[str, WholeReturn] = {
            check.key: part.judge(given)
            for check in self.running
            for part in check.parts
            if part.scope is Scope.RETURN
        }
        self._everyone = _Walk(self.running, self.hits, given)
        self._walks: dict[frozenset[str], _Walk] = {}

    def add(self, number: int, person: Person) -> None:
        """Judge one person, the `number`th of the source from 1."""
        if not person.unread_below:
            self._everyone.person(number, person)
            for one in self.whole.values():
                one.add(number, person)
            return
        judged = self._walk(person.unread_below)
        judged.person(number, person)
        for check in self.running:
            if check.touches(person.unread_below):
                self.not_judged[check.key].append(Place(Module.PERSON, (number,)))
            elif check.key in self.whole:
                self.whole[check.key].add(number, person)

    def _walk(self, unread: frozenset[str]) -> _Walk:
        if unread not in self._walks:
            if len(self._walks) > 1000:
                self._walks.clear()
            left = [check for check in self.running if not check.touches(unread)]
            self._walks[unread] = _Walk(left, self.hits, self.given)
        return self._walks[unread]

    def results(self) -> tuple[CheckResult, ...]:
        """One result for each check there is, in their order."""
        return tuple(self._result(CHECKS[key]) for key in sorted(CHECKS))

    def _result(self, check: Check) -> CheckResult:
        if self.reasons[check.key]:
            return CheckResult(check, self.reasons[check.key])
        whole = self.whole.get(check.key)
        return CheckResult(
            check,
            "",
            tuple(whole.found() if whole else self.hits[check.key]),
            tuple(self.not_judged[check.key]),
            tuple(
                item_words(key)
                for key in (*check.any_of, *check.rests_on)
                if key not in self.fields
            ),
        )


class _Walk:
    """The judges of some checks by what they look at, and the way down through a person."""

    def __init__(self, checks: list[Check], hits: dict[str, list[Hit]], given: Given) -> None:
        def judges(scope: Scope) -> _Judges:
            return [
                (part.judge, check.level, hits[check.key])
                for check in checks
                for part in check.parts
                if part.scope is scope
            ]

        self.given = given
        self.persons = judges(Scope.PERSON)
        self.requests = judges(Scope.REQUEST)
        self.assessments = judges(Scope.ASSESSMENT)
        self.plans = judges(Scope.NAMED_PLAN)
        self.details = judges(Scope.PLAN_DETAIL)
        self.actives = judges(Scope.ACTIVE_PLAN)
        self.placements = judges(Scope.PLACEMENT_DETAIL)
        self.needs = judges(Scope.NEED)

    def person(self, number: int, person: Person) -> None:
        given = self.given
        for judge, level, hits in self.persons:
            if found := judge(person, given):
                _keep(hits, found, level, Module.PERSON, (number,))
        for at, request in enumerate(person.requests, 1):
            for judge, level, hits in self.requests:
                if found := judge(request, given):
                    _keep(hits, found, level, Module.REQUEST, (number, at))
            if request.assessments:
                self._assessments((number, at), request)
            if request.active_plans:
                self._actives((number, at), person, request)

    def _assessments(self, above: tuple[int, ...], request: Request) -> None:
        given = self.given
        for at, assessment in enumerate(request.assessments, 1):
            for judge, level, hits in self.assessments:
                if found := judge(request, assessment, given):
                    _keep(hits, found, level, Module.ASSESSMENT, (*above, at))
            for below, plan in enumerate(assessment.named_plans, 1):
                for judge, level, hits in self.plans:
                    if found := judge(request, assessment, plan, given):
                        _keep(hits, found, level, Module.NAMED_PLAN, (*above, at, below))
                for last, detail in enumerate(plan.details, 1):
                    for judge, level, hits in self.details:
                        if found := judge(detail, given):
                            _keep(hits, found, level, Module.PLAN_DETAIL, (*above, at, below, last))

    def _actives(self, above: tuple[int, ...], person: Person, request: Request) -> None:
        given = self.given
        for at, active in enumerate(request.active_plans, 1):
            for judge, level, hits in self.actives:
                if found := judge(person, request, active, given):
                    _keep(hits, found, level, Module.ACTIVE_PLAN, (*above, at))
            for below, placement in enumerate(active.placements, 1):
                for judge, level, hits in self.placements:
                    if found := judge(placement, given):
                        _keep(hits, found, level, Module.PLACEMENT_DETAIL, (*above, at, below))
            for below, need in enumerate(active.needs, 1):
                for judge, level, hits in self.needs:
                    if found := judge(need, given):
                        _keep(hits, found, level, Module.NEED, (*above, at, below))


def _keep(
    hits: list[Hit], found: bool | Level, level: Level, module: Module, numbers: tuple[int, ...]
) -> None:
    hits.append(Hit(Place(module, numbers), found if isinstance(found, Level) else level))


def run(
    persons: Iterable[Person], given: Given, *, fields: frozenset[str]
) -> tuple[CheckResult, ...]:
    """All checks over all persons."""
    checking = Checking(given, fields=fields)
    for number, person in enumerate(persons, 1):
        checking.add(number, person)
    return checking.results()
