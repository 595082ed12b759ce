"""What one person must do by which day, for a calendar that other programs show.

A calendar leaves the product and is read by whoever looks at a screen, so its words are a closed
set: nothing that anybody typed is given to them, no name, no title, no reference.

The number of questions depends on the roles held, never on how many days there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from goldenthread.ehcp_register.queries.due_days import due_days, panel_days
from goldenthread.my_work.queries.home import Home, home
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.clocks import find

AHEAD = timedelta(days=400)  # what is late stays, however late


@dataclass(frozen=True)
class CalendarDay:
    """Something with a day. `key` tells it from every other and stays as long as it is the same;
    `words` are of the closed set, `path` is where the rest is read, after signing in."""

    key: str
    on: date
    words: str
    path: str


@dataclass(frozen=True)
class CalendarOfOne:
    """`child_ids`: whom days of the register are about."""

    days: tuple[CalendarDay, ...]
    child_ids: frozenset[UUID]


def calendar(*, viewer: Viewer, on: date) -> CalendarOfOne:
    """Everything with a day that is still to be done, up to thirteen months ahead, by its day."""
    last = on + AHEAD
    slug = viewer.local_area_slug
    duties = due_days(viewer=viewer, on=on, last=last)
    panels = panel_days(viewer=viewer, on=on, last=last)
    days = [one for one in _of_home(home(viewer=viewer, on=on)) if one.on <= last]
    for due in duties:
        path = reverse("ehcp_register:child", args=[slug, due.child_id])
        days.append(CalendarDay(due.key, due.due_on, duty_words(due.duty), path))
    for panel in panels:
        path = reverse("ehcp_register:panel_meeting", args=[slug, panel.meeting_id])
        key = str(panel.meeting_id)
        days.append(CalendarDay(key, panel.held_on, WORDS["panel"], path))
        days.append(CalendarDay(f"{key}:papers", panel.papers_by, WORDS["panel papers"], path))
    children = {due.child_id for due in duties}.union(*(panel.child_ids for panel in panels))
    in_order = sorted(days, key=lambda one: (one.on, one.words, one.key))
    return CalendarOfOne(tuple(in_order), frozenset(children))


def duty_words(duty: str) -> str:
    """The number of a duty and its own words, as the law's clocks have them."""
    return f"{duty}: {find(duty).step}"


WORDS = {
    "action": "An action of yours is due",
    "answer": "Updates on your actions are due",
    "review": "A risk is to be reviewed",
    "decision": "A decision is due",
    "agreement": "A dependency waits for you to agree",
    "challenge": "An answer to a challenge is due",
    "visit": "A monitoring visit is agreed",
    "right": "A right ends: renew it or let it end",
    "meeting": "A meeting receives a paper in draft",
    "publish": "A paper is to be published",
    "panel": "A panel meets about your caseload",
    "panel papers": "Papers are due for a panel about your caseload",
}


def _of_home(found: Home) -> Iterator[CalendarDay]:
    """The same items as the home's, where they have a day."""
    slug = found.viewer.local_area_slug
    at_home = reverse("my_work:home", args=[slug])
    waits = found.waiting
    for row in found.mine or ():
        if row.due and not row.complete:
            path = reverse("improvement_plan:action", args=[slug, row.id])
            yield CalendarDay(f"action:{row.id}", row.due, WORDS["action"], path)
    yield from _asked_for(found, at_home)
    for visits in waits.visits:
        if visits.next_on:
            yield CalendarDay(f"visit:{visits.plan_id}", visits.next_on, WORDS["visit"], at_home)
    for grant in found.rights_ending or ():
        if grant.until:
            yield CalendarDay(f"right:{grant.id}", grant.until, WORDS["right"], at_home)
    for paper in found.drafts or ():
        for kind, day in (("meeting", paper.meeting_on), ("publish", paper.publish_by)):
            if day:
                yield CalendarDay(f"{kind}:{paper.id}", day, WORDS[kind], at_home)


def _asked_for(found: Home, at_home: str) -> Iterator[CalendarDay]:
    """What somebody asks of the viewer by a day."""
    waits = found.waiting
    kinds = (
        ("answer", waits.answers),
        ("review", waits.reviews),
        ("decision", waits.decisions),
        ("agreement", waits.agreements),
    )
    for kind, items in kinds:
        for one in items:
            if one.due:
                yield CalendarDay(f"{kind}:{one.id}", one.due, WORDS[kind], at_home)
    for asked in waits.challenges:
        if asked.mine == "answer":
            yield CalendarDay(f"challenge:{asked.id}", asked.answer_by, WORDS["challenge"], at_home)
