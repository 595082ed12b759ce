"""The gallery of components."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
