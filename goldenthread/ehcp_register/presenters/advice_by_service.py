"""The words of advice by service: the figures, the rows that one opens, the counts to share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.presenters.child import Due
from goldenthread.ehcp_register.queries.advice_by_service import (
    CAME,
    FIGURES,
    Asked,
    Named,
    ServiceFigures,
    SharedCounts,
)
from goldenthread.pages.addresses import Paging, paging
from goldenthread.pages.words import counted, say_date, say_date_with_day, say_share
from goldenthread.rules.advice import CITED, WORDS, Service

EVERY = "all"
# The columns of the table: a figure, and what it is a share of ("" for none).
COLUMNS = (
    ("asked", ""),
    ("in-time", "ended"),
    ("late", ""),
    ("came", ""),
    ("excepted", "ended"),
    ("all-met", "judged"),
    ("returned", "judged"),
)


@dataclass(frozen=True)
class Figure:
    number: str
    href: str
    note: str


@dataclass(frozen=True)
class ServiceRow:
    title: str
    cited: str
    figures: tuple[Figure, ...]
    whole: bool


@dataclass(frozen=True)
class ServicesPage:
    caption: str
    lede: str
    heads: tuple[str, ...]
    what_counts: tuple[tuple[str, str], ...]
    rows: tuple[ServiceRow, ...]
    day: str
    action: str
    mine: tuple[tuple[str, str], ...]


def services_page(
    found: Sequence[ServiceFigures], day: date, *, on: date, slug: str, designated: bool
) -> ServicesPage:
    there = Addresses(slug)
    mine = (
        ("Asked of health, to come", _rows_href(there, "open", Service.HEALTH, day, on)),
        ("Asked of health, late", _rows_href(there, "late", Service.HEALTH, day, on)),
        ("Asked of social care, to come", _rows_href(there, "open", Service.SOCIAL_CARE, day, on)),
        ("Asked of social care, late", _rows_href(there, "late", Service.SOCIAL_CARE, day, on)),
    )
    return ServicesPage(
        caption=f"As at {say_date(day)}",
        lede="The twelve months to that day. Each number opens its rows.",
        heads=tuple(FIGURES[key][0] for key, _ in COLUMNS),
        what_counts=tuple((words, counts) for words, counts, _ in FIGURES.values()),
        rows=tuple(_row(one, there, day, on) for one in found if len(found) > 1),
        day=day.isoformat() if day != on else "",
        action=there.to("advice_services"),
        mine=mine if designated else (),
    )


def _row(one: ServiceFigures, there: Addresses, day: date, on: date) -> ServiceRow:
    return ServiceRow(
        title=WORDS[one.service] if one.service else "All services",
        cited=CITED[one.service] if one.service else "",
        figures=tuple(_figure(one, key, of, there, day, on) for key, of in COLUMNS),
        whole=one.service is None,
    )


def _figure(
    one: ServiceFigures, key: str, of: str, there: Addresses, day: date, on: date
) -> Figure:
    number = one.counts[key]
    note = ""
    if of:
        whole = one.counts[of]
        note = say_share(number, whole) if whole else f"none {FIGURES[of][0].lower()}"
    elif key == "late" and one.oldest_due:
        note = f"oldest {counted((day - one.oldest_due).days, 'day')} late"
    elif key == "came" and one.median_days is not None:
        note = f"median {one.median_days:g} days"
    href = _rows_href(there, key, one.service, day, on) if number else ""
    return Figure(f"{number:,}", href, note)


def _rows_href(there: Addresses, key: str, service: Service | None, day: date, on: date) -> str:
    asked = {"service": service.value} if service else {}
    if day != on:
        asked["day"] = day.isoformat()
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{there.to('advice_rows', key)}{query}"


# --- the rows of a figure -------------------------------------------------------------------------


@dataclass(frozen=True)
class AskedLine:
    name: str
    reference: str
    href: str
    body: str
    service: str
    asked: str
    due: Due
    came: str
    chased: str
    came_href: str


@dataclass(frozen=True)
class RowsPage:
    title: str
    caption: str
    lede: str
    count: str
    rows: tuple[AskedLine, ...]
    paging: Paging
    services: tuple[tuple[str, str, bool], ...]
    day: str
    action: str
    home_href: str


def rows_page(
    figure: str,
    found: Sequence[Asked],
    shown: Sequence[Asked],
    names: Mapping[UUID, Named],
    *,
    service: Service | None,
    page: int,
    per_page: int,
    handles: Mapping[Service, bool],
    day: date,
    on: date,
    slug: str,
) -> RowsPage:
    """`found` are all, `shown` those of the page."""
    there = Addresses(slug)
    title, counts, _ = FIGURES[figure]
    whose = WORDS[service] if service else "All services"
    return RowsPage(
        title=f"Advice: {title.lower()}",
        caption=f"{whose}, as at {say_date(day)}",
        lede=f"{counts}.",
        count=counted(len(found), "request", "requests"),
        rows=tuple(_line(one, names.get(one.child_id), there, handles, day, on) for one in shown),
        paging=paging(
            total=len(found), page=page, page_size=per_page,
            address=_rows_href(there, figure, service, day, on),
        ),
        services=(
            (EVERY, "All services", service is None),
            *((one.value, WORDS[one], one is service) for one in Service
              if one is not Service.FAMILY),
        ),
        day=day.isoformat() if day != on else "",
        action=there.to("advice_rows", figure),
        home_href=there.to("advice_services"),
    )  # fmt: skip


def _line(
    one: Asked,
    named: Named | None,
    there: Addresses,
    handles: Mapping[Service, bool],
    day: date,
    on: date,
) -> AskedLine:
    opened = one.came_on is None and one.ended_on is None
    came = ""
    if one.came_on:
        after = (one.came_on - one.due_on).days if one.due_on else 0
        came = f"{say_date(one.came_on)}, {counted(one.days, 'day')}"
        came += f", {counted(after, 'day')} late" if after > 0 else ""
    elif one.ended_on:
        came = f"Not needed since {say_date(one.ended_on)}"
    times = f"{counted(one.chased, 'time')}, last {say_date(one.last_chased)}"
    ways = opened and day == on and handles[one.service]
    return AskedLine(
        name=(named.name if named else "") or "Name not recorded",
        reference=named.reference if named else "",
        href=there.to("advice", one.child_id),
        body=one.body or "Body not recorded",
        service=WORDS[one.service],
        asked=say_date(one.asked_on),
        due=_due(one.due_on, opened=opened, day=day),
        came=came,
        chased=times if one.chased else "",
        came_href=there.to("receive_advice", one.event_id) if ways else "",
    )


def _due(due_on: date | None, *, opened: bool, day: date) -> Due:
    if due_on is None:
        return Due("", "No limit binds", "none")
    late = (day - due_on).days
    note, state = "", ""
    if opened and late > 0:
        note, state = f"{counted(late, 'day')} late", "overdue"
    elif opened and late >= -14:
        note, state = f"in {counted(-late, 'day')}" if late else "today", "soon"
    return Due(say_date_with_day(due_on), note, state)


# --- for those who see no child -------------------------------------------------------------------


@dataclass(frozen=True)
class SharedPage:
    caption: str
    lede: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...], str], ...]


def shared_page(found: SharedCounts) -> SharedPage:
    leaves = CAME.groups[0][1]
    return SharedPage(
        caption=f"As at {say_date(found.day)}",
        lede="Children and young people whose six weeks for this advice ended in the twelve months "
        "before, rounded to the nearest 5, so that nobody can be made out. Numbers that would tell "
        "too much are marked “c”. They are counted anew on the first of each month; restricted "
        "records are left out.",
        heads=(*leaves, CAME.top, "Share in six weeks"),
        rows=tuple(
            (
                WORDS[service],
                (*(protected.cells[leaf,].text for leaf in leaves),
                 protected.cells[CAME.top,].text),
                protected.percentage((leaves[0],), (CAME.top,)).text,
            )
            for service, protected in found.services
        ),
    )  # fmt: skip
