"""Jobs to do, invented."""

import time
import uuid
from pathlib import Path
from typing import Any

from django.db import transaction

from goldenthread.jobs import actions
from goldenthread.jobs.models import JobRun
from goldenthread.rules.refusals import Refused

AREA = uuid.UUID(int=1)
done: list[tuple[Any, ...]] = []  # what ran in this process


def remember(run_id: uuid.UUID, *ids: str) -> dict[str, Any]:
    done.append((run_id, *ids))
    actions.progress(run_id, 40, "Reading the document")
    actions.progress(run_id, 60, "Reading the document")
    actions.progress(run_id, 80, "Writing it down")
    return {"rows": len(ids)}


def refuse(run_id: uuid.UUID) -> None:
    raise Refused("This document has no table. Give one that has.")


def break_down(run_id: uuid.UUID) -> None:
    raise ZeroDivisionError("a secret of the machine")


def effect(run_id: uuid.UUID) -> None:
    """Leave a row and finish in one transaction."""
    with transaction.atomic():
        leave_a_row()
        actions.finish(run_id, {"left": 1}, "One row left")


def effect_then_break_down(run_id: uuid.UUID) -> None:
    with transaction.atomic():
        leave_a_row()
        actions.finish(run_id)
        raise ZeroDivisionError


def effect_after_being_taken_over(run_id: uuid.UUID) -> None:
    JobRun.objects.filter(id=run_id).update(attempt=2)
    effect(run_id)


def tell_inside_a_transaction(run_id: uuid.UUID) -> None:
    with transaction.atomic():
        leave_a_row()
        actions.progress(run_id, 50, "Half way")
        transaction.set_rollback(True)
    done.append(tuple(JobRun.objects.filter(id=run_id).values_list("progress", flat=True)))


def tell_after_finishing(run_id: uuid.UUID) -> None:
    with transaction.atomic():
        actions.finish(run_id, message="Done")
        actions.progress(run_id, 50, "Half way")


def wait_for_the_word(run_id: uuid.UUID, folder: str) -> None:
    """Say that it has begun, wait until "go" is there, then take effect."""
    with (Path(folder) / "begun").open("a") as begun:
        begun.write("begun\n")
    while not (Path(folder) / "go").exists():
        time.sleep(0.05)
    effect(run_id)


def leave_a_row() -> None:
    JobRun.objects.create(local_area_id=AREA, kind="effect", title="", task="", state="done")
