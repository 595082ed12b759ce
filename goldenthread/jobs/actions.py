"""Asking for long work, and telling how it goes from inside it.

A task is a function `task(run_id, *ids)` that returns a dictionary for its result page, or None.
It may be started twice (its process may be killed), so what it writes must happen once: call
`finish` in the same transaction as the writing.
"""

import json
import threading
import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.module_loading import import_string
from django_q.tasks import async_task

from goldenthread.jobs.models import JobRun, State

WRAPPER = "goldenthread.jobs.tasks.run"


class Superseded(Exception):
    """Another process has taken this run over; what this one wrote is to be rolled back."""


@dataclass
class Attempt:
    """The attempt at a run that this process is making."""

    run_id: uuid.UUID
    number: int
    finishing: bool = False


current: ContextVar[Attempt | None] = ContextVar("attempt at a job", default=None)


def enqueue(
    task: str,
    *ids: uuid.UUID | str | int,
    kind: str,
    local_area_id: uuid.UUID,
    title: str,
    by_id: uuid.UUID | None,
    by_label: str,
) -> uuid.UUID:
    """Have `task` (a dotted path) done once this transaction is committed; the run's id.

    Raises ImportError at once when there is no such task.
    """
    import_string(task)
    with transaction.atomic():
        run = JobRun.objects.create(
            local_area_id=local_area_id,
            kind=kind,
            title=title,
            task=task,
            arguments=[str(argument) for argument in ids],
            by_id=by_id,
            by_label=by_label,
        )
        push(run.id)
    return run.id


def push(run_id: uuid.UUID) -> None:
    """Put a message for the worker in the queue.

    The queue is a table of the same database, so message and run are committed together. Where
    jobs run in the asking process (tests), that must wait for the commit.
    """
    here = bool(settings.Q_CLUSTER.get("sync"))
    if here:
        transaction.on_commit(lambda: async_task(WRAPPER, str(run_id), save=False, sync=here))
    else:
        async_task(WRAPPER, str(run_id), save=False, sync=here)


def progress(run_id: uuid.UUID, percent: int, message: str) -> None:
    """Tell how far a running job is (0–100), in words for people; visible at once.

    On PostgreSQL it is committed apart from the job's own transaction. SQLite has one writer at
    a time: there, what is told inside a transaction is seen when that is committed.
    """
    attempt = _attempt_at(run_id)
    if attempt and attempt.finishing:
        return

    def tell() -> int:
        return _tell(run_id, attempt, percent, message)

    if connection.in_atomic_block and connection.vendor == "postgresql" and _elsewhere(tell):
        return
    tell()


def finish(run_id: uuid.UUID, result: Mapping[str, Any] | None = None, message: str = "") -> None:
    """Mark the running job as done, in the transaction of what it wrote: both happen or neither.

    Raises Superseded when another process has taken the run over.
    """
    attempt = _attempt_at(run_id)
    if attempt:
        attempt.finishing = True
    done = _running(run_id, attempt).update(
        state=State.DONE.value,
        progress=100,
        message=message,
        result=json.loads(json.dumps(result, cls=DjangoJSONEncoder)),
        finished_at=Now(),
    )
    if not done:
        raise Superseded(f"Job {run_id} is no longer this process's.")


def fail(run_id: uuid.UUID, sentence: str) -> None:
    """Mark the running job as failed, with the sentence its page shows."""
    _running(run_id, _attempt_at(run_id)).update(
        state=State.FAILED.value, message=sentence, finished_at=Now()
    )


def _attempt_at(run_id: uuid.UUID) -> Attempt | None:
    """This process's attempt at the run; None when called from outside a job."""
    attempt = current.get()
    return attempt if attempt and attempt.run_id == run_id else None


def _running(run_id: uuid.UUID, attempt: Attempt | None) -> QuerySet[JobRun]:
    running = JobRun.objects.filter(id=run_id, state=State.RUNNING.value)
    return running.filter(attempt=attempt.number) if attempt else running


def _tell(run_id: uuid.UUID, attempt: Attempt | None, percent: int, message: str) -> int:
    """The number of runs told of: 0 when it is not seen from here, or no longer running."""
    running = _running(run_id, attempt)
    steps = running.values_list("steps", flat=True).first()
    if steps is None:
        return 0
    if not steps or steps[-1] != message:
        steps = [*steps, message]
    return running.update(progress=percent, message=message, steps=steps)


def _elsewhere(tell: Callable[[], int]) -> int:
    """Do it on a connection of its own, which commits by itself."""
    told: list[int] = []

    def alone() -> None:
        try:
            told.append(tell())
        finally:
            connections.close_all()

    thread = threading.Thread(target=alone, name="job progress")
    thread.start()
    thread.join()
    return sum(told)
