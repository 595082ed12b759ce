"""Verbs of who is told of what: begin and stop telling, how early, whom, and at which service."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.models import AdviceService, TellingPractice, ToldOf, Whom
from goldenthread.ehcp_register.queries.telling import key_of
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer, post_titles
from goldenthread.rules.refusals import ChangedMeanwhile, NotThere, Refused
from goldenthread.rules.telling import MATTERS, Matter, Practice
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

__all__ = ["Whom", "change_telling", "change_told_of", "end_service", "name_service"]

_MEANWHILE = "Somebody changed this meanwhile. Look at what it says now, then save again."
# Until a case manager chooses otherwise. Whoever is asked for something is told by that alone.
USUALLY: dict[Matter, tuple[Whom, ...]] = {
    Matter.REVIEW_COMING: (Whom.CASELOAD,),
    Matter.PLAN_CHANGED: (Whom.CASELOAD, Whom.CLINICAL_OFFICERS),
    Matter.INFORMATION_LATE: (Whom.CASELOAD, Whom.CASE_MANAGERS),
    Matter.PANEL_OUTCOME: (Whom.CASELOAD,),
    Matter.NEW_TO_THE_AREA: (Whom.CASELOAD, Whom.CASE_MANAGERS),
}
Row = TypeVar("Row", TellingPractice, AdviceService)


def change_telling(*, tells: bool, practice: Practice, version: int, by: Viewer, on: date) -> None:
    """Begin or stop to tell, and how early and late. What happened before the first day is told to
    nobody; `practice.told_from` is not taken, but kept or set to today."""
    require(policies.may_manage(by))
    _whole(practice)
    try:
        with transaction.atomic():
            row = TellingPractice.objects.visible_to(by).select_for_update().first()
            _same(row.version if row else 0, version)
            first = row is None
            row = row or TellingPractice(local_area_id=by.local_area_id, version=0)
            before = _said(row)
            row.told_from = (row.told_from or on) if tells else None
            row.weeks_ahead = sorted(set(practice.weeks_ahead), reverse=True)
            row.remind_before = practice.remind_before
            row.escalate_after = practice.escalate_after
            row.act_within = practice.act_within
            row.version += 1
            row.save()
            if first:
                _begin_as_usual(by, on=on)
            words = "set who is told how early" if tells else "stopped telling people of cases"
            _record(
                "change_telling", words, by=by, on=on, changes={"telling": (before, _said(row))}
            )
    except IntegrityError as twice:
        raise ChangedMeanwhile(_MEANWHILE) from twice


def _whole(practice: Practice) -> None:
    weeks = practice.weeks_ahead
    if not weeks or len(set(weeks)) > 6 or not all(1 <= one <= 52 for one in weeks):
        raise Refused("Give one to six numbers of weeks from 1 to 52, such as 12, 6, 2.")
    if not 1 <= practice.remind_before <= 30:
        raise Refused("Remind 1 to 30 days before the last day.")
    if not 1 <= practice.escalate_after <= 60:
        raise Refused("Tell whoever answers for the service after 1 to 60 days.")
    if not 1 <= practice.act_within <= 60:
        raise Refused("Give departments 1 to 60 days for somebody new to the area.")


def _begin_as_usual(by: Viewer, *, on: date) -> None:
    ToldOf.objects.bulk_create(
        ToldOf(local_area_id=by.local_area_id, matter=matter.value, whom=whom.value, from_date=on)
        for matter, those in USUALLY.items()
        for whom in those
    )


def _said(row: TellingPractice) -> str:
    if row.told_from is None:
        return "nobody is told"
    weeks = ", ".join(map(str, row.weeks_ahead))
    return (
        f"reviews {weeks} weeks ahead; reminded {row.remind_before} days before; escalated after "
        f"{row.escalate_after} days; departments have {row.act_within} days"
    )


def change_told_of(
    *,
    matter: Matter,
    whom: Collection[Whom],
    post_ids: Collection[UUID],
    seen: Collection[UUID],
    by: Viewer,
    on: date,
) -> None:
    """Who is told of a matter, from today. `seen`: the lines as they stood on the page; where
    others stand by now it is refused."""
    require(policies.may_manage(by))
    if set(post_ids) - set(post_titles(viewer=by)):
        raise Refused("Choose posts and teams of this area.")
    wanted: set[tuple[str, UUID | None]] = {(one.value, None) for one in whom if one != Whom.POST}
    wanted |= {(Whom.POST.value, post) for post in post_ids}
    with transaction.atomic():
        _hold(by)
        rows = ToldOf.objects.visible_to(by).filter(matter=matter.value, until__isnull=True)
        there = {(row.whom, row.post_id): row for row in rows.select_for_update()}
        if {row.pk for row in there.values()} != set(seen):
            raise ChangedMeanwhile(_MEANWHILE)
        for key in there.keys() - wanted:
            _end(there[key], on=on)
        for named, post in sorted(wanted - there.keys(), key=str):
            ToldOf.objects.create(
                local_area_id=by.local_area_id,
                matter=matter.value,
                whom=named,
                post_id=post,
                from_date=on,
            )
        titles = post_titles(viewer=by)
        changes = {"told": (_named(there, titles), _named(wanted, titles))}
        words = f"set who is told of: {MATTERS[matter]}"
        _record("change_told_of", words, by=by, on=on, changes=changes)


def _hold(by: Viewer) -> None:
    """Two who set this at the same time wait for each other. Refused before the area tells."""
    if not TellingPractice.objects.visible_to(by).select_for_update().exists():
        raise Refused("Begin telling first, then choose who is told of what.")


def _end(row: ToldOf, *, on: date) -> None:
    """What began today goes; what was said on an earlier day stays known."""
    if row.from_date >= on:
        row.delete()
        return
    row.until = date.fromordinal(on.toordinal() - 1)
    row.version += 1
    row.save()


def _named(keys: Collection[tuple[str, UUID | None]], titles: dict[UUID, str]) -> str:
    said = [titles.get(post, "a post") if post else str(Whom(whom).label) for whom, post in keys]
    return "; ".join(sorted(said)) or "nobody"


def name_service(
    *,
    name: str,
    post_id: UUID,
    lead_post_id: UUID | None,
    service_id: UUID | None = None,
    version: int = 0,
    by: Viewer,
    on: date,
) -> UUID:
    """Who is told at a service that is asked for written information, and who answers for it;
    `service_id`: of one that is there already."""
    require(policies.may_manage(by))
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise Refused("Give the service’s name as the cases have it, in 120 letters at most.")
    titles = post_titles(viewer=by)
    if post_id not in titles or (lead_post_id and lead_post_id not in titles):
        raise Refused("Choose the post or team that is told, out of those of this area.")
    try:
        with transaction.atomic():
            row = _service(service_id, version, by) if service_id else None
            _only_one(name, row, by)
            before = f"{row.name}: {titles[row.post_id]}" if row else "nobody"
            row = row or AdviceService(local_area_id=by.local_area_id, version=0)
            row.name, row.post_id, row.lead_post_id = name, post_id, lead_post_id
            row.version += 1
            row.save()
            lead = f", {titles[lead_post_id]} answers" if lead_post_id else ""
            changes = {"service": (before, f"{name}: {titles[post_id]}{lead}")}
            _record("name_service", f"set who is told at {name}", by=by, on=on, changes=changes)
    except IntegrityError as twice:
        raise ChangedMeanwhile(_MEANWHILE) from twice
    return row.pk


def _only_one(name: str, row: AdviceService | None, by: Viewer) -> None:
    others = AdviceService.objects.visible_to(by).filter(until__isnull=True)
    if any(one != row and key_of(one.name) == key_of(name) for one in others):
        raise Refused(f"{name} stands in the list already. Change that line instead.")


def end_service(*, service_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Nobody is told there from tomorrow."""
    require(policies.may_manage(by))
    with transaction.atomic():
        row = _service(service_id, version, by)
        row.until = on
        row.version += 1
        row.save()
        _record("end_service", f"took {row.name} off the list of services", by=by, on=on)


def _service(service_id: UUID, version: int, by: Viewer) -> AdviceService:
    rows = AdviceService.objects.visible_to(by).filter(until__isnull=True).select_for_update()
    row = rows.filter(pk=service_id).first()
    if row is None:
        raise NotThere("That service is not in the list any more. Look at it again.")
    _same(row.version, version)
    return row


def _same(there: int, seen: int) -> None:
    if there != seen:
        raise ChangedMeanwhile(_MEANWHILE)


def _record(act: str, words: str, *, by: Viewer, on: date, **said: Any) -> None:
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
        **said,
    )
