"""What the pages of a plan and of an action say of risks, decisions and waiting."""

from __future__ import annotations

from goldenthread.improvement_plan.presenters.action_risks import (
    ActionRisks,
    PlanRisks,
    action_risks,
    plan_risks,
)
from goldenthread.improvement_plan.queries import risks as queries
from goldenthread.improvement_plan.queries.facts import ActionDetail, PlanSummary
from goldenthread.improvement_plan.views.found import addresses_of
from goldenthread.partnership.queries import AreaRequest


def pressing_of_action(request: AreaRequest, detail: ActionDetail) -> ActionRisks:
    viewer, on = request.viewer, request.today
    plan_id, action_id, known = detail.row.plan_id, detail.row.id, detail.context
    return action_risks(
        detail,
        queries.risks(
            plan_id, viewer=viewer, on=on, action_id=action_id, open_only=False, known=known
        ),
        queries.escalations(plan_id, viewer=viewer, on=on, action_id=action_id, known=known),
        queries.waits(plan_id, viewer=viewer, on=on, action_id=action_id, known=known),
        viewer=viewer,
        on=on,
        addresses=addresses_of(request),
    )


def pressing_of_plan(request: AreaRequest, summary: PlanSummary) -> PlanRisks:
    plan_id = summary.plan.id
    counts = queries.risk_counts(plan_id, viewer=request.viewer, on=request.today)
    return plan_risks(counts, summary.blocked.count, plan_id, addresses_of(request))
