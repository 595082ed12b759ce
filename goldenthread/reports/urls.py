"""Addresses of papers as they are read, under /a/<area>/papers/."""

from django.urls import path

from goldenthread.reports import views

app_name = "reports"
urlpatterns = [
    path("figures/", views.figure, name="figure"),
    path("templates/", views.templates, name="templates"),
    path("templates/add/", views.add_template, name="add_template"),
    path("templates/<uuid:template_id>/end/", views.end_template, name="end_template"),
    path("<uuid:paper_id>/", views.paper, name="paper"),
    path("<uuid:paper_id>/commentary/", views.commentary, name="commentary"),
    path("<uuid:paper_id>/issue/", views.issue, name="issue"),
    path("<uuid:paper_id>/document.<str:form>", views.document, name="document"),
    path("<uuid:paper_id>/in/<uuid:template_id>/", views.in_template, name="in_template"),
]
