"""Kinds of things of which somebody may ask who saw them: each context adds its own, when loaded.

    kinds.add_kind("plan", "Plan", "goldenthread.improvement_plan.queries.plan_title")

The dotted path is of a function `(thing_id, *, viewer) -> str`: what the thing is called, or ""
where the viewer may not know that it is there. Only then is anything told of who saw it. `policy`
is one more dotted path, of `(viewer) -> str`: why somebody may not ask, "" where they may; without
one the administrators of the area ask.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Kind:
    """`key` is what trail entries and looks name it by, `words` what pages call it."""

    key: str
    words: str
    called: str
    policy: str = ""

    def name_of(self, thing_id: uuid.UUID, *, viewer: Any) -> str:
        """What one of them is called; "" where the viewer may not know of it."""
        name: Callable[..., str] = import_string(self.called)
        return name(thing_id, viewer=viewer)

    def why_not(self, viewer: Any) -> str | None:
        """What its own policy says to somebody who asks; None where it has none."""
        if not self.policy:
            return None
        policy: Callable[[Any], str] = import_string(self.policy)
        return policy(viewer)


KINDS: dict[str, Kind] = {}


def add_kind(key: str, words: str, called: str, *, policy: str = "") -> Kind:
    """Let it be asked who saw things of this kind; from the `ready` of a context's app.

    Raises ValueError where the key stands for something else already.
    """
    kind = Kind(key, words, called, policy)
    if KINDS.setdefault(key, kind) != kind:
        raise ValueError(f"{key} is the kind {KINDS[key].words} already.")
    return kind
