"""Eastmere's office, a stranger from Westholm, and lists that are brought in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from goldenthread.intake.actions.settings import Brought, bring_in_file
from tests.conftest import NOW, TODAY
from tests.factories import settings_lists as lists
from tests.kept_rows import kept


@pytest.fixture
@kept
def office(viewer: Any) -> Any:
    return viewer("programme_office")


@pytest.fixture
@kept
def stranger(other_viewer: Any) -> Any:
    return other_viewer("area_administrator", name="Wes Strange")


@pytest.fixture
def bring_in(office: Any) -> Callable[..., Brought]:
    """`bring_in(rows, as_at)`: a list of those rows, taken on that day."""

    def done(
        rows: Any, as_at: date = date(2019, 11, 1), *, by: Any = None, whole: bool = True
    ) -> Brought:
        content = rows if isinstance(rows, bytes) else lists.as_csv(rows)
        return bring_in_file(
            content=content,
            name="edubasealldata.csv",
            as_at=as_at,
            whole=whole,
            by=by or office,
            on=TODAY,
            at=NOW,
        )

    return done
