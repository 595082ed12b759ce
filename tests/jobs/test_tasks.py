import logging
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django_q.models import OrmQ

from goldenthread.jobs import actions, processes, queries, tasks
from goldenthread.jobs.models import JobRun, State
from goldenthread.rules.refusals import Refused
from tests.jobs import sample_tasks
from tests.jobs.sample_tasks import AREA

SOMEONE = uuid.UUID(int=7)


@pytest.fixture(autouse=True)
def nothing_done_yet() -> Iterator[None]:
    sample_tasks.done.clear()
    yield
    sample_tasks.done.clear()


@pytest.fixture
def queued(settings: Any) -> Callable[..., uuid.UUID]:
    """Ask for a job that waits in the queue for a worker."""
    settings.Q_CLUSTER = {**settings.Q_CLUSTER, "sync": False}

    return enqueue


def enqueue(task: str, *ids: Any) -> uuid.UUID:
    return actions.enqueue(
        f"tests.jobs.sample_tasks.{task}",
        *ids,
        kind="sample",
        local_area_id=AREA,
        title="A job of no importance",
        by_id=SOMEONE,
        by_label="Morag Penhallow",
    )


def status(run_id: uuid.UUID) -> queries.JobStatus:
    return queries.job_run(run_id, local_area_id=AREA)


@pytest.mark.django_db(transaction=True)
def test_a_job_is_done_after_the_commit_where_jobs_run_in_the_asking_process() -> None:
    run_id = enqueue("remember", uuid.UUID(int=5), "x")

    assert sample_tasks.done == [(run_id, str(uuid.UUID(int=5)), "x")]
    told = status(run_id)
    assert (told.state, told.percent, told.result) == (State.DONE, 100, {"rows": 2})
    assert told.steps == ("Reading the document", "Writing it down")
    assert told.started_at
    assert told.finished_at
    assert told.is_over


@pytest.mark.django_db
def test_a_job_and_its_message_are_committed_together(
    queued: Callable[..., uuid.UUID],
) -> None:
    run_id = queued("remember")

    told = status(run_id)
    assert (told.state, told.percent, told.is_over) == (State.QUEUED, 0, False)
    assert tasks._in_the_queue() == {run_id}
    assert sample_tasks.done == []


@pytest.mark.django_db
def test_a_task_that_does_not_exist_is_noticed_by_whoever_asks() -> None:
    with pytest.raises(ImportError):
        enqueue("missing")

    assert not JobRun.objects.exists()


@pytest.mark.django_db
def test_a_job_run_twice_does_nothing_the_second_time(queued: Callable[..., uuid.UUID]) -> None:
    run_id = queued("remember")

    tasks.run(str(run_id))
    tasks.run(str(run_id))

    assert len(sample_tasks.done) == 1
    assert status(run_id).attempt == 1


@pytest.mark.django_db
def test_a_refusal_is_what_the_person_reads(queued: Callable[..., uuid.UUID]) -> None:
    run_id = queued("refuse")
    tasks.run(str(run_id))

    told = status(run_id)
    assert told.state == State.FAILED
    assert told.message == "This document has no table. Give one that has."
    assert told.finished_at


@pytest.mark.django_db
def test_a_fault_of_ours_is_logged_and_said_without_its_details(
    queued: Callable[..., uuid.UUID], caplog: pytest.LogCaptureFixture
) -> None:
    run_id = queued("break_down")
    with caplog.at_level(logging.ERROR):
        tasks.run(str(run_id))

    told = status(run_id)
    assert (told.state, told.message) == (State.FAILED, tasks.OUR_FAULT)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.django_db
def test_what_a_job_writes_and_its_end_are_one(queued: Callable[..., uuid.UUID]) -> None:
    run_id = queued("effect")
    tasks.run(str(run_id))

    told = status(run_id)
    assert (told.state, told.result, told.message) == (State.DONE, {"left": 1}, "One row left")
    assert JobRun.objects.filter(kind="effect").count() == 1


@pytest.mark.django_db
def test_a_job_that_breaks_before_its_commit_leaves_nothing(
    queued: Callable[..., uuid.UUID],
) -> None:
    run_id = queued("effect_then_break_down")
    tasks.run(str(run_id))

    assert status(run_id).state == State.FAILED
    assert not JobRun.objects.filter(kind="effect").exists()


@pytest.mark.django_db
def test_a_process_whose_job_was_taken_over_leaves_nothing(
    queued: Callable[..., uuid.UUID],
) -> None:
    run_id = queued("effect_after_being_taken_over")
    tasks.run(str(run_id))

    told = status(run_id)
    assert (told.state, told.attempt) == (State.RUNNING, 2)
    assert not JobRun.objects.filter(kind="effect").exists()


