"""Verbs of task links: made, used, withdrawn.

Whoever calls these has asked its own policy whether the viewer may have this task done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import F

from goldenthread.partnership import policies
from goldenthread.partnership.actions.writing import named, note, of_area
from goldenthread.partnership.models import Person, TaskLink
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused
from goldenthread.trail.actions import Act, record_many
from goldenthread.trail.verbs import Verb

_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class NewTaskLink:
    """A link that is wanted: for whom, to do what, until when."""

    person_id: UUID
    task: str
    object_id: UUID
    expires_on: date


def make_task_link(
    *, person_id: UUID, task: str, object_id: UUID, expires_on: date, by: Viewer, on: date
) -> UUID:
    """The standing link of a person for a task on an object: made, or the one there is, which then
    works until the later of the two days. Returns its id."""
    wanted = NewTaskLink(person_id=person_id, task=task, object_id=object_id, expires_on=expires_on)
    return make_task_links([wanted], by=by, on=on)[0]


def make_task_links(wanted: Sequence[NewTaskLink], *, by: Viewer, on: date) -> tuple[UUID, ...]:
    """Many at once, in the order wanted; a handful of statements for each five hundred."""
    for task, object_id in {(one.task, one.object_id) for one in wanted}:
        policies.require(policies.may_make_task_links(by, task, object_id))
    if any(one.expires_on < on for one in wanted):
        raise Refused("A link’s last day is in the past. Choose a later day.")
    made: list[UUID] = []
    with transaction.atomic():
        for start in range(0, len(wanted), _AT_ONCE):
            made += _make(wanted[start : start + _AT_ONCE], by=by, on=on)
    return tuple(made)


def _make(wanted: Sequence[NewTaskLink], *, by: Viewer, on: date) -> list[UUID]:
    people = {
        one.pk: one
        for one in Person.objects.filter(
            local_area_id=by.local_area_id, pk__in={one.person_id for one in wanted}
        ).select_for_update()  # two who ask at once take turns, and find the first one's link
    }
    if any(one.person_id not in people for one in wanted):
        raise Refused(f"That person is not in {by.local_area_name}. Add them first.")
    standing = _standing(wanted, by)
    new: dict[tuple[UUID, str, UUID], TaskLink] = {}
    longer: dict[UUID, TaskLink] = {}
    for one in wanted:
        key = (one.person_id, one.task, one.object_id)
        link = standing.get(key) or new.get(key)
        if link is None:
            new[key] = TaskLink(
                local_area_id=by.local_area_id,
                person_id=one.person_id,
                task=one.task,
                object_id=one.object_id,
                expires_on=one.expires_on,
                made_on=on,
            )
        elif link.expires_on < one.expires_on:
            link.expires_on = one.expires_on
            if key in standing:
                link.version += 1
                longer[link.pk] = link
    TaskLink.objects.bulk_create(new.values())
    TaskLink.objects.bulk_update(longer.values(), ["expires_on", "version"])
    acts = [_act(link, people, "made a link for") for link in new.values()]
    acts += [_act(link, people, "lengthened the link of") for link in longer.values()]
    record_many(
        acts,
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        on=on,
    )
    links = standing | new
    return [links[one.person_id, one.task, one.object_id].pk for one in wanted]


def _standing(wanted: Sequence[NewTaskLink], by: Viewer) -> dict[tuple[UUID, str, UUID], TaskLink]:
    rows = TaskLink.objects.filter(
        local_area_id=by.local_area_id,
        person_id__in={one.person_id for one in wanted},
        task__in={one.task for one in wanted},
        object_id__in={one.object_id for one in wanted},
        withdrawn_on__isnull=True,
    ).select_for_update()
    return {(row.person_id, row.task, row.object_id): row for row in rows}


def _act(link: TaskLink, people: dict[UUID, Person], did: str) -> Act:
    person = people[link.person_id]
    return Act(
        act="partnership.make_task_link",
        verb=Verb.COLLECTED,
        object_kind="person",
        object_id=person.pk,
        object_label=person.name,
        words=f"{did} {person}, which works until {say_date(link.expires_on)}",
        subjects=[("tasklink", link.pk)],
    )


def withdraw_task_link(*, link_id: UUID, reason: str, by: Viewer, on: date) -> None:
    """The link works no more, from this moment on."""
    reason = named(reason, "Say why the link is withdrawn, for the history.")
    with transaction.atomic():
        row = of_area(TaskLink, link_id, by, "link")
        policies.require(policies.may_make_task_links(by, row.task, row.object_id))
        if row.withdrawn_on:
            raise Refused("This link was withdrawn already. It does not work any more.")
        row.withdrawn_on, row.withdrawn_because = on, reason[:500]
        row.version += 1
        row.save()
        words = f"withdrew the link of {row.person}: {row.withdrawn_because}"
        note(Verb.ALTERED, "withdraw_task_link", row.person, words, by=by, on=on, about=[row])


def use_task_link(*, link_id: UUID, on: date) -> None:
    """Count an opening; what was done by the link is in the trail by itself."""
    TaskLink.objects.filter(pk=link_id, withdrawn_on__isnull=True).update(
        uses=F("uses") + 1, last_used_on=on
    )
