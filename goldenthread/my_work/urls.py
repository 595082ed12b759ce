"""Addresses of this context, under /a/<area>/."""

from django.urls import URLPattern, path

app_name = "my_work"
urlpatterns: list[URLPattern] = []
