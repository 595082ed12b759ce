"""Reading a plan document: the whole command, from its start to its answer."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Timed, timed
from tests.factories.plan_parts import Heading, PlanDocument, Table, table
from tests.factories.plan_writers import as_docx, as_pdf

ROUNDS = 5
# A published plan of 2019, where it lies beside the checkout.
PUBLISHED = Path(__file__).resolve().parents[2] / "shared" / "data" / "plans"
PUBLISHED_PLAN = "thurrock-wsoa-2019"
_SAID = (
    "Agree with schools and health services how needs are found early, in nurseries and at school.",
    "Publish on the Local Offer what support there is while families wait for an assessment.",
    "Review with the parent carer forum how plans in years 9, 11 and 13 lead to adulthood.",
)


def time_imports() -> list[Timed]:
    """`goldenthread import-plan FILE --dry-run` on each document there is."""
    with tempfile.TemporaryDirectory() as folder:
        documents = [*_invented(Path(folder))]
        for form in ("docx", "pdf"):
            published = PUBLISHED / f"{PUBLISHED_PLAN}.{form}"
            if published.exists():
                documents.append((f"Published plan of 2019, .{form}", published))
        return [_timed(name, document) for name, document in documents]


def _timed(name: str, document: Path) -> Timed:
    actions = _read(document)  # warms the disk's cache
    return timed(
        f"{name} ({actions} actions)",
        lambda: _read(document),
        rounds=ROUNDS,
        warm_up=0,
        work_done=_children,
    )


def _read(document: Path) -> int:
    program = Path(sys.executable).with_name("goldenthread")
    told = subprocess.run(
        [str(program), "import-plan", str(document), "--dry-run", "--format", "json"],
        check=True,
        capture_output=True,
    )
    actions: int = json.loads(told.stdout)["counts"]["actions"]
    return actions


def _children() -> float:
    """Seconds of work done by processes that this one started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _invented(folder: Path) -> list[tuple[str, Path]]:
    document = _document()
    found = []
    for form, write in (("docx", as_docx), ("pdf", as_pdf)):
        path = folder / f"invented.{form}"
        path.write_bytes(write(document))
        found.append((f"Invented plan, .{form}", path))
    return found


def _document() -> PlanDocument:
    """A hundred actions in four tables."""
    head = ("Ref", "Action", "Success measure", "Lead", "Timescale", "RAG")
    blocks: list[Heading | Table] = [Heading("Eastmere SEND improvement plan")]
    for priority in range(1, 5):
        blocks.append(Heading(f"Priority {priority}: Earlier help, {priority}", 2))
        rows = [
            (
                f"{priority}.{row + 1}",
                f"{_SAID[row % 3]} {_SAID[(row + priority) % 3]}",
                "Nine in ten families say that it works for them.",
                "Head of SEND",
                f"{1 + row % 28} March 2024",
                ("Green", "Amber", "Red", "Blue")[row % 4],
            )
            for row in range(25)
        ]
        blocks.append(table(head, *rows))
    return PlanDocument("invented", tuple(blocks))
