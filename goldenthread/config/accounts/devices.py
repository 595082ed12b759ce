"""Browsers that somebody has signed in with before, so that guesses elsewhere never hold them up.

The cookie says which account and which browser, signed; it opens nothing. It ends with the
account's password.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from goldenthread.partnership.queries import user_named

if TYPE_CHECKING:
    from goldenthread.partnership.models import User

COOKIE = "__Host-known-browser" if settings.HTTPS else "known-browser"
KEPT = 180 * 24 * 60 * 60  # seconds
_SALT = "goldenthread.known-browser"


def remember(response: HttpResponse, user: User) -> None:
    """After a sign-in that succeeded."""
    said = {"user": str(user.pk), "browser": secrets.token_urlsafe(12), "mark": _mark(user)}
    response.set_cookie(
        COOKIE,
        signing.dumps(said, salt=_SALT),
        max_age=KEPT,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def known_device(request: HttpRequest, email: str) -> str:
    """The browser's own name, where this account signed in with it before; else ""."""
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEPT)
    except signing.BadSignature:
        said = {}
    # Asked after in both cases, so that a browser without the cookie learns nothing by the clock.
    user = user_named(email)
    if user is None or said.get("user") != str(user.pk) or said.get("mark") != _mark(user):
        return ""
    return str(said["browser"])


def _mark(user: User) -> str:
    return user.get_session_auth_hash()[:16]
