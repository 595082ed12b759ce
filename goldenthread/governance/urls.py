"""Addresses of papers, under /a/<area>/papers/ (the paper itself is at reports' addresses), and of
monitoring visits, under /a/<area>/visits/."""

from django.urls import path

from goldenthread.governance.views import (
    challenges,
    highlights,
    papers,
    releases,
    visit_forms,
    visits,
)

app_name = "governance"
urlpatterns = [
    path("", papers.papers, name="papers"),
    path("new/<uuid:plan_id>/", papers.start, name="start"),
    path("front-sheets/<uuid:forum_id>/", papers.front_sheet_fields, name="front_sheet_fields"),
    path("<uuid:paper_id>/front-sheet/", papers.front_sheet, name="front_sheet"),
    path("<uuid:paper_id>/history/", papers.paper_history, name="paper_history"),
    path("templates/<uuid:template_id>/history/", papers.template_history, name="template_history"),
    path("highlights/", highlights.highlights, name="highlights"),
    path("highlights/new/<uuid:plan_id>/", highlights.start, name="start_highlight"),
    path("highlights/<uuid:report_id>/withdraw/", highlights.withdraw, name="withdraw_highlight"),
    path("highlights/<uuid:report_id>/history/", highlights.history, name="highlight_history"),
    path(
        "highlights/<uuid:report_id>/challenge/",
        challenges.challenge_report,
        name="challenge_report",
    ),
    path("<uuid:paper_id>/challenge/", challenges.challenge_paper, name="challenge_paper"),
    path("challenges/", challenges.challenges, name="challenges"),
    path("challenges/<uuid:challenge_id>/", challenges.challenge, name="challenge"),
    path("<uuid:paper_id>/withdraw/", papers.withdraw, name="withdraw"),
    path("left/", releases.releases, name="releases"),
    path("left/file/", releases.what_left_file, name="what_left_file"),
    path("left/<uuid:release_id>/", releases.release, name="release"),
    path("left/<uuid:release_id>/file/", releases.released_file, name="released_file"),
    path("<uuid:paper_id>/send/", releases.send_paper, name="send_paper"),
    path("highlights/<uuid:report_id>/send/", releases.send_report, name="send_report"),
]

visits_of_advisers = [
    path("", visits.visits, name="visits"),
    path("plans/<uuid:plan_id>/record/", visit_forms.record_visit, name="record_visit"),
    path("plans/<uuid:plan_id>/since/", visits.since, name="since"),
    path("plans/<uuid:plan_id>/since/<slug:key>/", visits.since_list, name="since_list"),
    path("plans/<uuid:plan_id>/brief/", visits.brief, name="brief"),
    path("<uuid:visit_id>/", visits.visit, name="visit"),
    path("<uuid:visit_id>/history/", visits.visit_history, name="visit_history"),
    path("<uuid:visit_id>/change/", visit_forms.change_visit, name="change_visit"),
    path("<uuid:visit_id>/rate/", visit_forms.rate_at_visit, name="rate_at_visit"),
    path("<uuid:visit_id>/measures/agree/", visit_forms.agree_measure, name="agree_measure"),
    path("<uuid:visit_id>/measures/judge/", visit_forms.judge_measures, name="judge_measures"),
]
