"""A register's file arrives, is read, decided about and brought in; or cancelled, or its day ends.

The file waits sealed for at most a day (`files.waiting`). What a verb here asks of the worker runs
with the rights of whoever asked, as they stand when it begins.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from uuid_utils.compat import uuid7

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.queries.foreseen import last_import
from goldenthread.ehcp_register.queries.sources import last_as_at
from goldenthread.files import waiting
from goldenthread.files.gate import CheckedFile, Upload
from goldenthread.intake.models import ArrivalState, RegisterArrival
from goldenthread.intake.queries.arrivals import FILE, OPEN, lines_of
from goldenthread.intake.queries.registers import checked
from goldenthread.jobs import actions as jobs
from goldenthread.jobs import queries as runs
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import ChangedMeanwhile, NotThere, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

WAITS = timedelta(hours=24)
READ = "goldenthread.intake.tasks.registers.read_extract"
BRING_IN = "goldenthread.intake.tasks.registers.bring_in_extract"
NEW, OUT = "new", "out"
_CLOSED = {
    ArrivalState.READING: "This extract is still being read. Wait until it has been.",
    ArrivalState.COLUMNS: "Say first what the columns of this extract are.",
    ArrivalState.READY: "This extract has been read. Open it and go on.",
    ArrivalState.REFUSED: "This extract could not be read. Give another file.",
    ArrivalState.BRINGING: "This extract is being brought in. Wait until it has been.",
    ArrivalState.BROUGHT: "This extract is in the register already.",
    ArrivalState.CANCELLED: "This extract was cancelled. Give the file again.",
    ArrivalState.EXPIRED: "The day of this extract is over. Give the file again.",
}


def upload_extract(
    *,
    upload: Upload | bytes,
    name: str,
    as_at: date,
    system: str = "",
    authority: str = "",
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """Let a file wait, sealed, and have it read. The very same file of the same day, while it
    waits, is the one that waits already. Refused when the gate refuses it, or when a later extract
    of the same stream is in the register."""
    require(policies.may_manage(by))
    system = " ".join(system.split())[:100]
    _mind_day(as_at, system, by=by, on=on)
    with waiting.room(), checked(upload, name=name) as file:
        if there := _waits_already(file, as_at, system, authority, by):
            return there
        row = _new_row(file, as_at, system, authority, by=by, on=on, at=at)
        waiting.seal_file(row.pk, FILE, file.stream, key=row.key)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _have_done(row, READ, "Reading", by=by, on=on)
            note(row, "upload_extract", "uploaded an extract for the register", by=by, on=on,
                  verb=Verb.COLLECTED)  # fmt: skip
    except BaseException:
        waiting.forget(row.pk)
        raise
    return row.pk


def _mind_day(as_at: date, system: str, *, by: Viewer, on: date) -> None:
    if as_at > on:
        raise Refused(f"{as_at:%-d %B %Y} is still to come. Give the day that the file describes.")
    last = last_as_at(system, viewer=by) if system else None
    if last is not None and as_at < last:
        raise Refused(
            f"The register already holds what {system} said as at {last:%-d %B %Y}. "
            f"A file as at {as_at:%-d %B %Y} would put back what has changed since."
        )


def _waits_already(
    file: CheckedFile, as_at: date, system: str, authority: str, by: Viewer
) -> UUID | None:
    """The same file given in the same words: of another authority, it is read anew."""
    rows = RegisterArrival.objects.visible_to(by).filter(
        sha256=file.sha256, as_at=as_at, state__in=OPEN, authority=authority
    )
    if system:
        rows = rows.filter(system=system)
    return rows.values_list("pk", flat=True).first()


def _new_row(
    file: CheckedFile,
    as_at: date,
    system: str,
    authority: str,
    *,
    by: Viewer,
    on: date,
    at: datetime,
) -> RegisterArrival:
    return RegisterArrival(
        pk=uuid7(),
        local_area_id=by.local_area_id,
        file_name=file.safe_name,
        sha256=file.sha256,
        size=file.size,
        kind=file.kind.value,
        as_at=as_at,
        system=system,
        authority=authority,
        key=waiting.new_key(),
        expires_at=at + WAITS,
        asked_on=on,
        created_by_id=by.user_id,
        created_by_label=by.name,
        recorded_at=Now(),
    )


@transaction.atomic
def look_again(*, arrival_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Have a file read once more: its reading broke off, or the register changed since, or it was
    decided about somebody."""
    row = locked(arrival_id, version, by=by)
    working = row.state in (ArrivalState.READING, ArrivalState.BRINGING)
    if row.state not in OPEN or (working and _at_work(row)):
        raise Refused(_CLOSED[ArrivalState(row.state)])
    read_anew(row, by=by, on=on)
    note(row, "look_again", "had an extract read again", by=by, on=on)


def read_anew(row: RegisterArrival, *, by: Viewer, on: date) -> None:
    """Have a locked row's file read from the beginning."""
    row.state, row.refusal = ArrivalState.READING, ""
    row.version += 1
    _have_done(row, READ, "Reading", by=by, on=on)


