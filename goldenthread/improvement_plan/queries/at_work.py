"""Several plans at once, as one person's home asks for them: each plan is counted once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.improvement_plan.models import Evidence, EvidenceKind
from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.action_lists import (
    found_ids,
    led,
    led_by,
    rows_in_order,
)
from goldenthread.improvement_plan.queries.facts import ActionRow, PlanSummary
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.plan_pages import summary_of
from goldenthread.improvement_plan.queries.tallies import Counts, count
from goldenthread.partnership.queries import Viewer

Asked = tuple[UUID, ActionFilters]


@dataclass(frozen=True)
class AtWork:
    """`summaries` in the order of the plans; `mine` what the viewer leads in them, by due date;
    `lists` the actions of each list asked for, in its order."""

    summaries: tuple[PlanSummary, ...]
    mine: tuple[ActionRow, ...]
    lists: Mapping[Asked, tuple[ActionRow, ...]]


def at_work(
    plan_ids: Collection[UUID],
    *,
    viewer: Viewer,
    on: date,
    mine: bool = False,
    lists: Collection[Asked] = (),
) -> AtWork:
    """Of the plans in sight among these. The number of queries depends on the plans and on the
    lists, not on how many actions there are."""
    loaded = contexts.load(plan_ids=plan_ids, viewer=viewer, on=on)
    counted = {plan_id: count(loaded[plan_id]) for plan_id in plan_ids if plan_id in loaded}
    my_ids = _mine(counted, viewer=viewer, on=on) if mine else []
    listed = {
        (plan_id, filters): found_ids(filters, counted[plan_id])
        for plan_id, filters in lists
        if plan_id in counted
    }
    wanted = {*my_ids, *(pk for ids in listed.values() for pk in ids)}
    rows = _rows(wanted, counted.values(), viewer=viewer)
    return AtWork(
        summaries=tuple(summary_of(counts) for counts in counted.values()),
        mine=tuple(rows[pk] for pk in my_ids),
        lists={asked: tuple(rows[pk] for pk in ids) for asked, ids in listed.items()},
    )


def _mine(counted: Mapping[UUID, Counts], *, viewer: Viewer, on: date) -> list[UUID]:
    found = led(led_by(viewer), viewer=viewer, on=on).values_list("pk", "plan_id")
    return [
        pk for pk, plan_id in found if plan_id in counted and pk in counted[plan_id].known.states
    ]


def _rows(
    wanted: Collection[UUID], counted: Iterable[Counts], *, viewer: Viewer
) -> dict[UUID, ActionRow]:
    found: dict[UUID, ActionRow] = {}
    for counts in counted:
        here = [tally.id for tally in counts.tallies if tally.id in wanted]
        if here:
            found |= {row.id: row for row in rows_in_order(here, counts, viewer=viewer)}
    return found


def with_impact(plan_ids: Collection[UUID], *, viewer: Viewer, on: date) -> frozenset[UUID]:
    """Ids of the actions in these plans with evidence of impact on the day: one query."""
    standing = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)
    rows = Evidence.objects.visible_to(viewer).filter(
        standing, plan_id__in=plan_ids, action__isnull=False, kind=EvidenceKind.IMPACT, on__lte=on
    )
    return frozenset(pk for pk in rows.values_list("action_id", flat=True) if pk)
