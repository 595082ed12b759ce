"""Addresses of this context, under /a/<area>/import/."""

from django.urls import path

from goldenthread.intake.views import answering, arriving, checking, finishing

app_name = "intake"
urlpatterns = [
    path("", arriving.imports, name="imports"),
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
