"""Addresses of papers, under /a/<area>/papers/. The paper itself is at reports' addresses."""

from django.urls import path

from goldenthread.governance import views

app_name = "governance"
urlpatterns = [
    path("", views.papers, name="papers"),
    path("new/<uuid:plan_id>/", views.start, name="start"),
    path("front-sheets/<uuid:forum_id>/", views.front_sheet_fields, name="front_sheet_fields"),
    path("<uuid:paper_id>/front-sheet/", views.front_sheet, name="front_sheet"),
    path("<uuid:paper_id>/history/", views.paper_history, name="paper_history"),
    path("templates/<uuid:template_id>/history/", views.template_history, name="template_history"),
    path("<uuid:paper_id>/withdraw/", views.withdraw, name="withdraw"),
]
