"""Findings of a document: which are kept, which part answers each, and how they differ from a
plan that has some already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from rapidfuzz import fuzz

from goldenthread.improvement_plan.queries.facts import FindingFact
from goldenthread.intake.answers import LEFT_OUT, Answers
from goldenthread.intake.queries.comparing_levels import Earlier, parts_of
from goldenthread.intake.queries.leads_asked import same
from goldenthread.intake.understanding import UnderstoodPlan
from goldenthread.intake.understanding.plan import FindingRead

SAME, REWORDED = 95, 60  # likeness of two findings' words, of 100; the latter with one reference


@dataclass(frozen=True)
class FindingDifference:
    """A finding that the plan has not (`finding_id` None), or has in other words."""

    key: str
    read: FindingRead
    old: str = ""
    finding_id: UUID | None = None


def kept_findings(plan: UnderstoodPlan, answers: Answers) -> tuple[FindingRead, ...]:
    """The findings that come in, each with the part that answers it by the officer's answer."""
    parts = {part.key for part in parts_of(plan)}
    kept: list[FindingRead] = []
    for one in plan.findings:
        part = answers.findings.get(one.id, one.part)
        if part != LEFT_OUT:
            kept.append(replace(one, part=part if part in parts else ""))
    return tuple(kept)


def finding_differences(
    found: Sequence[FindingRead], standing: Sequence[FindingFact], earlier: Sequence[Earlier] = ()
) -> tuple[FindingDifference, ...]:
    """What the plan has not, and what it has in other words; `standing` holds ended ones too.

    What an earlier document said already is not proposed again. None is proposed to end: that a
    newer plan does not repeat a finding does not say that it is met.
    """
    said = {same(one.text) for document in earlier for one in document.plan.findings}
    left = list(standing)
    out: list[FindingDifference] = []
    for one in found:
        known = next((fact for fact in left if _is(one, fact)), None)
        if known is not None:
            left.remove(known)
        if same(one.text) in said:
            continue
        if known is None:
            out.append(FindingDifference(f"finding-added:{one.id}", one))
        elif same(known.text) != same(one.text) and known.ended_on is None:
            key = f"finding-changed:{known.id}"
            out.append(FindingDifference(key, one, known.text, known.id))
    return tuple(out)


def _is(read: FindingRead, known: FindingFact) -> bool:
    alike = fuzz.token_sort_ratio(same(read.text), same(known.text))
    referenced = bool(read.reference) and same(read.reference) == same(known.reference)
    kinds = not (read.kind and known.kind) or same(read.kind) == same(known.kind)
    return alike >= SAME or (referenced and kinds and alike >= REWORDED)
