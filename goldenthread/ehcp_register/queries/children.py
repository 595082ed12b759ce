"""One child’s record: who they are, what happened, what is due, where they are, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.models import (
    Case,
    Caseload,
    Child,
    ChildsCircumstance,
    Event,
    ExceptionClaim,
    Need,
    PersonalBudget,
    Placed,
    Placement,
    Responsibility,
    WelfareVisit,
)
from goldenthread.ehcp_register.queries.about import AboutChild, about_in
from goldenthread.ehcp_register.queries.facts import facts_in, known_of, line_on, practice_of
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.person_linked import Withheld, askable, detail_of
from goldenthread.partnership.queries import Viewer
from goldenthread.provision import queries as provision
from goldenthread.rules.proceedings import Deadline, Next, What, deadlines_of, what_next
from goldenthread.rules.standing import Line, Wrong, contradictions
from goldenthread.rules.standing.differing import IDENTITY

# Everything that is asked of one child: so many queries, however long the history.
_ROWS: tuple[Any, ...] = (
    Case, Event, ExceptionClaim, Placement, Need, ChildsCircumstance, Caseload, Responsibility,
    WelfareVisit, PersonalBudget,
)  # fmt: skip


_ALSO = {
    "work_based": "work-based",
    "sen_unit": "SEN unit",
    "resourced_provision": "resourced provision",
}


@dataclass(frozen=True)
class PersonFact:
    """Who a child is, as far as the viewer may know. Details may be `Withheld`."""

    id: UUID
    version: int
    reference: str
    forename: str
    surname: str
    born_on: date | None
    sex: str
    upn: str
    upn_unknown: str
    uln: str
    nhs_number: str | Withheld
    social_care: str | Withheld

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}".strip() or self.reference or "No name known"


@dataclass(frozen=True)
class EventFact:
    """What was recorded; `corrected` says that something else took its place, `by_correction` why
    this took another's."""

    id: UUID
    case_id: UUID
    what: What
    on: date
    body: str
    day: date | None
    asks: str
    phase: str
    about: str
    code: str
    recorded_by: str
    struck: bool
    corrected: bool
    by_correction: str


@dataclass(frozen=True)
class CaseFact:
    id: UUID
    process: str
    process_words: str
    opened_on: date


@dataclass(frozen=True)
class PlacementFact:
    id: UUID
    named: bool
    from_date: date
    until: date | None
    where: str
    setting_id: UUID | None
    residential: str
    out_of_area: bool
    second: bool
    also: tuple[str, ...]  # work-based, in an SEN unit, in resourced provision


@dataclass(frozen=True)
class CircumstanceFact:
    id: UUID
    kind: str
    words: str
    from_date: date
    until: date | None


@dataclass(frozen=True)
class VisitFact:
    on: date
    by: str
    seen: bool


@dataclass(frozen=True)
class ClaimFact:
    id: UUID
    version: int
    duty: str
    event_id: UUID
    reason: str
    first_on: date
    then_on: date
    evidence: str
    claimed_on: date
    claimed_by: str
    claimed_by_id: UUID | None
    accepted_on: date | None
    accepted_by: str


@dataclass(frozen=True)
class ChildWhole:
    """A child's record as at a day."""

    person: PersonFact
    line: Line | None  # None: nothing says yet how far they have come
    post: str
    holder: str
    events: tuple[EventFact, ...]
    cases: tuple[CaseFact, ...]
    deadlines: tuple[Deadline, ...]
    next: Next
    placements: tuple[PlacementFact, ...]
    circumstances: tuple[CircumstanceFact, ...]
    visits: tuple[VisitFact, ...]
    claims: tuple[ClaimFact, ...]
    wrong: tuple[Wrong, ...]
    about: AboutChild


def person(child_id: UUID, *, viewer: Viewer, on: date) -> PersonFact | None:
    """Who a child is; None where the viewer may not know that there is a record."""
    row = Child.objects.visible_to(viewer, on=on).filter(pk=child_id).first()
    return _person(row, viewer) if row else None


