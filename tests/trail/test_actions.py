import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connections, transaction

from goldenthread.trail import actions, integrity, queries
from goldenthread.trail.models import TrailDetail, TrailEntry, TrailHead, TrailSubject
from goldenthread.trail.verbs import Verb
from tests.trail.acts import AREA, ON, OTHER_AREA, rate


@pytest.mark.asvs("16.2.1")
@pytest.mark.django_db
def test_an_entry_says_who_did_what_when_and_why() -> None:
    rate(3)

    (told,) = queries.history(local_area_id=AREA, kind="action", object_id="3")

    assert (told.seq, told.actor_label, told.words) == (
        1,
        "Morag Penhallow",
        "recorded a rating of Green for 3",
    )
    assert told.on == ON
    assert datetime.now(UTC) - told.recorded_at < timedelta(minutes=1)
    assert told.changes == (("rating", "Amber", "Green"),)
    assert told.reason == "Agreed at the March board"


@pytest.mark.django_db
def test_each_local_area_has_its_own_chain() -> None:
    rate(1)
    rate(2)
    there = rate(1, local_area_id=OTHER_AREA)

    assert (there.seq, there.previous_hash) == (1, "")
    assert len(queries.history(local_area_id=AREA, kind="plan", object_id="plan")) == 2
    assert len(queries.history(local_area_id=OTHER_AREA, kind="plan", object_id="plan")) == 1


@pytest.mark.django_db
def test_an_act_appears_in_the_history_of_each_of_its_subjects_once() -> None:
    rate(1, subjects=[("plan", "plan"), ("plan", "plan"), ("action", "1")])

    assert len(queries.history(local_area_id=AREA, kind="plan", object_id="plan")) == 1
    assert len(queries.history(local_area_id=AREA, kind="action", object_id=1)) == 1


@pytest.mark.django_db
def test_history_comes_in_pages_latest_first() -> None:
    for number in range(1, 6):
        rate(number)

    first = queries.history(local_area_id=AREA, kind="plan", object_id="plan", limit=2)
    second = queries.history(
        local_area_id=AREA, kind="plan", object_id="plan", limit=2, before=first[-1].seq
    )

    assert [entry.seq for entry in first + second] == [5, 4, 3, 2]


@pytest.mark.django_db
def test_the_audit_trail_narrows_to_verbs_and_people() -> None:
    rate(1)
    rate(2, verb="consulted", actor_id=uuid.UUID(int=8))

    looks = queries.audit_trail(local_area_id=AREA, verbs=[Verb.CONSULTED])
    hers = queries.audit_trail(local_area_id=AREA, actor_id=uuid.UUID(int=7))

    assert [entry.seq for entry in looks] == [2]
    assert [entry.seq for entry in hers] == [1]


@pytest.mark.django_db
def test_dates_ids_and_decimals_may_stand_among_the_changes() -> None:
    plan = uuid.UUID(int=5)
    rate(
        changes={
            "due": (None, date(2026, 5, 3)),
            "value": (Decimal("1.50"), 2),
            "plan": (plan, "a\x00b"),
        }
    )

    (told,) = queries.history(local_area_id=AREA, kind="action", object_id="1")

    assert {field: (before, after) for field, before, after in told.changes} == {
        "due": (None, "2026-05-03"),
        "value": ("1.50", 2),
        "plan": (str(plan), "a\x00b"),
    }
    assert integrity.verify(AREA).whole


@pytest.mark.django_db
def test_a_nul_in_a_label_is_kept_as_a_replacement_character() -> None:
    entry = rate(object_label="Action\x001", reason="Be\x00cause")

    assert entry.object_label == "Action\N{REPLACEMENT CHARACTER}1"
    assert integrity.verify(AREA).whole


@pytest.mark.django_db
def test_there_is_no_seventh_verb() -> None:
    with pytest.raises(ValueError, match="noticed"):
        rate(verb="noticed")


