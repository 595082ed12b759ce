"""A workbook comes back: kept, read, looked at, taken over once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.files import actions as files
from goldenthread.files.gate import Upload
from goldenthread.files.kinds import Kind
from goldenthread.files.queries import KeptFile
from goldenthread.improvement_plan import actions as plans
from goldenthread.improvement_plan.actions.grid import CellsMarked, change_many
from goldenthread.improvement_plan.queries.grid import RowChange, fingerprint
from goldenthread.intake import policies
from goldenthread.intake.actions.returned_comparing import ReturnComparison, compare_return
from goldenthread.intake.models import ReturnState, WorkbookReturn
from goldenthread.intake.queries.returned import a_return, returned_sheet, sent_for
from goldenthread.intake.reading.cells import SheetCells, as_data
from goldenthread.jobs import actions as jobs
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

TASK = "goldenthread.intake.tasks.read_returned_workbook"
LIMIT_BYTES = 10_000_000
_STILL_STANDS = (ReturnState.APPLIED, ReturnState.READY, ReturnState.READING)


@dataclass(frozen=True)
class ReturnUploaded:
    """`already`: this very file came back before; `return_id` is that earlier return."""

    return_id: UUID
    already: bool


@dataclass(frozen=True)
class Chosen:
    """What is taken over: keys of cells, row number → part of the plan for rows that were added,
    keys of actions that end."""

    take: frozenset[str]
    add: Mapping[int, UUID]
    end: frozenset[str]


@transaction.atomic
def upload_return(*, upload: Upload | bytes, name: str, by: Viewer, on: date) -> ReturnUploaded:
    """Keep a workbook and have it read. The very same file again gives the return there is."""
    policies.require(policies.may_return(by))
    kept = _keep(upload, name, by=by, on=on)
    if earlier := _earlier(kept.id, by):
        return ReturnUploaded(earlier.pk, already=True)
    row = _row(kept.id, by)
    row.job_run_id = jobs.enqueue(
        TASK,
        row.pk,
        kind="intake.read_workbook",
        local_area_id=by.local_area_id,
        title=f"Reading {kept.name}",
        by_id=by.user_id,
        by_label=by.name,
    )
    row.save(update_fields=["job_run_id"])
    _note("upload_return", f"loaded the workbook {kept.name}", row, kept.name, by=by, on=on)
    return ReturnUploaded(row.pk, already=False)


@transaction.atomic
def keep_read(
    content: bytes, name: str, cells: Sequence[SheetCells], *, by: Viewer, on: date
) -> WorkbookReturn:
    """A workbook that was read already, kept as ready. Refused where it came back before."""
    policies.require(policies.may_return(by))
    kept = _keep(content, name, by=by, on=on)
    if earlier := _earlier(kept.id, by):
        raise Refused(
            f"This very workbook came back before: {earlier.get_state_display().lower()}. "
            "Open it on its page."
        )
    row = _row(kept.id, by)
    row.state, row.cells = ReturnState.READY, as_data(tuple(cells))
    row.save(update_fields=["state", "cells"])
    _note("upload_return", f"loaded the workbook {kept.name}", row, kept.name, by=by, on=on)
    return row


def _keep(upload: Upload | bytes, name: str, *, by: Viewer, on: date) -> KeptFile:
    return files.keep(
        upload=upload,
        name=name,
        local_area_id=by.local_area_id,
        by_id=by.user_id,
        by_label=by.name,
        on=on,
        allowed=frozenset({Kind.XLSX}),
        limit_bytes=LIMIT_BYTES,
    )


def _earlier(file_id: UUID, by: Viewer) -> WorkbookReturn | None:
    """The return of this very file that was taken over, or is on its way."""
    rows = WorkbookReturn.objects.visible_to(by).filter(file_id=file_id, state__in=_STILL_STANDS)
    if not policies.sees_every_return(by):
        rows = rows.filter(created_by_id=by.user_id)
    return rows.order_by("recorded_at").first()


def _row(file_id: UUID, by: Viewer) -> WorkbookReturn:
    return WorkbookReturn.objects.create(
        local_area_id=by.local_area_id,
        file_id=file_id,
        created_by_id=by.user_id,
        created_by_label=by.name,
        recorded_at=Now(),
    )


def comparison_of(return_id: UUID, *, by: Viewer, on: date) -> ReturnComparison:
    """The differences of a workbook that was read, as somebody sees them now."""
    policies.require(policies.may_return(by))
    fact = a_return(return_id, viewer=by)
    if fact is None:
        raise Refused("There is no such workbook here. Choose one from the list.")
    if not fact.cells:
        raise Refused(fact.refusal or "This workbook is still being read. Wait until it has been.")
    sent = sent_for(fact.cells, viewer=by)
    return compare_return(sent, returned_sheet(fact.cells), by=by, on=on)


@transaction.atomic
def take_over(
    *, return_id: UUID, version: int, seen: str, chosen: Chosen, by: Viewer, on: date
) -> None:
    """Take the chosen differences over: one transaction, once. Done already, it changes nothing.

    Raises ChangedMeanwhile where the plan is not the one that was looked at any more.
    """
    row = _locked(return_id, by)
    if row.state == ReturnState.APPLIED:
        return
    if row.state != ReturnState.READY:
        raise Refused("This workbook cannot be taken over: it was put aside, or is not yet read.")
    comparison = comparison_of(return_id, by=by, on=on)
    if row.version != version or comparison.seen != seen:
        raise ChangedMeanwhile(
            "The plan was changed while you were looking at this workbook. Nothing was taken over. "
            "Look at the differences again."
        )
    if not (chosen.take or chosen.add or chosen.end):
        raise Refused("Nothing is chosen. Tick what is to be taken over, or put it aside.")
    _mind_applied(row, by)
    outcome = _apply(row, comparison, chosen, by=by, on=on)
    row.state, row.outcome, row.sent_id = ReturnState.APPLIED, outcome, comparison.sent.id
    row.applied_on, row.applied_by_label = on, by.name
    row.version += 1
    row.save(
        update_fields=["state", "outcome", "sent", "applied_on", "applied_by_label", "version"]
    )
    _note(
        "take_over",
        f"took {outcome['cells']} cells over from the workbook {row.file.name}",
        row,
        row.file.name,
        by=by,
        on=on,
        verb=Verb.ALTERED,
        about=[("workbook", comparison.sent.id), ("plan", comparison.sent.plan_id)],
    )


def _mind_applied(row: WorkbookReturn, by: Viewer) -> None:
    same = WorkbookReturn.objects.visible_to(by).filter(
        file_id=row.file_id, state=ReturnState.APPLIED
    )
    if same.exists():
        raise Refused("This very workbook was taken over already. Open it in the list.")


def _apply(
    row: WorkbookReturn, comparison: ReturnComparison, chosen: Chosen, *, by: Viewer, on: date
) -> dict[str, int]:
    plan_id, label = comparison.sent.plan_id, row.file.name
    changes = _changes(comparison, chosen)
    for added in comparison.added:
        if level_id := chosen.add.get(added.number):
            action_id = plans.add_action(
                plan_id=plan_id,
                text=added.cells.get("text", ""),
                reference=added.reference,
                level_ids=[level_id],
                by=by,
                on=on,
            )
            rest = {name: words for name, words in added.cells.items() if name != "text" and words}
            changes.append(RowChange(action_id, rest, {}))
    try:
        done = change_many(plan_id=plan_id, changes=changes, source_label=label, by=by, on=on)
    except CellsMarked as marked:
        raise Refused(_first_mark(marked)) from marked
    ended = [one for one in comparison.missing if one.key in chosen.end]
    for one in ended:
        plans.end_action(
            action_id=one.action_id,
            version=one.version,
            reason=f"Left out of the workbook {label}",
            by=by,
            on=on,
        )
    added_count = sum(number in chosen.add for number in (one.number for one in comparison.added))
    return {
        "cells": done.cells,
        "actions": done.actions,
        "added": added_count,
        "ended": len(ended),
    }


def _first_mark(marked: CellsMarked) -> str:
    marks = [
        f"{mark.reference}, {mark.label.lower()}: {mark.sentence}" for mark in marked.weighed.marks
    ]
    return f"Nothing was taken over. {' '.join(marks[:3]) or marked.sentence}"


def _changes(comparison: ReturnComparison, chosen: Chosen) -> list[RowChange]:
    """The chosen cells by action; refused where two rows want different words of one cell."""
    wanted: dict[UUID, dict[str, str]] = {}
    for row in comparison.rows:
        for cell in row.cells:
            if cell.key not in chosen.take:
                continue
            cells = wanted.setdefault(row.action_id, {})
            if cells.setdefault(cell.column, cell.came) != cell.came:
                raise Refused(
                    f"Two rows of the workbook give {row.reference} another "
                    f"{cell.label.lower()}. Choose one of them."
                )
    return [
        RowChange(
            action_id,
            cells,
            {name: fingerprint(words) for name, words in comparison.now[action_id].cells.items()},
        )
        for action_id, cells in wanted.items()
    ]


@transaction.atomic
def put_return_aside(*, return_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Take nothing over; the file stays kept."""
    row = _locked(return_id, by)
    if row.state == ReturnState.ASIDE:
        return
    if row.state == ReturnState.APPLIED:
        raise Refused("This workbook was taken over already. Change its actions in the plan.")
    row.state = ReturnState.ASIDE
    row.version = max(row.version, version) + 1
    row.save(update_fields=["state", "version"])
    _note(
        "put_return_aside",
        f"put the workbook {row.file.name} aside",
        row,
        row.file.name,
        by=by,
        on=on,
    )


def _locked(return_id: UUID, by: Viewer) -> WorkbookReturn:
    policies.require(policies.may_return(by))
    rows = WorkbookReturn.objects.visible_to(by).select_for_update(of=("self",))
    if not policies.sees_every_return(by):
        rows = rows.filter(created_by_id=by.user_id)
    row = rows.select_related("file").filter(pk=return_id).first()
    if row is None:
        raise Refused("There is no such workbook here. Choose one from the list.")
    return row


def _note(
    act: str,
    words: str,
    row: WorkbookReturn,
    label: str,
    *,
    by: Viewer,
    on: date,
    verb: Verb = Verb.COLLECTED,
    about: Sequence[tuple[str, UUID]] = (),
) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"intake.{act}",
        object_kind="workbook_return",
        object_id=row.pk,
        object_label=label,
        words=words,
        on=on,
        subjects=[("file", row.file_id), *about],
    )