def own_identity(child_id: UUID, *, viewer: Viewer, on: date) -> dict[str, Any] | None:
    """Field → value of who a child is, without the details that the viewer may not see."""
    row = Child.objects.visible_to(viewer, on=on).filter(pk=child_id).first()
    if row is None:
        return None
    seen = askable(Child, viewer=viewer)
    return {
        name: getattr(row, name) for name in IDENTITY if name not in row.details or name in seen
    }


def child(child_id: UUID, *, viewer: Viewer, on: date) -> ChildWhole | None:
    """Everything about one child as at the end of a day, what was recorded later left out by the
    day it happened; None where the viewer may not know that there is a record."""
    row = Child.objects.visible_to(viewer, on=on).filter(pk=child_id).first()
    if row is None or policies.may_see_children(viewer):
        return None
    rows = {model: _own_rows(model, child_id, viewer=viewer, on=on) for model in _ROWS}
    known = facts_in((one for own in rows.values() for one in own), [row])[child_id]
    counts = practice_of(viewer.local_area_id)
    deadlines = deadlines_of(known.facts(), on=on, practice=counts)
    facts = known_of(known, on=on, deadlines=deadlines)
    line = line_on(facts, on)
    post, holder = _caseload(rows[Caseload], viewer=viewer, on=on)
    return ChildWhole(
        person=_person(row, viewer),
        line=line,
        post=post,
        holder=holder,
        events=_events(rows[Event], on),
        cases=_cases(rows[Case]),
        deadlines=deadlines,
        next=what_next(deadlines, on),
        placements=_placements(rows[Placement], viewer=viewer),
        circumstances=_circumstances(rows[ChildsCircumstance]),
        visits=_visits(rows[WelfareVisit]),
        claims=tuple(_claim(one) for one in rows[ExceptionClaim]),
        wrong=contradictions(facts, line, born=row.born_on, on=on) if line else (),
        about=about_in(rows),
    )


def _own_rows(model: Any, child_id: UUID, *, viewer: Viewer, on: date) -> list[Any]:
    """The rows of one child, put in order here: they are few, and to write an order into each of
    so many queries takes longer."""
    rows = model.objects.visible_to(viewer, on=on).filter(child_id=child_id).order_by()
    return sorted(rows, key=lambda one: str(one.pk))


def cases_of(child_id: UUID, *, viewer: Viewer, on: date) -> tuple[CaseFact, ...]:
    """The cases of a child, the last opened first."""
    return _cases(_own_rows(Case, child_id, viewer=viewer, on=on))


def event(event_id: UUID, *, viewer: Viewer, on: date) -> tuple[UUID, EventFact] | None:
    """One event with the id of its child."""
    rows = Event.objects.visible_to(viewer, on=on)
    row = rows.filter(pk=event_id).first()
    if row is None:
        return None
    corrected = rows.filter(instead_of_id=event_id).exists()
    return row.child_id, _event(row, {event_id} if corrected else set())


def events_of(child_id: UUID, *, viewer: Viewer, on: date) -> tuple[EventFact, ...]:
    """What is recorded of a child up to a day, corrected or not, the last first."""
    return _events(list(Event.objects.visible_to(viewer, on=on).filter(child_id=child_id)), on)


def circumstance(
    circumstance_id: UUID, *, viewer: Viewer, on: date
) -> tuple[UUID, CircumstanceFact] | None:
    """One circumstance with the id of its child."""
    row = ChildsCircumstance.objects.visible_to(viewer, on=on).filter(pk=circumstance_id).first()
    return (row.child_id, _circumstances([row])[0]) if row else None


def claim(claim_id: UUID, *, viewer: Viewer, on: date) -> tuple[UUID, ClaimFact] | None:
    """One exception with the id of its child."""
    row = ExceptionClaim.objects.visible_to(viewer, on=on).filter(pk=claim_id).first()
    return (row.child_id, _claim(row)) if row else None


