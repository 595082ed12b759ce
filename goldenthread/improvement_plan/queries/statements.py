"""Rows of what was said and shown, as facts: ratings' companions on a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from goldenthread.improvement_plan.models import (
    ActionDue,
    Completion,
    Evidence,
    Milestone,
    ProgressUpdate,
    Rating,
    Target,
    TargetReading,
    TargetStep,
)
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import (
    CompletionFact,
    DueFact,
    EvidenceFact,
    MilestoneFact,
    RatingFact,
    TargetFact,
    TargetReadingFact,
    TargetStepFact,
    UpdateFact,
)
from goldenthread.rules.ratings import disagreement


def due_fact(row: ActionDue) -> DueFact:
    return DueFact(row.pk, row.as_written, row.first_day, row.last_day, row.precision)


def milestone_fact(row: Milestone, *, on: date) -> MilestoneFact:
    return MilestoneFact(
        id=row.pk,
        text=row.text,
        as_written=row.as_written,
        last_day=row.last_day,
        precision=row.precision,
        met_on=row.met_on,
        missed=row.met_on is None and row.last_day is not None and row.last_day < on,
        version=row.version,
    )


def update_fact(row: ProgressUpdate) -> UpdateFact:
    return UpdateFact(
        id=row.pk,
        on=row.on,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by_label,
        progress=row.progress,
        impact=row.impact,
        next_steps=row.next_steps,
        imported=row.imported,
        status=row.status,
        cause=row.cause,
        expected_on=row.expected_on,
        risks_and_issues=row.risks_and_issues,
        blocked=row.blocked,
        decision_needed=row.decision_needed,
        decision_by=row.decision_by,
        round_id=row.round_id,
        answered_for=row.answered_for,
        by_link=row.by_link,
    )


def evidence_fact(row: Evidence) -> EvidenceFact:
    return EvidenceFact(
        id=row.pk,
        action_id=row.action_id,
        level_id=row.level_id,
        kind=row.kind,
        kind_words=row.get_kind_display(),
        title=row.title,
        shows=row.shows,
        on=row.on,
        recorded_by=row.recorded_by_label,
        file_id=row.file_id,
        file_name=row.file.name if row.file else "",
        link=row.link,
        withdrawn_on=row.withdrawn_on,
        withdrawn_reason=row.withdrawn_reason,
        version=row.version,
    )


def completion_fact(row: Completion) -> CompletionFact:
    return CompletionFact(
        id=row.pk,
        on=row.on,
        by=row.recorded_by_label,
        by_id=row.recorded_by_id,
        note=row.note,
        signed_off_on=row.signed_off_on,
        signed_off_by=row.signed_off_by_label,
        withdrawn_on=row.withdrawn_on,
        withdrawn_reason=row.withdrawn_reason,
        imported=row.imported,
    )


def target_facts(targets: QuerySet[Target]) -> tuple[TargetFact, ...]:
    """Targets in force with their trajectories and readings (oldest first): three queries."""
    rows = (
        targets.filter(ended_on__isnull=True)
        .order_by("position", "id")
        .prefetch_related(
            Prefetch("steps", TargetStep.objects.order_by("position", "id")),
            Prefetch("readings", TargetReading.objects.order_by("on", "recorded_at", "id")),
        )
    )
    return tuple(_target(row) for row in rows)


def _target(row: Target) -> TargetFact:
    return TargetFact(
        id=row.pk,
        level_id=row.level_id,
        action_id=row.action_id,
        text=row.text,
        measure=row.measure,
        value=row.value,
        unit=row.unit,
        comparator=row.comparator,
        baseline=row.baseline,
        baseline_on=row.baseline_on,
        as_written=row.as_written,
        last_day=row.last_day,
        precision=row.precision,
        steps=tuple(
            TargetStepFact(step.pk, step.as_written, step.last_day, step.precision, step.value)
            for step in row.steps.all()
        ),
        readings=tuple(
            TargetReadingFact(
                reading.pk, reading.value, reading.on, reading.source, reading.recorded_by_label
            )
            for reading in row.readings.all()
        ),
        version=row.version,
    )


def rating_facts(ratings: QuerySet[Rating], context: PlanContext) -> tuple[RatingFact, ...]:
    """Every rating, latest first, with those corrected since marked: two queries."""
    rows = list(ratings.order_by("-on", "-recorded_at", "-id"))
    corrected = {row.supersedes_id for row in rows if row.supersedes_id}
    return tuple(context.rating_fact(row, superseded=row.pk in corrected) for row in rows)


def latest_of_each(ratings: Iterable[RatingFact]) -> tuple[RatingFact, ...]:
    """Of ratings latest first: the latest standing one of each capacity and scale."""
    found: dict[tuple[str, str], RatingFact] = {}
    for fact in ratings:
        if not fact.superseded:
            found.setdefault((fact.capacity, fact.scale_key), fact)
    return tuple(found.values())


def ratings_disagree(ratings: Iterable[RatingFact]) -> bool:
    return disagreement([(fact.capacity, fact.point) for fact in ratings])


def by_level(facts: Iterable[RatingFact]) -> dict[UUID, tuple[RatingFact, ...]]:
    found: dict[UUID, list[RatingFact]] = {}
    for fact in facts:
        if fact.level_id:
            found.setdefault(fact.level_id, []).append(fact)
    return {level_id: tuple(of_level) for level_id, of_level in found.items()}
