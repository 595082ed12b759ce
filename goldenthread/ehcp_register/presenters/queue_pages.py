"""The words of what presses: the register's home, one queue, one caseload."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from goldenthread.ehcp_register.presenters.addresses import Addresses
from goldenthread.ehcp_register.presenters.list_page import Choice, ViewLink
from goldenthread.ehcp_register.queries.asked import MY_CASELOAD, NO_CASELOAD, Asked
from goldenthread.ehcp_register.queries.lines import PER_PAGE
from goldenthread.ehcp_register.queries.queues import (
    AGES,
    LISTS,
    QUEUES,
    CaseloadCounts,
    Counted,
    Due,
    Queue,
    QueueRows,
    list_of,
)
from goldenthread.ehcp_register.queries.saved import GivenView
from goldenthread.pages.addresses import Paging, paging
from goldenthread.pages.words import counted, say_date, say_date_with_day
from goldenthread.rules.clocks import find

# The queues of the home page, part by part.
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Due and late", ("soon", "late", *(f"late-{days}" for days in AGES))),
    ("Annual reviews", ("undecided", "notice", "reviews")),
    ("Assessments", ("final-plans", "advice")),
    ("Moves between phases", ("phase-february", "phase-march", "phase-post-16")),
    ("Children to look after", ("visits", "awaiting", "unknown", "missing")),
)
EVERY_QUEUE = tuple(key for _, keys in PARTS for key in keys)


@dataclass(frozen=True)
class QueueLink:
    words: str
    counts: str
    number: str
    href: str
    note: str


@dataclass(frozen=True)
class HomePage:
    caption: str
    lede: str
    parts: tuple[tuple[str, tuple[QueueLink, ...]], ...]
    caseloads: tuple[Choice, ...]
    caseload: str
    summary_href: str
    action: str
    views: tuple[ViewLink, ...]
    nothing_of_own: bool


def home_page(
    counts: Sequence[Counted],
    *,
    caseload: str,
    own: bool,
    posts: Sequence[tuple[UUID, str]],
    given: Sequence[GivenView],
    visited_within: int,
    on: date,
    slug: str,
) -> HomePage:
    """`own`: whether the viewer holds a post at all."""
    there = Addresses(slug)
    known = {one.key: one for one in counts}
    return HomePage(
        caption=say_date_with_day(on),
        lede=_whose(caseload, {str(pk): title for pk, title in posts}),
        parts=tuple(
            (title, tuple(_link(known[key], caseload, there, visited_within) for key in keys))
            for title, keys in PARTS
        ),
        caseloads=caseload_choices(posts, caseload, own=own),
        caseload=caseload,
        summary_href=there.to("caseload", caseload) if caseload else "",
        action=there.to("home"),
        views=tuple(ViewLink(one.name, there.children(one.asked), False) for one in given),
        nothing_of_own=caseload == MY_CASELOAD and not own,
    )


def _whose(caseload: str, titles: dict[str, str]) -> str:
    if not caseload:
        return "What is due, late and waited for in the whole area. Each number opens its rows."
    whose = {MY_CASELOAD: "your own caseload", NO_CASELOAD: "nobody’s caseload"}.get(caseload)
    whose = whose or f"the caseload of {titles.get(caseload, 'a post that is gone')}"
    return f"What is due, late and waited for on {whose}. Each number opens its rows."


def caseload_choices(
    posts: Sequence[tuple[UUID, str]], chosen: str, *, own: bool = True
) -> tuple[Choice, ...]:
    words = {"": "Every caseload", NO_CASELOAD: "Nobody’s"}
    if own:
        words[MY_CASELOAD] = "My own"
    words |= {str(pk): title for pk, title in posts}
    return tuple(Choice(key, said, key == chosen) for key, said in words.items())


def _link(one: Counted, caseload: str, there: Addresses, visited_within: int) -> QueueLink:
    if one.key in QUEUES:
        queue = QUEUES[one.key]
        words, counts, href = queue.words, queue.counts, there.queue(one.key, caseload)
    else:
        words, counts, _ = LISTS[one.key]
        href = there.children(list_of(one.key, caseload))
        if one.key == "visits":
            counts = f"{counts} Here it is {counted(visited_within, 'day')}."
    note = f"{one.excepted:,} with an accepted exception" if one.excepted else ""
    return QueueLink(words, counts, f"{one.count:,}", href if one.count else "", note)


# --- one queue ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DueShown:
    """One deadline in a queue."""

    name: str
    reference: str
    href: str
    duty: str
    duty_href: str
    step: str
    body: str
    started: str
    due: str
    note: str
    state: str
    excepted: bool
    caseload: str


@dataclass(frozen=True)
class QueuePage:
    title: str
    caption: str
    lede: str
    count: str
    excepted: str
    rows: tuple[DueShown, ...]
    bodies: tuple[tuple[str, str, str, bool], ...]
    paging: Paging
    caseloads: tuple[Choice, ...]
    hidden: tuple[tuple[str, str], ...]
    action: str
    applied: tuple[dict[str, str], ...]
    home_href: str


def queue_page(
    queue: Queue,
    rows: QueueRows,
    *,
    caseload: str,
    body: str,
    own: bool,
    posts: Sequence[tuple[UUID, str]],
    on: date,
    slug: str,
) -> QueuePage:
    there = Addresses(slug)
    base = there.to("queue", queue.key)
    kept = {"caseload": caseload, "body": body}
    address = _with(base, kept)
    return QueuePage(
        title=queue.words,
        caption=f"As at {say_date(on)}",
        lede=queue.counts,
        count=counted(rows.count, "duty", "duties"),
        excepted=_excepted(rows.excepted),
        rows=tuple(due_shown(one, there, on) for one in rows.rows),
        bodies=tuple(
            (name or "Body not recorded", f"{many:,}", _with(base, {**kept, "body": name}),
             name == body)
            for name, many in rows.bodies
        ),
        paging=paging(total=rows.count, page=rows.page, page_size=PER_PAGE, address=address),
        caseloads=caseload_choices(posts, caseload, own=own),
        hidden=(("body", body),) if body else (),
        action=base,
        applied=({"label": body, "href": _with(base, {**kept, "body": ""})},) if body else (),
        home_href=_with(there.to("home"), {"caseload": caseload or "all"}),
    )  # fmt: skip


def _with(address: str, values: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in values.items() if value})
    return f"{address}?{query}" if query else address


def _excepted(number: int) -> str:
    if not number:
        return ""
    said = (
        "has an accepted exception and is" if number == 1 else "have an accepted exception and are"
    )
    return f"{number:,} of them {said} counted all the same."


def due_shown(one: Due, there: Addresses, on: date) -> DueShown:
    """A deadline's row."""
    note, state = said_due(one.due_on, on)
    name = ", ".join(part for part in (one.surname, one.forename) if part)
    return DueShown(
        name=name or "Name not recorded",
        reference=one.reference,
        href=there.child(one.child_id),
        duty=one.duty,
        duty_href=there.duty(one.duty),
        step=find(one.duty).step,
        body=one.body,
        started=say_date(one.started_on),
        due=say_date_with_day(one.due_on),
        note=note,
        state=state,
        excepted=one.excepted,
        caseload=one.caseload,
    )


