"""Addresses of this context, under /a/<area>/plans/.

`kind` in an address is "action" or "level" (and "plan" or "period" for a history; "post" or
"person" for a lead).
"""

from django.urls import URLPattern, path

from goldenthread.improvement_plan.views import (
    answering,
    changing,
    doing,
    periods,
    planning,
    proving,
    rating,
    reading,
    roles,
    scales,
    steps,
    targets,
)

app_name = "improvement_plan"

_plan = [
    path("", reading.plans, name="plans"),
    path("new/", planning.new_plan, name="new_plan"),
    path("search/", reading.search, name="search"),
    path("<uuid:plan_id>/", reading.plan, name="plan"),
    path("<uuid:plan_id>/actions/", reading.actions, name="actions"),
    path("<uuid:plan_id>/findings/", reading.findings, name="findings"),
    path("<uuid:plan_id>/findings/add/", answering.add_finding, name="add_finding"),
    path(
        "<uuid:plan_id>/findings/<uuid:finding_id>/edit/",
        answering.edit_finding,
        name="edit_finding",
    ),
    path("<uuid:plan_id>/add-part/", planning.add_top_level, name="add_top_level"),
    path("<uuid:plan_id>/settings/", planning.plan_settings, name="plan_settings"),
    path("<uuid:plan_id>/settings/edit/", planning.edit_plan, name="edit_plan"),
    path("<uuid:plan_id>/settings/levels/", planning.rename_levels, name="rename_levels"),
    path("<uuid:plan_id>/scales/add/", scales.add_scale, name="add_scale"),
    path("<uuid:plan_id>/scales/<slug:key>/edit/", scales.edit_scale, name="edit_scale"),
    path("<uuid:plan_id>/periods/", reading.periods, name="periods"),
    path("<uuid:plan_id>/periods/compare/", periods.compare, name="compare_periods"),
    path("<uuid:plan_id>/periods/open/", periods.open_period, name="open_period"),
    path("<uuid:plan_id>/roles/give/", roles.for_plan, name="give_role_for_plan"),
    path("periods/<uuid:period_id>/", reading.period, name="period"),
    path("periods/<uuid:period_id>/close/", periods.close_period, name="close_period"),
    path("periods/<uuid:period_id>/reopen/", periods.reopen_period, name="reopen_period"),
    path("forums/<uuid:forum_id>/", reading.forum, name="forum"),
    path("leads/<str:kind>/<uuid:lead_id>/", reading.lead, name="lead"),
    path("history/<str:kind>/<uuid:thing_id>/", reading.history, name="history"),
]
_level = [
    path("levels/<uuid:level_id>/", reading.level, name="level"),
    path("levels/<uuid:level_id>/edit/", changing.edit_level, name="edit_level"),
    path("levels/<uuid:level_id>/roles/give/", roles.for_level, name="give_role_for_level"),
    path("levels/<uuid:level_id>/add-part/", planning.add_level, name="add_level"),
    path("levels/<uuid:level_id>/end/", planning.end_level, name="end_level"),
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
        "targets/<str:kind>/<uuid:owner_id>/<uuid:target_id>/end/",
        targets.end_target,
        name="end_target",
    ),
]

urlpatterns: list[URLPattern] = [*_plan, *_level, *_action, *_either]
