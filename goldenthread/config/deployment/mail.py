"""Letters: invitations, reminders, new passwords."""

from __future__ import annotations

from django.conf import settings

from goldenthread.config.deployment.weak import Found, broken, watched, weak

_HERE = {"localhost", "127.0.0.1", "::1"}
_GOES_NOWHERE = ("console", "dummy", "locmem", "filebased")


@watched
def letters_leave() -> Found:
    if not settings.MAIL_IS_CONFIGURED:
        yield weak(
            "mail",
            "Nobody is invited, reminded or given a new password, and messages pile up.",
            "Set GOLDENTHREAD_MAIL_HOST and what stands beside it.",
        )
    elif any(f".{name}." in settings.EMAIL_BACKEND for name in _GOES_NOWHERE):
        yield broken(
            "mail",
            "Letters with links that open pages are printed or dropped, and count as sent.",
            "Take GOLDENTHREAD_EMAIL_BACKEND away.",
        )


@watched
def letters_are_encrypted_on_their_way() -> Found:
    if (
        settings.EMAIL_HOST
        and settings.MAIL_SECURITY == "none"
        and settings.EMAIL_HOST not in _HERE
    ):
        yield weak(
            "mail-tls",
            "Links that let their reader in cross the network for anybody to read.",
            "Set GOLDENTHREAD_MAIL_SECURITY to starttls or tls.",
        )


@watched
def letters_come_from_somewhere() -> Found:
    if settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL.rpartition("@")[2] in _HERE:
        yield weak(
            "mail-from",
            "Other mail servers take letters from localhost for a forgery and drop them.",
            "Set GOLDENTHREAD_MAIL_FROM to an address of your own domain.",
        )
