"""Advice by service as at a day: what was asked, what came in six weeks, what is late, how good it
is. Each figure and the rows that it opens are one answer.

Counted are the twelve months to the day. The share in six weeks is of the requests whose six weeks
ended in them; what was called off before its last day is in no share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.models import AdviceChase, AdviceJudgement, Child, Deadline, Event
from goldenthread.ehcp_register.queries.advice import ADVICE
from goldenthread.partnership.person_linked import in_sight
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.advice import Criterion, Met, Service, service_of
from goldenthread.rules.disclosure import NEAREST_5, Dimension, Protected, Table, protect
from goldenthread.rules.proceedings import What

YEAR = timedelta(days=365)
_FIELDS = (
    "child_id", "case_id", "started_by", "body", "started_on", "due_on", "met_on", "ended_on",
    "excepted_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One body asked for advice about one child, as known at the end of a day."""

    child_id: UUID
    case_id: UUID
    event_id: UUID
    body: str
    service: Service
    asked_on: date
    due_on: date | None  # None: no limit bound when it was asked, before September 2014
    came_on: date | None
    ended_on: date | None
    excepted: bool
    chased: int = 0
    last_chased: date | None = None
    all_met: bool | None = None  # None: nobody has judged it
    returned: bool = False

    @property
    def days(self) -> int:
        return (self.came_on - self.asked_on).days if self.came_on else 0


Kept = Callable[[Asked, date], bool]


def _in_year(day: date | None, to: date) -> bool:
    return day is not None and to - YEAR < day <= to


def _due_in_year(one: Asked, day: date) -> bool:
    """Its six weeks ended in the year, and it was not called off before."""
    if one.due_on is None:
        return False
    wanted = one.ended_on is None or one.ended_on > one.due_on
    return wanted and one.due_on < day and _in_year(one.due_on, day)


def _in_time(one: Asked) -> bool:
    return one.came_on is not None and one.due_on is not None and one.came_on <= one.due_on


def _late(one: Asked, day: date) -> bool:
    return _open(one, day) and one.due_on is not None and one.due_on < day


def _open(one: Asked, day: date) -> bool:
    return one.came_on is None and one.ended_on is None


# What each figure counts, by its key, with the words of a heading.
FIGURES: dict[str, tuple[str, str, Kept]] = {
    "asked": ("Asked", "Asked in the twelve months", lambda one, day: _in_year(one.asked_on, day)),
    "ended": (
        "Six weeks over",
        "The six weeks ended in the twelve months",
        _due_in_year,
    ),
    "in-time": (
        "In six weeks",
        "Came within six weeks, of those whose six weeks ended in the twelve months",
        lambda one, day: _due_in_year(one, day) and _in_time(one),
    ),
    "open": ("To come", "Asked for, and not come yet", _open),
    "late": (
        "Late now",
        "Asked for more than six weeks ago, and not come yet",
        _late,
    ),
    "came": ("Came", "Came in the twelve months", lambda one, day: _in_year(one.came_on, day)),
    "excepted": (
        "Exceptions",
        "An exception was accepted, of those whose six weeks ended in the twelve months",
        lambda one, day: _due_in_year(one, day) and one.excepted,
    ),
    "judged": (
        "Judged",
        "Came in the twelve months, and somebody said how good it is",
        lambda one, day: _in_year(one.came_on, day) and one.all_met is not None,
    ),
    "all-met": (
        "Every criterion met",
        "Came in the twelve months, and met every criterion when it was last judged",
        lambda one, day: _in_year(one.came_on, day) and one.all_met is True,
    ),
    "returned": (
        "Sent back",
        "Came in the twelve months, and was last sent back for more",
        lambda one, day: _in_year(one.came_on, day) and one.returned,
    ),
}


@dataclass(frozen=True)
class ServiceFigures:
    """The figures of one service, None for all of them together."""

    service: Service | None
    counts: Mapping[str, int]
    median_days: float | None  # of what came in the twelve months
    oldest_due: date | None  # of what is late


def figures(day: date, *, viewer: Viewer, on: date) -> tuple[ServiceFigures, ...]:
    """Each service that was asked, and all together last."""
    rows = asked_rows(day, viewer=viewer, on=on)
    by_service: defaultdict[Service, list[Asked]] = defaultdict(list)
    for one in rows:
        by_service[one.service].append(one)
    known = [one for one in Service if one in by_service]
    return (
        *(_figures(one, by_service[one], day) for one in known),
        _figures(None, rows, day),
    )


def _figures(service: Service | None, rows: Sequence[Asked], day: date) -> ServiceFigures:
    kept = {key: [one for one in rows if test(one, day)] for key, (_, _, test) in FIGURES.items()}
    return ServiceFigures(
        service,
        {key: len(found) for key, found in kept.items()},
        median(one.days for one in kept["came"]) if kept["came"] else None,
        min((one.due_on for one in kept["late"] if one.due_on), default=None),
    )


def rows_of(
    figure: str, day: date, *, service: Service | None, viewer: Viewer, on: date
) -> list[Asked]:
    """The rows of one figure, what is late or due longest first."""
    _, _, test = FIGURES[figure]
    rows = asked_rows(day, viewer=viewer, on=on)
    found = [one for one in rows if test(one, day) and service in (None, one.service)]
    return sorted(found, key=_first_due)


def _first_due(one: Asked) -> tuple[date, date, str, str]:
    return one.due_on or date.max, one.asked_on, one.body, str(one.event_id)


