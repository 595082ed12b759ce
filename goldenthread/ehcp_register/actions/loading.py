"""Many children at once, new to the register: all of them or none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.rows import WRITTEN, Origin, Rows, add_child
from goldenthread.ehcp_register.actions.working_out import made_of
from goldenthread.ehcp_register.actions.writing import write_rows
from goldenthread.ehcp_register.models import Deadline, RegisterEntry, Source, SourceKind
from goldenthread.ehcp_register.queries.facts import facts_in
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.standing.records import ChildRecord
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_CHILDREN = 500


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
    with transaction.atomic():
        source_id = new_source(
            kind=kind, system=system, title=title, as_at=as_at,
            file_id=file_id, sha256=sha256, by=by, at=at,
        )  # fmt: skip
        origin = Origin(by.local_area_id, source_id, at, on, by.user_id, by.name)
        told = list(records)
        ids = write_new(told, origin)
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
    named = zip(told, ids, strict=True)
    return {one.reference or str(pk): pk for one, pk in named}


def write_new(records: Iterable[ChildRecord], origin: Origin) -> list[UUID]:
    """The rows of new children and what follows from them, some hundred children at a time. Inside
    a transaction. Their ids, in the order of the records."""
    ids: list[UUID] = []
    waiting: list[ChildRecord] = []
    for one in records:
        waiting.append(one)
        if len(waiting) == _CHILDREN:
            ids += _write(waiting, origin)
            waiting = []
    return ids + _write(waiting, origin)


def _write(records: list[ChildRecord], origin: Origin) -> list[UUID]:
    rows = Rows()
    children = [add_child(rows, one, origin) for one in records]
    by_id = {child.pk: child for child in children}
    deadlines, entries = made_of(by_id, facts_in(rows.all(), children))
    for model in WRITTEN:
        write_rows(model, rows.of[model])
    write_rows(Deadline, deadlines)
    write_rows(RegisterEntry, entries)
    return [one.pk for one in children]
