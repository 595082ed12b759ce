"""What the improvement plan tells, as somebody (`viewer=`) on a day (`on=`).

`facts` holds the frozen answers; `filters` the typed filters of a list of actions.

    the_only_plan(viewer=) -> PlanFact | None
    plans(viewer=) -> tuple[PlanFact, ...]
    plan(plan_id, viewer=) -> PlanFact | None
    plan_named(title, viewer=) -> PlanFact | None
    plan_kinds(viewer=) -> tuple[str, ...]
    plan_summary(plan_id, viewer=, on=) -> PlanSummary | None
    plan_overview(plan_id, viewer=, on=) -> (PlanSummary, the actions that press) | None
    level_detail(level_id, viewer=, on=) -> LevelDetail | None
    level_tree(plan_id, viewer=, on=) -> tuple[LevelFact, ...]    (every level, top down, in order)
    findings(plan_id, viewer=, on=, ended=False) -> tuple[FindingFact, ...]
    findings_answered(plan_id, viewer=, on=) -> the plan, its findings and its level tree
    scales(plan_id, viewer=) -> tuple[ScaleFact, ...]             (every version)
    points_in_use(plan_id, viewer=) -> {scale key: {point key: ratings}}
    rated_on(plan_id, scale_key, viewer=) -> (actions rated by the council on it, actions)
    actions(plan_id, viewer=, on=, filters=ActionFilters()) -> tuple[ActionRow, ...]
    action(action_id, viewer=, on=) -> ActionDetail | None        (ended ones too)
    filter_choices(plan_id, viewer=, on=) -> FilterChoices | None
    action_list(plan_id, viewer=, on=, filters=) -> (rows, FilterChoices) | None
    action_page(plan_id, viewer=, on=, filters=, number=, size=) -> ActionsFound | None
    actions_by_lead(viewer=, on=, post_id=None, person_id=None) -> tuple[ActionRow, ...]
    actions_by_forum(forum_id, viewer=, on=) -> tuple[ActionRow, ...]
    my_actions(viewer=, on=) -> tuple[ActionRow, ...]
    at_work(plan_ids, viewer=, on=, mine=, lists=) -> AtWork      (several plans, each counted once)
    search(words, viewer=, on=, size=) -> tuple[FoundIn, ...]         (in every plan in sight)
    with_impact(plan_ids, viewer=, on=) -> frozenset of action ids    (evidence of impact)
    periods(plan_id, viewer=), period(period_id, viewer=), latest_closed_period(plan_id, viewer=)
    period_named(plan_id, name, viewer=)
    snapshots(plan_id, viewer=, on=) -> tuple[SnapshotTotals, ...]     (every one, oldest first)
    snapshot(snapshot_id, viewer=) -> rules.snapshots.PlanSnapshot | None
    snapshot_now(plan_id, viewer=, on=) -> PlanSnapshot | None    (unfrozen: the plan as at `on`)
    action_history / level_history / plan_history / period_history(id, viewer=, limit=, before=)
        -> tuple[trail.queries.HistoryEntry, ...]
"""

from goldenthread.improvement_plan.queries.action_lists import (
    action,
    action_list,
    action_page,
    actions,
    actions_by_forum,
    actions_by_lead,
    my_actions,
)
from goldenthread.improvement_plan.queries.at_work import AtWork, at_work, with_impact
from goldenthread.improvement_plan.queries.choices import filter_choices
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.history import (
    action_history,
    level_history,
    period_history,
    plan_history,
)
from goldenthread.improvement_plan.queries.plan_pages import (
    findings,
    findings_answered,
    level_detail,
    level_tree,
    plan,
    plan_kinds,
    plan_named,
    plan_overview,
    plan_summary,
    plans,
    scales,
    the_only_plan,
)
from goldenthread.improvement_plan.queries.points import points_in_use, rated_on
from goldenthread.improvement_plan.queries.reporting import (
    latest_closed_period,
    period,
    period_named,
    periods,
    snapshot,
    snapshot_now,
    snapshots,
)
from goldenthread.improvement_plan.queries.searching import search

__all__ = [
    "ActionFilters",
    "AtWork",
    "action",
    "action_history",
    "action_list",
    "action_page",
    "actions",
    "actions_by_forum",
    "actions_by_lead",
    "at_work",
    "filter_choices",
    "findings",
    "findings_answered",
    "latest_closed_period",
    "level_detail",
    "level_history",
    "level_tree",
    "my_actions",
    "period",
    "period_history",
    "period_named",
    "periods",
    "plan",
    "plan_history",
    "plan_kinds",
    "plan_named",
    "plan_overview",
    "plan_summary",
    "plans",
    "points_in_use",
    "rated_on",
    "scales",
    "search",
    "snapshot",
    "snapshot_now",
    "snapshots",
    "the_only_plan",
    "with_impact",
]
