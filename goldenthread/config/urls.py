"""Every address. What belongs to a local area stands under its slug: /a/<area>/…"""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path, re_path

from goldenthread.config import views

# Only what people here do: nobody makes an account or changes the address it is known by. Sign-in
# asks for the address of both by name, so both answer, with the way on.
accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("email/", views.own_email, name="account_email"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

area = [
    path("", include("goldenthread.my_work.urls")),
    path("plans/", include("goldenthread.improvement_plan.urls")),
    path("people/", include("goldenthread.partnership.urls")),
    path("papers/", include("goldenthread.governance.urls")),
    path("papers/", include("goldenthread.reports.urls")),
    path("import/", include("goldenthread.intake.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front_door, name="front_door"),
    path("health/", views.health, name="health"),
    path("accounts/", include(accounts)),
    path("drafts/", views.save_draft, name="save_draft"),
    path("gallery/", include("goldenthread.pages.urls")),
    path("a/<slug:area>/brand.css", views.brand, name="brand"),
    path("a/<slug:area>/", include(area)),
]

handler400 = "goldenthread.config.views.bad_request"
handler403 = "goldenthread.config.views.not_permitted"
handler404 = "goldenthread.config.views.not_found"
handler500 = "goldenthread.config.views.failed"
