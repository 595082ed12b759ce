"""Where somebody stands towards an action, a part or a request: the office's, the workstream's, a
lead's; and the one sentence that goes before every other, that a plan is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from goldenthread.partnership.queries import GrantInForce, Viewer
from goldenthread.rules.calendars import say_date

OFFICE = frozenset({"programme_office", "area_administrator"})
LEADS = frozenset({"action_lead", "deputy"})
# A grant over a post, a level or a forum names its actions itself; one over a plan or the whole
# local area leaves a lead with the actions that name the person or a post of theirs.
_NAMES_ITS_ACTIONS = frozenset({"post", "level", "forum"})

ASK_OFFICE = "Ask the programme office."


@dataclass(frozen=True)
class ActionSubject:
    """What decides who may do what to an action, or to a level (then without leads or forums).

    `level_ids` holds the levels it belongs to and every level above them.
    """

    plan_id: UUID
    level_ids: frozenset[UUID] = frozenset()
    lead_person_ids: frozenset[UUID] = frozenset()
    lead_post_ids: frozenset[UUID] = frozenset()
    forum_ids: frozenset[UUID] = frozenset()
    completed_by_id: UUID | None = field(default=None)  # the user who marked it complete


@dataclass(frozen=True)
class RequestSubject:
    """What decides who may answer a request of an update round: who was asked, their deputy, and
    the part of the plan it asks about."""

    request_id: UUID
    person_id: UUID
    deputy_id: UUID | None
    part: ActionSubject


@dataclass(frozen=True)
class VoiceSubject:
    """What decides who may do what with the words of an organisation of families or young people:
    the part of the plan, the organisation, those the viewer speaks for
    (`partnership.queries.speaks_for`), and whether it is a draft that the viewer typed in."""

    part: ActionSubject
    organisation_id: UUID
    organisation: str
    speaks_for: frozenset[UUID]
    own_draft: bool = False


def leads(viewer: Viewer, subject: ActionSubject) -> bool:
    """Is the viewer named as a lead or deputy, in person or by a post held today?"""
    return viewer.person_id in subject.lead_person_ids or bool(
        viewer.post_ids & subject.lead_post_ids
    )


class ClosedWords(str):
    """The sentence of `closed_words`, which pages tell once in place of their buttons."""

    __slots__ = ()


def closed_words(title: str, closed_on: date) -> ClosedWords:
    """Why nothing is written in a closed plan: one sentence for every verb and every page."""
    return ClosedWords(
        f"“{title}” has been closed since {say_date(closed_on)}. An area administrator can "
        "reopen it."
    )


About = TypeVar("About")
More = ParamSpec("More")


def in_a_running_plan(
    policy: Callable[Concatenate[Viewer, About, More], str],
) -> Callable[Concatenate[Viewer, About, More], str]:
    """Nothing is written in a closed plan, whoever asks: the one sentence of `closed_words` goes
    before every other reason, on every page."""

    @wraps(policy)
    def asked(viewer: Viewer, about: About, /, *args: More.args, **kwargs: More.kwargs) -> str:
        closed = viewer.closed_plans.get(_plan_of(about)) if viewer.closed_plans else None
        return closed or policy(viewer, about, *args, **kwargs)

    return asked


def _plan_of(about: object) -> UUID:
    """The plan that a policy is asked about, by what it is asked."""
    if isinstance(about, (RequestSubject, VoiceSubject)):
        return about.part.plan_id
    if isinstance(about, ActionSubject):
        return about.plan_id
    assert isinstance(about, UUID)
    return about


def worked_by(viewer: Viewer, subject: ActionSubject, deed: str) -> str:
    if office(viewer, subject) or workstream(viewer, subject) or own(viewer, subject):
        return ""
    if viewer.holds("board_member") and len(viewer.roles) == 1:
        return f"Board members can read everything here and change nothing. {ASK_OFFICE}"
    return f"Only its lead, the workstream lead or the programme office can {deed}. {ASK_OFFICE}"


def office(viewer: Viewer, subject: ActionSubject) -> bool:
    return granted(viewer, OFFICE, subject)


def workstream(viewer: Viewer, subject: ActionSubject) -> bool:
    return granted(viewer, {"workstream_lead"}, subject)


def own(viewer: Viewer, subject: ActionSubject) -> bool:
    """An action of the viewer's own, by a lead's or deputy's grant."""
    return any(
        grant.role in LEADS
        and _covers(grant, subject)
        and (grant.scope_kind in _NAMES_ITS_ACTIONS or leads(viewer, subject))
        for grant in viewer.grants
    )


def granted(viewer: Viewer, roles: Iterable[str], subject: ActionSubject) -> bool:
    wanted = frozenset(roles)
    return any(grant.role in wanted and _covers(grant, subject) for grant in viewer.grants)


def _covers(grant: GrantInForce, subject: ActionSubject) -> bool:
    """Does a grant's scope reach the action?"""
    reach: dict[str, frozenset[UUID]] = {
        "plan": frozenset({subject.plan_id}),
        "level": subject.level_ids,
        "post": subject.lead_post_ids,
        "forum": subject.forum_ids,
    }
    if grant.scope_kind == "local_area":
        return True
    return grant.scope_id in reach.get(grant.scope_kind, frozenset())
