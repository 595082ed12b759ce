"""Who sees and changes the outbox. "" is yes; else the sentence that refuses, with the way on."""

from __future__ import annotations

from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer

__all__ = ["may_choose_rhythm", "may_have_calendar", "may_manage_messages", "require"]

_OFFICE = ("programme_office", "area_administrator")


def may_manage_messages(viewer: Viewer) -> str:
    """Read everybody's messages, send them again, cancel them: the office of the whole area."""
    if any(viewer.holds_everywhere(role) for role in _OFFICE):
        return ""
    return (
        "Only the programme office or an area administrator sees the messages of the whole area. "
        "Ask them whether yours was sent."
    )


def may_choose_rhythm(viewer: Viewer) -> str:
    """One's own mail, when signed in as somebody the area knows."""
    if viewer.task is None and viewer.grants and viewer.person_id:
        return ""
    return "Sign in to choose how often you get mail, or ask the programme office."


def may_have_calendar(viewer: Viewer) -> str:
    """A calendar address of one's own, when signed in as somebody the area knows."""
    if viewer.task is None and viewer.grants and viewer.person_id:
        return ""
    return "Sign in to have your due dates in your calendar, or ask the programme office."
