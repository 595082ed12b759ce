"""Who saw one record: everybody, how often, on which page, day by day; and only in its own area."""

from __future__ import annotations

import csv
import uuid
from collections import Counter
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.trail import kinds, looks, queries, telling, telling_looks
from goldenthread.trail.actions import seal_looks
from goldenthread.trail.models import TrailLook
from tests.trail.acts import AREA, ON, OTHER_AREA, rate
from tests.trail.lookers import CHILD, MORAG, OTHER_CHILD, Looker, as_before, look

pytestmark = pytest.mark.django_db
IVO = Looker("Ivo Lund", uuid.UUID(int=8))
_PAGE: dict[str, Any] = {"page": "p", "on": ON}


def _looks_at(
    child: uuid.UUID | str = CHILD, area: uuid.UUID = AREA, kind: str = "child"
) -> queries.LooksAt:
    return queries.LooksAt(local_area_id=area, kind=kind, object_id=child)


def _who_saw(child: uuid.UUID = CHILD, area: uuid.UUID = AREA, **given: str) -> telling_looks.Seen:
    return telling_looks.who_saw(local_area_id=area, kind="child", object_id=child, **given)


def test_it_says_who_how_often_on_which_page_and_what_for() -> None:
    look(CHILD, OTHER_CHILD, page="partnership:audit_trail")
    look(CHILD, page="partnership:audit_trail")
    look(CHILD, by=IVO, page="goldenthread history", purpose="Asked by the family")
    look(OTHER_CHILD, by=IVO)

    seen = _who_saw()

    assert seen.summary == "Seen 3 times by 2 people."
    assert [one["key"] for one in seen.people] == ["Ivo Lund", "Morag Penhallow"]
    assert str(seen.people[0]["value"]).startswith("once, on ")
    assert str(seen.people[1]["value"]).startswith("2 times, ")
    (day,) = seen.days
    assert day.heading == "2 March 2026"
    assert [(one["who"], one["what"], one["detail"]) for one in day.lines] == [
        ("Ivo Lund", "saw it on “goldenthread history”", "Purpose: Asked by the family"),
        ("Morag Penhallow", "saw it on “Audit trail”, 2 times", ""),
    ]


def test_nothing_of_another_area_is_told() -> None:
    look(CHILD, local_area_id=OTHER_AREA)

    assert _who_saw() == telling_looks.Seen("", (), (), "")
    assert _who_saw(area=OTHER_AREA).summary == "Seen once by one person."


def test_another_kind_of_thing_with_the_same_id_is_another_thing() -> None:
    looks.note(Looker(), shown=[("plan", CHILD)], page="p", on=ON)

    assert _who_saw().people == ()


def test_days_come_latest_first_and_a_page_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling_looks, "PAGE_SIZE", 2)
    for day in (30, 30, 31):
        look(on=date(2025, 12, day))
    look(on=date(2026, 1, 1))

    first = _who_saw()
    second = _who_saw(before=first.older.removeprefix("?before="))

    assert [day.heading for day in first.days] == ["1 January 2026", "31 December 2025"]
    ((heading, lines),) = [(day.heading, day.lines) for day in second.days]
    assert heading == "30 December 2025"
    assert [line["what"] for line in lines] == ["saw it on “A child’s record”, 2 times"]
    assert second.older == ""
    assert second.summary == first.summary == "Seen 4 times by one person."


def test_of_very_many_looks_the_latest_are_counted_by_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telling_looks, "COUNTED", 2)
    look(by=IVO)
    look()
    look()

    seen = _who_saw()

    assert seen.summary == (
        "Seen 3 times; by one person in the latest 2, which are counted here. "
        "The file has every look."
    )
    (person,) = seen.people
    assert person["key"] == "Morag Penhallow"
    assert str(person["value"]).startswith("2 times, ")


@pytest.mark.parametrize(
    ("at", "on", "words"),
    [
        # The last minute of the year in winter, and the first of a summer's day.
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), date(2025, 12, 31), "23:59"),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2026, 7, 1), "00:30"),
        # 25 October 2026: half past one comes twice.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25), "01:30 BST"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25), "01:30 GMT"),
        (datetime(2026, 10, 25, 2, 30, tzinfo=UTC), date(2026, 10, 25), "02:30"),
        # 29 March 2026: from 00:59 to 02:00.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29), "00:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), date(2026, 3, 29), "02:00"),
        # A demonstration stays on its own day.
        (datetime(2026, 3, 2, 9, 5, tzinfo=UTC), date(2020, 1, 14), "2 March 2026, 09:05"),
    ],
)
def test_times_are_london_s(at: datetime, on: date, words: str) -> None:
    assert telling_looks.moment(at, on=on) == words


def test_looks_across_the_end_of_the_year_stand_under_their_own_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for at, on in (
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC), date(2026, 1, 1)),
    ):
        monkeypatch.setattr(looks.timezone, "now", lambda at=at: at)
        look(on=on)

    assert [(day.heading, day.lines[0]["when"]) for day in _who_saw().days] == [
        ("1 January 2026", "00:00"),
        ("31 December 2025", "23:59"),
    ]


def test_a_page_that_is_gone_is_called_by_its_own_name() -> None:
    assert telling_looks.page_words("partnership:who_saw") == "Who saw this"
    assert telling_looks.page_words("long:gone") == "long:gone"


