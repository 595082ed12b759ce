"""Panels, the agenda of a meeting, a child’s panel history, and what waits: items whose day of the
law comes before the meeting, outcomes of which the family has not been told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from goldenthread.ehcp_register.models import (
    Deadline,
    Event,
    Panel,
    PanelItem,
    PanelMeeting,
    PanelOutcome,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.panels import (
    WAITS_FOR_IT,
    PanelAsk,
    PanelSaid,
    misses_the_law,
    notices_of,
)

AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class PanelFact:
    id: UUID
    version: int
    name: str
    terms: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class MeetingFact:
    """A meeting; `items` is how many of its items are in the viewer's sight."""

    id: UUID
    version: int
    panel_id: UUID
    panel: str
    held_on: date
    papers_by: date
    cancelled: bool
    items: int


@dataclass(frozen=True)
class OutcomeFact:
    said: PanelSaid
    reasons: str
    conditions: str
    needed: str
    needed_by: date | None
    on: date
    by: str
    correction: str


@dataclass(frozen=True)
class ItemFact:
    """An item. `law_due` is the first last day of the law that waits for it, under `law_duty`;
    `told_on` the day the family was told, by a notice or otherwise."""

    id: UUID
    version: int
    number: int
    child_id: UUID
    case_id: UUID
    name: str
    reference: str
    meeting_id: UUID
    panel: str
    held_on: date
    asks: PanelAsk
    bundle: tuple[str, ...]
    brought_on: date
    brought_by: str
    withdrawn: str
    outcomes: tuple[OutcomeFact, ...]  # the last first
    told_on: date | None
    law_due: date | None
    law_duty: str

    @property
    def outcome(self) -> OutcomeFact | None:
        return self.outcomes[0] if self.outcomes else None

    @property
    def misses_the_law(self) -> bool:
        return (
            not self.outcomes and not self.withdrawn and misses_the_law(self.law_due, self.held_on)
        )

    @property
    def without_notice(self) -> bool:
        """Whether the panel answered and the family has not been told."""
        said = self.outcome
        return bool(said and said.said is not PanelSaid.DEFERRED and self.told_on is None)


def panels(*, viewer: Viewer) -> tuple[PanelFact, ...]:
    rows = Panel.objects.visible_to(viewer).filter(ended_on__isnull=True)
    return tuple(_panel(row) for row in rows)


def panel(panel_id: UUID, *, viewer: Viewer) -> PanelFact | None:
    row = Panel.objects.visible_to(viewer).filter(pk=panel_id, ended_on__isnull=True).first()
    return _panel(row) if row else None


def _panel(row: Panel) -> PanelFact:
    members = tuple(line.strip() for line in row.members.splitlines() if line.strip())
    return PanelFact(row.pk, row.version, row.name, row.terms, members)


def meetings(
    *, viewer: Viewer, on: date, panel_id: UUID | None = None, since: date | None = None
) -> tuple[MeetingFact, ...]:
    """Meetings of a panel, or of all, from a day on; the first comes first."""
    rows = PanelMeeting.objects.visible_to(viewer).filter(panel__ended_on__isnull=True)
    if panel_id:
        rows = rows.filter(panel_id=panel_id)
    if since:
        rows = rows.filter(held_on__gte=since)
    return _meetings(rows.select_related("panel").order_by("held_on", "panel__name"), viewer, on)


def meeting(meeting_id: UUID, *, viewer: Viewer, on: date) -> MeetingFact | None:
    rows = PanelMeeting.objects.visible_to(viewer).filter(pk=meeting_id)
    return next(iter(_meetings(rows.select_related("panel"), viewer, on)), None)


def _meetings(rows: Iterable[PanelMeeting], viewer: Viewer, on: date) -> tuple[MeetingFact, ...]:
    found = list(rows)
    items = PanelItem.objects.visible_to(viewer, on=on).filter(
        meeting_id__in=[one.pk for one in found], withdrawn_on__isnull=True
    )
    counts = dict(items.order_by().values_list("meeting_id").annotate(count=Count("pk")))
    return tuple(
        MeetingFact(
            id=row.pk,
            version=row.version,
            panel_id=row.panel_id,
            panel=row.panel.name,
            held_on=row.held_on,
            papers_by=row.papers_by,
            cancelled=row.cancelled_on is not None,
            items=counts.get(row.pk, 0),
        )
        for row in found
    )


def items_of(meeting_id: UUID, *, viewer: Viewer, on: date) -> tuple[ItemFact, ...]:
    """The agenda of a meeting, in its order."""
    return _items(Q(meeting_id=meeting_id), viewer=viewer, on=on)


def items_of_child(child_id: UUID, *, viewer: Viewer, on: date) -> tuple[ItemFact, ...]:
    """A child's panel history, the last meeting first."""
    found = _items(Q(child_id=child_id), viewer=viewer, on=on)
    return tuple(sorted(found, key=lambda one: (one.held_on, one.number), reverse=True))


def item(item_id: UUID, *, viewer: Viewer, on: date) -> ItemFact | None:
    return next(iter(_items(Q(pk=item_id), viewer=viewer, on=on)), None)


