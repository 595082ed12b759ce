"""Prove that every deadline and line of the register is what the rules say, and mend what is not.

A fact that is changed through an action brings its rows with it. What was changed otherwise (by
hand in the database, or by a fault) is found here: nothing prevents it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.working_out import Worked, work_out
from goldenthread.ehcp_register.models import Child
from goldenthread.ehcp_register.queries.facts import every
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

# Children in one transaction: a second of work, for SQLite lets nobody write meanwhile. A repair
# that is stopped keeps what it mended.
_AT_ONCE = 200


@dataclass(frozen=True)
class Proved:
    """How many rows were compared; of how many children some differed, and how."""

    children: int
    rows: int
    differed: dict[UUID, tuple[int, int, int]]  # missing, different, too many
    repaired: bool


def recompute_clocks(*, repair: bool, by: Viewer, on: date) -> Proved:
    """Work out the rows of every child of the area and compare. With `repair`, what differs is
    written and stands in the trail. May be stopped and begun again at any time."""
    require(policies.may_prove(by))
    ids = iter(
        list(
            every(Child)
            .filter(local_area_id=by.local_area_id)
            .order_by("id")
            .values_list("id", flat=True)
        )
    )
    worked = Worked()
    while some := list(islice(ids, _AT_ONCE)):
        with transaction.atomic():
            found = work_out(some, local_area_id=by.local_area_id, write=repair)
            if repair and found.differed:
                _note(found, by=by, on=on)
        worked.add(found)
    return Proved(worked.children, worked.rows, worked.differed, repair)


def _note(found: Worked, *, by: Viewer, on: date) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.ALTERED,
        act="ehcp_register.recompute_clocks",
        object_kind="local_area",
        object_id=by.local_area_id,
        object_label="Deadlines of the register",
        words=f"worked out anew the deadlines of records that were not what the rules say: "
        f"{len(found.differed):,}",
        on=on,
        subjects=[("child", pk) for pk in found.differed],
    )
