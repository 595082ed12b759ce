"""Verbs of data quality: look through every record; keep what checks found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
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
    children = children_by_id(
        {pk for one in findings for pk in one.said}, local_area_id=local_area_id
    )
    runs: list[CheckRun] = []
    new: list[Problem] = []
    other: list[Problem] = []
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
            _compare(one, children, new, other, local_area_id=local_area_id, on=on)
    CheckRun.objects.bulk_create(runs)
    Problem.objects.bulk_create(new, batch_size=_AT_ONCE)
    rows = every(Problem)
    rows.bulk_update(other, ("said", "last_found_on", "cleared_on", "version"), batch_size=_AT_ONCE)


def _compare(
    finding: Finding,
    children: Mapping[UUID, Child],
    new: list[Problem],
    other: list[Problem],
    *,
    local_area_id: UUID,
    on: date,
) -> None:
    open_ones = every(Problem).filter(
        local_area_id=local_area_id, check_key=finding.check_key, cleared_on__isnull=True
    )
    there = {row.child_id: row for row in open_ones}
    for pk, said in finding.said.items():
        row = there.pop(pk, None)
        if row is None and pk not in children:
            continue  # erased since it was found
        if row is None:
            new.append(
                Problem(
                    local_area_id=local_area_id,
                    child=children[pk],
                    check_key=finding.check_key,
                    said=said[:500],
                    first_found_on=on,
                    last_found_on=on,
                )
            )
            continue
        row.said, row.last_found_on = said[:500], max(on, row.last_found_on)
        row.version += 1
        other.append(row)
    for pk, row in there.items():
        if finding.of is None or pk in finding.of:
            row.cleared_on = on
            row.version += 1
            other.append(row)


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
