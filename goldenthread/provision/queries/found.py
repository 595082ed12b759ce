"""The list of settings: searched, filtered, counted by the same question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from goldenthread.partnership.queries import Viewer
from goldenthread.provision.models import Phase, Setting, Status
from goldenthread.provision.queries.settings import SettingSeen, seen

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for. `offers`: "special", "resourced", "section_41", "residential" or
    "by_hand". `standing`: "open", "closed" or "" for all."""

    words: str = ""
    phase: str = ""
    type_name: str = ""
    authority_code: str = ""
    standing: str = "open"
    offers: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, and how many there are."""

    rows: tuple[SettingSeen, ...]
    count: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority in which settings of the list stand."""

    code: str
    name: str
    count: int


_OFFERS = {
    "special": Q(special=True),
    "resourced": ~Q(resourced_kind=""),
    "section_41": Q(section_41=True),
    "residential": Q(residential=True),
    "by_hand": Q(urn__isnull=True),
}


def search(asked: Search, *, viewer: Viewer, on: date) -> Found:
    """Settings that answer, by name; a number of six or eight digits is a URN or a UKPRN."""
    rows = _asked(asked, viewer=viewer, on=on)
    count = rows.count()
    pages = max(1, -(-count // PER_PAGE))
    page = min(max(asked.page, 1), pages)
    start = (page - 1) * PER_PAGE
    return Found(tuple(seen(row) for row in rows[start : start + PER_PAGE]), count, page, pages)


def _asked(asked: Search, *, viewer: Viewer, on: date) -> QuerySet[Setting]:
    rows: QuerySet[Setting] = Setting.objects.visible_to(viewer)
    for word in asked.words.split():
        if word.isdigit() and len(word) in (6, 8):
            rows = rows.filter(Q(urn=word) | Q(ukprn=word))
        else:
            rows = rows.filter(
                Q(name__icontains=word) | Q(town__icontains=word) | Q(postcode__istartswith=word)
            )
    if asked.phase:
        rows = rows.filter(phase=asked.phase)
    if asked.type_name:
        rows = rows.filter(type_name=asked.type_name)
    if asked.authority_code:
        rows = rows.filter(authority_code=asked.authority_code)
    if asked.offers in _OFFERS:
        rows = rows.filter(_OFFERS[asked.offers])
    open_then = Q(closed_on__isnull=True, status__in=(Status.OPEN, Status.CLOSING)) | Q(
        closed_on__gte=on
    )
    open_then &= Q(opened_on__isnull=True) | Q(opened_on__lte=on)
    if asked.standing == "open":
        rows = rows.filter(open_then)
    elif asked.standing == "closed":
        rows = rows.exclude(open_then)
    return rows.order_by("name", "id")


def authorities(*, viewer: Viewer) -> tuple[Authority, ...]:
    """Where settings of the list stand, by name."""
    rows = (
        Setting.objects.visible_to(viewer)
        .exclude(authority_code="")
        .values_list("authority_code", "authority_name")
        .annotate(count=Count("id"))
        .order_by("authority_name", "authority_code")
    )
    return tuple(Authority(code, name, count) for code, name, count in rows)


def types(*, viewer: Viewer) -> tuple[str, ...]:
    """Kinds of settings that the list has, in its own words."""
    rows = Setting.objects.visible_to(viewer).order_by("type_name")
    return tuple(rows.values_list("type_name", flat=True).distinct())


def phases() -> tuple[tuple[str, str], ...]:
    """Phases of education: (key, words)."""
    return tuple((one.value, one.label) for one in Phase)
