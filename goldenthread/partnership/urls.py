"""Addresses of people, posts, forums and rights, under /a/<area>/people/."""

from django.urls import path

from goldenthread.partnership.views import forums, histories, people, rights

app_name = "partnership"
urlpatterns = [
    path("", people.people, name="people"),
    path("add/", people.add_person, name="add_person"),
    path("posts/", people.posts, name="posts"),
    path("posts/add/", people.add_post, name="add_post"),
    path("posts/<uuid:post_id>/holder/", people.hold_post, name="hold_post"),
    path("posts/holding/<uuid:holding_id>/end/", people.leave_post, name="leave_post"),
    path("forums/", forums.forums, name="forums"),
    path("forums/add/", forums.add_forum, name="add_forum"),
    path("forums/<uuid:forum_id>/", forums.forum, name="forum"),
    path("forums/<uuid:forum_id>/add/", forums.join_forum, name="join_forum"),
    path(
        "forums/<uuid:forum_id>/members/<uuid:membership_id>/end/",
        forums.leave_forum,
        name="leave_forum",
    ),
    path("forums/<uuid:forum_id>/change/", forums.change_forum, name="change_forum"),
    path("forums/<uuid:forum_id>/end/", forums.end_forum, name="end_forum"),
    path("organisations/", people.organisations, name="organisations"),
    path("organisations/add/", people.add_organisation, name="add_organisation"),
    path("history/", histories.everything, name="audit_trail"),
    path("history/<str:kind>/<uuid:thing_id>/", histories.history, name="history"),
    path(
        "posts/<uuid:scope_id>/rights/give/",
        rights.give_right,
        {"scope_kind": "post"},
        name="give_right_for_post",
    ),
    path(
        "forums/<uuid:scope_id>/rights/give/",
        rights.give_right,
        {"scope_kind": "forum"},
        name="give_right_for_forum",
    ),
    path("rights/", rights.rights, name="rights"),
    path("rights/give/", rights.give_right, name="give_right"),
    path("rights/<uuid:grant_id>/end/", rights.end_right, name="end_right"),
]
