"""Verbs of data quality: look through every record; keep what checks found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import F
from uuid_utils import uuid7

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.writing import Plain, write_plain
from goldenthread.ehcp_register.models import CheckRun, Child, Problem
from goldenthread.ehcp_register.queries.checks import CHECKS, key_of
from goldenthread.ehcp_register.queries.facts import (
    children_by_id,
    every,
    facts_of,
    known_of,
    line_on,
)
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.standing import Contradiction, contradictions
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_AT_ONCE = 500
_PROBLEM = (
    "id", "about_id", "child_id", "check_key", "said", "first_found_on", "last_found_on",
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What a check found: child id → what it says of them. `why_not_run`: it did not run, and so
    passed nothing. `of`: the children it judged; None is every child of the area."""

    check_key: str
    said: Mapping[UUID, str] = field(default_factory=dict)
    why_not_run: str = ""
    of: frozenset[UUID] | None = None


def look_through(*, by: Viewer, on: date, at: datetime) -> int:
    """Look through every record for what contradicts itself; how many problems stand open."""
    require(policies.may_manage(by))
    findings = _found(by.local_area_id, on=on)
    with transaction.atomic():
        found = _keep(findings, local_area_id=by.local_area_id, on=on, at=at)
        record(
            local_area_id=by.local_area_id,
            actor_id=by.user_id,
            actor_label=by.name,
            verb=Verb.COMBINED,
            act="ehcp_register.look_through",
            object_kind="local_area",
            object_id=by.local_area_id,
            object_label="Data quality of the register",
            words="looked through every record for what contradicts itself",
            on=on,
        )
    return found


def look_through_by_itself(*, local_area_id: UUID, on: date, at: datetime) -> int:
    """The same by the worker, once a day: nothing where it was done that day."""
    runs = CheckRun.objects.filter(
        local_area_id=local_area_id, on=on, check_key=key_of(Contradiction.NO_NEED)
    )
    if runs.exists() or not every(Child).filter(local_area_id=local_area_id).exists():
        return 0
    findings = _found(local_area_id, on=on)
    with transaction.atomic():
        return _keep(findings, local_area_id=local_area_id, on=on, at=at)


def _found(local_area_id: UUID, *, on: date) -> list[Finding]:
    """What contradicts itself in every record. Outside a transaction: it reads for a minute where
    there are many, and SQLite lets nobody write meanwhile. No check asks for a last day, so no
    deadline is worked out."""
    said: dict[Contradiction, dict[UUID, str]] = {kind: {} for kind in Contradiction}
    for ids in _batches(local_area_id):
        children = children_by_id(ids, local_area_id=local_area_id)
        facts = facts_of(children.values())
        for pk, child in children.items():
            known = known_of(facts[pk], on=on, deadlines=())
            line = line_on(known, on)
            if line is None:
                continue
            for wrong in contradictions(known, line, born=child.born_on, on=on):
                said[wrong.kind][pk] = wrong.sentence
    return [Finding(key_of(kind), found) for kind, found in said.items()]


def _keep(findings: Sequence[Finding], *, local_area_id: UUID, on: date, at: datetime) -> int:
    keep_findings(findings, local_area_id=local_area_id, source_id=None, on=on, at=at)
    return sum(len(one.said) for one in findings)


def keep_findings(
    findings: Sequence[Finding],
    *,
    local_area_id: UUID,
    source_id: UUID | None,
    on: date,
    at: datetime,
) -> None:
    """Keep what checks found: what is new begins today, what was found before goes on, what was
    found before and is not now is cleared. A check that did not run clears nothing. Inside a
    transaction."""
    runs: list[CheckRun] = []
    turned = _Turned(local_area_id, on, _there(findings, local_area_id))
    for one in findings:
        if one.check_key not in CHECKS:
            raise ValueError(f"There is no check {one.check_key}.")
        runs.append(
            CheckRun(
                local_area_id=local_area_id,
                check_key=one.check_key,
                on=on,
                source_id=source_id,
                why_not_run=one.why_not_run[:300],
                found=len(one.said),
                recorded_at=at,
            )
        )
        if not one.why_not_run:
            turned.compare(one)
    CheckRun.objects.bulk_create(runs)
    turned.write()


def _there(findings: Sequence[Finding], local_area_id: UUID) -> set[UUID]:
    """Those of whom something was found and who are in the register still."""
    said = {pk for one in findings for pk in one.said}
    there = every(Child).filter(local_area_id=local_area_id).values_list("id", flat=True)
    return said.intersection(there) if said else said


class _Turned:
    """What findings change among the problems that are kept. Most are found again just as they
    were: of those one statement for each some hundred says the day."""

    def __init__(self, local_area_id: UUID, on: date, children: set[UUID]) -> None:
        self.local_area_id, self.on, self.children = local_area_id, on, children
        self.new: list[Plain] = []
        self.again: list[UUID] = []
        self.otherwise: dict[UUID, str] = {}
        self.cleared: list[UUID] = []

    def compare(self, finding: Finding) -> None:
        """What one check found beside what it had found before."""
        open_ones = every(Problem).filter(
            local_area_id=self.local_area_id, check_key=finding.check_key, cleared_on__isnull=True
        )
        there = {
            pk: (key, said, found_on)
            for pk, key, said, found_on in open_ones.values_list(
                "child_id", "id", "said", "last_found_on"
            )
        }
        day = self.on.isoformat()
        for pk, whole in finding.said.items():
            before, said = there.pop(pk, None), whole[:500]
            if before is None:
                if pk in self.children:  # else erased since it was found
                    own = pk.hex
                    self.new.append((uuid7().hex, own, own, finding.check_key, said, day, day))
                continue
            key, as_before, found_on = before
            if as_before != said:
                self.otherwise[key] = said
            elif found_on < self.on:
                self.again.append(key)
        gone = there if finding.of is None else there.keys() & finding.of
        self.cleared += [there[pk][0] for pk in gone]

    def write(self) -> None:
        """Inside a transaction."""
        write_plain(Problem, _PROBLEM, self.new, local_area_id=self.local_area_id)
        rows = every(Problem)
        for ids in _parts(self.again):
            rows.filter(pk__in=ids).update(last_found_on=self.on, version=F("version") + 1)
        for ids in _parts(self.cleared):
            rows.filter(pk__in=ids).update(cleared_on=self.on, version=F("version") + 1)
        otherwise = [row for ids in _parts(list(self.otherwise)) for row in rows.filter(pk__in=ids)]
        for row in otherwise:
            row.said = self.otherwise[row.pk]
            row.last_found_on = max(self.on, row.last_found_on)
            row.version += 1
        rows.bulk_update(otherwise, ("said", "last_found_on", "version"), batch_size=_AT_ONCE)


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE))


def _batches(local_area_id: UUID) -> Iterator[list[UUID]]:
    ids = iter(
        list(
            every(Child)
            .filter(local_area_id=local_area_id)
            .order_by("id")
            .values_list("id", flat=True)
        )
    )
    while some := list(islice(ids, _AT_ONCE)):
        yield some
