"""Addresses of retention, under /a/<area>/retention/."""

from django.urls import path

from goldenthread.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.retention, name="retention"),
    path("rules/", views.set_rules, name="set_rules"),
    path("approve/", views.approve_rules, name="approve_rules"),
    path("today/", views.going, name="going"),
    path("holds/place/", views.place_hold, name="place_hold"),
    path("holds/<uuid:hold_id>/review/", views.review_hold, name="review_hold"),
    path("holds/<uuid:hold_id>/release/", views.release_hold, name="release_hold"),
    path("certificates/<uuid:certificate_id>/", views.certificate, name="certificate"),
]
