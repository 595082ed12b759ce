"""Whatever is done, in any order, the trail is whole; whichever one row is changed, it is not."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.trail import chain, integrity, triggers
from goldenthread.trail.actions import erase_details, seal_looks
from goldenthread.trail.models import TrailLook, TrailLookBatch
from tests.trail.acts import AREA, ON, OTHER_AREA, rate
from tests.trail.lookers import look

pytestmark = pytest.mark.django_db
_AREAS = st.sampled_from([AREA, OTHER_AREA])
_DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("act"), _AREAS, st.text(max_size=20)),
        st.tuples(st.just("look"), _AREAS, st.lists(st.integers(1, 9), max_size=4)),
        st.tuples(st.just("seal"), _AREAS, st.none()),
        st.tuples(st.just("erase"), _AREAS, st.integers(1, 9)),
    ),
    min_size=1,
    max_size=14,
)
_MANY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _do(deed: str, area: uuid.UUID, what: Any) -> None:
    if deed == "act":
        rate(local_area_id=area, words=what, reason=what)
    elif deed == "look":
        look(*[uuid.UUID(int=one) for one in what], local_area_id=area)
    elif deed == "seal":
        seal_looks(area, on=ON)
    else:
        erase_details(
            local_area_id=area, seqs=[what], actor_id=None, actor_label="", reason="", on=ON
        )


@given(deeds=_DEEDS)
@_MANY
def test_any_order_of_deeds_leaves_a_whole_trail(deeds: list[tuple[str, uuid.UUID, Any]]) -> None:
    with transaction.atomic():
        for deed in deeds:
            _do(*deed)
        found = integrity.verify()
        sealed = [
            number
            for batch in TrailLookBatch.objects.order_by("local_area_id", "first")
            for number in range(batch.first, batch.last + 1)
        ]
        looks = TrailLook.objects.count()
        transaction.set_rollback(True)
    assert found.whole, found.bad
    assert found.looks == looks == sum(deed == "look" for deed, _, _ in deeds)
    assert len(sealed) + found.unsealed == looks


_TABLES = {
    "trail_trailentry": ("words", "actor_label", "object_id", "hash", "previous_hash"),
    "trail_trailsubject": ("object_id", "kind"),
    "trail_traillook": ("viewer_label", "page", "purpose", "things"),
    "trail_trailsighting": ("object_id", "kind"),
    "trail_traillookbatch": ("hash", "marks"),
}


@pytest.mark.asvs("11.4.3", "16.4.2")
@given(data=st.data())
@_MANY
def test_any_one_row_that_is_changed_or_taken_away_is_found(data: st.DataObject) -> None:
    with transaction.atomic():
        for number in range(data.draw(st.integers(2, 5), label="acts")):
            rate(number)
            look(uuid.UUID(int=number + 1))
        rate(77, local_area_id=OTHER_AREA)
        seal_looks(AREA, on=ON)
        assert integrity.verify().whole
        triggers.remove()
        table = data.draw(st.sampled_from(sorted(_TABLES)))
        column = data.draw(st.sampled_from([*_TABLES[table], ""]), label="column; none deletes")
        _spoil(table, column, data)
        found = integrity.verify().bad
        transaction.set_rollback(True)
    triggers.install()
    assert found is not None


def _spoil(table: str, column: str, data: st.DataObject) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table}")
        row = data.draw(st.sampled_from(sorted(str(one[0]) for one in cursor.fetchall())))
        if column:
            change = f"UPDATE {table} SET {column} = 'x' || substr({column}, 2) WHERE id = %s"
        else:
            change = f"DELETE FROM {table} WHERE id = %s"
        cursor.execute(change, [row])
        assert cursor.rowcount == 1


@given(
    shown=st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=5),
    seed=st.randoms(use_true_random=False),
)
def test_a_look_s_hash_does_not_depend_on_the_order_of_what_it_showed(
    shown: list[chain.Subject], seed: Any
) -> None:
    row = TrailLook(
        local_area_id=AREA,
        number=1,
        at=_moment(),
        on=ON,
        viewer_label="A",
        page="p",
        shown=len(shown),
    )
    other = list(shown)
    seed.shuffle(other)
    assert chain.look_hash(row, shown) == chain.look_hash(row, other)


def _moment() -> Any:
    from datetime import UTC, datetime

    return datetime(2026, 3, 2, 10, tzinfo=UTC)
