"""What was done about a restricted record is not read in the audit trail either."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from goldenthread.partnership import actions, queries
from goldenthread.trail import telling
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb
from tests.conftest import NOW, TODAY
from tests.person_linked_app.models import Child


@pytest.fixture
def acts(office: Any, children: dict[str, Child]) -> None:
    """One act about each child, as a register would record it: with whom it is about."""
    for child in children.values():
        with transaction.atomic():
            record(
                local_area_id=office.local_area_id, actor_id=office.user_id,
                actor_label=office.name, verb=Verb.ALTERED, act="register.change",
                object_kind="assessmentrequest", object_id=child.requests.visible_to(
                    office, on=TODAY
                ).get().pk, object_label="a request", on=TODAY,
                words=f"changed request {child.pk}", subjects=[("child", child.about_id)],
            )  # fmt: skip


def told(viewer: Any) -> str:
    hidden = queries.hidden_from(viewer=viewer, on=TODAY)
    page = telling.of_area(local_area_id=viewer.local_area_id, before="", without=hidden)
    lines = telling.file_of_area(local_area_id=viewer.local_area_id, without=hidden)
    return " ".join(str(line["what"]) for line in page.lines) + "".join(lines)


def test_an_act_about_a_restricted_record_is_left_out_of_the_page_and_the_file(
    acts: None, administrator: Any, second: Any, restricted: UUID, children: dict[str, Child]
) -> None:
    ben, ada = (f"changed request {children[name].pk}" for name in ("Ben Quill", "Ada Quill"))
    assert ben not in told(second)
    assert ada in told(second)
    actions.name_grant(
        restriction_id=restricted, user_id=second.user_id, until=TODAY + timedelta(days=1),
        reason="x", by=administrator, on=TODAY, at=NOW,
    )  # fmt: skip
    assert ben in told(second)
    assert ben not in told(administrator)


def test_that_a_record_was_restricted_and_opened_stays_to_be_read(
    office: Any, second: Any, restricted: UUID, children: dict[str, Child]
) -> None:
    actions.break_glass(
        about_id=children["Ben Quill"].about_id, reason="safety", words="x", by=office, on=TODAY,
        at=NOW,
    )  # fmt: skip
    assert "restricted a record as adoption" in told(second)
    assert "opened a restricted record in an emergency" in told(second)


def test_the_page_of_the_audit_trail_leaves_it_out(
    acts: None, administrator: Any, restricted: UUID, children: dict[str, Child], signed_in: Any
) -> None:
    page = signed_in(administrator).get("/a/eastmere/people/history/").content.decode()
    assert f"changed request {children['Ada Quill'].pk}" in page
    assert str(children["Ben Quill"].pk) not in page
