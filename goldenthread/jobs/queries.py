"""How a job stands. Whoever asks has checked that the viewer may see what the job is about."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django_q.models import Schedule

from goldenthread.jobs.models import JobRun, State
from goldenthread.rules.refusals import NotThere

__all__ = [
    "Counted",
    "JobStatus",
    "State",
    "counts_of_runs",
    "job_run",
    "job_runs",
    "longest_wait",
    "worker_is_late_by",
]


@dataclass(frozen=True)
class JobStatus:
    """One run, as its page shows it. `message` is the latest step, or why it failed."""

    id: uuid.UUID
    local_area_id: uuid.UUID
    kind: str
    title: str
    state: State
    percent: int
    message: str
    steps: tuple[str, ...]
    result: Mapping[str, Any] | None
    attempt: int
    queued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    by_id: uuid.UUID | None
    by_label: str

    @property
    def is_over(self) -> bool:
        """True when nothing more will happen."""
        return self.state in (State.DONE, State.FAILED)


def job_run(run_id: uuid.UUID, *, local_area_id: uuid.UUID) -> JobStatus:
    """One run of the area; NotThere when there is none."""
    row = JobRun.objects.filter(id=run_id, local_area_id=local_area_id).first()
    if row is None:
        raise NotThere("There is no such job here. It may belong to another local area.")
    return _status(row)


def job_runs(
    *,
    local_area_id: uuid.UUID,
    kind: str | None = None,
    by_id: uuid.UUID | None = None,
    limit: int = 20,
) -> tuple[JobStatus, ...]:
    """The area's runs, latest first; of one kind or asked for by one person."""
    rows = JobRun.objects.filter(local_area_id=local_area_id)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if by_id is not None:
        rows = rows.filter(by_id=by_id)
    return tuple(_status(row) for row in rows.order_by("-queued_at", "-id")[:limit])


def _status(row: JobRun) -> JobStatus:
    return JobStatus(
        id=row.id,
        local_area_id=row.local_area_id,
        kind=row.kind,
        title=row.title,
        state=State(row.state),
        percent=row.progress,
        message=row.message,
        steps=tuple(row.steps),
        result=row.result,
        attempt=row.attempt,
        queued_at=row.queued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        by_id=row.by_id,
        by_label=row.by_label,
    )


# --- the queue as a whole, for whoever watches the installation ------------------------------


@dataclass(frozen=True)
class Counted:
    """How many runs of a kind stand so, in every local area together."""

    kind: str
    state: State
    number: int


def counts_of_runs() -> tuple[Counted, ...]:
    rows = JobRun.objects.values_list("kind", "state").annotate(number=Count("id"))
    return tuple(
        Counted(kind, State(state), number)
        for kind, state, number in rows.order_by("kind", "state")
    )


def longest_wait(*, now: datetime) -> timedelta:
    """How long the oldest run that nobody has begun waits; nothing where none does."""
    first = JobRun.objects.filter(state=State.QUEUED.value).aggregate(first=Min("queued_at"))
    return now - first["first"] if first["first"] else timedelta()


def worker_is_late_by(*, now: datetime) -> timedelta | None:
    """How long ago the worker should have begun what comes round; None where none ever ran.

    A worker that is there moves each next time on, whatever job it has in hand: this stays below a
    minute while one runs.
    """
    due = Schedule.objects.aggregate(first=Min("next_run"))["first"]
    return None if due is None else max(now - due, timedelta())
