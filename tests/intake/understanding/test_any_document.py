"""Whatever a reader hands over, understanding it ends, keeps every word and never refuses."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.intake import dry_run
from goldenthread.intake.reading.raw import Block
from goldenthread.intake.understanding import UnderstoodPlan, understand
from tests.intake.understanding.documents import (
    ABOVE,
    LEFT,
    coloured,
    document,
    heading,
    line,
    rows,
)

WORDS = [
    "", "Action", "Lead", "Due", "RAG", "Improvement area", "Progress", "Ref", "Priority", "KPI",
    "Target", "Baseline", "Green", "Red", "1.1", "1. Data 2. Voice", "May 2024",
    "July 2020 July 2021",
    "2020", "Head of SEND/AB", "and then the", "Write a plan.", "basis.", "Governance",
    "Priority 1: X",
    "SEND Board. Ops Group", "75% by 2024, 80% by 2025", "(", "/", "—", "R", "Ann Holt", "a) b) c)",
    "Milestone 1", "Actual 1", "12th August", "from 45% to 60%", "Light green",
]  # fmt: skip
HEADERS: list[tuple[str, ...]] = [
    (),
    (
        "Improvement area",
        "Actions",
        "Success measures",
        "Lead",
        "Governance forum",
        "Timescale",
        "RAG",
    ),
    ("Ref", "Action", "Lead", "Start date", "End date", "RAG May 2020", "RAG June 2020"),
    ("KPI", "Baseline", "Target", "Milestone 1", "Actual 1"),
    ("What and when", "Who", "Benefit to families"),
    ("Priority", "Objective", "Progress and RAG", "Next steps"),
]
CELLS = st.one_of(
    st.sampled_from(WORDS), st.sampled_from([ABOVE, LEFT, coloured("FF0000")]), st.text(max_size=12)
)


@st.composite
def tables(draw: st.DrawFn) -> Block:
    header = draw(st.sampled_from(HEADERS))
    width = len(header) or draw(st.integers(1, 7))
    row = st.lists(CELLS, min_size=width, max_size=width).map(tuple)
    return rows(*([header] if header else []), *draw(st.lists(row, min_size=1, max_size=7)))


BLOCKS = st.lists(
    st.one_of(
        tables(),
        st.sampled_from(WORDS).map(line),
        st.sampled_from(WORDS).map(heading),
    ),
    max_size=6,
)


@given(BLOCKS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_understanding_never_fails_and_travels_as_json(blocks: list[Block]) -> None:
    plan = understand(document(*blocks))
    assert UnderstoodPlan.from_data(json.loads(json.dumps(plan.as_data()))) == plan
    json.dumps(dry_run.as_json(plan))
    assert plan.title in dry_run.as_text(plan)
    ids = {action.id for action in plan.actions}
    hung = [
        action
        for section in plan.sections
        for action in (*section.actions, *(one for area in section.areas for one in area.actions))
    ]
    assert set(hung) == ids
    rows_of_actions = [row for action in plan.actions for row in action.rows]
    assert len(rows_of_actions) == len(set(rows_of_actions))
    assert plan.counts.raw_rows == len(rows_of_actions) + plan.counts.headings
