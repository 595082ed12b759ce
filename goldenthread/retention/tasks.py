"""What is forgotten by itself, without a rule of an area: what nobody needs after days."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from goldenthread.pages.drafts import forget_old_drafts
from goldenthread.retention import schedule

_SESSIONS_STAY = timedelta(days=1)


def forget_drafts() -> None:
    """Drafts of seven days ago, also where nobody keeps another."""
    forget_old_drafts(now=timezone.now())


def forget_sessions() -> int:
    """Sessions that ended, and what was noted of the device; how many sessions."""
    now = timezone.now()
    gone = Session.objects.filter(expire_date__lt=now).delete()[0]
    noted = schedule.model_of("usersessions.UserSession")._default_manager
    standing = Session.objects.values("session_key")
    noted.filter(last_seen_at__lt=now - _SESSIONS_STAY).exclude(session_key__in=standing).delete()
    return gone
