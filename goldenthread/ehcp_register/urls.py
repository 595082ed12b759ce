"""Addresses of the register, under /a/<area>/register/."""

from django.urls import URLPattern, path

from goldenthread.ehcp_register.views import (
    caseloads,
    child,
    disagreements,
    quality,
    queues,
    reading,
    recording,
)

app_name = "ehcp_register"
urlpatterns: list[URLPattern] = [
    # What presses, and the list.
    path("", queues.home, name="home"),
    path("children/", reading.children, name="children"),
    path("search/", reading.search, name="search"),
    path("due/<slug:queue>/", queues.queue, name="queue"),
    path("caseloads/", caseloads.caseloads, name="caseloads"),
    path("caseloads/summary/<str:caseload>/", caseloads.caseload, name="caseload"),
    path("caseloads/move/", caseloads.move, name="move"),
    path("caseloads/put-back/<uuid:move_id>/", caseloads.put_back, name="put_back"),
    path("views/", reading.saved_views, name="saved_views"),
    path("practice/", caseloads.practice, name="practice"),
    path("counts/", queues.counts, name="counts"),
    path("disagreements/", disagreements.disagreements, name="disagreements"),
    path("quality/", quality.quality, name="quality"),
    path("quality/<slug:check>/", quality.problems, name="problems"),
    # One child, and what is recorded of them.
    path("children/<uuid:child_id>/", child.child, name="child"),
    path("children/<uuid:child_id>/family/", child.family, name="family"),
    path("children/<uuid:child_id>/record/", recording.record, name="record"),
    path(
        "children/<uuid:child_id>/record/<slug:what>/", recording.record_event, name="record_event"
    ),
    path("children/<uuid:child_id>/placement/", recording.place, name="place"),
    path("children/<uuid:child_id>/visit/", recording.visit, name="visit"),
    path("children/<uuid:child_id>/whereabouts/", recording.circumstance, name="circumstance"),
    path(
        "whereabouts/<uuid:circumstance_id>/over/",
        recording.end_circumstance,
        name="end_circumstance",
    ),
    path("events/<uuid:event_id>/put-right/", recording.put_right, name="put_right"),
    path("events/<uuid:event_id>/strike-out/", recording.strike_out, name="strike_out"),
    path(
        "events/<uuid:event_id>/exception/<slug:duty>/",
        recording.claim_exception,
        name="claim_exception",
    ),
    path("exceptions/<uuid:claim_id>/", recording.accept_exception, name="accept_exception"),
]
