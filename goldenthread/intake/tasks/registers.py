"""Registers' files off the request: read and compared, brought in, and gone when their day is over.

Each may be started twice, and killed anywhere: what is written is written with the end of its job
in one transaction, and what lies sealed beside it is written anew by the next start.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldenthread.ehcp_register.actions import Part, one_at_a_time
from goldenthread.ehcp_register.queries.foreseen import last_import
from goldenthread.files import waiting
from goldenthread.files.gate import CheckedFile
from goldenthread.files.kinds import MEDIA_TYPES, Kind
from goldenthread.intake.actions.arrivals import NEW, OUT, close, mind_others
from goldenthread.intake.actions.foreseeing import PROBLEMS, keep_foreseen
from goldenthread.intake.actions.mappings import keep_table
from goldenthread.intake.actions.registers import bring_in_read, make_ahead, refuse_if_older
from goldenthread.intake.models import ArrivalState, RegisterArrival
from goldenthread.intake.queries.arrivals import FILE, OPEN
from goldenthread.intake.queries.mappings import fitting
from goldenthread.intake.queries.registers import Decided, RegisterRead, read_register
from goldenthread.intake.registers.entry import NeedsMapping
from goldenthread.intake.registers.mapping import from_data
from goldenthread.intake.registers.proposing import table_of
from goldenthread.jobs import actions as jobs
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.askers import asker
from goldenthread.rules.refusals import Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def read_extract(run_id: uuid.UUID, arrival_id: str) -> dict[str, Any] | None:
    """Read a file and find out what it would do, or what its columns still have to be said."""
    row = _mine(run_id, arrival_id, ArrivalState.READING)
    if row is None:
        return None
    jobs.progress(run_id, 5, "Opening the file")
    try:
        by = asker(row.asked_by_id, local_area_id=row.local_area_id, on=row.asked_on)
        after = last_import(viewer=by)
        with _file(row) as file:
            kept = _read_or_ask(run_id, row, file, by)
    except Refused as refusal:
        _keep(run_id, row, {"state": ArrivalState.REFUSED, "refusal": refusal.sentence})
        return None
    _keep(run_id, row, {**kept, "seen_after_id": after})
    return None


def _read_or_ask(
    run_id: uuid.UUID, row: RegisterArrival, file: CheckedFile, by: Viewer
) -> dict[str, Any]:
    jobs.progress(run_id, 10, "Reading its rows")
    mapping = row.mapping
    try:
        read = _read(row, file, by)
    except NeedsMapping as needed:
        keep_table(row, json.dumps(table_of(needed.sheets).as_data()).encode())
        mapping = fitting(needed.sheets, system=row.system, viewer=by)
        if mapping is None:
            return {"state": ArrivalState.COLUMNS}
        row.mapping = mapping
        read = _read(row, file, by)
    refuse_if_older(read, viewer=by)
    jobs.progress(run_id, 60, "Comparing them with the register")
    found = keep_foreseen(row, read, by=by)
    jobs.progress(run_id, 95, "Keeping what was found")
    return {
        "state": ArrivalState.READY, "found": found, "system": read.system, "mapping": mapping,
    }  # fmt: skip


def bring_in_extract(run_id: uuid.UUID, arrival_id: str) -> dict[str, Any] | None:
    """Bring a file into the register: all of it, with the end of this job, or nothing."""
    row = _mine(run_id, arrival_id, ArrivalState.BRINGING)
    if row is None:
        return None
    try:
        by = asker(row.asked_by_id, local_area_id=row.local_area_id, on=row.asked_on)
        jobs.progress(run_id, 5, "Reading the file again")
        with _file(row) as file:
            read = _read(row, file, by)
        jobs.progress(run_id, 40, "Working out what follows from it")
        ahead = make_ahead(read, by=by, on=row.asked_on)
        jobs.progress(run_id, 60, "Writing what it says into the register")
        _bring_in(run_id, row, read, ahead, by, at=timezone.now())
    except Refused as refusal:
        _keep(run_id, row, {"state": ArrivalState.READY, "refusal": refusal.sentence})
    return None


def _bring_in(
    run_id: uuid.UUID,
    row: RegisterArrival,
    read: RegisterRead,
    ahead: Iterable[Part],
    by: Viewer,
    *,
    at: datetime,
) -> None:
    with one_at_a_time(by.local_area_id):
        # Whatever else waits in the area, so that nobody goes on with it meanwhile.
        rows = RegisterArrival.objects.filter(local_area_id=row.local_area_id, state__in=OPEN)
        there = {one.pk: one for one in rows.select_for_update().order_by("pk")}
        mine = there.get(row.pk)
        if mine is None or mine.job_run_id != run_id:
            jobs.finish(run_id, {}, "Not brought in")
            return
        mind_others(mine, by=by)
        done = bring_in_read(
            read=read, decided=_decided(row), ahead=ahead, by=by, on=row.asked_on, at=at
        )
        outcome = dict(done.as_data()["brought"])
        assert done.brought is not None
        close(
            mine,
            ArrivalState.BROUGHT,
            outcome=outcome | {"left_out": sum(one == OUT for one in row.decided.values())},
            source_id=done.brought.source_id,
            brought_on=row.asked_on,
            brought_by_label=by.name,
        )
        jobs.finish(run_id, outcome, "Brought in")


def forget_arrivals() -> int:
    """Delete the files whose day is over, and whatever a killed process left; how many arrivals
    ended."""
    now = timezone.now()
    days = {area.id: area.day(timezone.localdate(now)) for area in partnership.all_areas()}
    over = RegisterArrival.objects.filter(state__in=OPEN, expires_at__lte=now)
    ended = 0
    for pk in over.values_list("pk", flat=True):
        with transaction.atomic():
            row = RegisterArrival.objects.select_for_update().get(pk=pk)
            if row.state not in OPEN:
                continue
            close(row, ArrivalState.EXPIRED)
            record(
                local_area_id=row.local_area_id,
                actor_id=None,
                actor_label="Golden Thread",
                verb=Verb.ALTERED,
                act="intake.forget_arrivals",
                object_kind="register_arrival",
                object_id=row.pk,
                object_label=row.file_name,
                words="deleted the file of an extract that waited for a day",
                on=days.get(row.local_area_id, timezone.localdate(now)),
            )
            ended += 1
    waiting.sweep(RegisterArrival.objects.exclude(key="").values_list("pk", flat=True), now=now)
    return ended


def _mine(run_id: uuid.UUID, arrival_id: str, state: ArrivalState) -> RegisterArrival | None:
    """The arrival, where this run is still what it waits for."""
    row = RegisterArrival.objects.select_related("mapping").filter(pk=arrival_id).first()
    return row if row and row.state == state and row.job_run_id == run_id else None


@contextmanager
def _file(row: RegisterArrival) -> Iterator[CheckedFile]:
    """The file that passed the gate when it came."""
    kind = Kind(row.kind)
    with waiting.opened(row.pk, FILE, key=row.key) as stream:
        yield CheckedFile(kind, MEDIA_TYPES[kind], row.size, row.sha256, row.file_name, stream)


def _read(row: RegisterArrival, file: CheckedFile, by: Viewer) -> RegisterRead:
    return read_register(
        file, as_at=row.as_at, system=row.system, authority=row.authority,
        mapping=from_data(row.mapping.columns) if row.mapping else None,
        viewer=by, on=row.asked_on, decided=_decided(row), shown=PROBLEMS,
    )  # fmt: skip


def _decided(row: RegisterArrival) -> Decided:
    """Who is left out is asked about again with the next file."""
    return {
        int(place): None if answer == NEW else uuid.UUID(answer)
        for place, answer in row.decided.items()
        if answer != OUT
    }


def _keep(run_id: uuid.UUID, row: RegisterArrival, fields: dict[str, Any]) -> None:
    """Write how it stands and the end of the job together, unless somebody ended it meanwhile."""
    with transaction.atomic():
        there = RegisterArrival.objects.select_for_update().get(pk=row.pk)
        if there.state == row.state and there.job_run_id == run_id:
            for name, value in fields.items():
                setattr(there, name, value)
            there.version += 1
            there.save(update_fields=[*fields, "version"])
        jobs.finish(run_id, {"state": there.state}, "Read")
