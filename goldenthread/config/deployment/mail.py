"""Letters: invitations, reminders, new passwords."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.checks import CheckMessage

from goldenthread.config.deployment.weak import Found, broken, watched, weak
from goldenthread.notifications.delivery import (
    CANNOT,
    LostServer,
    UnknownToNotify,
    of_the_installation,
)

_HERE = {"localhost", "127.0.0.1", "::1"}
_GOES_NOWHERE = ("console", "dummy", "locmem", "filebased")
_PLACE = re.compile(r"\(\(\s*([^)]*?)\s*\)\)")  # a place for words in a template of Notify's
_MAKE_IT = (
    "Make it as docs/guide/production.md says: the subject ((subject)), the message ((body))."
)


def _by_notify() -> bool:
    return bool(settings.MAIL_BY == "notify")


@watched
def letters_leave() -> Found:
    if not settings.MAIL_IS_CONFIGURED:
        yield weak(
            "mail",
            "Nobody is invited, reminded or given a new password, and messages pile up.",
            "Set GOLDENTHREAD_NOTIFY_KEY_FILE and GOLDENTHREAD_NOTIFY_TEMPLATE."
            if _by_notify()
            else "Set GOLDENTHREAD_MAIL_HOST and what stands beside it.",
        )
    elif any(f".{name}." in settings.EMAIL_BACKEND for name in _GOES_NOWHERE):
        yield broken(
            "mail",
            "Letters with links that open pages are printed or dropped, and count as sent.",
            "Take GOLDENTHREAD_EMAIL_BACKEND away.",
        )


@watched
def letters_are_encrypted_on_their_way() -> Found:
    if _by_notify():
        return
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
    if _by_notify():
        return
    if settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL.rpartition("@")[2] in _HERE:
        yield weak(
            "mail-from",
            "Other mail servers take letters from localhost for a forgery and drop them.",
            "Set GOLDENTHREAD_MAIL_FROM to an address of your own domain.",
        )


@watched
def notify_takes_our_letters() -> Found:
    """Asks GOV.UK Notify itself for the template: the key, the clock and the template are seen."""
    if not _by_notify() or not settings.MAIL_IS_CONFIGURED:
        return
    notify = of_the_installation()
    try:
        template = notify.template()
    except LostServer as lost:
        yield broken(
            "notify",
            f"{lost.sentence.removesuffix('.')}, and messages wait until it answers.",
            "Let this machine reach GOLDENTHREAD_NOTIFY_ADDRESS; HTTPS_PROXY names a proxy.",
        )
        return
    except UnknownToNotify as refused:
        yield _refused(refused)
        return
    finally:
        notify.close()
    if template.kind != "email":
        yield broken("notify", f"{CANNOT}: the template is for {template.kind}.", _MAKE_IT)
        return
    places = {
        part: {one.lower() for one in _PLACE.findall(words)}
        for part, words in (("subject", template.subject), ("body", template.body))
    }
    if places != {"subject": {"subject"}, "body": {"body"}}:
        yield broken(
            "notify",
            f"{CANNOT} rightly: the template has no place for what a letter says, or one too many.",
            _MAKE_IT,
        )


def _refused(refused: UnknownToNotify) -> CheckMessage:
    answer = refused.answer
    if answer.status == 403:
        return broken(
            "notify",
            f"{CANNOT}: {answer.told}.",
            "Make a new live key in GOV.UK Notify, under API integration, and see that the clock "
            "of this machine is right.",
        )
    if answer.status in (400, 404):
        return broken("notify", f"{CANNOT}: {answer.told}.", _MAKE_IT)
    return weak(
        "notify",
        f"Messages wait, for GOV.UK Notify does not answer rightly now: {answer.told}.",
        "Look at status.notifications.service.gov.uk, and run this check again.",
    )
