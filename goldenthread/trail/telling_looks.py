"""Who saw one record, as a page and as a file show it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, URLResolver, get_resolver

from goldenthread.rules.calendars import say_date
from goldenthread.rules.cells import csv_lines
from goldenthread.trail import queries
from goldenthread.trail.queries import LookFact, SeenBy
from goldenthread.trail.telling import LONDON, before_in

PAGE_SIZE = 200  # looks
COUNTED = 20_000  # looks, at most, in the count by person: an answer must come in a second


@dataclass(frozen=True)
class Day:
    """The looks of one day, for the pages' `history` component: a line for each person and page."""

    heading: str
    lines: tuple[dict[str, object], ...]


@dataclass(frozen=True)
class Seen:
    """`people` are rows of the pages' `facts` component. `days` are those of one page, latest
    first; `older` is the query of the page before it in time, "" on the last. `people` and
    `summary` are of all looks whatever the page; of the latest COUNTED, where there are more."""

    summary: str
    people: tuple[dict[str, object], ...]
    days: tuple[Day, ...]
    older: str


def who_saw(
    *, local_area_id: uuid.UUID, kind: str, object_id: uuid.UUID | str, before: str = ""
) -> Seen:
    """Everybody who saw a record, and the looks of one page of them, day by day. Six queries."""
    seen = queries.LooksAt(local_area_id=local_area_id, kind=kind, object_id=object_id)
    people, times = seen.people(latest=COUNTED), seen.times()
    looks = seen.page(before=before_in(before), limit=PAGE_SIZE + 1)
    shown = looks[:PAGE_SIZE]
    more = len(looks) > PAGE_SIZE
    return Seen(
        summary=_summary(people, times),
        people=tuple(_person(one) for one in people),
        days=tuple(
            Day(say_date(day), _lines(tuple(of_day)))
            for day, of_day in groupby(shown, key=lambda look: look.on)
        ),
        older=f"?{urlencode({'before': shown[-1].number})}" if more else "",
    )


def who_saw_file(
    *, local_area_id: uuid.UUID, kind: str, object_id: uuid.UUID | str
) -> Iterator[str]:
    """Every look at a record as the lines of a CSV file, latest first."""
    head = ("look", "at", "on", "viewer_id", "viewer", "page", "page_address_name", "purpose",
            "request_id")  # fmt: skip
    looks = queries.LooksAt(local_area_id=local_area_id, kind=kind, object_id=object_id).every()
    rows = (
        (
            look.number,
            look.at.isoformat(timespec="milliseconds"),
            look.on.isoformat(),
            str(look.viewer_id or ""),
            look.viewer_label,
            page_words(look.page),
            look.page,
            look.purpose,
            look.request_id,
        )
        for look in looks
    )
    return csv_lines(head, rows)


def moment(at: datetime, *, on: date | None = None) -> str:
    """The time in London; with the day where it is another than `on`, and with the zone in the
    hour that comes twice when the clocks go back."""
    here = at.astimezone(LONDON)
    twice = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    words = f"{here:%H:%M}{f' {here.tzname()}' if twice else ''}"
    return words if here.date() == on else f"{say_date(here.date())}, {words}"


def page_words(page: str) -> str:
    """What lists call the page of a look; of one that the product has no longer, its own name."""
    return _pages().get(page, page)


@cache
def _pages() -> dict[str, str]:
    return dict(_marked(get_resolver().url_patterns))


def _marked(patterns: Sequence[Any], space: str = "") -> Iterator[tuple[str, str]]:
    """Name of the address and words of each view that is marked as showing people's records."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _marked(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "recorded_as"):
            yield f"{space}{pattern.name}", pattern.callback.recorded_as


def _summary(people: Sequence[SeenBy], times: int) -> str:
    if not times:
        return ""
    looks = _times(times)
    who = "one person" if len(people) == 1 else f"{len(people):,} people"
    if times > sum(one.times for one in people):
        return (
            f"Seen {looks}; by {who} in the latest {COUNTED:,}, which are counted here. "
            "The file has every look."
        )
    return f"Seen {looks} by {who}."


def _person(one: SeenBy) -> dict[str, object]:
    first, last = moment(one.first_at), moment(one.last_at)
    when = f"on {first}" if first == last else f"first on {first}, last on {last}"
    return {"key": one.viewer_label, "value": f"{_times(one.times)}, {when}"}


def _times(times: int) -> str:
    return "once" if times == 1 else f"{times:,} times"


def _lines(looks: Sequence[LookFact]) -> tuple[dict[str, object], ...]:
    """One line for each person, page and purpose, whoever looked last first."""
    together: dict[tuple[object, ...], list[LookFact]] = {}
    for look in looks:
        key = (look.viewer_id, look.viewer_label, look.page, look.purpose)
        together.setdefault(key, []).append(look)
    return tuple(_line(own) for own in together.values())


def _line(looks: Sequence[LookFact]) -> dict[str, object]:
    last, first = looks[0], looks[-1]
    when = moment(first.at, on=first.on)
    if (until := moment(last.at, on=last.on)) != when:
        when = f"{when} to {until}"
    often = "" if len(looks) == 1 else f", {_times(len(looks))}"
    return {
        "who": first.viewer_label,
        "what": f"saw it on “{page_words(first.page)}”{often}",
        "when": when,
        "detail": f"Purpose: {first.purpose}" if first.purpose else "",
        "changes": (),
    }
