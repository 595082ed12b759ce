"""The gallery of components."""

from django.urls import URLPattern, path

from goldenthread.pages import views

urlpatterns: list[URLPattern] = [path("", views.gallery, name="gallery")]
