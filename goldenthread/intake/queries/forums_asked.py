"""The forums a plan names: known ones by their very names, look-alikes to be asked about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from goldenthread.intake.queries.leads_asked import same
from goldenthread.intake.understanding import UnderstoodPlan
from goldenthread.intake.understanding.forums import look_alikes
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class AskedForum:
    """A forum as written. `known_as` is the area's forum of this very name, "" for a new one;
    `like` are the other names, of the document or the area, that it may be one with."""

    name: str
    actions: int
    known_as: str
    like: tuple[str, ...]


def asked_forums(plan: UnderstoodPlan, *, viewer: Viewer, on: date) -> tuple[AskedForum, ...]:
    """Each forum of the document once, in its order."""
    counts = Counter(forum for action in plan.actions for forum in action.forums)
    known: dict[str, str] = {}
    area = partnership.forums(viewer=viewer, on=on)
    for forum in area:
        for spelling in (forum.name, *forum.also_known_as):
            known.setdefault(same(spelling), forum.name)
    names = list(dict.fromkeys([*plan.forums, *(forum.name for forum in area)]))
    groups = look_alikes(names)
    return tuple(
        AskedForum(
            name=name,
            actions=counts[name],
            known_as=known.get(same(name), ""),
            like=()
            if same(name) in known
            else tuple(
                dict.fromkeys(
                    other for group in groups if name in group for other in group if other != name
                )
            ),
        )
        for name in plan.forums
    )
