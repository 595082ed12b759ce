"""The list of children: as at any day, filtered, sorted, grouped, counted by the very same query."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import register

pytestmark = pytest.mark.django_db


def test_the_page_shows_children(signed_in: Any, manager: Any) -> None:
    register.add(*(register.child(n) for n in range(1, 4)), by=manager)
    client = signed_in(manager)
    for where in (
        "",
        "children/",
        "children/?day=2019-04-20&group=need&col=name&col=review_due",
        "due/late/",
        "caseloads/",
        "views/",
        "counts/",
        "caseloads/summary/none/",
    ):
        page = client.get(f"/a/eastmere/register/{where}")
        assert page.status_code == 200, where
        print(where, len(page.content))