def said_due(due: date | None, on: date) -> tuple[str, str]:
    """How near or far a last day is, and its state."""
    if due is None:
        return "No last day", "none"
    days = (due - on).days
    if days < 0:
        return f"{counted(-days, 'day')} late", "overdue"
    if days == 0:
        return "today", "soon"
    return f"in {counted(days, 'day')}", "soon" if days <= 14 else ""


# --- caseloads ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CaseloadRow:
    title: str
    href: str
    figures: tuple[tuple[str, str], ...]  # number, address


@dataclass(frozen=True)
class CaseloadsPage:
    caption: str
    rows: tuple[CaseloadRow, ...]
    total: tuple[str, ...]


def caseloads_page(found: Sequence[CaseloadCounts], *, on: date, slug: str) -> CaseloadsPage:
    there = Addresses(slug)
    return CaseloadsPage(
        caption=f"As at {say_date(on)}",
        rows=tuple(_caseload_row(one, there) for one in found),
        total=tuple(
            f"{sum(getattr(one, name) for one in found):,}"
            for name in ("plans", "soon", "late", "undecided", "visits", "awaiting")
        ),
    )


def _caseload_row(one: CaseloadCounts, there: Addresses) -> CaseloadRow:
    key = str(one.post_id) if one.post_id else NO_CASELOAD
    ways = (
        (one.plans, there.children(Asked(caseload=key))),
        (one.soon, there.queue("soon", key)),
        (one.late, there.queue("late", key)),
        (one.undecided, there.queue("undecided", key)),
        (one.visits, there.children(list_of("visits", key))),
        (one.awaiting, there.children(list_of("awaiting", key))),
    )
    return CaseloadRow(
        one.title or "A post that is gone",
        there.to("caseload", key),
        tuple((f"{number:,}", href if number else "") for number, href in ways),
    )


@dataclass(frozen=True)
class SummaryPage:
    """A caseload to be handed over."""

    title: str
    caption: str
    counts: tuple[QueueLink, ...]
    parts: tuple[tuple[str, str, tuple[DueShown, ...]], ...]
    lists: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    list_href: str
    children: str


def summary_page(
    title: str,
    counts: Sequence[Counted],
    parts: Sequence[tuple[Queue, QueueRows]],
    lists: Sequence[tuple[str, Sequence[tuple[UUID, str, str]]]],
    *,
    children: int,
    caseload: str,
    visited_within: int,
    on: date,
    slug: str,
) -> SummaryPage:
    """`lists`: a queue's key, and of each child in it the id, the name and since when."""
    there = Addresses(slug)
    return SummaryPage(
        title=title,
        caption=f"Caseload, as at {say_date(on)}",
        counts=tuple(_link(one, caseload, there, visited_within) for one in counts),
        parts=tuple(_summary_parts(parts, there, on)),
        lists=tuple(
            (LISTS[key][0], tuple((name, there.child(pk), since) for pk, name, since in rows))
            for key, rows in lists
            if rows
        ),
        list_href=there.children(Asked(caseload=caseload)),
        children=counted(children, "EHC plan"),
    )


def _summary_parts(
    parts: Sequence[tuple[Queue, QueueRows]], there: Addresses, on: date
) -> Iterator[tuple[str, str, tuple[DueShown, ...]]]:
    for queue, rows in parts:
        left = rows.count - len(rows.rows)
        more = f"and {left:,} more" if left > 0 else ""
        yield queue.words, more, tuple(due_shown(one, there, on) for one in rows.rows)
