"""What goes on around the invented children: panels and their meetings, whoever got in touch,
which services and departments are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import actions
from goldenthread.ehcp_register.actions import GotInTouch
from goldenthread.ehcp_register.queries import panels
from goldenthread.ehcp_register.queries.asked import Asked
from goldenthread.ehcp_register.queries.children import cases_of
from goldenthread.ehcp_register.queries.lines import Line, everybody
from goldenthread.partnership.queries import Viewer, post_titles
from goldenthread.rules.contacts import Topic, Way, Who
from goldenthread.rules.panels import PanelAsk, PanelSaid, Said
from goldenthread.rules.standing import Stage

_PANELS = (
    # name, what it is for, who sits on it, days of meetings from today, what it is asked
    (
        "EHC assessment panel",
        "Advises whether to assess, and whether to issue a plan.",
        "Head of SEND (chair), principal educational psychologist, designated clinical officer, "
        "a headteacher, social care",
        (-7, 7, 21),
        PanelAsk.ISSUE,
    ),
    (
        "Placements and funding panel",
        "Advises on special and independent placements and on top-up funding.",
        "Assistant director (chair), finance, commissioning, health, a parent carer",
        (-12, 2, 30),
        PanelAsk.PLACEMENT,
    ),
)
_BEFORE = timedelta(days=5)  # papers are in so long before
_SAID = (
    Said(PanelSaid.AGREED, "The advice shows needs beyond what schools here usually provide for."),
    Said(
        PanelSaid.AGREED,
        "Agreed for a year.",
        conditions="The school tells after two terms what the extra help changed.",
    ),
    Said(PanelSaid.NOT_AGREED, "The school has not yet tried what the local offer describes."),
)
_DEFERRED = "Therapy advice is a year old."
_CONTACTS = (
    # days ago, answered so many days later (None: not yet), by what way, who, about what
    (1, None, Way.EMAIL, Who.FAMILY, Topic.PROGRESS),
    (2, 0, Way.PHONE, Who.FAMILY, Topic.PLACEMENT),
    (4, 2, Way.EMAIL, Who.SETTING, Topic.REVIEW),
    (6, None, Way.EMAIL, Who.FAMILY, Topic.PROVISION),
    (8, 3, Way.LETTER, Who.FAMILY, Topic.DISAGREEMENT),
    (13, None, Way.PHONE, Who.FAMILY, Topic.TRANSPORT),
    (20, 12, Way.EMAIL, Who.PROFESSIONAL, Topic.PLAN),
    (34, 4, Way.EMAIL, Who.FAMILY, Topic.PROGRESS),
    (41, 1, Way.PHONE, Who.SETTING, Topic.PROVISION),
    (55, 9, Way.EMAIL, Who.YOUNG_PERSON, Topic.PLAN),
)
_SERVICES = (
    # as the invented cases name them, who is told, who answers for it
    ("Educational psychology", "Principal Educational Psychologist", "Head of SEND"),
    ("Health", "Designated Clinical Officer", "Director of Nursing"),
    ("Social care", "Head of Children's Social Care", "Assistant Director Education"),
)
_DEPARTMENTS = (
    ("Health", "Designated Clinical Officer"),
    ("Social care", "Head of Children's Social Care"),
    ("Travel", "Travel Manager"),
    ("Preparing for adulthood", "Head of Adult Transitions"),
)


@dataclass(frozen=True)
class _Now:
    manager: Viewer
    on: date
    at: datetime


def begin(*, manager: Viewer, on: date, at: datetime) -> bool:
    """Write it once, as a case manager of the demonstration; whether it was not there yet."""
    if panels.panels(viewer=manager):
        return False
    now = _Now(manager, on, at)
    with transaction.atomic():
        _panels(now)
        _contacts(now)
        _told(now)
    return True


def _panels(now: _Now) -> None:
    lines = {
        PanelAsk.ISSUE: _standing(now, Stage.ASSESSED, Stage.DRAFTED),
        PanelAsk.PLACEMENT: [one for one in _standing(now, Stage.PLAN) if one.awaiting_since],
    }
    for name, terms, members, days, asks in _PANELS:
        panel_id = actions.add_panel(
            name=name, terms=terms, members=members, by=now.manager, on=now.on
        )
        heard, coming, _ = [_meeting(panel_id, now.on + timedelta(days=day), now) for day in days]
        brought = _spread(lines[asks], 7)
        for line in brought[:4]:
            _bring(line, heard, asks, now)
        for line in brought[4:]:
            _bring(line, coming, asks, now)
        _hear(heard, now)


def _standing(now: _Now, *stages: Stage) -> list[Line]:
    asked = Asked(stages=tuple(one.value for one in stages))
    return list(everybody(asked, viewer=now.manager, on=now.on))


def _spread(lines: list[Line], many: int) -> list[Line]:
    """So many of them, from the whole alphabet and so from all caseloads."""
    return lines[:: max(1, len(lines) // many)][:many]


def _meeting(panel_id: UUID, day: date, now: _Now) -> UUID:
    return actions.add_panel_meeting(
        panel_id=panel_id, held_on=day, papers_by=day - _BEFORE, by=now.manager, on=now.on
    )


def _bring(line: Line, meeting_id: UUID, asks: PanelAsk, now: _Now) -> None:
    case = cases_of(line.child_id, viewer=now.manager, on=now.on)[0]
    actions.bring_to_panel(
        child_id=line.child_id,
        case_id=case.id,
        meeting_id=meeting_id,
        asks=asks.value,
        bundle="School advice\nEducational psychology advice",
        by=now.manager,
        on=now.on,
        at=now.at,
    )


def _hear(meeting_id: UUID, now: _Now) -> None:
    deferred = Said(
        PanelSaid.DEFERRED,
        _DEFERRED,
        needed="New speech and language advice",
        needed_by=now.on + timedelta(days=14),
    )
    items = panels.items_of(meeting_id, viewer=now.manager, on=now.on)
    for item, said in zip(items, (*_SAID, deferred), strict=False):
        actions.record_panel_outcome(
            item_id=item.id,
            version=item.version,
            said=said,
            by=now.manager,
            on=now.on,
            at=now.at,
        )


def _contacts(now: _Now) -> None:
    lines = _spread([one for one in _standing(now, Stage.PLAN) if one.post_id], len(_CONTACTS))
    for line, (ago, later, way, who, topic) in zip(lines, _CONTACTS, strict=False):
        came = now.on - timedelta(days=ago)
        contact_id = actions.record_contact(
            child_id=line.child_id,
            came=GotInTouch(came, way.value, who.value, topic.value, _post(line)),
            by=now.manager,
            on=now.on,
            at=now.at,
        )
        if later is not None:
            actions.answer_contact(
                contact_id=contact_id,
                version=1,
                answered_on=came + timedelta(days=later),
                by=now.manager,
                on=now.on,
            )


def _post(line: Line) -> UUID:
    assert line.post_id is not None  # only such were chosen
    return line.post_id


def _told(now: _Now) -> None:
    posts = {title: key for key, title in post_titles(viewer=now.manager).items()}
    for name, post, lead in _SERVICES:
        actions.name_service(
            name=name,
            post_id=posts[post],
            lead_post_id=posts[lead],
            by=now.manager,
            on=now.on,
        )
    for name, post in _DEPARTMENTS:
        actions.name_department(name=name, post_id=posts[post], by=now.manager, on=now.on)
