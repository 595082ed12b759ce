"""Addresses of the register, under /a/<area>/register/."""

from django.urls import URLPattern, path

from goldenthread.ehcp_register.views import caseloads, queues, reading

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
    # One child, and what is recorded of them.
]
