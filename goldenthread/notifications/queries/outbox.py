"""The outbox: counts by state, and the messages behind each count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from goldenthread.notifications.kinds import kind_words
from goldenthread.notifications.models import (
    MailPreference,
    Message,
    MessageRows,
    MessageState,
    Rhythm,
)
from goldenthread.notifications.queries.deliveries import DeliveryFact, as_lived, fact_of
from goldenthread.partnership.queries import Viewer

PAGE_SIZE = 50


@dataclass(frozen=True)
class MessageFact:
    """A message as the office sees it: its words, and never its token."""

    id: UUID
    person_id: UUID
    person_name: str
    kind: str
    kind_words: str
    subject: str
    words: str
    address: str
    task_link_id: UUID | None
    sent_to: str
    queued_at: datetime
    next_attempt_at: datetime | None
    attempts: int
    urgent: bool
    perhaps_twice: bool
    by_label: str
    digest_id: UUID | None
    state: str
    delivery: DeliveryFact
    version: int


@dataclass(frozen=True)
class Asked:
    """Which messages: every one where nothing is asked."""

    state: str = ""
    kind: str = ""
    person_id: UUID | None = None


def message_counts(*, viewer: Viewer) -> dict[str, int]:
    """How many messages of the area are in each state; states without any are left out."""
    rows = Message.objects.visible_to(viewer).order_by().values_list("state")
    return dict(rows.annotate(Count("id")))


def kinds_sent(*, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """The kinds of message that the area has, with their words."""
    kinds = Message.objects.visible_to(viewer).order_by().values_list("kind", flat=True).distinct()
    return tuple(sorted(((kind, kind_words(kind)) for kind in kinds), key=lambda pair: pair[1]))


def count_of(asked: Asked, *, viewer: Viewer) -> int:
    return _asked(asked, viewer).count()


def messages(asked: Asked, *, viewer: Viewer, page: int = 1) -> tuple[MessageFact, ...]:
    """One page of the messages asked for, latest first: one query."""
    start = (max(page, 1) - 1) * PAGE_SIZE
    rows = _asked(asked, viewer).select_related("person", "digest")
    return tuple(_fact(row, viewer) for row in rows[start : start + PAGE_SIZE])


def perhaps_sent(*, viewer: Viewer, kind: str = "") -> tuple[MessageFact, ...]:
    """Messages of which nobody knows whether they arrived, the oldest first; one page of them."""
    rows = _asked(Asked(state=MessageState.PERHAPS, kind=kind), viewer)
    rows = rows.select_related("person", "digest").order_by("handing_over_at", "id")
    return tuple(_fact(row, viewer) for row in rows[:PAGE_SIZE])


def message(message_id: UUID, *, viewer: Viewer) -> MessageFact | None:
    rows = Message.objects.visible_to(viewer).filter(pk=message_id)
    row = rows.select_related("person", "digest").first()
    return _fact(row, viewer) if row else None


def parts_of(digest_id: UUID, *, viewer: Viewer) -> tuple[MessageFact, ...]:
    """What a digest joins, in the order it was queued."""
    rows = Message.objects.visible_to(viewer).filter(digest_id=digest_id).order_by("id")
    return tuple(_fact(row, viewer) for row in rows.select_related("person", "digest"))


def rhythm_of(person_id: UUID, *, viewer: Viewer) -> tuple[str, str]:
    """How often a person wants mail that can wait: the choice and its words."""
    rows = MailPreference.objects.filter(local_area_id=viewer.local_area_id, person_id=person_id)
    rhythm = rows.values_list("rhythm", flat=True).first() or Rhythm.AT_ONCE
    return str(rhythm), str(Rhythm(rhythm).label)


def wants_week_ahead(person_id: UUID, *, viewer: Viewer) -> bool:
    return person_id not in without_week_ahead(viewer.local_area_id)


def without_week_ahead(local_area_id: UUID) -> frozenset[UUID]:
    """Who of the area wants no message about the week ahead: for the task that makes them."""
    rows = MailPreference.objects.filter(local_area_id=local_area_id, week_ahead=False)
    return frozenset(rows.values_list("person_id", flat=True))


def _asked(asked: Asked, viewer: Viewer) -> MessageRows:
    rows = Message.objects.visible_to(viewer)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.person_id:
        rows = rows.filter(person_id=asked.person_id)
    return rows


def _fact(row: Message, viewer: Viewer) -> MessageFact:
    next_at = row.next_attempt_at
    return MessageFact(
        id=row.pk,
        person_id=row.person_id,
        person_name=row.person.name,
        kind=row.kind,
        kind_words=kind_words(row.kind),
        subject=row.subject,
        words=row.words,
        address=row.address,
        task_link_id=row.task_link_id,
        sent_to=row.sent_to,
        queued_at=as_lived(row.recorded_at, row, viewer=viewer),
        next_attempt_at=as_lived(next_at, row, viewer=viewer) if next_at else None,
        attempts=row.attempts,
        urgent=row.urgent,
        perhaps_twice=row.perhaps_twice,
        by_label=row.by_label,
        digest_id=row.digest_id,
        state=row.state,
        delivery=fact_of(row, viewer=viewer),
        version=row.version,
    )
