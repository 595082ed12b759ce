"""Shows one hostile file after another to the gate: a program of its own, to measure its memory.

    python -m tests.faults.bombs

Prints, as JSON, what the gate said of each, the seconds of processor time it took, and by how many
megabytes the process's memory rose above what it had at its largest before.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# What the gate itself must refuse, in a second; the others of that list are the reader's.
AT_THE_GATE = (
    "locked docx", "macro inside", "macro inside xlsx", "zip bomb",
    "lying zip bomb", "zip of parts", "zip in zip", "plain zip", "entity bomb", "outside entity",
    "old word",
)  # fmt: skip


def hostile() -> dict[str, tuple[str, bytes]]:
    """What it is → (its name, its content), all made before anything is measured."""
    from tests.factories import bad_documents
    from tests.files.uploads import package, png

    found = {
        name: (bad_documents.BAD[name][0], bad_documents.BAD[name][1]()) for name in AT_THE_GATE
    }
    return found | {
        "virus pattern": ("plan.txt", EICAR),
        "HTML as PDF": ("plan.pdf", b"<!DOCTYPE html><script>alert(1)</script>%PDF-1.7"),
        "flood of pixels": ("logo.png", png(50_000, 50_000)),
        "zip-slip": ("plan.docx", package({"../../../etc/cron.d/x": b"* * * * * root id"})),
    }


def main() -> list[dict[str, Any]]:
    import django

    django.setup()
    from goldenthread.files import gate
    from goldenthread.files.kinds import Kind
    from goldenthread.rules.refusals import Refused

    files, told = hostile(), []
    for what, (name, content) in files.items():
        before, began = _largest(), time.process_time()
        try:
            with gate.check(content, name=name, allowed=frozenset(Kind)):
                said = ""
        except Refused as refusal:
            said = refusal.sentence
        told.append(
            {
                "what": what,
                "said": said,
                "seconds": time.process_time() - began,
                "megabytes": _largest() - before,
            }
        )
    return told


def _largest() -> float:
    """The process's memory at its largest so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
