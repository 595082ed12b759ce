"""What the worker runs: every job goes through `run`, which makes it happen once."""

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.exceptions import TimeoutException
from django_q.models import OrmQ
from django_q.signing import BadSignature, SignedPackage

from goldenthread.jobs import actions, processes
from goldenthread.jobs.models import JobRun, State
from goldenthread.rules.refusals import Refused

_log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
# The queue stops a job at its time limit; a while later no process can still be doing it.
_GRACE = timedelta(seconds=30)

OUR_FAULT = (
    "This was not done, because something went wrong on our side. Try again; "
    "if it happens again, tell whoever looks after the installation."
)
TOO_LONG = (
    "This took longer than is allowed and was stopped. Tell whoever looks after the installation."
)
INTERRUPTED = (
    f"This was interrupted {MOST_ATTEMPTS} times and given up. "
    "Tell whoever looks after the installation, then try again."
)


def run(run_id: str) -> None:
    """Do one run, unless it is done, given up or being done by a process that is alive."""
    claimed = _claimed(uuid.UUID(run_id))
    if claimed is None:
        return
    marker = actions.current.set(actions.Attempt(claimed.id, claimed.attempt))
    try:
        _do(claimed)
    finally:
        actions.current.reset(marker)


def _do(claimed: JobRun) -> None:
    try:
        result = import_string(claimed.task)(claimed.id, *claimed.arguments)
        # A task that finished itself, together with what it wrote, is left as it is.
        if JobRun.objects.filter(id=claimed.id, state=State.RUNNING.value).exists():
            actions.finish(claimed.id, result)
    except Refused as refusal:
        actions.fail(claimed.id, refusal.sentence)
    except actions.Superseded:
        _log.warning("Job %s was taken over by another process", claimed.id)
    except TimeoutException:
        actions.fail(claimed.id, TOO_LONG)
        raise
    except Exception:  # noqa: BLE001 - whatever it was, the person waiting is told, and the log
        _log.exception("Job %s (%s) failed", claimed.id, claimed.kind)
        actions.fail(claimed.id, OUR_FAULT)


def recover(*, at_start: bool = False) -> tuple[uuid.UUID, ...]:
    """Put runs back in the queue whose process was killed, or whose message was lost; their ids.

    `at_start`, of a worker, also frees messages that a killed worker had reserved.
    """
    now = timezone.now()
    if at_start:
        OrmQ.objects.filter(lock__gt=now).update(lock=now)
    put_back = [
        run_id
        for run_id in JobRun.objects.filter(state=State.RUNNING.value).values_list("id", flat=True)
        if _put_back(run_id, now)
    ]
    waiting = JobRun.objects.filter(state=State.QUEUED.value).exclude(id__in=put_back)
    for run_id in set(waiting.values_list("id", flat=True)) - _in_the_queue():
        actions.push(run_id)
        put_back.append(run_id)
    return tuple(put_back)


def _claimed(run_id: uuid.UUID) -> JobRun | None:
    """The run, now this process's to do; None when there is nothing to do."""
    now = timezone.now()
    with transaction.atomic():
        found = JobRun.objects.select_for_update().filter(id=run_id).first()
        if found is None or found.state in (State.DONE, State.FAILED):
            return None
        if found.state == State.RUNNING and not _is_abandoned(found, now):
            return None
        if found.attempt >= MOST_ATTEMPTS:
            found.state, found.message, found.finished_at = State.FAILED.value, INTERRUPTED, now
            found.save(update_fields=["state", "message", "finished_at"])
            return None
        found.state, found.attempt = State.RUNNING.value, found.attempt + 1
        found.worker, found.started_at = processes.this_process(), now
        found.progress, found.message, found.steps = 0, "", []
        found.save(
            update_fields=[
                "state", "attempt", "worker", "started_at", "progress", "message", "steps",
            ]
        )  # fmt: skip
    return found


def _is_abandoned(found: JobRun, now: datetime) -> bool:
    """Its process is gone, has moved on to another job, or is past any time limit."""
    if found.worker == processes.this_process() or processes.is_gone(found.worker):
        return True
    limit = timedelta(seconds=int(str(settings.Q_CLUSTER["timeout"]))) + _GRACE
    return found.started_at is None or found.started_at + limit < now


def _put_back(run_id: uuid.UUID, now: datetime) -> bool:
    with transaction.atomic():
        found = JobRun.objects.select_for_update().get(id=run_id)
        if found.state != State.RUNNING or not _is_abandoned(found, now):
            return False
        found.state = State.QUEUED.value
        found.save(update_fields=["state"])
        actions.push(run_id)
    _log.warning("Job %s was interrupted and is put back in the queue", run_id)
    return True


def _in_the_queue() -> set[uuid.UUID]:
    """The runs that have a message waiting or reserved."""
    found: set[uuid.UUID] = set()
    for payload in OrmQ.objects.values_list("payload", flat=True):
        try:
            message = SignedPackage.loads(payload)
        except BadSignature:  # signed with an earlier key: the worker will throw it away
            continue
        if message["func"] == actions.WRAPPER:
            found.add(uuid.UUID(message["args"][0]))
    return found
