"""The advice of one child's cases: one line for each adviser, from the events and deadlines that
are there, with the chases, the place where it is kept and how good it is beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.models import (
    AdviceChase,
    AdviceJudgement,
    AdviceKept,
    Case,
    Deadline,
    Event,
    ViewsAsked,
)
from goldenthread.ehcp_register.queries.children import CaseFact
from goldenthread.partnership.person_linked import Detail, Withheld, seen
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.advice import (
    GUARDED,
    Criterion,
    Met,
    Service,
    Standing,
    service_of,
    standing,
)
from goldenthread.rules.proceedings import What

ADVICE = "D02"  # the limit of reg 8(1)
_EVENTS = (What.ADVICE_ASKED.value, What.ADVICE_RECEIVED.value)


@dataclass(frozen=True)
class ChaseFact:
    id: UUID
    on: date
    how: str
    by: str
    taken_back: str  # why; "" while it stands


@dataclass(frozen=True)
class JudgementFact:
    """How good advice was found. What more was asked for is `Withheld` like the advice itself."""

    on: date
    by: str
    met: Mapping[Criterion, Met]
    returned: bool
    more: str | Withheld
    more_by: date | None


@dataclass(frozen=True)
class AdviserFact:
    """One adviser asked. `event_id` is the asking, None where no limit binds: then `views_id` is
    there instead. `coming_id` is the advice as it came last."""

    case_id: UUID
    service: Service
    body: str
    asked_on: date
    due_on: date | None
    received_on: date | None
    late_by: int  # days that it came, or is, after its last day; 0 in time
    ended_on: date | None
    ended_because: str
    excepted: bool
    standing: Standing
    event_id: UUID | None
    views_id: UUID | None
    views_version: int
    coming_id: UUID | None
    chases: tuple[ChaseFact, ...]
    judgements: tuple[JudgementFact, ...]  # the last first
    link: str | Withheld


@dataclass(frozen=True)
class CaseAdvice:
    case: CaseFact
    advisers: tuple[AdviserFact, ...]


def guarded(value: str, service: Service, *, viewer: Viewer) -> str | Withheld:
    """What is in advice, or `Withheld`: health, social care and education are rights of their
    own."""
    detail = GUARDED.get(service)
    return seen(value, Detail(detail), viewer=viewer) if detail and value else value


def advice_of(child_id: UUID, *, viewer: Viewer, on: date) -> tuple[CaseAdvice, ...]:
    """Every case of a child in which anybody was asked for advice, the last opened first."""
    kept = _Kept(child_id, viewer=viewer, on=on)
    by_case = defaultdict(list)
    for one in (*kept.bodies(), *kept.views()):
        by_case[one.case_id].append(one)
    cases = Case.objects.visible_to(viewer, on=on).filter(pk__in=by_case)
    return tuple(
        CaseAdvice(
            CaseFact(row.pk, row.process, row.get_process_display(), row.opened_on),
            tuple(sorted(by_case[row.pk], key=_in_order)),
        )
        for row in cases.order_by("-opened_on", "-id")
    )


def _in_order(one: AdviserFact) -> tuple[int, date, str]:
    return list(Service).index(one.service), one.asked_on, one.body


def standing_now(events: Iterable[Any]) -> dict[UUID, UUID]:
    """Event id → the id of what stands in its place now, itself where nothing corrected it."""
    rows = list(events)
    after = {one.instead_of_id: one.pk for one in rows if one.instead_of_id}
    found = {}
    for row in rows:
        now = row.pk
        while now in after:
            now = after[now]
        found[row.pk] = now
    return found


class _Kept:
    """What is kept of one child's advice, with one query for each kind of row."""

    def __init__(self, child_id: UUID, *, viewer: Viewer, on: date) -> None:
        self.viewer, self.on = viewer, on

        def rows(model: Any, **wanted: Any) -> list[Any]:
            found = model.objects.visible_to(viewer, on=on).filter(child_id=child_id, **wanted)
            return list(found)

        events = rows(Event, what__in=_EVENTS)
        now = standing_now(events)
        self.deadlines = rows(Deadline, duty=ADVICE, started_on__lte=on)
        self.comings = [
            one
            for one in events
            if one.what == What.ADVICE_RECEIVED and now[one.pk] == one.pk and not one.struck
            and one.on <= on
        ]  # fmt: skip
        self.chases = _grouped(rows(AdviceChase), now)
        self.judgements = _grouped(rows(AdviceJudgement), now)
        self.links = {now[one.event_id]: one.link for one in rows(AdviceKept)}
        self.asked_beside = rows(ViewsAsked)

    def bodies(self) -> list[AdviserFact]:
        last_asked: dict[tuple[UUID, str], date] = {}
        found = []
        for row in sorted(self.deadlines, key=lambda one: one.started_on, reverse=True):
            key = (row.case_id, row.body)
            found.append(self._of_body(row, before=last_asked.get(key)))
            last_asked[key] = row.started_on
        return found

    def _of_body(self, row: Any, before: date | None) -> AdviserFact:
        own = [
            one
            for one in self.comings
            if (one.case_id, one.body) == (row.case_id, row.body)
            and row.started_on <= one.on
            and (before is None or one.on < before)
        ]
        coming = max(own, key=lambda one: (one.on, one.recorded_at), default=None)
        service = service_of(row.body)
        judgements = self._judgements(coming, service)
        received = row.met_on if row.met_on and row.met_on <= self.on else None
        ended = row.ended_on if row.ended_on and row.ended_on <= self.on else None
        return AdviserFact(
            case_id=row.case_id,
            service=service,
            body=row.body,
            asked_on=row.started_on,
            due_on=row.due_on,
            received_on=coming.on if coming and received else received,
            late_by=_late_by(row.due_on, received, ended, self.on),
            ended_on=ended,
            ended_because="",
            excepted=row.excepted_from is not None and row.excepted_from <= self.on,
            standing=standing(
                due_on=row.due_on, received_on=received, ended_on=ended,
                judged=bool(judgements), returned=bool(judgements and judgements[0].returned),
                on=self.on,
            ),
            event_id=row.started_by,
            views_id=None,
            views_version=0,
            coming_id=coming.pk if coming else None,
            chases=tuple(_chase(one) for one in self.chases[row.started_by]),
            judgements=judgements,
            link=guarded(self.links.get(coming.pk, "") if coming else "", service,
                         viewer=self.viewer),
        )  # fmt: skip

    def _judgements(self, coming: Any, service: Service) -> tuple[JudgementFact, ...]:
        rows = self.judgements[coming.pk] if coming else []
        rows.sort(key=lambda one: (one.on, one.recorded_at), reverse=True)
        return tuple(
            JudgementFact(
                on=row.on,
                by=row.judged_by_label,
                met={one: Met(getattr(row, one.value)) for one in Criterion},
                returned=row.returned,
                more=guarded(row.more, service, viewer=self.viewer),
                more_by=row.more_by,
            )
            for row in rows
        )

    def views(self) -> list[AdviserFact]:
        return [
            AdviserFact(
                case_id=row.case_id,
                service=_of_views(row.who),
                body=row.who,
                asked_on=row.asked_on,
                due_on=None,
                received_on=row.received_on,
                late_by=0,
                ended_on=row.ended_on,
                ended_because=row.reason,
                excepted=False,
                standing=standing(
                    due_on=None, received_on=row.received_on, ended_on=row.ended_on,
                    judged=row.received_on is not None, returned=False, on=self.on,
                ),
                event_id=None,
                views_id=row.pk,
                views_version=row.version,
                coming_id=None,
                chases=(),
                judgements=(),
                link="",
            )
            for row in self.asked_beside
        ]  # fmt: skip


