"""Everything one person holds in the area, gathered from every context that holds it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.governance.queries import handing_over as governance
from goldenthread.improvement_plan.queries import handing_over as plans
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries import handing_over as people
from goldenthread.partnership.queries.handing_over import Held, PersonHere


@dataclass(frozen=True)
class Handover:
    """What somebody holds on `day`, and who there is to take it over (those who have left by then
    are not among them)."""

    giver: PersonHere
    day: date
    held: tuple[Held, ...]
    people: tuple[tuple[UUID, str], ...]

    @property
    def fingerprint(self) -> str:
        """Another one as soon as anything in the list is another, or was changed."""
        told = "\n".join(f"{one.key} {one.version} {one.words}" for one in self.held)
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    @property
    def to_hand_over(self) -> tuple[Held, ...]:
        return tuple(one for one in self.held if not one.stays)


def handover(person_id: UUID, *, viewer: Viewer, day: date, on: date) -> Handover | None:
    """A constant number of queries; None where the area knows nobody by this id."""
    giver = people.person_here(person_id, viewer=viewer, on=day)
    if giver is None:
        return None
    here = partnership.people(viewer=viewer, on=day)
    gone = people.gone(viewer=viewer, on=day)
    return Handover(
        giver=giver,
        day=day,
        held=(
            *people.held(person_id, viewer=viewer, on=day),
            *plans.held(giver, viewer=viewer, on=day),
            *governance.held(giver, viewer=viewer, on=on),
        ),
        people=tuple(
            (one.id, _named(one, here))
            for one in here
            if one.id != person_id and one.id not in gone
        ),
    )


def _named(one: partnership.PersonFact, here: tuple[partnership.PersonFact, ...]) -> str:
    """Two of one name are told apart by their posts or addresses."""
    same = sum(other.name == one.name for other in here)
    more = ", ".join(one.posts) or one.organisation or (one.email if same > 1 else "")
    return f"{one.name} ({more})" if more else one.name
