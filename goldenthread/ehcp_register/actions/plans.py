"""Verbs of the EHC plan itself: its sections held as files or links, and taken away again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.noting import changed, origin_of, the_child, told_by
from goldenthread.ehcp_register.actions.rows import Origin, version_row
from goldenthread.ehcp_register.models import Child, EhcPlan, Event, PlanSection
from goldenthread.ehcp_register.queries.plans import needed_for_file
from goldenthread.ehcp_register.queries.saved import link_hosts
from goldenthread.files import queries as files
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.proceedings import What
from goldenthread.rules.refusals import NotPermitted, NotThere, Refused
from goldenthread.rules.standing import SECTIONS
from goldenthread.rules.standing.links import why_no_link
from goldenthread.rules.standing.sections import EVERY_DETAIL, SEVERAL, TELLS_OF, VERSIONS
from goldenthread.trail.verbs import Verb

_REPLACED = "Another took its place"


def hold_sections(
    *,
    event_id: UUID,
    version: int,
    sections: Collection[str],
    part: str = "",
    whose: str = "",
    file_id: UUID | None = None,
    link: str = "",
    by: Viewer,
    on: date,
    at: datetime,
) -> tuple[UUID, ...]:
    """Hold sections of the version that an event brought: one file with all of them, or one link.

    `part` tells one of several apart, in F or K alone; `whose` is whose advice it is, of K: a
    detail, or "" for none. What was held in the same place ends, and can still be found.
    """
    require(policies.may_record(by))
    wanted = tuple(letter for letter in SECTIONS if letter in set(sections))
    part = " ".join(part.split())[:120]
    _check(wanted, part, whose, file_id, link)
    with transaction.atomic():
        event = _event(event_id, by=by, on=on)
        child = the_child(event.child_id, by=by, on=on, version=version)
        _check_source(child, file_id, link.strip(), by=by)
        origin = origin_of(by, on=on, at=at)
        plan = plan_of(child, event, origin, by=by)
        ids = []
        for letter in wanted:
            own = part if letter in SEVERAL else ""
            _end(child, plan, letter, own, by=by, on=on)
            row = PlanSection(
                local_area_id=child.local_area_id, child=child, plan=plan, section=letter, part=own,
                detail=whose if letter == "K" else TELLS_OF.get(letter, ""), file_id=file_id,
                link=link.strip(), recorded_at=at, recorded_by_label=by.name,
            )  # fmt: skip
            row.save(force_insert=True)
            ids.append(row.pk)
        how = "a file" if file_id else "a link"
        words = f"held {_letters(wanted)} of the plan of {say_date(event.on)} as {how}"
        changed(child, "hold_sections", words, by=by, on=on, verb=Verb.COLLECTED)
    return tuple(ids)


def take_section_away(*, section_id: UUID, version: int, reason: str, by: Viewer, on: date) -> None:
    """What is held is not the section it was held as, or not this child's. The row stays, with the
    reason; nobody opens it any more."""
    require(policies.may_record(by))
    if not reason.strip():
        raise Refused("Say why it is taken away, for whoever reads the history later.")
    with transaction.atomic():
        rows = PlanSection.objects.visible_to(by, on=on)
        row = rows.select_for_update().filter(pk=section_id, ended_on__isnull=True).first()
        if row is None:
            raise NotThere("It has been taken away already, or is not in your sight.")
        if withheld := needed_for_file(row, viewer=by, on=on):
            raise NotPermitted(withheld)
        child = the_child(row.child_id, by=by, on=on, version=version)
        row.child = child
        row.ended_on, row.ended_because = on, reason.strip()[:500]
        row.version += 1
        row.save()
        words = f"took {_letters((row.section,))} of a version of the plan away"
        changed(child, "take_section_away", words, by=by, on=on, reason=reason.strip())


def plan_of(child: Child, event: Event, origin: Origin, *, by: Viewer) -> EhcPlan:
    """The version that an event brought, made where it is not there yet. Inside a transaction."""
    found = child.plans.visible_to(by, on=origin.on).filter(event=event).first()
    if found:
        found.child = child
        return found
    event.child = child
    last = child.plans.visible_to(by, on=origin.on).aggregate(last=Max("number"))["last"] or 0
    row = version_row(child, event, last + 1, origin)
    row.save(force_insert=True)
    return row


def carry_over(child: Child, wrong: Event, event: Event, origin: Origin, *, by: Viewer) -> None:
    """The sections of a version whose event is put right belong to what took its place."""
    rows = PlanSection.objects.visible_to(by, on=origin.on).filter(plan__event=wrong)
    held = list(rows.select_for_update())
    if not held:
        return
    plan = plan_of(child, event, origin, by=by)
    for row in held:
        row.child, row.plan = child, plan
        row.version += 1
        row.save(update_fields=["plan", "version"])


def _event(event_id: UUID, *, by: Viewer, on: date) -> Event:
    rows = Event.objects.visible_to(by, on=on)
    event = rows.filter(pk=event_id).first()
    if event is None or What(event.what) not in VERSIONS:
        raise NotThere("There is no such version of a plan in your sight. Choose one again.")
    if event.struck or rows.filter(instead_of_id=event_id).exists():
        raise Refused("This version was corrected meanwhile. Open the record and choose it again.")
    return event


def _check(wanted: tuple[str, ...], part: str, whose: str, file_id: UUID | None, link: str) -> None:
    if not wanted:
        raise Refused("Choose which sections are in it.")
    if (file_id is None) == (not link.strip()):
        raise Refused("Give either a file or a link, not both and not neither.")
    if part and not set(wanted) <= set(SEVERAL):
        raise Refused("Only F and K have several parts. Leave the part out, or choose F or K.")
    if whose and whose not in EVERY_DETAIL:
        raise Refused("Say whose advice it is: education, health, social care or somebody else.")


def _check_source(child: Child, file_id: UUID | None, link: str, *, by: Viewer) -> None:
    if file_id is not None:
        files.stored_file(file_id, local_area_id=by.local_area_id)
        return
    if refusal := why_no_link(link, hosts=link_hosts(viewer=by), about=told_by(child)):
        raise Refused(refusal)


def _end(child: Child, plan: EhcPlan, letter: str, part: str, *, by: Viewer, on: date) -> None:
    rows = PlanSection.objects.visible_to(by, on=on).filter(
        plan=plan, section=letter, part=part, ended_on__isnull=True
    )
    for row in rows.select_for_update():
        row.child = child
        row.ended_on, row.ended_because = on, _REPLACED
        row.version += 1
        row.save()


def _letters(wanted: tuple[str, ...]) -> str:
    if len(wanted) == len(SECTIONS):
        return "every section"
    return f"section{'s' if len(wanted) > 1 else ''} {', '.join(wanted)}"