def asked_rows(day: date, *, viewer: Viewer, on: date) -> list[Asked]:
    """Every request for advice that a figure of the day may count."""
    rows = Deadline.objects.visible_to(viewer, on=on).filter(_reaching(day), duty=ADVICE)
    found = [_asked(row, day) for row in rows.values_list(*_FIELDS)]
    return _with_quality(_with_chases(found, day, viewer, on), day, viewer, on)


def _reaching(day: date) -> Q:
    begin = day - YEAR
    return Q(started_on__lte=day) & (Q(open_until__gt=begin) | Q(due_on__gt=begin))


def _asked(row: tuple[Any, ...], day: date) -> Asked:
    child, case, event, body, asked, due, met, ended, excepted = row
    return Asked(
        child_id=child,
        case_id=case,
        event_id=event,
        body=body,
        service=service_of(body),
        asked_on=asked,
        due_on=due,
        came_on=met if met and met <= day else None,
        ended_on=ended if ended and ended <= day else None,
        excepted=excepted is not None and excepted <= day,
    )


def _with_chases(found: list[Asked], day: date, viewer: Viewer, on: date) -> list[Asked]:
    """How often each was chased by the day; a chase stays with a request that was put right."""
    corrected = dict(
        Event.objects.visible_to(viewer, on=on)
        .filter(what=What.ADVICE_ASKED.value, instead_of__isnull=False)
        .values_list("instead_of_id", "pk")
    )
    chased: defaultdict[UUID, list[date]] = defaultdict(list)
    rows = AdviceChase.objects.visible_to(viewer, on=on).filter(
        on__lte=day, taken_back_on__isnull=True
    )
    for event_id, when in rows.values_list("event_id", "on"):
        now = event_id
        while now in corrected:
            now = corrected[now]
        chased[now].append(when)
    return [
        replace(one, chased=len(chased[one.event_id]), last_chased=max(chased[one.event_id]))
        if one.event_id in chased
        else one
        for one in found
    ]


def _with_quality(found: list[Asked], day: date, viewer: Viewer, on: date) -> list[Asked]:
    """What was last said of each by the day."""
    rows = AdviceJudgement.objects.visible_to(viewer, on=on).filter(on__lte=day)
    names = [one.value for one in Criterion]
    told: defaultdict[tuple[UUID, str], list[tuple[date, bool, bool]]] = defaultdict(list)
    in_order = rows.order_by("event__on", "on", "recorded_at")
    for case, body, came, returned, *levels in in_order.values_list(
        "event__case_id", "event__body", "event__on", "returned", *names
    ):
        all_met = all(level == Met.MET for level in levels)
        told[case, body].append((came, all_met, returned))
    return [_judged(one, told.get((one.case_id, one.body), ())) for one in found]


def _judged(one: Asked, told: Iterable[tuple[date, bool, bool]]) -> Asked:
    own = [said for said in told if one.came_on is not None and said[0] >= one.came_on]
    return replace(one, all_met=own[-1][1], returned=own[-1][2]) if own else one


# --- for those who see no child -------------------------------------------------------------------

IN_TIME, LATER, NOT_YET = "In six weeks", "Later", "Not yet"
CAME = Dimension.flat("Advice", (IN_TIME, LATER, NOT_YET), "All")
_WORST = (NOT_YET, LATER, IN_TIME)


@dataclass(frozen=True)
class SharedCounts:
    """Of each service, how many children's advice came in time, as at the first of the month: a
    child of whom a service was asked several times counts once, as what came last or not."""

    day: date
    services: tuple[tuple[Service, Protected], ...]


def shared_counts(*, viewer: Viewer, on: date) -> SharedCounts:
    """Counts of children with which nobody can be made out, for everybody with a role in the
    area."""
    require(policies.may_see_counts(viewer))
    day = on.replace(day=1)
    worst: dict[tuple[Service, UUID], str] = {}
    for row in counted_advice(day, viewer=viewer):
        one = _asked(row, day)
        if _due_in_year(one, day):
            key, said = (one.service, one.child_id), _came_in(one)
            worst[key] = min(said, worst.get(key, said), key=_WORST.index)
    counts: defaultdict[Service, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for (service, _), said in worst.items():
        counts[service][(said,)] += 1
    return SharedCounts(
        day,
        tuple(
            (one, protect(Table((CAME,), counts[one]), NEAREST_5))
            for one in Service
            if one is not Service.FAMILY
        ),
    )


def _came_in(one: Asked) -> str:
    if one.came_on is None:
        return NOT_YET
    return IN_TIME if _in_time(one) else LATER


def counted_advice(day: date, *, viewer: Viewer) -> list[tuple[Any, ...]]:
    """The requests of the area, to be counted and never shown; without those that are restricted,
    whatever the viewer may open."""
    deadlines: type[Deadline] = Deadline
    rows = deadlines.objects.including_restricted_records(
        because="counted for those who see no child; restricted ones are left out again"
    )
    return list(
        rows.filter(
            _reaching(day),
            in_sight("about_id", viewer, on=date.max),
            duty=ADVICE,
            local_area_id=viewer.local_area_id,
        ).values_list(*_FIELDS)
    )


@dataclass(frozen=True)
class Named:
    """Who a child is, in a list."""

    name: str
    reference: str


def named(ids: Collection[UUID], *, viewer: Viewer, on: date) -> dict[UUID, Named]:
    """Names of the children of a page."""
    rows = Child.objects.visible_to(viewer, on=on).filter(pk__in=ids)
    return {
        pk: Named(", ".join(part for part in (surname, forename) if part), reference)
        for pk, surname, forename, reference in rows.values_list(
            "pk", "surname", "forename", "reference"
        )
    }
