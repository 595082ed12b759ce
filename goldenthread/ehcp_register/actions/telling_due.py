"""What is to be told now, worked out from the rows: after each fact, and by the worker for what the
days bring. Run twice it tells nothing twice; after days without a run it tells the last step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register.actions.newcomers import (
    begin_checklists,
    parts_to_tell,
    posts_of_departments,
)
from goldenthread.ehcp_register.actions.telling import ToTell, tell
from goldenthread.ehcp_register.models import STILL, Deadline, EhcPlan
from goldenthread.ehcp_register.queries.facts import every
from goldenthread.ehcp_register.queries.telling import Recipients, practice_of, recipients
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.proceedings import What
from goldenthread.rules.standing.sections import FINAL
from goldenthread.rules.telling import (
    Matter,
    Moment,
    Practice,
    Step,
    moments_of_a_review,
    moments_of_asking,
    moments_of_lateness,
    reached,
)
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

ADVICE = "D02"
REVIEWS = ("D08", "D09")
PHASE_TRANSFERS = ("D20", "D21", "D22")
_MADE = {What.PLAN_MADE.value, What.PLAN_TRANSFERRED_IN.value}
# A version that becomes known here later than that is no news: an old record was brought in.
_NEWS = timedelta(days=90)
_WEEK = timedelta(weeks=1)
BY_ITSELF = "Golden Thread"


def tell_of_children(child_ids: Collection[UUID], *, by: Viewer, on: date) -> int:
    """Right after something was recorded, in its transaction: what it makes to be told now."""
    return _tell_due(by.local_area_id, child_ids=child_ids, by=by, on=on)


def tell_what_is_due(*, local_area_id: UUID, on: date) -> int:
    """By the worker, for a whole area; how many messages. One entry in the trail, if any."""
    with transaction.atomic():
        number = _tell_due(local_area_id, child_ids=None, by=None, on=on)
        if number:
            many = "1 message" if number == 1 else f"{number} messages"
            record(
                local_area_id=local_area_id,
                actor_id=None,
                actor_label=BY_ITSELF,
                verb=Verb.ALTERED,
                act="ehcp_register.tell_what_is_due",
                object_kind="local_area",
                object_id=local_area_id,
                object_label="The register",
                words=f"queued {many} about what is coming, changed or late",
                on=on,
            )
    return number


def _tell_due(
    local_area_id: UUID,
    *,
    child_ids: Collection[UUID] | None,
    by: Viewer | None,
    on: date,
) -> int:
    practice = practice_of(local_area_id)
    if practice.told_from is None:
        return 0
    since = max(practice.told_from, on - _NEWS)
    begin_checklists(local_area_id, child_ids=child_ids, since=since, practice=practice, on=on)
    posts = posts_of_departments(local_area_id)
    who = recipients(local_area_id, on=on, child_ids=child_ids, posts=posts)
    rows = every(Deadline).filter(local_area_id=local_area_id, open_until=STILL)
    plans = every(EhcPlan).filter(local_area_id=local_area_id)
    if child_ids is not None:
        rows = rows.filter(child_id__in=child_ids)
        plans = plans.filter(child_id__in=child_ids)
    until = on + max(practice.weeks_ahead, default=0) * _WEEK
    reviews = rows.filter(duty__in=REVIEWS + PHASE_TRANSFERS, due_on__gte=on, due_on__lte=until)
    asked = rows.filter(duty=ADVICE, due_on__isnull=False)
    news = plans.filter(made_on__gte=since, made_on__lte=on)
    # A draft is a version too, and nobody need provide anything by it.
    final = news.filter(event__what__in=[one.value for one in FINAL])
    standing = final.filter(event__struck=False, event__corrected_by__isnull=True)
    matters = [
        *_of_reviews(reviews, who, practice, on=on),
        *_of_asking(asked, who, practice, on=on),
        *_of_plans(standing.select_related("event"), who, by=by),
        *parts_to_tell(local_area_id, who, practice, child_ids=child_ids, on=on),
    ]
    return tell(matters, local_area_id=local_area_id, by=by, on=on)


def _of_reviews(
    rows: Collection[Deadline], who: Recipients, practice: Practice, *, on: date
) -> Iterator[ToTell]:
    for row in rows:
        assert row.due_on is not None
        transfer = row.duty in PHASE_TRANSFERS
        moments = moments_of_a_review(row.due_on, practice.weeks_ahead, transfer=transfer)
        if moment := reached(moments, practice, on=on):
            people = who.of(Matter.REVIEW_COMING, row.child_id)
            yield _to_tell(Matter.REVIEW_COMING, moment, row, people)


def _of_asking(
    rows: Collection[Deadline], who: Recipients, practice: Practice, *, on: date
) -> Iterator[ToTell]:
    """Of written information that was asked for and is not here: the service, then its lead."""
    for row in rows:
        assert row.due_on is not None
        moments = moments_of_asking(row.started_on, row.due_on, practice)
        if moment := reached(moments, practice, on=on):
            asked = who.asked(row.body)
            yield _to_tell(Matter.INFORMATION_ASKED, moment, row, set(), asked=asked)
        if moment := reached(moments_of_lateness(row.due_on, practice), practice, on=on):
            people = who.leading(row.body) | who.of(Matter.INFORMATION_LATE, row.child_id)
            yield _to_tell(Matter.INFORMATION_LATE, moment, row, people)


def _to_tell(
    matter: Matter,
    moment: Moment,
    row: Deadline,
    people: set[UUID],
    *,
    asked: Collection[UUID] = (),
) -> ToTell:
    assert row.due_on is not None
    return ToTell(
        matter=matter,
        moment=moment,
        child_id=row.child_id,
        about_event=row.started_by,
        people=frozenset(people),
        asked=frozenset(asked),
        due=row.due_on,
    )


def _of_plans(rows: Collection[EhcPlan], who: Recipients, *, by: Viewer | None) -> Iterator[ToTell]:
    """Of a version made, amended, replaced or come with a transfer. Whoever recorded it knows."""
    for row in rows:
        step = Step.MADE if row.event.what in _MADE else Step.CHANGED
        people = who.of(Matter.PLAN_CHANGED, row.child_id)
        yield ToTell(
            matter=Matter.PLAN_CHANGED,
            moment=Moment(step, row.made_on, step),
            child_id=row.child_id,
            about_event=row.event_id,
            people=frozenset(people - {by.person_id if by else None}),
            due=row.made_on,
        )
