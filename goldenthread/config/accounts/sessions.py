"""How long somebody stays signed in: an hour without a request, twelve hours in all.

Beside each session stands a row of what its person sees of it: since when, last used, which
browser. It is written at most once a minute.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.partnership.actions import AccountDeed, note_account

if TYPE_CHECKING:
    from goldenthread.partnership.models import User

BEGAN, SEEN = "began", "seen"  # seconds, in the session
_NOTED_EVERY = 60
_CLOCKS_DIFFER = 300  # seconds, between servers at most


class SessionLimitsMiddleware:
    """Ends what has lasted too long; what was typed meanwhile is kept by what comes after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            if sentence := over(request, now):
                _end(request, sentence)
            else:
                _note(request, now)
        return self.get_response(request)


def over(request: HttpRequest, now: datetime) -> str:
    """Why the session has ended; "" while it goes on."""
    began, seen = request.session.get(BEGAN), request.session.get(SEEN)
    if max(began or 0, seen or 0) > now.timestamp() + _CLOCKS_DIFFER:
        # Else it would last until the clock has caught up, and its hours after that.
        return "You were signed out because the server’s clock was put back. Sign in to go on."
    if began and now.timestamp() - began >= timedelta(hours=settings.SESSION_HOURS).total_seconds():
        return f"You were signed out after {settings.SESSION_HOURS} hours. Sign in to go on."
    idle = settings.SESSION_IDLE_MINUTES
    if seen and now.timestamp() - seen >= timedelta(minutes=idle).total_seconds():
        return f"You were signed out after {idle} minutes without a page. Sign in to go on."
    return ""


def _end(request: HttpRequest, sentence: str) -> None:
    email = cast("User", request.user).email
    logout(request)
    # The day of the sign-out, as of a sign-in, begins here.
    note_account(email=email, deed=AccountDeed.TIMED_OUT, today=timezone.localdate())
    messages.info(request, sentence)


def _note(request: HttpRequest, now: datetime) -> None:
    seen = request.session.get(SEEN)
    if seen is None or now.timestamp() - seen < _NOTED_EVERY:
        return  # not begun by signing in here: such a session ends with its cookie
    request.session[SEEN] = now.timestamp()
    UserSession.objects.create_from_request(request)
