"""A plan as it stood at a cut-off; `frozen_data` writes it down and reads it back.

As at a day are: ratings, updates, evidence, completions, leads with dates, readings, what families
said, escalations, and which actions were in the plan. Words, levels, forums and due dates are as
they are when it is taken: close a period soon after its cut-off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from goldenthread.improvement_plan.models import (
    Action,
    Completion,
    Evidence,
    EvidenceKind,
    Finding,
    FindingAnswer,
    PlanLevel,
    ProgressUpdate,
    Rating,
    Target,
)
from goldenthread.improvement_plan.queries import standings
from goldenthread.improvement_plan.queries.beside import Beside, beside, lead_facts
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import RatingFact, TargetFact
from goldenthread.improvement_plan.queries.freezing_pressing import escalations_as_at, risks_as_at
from goldenthread.improvement_plan.queries.freezing_voices import voices_as_at
from goldenthread.improvement_plan.queries.statements import (
    by_level,
    latest_of_each,
    rating_facts,
    target_facts,
)
from goldenthread.rules.plan_quality import gaps, part_gaps
from goldenthread.rules.snapshots import (
    SCHEMA_VERSION,
    PlanSnapshot,
    SnapshotAction,
    SnapshotEvidence,
    SnapshotFinding,
    SnapshotLevel,
    SnapshotRating,
    SnapshotTarget,
)


def plan_as_at(context: PlanContext, *, cut_off: date, local_area_name: str) -> PlanSnapshot:
    """The plan at the end of the day `cut_off`: a fixed number of queries."""
    context = replace(context, on=cut_off)
    plan_id = context.plan.id
    ratings = rating_facts(Rating.objects.filter(plan_id=plan_id, on__lte=cut_off), context)
    of_action: dict[UUID, list[RatingFact]] = {}
    for fact in ratings:
        if fact.action_id:
            of_action.setdefault(fact.action_id, []).append(fact)
    said = _latest_updates(plan_id, cut_off)
    done = _completions(plan_id, cut_off)
    actions = list(_actions(plan_id, cut_off))
    shown = beside(row.pk for row in actions)
    known = standings.beside(context)
    frozen = tuple(
        _action(row, known, shown, of_action.get(row.pk, ()), said.get(row.pk), done.get(row.pk))
        for row in actions
    )
    levels = _with_gaps(_levels(context, by_level(ratings)), frozen, cut_off)
    return PlanSnapshot(
        id="",
        plan_id=str(plan_id),
        plan_title=context.plan.title,
        local_area_name=local_area_name,
        period_id="",
        period_name="",
        cut_off=cut_off,
        schema_version=SCHEMA_VERSION,
        level_names=context.plan.level_names,
        scales=tuple(fact.scale for fact in context.plan.scales),
        levels=levels,
        actions=frozen,
        targets=tuple(
            _target(fact, cut_off) for fact in target_facts(Target.objects.filter(plan_id=plan_id))
        ),
        layout=context.plan.layout,
        findings=_findings(plan_id, levels),
        voices=voices_as_at(plan_id, levels, cut_off),
        escalations=escalations_as_at(plan_id, cut_off),
        risks=risks_as_at(plan_id, cut_off),
    )


def _actions(plan_id: UUID, cut_off: date) -> Iterable[Any]:
    """The actions in the plan on the day."""
    return (
        Action.objects.filter(
            Q(added_on__isnull=True) | Q(added_on__lte=cut_off),
            Q(ended_on__isnull=True) | Q(ended_on__gt=cut_off),
            plan_id=plan_id,
        )
        .order_by("position", "id")
        .prefetch_related(
            Prefetch(
                "evidence",
                Evidence.objects.filter(
                    Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=cut_off), on__lte=cut_off
                ).order_by("on", "recorded_at", "id"),
                to_attr="evidence_listed",
            ),
        )
    )


def _latest_updates(plan_id: UUID, cut_off: date) -> dict[UUID, ProgressUpdate]:
    rows = ProgressUpdate.objects.filter(plan_id=plan_id, on__lte=cut_off)
    return {row.action_id: row for row in rows.order_by("on", "recorded_at", "id")}


def _completions(plan_id: UUID, cut_off: date) -> dict[UUID, tuple[date, date | None]]:
    """Action id → (completed on, signed off on), each only where it stood on the day."""
    rows = Completion.objects.filter(
        Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=cut_off),
        plan_id=plan_id,
        on__lte=cut_off,
    )
    return {
        row.action_id: (
            row.on,
            row.signed_off_on if row.signed_off_on and row.signed_off_on <= cut_off else None,
        )
        for row in rows.order_by("on", "recorded_at", "id")
    }


def _action(
    row: Any,
    known: standings.Beside,
    shown: Beside,
    ratings: Iterable[RatingFact],
    said: ProgressUpdate | None,
    done: tuple[date, date | None] | None,
) -> SnapshotAction:
    context = known.context
    latest = latest_of_each(ratings)
    main_key = context.main.key if context.main else ""
    own = [f for f in ratings if f.capacity == "council" and f.scale_key == main_key]
    own = [fact for fact in own if not fact.superseded]
    now = own[0] if own else None
    leads = lead_facts(shown.leads.get(row.pk, ()), context, {})
    stands = standings.standing(
        row,
        known,
        leads=shown.leads.get(row.pk, ()),
        forums=len(shown.forums.get(row.pk, ())),
        rating=now,
        evidence=len(row.evidence_listed),
        completed_on=done[0] if done else None,
        signed_off_on=done[1] if done else None,
    )
    return SnapshotAction(
        id=str(row.pk),
        reference=row.reference,
        position=row.position,
        text=row.text,
        level_ids=tuple(str(level_id) for level_id in shown.levels.get(row.pk, ())),
        leads=tuple(lead.words for lead in leads) or _as_written(row.leads_as_written),
        forums=tuple(forum.name for forum in shown.forums.get(row.pk, ())),
        start=row.start,
        due_as_written=row.due_as_written,
        due=row.due,
        rating=_rating(now) if now else None,
        other_ratings=tuple(_rating(fact) for fact in latest if fact is not now),
        initial_point=own[-1].point.key if own else None,
        cause=now.cause if now else "",
        recovery_date=now.recovery_date if now else None,
        completed_on=done[0] if done else None,
        signed_off_on=done[1] if done else None,
        progress=said.progress if said else "",
        progress_on=said.on if said else None,
        impact=(said.impact if said else "") or row.impact,
        evidence=tuple(
            SnapshotEvidence(str(each.pk), each.kind, each.shows, each.on, each.title)
            for each in row.evidence_listed
        ),
        as_written=tuple((str(heading), str(words)) for heading, words in row.as_written),
        gaps=gaps(stands, on=context.on),
    )


def _as_written(words: str) -> tuple[str, ...]:
    return (words,) if words else ()


def _rating(fact: RatingFact) -> SnapshotRating:
    return SnapshotRating(
        scale_key=fact.scale_key,
        point_key=fact.point.key,
        label=fact.point.label,
        on=fact.on,
        capacity="import" if fact.imported and fact.capacity == "council" else fact.capacity,
        raters=fact.raters,
        occasion=fact.occasion,
        reason=fact.reason,
    )


def _levels(
    context: PlanContext, ratings: Mapping[UUID, tuple[RatingFact, ...]]
) -> tuple[SnapshotLevel, ...]:
    rows = PlanLevel.objects.filter(plan_id=context.plan.id, ended_on__isnull=True)
    return tuple(
        SnapshotLevel(
            id=str(row.pk),
            parent_id=str(row.parent_id) if row.parent_id else None,
            depth=row.depth,
            position=row.position,
            name=context.plan.level_word(row.depth),
            reference=row.reference,
            title=row.title,
            aim=row.aim,
            impact=row.impact,
            ratings=tuple(_rating(fact) for fact in latest_of_each(ratings.get(row.pk, ()))),
        )
        for row in rows.order_by("depth", "position", "id")
    )


def _with_gaps(
    levels: tuple[SnapshotLevel, ...], actions: tuple[SnapshotAction, ...], cut_off: date
) -> tuple[SnapshotLevel, ...]:
    proofs = Evidence.objects.filter(
        Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=cut_off),
        level_id__in=[level.id for level in levels],
        kind=EvidenceKind.IMPACT,
        on__lte=cut_off,
    )
    with_impact = {str(level_id) for level_id in proofs.values_list("level_id", flat=True)}
    found = part_gaps(levels, actions, with_impact=with_impact)
    return tuple(replace(level, gaps=found[level.id]) for level in levels)


def _findings(plan_id: UUID, levels: tuple[SnapshotLevel, ...]) -> tuple[SnapshotFinding, ...]:
    """What inspection found and still asks for, with the parts that answer it: by an action, where
    one holds any."""
    filled = {level.id for level in levels if "part-without-action" not in (level.gaps or ())}
    answering: dict[UUID, list[str]] = {}
    answers = FindingAnswer.objects.filter(plan_id=plan_id, level__ended_on__isnull=True).order_by(
        "level__depth", "level__position", "level_id"
    )
    for level_id, finding_id in answers.values_list("level_id", "finding_id"):
        answering.setdefault(finding_id, []).append(str(level_id))
    return tuple(
        SnapshotFinding(
            id=str(row.pk),
            reference=row.reference,
            text=row.text,
            level_ids=tuple(answering.get(row.pk, ())),
            answered=not filled.isdisjoint(answering.get(row.pk, ())),
        )
        for row in Finding.objects.filter(plan_id=plan_id, ended_on__isnull=True).order_by(
            "position", "id"
        )
    )


def _target(fact: TargetFact, cut_off: date) -> SnapshotTarget:
    latest = [reading for reading in fact.readings if reading.on <= cut_off][-1:]
    return SnapshotTarget(
        id=str(fact.id),
        level_id=str(fact.level_id) if fact.level_id else None,
        action_id=str(fact.action_id) if fact.action_id else None,
        text=fact.text,
        unit=fact.unit,
        baseline=_figure(fact.baseline),
        value=_figure(fact.value),
        due_as_written=fact.as_written,
        latest=_figure(latest[0].value) if latest else "",
        latest_on=latest[0].on if latest else None,
    )


def _figure(value: Any) -> str:
    """A decimal as people write it: no needless noughts; "" where there is none."""
    return "" if value is None else f"{value.normalize():f}"
