"""Addresses of this context, under /a/<area>/settings/."""

from django.urls import URLPattern, path

from goldenthread.provision import views

app_name = "provision"
urlpatterns: list[URLPattern] = [
    path("", views.settings, name="settings"),
    path("add/", views.add_setting, name="add_setting"),
    path("<uuid:setting_id>/", views.setting, name="setting"),
    path("<uuid:setting_id>/change/", views.change_setting, name="change_setting"),
]
