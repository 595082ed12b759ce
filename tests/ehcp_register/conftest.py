"""People who work with children's records in Eastmere, and one in Westholm."""

from __future__ import annotations

from typing import Any

import pytest

from goldenthread.partnership.models import User
from goldenthread.partnership.queries import viewer_for
from tests.conftest import TODAY
from tests.kept_rows import kept


@pytest.fixture
@kept
def manager(viewer: Any) -> Any:
    return viewer("case_manager", name="Mina Manager")


@pytest.fixture
@kept
def officer(viewer: Any) -> Any:
    return viewer("case_officer", name="Owen Officer")


@pytest.fixture
@kept
def stranger(other_viewer: Any) -> Any:
    return other_viewer("case_manager", name="Wes Strange")


@pytest.fixture
@kept
def administrator(local_area: Any) -> Any:
    user = User.objects.get(email="administrator@eastmere.example")
    return viewer_for(user, "eastmere", on=TODAY)
