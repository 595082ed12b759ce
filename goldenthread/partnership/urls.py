"""Addresses of people, posts, forums and rights, under /a/<area>/people/."""

from django.urls import path

from goldenthread.partnership import views

app_name = "partnership"
urlpatterns = [
    path("", views.people, name="people"),
    path("add/", views.add_person, name="add_person"),
    path("posts/", views.posts, name="posts"),
    path("posts/add/", views.add_post, name="add_post"),
    path("posts/<uuid:post_id>/holder/", views.hold_post, name="hold_post"),
    path("posts/holding/<uuid:holding_id>/end/", views.leave_post, name="leave_post"),
    path("forums/", views.forums, name="forums"),
    path("forums/add/", views.add_forum, name="add_forum"),
    path("forums/<uuid:forum_id>/", views.forum, name="forum"),
    path("forums/<uuid:forum_id>/add/", views.join_forum, name="join_forum"),
    path(
        "forums/<uuid:forum_id>/members/<uuid:membership_id>/end/",
        views.leave_forum,
        name="leave_forum",
    ),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/add/", views.add_organisation, name="add_organisation"),
    path("rights/", views.rights, name="rights"),
    path("rights/give/", views.give_right, name="give_right"),
    path("rights/<uuid:grant_id>/end/", views.end_right, name="end_right"),
]
