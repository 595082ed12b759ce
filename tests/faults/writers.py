"""Many processes that write at once: a program of its own, for it forks.

    python -m tests.faults.writers 50 3

So many people record so many updates each, as fast as they can. Prints how many were told that
theirs is kept, what the others were told, and the longest wait in seconds, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from tests.faults.deeds import ON, office


def main(people: int, each: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.db import connections

    from goldenthread.improvement_plan import queries
    from tests.faults.deeds import the_plan

    rows = queries.actions(the_plan(), viewer=office(), on=ON)
    open_ones = [row.id for row in rows if row.completed_on is None]
    connections.close_all()
    ready_to, go = os.pipe()
    pipes = []
    for number in range(people):
        reading, writing = os.pipe()
        if os.fork() == 0:
            os.close(go)
            _write(open_ones[number % len(open_ones)], each, ready_to, writing)
        os.close(writing)
        pipes.append(reading)
    os.close(ready_to)
    os.close(go)  # all begin
    told = [json.loads(os.fdopen(pipe).read()) for pipe in pipes]
    for _ in told:
        os.wait()
    waits = [wait for one in told for wait in one["waits"]]
    return {
        "kept": sum(one["kept"] for one in told),
        "refused": sum(len(one["refused"]) for one in told),
        "told": sorted({said for one in told for said in one["refused"]}),
        "longest": max(waits),
        "median": sorted(waits)[len(waits) // 2],
    }


def _write(action_id: Any, each: int, ready: int, writing: int) -> None:
    from goldenthread.improvement_plan import actions

    os.read(ready, 1)  # ends when the parent lets all begin
    by, kept, refused, waits = office(), 0, [], []
    for number in range(each):
        began = time.monotonic()
        try:
            actions.record_update(
                action_id=action_id, progress=f"Said {os.getpid()} {number}", by=by, on=ON
            )
            kept += 1
        except Exception as problem:  # told to the person, and so not lost
            refused.append(f"{type(problem).__name__}: {problem}")
        waits.append(time.monotonic() - began)
    with os.fdopen(writing, "w") as out:
        json.dump({"kept": kept, "refused": refused, "waits": waits}, out)
    os._exit(0)


if __name__ == "__main__":
    json.dump(main(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
