"""What goes on around the invented children: panels, contacts, and who is told."""

from __future__ import annotations

from typing import Any

import pytest

from goldenthread.demo import casework, people, register
from goldenthread.ehcp_register.queries import contacts, panels
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea
from goldenthread.partnership.queries import Viewer
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(local_area: Any, viewer: Any) -> Viewer:
    """A case manager of an area that has the demonstration's posts and some plans."""
    LocalArea.objects.filter(pk=local_area.pk).update(demonstration=True, lives_on=TODAY)
    local_area.refresh_from_db()
    keeper = viewer("programme_office")
    for one in people.PEOPLE:
        if one.post:
            partnership.add_post(title=one.post, by=keeper, on=TODAY)
    made: Viewer = viewer("case_manager", name="Mina Manager")
    writers = register.writers_of(
        keeper=keeper, manager=made, caseloads=people.CASELOADS, on=TODAY, at=NOW
    )
    register.fill(plans=120, seed=4, writers=writers)
    return made


def test_panels_met_and_meet_and_what_they_said_is_there(manager: Viewer) -> None:
    assert casework.begin(manager=manager, on=TODAY, at=NOW)
    names = {one.name for one in panels.panels(viewer=manager)}
    assert names == {"EHC assessment panel", "Placements and funding panel"}
    held = panels.meetings(viewer=manager, on=TODAY)
    assert len(held) == 6
    heard = [
        item
        for meeting in held
        for item in panels.items_of(meeting.id, viewer=manager, on=TODAY)
        if meeting.held_on < TODAY
    ]
    assert heard
    assert all(item.outcome for item in heard)
    assert any(meeting.items for meeting in held if meeting.held_on > TODAY)


def test_some_who_got_in_touch_wait_and_some_longer_than_they_should(manager: Viewer) -> None:
    casework.begin(manager=manager, on=TODAY, at=NOW)
    waiting = contacts.unanswered(viewer=manager, on=TODAY)
    assert len(waiting) == 3
    assert any(one.due_on < TODAY for one in waiting)


def test_it_is_written_once(manager: Viewer) -> None:
    assert casework.begin(manager=manager, on=TODAY, at=NOW)
    assert not casework.begin(manager=manager, on=TODAY, at=NOW)
    assert len(panels.panels(viewer=manager)) == 2
