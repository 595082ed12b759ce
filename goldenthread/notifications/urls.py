"""Addresses of messages, under /a/<area>/messages/."""

from django.urls import path

from goldenthread.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.outbox, name="messages"),
    path("perhaps-sent/", views.settle, name="settle"),
    path("preferences/", views.preferences, name="preferences"),
    path("calendar/", views.calendar, name="calendar"),
    path("people/<uuid:person_id>/", views.person, name="person"),
    path(
        "people/<uuid:person_id>/links/<uuid:link_id>/withdraw/",
        views.withdraw_link,
        name="withdraw_link",
    ),
    path("<uuid:message_id>/", views.message, name="message"),
    path("<uuid:message_id>/send-again/", views.send_again, name="send_again"),
    path("<uuid:message_id>/cancel/", views.cancel, name="cancel"),
]
