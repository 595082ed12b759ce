"""What is due, late and waited for: each count is the count of its rows, by the law's days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from goldenthread.ehcp_register.actions import change_practice
from goldenthread.ehcp_register.presenters.queue_pages import EVERY_QUEUE
from goldenthread.ehcp_register.queries import queues, saved
from goldenthread.ehcp_register.queries.lines import children
from goldenthread.ehcp_register.queries.narrowing import asked_for
from goldenthread.partnership.models import Post, Restriction
from goldenthread.rules.proceedings import Event, What
from goldenthread.rules.refusals import ChangedMeanwhile, NotPermitted, Refused
from goldenthread.rules.standing.records import CaseRecord, CircumstanceRecord, PlacementRecord
from tests.factories import register

pytestmark = pytest.mark.django_db
HELD = date(2019, 12, 10)  # four weeks end on 7 January 2020
AWAY = PlacementRecord(
    kind="attended", from_date=date(2019, 1, 7), name="Far School", out_of_area=True
)


def _counts(viewer: Any, on: date, caseload: str = "") -> dict[str, int]:
    found = queues.queue_counts(EVERY_QUEUE, viewer=viewer, on=on, caseload=caseload)
    return {one.key: one.count for one in found if one.count}


def _rows(key: str, viewer: Any, on: date, **more: Any) -> queues.QueueRows:
    return queues.queue_rows(queues.QUEUES[key], viewer=viewer, on=on, **more)


def _meeting(number: int, *extra: tuple[str, What, date, str]) -> Any:
    events = register.history(("review-2", What.MEETING_HELD, HELD, ""), *extra)
    cases = (
        *register.child(1).cases,
        CaseRecord(key="review-2", process="review", opened_on=HELD),
    )
    return register.child(number, events=events, cases=cases)


def test_a_meeting_without_a_decision_is_due_then_late(manager: Any) -> None:
    register.add(_meeting(1), by=manager)

    on = date(2020, 1, 7)
    (row,) = _rows("undecided", manager, on).rows
    assert (row.duty, row.due_on, row.started_on) == ("D14", on, HELD)
    assert "D14" in {one.duty for one in _rows("soon", manager, on).rows}
    assert "D14" not in {one.duty for one in _rows("late", manager, on).rows}
    later = date(2020, 1, 8)
    assert "D14" in {one.duty for one in _rows("late", manager, later).rows}
    assert "D14" not in {one.duty for one in _rows("soon", manager, later).rows}


@pytest.mark.parametrize(
    ("key", "days"), [("late", 1), ("late-30", 31), ("late-90", 91), ("late-180", 181)]
)
def test_late_is_counted_by_age_on_both_sides(key: str, days: int, manager: Any) -> None:
    register.add(_meeting(1), by=manager)
    due = date(2020, 1, 7)

    def late(on: date) -> bool:
        return "D14" in {one.duty for one in _rows(key, manager, on, per_page=500).rows}

    assert late(due + timedelta(days=days))
    assert not late(due + timedelta(days=days - 1))


def test_a_notice_is_awaited_once_the_plan_is_to_be_amended(manager: Any, on: date) -> None:
    amended = ("review-2", What.REVIEW_AMENDS, date(2020, 1, 3), "")
    register.add(_meeting(1), _meeting(2, amended), by=manager)

    (row,) = _rows("notice", manager, on).rows
    assert (row.reference, row.duty) == ("EM00002", "D15")
    assert [one.reference for one in _rows("undecided", manager, on).rows] == ["EM00001"]
    assert not _rows("notice", manager, date(2020, 1, 2)).count


def test_final_plans_and_advice_are_late_by_body(manager: Any) -> None:
    events = (
        *register.history()[:3],
        Event(key="e90", case="assessment", what=What.ADVICE_ASKED, on=date(2018, 2, 14),
              body="Speech and language therapy"),
    )  # fmt: skip
    register.add(
        register.child(1, events=events), register.child(2, events=register.history()[:3]),
        by=manager,
    )  # fmt: skip
    on = date(2018, 6, 20)

    assert _rows("final-plans", manager, on).count == 2
    advice = _rows("advice", manager, on)
    assert advice.bodies == (("Educational psychology", 2), ("Speech and language therapy", 1))
    assert advice.count == 3
    one = _rows("advice", manager, on, body="Speech and language therapy")
    assert (one.count, one.bodies) == (1, advice.bodies)


def test_an_accepted_exception_stays_in_the_count_and_is_told(manager: Any, on: date) -> None:
    register.add(_meeting(1), by=manager)
    queue = queues.queue_of(queues.QUEUES["late"], on, viewer=manager, on=on)
    assert queues._counted(queue, on) == (queue.count(), 0)
    queue.filter(duty="D14").update(excepted_from=date(2020, 1, 9))

    late = _rows("late", manager, on)
    assert (late.count, late.excepted) == (queue.count(), 1)
    assert [row.duty for row in late.rows if row.excepted] == ["D14"]


def test_phase_transfers_stand_by_their_day(manager: Any, on: date) -> None:
    from goldenthread.rules.proceedings import Phase

    moves = tuple(
        Event(key=f"m{at}", case="review-1", what=What.PHASE_MOVE_EXPECTED, on=date(2019, 9, 10),
              day=date(2020, 9, 1), phase=phase)
        for at, phase in enumerate(Phase)
    )  # fmt: skip
    register.add(
        *(
            register.child(number, events=(*register.history(), move))
            for number, move in enumerate(moves, start=1)
        ),
        by=manager,
    )

    due = {
        key: [(row.duty, row.due_on) for row in _rows(key, manager, on).rows]
        for key in ("phase-february", "phase-march", "phase-post-16")
    }
    assert ("D21", date(2020, 2, 14)) in due["phase-february"]
    assert ("D20", date(2020, 3, 30)) in due["phase-march"]
    assert all(duty == "D22" for duty, _ in due["phase-post-16"])
    assert sum(map(len, due.values())) == len(moves)


def test_visits_are_overdue_by_the_area_s_own_time(manager: Any, on: date) -> None:
    """The usual visit is of 3 June 2019: 182 days end on 2 December."""
    register.add(register.child(1, placements=(AWAY,)), register.child(2), by=manager)

    assert _counts(manager, date(2019, 12, 2)).get("visits") is None
    assert _counts(manager, date(2019, 12, 3))["visits"] == 1
    change_practice(visited_within=30, version=0, by=manager, on=on)
    assert saved.practice(viewer=manager) == saved.PracticeFact(30, 1)
    assert _counts(manager, date(2019, 7, 4))["visits"] == 1


def test_the_time_between_visits_is_a_manager_s_to_set(
    manager: Any, officer: Any, on: date
) -> None:
    with pytest.raises(NotPermitted):
        change_practice(visited_within=30, version=0, by=officer, on=on)
    with pytest.raises(Refused, match="from 1 to 730"):
        change_practice(visited_within=0, version=0, by=manager, on=on)
    change_practice(visited_within=30, version=0, by=manager, on=on)
    with pytest.raises(ChangedMeanwhile):
        change_practice(visited_within=60, version=0, by=manager, on=on)


def test_whoever_waits_longest_stands_first(manager: Any, on: date) -> None:
    def waiting(number: int, since: date) -> Any:
        one = CircumstanceRecord(kind="awaiting-provision", from_date=since)
        return register.child(number, circumstances=(one,))

    register.add(waiting(1, date(2019, 11, 1)), waiting(2, date(2019, 9, 2)), by=manager)

    asked = queues.list_of("awaiting")
    assert [one.reference for one in children(asked, viewer=manager, on=on).lines] == [
        "EM00002", "EM00001",
    ]  # fmt: skip


@pytest.mark.parametrize("day", [date(2018, 3, 1), date(2019, 4, 20), date(2020, 1, 14)])
def test_every_count_is_that_of_its_rows(day: date, manager: Any) -> None:
    post = Post.objects.create(local_area_id=manager.local_area_id, title="Officer")
    register.add(
        _meeting(1), replace(_meeting(2), post_id=post.pk), register.child(3, placements=(AWAY,)),
        register.child(4, events=register.history()[:3]), by=manager,
    )  # fmt: skip

    for caseload in ("", str(post.pk), "none"):
        for one in queues.queue_counts(EVERY_QUEUE, viewer=manager, on=day, caseload=caseload):
            if one.key in queues.QUEUES:
                rows = _rows(one.key, manager, day, caseload=caseload, per_page=1000)
                assert one.count == rows.count == len(rows.rows), one.key
            else:
                asked = queues.list_of(one.key, caseload)
                assert one.count == len(asked_for(asked, viewer=manager, on=day)), one.key
    of_posts = queues.caseload_counts(viewer=manager, on=day)
    for one in of_posts:
        caseload = str(one.post_id or "none")
        counts = _counts(manager, day, caseload)
        got = (one.soon, one.late, one.undecided, one.visits, one.awaiting)
        keys = ("soon", "late", "undecided", "visits", "awaiting")
        assert got == tuple(counts.get(key, 0) for key in keys)


def test_what_is_restricted_or_another_area_s_is_in_no_queue(
    manager: Any, stranger: Any, on: date
) -> None:
    ids = register.add(_meeting(1), by=manager)
    assert _counts(manager, on)
    assert _counts(stranger, on) == {}
    Restriction.objects.create(
        local_area_id=manager.local_area_id, about_id=ids["EM00001"], category="other",
        reason="words", owner_id=manager.person_id, restricted_by_id=manager.user_id, from_date=on,
        review_due=on,
    )  # fmt: skip
    assert _counts(manager, on) == {}
    assert all(not (one.plans or one.late) for one in queues.caseload_counts(viewer=manager, on=on))


def test_the_home_shows_one_s_own_caseload_and_a_manager_s_the_area(
    signed_in: Any, officer: Any, manager: Any, on: date
) -> None:
    from goldenthread.partnership.models import PostHolding

    post = Post.objects.create(local_area_id=manager.local_area_id, title="SEND officer 9")
    PostHolding.objects.create(
        local_area_id=manager.local_area_id, post=post, person_id=officer.person_id,
        from_date=date(2019, 1, 1),
    )  # fmt: skip
    register.add(replace(_meeting(1), post_id=post.pk), _meeting(2), by=manager)

    words = signed_in(officer).get("/a/eastmere/register/").content.decode()
    assert "on your own caseload" in words
    assert "due/undecided/?caseload=mine" in words
    words = signed_in(manager).get("/a/eastmere/register/").content.decode()
    assert "in the whole area" in words
    row = signed_in(manager).get("/a/eastmere/register/due/undecided/").content.decode()
    assert "2 duties" in row
    assert "SEND officer 9" in row


def test_others_are_led_to_the_counts(signed_in: Any, viewer: Any) -> None:
    answer = signed_in(viewer("board_member")).get("/a/eastmere/register/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/register/counts/")