@pytest.mark.django_db(transaction=True)
def test_the_trail_is_not_written_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        rate()


@pytest.mark.django_db(transaction=True)
def test_an_act_rolled_back_leaves_no_entry_and_no_gap() -> None:
    with transaction.atomic():
        rate(1)
    _rate_and_fail(2)
    with transaction.atomic():
        third = rate(3)

    assert third.seq == 2
    assert TrailEntry.objects.count() == TrailDetail.objects.count() == 2
    assert TrailSubject.objects.filter(kind="plan").count() == 2
    assert integrity.verify(AREA).whole


@pytest.mark.django_db(transaction=True)
def test_an_entry_rolled_back_to_a_savepoint_leaves_the_chain_whole() -> None:
    with transaction.atomic():
        rate(1)
        _rate_and_fail(2)
        rate(3)

    assert [entry.seq for entry in TrailEntry.objects.order_by("seq")] == [1, 2]
    assert integrity.verify(AREA).whole


@pytest.mark.django_db
def test_many_acts_take_few_statements(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    acts = [
        actions.Act(
            act="improvement_plan.import_action",
            verb="collected",
            object_kind="action",
            object_id=number,
            object_label=f"Action {number}",
            words=f"imported action {number}",
            reason="From the plan document",
            subjects=[("plan", "plan")],
        )
        for number in range(400)
    ]
    with django_assert_max_num_queries(24):
        entries = actions.record_many(
            acts, local_area_id=AREA, actor_id=None, actor_label="Golden Thread", on=ON
        )

    assert [entry.seq for entry in entries] == list(range(1, 401))
    assert TrailHead.objects.get().hash == entries[-1].hash
    assert integrity.verify(AREA) == integrity.Verification(
        400, 0, ((AREA, 400, entries[-1].hash),), None
    )


@pytest.mark.django_db
def test_recording_nothing_leaves_the_chain_as_it_was() -> None:
    rate()

    assert actions.record_many([], local_area_id=AREA, actor_id=None, actor_label="", on=ON) == ()
    assert integrity.verify(AREA).entries == 1


@pytest.mark.django_db
def test_erased_details_are_gone_and_the_chain_is_whole() -> None:
    rate(1)
    rate(2)

    erasure = actions.erase_details(
        local_area_id=AREA,
        seqs=[1],
        actor_id=None,
        actor_label="Golden Thread",
        reason="A name was typed by mistake",
        on=ON,
    )

    (told,) = queries.history(local_area_id=AREA, kind="action", object_id="1")
    assert (told.changes, told.reason, told.details_erased) == ((), "", True)
    assert (erasure.verb, erasure.words) == (
        "erased",
        "erased the details of audit trail entries 1",
    )
    checked = integrity.verify(AREA)
    assert checked.whole
    assert (checked.entries, checked.details_erased) == (3, 1)


@pytest.mark.django_db
def test_one_area_cannot_erase_the_details_of_another() -> None:
    rate(1, local_area_id=OTHER_AREA)

    actions.erase_details(
        local_area_id=AREA, seqs=[1], actor_id=None, actor_label="", reason="", on=ON
    )

    (told,) = queries.history(local_area_id=OTHER_AREA, kind="action", object_id="1")
    assert told.reason == "Agreed at the March board"


def test_concurrent_writers_make_one_unbroken_chain(many_connections: None) -> None:
    def write(writer: int) -> None:
        try:
            for number in range(10):
                with transaction.atomic():
                    rate(writer * 100 + number, words=f"writer {writer} wrote {number}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as people:
        list(people.map(write, range(5)))

    seqs = TrailEntry.objects.order_by("seq").values_list("seq", flat=True)
    assert list(seqs) == list(range(1, 51))
    assert integrity.verify(AREA).whole


def _rate_and_fail(number: int) -> None:
    """Record an act in a transaction that is then rolled back."""
    with transaction.atomic():
        rate(number)
        transaction.set_rollback(True)
