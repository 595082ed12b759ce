"""What a newer document is compared with: a plan's words in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.models import Action, Dependency, ProgressUpdate, Target
from goldenthread.improvement_plan.queries.statement_facts import TargetFact
from goldenthread.improvement_plan.queries.statements import target_facts
from goldenthread.partnership.queries import Viewer

EVIDENCE = "Evidence named in the document: "


def with_evidence(progress: str, evidence: str) -> str:
    """The words of an update, with what the document names as evidence below them."""
    named = f"{EVIDENCE}{evidence.strip()}" if evidence.strip() else ""
    return "\n\n".join(part for part in (progress.strip(), named) if part)


@dataclass(frozen=True)
class ActionWords:
    """The words of an action that a list does not show; `progress` is the latest update's,
    `as_written` the row as the last document taken over had it."""

    steps: str
    success_measures: str
    outcome: str
    impact: str
    co_production: str
    resources: str
    accountable_as_written: str
    as_written: tuple[tuple[str, str], ...]
    progress: str
    waits_for: tuple[UUID, ...] = ()


def action_words(plan_id: UUID, *, viewer: Viewer, on: date) -> dict[UUID, ActionWords]:
    """The words of every action of the plan, by its id: three queries, however many there are."""
    latest: dict[UUID, str] = {}
    updates = ProgressUpdate.objects.visible_to(viewer).filter(plan_id=plan_id, on__lte=on)
    for action_id, words in updates.order_by("on", "recorded_at", "id").values_list(
        "action_id", "progress"
    ):
        latest[action_id] = words
    waits: dict[UUID, list[UUID]] = {}
    standing = Dependency.objects.visible_to(viewer).filter(
        plan_id=plan_id, ended_on__isnull=True, waits_for__ended_on__isnull=True
    )
    for action_id, other_id in standing.order_by("waits_for__position", "id").values_list(
        "action_id", "waits_for_id"
    ):
        waits.setdefault(action_id, []).append(other_id)
    rows = Action.objects.visible_to(viewer).filter(plan_id=plan_id, ended_on__isnull=True)
    return {
        row.pk: ActionWords(
            steps=row.steps,
            success_measures=row.success_measures,
            outcome=row.outcome,
            impact=row.impact,
            co_production=row.co_production,
            resources=row.resources,
            accountable_as_written=row.accountable_as_written,
            as_written=tuple((str(heading), str(words)) for heading, words in row.as_written),
            progress=latest.get(row.pk, ""),
            waits_for=tuple(waits.get(row.pk, ())),
        )
        for row in rows
    }


def level_targets(plan_id: UUID, *, viewer: Viewer) -> tuple[TargetFact, ...]:
    """Every target in force of the plan's levels, in order: three queries."""
    rows = Target.objects.visible_to(viewer).filter(plan_id=plan_id, level__ended_on__isnull=True)
    return target_facts(rows.filter(level__isnull=False))
