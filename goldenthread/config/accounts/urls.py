"""Addresses of accounts. Only what people here do: nobody makes an account or changes the address
it is known by. Sign-in asks for some addresses by name, so those answer, with the way on."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.urls import include, path, re_path

from goldenthread.config.accounts import organisation, views

urlpatterns = [
    path("", views.own_account, name="own_account"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("email/", views.own_email, name="account_email"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", views.no_password, name="account_set_password"),
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
    path("codes/", views.to_own_account, name="mfa_index"),
    path("codes/ask/", mfa.authenticate, name="mfa_authenticate"),
    path("codes/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("codes/set-up/", totp.activate_totp, name="mfa_activate_totp"),
    path("codes/switch-off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/recovery/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "codes/recovery/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("again/", views.sign_in_again, name="sign_in_again"),
    path("sessions/", views.own_sessions, name="own_sessions"),
    path("organisation/<slug:provider_id>/login/", organisation.login, name="openid_connect_login"),
    path(
        "organisation/<slug:provider_id>/callback/",
        organisation.callback,
        name="openid_connect_callback",
    ),
]

if settings.PASSKEYS:
    from allauth.mfa.webauthn import views as passkeys

    urlpatterns.append(
        path(
            "passkeys/",
            include(
                [
                    path("", views.to_own_account, name="mfa_list_webauthn"),
                    path("add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
                    path(
                        "confirm/",
                        passkeys.reauthenticate_webauthn,
                        name="mfa_reauthenticate_webauthn",
                    ),
                    path("<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
                ]
            ),
        )
    )
