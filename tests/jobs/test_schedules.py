"""Work that comes round: written down once, changed when asked, forgotten when unwanted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from django_q.models import Schedule

from goldenthread.jobs import schedules

pytestmark = pytest.mark.django_db
TASK = "goldenthread.jobs.tasks.recover"


@pytest.fixture(autouse=True)
def _no_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedules, "_rounds", {})


def test_what_comes_round_is_written_down_once() -> None:
    schedules.every(5, TASK, name="look")
    schedules.write_down()
    first = Schedule.objects.get()
    schedules.write_down()
    again = Schedule.objects.get()
    assert (again.pk, again.next_run) == (first.pk, first.next_run)
    assert (again.func, again.minutes, again.repeats) == (TASK, 5, -1)


def test_another_rhythm_takes_the_place_of_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    schedules.every(5, TASK, name="look")
    schedules.write_down()
    monkeypatch.setattr(schedules, "_rounds", {})
    schedules.every(9, TASK, name="look")
    schedules.write_down()
    assert Schedule.objects.get().minutes == 9


def test_what_nobody_wants_any_more_is_forgotten_and_what_is_not_ours_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Schedule.objects.create(name="somebody's own", func=TASK)
    schedules.every(5, TASK, name="look")
    schedules.write_down()
    monkeypatch.setattr(schedules, "_rounds", {})
    schedules.write_down()
    assert [row.name for row in Schedule.objects.all()] == ["somebody's own"]


def test_a_name_stands_for_one_thing() -> None:
    schedules.every(5, TASK, name="look")
    schedules.every(5, TASK, name="look")
    with pytest.raises(ValueError, match="comes round already"):
        schedules.every(1, TASK, name="look")


def test_a_task_that_is_not_there_is_told_when_the_worker_starts() -> None:
    schedules.every(1, "goldenthread.jobs.tasks.nothing", name="nothing")
    with pytest.raises(ImportError):
        schedules.write_down()


def test_the_queue_takes_it_up_when_it_is_due() -> None:
    """By the queue's own scheduler, which makes up for nothing that was missed."""
    from django_q.brokers import get_broker
    from django_q.models import OrmQ, Success
    from django_q.scheduler import scheduler

    schedules.every(1, TASK, name="look")
    schedules.write_down()
    Schedule.objects.update(next_run=timezone.now() - timedelta(hours=3))
    scheduler(broker=get_broker())
    assert Schedule.objects.get().next_run > timezone.now()
    assert OrmQ.objects.count() <= 1
    assert Success.objects.count() == 0


def test_mail_is_sent_every_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    apps.get_app_config("notifications").ready()
    assert schedules.rounds() == (
        schedules.Round("send mail", "goldenthread.notifications.tasks.send_due", 1),
    )
