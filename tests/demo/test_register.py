"""The invented population in the register: what was made is what is there."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import DatabaseError

from goldenthread.demo import register
from goldenthread.demo.population import Wrong, make
from goldenthread.ehcp_register.actions import work_out
from goldenthread.ehcp_register.models import Caseload, Child, Event, Placement, RegisterEntry
from goldenthread.partnership import actions as partnership
from goldenthread.partnership.models import LocalArea
from goldenthread.provision import queries as settings
from goldenthread.rules.refusals import Refused
from tests.conftest import NOW, TODAY

pytestmark = pytest.mark.django_db
TITLES = ("Caseload one", "Caseload two")


@pytest.fixture
def writers(local_area: Any, viewer: Any) -> register.Writers:
    LocalArea.objects.filter(pk=local_area.pk).update(demonstration=True, lives_on=TODAY)
    local_area.refresh_from_db()
    keeper = viewer("programme_office")
    for title in TITLES:
        partnership.add_post(title=title, by=keeper, on=TODAY)
    return register.writers_of(
        keeper=keeper,
        manager=viewer("case_manager", name="Mina Manager"),
        caseloads=TITLES,
        on=TODAY,
        at=NOW,
    )


def children(writers: register.Writers) -> list[Child]:
    return list(Child.objects.visible_to(writers.manager, on=TODAY))


def test_what_was_made_is_in_the_register(writers: register.Writers) -> None:
    filled = register.fill(plans=25, seed=4, writers=writers)
    made = make(plans=25, seed=4, ends_on=TODAY)
    there = {one.reference: one for one in children(writers)}
    assert set(there) == {one.reference for one in made.people}
    assert filled.children == len(there)
    for person in made.people:
        row = there[person.reference]
        assert (row.forename, row.surname, row.born_on, row.upn) == (
            person.forename, person.surname, person.born_on, person.upn,
        )  # fmt: skip
    manager = writers.manager
    events = Event.objects.visible_to(manager, on=TODAY)
    assert Counter(one.what for one in events) == Counter(
        event.what.value for person in made.people for event in person.events
    )
    lines = RegisterEntry.objects.visible_to(manager, on=TODAY).filter(
        has_plan=True, from_date__lte=TODAY, until__gte=TODAY
    )
    assert lines.count() == 25


def test_placements_are_at_the_areas_own_settings(writers: register.Writers) -> None:
    filled = register.fill(plans=40, seed=4, writers=writers)
    rows = list(Placement.objects.visible_to(writers.manager, on=TODAY))
    unknown = {one.urn for one in rows if one.urn and one.setting_id is None}
    assert len(unknown) == len(filled.wrong[Wrong.UNKNOWN_URN])
    known = settings.all_facts(viewer=writers.manager)
    assert len(known) == filled.settings
    assert {one.urn for one in rows if one.setting_id} <= set(known)


def test_each_caseload_has_its_share(writers: register.Writers) -> None:
    register.fill(plans=25, seed=4, writers=writers)
    rows = Caseload.objects.visible_to(writers.manager, on=TODAY)
    counts = Counter(one.post_id for one in rows)
    assert set(counts) == set(writers.posts)
    assert min(counts.values()) > 8


def test_what_follows_is_what_the_rules_say(writers: register.Writers) -> None:
    register.fill(plans=20, seed=4, writers=writers)
    ids = [one.pk for one in children(writers)]
    area = writers.manager.local_area_id
    assert work_out(ids, local_area_id=area, write=False).differed == {}


def test_part_by_part_it_is_the_same(writers: register.Writers) -> None:
    told: list[tuple[int, int]] = []
    filled = register.fill(
        plans=20, seed=4, writers=writers, part=15, written=lambda *done: told.append(done)
    )
    assert told[-1] == (filled.children, filled.children)
    assert len(children(writers)) == filled.children
    assert [done for done, _ in told[:2]] == [15, 30]


def test_a_fill_that_stopped_goes_on_where_it_was(writers: register.Writers) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        register.fill(plans=20, seed=4, writers=writers, part=15, written=stop)
    assert len(children(writers)) == 15
    filled = register.fill(plans=20, seed=4, writers=writers, part=15, begin=15)
    references = [one.reference for one in children(writers)]
    assert len(references) == len(set(references)) == filled.children


def test_the_same_people_are_not_written_twice(writers: register.Writers) -> None:
    register.fill(plans=10, seed=4, writers=writers)
    before = len(children(writers))
    with pytest.raises(Refused, match="in already"):
        register.fill(plans=10, seed=4, writers=writers)
    assert len(children(writers)) == before


def test_a_failure_on_the_way_leaves_nothing(
    writers: register.Writers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(register, "add_children", fails)
    with pytest.raises(DatabaseError):
        register.fill(plans=10, seed=4, writers=writers)
    assert settings.all_facts(viewer=writers.manager) == {}


def test_no_invented_child_comes_into_a_real_area(viewer: Any) -> None:
    real = register.writers_of(
        keeper=viewer("programme_office"),
        manager=viewer("case_manager", name="Mina Manager"),
        caseloads=(),
        on=TODAY,
        at=NOW,
    )
    with pytest.raises(Refused, match="no invented child"):
        register.fill(plans=10, seed=4, writers=real)
    assert children(real) == []