def coming(*, viewer: Viewer, on: date) -> tuple[ItemFact, ...]:
    """Items of the meetings of the next four weeks, and of those that were and of which nothing is
    recorded."""
    heard = Q(meeting__held_on__lte=on + AHEAD, withdrawn_on__isnull=True, outcomes__isnull=True)
    found = _items(heard, viewer=viewer, on=on)
    return tuple(sorted(found, key=lambda one: (one.held_on, one.number)))


def without_notice(*, viewer: Viewer, on: date) -> tuple[ItemFact, ...]:
    """Panels answered, and the family has not been told; the oldest first."""
    answered = Q(withdrawn_on__isnull=True, told_on__isnull=True, outcomes__isnull=False)
    found = _items(answered, viewer=viewer, on=on)
    waiting = (one for one in found if one.without_notice)
    return tuple(sorted(waiting, key=lambda one: (one.held_on, one.number)))


def _items(which: Q, *, viewer: Viewer, on: date) -> tuple[ItemFact, ...]:
    """So many queries, however many items."""
    rows = list(
        PanelItem.objects.visible_to(viewer, on=on)
        .filter(which)
        .distinct()
        .select_related("child", "meeting__panel")
        .order_by("meeting__held_on", "number", "pk")
    )
    if not rows:
        return ()
    outcomes = defaultdict(list)
    of_items = PanelOutcome.objects.visible_to(viewer, on=on).filter(item_id__in=_ids(rows, "pk"))
    for row in of_items.order_by("-recorded_at", "-pk"):
        outcomes[row.item_id].append(_outcome(row))
    events = _notices(rows, viewer=viewer, on=on)
    due = _due(rows, viewer=viewer, on=on)
    return tuple(_item(row, tuple(outcomes[row.pk]), events, due) for row in rows)


def _ids(rows: list[Any], name: str) -> list[UUID]:
    return [getattr(row, name) for row in rows]


def _outcome(row: PanelOutcome) -> OutcomeFact:
    return OutcomeFact(
        said=PanelSaid(row.said),
        reasons=row.reasons,
        conditions=row.conditions,
        needed=row.needed,
        needed_by=row.needed_by,
        on=row.on,
        by=row.recorded_by_label,
        correction=row.correction,
    )


def _notices(
    rows: list[PanelItem], *, viewer: Viewer, on: date
) -> dict[tuple[UUID, str], list[date]]:
    """Case and kind of event → the days on which such a notice was given, as known now."""
    events = Event.objects.visible_to(viewer, on=on)
    kinds = {
        what.value for asks in PanelAsk for said in PanelSaid for what in notices_of(asks, said)
    }
    found: defaultdict[tuple[UUID, str], list[date]] = defaultdict(list)
    told = events.filter(
        case_id__in=_ids(rows, "case_id"), what__in=kinds, corrected_by__isnull=True, struck=False,
        on__lte=on,
    )  # fmt: skip
    for case_id, what, day in told.values_list("case_id", "what", "on"):
        found[case_id, what].append(day)
    return found


def _due(rows: list[PanelItem], *, viewer: Viewer, on: date) -> dict[UUID, list[tuple[date, str]]]:
    """Child → the last days of the law that run now, the first first, with their duties."""
    found: defaultdict[UUID, list[tuple[date, str]]] = defaultdict(list)
    duties = {duty for asked in WAITS_FOR_IT.values() for duty in asked}
    running = Deadline.objects.visible_to(viewer, on=on).filter(
        child_id__in=_ids(rows, "child_id"), duty__in=duties, started_on__lte=on,
        open_until__gt=on, due_on__isnull=False,
    )  # fmt: skip
    for child_id, due, duty in running.order_by("due_on", "duty").values_list(
        "child_id", "due_on", "duty"
    ):
        if due is not None:
            found[child_id].append((due, duty))
    return found


def _item(
    row: Any,
    outcomes: tuple[OutcomeFact, ...],
    events: dict[tuple[UUID, str], list[date]],
    due: dict[UUID, list[tuple[date, str]]],
) -> ItemFact:
    asks = PanelAsk(row.asks)
    told = row.told_on
    if told is None and outcomes:
        days = [
            day
            for what in notices_of(asks, outcomes[0].said)
            for day in events.get((row.case_id, what.value), ())
            if day >= row.meeting.held_on
        ]
        told = min(days, default=None)
    waiting = [one for one in due.get(row.child_id, ()) if one[1] in WAITS_FOR_IT[asks]]
    law_due, law_duty = waiting[0] if waiting else (None, "")
    who = row.child
    return ItemFact(
        id=row.pk,
        version=row.version,
        number=row.number,
        child_id=row.child_id,
        case_id=row.case_id,
        name=", ".join(part for part in (who.surname, who.forename) if part) or "Name not recorded",
        reference=who.reference,
        meeting_id=row.meeting_id,
        panel=row.meeting.panel.name,
        held_on=row.meeting.held_on,
        asks=asks,
        bundle=tuple(line.strip() for line in row.bundle.splitlines() if line.strip()),
        brought_on=row.brought_on,
        brought_by=row.brought_by_label,
        withdrawn=row.withdrawn_because,
        outcomes=outcomes,
        told_on=told,
        law_due=law_due,
        law_duty=law_duty,
    )
