"""Addresses of this context, under /a/<area>/plans/.

`kind` in an address is "action" or "level" (for a history also "plan", "period", "finding",
"target", "escalation", "round", "voice", "saved_view" or "kind"; "post" or "person" for a lead).
"""

from django.urls import URLPattern, path

from goldenthread.improvement_plan.views import (
    answering,
    carrying,
    changing,
    doing,
    escalations,
    grid,
    history,
    kinds,
    parts,
    passing,
    periods,
    planning,
    proving,
    quality,
    rating,
    reading,
    reminding,
    returns,
    risks,
    roles,
    rounds,
    saved_views,
    scales,
    steps,
    targets,
    voices,
    waiting,
)

app_name = "improvement_plan"

_plan = [
    path("", reading.plans, name="plans"),
    path("new/", planning.new_plan, name="new_plan"),
    path("search/", reading.search, name="search"),
    path("<uuid:plan_id>/", reading.plan, name="plan"),
    path("<uuid:plan_id>/actions/", reading.actions, name="actions"),
    path("<uuid:plan_id>/grid/", grid.grid, name="grid"),
    path("<uuid:plan_id>/grid/many/", grid.grid_many, name="grid_many"),
    path("<uuid:plan_id>/grid/undo/<uuid:change_id>/", grid.undo_many, name="undo_many"),
    path("<uuid:plan_id>/views/", saved_views.saved_views, name="saved_views"),
    path("<uuid:plan_id>/findings/", reading.findings, name="findings"),
    path("<uuid:plan_id>/families/", voices.families, name="families"),
    path("<uuid:plan_id>/families/tell/", voices.tell_families, name="tell_families"),
    path("<uuid:plan_id>/families/meeting/", voices.write_down_voices, name="write_down_voices"),
    path("families/<uuid:voice_id>/confirm/", voices.confirm_voice, name="confirm_voice"),
    path("families/<uuid:voice_id>/withdraw/", voices.withdraw_voice, name="withdraw_voice"),
    path("<uuid:plan_id>/quality/", quality.plan_quality, name="quality"),
    path("<uuid:plan_id>/quality/<slug:key>/", quality.gap, name="gap"),
    path("<uuid:plan_id>/findings/add/", answering.add_finding, name="add_finding"),
    path(
        "<uuid:plan_id>/findings/<uuid:finding_id>/edit/",
        answering.edit_finding,
        name="edit_finding",
    ),
    path(
        "<uuid:plan_id>/findings/<uuid:finding_id>/end/",
        answering.end_finding,
        name="end_finding",
    ),
    path(
        "<uuid:plan_id>/findings/<uuid:finding_id>/reopen/",
        answering.reopen_finding,
        name="reopen_finding",
    ),
    path("<uuid:plan_id>/add-part/", parts.add_top_level, name="add_top_level"),
    path("kinds/", kinds.kinds, name="plan_kinds"),
    path("kinds/<uuid:kind_id>/edit/", kinds.change_kind, name="change_kind"),
    path("<uuid:plan_id>/settings/", planning.plan_settings, name="plan_settings"),
    path("<uuid:plan_id>/settings/edit/", planning.edit_plan, name="edit_plan"),
    path("<uuid:plan_id>/settings/close/", planning.close_plan, name="close_plan"),
    path("<uuid:plan_id>/settings/reopen/", planning.reopen_plan, name="reopen_plan"),
    path("<uuid:plan_id>/settings/carry/", carrying.carry, name="carry_over"),
    path("<uuid:plan_id>/settings/levels/", planning.rename_levels, name="rename_levels"),
    path("<uuid:plan_id>/scales/add/", scales.add_scale, name="add_scale"),
    path("<uuid:plan_id>/scales/<slug:key>/edit/", scales.edit_scale, name="edit_scale"),
    path("<uuid:plan_id>/scales/<slug:key>/main/", scales.make_main, name="make_main"),
    path("<uuid:plan_id>/periods/", reading.periods, name="periods"),
    path("<uuid:plan_id>/periods/compare/", periods.compare, name="compare_periods"),
    path("<uuid:plan_id>/periods/open/", periods.open_period, name="open_period"),
    path("<uuid:plan_id>/rounds/", rounds.rounds, name="rounds"),
    path("<uuid:plan_id>/rounds/reminders/", reminding.of_plan, name="plan_reminders"),
    path("<uuid:plan_id>/rounds/request/", rounds.request_updates, name="request_updates"),
    path("<uuid:plan_id>/roles/give/", roles.for_plan, name="give_role_for_plan"),
    path("periods/<uuid:period_id>/", reading.period, name="period"),
    path("periods/<uuid:period_id>/close/", periods.close_period, name="close_period"),
    path("periods/<uuid:period_id>/reopen/", periods.reopen_period, name="reopen_period"),
    path("forums/<uuid:forum_id>/", reading.forum, name="forum"),
    path("leads/<str:kind>/<uuid:lead_id>/", reading.lead, name="lead"),
    path("history/<str:kind>/<uuid:thing_id>/", history.history, name="history"),
]
_level = [
    path("levels/<uuid:level_id>/", reading.level, name="level"),
    path("levels/<uuid:level_id>/edit/", parts.edit_level, name="edit_level"),
    path("levels/<uuid:level_id>/roles/give/", roles.for_level, name="give_role_for_level"),
    path("levels/<uuid:level_id>/add-part/", parts.add_level, name="add_level"),
    path("levels/<uuid:level_id>/end/", parts.end_level, name="end_level"),
    path("levels/<uuid:level_id>/finding/", answering.link_finding, name="link_finding"),
    path("levels/<uuid:level_id>/add-action/", steps.add_action, name="add_action"),
]
_action = [
    path("actions/<uuid:action_id>/", reading.action, name="action"),
    path("actions/<uuid:action_id>/update/", doing.update, name="update_action"),
    path("actions/<uuid:action_id>/complete/", doing.complete, name="complete_action"),
    path("actions/<uuid:action_id>/sign-off/", doing.sign_off, name="sign_off_action"),
    path("actions/<uuid:action_id>/reopen/", doing.reopen, name="reopen_action"),
    path("actions/<uuid:action_id>/edit/", changing.edit_action, name="edit_action"),
    path("actions/<uuid:action_id>/place/", changing.edit_place, name="edit_place"),
    path("actions/<uuid:action_id>/dates/", changing.edit_dates, name="edit_dates"),
    path("actions/<uuid:action_id>/leads/", changing.edit_leads, name="edit_leads"),
    path("actions/<uuid:action_id>/forums/", changing.edit_forums, name="edit_forums"),
    path("actions/<uuid:action_id>/end/", changing.end_action, name="end_action"),
    path("actions/<uuid:action_id>/milestones/", steps.add_milestone, name="add_milestone"),
    path(
        "actions/<uuid:action_id>/milestones/<uuid:milestone_id>/met/",
        steps.meet_milestone,
        name="meet_milestone",
    ),
    path(
        "actions/<uuid:action_id>/milestones/<uuid:milestone_id>/end/",
        steps.end_milestone,
        name="end_milestone",
    ),
    path("actions/<uuid:action_id>/waits-for/", steps.add_dependency, name="add_dependency"),
    path(
        "actions/<uuid:action_id>/waits-for/<uuid:dependency_id>/end/",
        steps.end_dependency,
        name="end_dependency",
    ),
]
# What an action and a level can both have.
_either = [
    path("rate/<str:kind>/<uuid:owner_id>/", rating.rate, name="rate"),
    path(
        "rate/<str:kind>/<uuid:owner_id>/<uuid:rating_id>/correct/",
        rating.correct,
        name="correct_rating",
    ),
    path("evidence/<str:kind>/<uuid:owner_id>/", proving.add_evidence, name="add_evidence"),
    path(
        "evidence/<str:kind>/<uuid:owner_id>/<uuid:evidence_id>/file/",
        reading.evidence_file,
        name="evidence_file",
    ),
    path(
        "evidence/<str:kind>/<uuid:owner_id>/<uuid:evidence_id>/withdraw/",
        proving.withdraw_evidence,
        name="withdraw_evidence",
    ),
    path("targets/<str:kind>/<uuid:owner_id>/", targets.add_target, name="add_target"),
    path(
        "targets/<str:kind>/<uuid:owner_id>/<uuid:target_id>/reading/",
        targets.reading,
        name="reading",
    ),
    path(
        "targets/<str:kind>/<uuid:owner_id>/<uuid:target_id>/edit/",
        targets.edit_target,
        name="edit_target",
    ),
    path(
        "targets/<str:kind>/<uuid:owner_id>/<uuid:target_id>/end/",
        targets.end_target,
        name="end_target",
    ),
]

