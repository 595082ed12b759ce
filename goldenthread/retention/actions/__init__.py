"""Verbs of retention: rules and their approval, legal holds, and erasure."""

from goldenthread.retention.actions.erasing import erase, erase_again
from goldenthread.retention.actions.holding import place_hold, release_hold, review_hold
from goldenthread.retention.actions.ruling import approve_rules, set_rules

__all__ = [
    "approve_rules",
    "erase",
    "erase_again",
    "place_hold",
    "release_hold",
    "review_hold",
    "set_rules",
]