def _of_views(who: str) -> Service:
    return Service.FAMILY if service_of(who) is Service.FAMILY else Service.OTHER


def _late_by(due: date | None, received: date | None, ended: date | None, on: date) -> int:
    if due is None or (ended and not received):
        return 0
    return max(0, ((received or on) - due).days)


def _grouped(rows: Iterable[Any], now: Mapping[UUID, UUID]) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[now.get(row.event_id, row.event_id)].append(row)
    return found


def _chase(row: AdviceChase) -> ChaseFact:
    return ChaseFact(
        row.pk,
        row.on,
        row.get_how_display(),
        row.by_label,
        row.reason if row.taken_back_on else "",
    )


def chase(chase_id: UUID, *, viewer: Viewer, on: date) -> tuple[UUID, str, ChaseFact, int] | None:
    """One chase with its child, the body and its version."""
    rows = AdviceChase.objects.visible_to(viewer, on=on)
    row = rows.filter(pk=chase_id).select_related("event").first()
    return (row.child_id, row.event.body, _chase(row), row.version) if row else None


def views_asked(views_id: UUID, *, viewer: Viewer, on: date) -> tuple[UUID, str, date, int] | None:
    """Whom somebody asked that no limit binds: the child, who, since when, the version."""
    row = ViewsAsked.objects.visible_to(viewer, on=on).filter(pk=views_id).first()
    return (row.child_id, row.who, row.asked_on, row.version) if row else None
