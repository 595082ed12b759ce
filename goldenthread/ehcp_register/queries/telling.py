"""Who is told of what in an area: read by the actions that tell, and by the page that sets it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from goldenthread.ehcp_register.models import (
    STILL,
    AdviceService,
    Caseload,
    Deadline,
    TellingPractice,
    ToldOf,
    Whom,
)
from goldenthread.ehcp_register.queries.facts import every
from goldenthread.partnership.queries import Viewer, mail
from goldenthread.rules.telling import Matter, Practice


def practice_of(local_area_id: UUID) -> Practice:
    """What the area asks of itself; of one that has not begun to tell, one that tells nothing."""
    row = TellingPractice.objects.filter(local_area_id=local_area_id).first()
    if row is None:
        return Practice()
    return Practice(
        told_from=row.told_from,
        weeks_ahead=tuple(row.weeks_ahead),
        remind_before=row.remind_before,
        escalate_after=row.escalate_after,
        act_within=row.act_within,
    )


def key_of(body: str) -> str:
    """Two spellings of one service are one: capitals and spaces do not count."""
    return " ".join(body.split()).casefold()


@dataclass
class Recipients:
    """The people of an area who are told, as at one day. `by_post` is filled by whoever made it."""

    lines: dict[Matter, list[tuple[str, UUID | None]]] = field(default_factory=dict)
    services: dict[str, tuple[UUID, UUID | None]] = field(default_factory=dict)
    by_role: dict[str, tuple[UUID, ...]] = field(default_factory=dict)
    by_post: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    caseloads: dict[UUID, UUID] = field(default_factory=dict)

    def of(self, matter: Matter, child_id: UUID) -> set[UUID]:
        """Whom the settings name for this matter of this child."""
        found: set[UUID] = set()
        for whom, post_id in self.lines.get(matter, ()):
            if whom == Whom.CASELOAD:
                found.update(self.holding(self.caseloads.get(child_id)))
            elif whom == Whom.POST:
                found.update(self.holding(post_id))
            else:
                found.update(self.by_role.get(whom, ()))
        return found

    def asked(self, body: str) -> set[UUID]:
        """Who is told at a service that is asked for written information."""
        return set(self.holding(self.services.get(key_of(body), (None, None))[0]))

    def leading(self, body: str) -> set[UUID]:
        """Who answers for the service."""
        return set(self.holding(self.services.get(key_of(body), (None, None))[1]))

    def holding(self, post_id: UUID | None) -> tuple[UUID, ...]:
        return self.by_post.get(post_id, ()) if post_id else ()


def recipients(
    local_area_id: UUID,
    *,
    on: date,
    child_ids: Collection[UUID] | None = None,
    posts: Collection[UUID] = (),
) -> Recipients:
    """Everybody whom the settings name, of these children's caseloads or of all; `posts`: others
    whose holders are wanted. A constant number of queries."""
    found = Recipients(lines=_lines(local_area_id, on=on))
    found.services = {
        key_of(row.name): (row.post_id, row.lead_post_id)
        for row in AdviceService.objects.filter(local_area_id=local_area_id, until__isnull=True)
    }
    caseloads = every(Caseload).filter(
        Q(until__isnull=True) | Q(until__gte=on), local_area_id=local_area_id, from_date__lte=on
    )
    if child_ids is not None:
        caseloads = caseloads.filter(child_id__in=child_ids)
    found.caseloads = dict(caseloads.order_by("from_date").values_list("child_id", "post_id"))
    wanted = {*posts, *found.caseloads.values()}
    wanted |= {post for lines in found.lines.values() for _, post in lines if post}
    wanted |= {post for pair in found.services.values() for post in pair if post}
    found.by_post = mail.holders_now(wanted, local_area_id=local_area_id, on=on)
    roles = {whom for lines in found.lines.values() for whom, _ in lines}
    for role in roles & {Whom.CASE_MANAGERS.value, Whom.CLINICAL_OFFICERS.value}:
        found.by_role[role] = mail.people_with_role(role, local_area_id=local_area_id, on=on)
    return found


def _lines(local_area_id: UUID, *, on: date) -> dict[Matter, list[tuple[str, UUID | None]]]:
    rows = ToldOf.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on), local_area_id=local_area_id, from_date__lte=on
    )
    found: dict[Matter, list[tuple[str, UUID | None]]] = defaultdict(list)
    for row in rows:
        found[Matter(row.matter)].append((row.whom, row.post_id))
    return found


@dataclass(frozen=True)
class ToldOfFact:
    """One line of who is told of a matter."""

    id: UUID
    matter: Matter
    whom: str
    post_id: UUID | None


@dataclass(frozen=True)
class ServiceFact:
    id: UUID
    name: str
    post_id: UUID
    lead_post_id: UUID | None
    version: int


@dataclass(frozen=True)
class TellingFact:
    """Everything that is set of telling in an area. `nameless`: services that were asked for
    written information which is not here, and at which nobody is told."""

    practice: Practice
    version: int
    lines: tuple[ToldOfFact, ...]
    services: tuple[ServiceFact, ...]
    nameless: tuple[str, ...]


def telling(*, viewer: Viewer, on: date) -> TellingFact:
    """For the page of a case manager; a constant number of queries."""
    row = TellingPractice.objects.visible_to(viewer).first()
    lines = ToldOf.objects.visible_to(viewer).filter(
        Q(until__isnull=True) | Q(until__gte=on), from_date__lte=on
    )
    services = AdviceService.objects.visible_to(viewer).filter(until__isnull=True)
    known = {key_of(one.name) for one in services}
    bodies = (
        Deadline.objects.visible_to(viewer, on=on)
        .filter(duty="D02", open_until=STILL)
        .exclude(body="")
        .values_list("body", flat=True)
        .distinct()
    )
    nameless = {key_of(body): body for body in bodies if key_of(body) not in known}
    return TellingFact(
        practice=practice_of(viewer.local_area_id),
        version=row.version if row else 0,
        lines=tuple(ToldOfFact(one.pk, Matter(one.matter), one.whom, one.post_id) for one in lines),
        services=tuple(_service(one) for one in services.order_by("name", "id")),
        nameless=tuple(sorted(nameless.values())),
    )


def service(service_id: UUID, *, viewer: Viewer) -> ServiceFact | None:
    rows = AdviceService.objects.visible_to(viewer).filter(until__isnull=True, pk=service_id)
    row = rows.first()
    return _service(row) if row else None


def _service(row: AdviceService) -> ServiceFact:
    return ServiceFact(row.pk, row.name, row.post_id, row.lead_post_id, row.version)