@transaction.atomic
def decide(
    *, arrival_id: UUID, version: int, page: int, answers: dict[int, str], by: Viewer, on: date
) -> None:
    """Who those of one page of questions are. `answers`, by place in the file: "new", "out", or
    the id of one of those whom it may be; "" takes an answer back."""
    row = locked(arrival_id, version, by=by)
    _mind_state(row, ArrivalState.READY)
    asked = {int(one["place"]): one for one in lines_of(row, "asked", page)}
    for place, answer in answers.items():
        if place not in asked:
            raise Refused("This question is no longer asked. Open the page again.")
        row.decided.pop(str(place), None)
        if answer:
            _mind_answer(answer, asked[place], row.decided)
            row.decided[str(place)] = answer
    row.version += 1
    row.save(update_fields=["decided", "version"])
    count = sum(bool(answer) for answer in answers.values())
    note(row, "decide", f"decided who {count:,} in an extract are", by=by, on=on)


def _mind_answer(answer: str, line: dict[str, Any], decided: dict[str, str]) -> None:
    if answer in (NEW, OUT):
        return
    if answer not in {one["child"] for one in line["perhaps"]}:
        raise Refused("Choose one of those whom it may be, somebody new, or leave them out.")
    if answer in decided.values():
        raise Refused(
            "Two in this extract cannot be the same child. Choose one of them, and leave the other "
            "out."
        )


@transaction.atomic
def bring_in_arrival(*, arrival_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Have it brought in. Pressed twice, it happens once; refused when another extract came in
    since this one was looked at."""
    row = locked(arrival_id, version, by=by)
    if row.state in (ArrivalState.BRINGING, ArrivalState.BROUGHT):
        return
    _mind_state(row, ArrivalState.READY)
    mind_others(row, by=by)
    row.state, row.refusal = ArrivalState.BRINGING, ""
    row.version += 1
    _have_done(row, BRING_IN, "Bringing in", by=by, on=on)
    note(row, "bring_in_arrival", "had an extract brought into the register", by=by, on=on)


def mind_others(row: RegisterArrival, *, by: Viewer) -> None:
    """Refuse what was looked at before another extract came in."""
    if last_import(viewer=by) != row.seen_after_id:
        raise Refused(
            "Another extract was brought into the register since this one was looked at, so what "
            "stands here may no longer be so. Look at it again, then bring it in."
        )


@transaction.atomic
def cancel(*, arrival_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Give an extract up and delete its file. Nothing of it was written."""
    row = locked(arrival_id, version, by=by)
    if row.state == ArrivalState.CANCELLED:
        return
    if row.state not in OPEN or row.state == ArrivalState.BRINGING:
        raise Refused(_CLOSED[ArrivalState(row.state)])
    close(row, ArrivalState.CANCELLED)
    note(row, "cancel", "cancelled an extract; its file was deleted", by=by, on=on)


def close(row: RegisterArrival, state: ArrivalState, **more: Any) -> None:
    """End a locked row: its key goes now, and its file with the commit."""
    pk = row.pk
    row.state, row.key, row.decided = state, "", {}
    for name, value in more.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=["state", "key", "decided", "version", *more])
    transaction.on_commit(lambda: waiting.forget(pk))


def locked(arrival_id: UUID, version: int, *, by: Viewer) -> RegisterArrival:
    require(policies.may_manage(by))
    rows = RegisterArrival.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.filter(pk=arrival_id).first()
    if row is None:
        raise NotThere("There is no such extract here. Choose one from the list of extracts.")
    # What is over or on its way says so itself: a second press is no change of somebody else.
    if row.version != version and row.state in OPEN and row.state != ArrivalState.BRINGING:
        raise ChangedMeanwhile(
            "Somebody went on with this extract while you had it open. "
            "Open the page again: it shows how it stands now."
        )
    return row  # type: ignore[no-any-return]


def _at_work(row: RegisterArrival) -> bool:
    """Whether the worker still has it in hand, or is to take it in hand."""
    run_id = row.job_run_id
    return run_id is not None and not runs.job_run(run_id, local_area_id=row.local_area_id).is_over


def _mind_state(row: RegisterArrival, wanted: ArrivalState) -> None:
    if row.state != wanted:
        raise Refused(_CLOSED[ArrivalState(row.state)])


def _have_done(row: RegisterArrival, task: str, doing: str, *, by: Viewer, on: date) -> None:
    row.asked_by_id, row.asked_on = by.user_id, on
    row.job_run_id = jobs.enqueue(
        task,
        row.pk,
        kind="intake.register",
        local_area_id=by.local_area_id,
        title=f"{doing} {row.file_name}",
        by_id=by.user_id,
        by_label=by.name,
    )
    row.save()


def note(
    row: RegisterArrival,
    act: str,
    words: str,
    *,
    by: Viewer,
    on: date,
    verb: Verb = Verb.ALTERED,
) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"intake.{act}",
        object_kind="register_arrival",
        object_id=row.pk,
        object_label=row.file_name,
        words=words,
        on=on,
    )
