"""References that stand at the start of the actions' own words, where no column has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from goldenthread.intake.understanding.plan import Action

_DOTTED = re.compile(
    r"^((?:[A-Z]{1,3})?\d{1,2}(?:\.\d{1,2})+[a-z]?|[A-Z]{1,2}\d{1,2})[.):]?\s+(?=\S)"
)
_SINGLE = re.compile(r"^(\d{1,3})[.)]\s+(?=[A-Z])")


def with_references(actions: Sequence[Action]) -> list[Action]:
    """The same actions; where most begin with a number and none has a reference, it is taken."""
    if not actions or any(action.reference for action in actions):
        return list(actions)
    for pattern in (_DOTTED, _SINGLE):
        found = [pattern.match(action.text) for action in actions]
        matched = [match for match in found if match]
        if len(matched) * 10 >= len(actions) * 6 and len({m[1] for m in matched}) == len(matched):
            return [
                replace(action, reference=match[1], text=action.text[match.end() :])
                if match
                else action
                for action, match in zip(actions, found, strict=True)
            ]
    return list(actions)
