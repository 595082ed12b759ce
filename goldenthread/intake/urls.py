"""Addresses of this context: under /a/<area>/import/, and below the register where extracts come
in."""

from django.urls import path

from goldenthread.intake.views import (
    answering,
    arriving,
    checking,
    extract_columns,
    extract_lists,
    extracts,
    finishing,
    reports,
    returned,
    settings,
)

app_name = "intake"
urlpatterns = [
    path("", arriving.imports, name="imports"),
    path("workbooks/", returned.returned_workbooks, name="returned_workbooks"),
    path("workbooks/<uuid:return_id>/", returned.returned_workbook, name="returned_workbook"),
    path("workbooks/<uuid:return_id>/aside/", returned.put_aside, name="put_return_aside"),
    path("workbooks/<uuid:return_id>/history/", returned.return_history, name="return_history"),
    path("workbooks/<uuid:return_id>/original/", returned.original, name="returned_original"),
    path("settings/", settings.settings_imports, name="settings_imports"),
    path("settings/<uuid:list_id>/", settings.settings_import, name="settings_import"),
    path("settings/<uuid:list_id>/aside/", settings.put_aside, name="put_settings_aside"),
    path("findings/<uuid:plan_id>/", reports.bring_findings, name="bring_findings"),
    path("reports/<uuid:report_id>/", reports.report_findings, name="report_findings"),
    path("reports/<uuid:report_id>/original/", reports.report_original, name="report_original"),
    path("reports/<uuid:report_id>/history/", reports.report_history, name="report_history"),
    path("<uuid:import_id>/", arriving.an_import, name="import"),
    path("<uuid:import_id>/found/", checking.found, name="found"),
    path("<uuid:import_id>/rows/", checking.rows, name="rows"),
    path("<uuid:import_id>/ratings/", answering.ratings, name="ratings"),
    path("<uuid:import_id>/leads/", answering.leads, name="leads"),
    path("<uuid:import_id>/changes/", finishing.changes, name="changes"),
    path("<uuid:import_id>/confirm/", finishing.confirm, name="confirm"),
    path("<uuid:import_id>/put-aside/", arriving.put_aside, name="put_aside"),
    path("<uuid:import_id>/take-up/", arriving.take_up, name="take_up"),
    path("<uuid:import_id>/read-again/", arriving.read_again, name="read_again"),
    path("<uuid:import_id>/history/", arriving.history, name="history"),
    path("<uuid:import_id>/original/", arriving.original, name="original"),
]

# Under /a/<area>/register/bring-in/: an extract on its way into the register.
bringing_in = [
    path("", extracts.extracts, name="extracts"),
    path("<uuid:arrival_id>/", extracts.extract, name="extract"),
    path("<uuid:arrival_id>/columns/", extract_columns.columns, name="columns"),
    path("<uuid:arrival_id>/history/", extracts.extract_history, name="extract_history"),
    path("<uuid:arrival_id>/bring-in/", extracts.bring_in, name="bring_in"),
    path("<uuid:arrival_id>/look-again/", extracts.look_again, name="look_again"),
    path("<uuid:arrival_id>/cancel/", extracts.cancel, name="cancel"),
    path("<uuid:arrival_id>/list/<slug:name>/", extract_lists.extract_list, name="extract_list"),
]
