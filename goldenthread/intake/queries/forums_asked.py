"""The forums a plan names: known ones by their very names, look-alikes to be asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from goldenthread.intake.answers import Answers
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
    own = [forum.name for forum in area]
    groups = look_alikes(list(dict.fromkeys([*plan.forums, *own])))
    return tuple(
        AskedForum(
            name=name,
            actions=counts[name],
            known_as=known.get(same(name), ""),
            like=() if same(name) in known else _like(name, plan.forums[:at], own, groups),
        )
        for at, name in enumerate(plan.forums)
    )


def _like(
    name: str, before: Sequence[str], own: Sequence[str], groups: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """The names it may be one with. Of two names in the document only the later is asked about,
    so that answers never run in a ring."""
    others = (other for group in groups if name in group for other in group if other != name)
    return tuple(dict.fromkeys(other for other in others if other in before or other in own))


def kept_name(name: str, answers: Answers) -> str:
    """The name a forum is kept under: its own, or the one it was said to be the same as; a chain
    of such answers is followed to its end, and a ring of them ends where it began."""
    seen = [name]
    while (following := answers.forums.get(seen[-1], "")) and following not in seen:
        seen.append(following)
    return seen[-1]


def kept_forums(asked: Sequence[AskedForum], answers: Answers) -> int:
    """How many forums they are once those said to be one, or known already, are one."""
    known = {one.name: one.known_as for one in asked}
    kept = (kept_name(one.name, answers) for one in asked)
    return len({same(known.get(name) or name) for name in kept})
