"""Somebody with an EHC plan is new to the area: every department is told at once, and marks its
part done. The checklist is made by the transfer of the plan, never by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.telling import ToTell
from goldenthread.ehcp_register.models import (
    Child,
    Department,
    DepartmentPart,
    Event,
    Newcomer,
)
from goldenthread.ehcp_register.queries.facts import every
from goldenthread.ehcp_register.queries.telling import Recipients, key_of
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer, all_areas, post_titles
from goldenthread.rules.calendars import say_date
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import ChangedMeanwhile, NotThere, Refused
from goldenthread.rules.telling import Matter, Practice, Step, moments_of_a_part, reached
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_MEANWHILE = "Somebody changed this meanwhile. Look at what it says now, then save again."
_DAY = timedelta(days=1)


def posts_of_departments(local_area_id: UUID) -> set[UUID]:
    """Whose holders are told when somebody is new."""
    rows = Department.objects.filter(local_area_id=local_area_id)
    return set(rows.values_list("post_id", flat=True))


def begin_checklists(
    local_area_id: UUID,
    *,
    child_ids: Collection[UUID] | None,
    since: date,
    practice: Practice,
    on: date,
) -> int:
    """A checklist for each plan that came from another authority since that day and has none; in
    the caller's transaction. None while the area has named no department."""
    departments = list(Department.objects.filter(local_area_id=local_area_id, until__isnull=True))
    if not departments:
        return 0
    events = every(Event).filter(
        local_area_id=local_area_id,
        what=What.PLAN_TRANSFERRED_IN.value,
        on__gte=since,
        on__lte=on,
        struck=False,
        corrected_by__isnull=True,
    )
    if child_ids is not None:
        events = events.filter(child_id__in=child_ids)
    known = set(
        every(Newcomer).filter(local_area_id=local_area_id).values_list("event_id", flat=True)
    )
    within = practice.act_within * _DAY
    new = [one for one in events if one.pk not in known]
    children = {one.pk: one for one in every(Child).filter(pk__in=[one.child_id for one in new])}
    for event in new:
        child = children[event.child_id]
        newcomer = Newcomer(
            local_area_id=local_area_id,
            child=child,
            event_id=event.pk,
            arrived_on=event.on,
            told_on=on,
        )
        newcomer.save(force_insert=True)
        DepartmentPart.objects.bulk_create(
            DepartmentPart(
                local_area_id=local_area_id,
                child=child,
                newcomer=newcomer,
                department=department,
                due_on=on + within,
            )
            for department in departments
        )
    return len(new)


def parts_to_tell(
    local_area_id: UUID,
    who: Recipients,
    practice: Practice,
    *,
    child_ids: Collection[UUID] | None,
    on: date,
) -> Iterator[ToTell]:
    """Of parts that are not done: their departments, and once one is late those whom the area has
    chosen as well."""
    slug = next(one.slug for one in all_areas() if one.id == local_area_id)
    rows = every(DepartmentPart).filter(local_area_id=local_area_id, done_on__isnull=True)
    if child_ids is not None:
        rows = rows.filter(child_id__in=child_ids)
    for row in rows.select_related("newcomer", "department"):
        moment = reached(moments_of_a_part(row.newcomer.told_on, row.due_on), practice, on=on)
        if moment is None:
            continue
        late = moment.step == Step.LATE
        people = who.of(Matter.NEW_TO_THE_AREA, row.child_id) if late else set()
        yield ToTell(
            matter=Matter.NEW_TO_THE_AREA,
            moment=moment,
            child_id=row.child_id,
            about_event=row.pk,
            people=frozenset(people),
            asked=frozenset(who.holding(row.department.post_id)),
            due=row.due_on,
            address=reverse("ehcp_register:newcomer", args=[slug, row.newcomer_id]),
        )


def mark_part_done(
    *, part_id: UUID, version: int, done_on: date, note: str = "", by: Viewer, on: date
) -> None:
    """A department has done its part: its own people say so, or somebody of the SEND team."""
    with transaction.atomic():
        rows = every(DepartmentPart).filter(pk=part_id, local_area_id=by.local_area_id)
        row = rows.select_related("department", "newcomer").select_for_update(of=("self",)).first()
        own = row is not None and by.task is None and row.department.post_id in by.post_ids
        seen = DepartmentPart.objects.visible_to(by, on=on).filter(pk=part_id).exists()
        if row is None or not (own or seen):
            raise NotThere("There is no such part in your sight. Open it from your message.")
        if not own:
            require(policies.may_record(by))
        if row.version != version or row.done_on:
            raise ChangedMeanwhile(_MEANWHILE)
        if not row.newcomer.arrived_on <= done_on <= on:
            raise Refused(
                f"Give a day from {say_date(row.newcomer.arrived_on)} to today, on which it was "
                "done."
            )
        row.child = every(Child).get(pk=row.child_id)
        row.done_on, row.done_by_label, row.note = done_on, by.name, note.strip()[:500]
        row.version += 1
        row.save()
        record(
            local_area_id=by.local_area_id,
            actor_id=by.user_id,
            actor_label=by.name,
            verb=Verb.ALTERED,
            act="ehcp_register.mark_part_done",
            object_kind="child",
            object_id=row.child_id,
            object_label="A child’s record",
            words=f"marked the part of {row.department.name} for somebody new done",
            on=on,
        )


def name_department(
    *,
    name: str,
    post_id: UUID,
    department_id: UUID | None = None,
    version: int = 0,
    by: Viewer,
    on: date,
) -> UUID:
    """A department that is told when somebody is new; `department_id`: of one that is there."""
    require(policies.may_manage(by))
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise Refused("Give the department’s name, in 120 letters at most.")
    if post_id not in post_titles(viewer=by):
        raise Refused("Choose the post or team that is told, out of those of this area.")
    try:
        with transaction.atomic():
            row = _department(department_id, version, by) if department_id else None
            others = Department.objects.visible_to(by).filter(until__isnull=True)
            if any(one != row and key_of(one.name) == key_of(name) for one in others):
                raise Refused(f"{name} stands in the list already. Change that line instead.")
            row = row or Department(local_area_id=by.local_area_id, version=0)
            row.name, row.post_id = name, post_id
            row.version += 1
            row.save()
            _record("name_department", f"set who is told at {name}", by=by, on=on)
    except IntegrityError as twice:
        raise ChangedMeanwhile(_MEANWHILE) from twice
    return row.pk


def end_department(*, department_id: UUID, version: int, by: Viewer, on: date) -> None:
    """It is told of nobody new any more; what it has still to do stays."""
    require(policies.may_manage(by))
    with transaction.atomic():
        row = _department(department_id, version, by)
        row.until = on
        row.version += 1
        row.save()
        _record("end_department", f"took {row.name} off the list of departments", by=by, on=on)


def _department(department_id: UUID, version: int, by: Viewer) -> Department:
    rows = Department.objects.visible_to(by).filter(until__isnull=True).select_for_update()
    row = rows.filter(pk=department_id).first()
    if row is None:
        raise NotThere("That department is not in the list any more. Look at it again.")
    if row.version != version:
        raise ChangedMeanwhile(_MEANWHILE)
    return row


def _record(act: str, words: str, *, by: Viewer, on: date) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.ALTERED,
        act=f"ehcp_register.{act}",
        object_kind="local_area",
        object_id=by.local_area_id,
        object_label=by.local_area_name,
        words=words,
        on=on,
    )
