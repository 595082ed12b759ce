"""How many have a plan: counted ahead on SQLite, and on any day as many as the rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.actions import loading
from goldenthread.ehcp_register.models import STILL, RegisterEntry, plan_counts
from goldenthread.ehcp_register.queries.on_a_day import count_with_plan, lines_on
from goldenthread.partnership.models import Restriction
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import Refused
from goldenthread.rules.standing.records import PlacementRecord, Said
from tests.conftest import NOW, TODAY
from tests.factories import register

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts the rows")
A_DAY = timedelta(days=1)
DAYS = [
    date(2018, 5, 24), date(2018, 5, 25), date(2018, 12, 31), date(2019, 7, 18), date(2019, 7, 19),
    TODAY - A_DAY, TODAY, TODAY + A_DAY, date(TODAY.year, 12, 31), date(TODAY.year + 1, 1, 1),
]  # fmt: skip


def _stories() -> list[Any]:
    """A plan that runs, one that ceased, one that ends today, one that is made tomorrow, none yet,
    and one whose placement changes next year."""
    ceased, today = date(2019, 7, 19), TODAY + A_DAY
    events = register.history()
    made_tomorrow = [*events[:5], replace(events[5], on=TODAY + A_DAY)]
    later = PlacementRecord(
        kind="attended", from_date=date(TODAY.year + 1, 1, 6), name="Birch School"
    )
    return [
        register.child(1),
        register.child(2, events=register.history(("review-1", What.PLAN_CEASED, ceased, ""))),
        register.child(3, events=register.history(("review-1", What.PLAN_CEASED, today, ""))),
        register.child(4, events=tuple(made_tomorrow), needs=(), visits=()),
        register.child(5, events=events[:4], needs=()),
        register.child(6, placements=(later,)),
    ]


@pytest.fixture
def ids(manager: Any) -> dict[str, UUID]:
    return register.add(*_stories(), by=manager)


def _as_the_rows(viewer: Viewer, on: date = TODAY) -> list[int]:
    """On each day as many as the rows that the list reads, looked through in Python."""
    found = []
    for day in DAYS:
        rows = list(lines_on(day, viewer=viewer, on=on))
        with_plan = {row.child_id for row in rows if row.has_plan}
        assert len(with_plan) == sum(row.has_plan for row in rows)
        assert count_with_plan(day, viewer=viewer, on=on) == len(with_plan), day
        found.append(len(with_plan))
    return found


def _kept(area: UUID) -> dict[date, int]:
    """What is counted ahead of an area, without days on which nothing is left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT from_date, many FROM ehcp_register_plancount "
            "WHERE local_area_id = %s AND many <> 0",
            [area.hex],
        )
        return {date.fromisoformat(str(day)): many for day, many in cursor.fetchall()}


def _in_python(area: UUID) -> dict[date, int]:
    """The slow twin of what is counted ahead."""
    found: dict[date, int] = {}
    for row in RegisterEntry.objects.including_restricted_records(because="a test counts them"):
        if row.local_area_id == area and row.has_plan and row.until == STILL:
            found[row.from_date] = found.get(row.from_date, 0) + 1
    return found


def test_on_any_day_the_count_is_that_of_the_rows(manager: Any, ids: Any) -> None:
    found = _as_the_rows(manager)

    assert set(found) == {0, 3, 4}
    assert found[DAYS.index(date(2018, 5, 24))] == 0
    # The one that ends today counts today, the one that is made tomorrow then alone.
    assert found[DAYS.index(TODAY)] == found[DAYS.index(TODAY + A_DAY)] == 3