@pytest.mark.django_db(transaction=True)
def test_progress_told_inside_a_transaction_does_not_wait_for_it() -> None:
    enqueue("tell_inside_a_transaction")

    # SQLite has one writer: there the telling is part of the transaction and shares its fate.
    seen = 0 if connection.vendor == "sqlite" else 50
    assert sample_tasks.done == [(seen,)]


@pytest.mark.django_db(transaction=True)
def test_progress_told_after_the_end_changes_nothing() -> None:
    run_id = enqueue("tell_after_finishing")

    told = status(run_id)
    assert (told.state, told.percent, told.message) == (State.DONE, 100, "Done")


@pytest.mark.django_db
def test_a_job_being_done_by_a_living_process_is_left_to_it(
    queued: Callable[..., uuid.UUID],
) -> None:
    run_id = queued("remember")
    _running(run_id, "another-machine/- 1 1", started_ago=timedelta(minutes=2))

    tasks.run(str(run_id))
    assert tasks.recover() == ()

    assert sample_tasks.done == []
    assert status(run_id).state == State.RUNNING


@pytest.mark.django_db
@pytest.mark.parametrize("ago", [timedelta(seconds=1), timedelta(hours=1)])
def test_a_job_whose_process_is_gone_or_past_any_limit_is_put_back_and_done(
    queued: Callable[..., uuid.UUID], ago: timedelta
) -> None:
    run_id = queued("remember")
    here = processes.this_process().rsplit(" ", 2)[0]
    killed = f"{here} 4194303 12" if ago < timedelta(minutes=1) else "another-machine/- 1 1"
    _running(run_id, killed, started_ago=ago)
    OrmQ.objects.all().delete()

    assert tasks.recover() == (run_id,)
    assert tasks._in_the_queue() == {run_id}
    assert status(run_id).state == State.QUEUED
    assert tasks.recover() == ()

    tasks.run(str(run_id))
    assert status(run_id).attempt == 2
    assert len(sample_tasks.done) == 1


@pytest.mark.django_db
def test_a_queued_job_whose_message_was_lost_is_asked_for_again(
    queued: Callable[..., uuid.UUID],
) -> None:
    run_id = queued("remember")
    OrmQ.objects.all().delete()

    assert tasks.recover() == (run_id,)
    assert tasks._in_the_queue() == {run_id}


@pytest.mark.django_db
def test_messages_reserved_by_a_killed_worker_are_freed_at_start(
    queued: Callable[..., uuid.UUID],
) -> None:
    queued("remember")
    now = datetime.now(UTC)
    OrmQ.objects.update(lock=now + timedelta(minutes=6))

    tasks.recover()
    assert OrmQ.objects.filter(lock__gt=now + timedelta(minutes=1)).exists()
    tasks.recover(at_start=True)
    assert not OrmQ.objects.filter(lock__gt=now + timedelta(minutes=1)).exists()


@pytest.mark.asvs("15.2.2")
@pytest.mark.django_db
def test_a_job_interrupted_three_times_is_given_up(queued: Callable[..., uuid.UUID]) -> None:
    run_id = queued("remember")
    JobRun.objects.filter(id=run_id).update(attempt=tasks.MOST_ATTEMPTS)

    tasks.run(str(run_id))

    told = status(run_id)
    assert (told.state, told.message) == (State.FAILED, tasks.INTERRUPTED)
    assert sample_tasks.done == []


@pytest.mark.django_db
def test_a_job_that_is_no_longer_there_is_nothing_to_do() -> None:
    tasks.run(str(uuid.UUID(int=99)))

    assert sample_tasks.done == []


@pytest.mark.django_db
def test_jobs_of_another_local_area_are_not_seen(queued: Callable[..., uuid.UUID]) -> None:
    run_id = queued("remember")
    other_area = uuid.UUID(int=2)

    with pytest.raises(Refused, match="no such job"):
        queries.job_run(run_id, local_area_id=other_area)
    assert queries.job_runs(local_area_id=other_area) == ()
    assert [run.id for run in queries.job_runs(local_area_id=AREA, by_id=SOMEONE)] == [run_id]
    assert queries.job_runs(local_area_id=AREA, kind="another") == ()


def test_this_process_is_there_and_an_earlier_one_with_its_number_is_gone() -> None:
    here, pid, began = processes.this_process().rsplit(" ", 2)

    assert not processes.is_gone(f"{here} {pid} {began}")
    assert processes.is_gone(f"{here} {pid} {int(began) - 1}")
    assert processes.is_gone(f"{here} 4194303 1")
    assert not processes.is_gone(f"elsewhere/- {pid} 1")


def _running(run_id: uuid.UUID, worker: str, *, started_ago: timedelta) -> None:
    JobRun.objects.filter(id=run_id).update(
        state=State.RUNNING.value,
        attempt=1,
        worker=worker,
        started_at=datetime.now(UTC) - started_ago,
    )
