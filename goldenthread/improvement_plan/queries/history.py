"""What happened to things of a plan: the trail, once the thing itself is known to be in sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from goldenthread.improvement_plan.models import (
    Action,
    Escalation,
    Finding,
    Plan,
    PlanKind,
    PlanLevel,
    ReportingPeriod,
    SavedView,
    Target,
    UpdateRound,
)
from goldenthread.improvement_plan.models.base import PlanRow
from goldenthread.improvement_plan.queries.voices import voice
from goldenthread.partnership.queries import Viewer
from goldenthread.trail import queries as trail
from goldenthread.trail.queries import HistoryEntry

PAGE = 50


def action_history(
    action_id: UUID, *, viewer: Viewer, limit: int = PAGE, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    """Latest first; `before` is the last `seq` of the page above. Empty out of sight."""
    seen = Action.objects.visible_to(viewer).filter(pk=action_id).exists()
    return _told("action", action_id, viewer, limit, before) if seen else ()


def level_history(
    level_id: UUID, *, viewer: Viewer, limit: int = PAGE, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    seen = PlanLevel.objects.visible_to(viewer).filter(pk=level_id).exists()
    return _told("level", level_id, viewer, limit, before) if seen else ()


def plan_history(
    plan_id: UUID, *, viewer: Viewer, limit: int = PAGE, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    """Everything done in the plan: every act on an action or level is also its plan's."""
    seen = Plan.objects.visible_to(viewer).filter(pk=plan_id).exists()
    return _told("plan", plan_id, viewer, limit, before) if seen else ()


def period_history(
    period_id: UUID, *, viewer: Viewer, limit: int = PAGE, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    seen = ReportingPeriod.objects.visible_to(viewer).filter(pk=period_id).exists()
    return _told("period", period_id, viewer, limit, before) if seen else ()


@dataclass(frozen=True)
class ThingFact:
    """Something of a plan whose history is asked for: its words, and what it is a thing of.

    `action_id` or `level_id` is what it hangs on, where it hangs on one.
    """

    plan_id: UUID
    words: str
    action_id: UUID | None = None
    level_id: UUID | None = None


def _finding(rows: QuerySet[Any]) -> ThingFact | None:
    row = rows.first()
    return ThingFact(row.plan_id, row.text) if row else None


def _target(rows: QuerySet[Any]) -> ThingFact | None:
    row = rows.first()
    return ThingFact(row.plan_id, row.text, row.action_id, row.level_id) if row else None


def _escalation(rows: QuerySet[Any]) -> ThingFact | None:
    row = rows.first()
    if row is None:
        return None
    return ThingFact(row.plan_id, row.decision_needed, row.action_id, row.level_id)


def _named(rows: QuerySet[Any]) -> ThingFact | None:
    row = rows.first()
    return ThingFact(row.plan_id, row.name) if row else None


_THINGS: dict[str, tuple[type[PlanRow], Callable[[QuerySet[Any]], ThingFact | None]]] = {
    "finding": (Finding, _finding),
    "target": (Target, _target),
    "escalation": (Escalation, _escalation),
    "round": (UpdateRound, _named),
    "saved_view": (SavedView, _named),
}


def a_thing(kind: str, thing_id: UUID, *, viewer: Viewer) -> ThingFact | None:
    """A finding, a target, a decision asked for ("escalation"), a round or a saved view, ended
    ones too; None out of sight."""
    if kind not in _THINGS:
        return None
    model, fact = _THINGS[kind]
    rows = model.objects.visible_to(viewer).filter(pk=thing_id)
    if model is SavedView:
        rows = rows.filter(Q(owner_id=viewer.user_id) | Q(shared=True))
    return fact(rows)


def thing_history(
    kind: str, thing_id: UUID, *, viewer: Viewer, limit: int = PAGE, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    seen = a_thing(kind, thing_id, viewer=viewer)
    return _told(kind, thing_id, viewer, limit, before) if seen else ()


def voice_history(
    voice_id: UUID, *, viewer: Viewer, on: date, limit: int = PAGE, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    """Of what families said once: who wrote it down, confirmed it or took it away, and when. A
    draft's is for those alone who may read the draft."""
    seen = voice(voice_id, viewer=viewer, on=on)
    return _told("voice", voice_id, viewer, limit, before) if seen else ()


def kind_history(
    kind_id: UUID, *, viewer: Viewer, limit: int = PAGE, before: int | None = None
) -> tuple[HistoryEntry, ...]:
    """Of a kind of plan, which belongs to the whole area."""
    seen = PlanKind.objects.filter(local_area_id=viewer.local_area_id, pk=kind_id).exists()
    return _told("plan_kind", kind_id, viewer, limit, before) if seen else ()


def _told(
    kind: str, object_id: UUID, viewer: Viewer, limit: int, before: int | None
) -> tuple[HistoryEntry, ...]:
    return trail.history(
        local_area_id=viewer.local_area_id,
        kind=kind,
        object_id=object_id,
        limit=limit,
        before=before,
    )
