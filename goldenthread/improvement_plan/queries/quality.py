"""How good a plan is as a plan: every gap with its count, its list, and how many there were before.

Each count of actions carries the query of its own list; what is not of an action names its parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.models import Evidence, EvidenceKind, Milestone
from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.action_lists import actions, led, led_by
from goldenthread.improvement_plan.queries.facts import (
    ActionRow,
    Counted,
    FindingFact,
    LevelRef,
    PlanFact,
    SnapshotTotals,
)
from goldenthread.improvement_plan.queries.filters import HAS_GAP, ActionFilters
from goldenthread.improvement_plan.queries.reporting import snapshots_in
from goldenthread.improvement_plan.queries.standings import contradictions_in_words
from goldenthread.improvement_plan.queries.tallies import Counts, count, finding_facts
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.plan_quality import ACTION_GAPS, Gap


@dataclass(frozen=True)
class GapFact:
    """A gap of actions; `before` is how many had it in the last report that kept them."""

    gap: Gap
    now: Counted
    before: int | None


@dataclass(frozen=True)
class PlanQuality:
    """Every gap, in the order of the rules, those without a case too. `trend` is oldest first and
    holds only the reports that kept their gaps."""

    plan: PlanFact
    on: date
    actions: Counted
    with_gap: Counted
    gaps: tuple[GapFact, ...]
    findings_without_action: tuple[FindingFact, ...]
    parts_without_action: tuple[LevelRef, ...]
    without_impact: tuple[LevelRef, ...]  # top levels with no evidence of impact
    trend: tuple[SnapshotTotals, ...]

    @property
    def last(self) -> SnapshotTotals | None:
        return self.trend[-1] if self.trend else None


def plan_quality(plan_id: UUID, *, viewer: Viewer, on: date) -> PlanQuality | None:
    """A fixed number of queries; None out of sight."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return None
    counts = count(context)
    trend = tuple(each for each in snapshots_in(context) if each.in_force and each.gaps is not None)
    before = trend[-1].gaps if trend else None
    filled = {pk for tally in counts.tallies for pk in tally.level_ids}
    proven = _with_impact(counts)
    return PlanQuality(
        plan=context.plan,
        on=on,
        actions=counts.counted(),
        with_gap=counts.counted(state=(HAS_GAP,)),
        gaps=tuple(
            GapFact(gap, counts.counted(state=(key,)), before.get(key) if before else None)
            for key, gap in ACTION_GAPS.items()
        ),
        findings_without_action=tuple(
            each
            for each in finding_facts(context, counts)
            if not each.actions and each.ended_on is None
        ),
        parts_without_action=tuple(
            level for level in context.levels.values() if level.id not in filled
        ),
        without_impact=tuple(
            level
            for level in context.levels.values()
            if level.parent_id is None and level.id not in proven
        ),
        trend=trend,
    )


def _with_impact(counts: Counts) -> set[UUID]:
    """Levels with evidence of impact: their own, or of what lies in or below them."""
    above = {tally.id: tally.level_ids for tally in counts.tallies}
    context = counts.context
    found: set[UUID] = set()
    rows = Evidence.objects.filter(
        plan_id=context.plan.id, kind=EvidenceKind.IMPACT, withdrawn_on__isnull=True
    )
    for action_id, level_id in rows.values_list("action_id", "level_id"):
        found |= above.get(action_id, frozenset()) if action_id else set()
        found |= context.with_ancestors([level_id]) if level_id else set()
    return found


def contradictions_of(rows: Iterable[ActionRow], plan: PlanFact, *, on: date) -> dict[UUID, str]:
    """Action id → which of its dates contradict each other, in a sentence or more: one query."""
    listed = tuple(rows)
    milestones: dict[UUID, list[date]] = {}
    for action_id, last_day in Milestone.objects.filter(
        action_id__in=[row.id for row in listed], ended_on__isnull=True, last_day__isnull=False
    ).values_list("action_id", "last_day"):
        if last_day:
            milestones.setdefault(action_id, []).append(last_day)
    return {
        row.id: contradictions_in_words(row, plan, milestones.get(row.id, ()), on=on)
        for row in listed
    }


def rows_with(
    key: str, plan_id: UUID, *, viewer: Viewer, on: date, mine: bool = False
) -> tuple[ActionRow, ...]:
    """The actions that have a gap, in the plan's order; `mine`: only those that the viewer leads.
    KeyError where there is no such gap."""
    state = ACTION_GAPS[key].key
    rows = actions(plan_id, viewer=viewer, on=on, filters=ActionFilters(state=(state,)))
    if not mine:
        return rows
    own = set(led(led_by(viewer), viewer=viewer, on=on).values_list("pk", flat=True))
    return tuple(row for row in rows if row.id in own)
