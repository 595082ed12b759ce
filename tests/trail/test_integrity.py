from collections.abc import Iterator

import pytest
from django.db import connection

from goldenthread.trail import integrity, triggers
from goldenthread.trail.models import TrailDetail, TrailEntry, TrailHead
from tests.trail.acts import AREA, OTHER_AREA, rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def unguarded() -> Iterator[None]:
    """Five entries in a database whose triggers someone has taken away."""
    for number in range(1, 6):
        rate(number)
    rate(1, local_area_id=OTHER_AREA)
    triggers.remove()
    yield
    triggers.install()


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _bad() -> integrity.BadRow:
    bad = integrity.verify().bad
    assert bad is not None
    return bad


def test_an_untouched_trail_is_whole(unguarded: None) -> None:
    checked = integrity.verify()

    assert checked.whole
    assert checked.entries == 6
    assert [head[:2] for head in checked.heads] == [(AREA, 5), (OTHER_AREA, 1)]


def test_an_empty_trail_is_whole() -> None:
    assert integrity.verify() == integrity.Verification(0, 0, (), None)


@pytest.mark.parametrize(
    "change",
    [
        "words = 'recorded a rating of Blue'",
        "actor_label = 'Someone Else'",
        "recorded_at = '2020-01-01 00:00:00'",
        "\"on\" = '2020-01-01'",
        "verb = 'consulted'",
        "object_id = '99'",
        "details_hash = ''",
    ],
)
def test_an_altered_entry_is_named(unguarded: None, change: str) -> None:
    _sql(f"UPDATE trail_trailentry SET {change} WHERE seq = 3")

    bad = _bad()
    assert (bad.local_area_id, bad.seq) == (AREA, 3)
    assert bad.sentence == "Entry 3, or what it is about, has been altered."


@pytest.mark.parametrize("seq", [1, 3, 5])
def test_a_deleted_entry_is_named(unguarded: None, seq: int) -> None:
    _sql(f"DELETE FROM trail_trailentry WHERE seq = {seq} AND object_label = 'Action {seq}'")

    bad = _bad()
    assert bad.seq == seq
    assert bad.sentence in (f"Entry {seq} has been deleted.",)


def test_an_entry_hidden_from_a_history_is_named(unguarded: None) -> None:
    _sql("DELETE FROM trail_trailsubject WHERE seq = 2 AND kind = 'plan'")

    assert _bad().seq == 2


def test_reworded_details_are_named(unguarded: None) -> None:
    entry = TrailEntry.objects.get(local_area_id=AREA, seq=4)
    TrailDetail.objects.filter(entry_id=entry.id).update(reason="No reason")

    bad = _bad()
    assert (bad.seq, bad.entry_id) == (4, entry.id)
    assert bad.sentence == "The details of entry 4 have been altered."


def test_a_chain_cut_short_is_noticed(unguarded: None) -> None:
    fourth = TrailEntry.objects.get(local_area_id=AREA, seq=4)
    TrailHead.objects.filter(local_area_id=AREA).update(seq=4, hash=fourth.hash)

    bad = _bad()
    assert bad.sentence == "Entry 5 lies beyond the end of the chain."


def test_a_lost_head_is_noticed(unguarded: None) -> None:
    TrailHead.objects.filter(local_area_id=OTHER_AREA).delete()

    assert _bad().local_area_id == OTHER_AREA


def test_an_altered_head_is_noticed(unguarded: None) -> None:
    TrailHead.objects.filter(local_area_id=AREA).update(hash="0" * 64)

    assert _bad().sentence == "The end of the chain, after 5, was altered."


def test_one_area_can_be_checked_alone(unguarded: None) -> None:
    _sql("UPDATE trail_trailentry SET words = '' WHERE object_label = 'Action 5'")

    assert not integrity.verify(AREA).whole
    assert integrity.verify(OTHER_AREA).whole