def _cases(rows: list[Any]) -> tuple[CaseFact, ...]:
    last_first = sorted(rows, key=lambda one: (one.opened_on, str(one.pk)), reverse=True)
    return tuple(
        CaseFact(one.pk, one.process, one.get_process_display(), one.opened_on)
        for one in last_first
    )


def _person(row: Child, viewer: Viewer) -> PersonFact:
    return PersonFact(
        id=row.pk,
        version=row.version,
        reference=row.reference,
        forename=row.forename,
        surname=row.surname,
        born_on=row.born_on,
        sex=row.sex,
        upn=row.upn,
        upn_unknown=row.upn_unknown,
        uln=row.uln,
        nhs_number=detail_of(row, "nhs_number", viewer=viewer),
        social_care=detail_of(row, "known_to_social_care", viewer=viewer),
    )


def _caseload(rows: list[Any], *, viewer: Viewer, on: date) -> tuple[str, str]:
    """The title of the post, and who holds it on the day."""
    own = [one for one in rows if one.from_date <= on and (one.until is None or on <= one.until)]
    if not own:
        return "", ""
    found = partnership.posts(viewer=viewer, on=on, post_ids=[own[0].post_id])
    return (found[0].title, ", ".join(one.name for one in found[0].holders)) if found else ("", "")


def _events(rows: list[Any], on: date) -> tuple[EventFact, ...]:
    corrected = {one.instead_of_id for one in rows if one.instead_of_id}
    told = [_event(one, corrected) for one in rows if one.on <= on]
    return tuple(sorted(told, key=lambda one: (one.on, str(one.id)), reverse=True))


def _event(row: Any, corrected: set[UUID]) -> EventFact:
    return EventFact(
        id=row.pk,
        case_id=row.case_id,
        what=What(row.what),
        on=row.on,
        body=row.body,
        day=row.day,
        asks=row.asks,
        phase=row.phase,
        about=row.about,
        code=row.code,
        recorded_by=row.recorded_by_label,
        struck=row.struck,
        corrected=row.pk in corrected,
        by_correction=row.reason if row.instead_of_id else "",
    )


def _placements(rows: list[Any], *, viewer: Viewer) -> tuple[PlacementFact, ...]:
    known = provision.settings_by_ids(
        {one.setting_id for one in rows if one.setting_id}, viewer=viewer
    )
    told = [
        PlacementFact(
            id=one.pk,
            named=one.kind == Placed.NAMED,
            from_date=one.from_date,
            until=one.until,
            where=known[one.setting_id].facts.name
            if one.setting_id in known
            else one.name or one.get_elsewhere_display() or f"URN {one.urn}",
            setting_id=one.setting_id,
            residential=one.get_residential_display() if one.residential else "",
            out_of_area=one.out_of_area,
            second=one.rank == 2,
            also=tuple(words for name, words in _ALSO.items() if getattr(one, name)),
        )
        for one in rows
    ]
    return tuple(sorted(told, key=lambda one: (one.from_date, one.named), reverse=True))


def _circumstances(rows: list[Any]) -> tuple[CircumstanceFact, ...]:
    told = [
        CircumstanceFact(one.pk, one.kind, one.get_kind_display(), one.from_date, one.until)
        for one in rows
    ]
    return tuple(sorted(told, key=lambda one: (one.until is None, one.from_date), reverse=True))


def _visits(rows: list[Any]) -> tuple[VisitFact, ...]:
    told = [VisitFact(one.on, one.by_label, one.seen) for one in rows]
    return tuple(sorted(told, key=lambda one: one.on, reverse=True))


def _claim(row: ExceptionClaim) -> ClaimFact:
    return ClaimFact(
        id=row.pk,
        version=row.version,
        duty=row.duty,
        event_id=row.event_id,
        reason=row.reason,
        first_on=row.first_on,
        then_on=row.then_on,
        evidence=row.evidence,
        claimed_on=row.claimed_on,
        claimed_by=row.claimed_by_label,
        claimed_by_id=row.claimed_by_id,
        accepted_on=row.accepted_on,
        accepted_by=row.accepted_by_label,
    )
