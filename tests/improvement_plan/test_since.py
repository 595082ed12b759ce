"""What moved after a day: the fast query against a slow twin that reads every row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goldenthread.improvement_plan import actions, queries
from goldenthread.improvement_plan.models import Action, Completion, Evidence, Rating
from goldenthread.improvement_plan.queries.since import SinceFact, since
from goldenthread.rules.ratings import CountsAs, Direction, direction
from tests.factories import plans
from tests.kept_rows import kept

VISIT = date(2019, 12, 5)
POINTS = {point.key: point for point in plans.FIVE_POINT.points}


def _point(action_id: UUID, day: date) -> str:
    """The council's standing point of the day, by looking at every rating."""
    given = [
        rating
        for rating in Rating.objects.filter(action_id=action_id)
        if rating.on <= day
        and rating.capacity == "council"
        and not Rating.objects.filter(supersedes=rating).exists()
    ]
    given.sort(key=lambda rating: (rating.on, rating.recorded_at, rating.pk))
    return given[-1].point_key if given else ""


def _complete(action_id: UUID, day: date) -> bool:
    stood = any(
        one.on <= day and (one.withdrawn_on is None or one.withdrawn_on > day)
        for one in Completion.objects.filter(action_id=action_id)
    )
    key = _point(action_id, day)
    return stood or (bool(key) and POINTS[key].counts_as is CountsAs.COMPLETE)


def slow(plan_id: UUID, after: date, on: date) -> dict[str, set[str]]:
    """References of the actions in each list."""
    found: dict[str, set[str]] = {
        name: set() for name in ("better", "worse", "completed", "overdue", "unproven")
    }
    for action in Action.objects.filter(plan_id=plan_id, ended_on__isnull=True):
        then, now = _point(action.pk, after), _point(action.pk, on)
        if then and now:
            way = direction(POINTS[then], POINTS[now])
            if way in (Direction.BETTER, Direction.WORSE):
                found[way.value].add(action.reference)
        done = Completion.objects.filter(action=action, on__gt=after, on__lte=on)
        if any(one.withdrawn_on is None for one in done):
            found["completed"].add(action.reference)
        if action.due:
            late_now = action.due < on and not _complete(action.pk, on)
            late_then = action.due < after and not _complete(action.pk, after)
            if late_now and not late_then:
                found["overdue"].add(action.reference)
        proofs = Evidence.objects.filter(action=action, kind="impact", withdrawn_on__isnull=True)
        good = now and POINTS[now].counts_as in (CountsAs.COMPLETE, CountsAs.ON_TRACK)
        if good and not any(proof.on <= on for proof in proofs):
            found["unproven"].add(action.reference)
    return found


def fast(found: SinceFact) -> dict[str, set[str]]:
    return {
        "better": {one.row.reference for one in found.better},
        "worse": {one.row.reference for one in found.worse},
        "completed": {row.reference for row in found.completed},
        "overdue": {row.reference for row in found.overdue},
        "unproven": {row.reference for row in found.unproven},
    }


@pytest.fixture
@kept
def moving(office: Any, on: date) -> UUID:
    """Forty actions in every state, moved in every way on both sides of the visit."""
    plan_id = plans.big_plan(40, by=office, title="Eastmere whole plan")
    rows = queries.actions(plan_id, viewer=office, on=on)
    for number, row in enumerate(rows):
        day = VISIT + timedelta(days=number % 9 - 4)  # the visit's own day too
        if number % 6 == 3 or (number % 4 == 0 and not row.complete):
            point = "amber" if number % 6 == 3 else ("amber", "red", "grey")[number % 3]
            actions.record_rating(
                action_id=row.id, point_key=point, capacity="council", by=office, on=day,
                cause="Two posts are empty", recovery_date=date(2020, 6, 1),
            )  # fmt: skip
        if number % 5 == 1:
            actions.add_evidence(
                action_id=row.id, kind=("impact", "output")[number % 2], title=f"Proof {number}",
                shows="It works", link="https://eastmere.example/proof", by=office, on=day,
            )  # fmt: skip
        if number % 7 == 3 and not row.complete:
            actions.mark_complete(action_id=row.id, by=office, on=day)
    return plan_id


@pytest.mark.parametrize("after", [date(2019, 10, 15), VISIT, date(2020, 1, 13)])
def test_what_moved_is_what_the_rows_say(moving: UUID, after: date, office: Any, on: date) -> None:
    found = since(moving, after=after, viewer=office, on=on)
    assert found is not None
    assert fast(found) == slow(moving, after, on)
    shown = Evidence.objects.filter(plan_id=moving, on__gt=after, on__lte=on)
    assert {one.evidence.id for one in found.evidence} == {row.pk for row in shown}


def test_the_twin_sees_every_kind_of_movement(moving: UUID, on: date) -> None:
    moved = slow(moving, VISIT, on)
    for name in ("better", "worse", "completed", "overdue", "unproven"):
        assert moved[name], name


def test_a_rating_corrected_since_is_not_compared(
    plan_id: UUID, ids: dict[str, UUID], office: Any, on: date
) -> None:
    wrong = Rating.objects.get(action_id=ids["1.1"])
    actions.record_rating(
        action_id=ids["1.1"], point_key="amber", capacity="council", corrects=wrong.pk,
        by=office, on=on,
    )  # fmt: skip
    found = since(plan_id, after=VISIT, viewer=office, on=on)
    assert found is not None
    assert (found.better, found.worse) == ((), ())


def test_a_decision_asked_for_since_is_listed_and_an_older_one_is_not(
    plan_id: UUID, ids: dict[str, UUID], office: Any, on: date
) -> None:
    for reference, day in (("1.1", VISIT), ("1.2", VISIT + timedelta(days=1))):
        actions.raise_escalation(
            action_id=ids[reference], blocked="No room", decision_needed=f"Choose {reference}",
            by=office, on=day,
        )  # fmt: skip
    found = since(plan_id, after=VISIT, viewer=office, on=on)
    assert found is not None
    assert [one.decision_needed for one in found.escalations] == ["Choose 1.2"]


def test_another_area_finds_nothing_moved(plan_id: UUID, stranger: Any, on: date) -> None:
    assert since(plan_id, after=VISIT, viewer=stranger, on=on) is None


def test_queries_do_not_grow_with_the_plan(
    moving: UUID, plan_id: UUID, office: Any, on: date
) -> None:
    counted = []
    for one in (moving, plan_id):
        with CaptureQueriesContext(connection) as asked:
            since(one, after=date(2019, 9, 1), viewer=office, on=on)
        counted.append(len(asked))
    assert counted[0] <= counted[1] + 4  # the small plan has no post, evidence or decision to name
