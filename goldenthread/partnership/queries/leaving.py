"""What the files of the trail hold, and what records about children in any file make of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from goldenthread.files.leaving import Export
from goldenthread.partnership.models import Restriction
from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.partnership.queries.restrictions import hidden_from
from goldenthread.partnership.queries.viewers import Viewer
from goldenthread.rules import sensitivity
from goldenthread.rules.sensitivity import Contents, Sensitivity
from goldenthread.trail import queries as trail
from goldenthread.trail.telling import TrailFilters


def _of_people(people: int) -> Contents:
    """What people who work here did or saw."""
    return Contents(Sensitivity.RESTRICTED, people)


AUDIT_TRAIL = Export("audit_trail", "Audit trail", _of_people)
WHO_SAW = Export("who_saw", "Who saw this", _of_people)


def people_in_trail(filters: TrailFilters, *, viewer: Viewer, on: date) -> int:
    """How many different people did what the file of the audit trail tells."""
    return trail.people_in_trail(
        local_area_id=viewer.local_area_id,
        verbs=[filters.what] if filters.what else (),
        actor_id=filters.who,
        from_day=filters.from_day,
        until=filters.until,
        without=hidden_from(viewer=viewer, on=on),
    )


def people_who_saw(kind: str, thing_id: UUID, *, viewer: Viewer) -> int:
    """How many different people saw it, in the latest 20,000 looks at it."""
    looks = trail.LooksAt(local_area_id=viewer.local_area_id, kind=kind, object_id=thing_id)
    return len(looks.people())


def contents_of_records(
    rows: Iterable[PersonLinked], *, shown: Collection[str], viewer: Viewer
) -> Contents:
    """Of records about children and young people: each of them once; special category where a
    detail (health, social care, education) is among the fields `shown`, or a restricted record
    among the rows."""
    records = list(rows)
    people = {row.about_id for row in records}
    special = any(set(row.details) & set(shown) for row in records)
    if not special and people:
        special = Restriction.objects.filter(
            local_area_id=viewer.local_area_id, about_id__in=people, lifted_on__isnull=True
        ).exists()
    return sensitivity.about(people, Sensitivity.SPECIAL if special else Sensitivity.RESTRICTED)
