"""Who looked at what is on record before the page leaves, or the page does not leave."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from goldenthread.rules.refusals import NotRecorded
from goldenthread.trail import integrity, looks
from goldenthread.trail.actions import seal_looks, sealing
from goldenthread.trail.models import (
    TrailEntry,
    TrailLook,
    TrailLookBatch,
    TrailLookHead,
    TrailSighting,
)
from tests.trail.acts import AREA, ON, OTHER_AREA, rate
from tests.trail.lookers import CHILD, OTHER_CHILD, Looker, as_before, listed, look, said

pytestmark = pytest.mark.django_db


def _request(status: int = 200) -> Any:
    """A request as the middleware leaves it."""
    request = RequestFactory().get("/a/eastmere/children/")
    request.resolver_match = SimpleNamespace(view_name="ehcp_register:child")  # type: ignore[assignment]
    for name, value in (("viewer", Looker()), ("today", ON), ("request_id", "abc123")):
        setattr(request, name, value)
    return request


@looks.recorded("A child")
def child(request: Any, status: int = 200) -> HttpResponse:
    looks.note(request, shown=[("child", CHILD)])
    looks.note(request, shown=[("child", OTHER_CHILD), ("child", CHILD)], purpose="Review")
    return HttpResponse("A child", status=status)


# --- what is kept --------------------------------------------------------------------------------


def test_a_look_says_who_saw_which_records_on_which_page_when_and_what_for() -> None:
    child(_request())

    (kept,) = TrailLook.objects.all()
    assert (kept.viewer_id, kept.viewer_label) == (uuid.UUID(int=7), "Morag Penhallow")
    assert (kept.page, kept.purpose, kept.on) == ("ehcp_register:child", "Review", ON)
    assert (kept.number, kept.shown, kept.request_id) == (1, 2, "abc123")
    assert abs(datetime.now(UTC) - kept.at) < timedelta(minutes=1)
    assert said() == {(1, "child", str(CHILD)), (1, "child", str(OTHER_CHILD))}
    assert not TrailSighting.objects.exists()


def test_looks_are_numbered_without_a_gap_in_each_area() -> None:
    for _ in range(3):
        look()
    there = look(local_area_id=OTHER_AREA)

    assert there.number == 1
    assert list(TrailLook.objects.filter(local_area_id=AREA).values_list("number", flat=True)) == [
        1,
        2,
        3,
    ]
    assert said(local_area_id=OTHER_AREA) == {(1, "child", str(CHILD))}


def test_a_list_that_happened_to_be_empty_was_looked_at_too() -> None:
    looks.note(Looker(), shown=[], page="goldenthread export", on=ON)

    kept = TrailLook.objects.get()
    assert (kept.shown, kept.things) == (0, "[]")


@pytest.mark.asvs("1.2.4")
def test_names_with_quotes_and_nul_are_kept_as_text() -> None:
    look(by=Looker(name='O\'Brien; "x"\x00'), purpose="%s {0}\x00")

    kept = TrailLook.objects.get()
    assert (kept.viewer_label, kept.purpose) == ('O\'Brien; "x"', "%s {0}")


def test_a_look_without_a_page_or_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="by what program"):
        looks.note(Looker(), shown=[("child", CHILD)])


def test_a_list_of_fifty_records_takes_no_more_statements_than_one(
    django_assert_max_num_queries: Any,
) -> None:
    # SQLite: a savepoint (in a test), the number, the look.
    most = 1 if connection.vendor == "postgresql" else 4
    look()
    with django_assert_max_num_queries(most):
        looks.note(Looker(), shown=[("child", uuid.uuid4()) for _ in range(50)], page="list", on=ON)
    assert len(said()) == 51


@pytest.mark.parametrize("thing", ["a\x00b", "\ud800", "x" * 65])
def test_what_no_sighting_can_hold_is_refused_before_it_blocks_every_seal(thing: str) -> None:
    with pytest.raises(ValueError, match="has no kind and id that can be kept"):
        looks.note(Looker(), shown=[("child", thing)], page="p", on=ON)
    assert not TrailLook.objects.exists()


# --- marked views --------------------------------------------------------------------------------


def test_a_marked_view_that_notes_nothing_shows_nothing() -> None:
    @looks.recorded("Forgetful")
    def forgetful(request: Any) -> HttpResponse:
        return HttpResponse("A child's name")

    with pytest.raises(looks.NothingNoted, match="forgetful"):
        forgetful(_request())
    assert not TrailLook.objects.exists()


@pytest.mark.parametrize("status", [200, 206, 409, 422])
def test_a_page_or_a_form_shown_again_is_a_look(status: int) -> None:
    assert child(_request(), status=status).status_code == status
    assert TrailLook.objects.count() == 1


@pytest.mark.parametrize("status", [302, 403, 404, 405, 500])
def test_an_answer_that_shows_nothing_is_no_look(status: int) -> None:
    child(_request(), status=status)
    assert not TrailLook.objects.exists()


def test_a_redirect_needs_no_note() -> None:
    @looks.recorded("Goes elsewhere")
    def elsewhere(request: Any) -> HttpResponse:
        return HttpResponseRedirect("/")

    assert elsewhere(_request()).status_code == 302


def test_one_marked_view_inside_another_leaves_a_look_of_each() -> None:
    @looks.recorded("Outer")
    def outer(request: Any) -> HttpResponse:
        looks.note(request, shown=[("child", OTHER_CHILD)])
        return child(request)

    outer(_request())
    assert sorted(TrailLook.objects.values_list("shown", flat=True)) == [1, 2]


def test_a_view_that_is_not_marked_keeps_its_look_at_once() -> None:
    looks.note(_request(), shown=[("child", CHILD)])
    assert TrailLook.objects.get().page == "ehcp_register:child"


@pytest.mark.asvs("16.5.3")
def test_a_page_whose_look_cannot_be_kept_is_not_shown() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trail_traillook RENAME TO away")
    try:
        with pytest.raises(NotRecorded, match="was not shown") as refused, transaction.atomic():
            child(_request())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO trail_traillook")
    assert "Try again in a moment" in refused.value.sentence
    assert not TrailLook.objects.exists()
    assert not TrailLookHead.objects.exists()


# --- sealing -------------------------------------------------------------------------------------


def test_looks_are_sealed_into_the_chain_by_an_entry_that_names_them() -> None:
    for _ in range(3):
        look()
    rate()
    assert seal_looks(AREA, on=ON) == 3

    batch, entry = TrailLookBatch.objects.get(), TrailEntry.objects.get(act="trail.seal_looks")
    assert (batch.first, batch.last, batch.seq, entry.seq) == (1, 3, 2, 2)
    assert (entry.object_kind, entry.object_id) == ("looks", "1-3")
    assert batch.hash in entry.object_label
    assert entry.words == "sealed looks 1 to 3"
    assert seal_looks(AREA, on=ON) == 0


def test_sealing_lists_what_its_looks_showed_in_the_order_of_the_index() -> None:
    look(OTHER_CHILD, CHILD)
    looks.note(Looker(), shown=[("audit", CHILD)], page="p", on=ON)
    look(CHILD)
    before = said()
    look(local_area_id=OTHER_AREA)
    assert listed() == set()

    seal_looks(AREA, on=ON)

    assert listed() == before
    rows = TrailSighting.objects.order_by("id").values_list("kind", "object_id", "number")
    assert list(rows) == sorted(rows)


def test_looks_from_before_they_said_what_they_showed_are_sealed_with_their_sightings() -> None:
    as_before(look(CHILD, OTHER_CHILD))
    look(CHILD)
    as_before(look(OTHER_CHILD))

    assert seal_looks(AREA, on=ON) == 3

    assert {(number, thing) for number, _, thing in listed()} == {
        (1, str(CHILD)),
        (1, str(OTHER_CHILD)),
        (2, str(CHILD)),
        (3, str(OTHER_CHILD)),
    }
    assert integrity.verify(AREA).whole


def test_a_seal_that_breaks_off_leaves_neither_batch_nor_entry_nor_sighting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look()

    def breaks(**_: Any) -> None:
        raise RuntimeError("The disk is full")

    monkeypatch.setattr(sealing.TrailLookBatch.objects, "create", breaks)
    with pytest.raises(RuntimeError, match="disk"):
        seal_looks(AREA, on=ON)

    assert not TrailSighting.objects.exists()
    assert not TrailLookBatch.objects.exists()
    assert not TrailEntry.objects.exists()
    monkeypatch.undo()
    assert seal_looks(AREA, on=ON) == 1


def test_an_area_is_sealed_by_itself() -> None:
    look()
    look(local_area_id=OTHER_AREA)
    assert sealing.areas_with_open_looks() == (AREA, OTHER_AREA)
    seal_looks(OTHER_AREA, on=ON)
    assert sealing.areas_with_open_looks() == (AREA,)
    assert not TrailEntry.objects.filter(local_area_id=AREA).exists()


def test_many_looks_are_sealed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 4)
    for _ in range(10):
        look()
    assert seal_looks(AREA, on=ON) == 10
    assert list(TrailLookBatch.objects.order_by("first").values_list("first", "last")) == [
        (1, 4),
        (5, 8),
        (9, 10),
    ]


def test_a_batch_ends_where_its_looks_showed_very_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "RECORDS_AT_ONCE", 4)
    for records in (2, 2, 1, 9, 0, 4):
        look(*[uuid.uuid4() for _ in range(records)]) if records else looks.note(
            Looker(), shown=[], page="p", on=ON
        )

    assert seal_looks(AREA, on=ON) == 6

    found = TrailLookBatch.objects.order_by("first").values_list("first", "last")
    assert list(found) == [(1, 2), (3, 3), (4, 4), (5, 6)]
    assert integrity.verify(AREA).whole


def test_a_page_seals_one_batch_however_many_looks_are_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 2)
    monkeypatch.setattr(looks, "AT_ONCE", 5)
    monkeypatch.setattr(looks, "FAR_BEHIND", 5)
    for _ in range(5):
        look()

    assert TrailLookBatch.objects.get().last == 2
    assert seal_looks(AREA, on=ON) == 3


def test_no_page_seals_while_the_worker_keeps_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "AT_ONCE", 3)
    monkeypatch.setattr(looks, "FAR_BEHIND", 6)
    for number in range(1, 6):
        look()
        if number == 3:
            seal_looks(AREA, on=ON)
    look()
    assert TrailLookBatch.objects.get().last == 3
    for _ in range(3):
        look()
    assert list(TrailLookBatch.objects.order_by("first").values_list("last", flat=True)) == [3, 9]


def test_the_look_that_fills_a_batch_seals_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "AT_ONCE", 3)
    monkeypatch.setattr(looks, "FAR_BEHIND", 3)
    for _ in range(7):
        look()
    assert list(TrailLookBatch.objects.order_by("first").values_list("first", "last")) == [
        (1, 3),
        (4, 6),
    ]


def test_looks_of_many_people_at_once_have_no_gap_and_are_sealed_once(
    many_connections: None,
) -> None:
    def work(number: int) -> None:
        try:
            for turn in range(8):
                look(uuid.UUID(int=number * 100 + turn))
            seal_looks(AREA, on=ON)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as people:
        list(people.map(work, range(5)))
    seal_looks(AREA, on=ON)

    numbers = TrailLook.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 41))
    found = integrity.verify(AREA)
    assert (found.bad, found.looks, found.unsealed) == (None, 40, 0)
    assert listed() == said()


def test_a_look_that_is_rolled_back_leaves_no_gap() -> None:
    look()
    with transaction.atomic():
        look()
        transaction.set_rollback(True)
    assert look().number == 2


def test_the_day_of_a_look_is_the_one_of_its_area() -> None:
    kept = look(on=date(2020, 1, 14))
    assert kept.on == date(2020, 1, 14)
    assert kept.at.year >= 2026
