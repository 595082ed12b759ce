"""Addresses of this context, under /a/<area>/deadlines/."""

from django.urls import URLPattern, path

from goldenthread.deadlines import views

app_name = "deadlines"
urlpatterns: list[URLPattern] = [
    path("", views.deadlines, name="deadlines"),
    path("<slug:key>/", views.deadline, name="deadline"),
]
