"""An area with rules that were set by one administrator and approved by another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from goldenthread.files.actions import keep
from goldenthread.files.kinds import Kind
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import Person, User
from goldenthread.partnership.queries import viewer_for
from goldenthread.retention import actions, queries, schedule
from tests.conftest import NOW, PASSWORD, TODAY
from tests.kept_rows import kept

USUAL = {kind.key: kind.usual for kind in schedule.KINDS}


@pytest.fixture
@kept
def administrator(local_area: Any) -> Any:
    user = User.objects.get(email="administrator@eastmere.example")
    return viewer_for(user, "eastmere", on=TODAY)


@pytest.fixture
@kept
def second(administrator: Any) -> Any:
    """Another administrator of the area."""
    email = "second@eastmere.example"
    partnership.give_role(
        name="Second Administrator", email=email, password=PASSWORD, role="area_administrator",
        reason="Looks at the rules", from_date=TODAY, until=None, scope_kind="local_area",
        scope_id=None, scope_label="", by=administrator, on=TODAY, at=NOW,
    )  # fmt: skip
    return viewer_for(User.objects.get(email=email), "eastmere", on=TODAY)


@pytest.fixture
def approved(administrator: Any, second: Any) -> Callable[..., None]:
    """`approved()`: the usual years; `approved(children=30)`: others."""

    def rule(**years: int) -> None:
        version = queries.rules_version(viewer=administrator)
        actions.set_rules(years=USUAL | years, version=version, by=administrator, on=TODAY)
        version = queries.rules_version(viewer=administrator)
        actions.approve_rules(version=version, by=second, on=TODAY)

    return rule


@pytest.fixture
def stored(administrator: Any) -> Callable[..., Any]:
    """`stored(b"words")`: a file of the area."""

    def store(content: bytes, name: str = "plan.txt") -> Any:
        return keep(
            upload=content, name=name, local_area_id=administrator.local_area_id,
            by_id=administrator.user_id, by_label=administrator.name, on=TODAY,
            allowed=frozenset({Kind.TXT}),
        )  # fmt: skip

    return store


def left(name: str, *, area: Any, on: date, user: Any = None) -> Person:
    """Somebody who left the area on a day."""
    return Person.objects.create(
        local_area=area, name=name, email=f"{name.split(maxsplit=1)[0].lower()}@eastmere.example",
        user=user, left_on=on,
    )  # fmt: skip
