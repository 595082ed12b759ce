"""Prove that every deadline and line of the register is what the rules say, and mend what is not.

A fact that is changed through an action brings its rows with it. What was changed otherwise (by
hand in the database, or by a fault) is found here: nothing prevents it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection, transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.beside import second_process, shared
from goldenthread.ehcp_register.actions.following import DEADLINE, ENTRY, Following
from goldenthread.ehcp_register.actions.working_out import Worked, work_out
from goldenthread.ehcp_register.actions.writing import Plain, uncollected
from goldenthread.ehcp_register.models import Child, Deadline, RegisterEntry
from goldenthread.ehcp_register.queries.facts import every, practice_of
from goldenthread.ehcp_register.queries.in_words import in_words
from goldenthread.ehcp_register.queries.told_in_bulk import Days, told_in_bulk
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.proceedings.over_time import rows_over_time
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

# Children mended in one transaction: a second of work, for SQLite lets nobody write meanwhile. A
# repair that is stopped keeps what it mended.
_AT_ONCE = 200
_COMPARED_AT_ONCE, _ROWS = 500, 5_000
_MANY = 2_000  # children, of whom a second process compares a share: it takes a second to begin
_DAYS = Days()


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
    every_id = every(Child).filter(local_area_id=by.local_area_id).order_by("id")
    ids = list(every_id.values_list("id", flat=True))
    parts = list(_parts(ids, _COMPARED_AT_ONCE))
    many = len(ids) >= _MANY and not connection.in_atomic_block
    with uncollected(), second_process(begin=many) as other:
        done = shared(parts, do=_compare, first=by.local_area_id, other=other)
        compared = [one for _, one in sorted(done, key=itemgetter(0))]
    worked = Worked(sum(one.children for one in compared), sum(one.rows for one in compared))
    for some in _parts([pk for one in compared for pk in one.differ], _AT_ONCE):
        with transaction.atomic():
            found = work_out(some, local_area_id=by.local_area_id, write=repair)
            if repair and found.differed:
                _note(found, by=by, on=on)
        worked.differed |= found.differed
    return Proved(worked.children, worked.rows, worked.differed, repair)


class Compared(NamedTuple):
    """How many children and rows were compared, and of whom they seem to differ: what is kept and
    what follows are read one after the other, so who changed in between is looked at again."""

    children: int
    rows: int
    differ: list[UUID]


@uncollected()
def _compare(local_area_id: UUID, ids: Sequence[UUID]) -> Compared:
    """The rows that are kept of some children beside those that follow from the facts, as sets of
    plain rows: outside a transaction, so that others can write."""
    counts = practice_of(local_area_id)
    told = list(told_in_bulk(ids, local_area_id=local_area_id, days=_DAYS))
    following = Following(None)
    deadlines: set[Plain] = set()
    entries: set[Plain] = set()
    found = rows_over_time([one.history for one in told], practice=counts)
    for one, rows in zip(told, found, strict=True):
        deadlines.update(following.deadlines(one.pk, rows, one.claims))
        entries.update(following.entries(one.pk, one.names, one.born, one.known, rows))
    wrong = deadlines ^ _kept(Deadline, DEADLINE, ids)
    wrong |= entries ^ _kept(RegisterEntry, ENTRY, ids)
    differ = sorted({UUID(str(row[0])) for row in wrong})
    return Compared(len(told), len(deadlines) + len(entries), differ)


def _kept(model: type[Any], names: Sequence[str], ids: Sequence[UUID]) -> set[Plain]:
    rows = every(model).filter(child_id__in=ids).order_by()
    return set(rows.values_list(*in_words(model, names)).iterator(_ROWS))


Item = TypeVar("Item")


def _parts(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[first : first + size] for first in range(0, len(items), size))


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
