"""The papers of Eastmere, as the tests of governance make them, and one of each state."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from goldenthread.governance import actions as governance
from goldenthread.reports.actions import issue_paper
from tests.conftest import NOW, TODAY
from tests.governance.conftest import (
    _stays_on_its_day,
    board,
    closed,
    fill,
    office,
    plan_id,
    reopen,
    scrutiny,
    see,
    start,
    stranger,
)

__all__ = [
    "_stays_on_its_day",
    "board",
    "closed",
    "fill",
    "office",
    "plan_id",
    "reopen",
    "scrutiny",
    "see",
    "start",
    "stranger",
]


@pytest.fixture
def issue(office: Any, fill: Any, see: Any) -> Any:
    """`issue(paper_id)`: front sheet filled and the paper sent to its body."""

    def send(paper_id: UUID) -> UUID:
        fill(paper_id)
        issue_paper(paper_id=paper_id, version=see(paper_id).version, by=office, on=TODAY, at=NOW)
        return paper_id

    return send


@pytest.fixture
def receive(office: Any, fill: Any, see: Any) -> Any:
    """`receive(paper_id)`: the body was sent it; its documents are not looked at."""

    def send(paper_id: UUID) -> UUID:
        fill(paper_id)
        governance.issue(
            paper_id=paper_id,
            version=see(paper_id).version,
            documents={},
            page="<!DOCTYPE html><p>As sent",
            stood_on={},
            by=office,
            on=TODAY,
            at=NOW,
        )
        return paper_id

    return send