# What may hold a plan up: risks and issues, decisions that are needed, who waits for whom.
_pressing = [
    path("<uuid:plan_id>/risks/", risks.register, name="risks"),
    path("<uuid:plan_id>/risks/raise/", risks.raise_risk, name="raise_risk"),
    path("risks/<uuid:risk_id>/", risks.risk, name="risk"),
    path("risks/<uuid:risk_id>/review/", risks.review, name="review_risk"),
    path("risks/<uuid:risk_id>/change/", risks.change, name="change_risk"),
    path("risks/<uuid:risk_id>/close/", risks.close, name="close_risk"),
    path("risks/<uuid:risk_id>/happened/", risks.happened, name="risk_happened"),
    path("<uuid:plan_id>/decisions/", escalations.escalations, name="escalations"),
    path("<uuid:plan_id>/decisions/ask/", escalations.raise_escalation, name="raise_escalation"),
    path(
        "decisions/<uuid:escalation_id>/record/",
        escalations.record_decision,
        name="record_decision",
    ),
    path(
        "decisions/<uuid:escalation_id>/withdraw/",
        escalations.withdraw,
        name="withdraw_escalation",
    ),
    path("<uuid:plan_id>/waits/", waiting.waits, name="waits"),
    path(
        "actions/<uuid:action_id>/waits-for/<uuid:dependency_id>/agree/",
        waiting.agree,
        name="agree_dependency",
    ),
    path(
        "actions/<uuid:action_id>/waits-for/<uuid:dependency_id>/change/",
        waiting.change,
        name="change_dependency",
    ),
]