def test_it_is_the_same_where_nothing_is_counted_ahead(
    manager: Any, ids: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = _as_the_rows(manager)
    monkeypatch.setattr(plan_counts, "are_kept", lambda: False)

    assert _as_the_rows(manager) == ahead


def test_restricted_records_are_not_counted_as_at_any_day(manager: Any, ids: Any) -> None:
    before = _as_the_rows(manager)
    for reference in ("EM00001", "EM00002", "EM00003"):
        Restriction.objects.create(
            local_area_id=manager.local_area_id, about_id=ids[reference], category="other",
            reason="words", owner_id=manager.person_id, restricted_by_id=manager.user_id,
            from_date=TODAY, review_due=TODAY,
        )  # fmt: skip

    after = _as_the_rows(manager)
    assert after[DAYS.index(date(2018, 5, 25))] == before[DAYS.index(date(2018, 5, 25))] - 3
    assert after[DAYS.index(TODAY)] == before[DAYS.index(TODAY)] - 2


def test_another_area_has_a_count_of_its_own(manager: Any, stranger: Any, ids: Any) -> None:
    assert not any(_as_the_rows(stranger))
    register.add(register.child(1), by=stranger)

    assert _as_the_rows(stranger)[DAYS.index(TODAY)] == 1
    assert _as_the_rows(manager)[DAYS.index(TODAY)] == 3


@on_sqlite
def test_what_is_counted_ahead_follows_whatever_is_done_to_an_entry(
    manager: Any, stranger: Any, ids: Any
) -> None:
    areas = (manager.local_area_id, stranger.local_area_id)
    rows = RegisterEntry.objects.including_restricted_records(because="a test writes them")
    still = rows.filter(local_area_id=areas[0], has_plan=True, until=STILL).order_by("pk")

    def check() -> dict[date, int]:
        assert [_kept(area) for area in areas] == [_in_python(area) for area in areas]
        return _kept(areas[0])

    seen = [check()]
    register.add(register.child(7), register.child(8), by=manager)
    seen.append(check())
    first, second, third, fourth, *_ = still
    rows.filter(pk=first.pk).update(until=TODAY + A_DAY)
    seen.append(check())
    rows.filter(pk=first.pk).update(until=STILL)
    seen.append(check())
    rows.filter(pk=second.pk).update(has_plan=False)
    seen.append(check())
    rows.filter(pk=third.pk).update(from_date=third.from_date - A_DAY)
    seen.append(check())
    rows.filter(pk=fourth.pk).update(local_area_id=areas[1])
    seen.append(check())
    rows.filter(pk=fourth.pk).update(surname="Other")
    assert check() == seen[-1]
    rows.filter(pk=third.pk).delete()
    seen.append(check())
    assert all(one != other for one, other in pairwise(seen))
    rows.filter(local_area_id__in=areas).delete()
    assert check() == {}


@on_sqlite
def test_a_whole_register_is_counted_at_the_end_as_one_by_one(
    manager: Any, stranger: Any, ids: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    register.add(register.child(30), by=stranger)
    monkeypatch.setattr(loading, "_MANY", 1)
    added = [replace(one, reference=f"NEW{at}") for at, one in enumerate(_stories())]
    with CaptureQueriesContext(connection) as asked:
        register.add(*added, by=manager)

    assert any(one["sql"].startswith("DROP TRIGGER") for one in asked)
    assert plan_counts.are_kept()
    for area in (manager.local_area_id, stranger.local_area_id):
        assert _kept(area) == _in_python(area) != {}
    _as_the_rows(manager)


@on_sqlite
def test_a_whole_register_that_is_refused_leaves_the_count_as_it_was(
    manager: Any, ids: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _kept(manager.local_area_id)
    monkeypatch.setattr(loading, "_MANY", 1)
    alone = replace(register.child(41), cases=())
    with pytest.raises(Refused, match="names a case that is not there"):
        register.add(register.child(40), alone, by=manager)

    assert plan_counts.are_kept()
    assert _kept(manager.local_area_id) == before == _in_python(manager.local_area_id)


@on_sqlite
def test_what_is_undone_was_never_counted(manager: Any, ids: Any) -> None:
    before = _kept(manager.local_area_id)

    with transaction.atomic():
        register.add(register.child(9), by=manager)
        assert _kept(manager.local_area_id) != before
        transaction.set_rollback(True)
    assert _kept(manager.local_area_id) == before


def test_a_verb_of_the_register_is_counted_at_once(manager: Any, ids: Any) -> None:
    before = _as_the_rows(manager)[DAYS.index(TODAY)]
    actions.record_event(
        child_id=ids["EM00001"], said=Said(what=What.PLAN_CEASED, on=TODAY - A_DAY, code="2"),
        process="ceasing", by=manager, on=TODAY, at=NOW,
    )  # fmt: skip

    assert _as_the_rows(manager)[DAYS.index(TODAY)] == before - 1


@on_sqlite
def test_without_its_triggers_the_entries_themselves_are_counted(manager: Any, ids: Any) -> None:
    names = list(plan_counts._TRIGGERS)
    for name in names:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name}")
            assert not plan_counts.are_kept()
            register.add(register.child(20 + names.index(name)), by=manager)
            _as_the_rows(manager)
            plan_counts.install()
        assert plan_counts.are_kept()
        assert _kept(manager.local_area_id) == _in_python(manager.local_area_id)
        _as_the_rows(manager)


def test_every_installation_on_sqlite_counts_ahead() -> None:
    assert plan_counts.are_kept() == (connection.vendor == "sqlite")


@on_sqlite
def test_entries_that_still_hold_are_not_counted_one_by_one(
    manager: Any, ids: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counting() -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            count_with_plan(TODAY, viewer=manager, on=TODAY)
        return [one["sql"] for one in asked if one["sql"].endswith("\"until\" = '9999-12-31')")]

    assert not counting()
    monkeypatch.setattr(plan_counts, "are_kept", lambda: False)
    assert len(counting()) == 1
