"""Many children at once, new to the register: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.making_ahead import Part, parts_made
from goldenthread.ehcp_register.actions.plain_rows import making_of
from goldenthread.ehcp_register.actions.rows import Origin
from goldenthread.ehcp_register.actions.writing import uncollected, with_room
from goldenthread.ehcp_register.models import Source, SourceKind, plan_counts
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.standing.records import ChildRecord
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_MANY = 200  # children, from whom on it is quicker to count those with a plan once, at the end


def new_source(
    *,
    kind: SourceKind | str,
    system: str,
    title: str,
    as_at: date,
    file_id: UUID | None = None,
    sha256: str = "",
    by: Viewer,
    at: datetime,
) -> UUID:
    """Where the records that follow are known from. Inside the transaction that writes them."""
    source = Source(
        local_area_id=by.local_area_id,
        kind=kind,
        system=system,
        title=title,
        as_at=as_at,
        file_id=file_id,
        sha256=sha256,
        recorded_at=at,
        recorded_by_label=by.name,
    )
    source.save(force_insert=True)
    return source.pk


def add_children(
    *,
    records: Iterable[ChildRecord],
    kind: SourceKind | str = SourceKind.IMPORT,
    system: str,
    title: str,
    as_at: date,
    file_id: UUID | None = None,
    sha256: str = "",
    by: Viewer,
    on: date,
    at: datetime,
) -> dict[str, UUID]:
    """Write children who are new here with everything known of them, and work out what follows.

    Returns reference → id. One transaction, one trail entry. Refused in a sentence where a record
    contradicts itself; then nothing is written.
    """
    require(policies.may_manage(by))
    with with_room(), transaction.atomic():
        source_id = new_source(
            kind=kind, system=system, title=title, as_at=as_at,
            file_id=file_id, sha256=sha256, by=by, at=at,
        )  # fmt: skip
        origin = Origin(by.local_area_id, source_id, at, on, by.user_id, by.name)
        told = list(records)
        ids = write_new(dict(enumerate(told)), origin)
        record(
            local_area_id=by.local_area_id,
            actor_id=by.user_id,
            actor_label=by.name,
            verb=Verb.COLLECTED,
            act="ehcp_register.add_children",
            object_kind="registersource",
            object_id=source_id,
            object_label=title,
            words=f"brought {len(ids):,} children and young people into the register from {system}",
            on=on,
        )
    return {one.reference or str(ids[at]): ids[at] for at, one in enumerate(told)}


def write_new(
    records: Mapping[int, ChildRecord],
    origin: Origin,
    *,
    said_by: str = "",
    ahead: Iterable[Part] = (),
) -> dict[int, UUID]:
    """The rows of new children and what follows, some hundred children at a time. Inside a
    transaction. Their ids, by the places of the records. `ahead`: rows made beside it, taken where
    they are still those of these children; `said_by`: see Making."""
    making = making_of(origin, said_by=said_by)
    ids: dict[int, UUID] = {}

    def write(part: Part) -> None:
        part.rows.write(origin)
        ids.update(zip(part.told, part.rows.ids, strict=True))

    counting = (
        plan_counts.counted_at_the_end(local_area_id=origin.local_area_id)
        if len(records) > _MANY
        else nullcontext()
    )
    with uncollected(), counting:
        for part in ahead:
            if part.is_of(records, making):
                write(part)
        rest = {place: one for place, one in records.items() if place not in ids}
        for part in parts_made(rest, making):
            write(part)
    return ids