def test_the_file_has_every_look_and_no_formula(monkeypatch: pytest.MonkeyPatch) -> None:
    look(by=Looker("=cmd()", MORAG), purpose="@SUM(A1)")
    for _ in range(3):
        look(by=IVO)
    look(local_area_id=OTHER_AREA)

    lines = telling_looks.who_saw_file(local_area_id=AREA, kind="child", object_id=CHILD)
    rows = list(csv.DictReader(StringIO("".join(lines).removeprefix("\ufeff"), newline="")))

    assert [row["look"] for row in rows] == ["4", "3", "2", "1"]
    assert (rows[-1]["viewer"], rows[-1]["purpose"]) == ("'=cmd()", "'@SUM(A1)")


def test_the_file_of_the_trail_has_every_entry_of_the_area_with_its_place_in_the_chain() -> None:
    rate(1, reason="=1+1")
    rate(2, local_area_id=OTHER_AREA)
    third = rate(3)

    lines = telling.file_of_area(local_area_id=AREA)
    rows = list(csv.DictReader(StringIO("".join(lines).removeprefix("\ufeff"), newline="")))

    assert [row["number"] for row in rows] == ["1", "2"]
    assert rows[0]["reason"] == "'=1+1"
    assert rows[1]["previous_hash"] == rows[0]["hash"]
    assert rows[1]["hash"] == third.hash
    assert rows[0]["changes"] == '{"rating": ["Amber", "Green"]}'


def test_seals_are_in_the_file_and_not_on_the_page() -> None:
    look()
    seal_looks(AREA, on=ON)

    assert queries.audit_trail(local_area_id=AREA) == ()
    (sealed,) = queries.every_entry(local_area_id=AREA)
    assert sealed.told.words == "sealed looks 1 to 1"


_LOOKED = st.tuples(
    st.sampled_from(["Ivo", "Morag", "Ada"]),
    st.sets(st.integers(1, 4), max_size=4),
    st.sampled_from(["now", "before looks said what they showed", "and sealed"]),
)


@given(shown=st.lists(_LOOKED, max_size=12), latest=st.integers(1, 13), limit=st.integers(1, 13))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_who_saw_is_what_a_slow_reading_finds_sealed_or_not(
    shown: list[tuple[str, set[int], str]], latest: int, limit: int
) -> None:
    from django.db import transaction

    area = uuid.uuid4()
    slow: dict[int, list[tuple[int, str]]] = {child: [] for child in range(1, 5)}
    with transaction.atomic():
        for number, (name, children, how) in enumerate(shown, start=1):
            by = Looker(name, uuid.uuid5(MORAG, name), area)
            looks.note(by, shown=[("child", uuid.UUID(int=one)) for one in children], **_PAGE)
            if how.startswith("before"):
                as_before(TrailLook.objects.get(local_area_id=area, number=number))
            elif how == "and sealed":
                seal_looks(area, on=ON)
            for one in children:
                slow[one].insert(0, (number, name))
        for child, wanted in slow.items():
            seen = _looks_at(uuid.UUID(int=child), area)
            people = {one.viewer_label: one.times for one in seen.people(latest=latest)}
            assert people == dict(Counter(name for _, name in wanted[:latest]))
            assert seen.times() == len(wanted)
            assert [(one.number, one.viewer_label) for one in seen.page(limit=limit)] == (
                wanted[:limit]
            )
            assert [one.number for one in seen.every()] == [number for number, _ in wanted]
            if wanted:
                before = wanted[len(wanted) // 2][0]
                later = [one.number for one in seen.page(before=before)]
                assert later == [number for number, _ in wanted if number < before]
        transaction.set_rollback(True)


def test_looks_sealed_while_they_are_read_are_told_once() -> None:
    for by in (IVO, Looker(), IVO):
        look(by=by)
    seal_looks(AREA, on=ON)
    look()
    look(by=IVO)

    seen = _looks_at()
    seal_looks(AREA, on=ON)
    look()
    seal_looks(AREA, on=ON)

    assert seen.times() == 5
    assert [one.number for one in seen.page()] == [5, 4, 3, 2, 1]
    assert {one.viewer_label: one.times for one in seen.people()} == {
        "Ivo Lund": 3,
        "Morag Penhallow": 2,
    }
    assert [one.number for one in seen.every()] == [5, 4, 3, 2, 1]
    assert _looks_at().times() == 6


@pytest.mark.parametrize("sealed", [False, True])
def test_only_the_very_thing_is_found_whatever_its_id(sealed: bool) -> None:
    """Ids of our own are random; these would be mistaken for each other by a careless search."""
    ids = ["a", "A", "a%", "a_", 'a"]', '["child","a"]', "\\", "ä", "1", "11"]
    for one in ids:
        looks.note(Looker(), shown=[("child", one), ("plan", f"{one}b")], **_PAGE)
    if sealed:
        seal_looks(AREA, on=ON)

    for number, one in enumerate(ids, start=1):
        assert [look.number for look in _looks_at(one).page()] == [number]
        assert _looks_at(f"{one}b").times() == 0
        assert _looks_at(f"{one}b", kind="plan").times() == 1


def test_asking_takes_as_few_statements_whatever_is_sealed(
    django_assert_num_queries: Any,
) -> None:
    for turn in range(12):
        look()
        if turn % 5 == 4:
            seal_looks(AREA, on=ON)
        with django_assert_num_queries(6 if turn >= 4 else 5):
            _who_saw()


def test_a_kind_stands_for_one_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "KINDS", dict(kinds.KINDS))
    kinds.add_kind("person", "Person", kinds.KINDS["person"].called)
    with pytest.raises(ValueError, match="Person already"):
        kinds.add_kind("person", "Somebody", "elsewhere.named")
