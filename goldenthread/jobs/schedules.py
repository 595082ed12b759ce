"""Work that comes round by itself: every so many minutes, by the worker.

A context says so once, when it is loaded (in the `ready` of its app):

    schedules.every(1, "goldenthread.notifications.tasks.send_due", name="send mail")

The worker writes the schedules down when it starts, and forgets those that nobody wants any more.
What was missed while no worker ran is not made up for: the next run does what is due. A task that
comes round leaves no job of its own; it must be fit to run twice, or at the same time as itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import Schedule

_OURS = "goldenthread: "


@dataclass(frozen=True)
class Round:
    """A task (dotted path, called without arguments) and how often it comes round."""

    name: str
    task: str
    minutes: int


_rounds: dict[str, Round] = {}


def every(minutes: int, task: str, *, name: str) -> None:
    """Have a task done every so many minutes. Raises ValueError where the name is taken."""
    wanted = Round(name, task, minutes)
    if _rounds.setdefault(name, wanted) != wanted:
        raise ValueError(f"{name} comes round already, as {_rounds[name].task}.")


def rounds() -> tuple[Round, ...]:
    return tuple(_rounds.values())


def write_down() -> None:
    """Make the queue's own table say what was asked for: nothing changes where it does already.

    Raises ImportError where a task is not there.
    """
    with transaction.atomic():
        known = {
            row.name: row
            for row in Schedule.objects.select_for_update().filter(name__startswith=_OURS)
        }
        for one in _rounds.values():
            import_string(one.task)
            row = known.pop(f"{_OURS}{one.name}", None) or Schedule(
                name=f"{_OURS}{one.name}", next_run=timezone.now()
            )
            row.func, row.minutes = one.task, one.minutes
            row.schedule_type, row.repeats = Schedule.MINUTES, -1
            row.kwargs = "{'q_options': {'save': False}}"  # a line for each minute helps nobody
            row.save()
        Schedule.objects.filter(pk__in=[row.pk for row in known.values()]).delete()


def bring_back() -> int:
    """What was planned while the clock was ahead comes round now, and not when the clock has caught
    up; how many."""
    now = timezone.now()
    minutes = {f"{_OURS}{one.name}": one.minutes for one in _rounds.values()}
    planned = Schedule.objects.filter(name__in=minutes).values_list("pk", "name", "next_run")
    late = [pk for pk, name, at in planned if at > now + timedelta(minutes=minutes[name])]
    return Schedule.objects.filter(pk__in=late).update(next_run=now) if late else 0
