"""What a message is about: a closed set, to which a context adds its own when it is loaded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    key: str
    words: str  # as in a list of messages: "Reminder"
    choosable: bool = False  # each person says how often messages of this kind come


KINDS: dict[str, Kind] = {}


def add_kind(key: str, words: str, *, choosable: bool = False) -> Kind:
    """Let messages be of this kind; from the `ready` of a context's app. `choosable`: they may
    wait, and each person chooses how often they come.

    Raises ValueError where the key stands for something else already.
    """
    kind = Kind(key, words, choosable)
    if KINDS.setdefault(key, kind) != kind:
        raise ValueError(f"{key} is the kind {KINDS[key].words} already.")
    return kind


def choosable_kinds() -> tuple[Kind, ...]:
    """Those of which each person says how often they come, by their words."""
    return tuple(
        sorted((one for one in KINDS.values() if one.choosable), key=lambda one: one.words)
    )


def kind_words(key: str) -> str:
    """Words of a kind; of one that no context knows any more, its key."""
    return KINDS[key].words if key in KINDS else key.replace("_", " ").capitalize()


UPDATE_REQUEST = add_kind("update_request", "Request for updates")
REMINDER = add_kind("reminder", "Reminder")
ESCALATION = add_kind("escalation", "Escalation")
ASKED_BACK = add_kind("asked_back", "Asked back")
RETURN_ACCEPTED = add_kind("return_accepted", "Return accepted")
HANDOVER = add_kind("handover", "Handover")
WEEK_AHEAD = add_kind("week_ahead", "Week ahead")
DIGEST = add_kind("digest", "Digest")
RELEASE = add_kind("release", "Document to be released")
INVITATION = add_kind("invitation", "Invitation")
NEW_ROLE = add_kind("new_role", "New role")
ACCOUNT = add_kind("account", "About an account")
BREAK_GLASS = add_kind("break_glass", "Restricted record opened")
REVIEW_DUE = add_kind("review_due", "Review of rights due")
