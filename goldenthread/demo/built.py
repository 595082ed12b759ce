"""What the building of the demonstration has so far: who is who, and the accounts it made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from goldenthread.demo import people
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer, viewer_for
from goldenthread.rules.refusals import Refused

Tell = Callable[[int, str], None]


@dataclass
class Built:
    """What the building has so far: who is who, and the accounts it made."""

    at: datetime
    tell: Tell
    passwords: dict[str, str] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    posts: dict[str, UUID] = field(default_factory=dict)
    forums: dict[str, UUID] = field(default_factory=dict)
    plan_id: UUID | None = None
    actions: dict[str, UUID] = field(default_factory=dict)
    levels: dict[str, UUID] = field(default_factory=dict)

    def by(self, name: str) -> Viewer:
        return self.viewers[name]


def viewer_of(name: str, *, on: date) -> Viewer:
    email = next(one.email for one in people.PEOPLE if one.name == name)
    user = partnership.user_named(email)
    viewer = viewer_for(user, people.SLUG, on=on) if user else None
    if viewer is None:
        raise Refused(f"{name} has no role in the demonstration.")
    return viewer
