"""Addresses of this context, under /a/<area>/."""

from django.urls import URLPattern, path

from goldenthread.my_work import views

app_name = "my_work"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("hand-over/<uuid:person_id>/", views.hand_over, name="hand_over"),
    path("hand-over/<uuid:person_id>/back/", views.come_back, name="come_back"),
]
