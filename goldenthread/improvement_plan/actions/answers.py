"""Which parts of a plan answer a finding: each may have several of the other."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from goldenthread.improvement_plan.models import Finding, FindingAnswer, PlanLevel


def join(finding: Finding, level: PlanLevel) -> None:
    """Both of one plan; the versions of both count up, for both now show something else."""
    FindingAnswer.objects.create(
        local_area_id=level.local_area_id, plan_id=level.plan_id, finding=finding, level=level
    )
    _count_up(finding, level)


def part(finding: Finding, level: PlanLevel) -> None:
    FindingAnswer.objects.filter(finding=finding, level=level).delete()
    _count_up(finding, level)


def _count_up(*rows: Finding | PlanLevel) -> None:
    for row in rows:
        row.version += 1
        row.save(update_fields=["version"])


def answering(finding: Finding) -> set[UUID]:
    """Ids of the standing parts that answer it; a part that ended keeps what it answered."""
    rows = FindingAnswer.objects.filter(finding=finding, level__ended_on__isnull=True)
    return set(rows.values_list("level_id", flat=True))


def said(names: Iterable[str]) -> str:
    """For the trail: one below another, "" for none."""
    return "\n".join(names)
