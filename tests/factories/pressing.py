"""The invented plan of `snapshots` under pressure: decisions, risks, families' words, gaps."""

from dataclasses import replace
from datetime import date
from typing import Any

from goldenthread.reports.document import Document
from goldenthread.reports.highlight_report import HighlightFront, Wait, build
from goldenthread.reports.paper_matter import OpenChallenge
from goldenthread.rules.snapshots import (
    PlanSnapshot,
    SnapshotEscalation,
    SnapshotFinding,
    SnapshotRisk,
    SnapshotVoice,
)
from tests.factories.papers import paper, reference
from tests.factories.snapshots import december, october

BOARD = "Fernshire Health and Wellbeing Board"
FAMILIES = "Nobody rang us back.\n“We waited a year,” one of us said."
DECISION, PART_DECISION, RISK, SMALL_RISK = (
    f"0000000{n}-0000-7000-8000-000000000000" for n in range(1, 5)
)
CHALLENGE = OpenChallenge(
    about="1.1 Advice in six weeks",
    of_what="Progress, October 2019",
    words="How many families were asked?",
    raised_by="Ada Lund",
    asked="Head of SEND",
    answer_by=date(2020, 1, 31),
    state="Waits for an answer",
)


def pressed(snapshot: PlanSnapshot, *, gaps: int) -> PlanSnapshot:
    """The snapshot as the schema's second version keeps it: its first `gaps` actions have no lead,
    the very first no date either."""
    actions = tuple(
        replace(
            action,
            gaps=("no-lead", "no-date") if not place else ("no-lead",) if place < gaps else (),
        )
        for place, action in enumerate(snapshot.actions)
    )
    first, top = snapshot.actions[0], snapshot.levels[0]
    return replace(
        snapshot,
        actions=actions,
        levels=tuple(replace(level, gaps=()) for level in snapshot.levels),
        findings=(SnapshotFinding("f1", "F1", "Advice was late", (top.id,), answered=False),),
        voices=(SnapshotVoice("v1", top.id, FAMILIES, "Fernshire Voice", date(2019, 12, 3)),),
        escalations=(
            _decision(PART_DECISION, None, top.id, "", None),
            _decision(DECISION, first.id, None, BOARD, date(2020, 1, 28)),
        ),
        risks=(
            _risk(RISK, first.id, 20, "R1"),
            _risk(SMALL_RISK, snapshot.actions[-1].id, 4, "R2"),
        ),
    )


def _decision(
    identity: str, action: str | None, level: str | None, forum: str, needed: date | None
) -> SnapshotEscalation:
    return SnapshotEscalation(
        identity, action, level, "Two bodies wait for each other", "Say who pays", forum, needed,
        date(2019, 12, 1), "Tom Reed",
    )  # fmt: skip


def _risk(identity: str, action: str, score: int, reference: str) -> SnapshotRisk:
    return SnapshotRisk(
        identity, "risk", action, None, f"{reference} may happen", "We train two more",
        "Head of SEND", 20, score, date(2020, 1, 31), reference,
    )  # fmt: skip


def pressed_paper(**changes: Any) -> Document:
    """The board's paper of it: 33 actions with a gap in October, 20 in December."""
    return paper(
        now=pressed(december(), gaps=20),
        compared=pressed(october(), gaps=33),
        challenges=(CHALLENGE,),
        **changes,
    )


def pressed_highlight(shape: str = "status") -> Document:
    """The highlight report of its first part, compared with October, in one of the two shapes."""
    now = pressed(december(), gaps=20)
    words = {
        "reason": "Two writers have left.",
        "progress": "Twelve plans were written.",
        "next": "The next course starts.",
        "support": "Somebody from health for a day.",
    }
    front = HighlightFront(
        level_id=now.levels[0].id, reader=BOARD, shape=shape, number=1, draft=True,
        status_point="amber", words=words, state_words="Draft 1", received=True,
    )  # fmt: skip
    wait = Wait(
        "1.1", "2.1", "Priority 2", "The forms", date(2020, 1, 31), "", "waits", outward=True
    )
    return build(
        now=now,
        compared=pressed(october(), gaps=33),
        front=front,
        waits=(wait,),
        figure_reference=reference,
    )
