"""How people get in and stay in."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from goldenthread.config.deployment.weak import Found, broken, remark, watched, weak

_LONGEST_IDLE, _LONGEST = 120, 24  # minutes, hours
_MICROSOFT = "login.microsoftonline.com"
_ANY_TENANT = ("common", "organizations", "consumers")


@watched
def a_password_alone_changes_nothing() -> Found:
    if settings.SECOND_FACTOR != "required":
        yield broken(
            "second-factor",
            "One password that was guessed or fished is enough to change and send things.",
            "Set GOLDENTHREAD_SECOND_FACTOR=required, or take it away.",
        )


@watched
def passwords_are_kept_slowly() -> Found:
    if not any(name in settings.PASSWORD_HASHERS[0] for name in ("Scrypt", "Argon2")):
        yield broken(
            "password-hash",
            "Whoever gets a copy of the database guesses its passwords in hours.",
            "Take GOLDENTHREAD_TESTING away, which is for tests alone.",
        )


@watched
def nobody_stays_in_for_ever() -> Found:
    if settings.SESSION_IDLE_MINUTES > _LONGEST_IDLE or settings.SESSION_HOURS > _LONGEST:
        yield weak(
            "sessions",
            "Whoever finds a screen that was left alone works on as its owner.",
            f"Set GOLDENTHREAD_SESSION_IDLE_MINUTES to at most {_LONGEST_IDLE}, and "
            f"GOLDENTHREAD_SESSION_HOURS to at most {_LONGEST}.",
        )


@watched
def taking_much_out_asks_again() -> Found:
    if not settings.EXPORTS_ASK_AGAIN:
        yield weak(
            "exports",
            "Whoever finds a screen that was left alone takes everything with them.",
            "Take GOLDENTHREAD_TESTING away, which is for tests alone.",
        )


@watched
def the_organisation_vouches_for_its_own() -> Found:
    for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", []):
        chosen = app["settings"]
        issuer = urlsplit(chosen["issuer"])
        any_tenant = issuer.hostname == _MICROSOFT and issuer.path.strip("/").startswith(
            _ANY_TENANT
        )
        if any_tenant or (issuer.hostname == _MICROSOFT and not chosen["tenant"]):
            yield broken(
                "organisation",
                "Somebody of any other organisation could name your people’s addresses as theirs.",
                "Name your own tenant in GOLDENTHREAD_OIDC_ISSUER and GOLDENTHREAD_OIDC_TENANT.",
            )
        elif not chosen["second_factor"]:
            yield remark(
                "organisation",
                "People give a code here although their organisation asked them for one already.",
                "Set GOLDENTHREAD_OIDC_SECOND_FACTOR to what it sends when it did.",
            )