_round = [
    path("rounds/<uuid:round_id>/", rounds.board, name="round"),
    path("rounds/<uuid:round_id>/remind/", rounds.remind, name="remind_round"),
    path("rounds/<uuid:round_id>/accept/", rounds.accept, name="accept_answers"),
    path("rounds/<uuid:round_id>/cut-off/", rounds.change_cut_off, name="change_cut_off"),
    path("rounds/<uuid:round_id>/reminders/", reminding.of_round, name="round_reminders"),
    path("rounds/<uuid:round_id>/close/", rounds.close_round, name="close_round"),
    path("requests/<uuid:request_id>/", returns.update_request, name="update_request"),
    path("requests/<uuid:request_id>/answer/", returns.answer_request, name="answer_request"),
    path("requests/<uuid:request_id>/draft/", returns.keep_answers, name="keep_answers"),
    path("requests/<uuid:request_id>/deputy/", passing.pass_to_deputy, name="pass_to_deputy"),
    path("requests/<uuid:request_id>/withdraw/", returns.withdraw_request, name="withdraw_request"),
    path("asked/<uuid:round_action_id>/back/", returns.ask_back, name="ask_back"),
]
# Reached by a task link, under /t/update_request/<token>/: no account, nothing else in reach.
by_link: list[URLPattern] = [
    path("", returns.answer_by_link, name="answer_by_link"),
    path("draft/", returns.keep_answers_by_link, name="keep_answers_by_link"),
    path("deputy/", passing.pass_by_link, name="pass_to_deputy_by_link"),
]

urlpatterns: list[URLPattern] = [*_round, *_plan, *_pressing, *_level, *_action, *_either]
