"""Addresses of papers as they are read, under /a/<area>/papers/."""

from django.urls import path

from goldenthread.reports import highlight_views, register_views, views, workbook_views

app_name = "reports"
urlpatterns = [
    path("figures/", views.figure, name="figure"),
    path("workbooks/<uuid:plan_id>/", workbook_views.lead_workbook, name="lead_workbook"),
    path("register/", register_views.register_list, name="register_list"),
    path("templates/", views.templates, name="templates"),
    path("templates/add/", views.add_template, name="add_template"),
    path("templates/<uuid:template_id>/end/", views.end_template, name="end_template"),
    path("highlights/<uuid:report_id>/", highlight_views.highlight, name="highlight"),
    path("highlights/<uuid:report_id>/words/", highlight_views.words, name="highlight_words"),
    path("highlights/<uuid:report_id>/issue/", highlight_views.issue, name="issue_highlight"),
    path(
        "highlights/<uuid:report_id>/document.<str:form>",
        highlight_views.document,
        name="highlight_document",
    ),
    path(
        "highlights/<uuid:report_id>/in/<uuid:template_id>/",
        highlight_views.in_template,
        name="highlight_in_template",
    ),
    path("<uuid:paper_id>/", views.paper, name="paper"),
    path("<uuid:paper_id>/commentary/", views.commentary, name="commentary"),
    path("<uuid:paper_id>/issue/", views.issue, name="issue"),
    path("<uuid:paper_id>/document.<str:form>", views.document, name="document"),
    path("<uuid:paper_id>/in/<uuid:template_id>/", views.in_template, name="in_template"),
]
