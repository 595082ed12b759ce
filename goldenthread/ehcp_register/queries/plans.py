"""The versions of a child’s EHC plan, and which of its sections are held here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.ehcp_register.models import PlanSection
from goldenthread.ehcp_register.queries.children import EventFact, event, events_of
from goldenthread.files import queries as files
from goldenthread.files.queries import KeptFile
from goldenthread.partnership.person_linked import Detail
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.proceedings import What
from goldenthread.rules.standing.sections import ALWAYS, FINAL, VERSIONS


@dataclass(frozen=True)
class SectionFact:
    """One thing held of a section. `withheld` is the reason where the viewer may not open it: then
    neither the file nor the link is told."""

    id: UUID
    section: str
    part: str
    link: str
    file: KeptFile | None
    withheld: str
    held_by: str
    held_on: date
    why: str  # it was taken away, or replaced; "" while it is held


@dataclass(frozen=True)
class VersionFact:
    """A version, the event that brought it, what is held of it and what is missing. `number` counts
    the plans that were made, drafts left out; `current` is the one in force."""

    event_id: UUID
    what: What
    on: date
    words: str
    number: int | None
    current: bool
    ceased_on: date | None
    struck: bool
    sections: tuple[SectionFact, ...]
    before: tuple[SectionFact, ...]
    missing: tuple[str, ...]


def versions(
    child_id: UUID, events: Iterable[EventFact], *, viewer: Viewer, on: date
) -> tuple[VersionFact, ...]:
    """The versions of a child's plan as at a day, the latest first: two queries."""
    told = sorted((one for one in events if one.on <= on), key=lambda one: (one.on, str(one.id)))
    held = _held(child_id, viewer=viewer, on=on)
    ceased = [one.on for one in told if one.what is What.PLAN_CEASED and _stands(one)]
    made = [one.id for one in told if one.what in FINAL and _stands(one)]
    found = []
    for one in told:
        own = held.get(one.id, ())
        if one.what not in VERSIONS or (not _stands(one) and not own):
            continue
        now = tuple(each for each in own if not each.why)
        there = {each.section for each in now}
        found.append(
            VersionFact(
                event_id=one.id,
                what=one.what,
                on=one.on,
                words=VERSIONS[one.what],
                number=made.index(one.id) + 1 if one.id in made else None,
                current=bool(made) and one.id == made[-1] and not ceased,
                ceased_on=ceased[-1] if ceased and made and one.id == made[-1] else None,
                struck=not _stands(one),
                sections=now,
                before=tuple(each for each in own if each.why),
                missing=tuple(letter for letter in ALWAYS if letter not in there),
            )
        )
    return tuple(reversed(found))


def version(event_id: UUID, *, viewer: Viewer, on: date) -> tuple[UUID, VersionFact] | None:
    """One version with the id of its child; None where there is none in sight."""
    found = event(event_id, viewer=viewer, on=on)
    if found is None or found[1].what not in VERSIONS:
        return None
    child_id, _ = found
    events = events_of(child_id, viewer=viewer, on=on)
    every = versions(child_id, events, viewer=viewer, on=on)
    return next(((child_id, one) for one in every if one.event_id == event_id), None)


def section(section_id: UUID, *, viewer: Viewer, on: date) -> tuple[UUID, UUID, SectionFact] | None:
    """One thing that is held: the ids of its child and of its version's event, and what it is."""
    rows = PlanSection.objects.visible_to(viewer, on=on).select_related("plan")
    row = rows.filter(pk=section_id, ended_on__isnull=True).first()
    if row is None:
        return None
    area = viewer.local_area_id
    kept = files.stored_files([row.file_id], local_area_id=area) if row.file_id else {}
    withheld = needed_for_file(row, viewer=viewer, on=on)
    return row.child_id, row.plan.event_id, _section(row, kept, withheld)


def needed_for_file(row: PlanSection, *, viewer: Viewer, on: date) -> str:
    """Why the viewer may not open what a row holds; "" where they may. One file can hold several
    sections: whoever opens one opens all, so every right is needed that one of them needs."""
    rows = PlanSection.objects.visible_to(viewer, on=on).filter(child_id=row.child_id)
    same = rows.filter(file_id=row.file_id) if row.file_id else rows.filter(link=row.link)
    return _withheld(set(same.values_list("detail", flat=True)), viewer)


def _held(child_id: UUID, *, viewer: Viewer, on: date) -> dict[UUID, tuple[SectionFact, ...]]:
    """By the event of the version, what is and was held, by section and part."""
    rows = list(
        PlanSection.objects.visible_to(viewer, on=on)
        .filter(child_id=child_id)
        .select_related("plan")
        .order_by("section", "part", "id")
    )
    wanted = [one.file_id for one in rows if one.file_id]
    kept = files.stored_files(wanted, local_area_id=viewer.local_area_id) if wanted else {}
    details: dict[object, set[str]] = {}
    for one in rows:
        details.setdefault(one.file_id or one.link, set()).add(one.detail)
    found: dict[UUID, tuple[SectionFact, ...]] = {}
    for one in rows:
        withheld = _withheld(details[one.file_id or one.link], viewer)
        fact = _section(one, kept, withheld)
        found[one.plan.event_id] = (*found.get(one.plan.event_id, ()), fact)
    return found


def _section(row: PlanSection, kept: dict[UUID, KeptFile], withheld: str) -> SectionFact:
    return SectionFact(
        id=row.pk,
        section=row.section,
        part=row.part,
        link="" if withheld else row.link,
        file=None if withheld or row.file_id is None else kept.get(row.file_id),
        withheld=withheld,
        held_by=row.recorded_by_label,
        held_on=row.recorded_at.date(),
        why=row.ended_because if row.ended_on else "",
    )


def _withheld(details: Collection[str], viewer: Viewer) -> str:
    missing = [Detail(one) for one in sorted(details) if one and not viewer.may_see(one)]
    if not missing:
        return ""
    words = " and ".join(one.label.lower() for one in missing)
    return f"Withheld: you have no right to {words}. An area administrator can give it to you."


def _stands(one: EventFact) -> bool:
    return not one.corrected and not one.struck
