"""One's own caseload on one's home: two counts that open their rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from goldenthread.ehcp_register.queries.queues import pressing_for
from goldenthread.partnership.models import Post, PostHolding
from tests.factories import register

pytestmark = pytest.mark.django_db


def test_a_case_officer_s_home_counts_what_is_late_on_their_own_caseload(
    viewer: Any, signed_in: Any, on: date
) -> None:
    officer, manager = viewer("case_officer"), viewer("case_manager")
    post = Post.objects.create(local_area_id=officer.local_area_id, title="SEND officer 1")
    PostHolding.objects.create(
        local_area_id=officer.local_area_id, post=post, person_id=officer.person_id,
        from_date=date(2019, 1, 1),
    )  # fmt: skip
    one = replace(register.child(1), events=register.history()[:3], post_id=post.pk)
    other = replace(register.child(2), events=register.history()[:3])
    register.add(one, other, by=manager)

    with_post = replace(officer, post_ids=frozenset({post.pk}))
    words = signed_in(officer).get("/a/eastmere/").content.decode()
    assert "My caseload" in words
    # No advice and no plan: D02 and D07.
    assert pressing_for(viewer=with_post, on=on) == (2, 0)
    assert "2 duties late" in words
    assert "register/due/late/?caseload=mine" in words
    assert "Surname" not in words


@pytest.mark.parametrize("role", ["board_member", "case_manager"])
def test_who_holds_no_post_or_sees_no_child_has_no_such_part(
    role: str, viewer: Any, signed_in: Any
) -> None:
    words = signed_in(viewer(role)).get("/a/eastmere/").content.decode()
    assert "My caseload" not in words
