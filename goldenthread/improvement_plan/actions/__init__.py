"""What can be done to a plan: keyword-only verbs, each one transaction and one entry in the trail.

Every verb takes `by: Viewer` and `on: date` (the business day) and raises `NotPermitted` when the
role does not allow it, `Refused` with a sentence when it makes no sense, `ChangedMeanwhile` when
`version` is not the row's own any more. Ids of another area or plan are refused as unknown.

plans.py       create_plan(*, title, kind_name, level_names, scale, starts_on, ends_on,
                   predecessor_id) -> plan_id
               edit_plan(*, plan_id, version, changes={title, starts_on, ends_on, accepted_on})
               rename_levels(*, plan_id, version, level_names)
               define_scale(*, plan_id, scale, main=False, version=None) -> scale_id (a new version)
findings.py    add_finding(*, plan_id, text, reference="", source="", found_on=None,
                           level_ids=()) -> finding_id
               edit_finding(*, finding_id, version,
                            changes={text, reference, source, on, level_ids})
               end_finding(*, finding_id, version, ended_as, reason)
               reopen_finding(*, finding_id, version, reason)
               link_findings(*, level_id, finding_ids, version)
levels.py      add_level(*, plan_id, title, reference="", parent_id=None, aim="", impact="")
                   -> level_id
               edit_level(*, level_id, version, changes={title, reference, aim, impact})
               end_level(*, level_id, version)
doing.py       add_action(*, plan_id, text, reference="", level_ids=(), …) -> action_id
               edit_action(*, action_id, version, changes={text, steps, success_measures, outcome,
                   impact, co_production, resources, accountable_as_written,
                   accountable_post_id, reference, level_ids})
               end_action(*, action_id, version, reason)
               set_leads(*, action_id, version, leads: Sequence[NewLead])
               set_forums(*, action_id, version, forum_ids)
               set_dates(*, action_id, version, dues: Sequence[NewDue], start=None,
                   start_as_written="")
steps.py       add_milestone(*, action_id, text, due: NewDue | None) -> milestone_id
               meet_milestone(*, milestone_id, met_on=None) / end_milestone(*, milestone_id)
waiting.py     add_dependency(*, action_id, waits_for_id, note="", needed_by=None) -> dependency_id
               change_dependency(*, dependency_id, version, note, needed_by)
               agree_dependency(*, dependency_id) / end_dependency(*, dependency_id)
risks.py       raise_risk(*, action_id=None, level_id=None, kind="risk", words, likelihood_before,
                   impact_before, likelihood_after=None, impact_after=None, cause="", effect="",
                   mitigation="", owner=None, review_on=None, review_rhythm="monthly",
                   update_id=None) -> risk_id
               review_risk(*, risk_id, likelihood, impact, words, review_on=None) -> review_id
               change_risk(*, risk_id, version, changes={words, cause, effect, mitigation,
                   likelihood_before…, owner, review_on, review_rhythm})
               close_risk(*, risk_id, how, words)
               happened(*, risk_id, words, impact=None) -> issue_id
escalations.py raise_escalation(*, action_id=None, level_id=None, blocked, decision_needed,
                   forum_id=None, needed_by=None, update_id=None) -> escalation_id
               record_decision(*, escalation_id, decision, forum_id=None, decided_on=None)
               withdraw_escalation(*, escalation_id, reason)
progress.py    record_update(*, action_id, progress, impact="", next_steps="") -> update_id
               mark_complete(*, action_id, note="") -> completion_id
               sign_off(*, action_id, reason="") -> None
               reopen_completion(*, action_id, reason, point_key="") -> None
rating.py      record_rating(*, action_id=None, level_id=None, point_key, scale_key="",
                   capacity="", raters=(), occasion="", reason="", cause="", recovery_date=None,
                   rated_on=None, corrects=None) -> rating_id
evidence.py    add_evidence(*, action_id=None, level_id=None, kind, title, shows, shown_on=None,
                   file_id=None, link="") -> evidence_id
               withdraw_evidence(*, evidence_id, reason)
targets.py     add_target(*, level_id=None, action_id=None, target: NewTarget) -> target_id
               edit_target(*, target_id, version, target: NewTarget)
               end_target(*, target_id, version)
               record_reading(*, target_id, value, read_on, source) -> reading_id
periods.py     open_period(*, plan_id, name, from_date, cut_off) -> period_id
               close_period(*, period_id) -> snapshot_id
               reopen_period(*, period_id, reason)
importing.py   make_plan(*, title, kind_name, level_names, levels, scales, actions, targets=(),
                   findings=(), layout=(), source_label) -> plan_id
               apply_changes(*, plan_id, changes: Sequence[Added | Changed | Removed],
                   source_label) -> tuple[UUID, ...]   (the actions touched)
"""

from goldenthread.improvement_plan.actions.doing import (
    add_action,
    edit_action,
    end_action,
    set_dates,
    set_forums,
    set_leads,
)
from goldenthread.improvement_plan.actions.escalations import (
    raise_escalation,
    record_decision,
    withdraw_escalation,
)
from goldenthread.improvement_plan.actions.evidence import add_evidence, withdraw_evidence
from goldenthread.improvement_plan.actions.findings import (
    add_finding,
    edit_finding,
    end_finding,
    link_findings,
    reopen_finding,
)
from goldenthread.improvement_plan.actions.importing import apply_changes, make_plan
from goldenthread.improvement_plan.actions.levels import add_level, edit_level, end_level
from goldenthread.improvement_plan.actions.periods import (
    close_period,
    open_period,
    reopen_period,
)
from goldenthread.improvement_plan.actions.plans import (
    create_plan,
    define_scale,
    edit_plan,
    rename_levels,
)
from goldenthread.improvement_plan.actions.progress import (
    mark_complete,
    record_update,
    reopen_completion,
    sign_off,
)
from goldenthread.improvement_plan.actions.rating import record_rating
from goldenthread.improvement_plan.actions.risks import (
    change_risk,
    close_risk,
    happened,
    raise_risk,
    review_risk,
)
from goldenthread.improvement_plan.actions.steps import (
    add_milestone,
    end_milestone,
    meet_milestone,
)
from goldenthread.improvement_plan.actions.targets import (
    add_target,
    edit_target,
    end_target,
    record_reading,
)
from goldenthread.improvement_plan.actions.waiting import (
    add_dependency,
    agree_dependency,
    change_dependency,
    end_dependency,
)

__all__ = [
    "add_action",
    "add_dependency",
    "add_evidence",
    "add_finding",
    "add_level",
    "add_milestone",
    "add_target",
    "agree_dependency",
    "apply_changes",
    "change_dependency",
    "change_risk",
    "close_period",
    "close_risk",
    "create_plan",
    "define_scale",
    "edit_action",
    "edit_finding",
    "edit_level",
    "edit_plan",
    "edit_target",
    "end_action",
    "end_dependency",
    "end_finding",
    "end_level",
    "end_milestone",
    "end_target",
    "happened",
    "link_findings",
    "make_plan",
    "mark_complete",
    "meet_milestone",
    "open_period",
    "raise_escalation",
    "raise_risk",
    "record_decision",
    "record_rating",
    "record_reading",
    "record_update",
    "rename_levels",
    "reopen_completion",
    "reopen_finding",
    "reopen_period",
    "review_risk",
    "set_dates",
    "set_forums",
    "set_leads",
    "sign_off",
    "withdraw_escalation",
    "withdraw_evidence",
]
