"""The facts of children as the rules take them. Asked by the actions that work out what follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from goldenthread.ehcp_register.models import (
    Caseload,
    Child,
    ChildsCircumstance,
    Event,
    ExceptionClaim,
    Need,
    Placed,
    Placement,
    RegisterPractice,
    Responsibility,
    WelfareVisit,
)
from goldenthread.partnership.person_linked import PersonLinked, PersonLinkedRows
from goldenthread.rules.clocks import AS_THE_LAW_SAYS, LawfulException, Practice
from goldenthread.rules.clocks.appeal import About
from goldenthread.rules.clocks.exceptions import Away, Closure, During, Fact
from goldenthread.rules.proceedings import (
    Asked,
    Claim,
    Correction,
    Deadline,
    Facts,
    History,
    Phase,
    Told,
    What,
    deadlines_of,
)
from goldenthread.rules.proceedings import Event as Happened
from goldenthread.rules.standing import (
    Attends,
    HasDeadline,
    HasNeed,
    IsIn,
    IsResponsible,
    Known,
    Line,
    OnCaseload,
    spans,
)

_WHY = "what follows from the facts is worked out for every child, restricted or not"
_CLOSURES = (LawfulException.SCHOOL_CLOSED, LawfulException.EARLY_YEARS_CLOSED)
_AWAY = (LawfulException.ABSENT_2_WEEKS, LawfulException.ABSENT_4_WEEKS)


Record = TypeVar("Record", bound=PersonLinked)


@dataclass
class FactsOfChild:
    """What is known of one child, in the shapes of the rules."""

    child_id: UUID
    born_on: date | None = None
    events: list[Happened] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    placements: list[Attends] = field(default_factory=list)
    needs: list[HasNeed] = field(default_factory=list)
    circumstances: list[IsIn] = field(default_factory=list)
    caseloads: list[OnCaseload] = field(default_factory=list)
    responsible: list[IsResponsible] = field(default_factory=list)
    visits: list[date] = field(default_factory=list)

    def history(self) -> History:
        """For the rows of a whole register: the events that stand."""
        wrong = {one.of for one in self.corrections}
        instead = (one.instead for one in self.corrections if one.instead)
        told = [
            Told(
                one.on, one.key, one.case, one.what,
                one.body, one.day, one.asks, one.phase, one.about,
            )
            for one in (*self.events, *instead)
            if one.key not in wrong
        ]  # fmt: skip
        return History(told, self.born_on)

    def facts(self) -> Facts:
        """For `deadlines_of` and what comes next."""
        return Facts(
            tuple(self.events), tuple(self.corrections), tuple(self.claims), born=self.born_on
        )


def practice_of(local_area_id: UUID) -> Practice:
    """How an area counts where the law leaves it a choice."""
    row = RegisterPractice.objects.filter(local_area_id=local_area_id).first()
    return Practice(frozenset(row.working_days.split())) if row else AS_THE_LAW_SAYS


def facts_of(children: Collection[Child]) -> dict[UUID, FactsOfChild]:
    """Child id → facts, of every one of these children, with one query for each kind of fact."""
    ids = [one.pk for one in children]
    stored = (row for model in _ADD for row in every(model).filter(child_id__in=ids).order_by("id"))
    return facts_in(stored, children)


def facts_in(rows: Iterable[Any], children: Collection[Child]) -> dict[UUID, FactsOfChild]:
    """Child id → the facts that rows tell, written yet or not. Other rows tell none."""
    found = {one.pk: FactsOfChild(one.pk, one.born_on) for one in children}
    for row in rows:
        add = _ADD.get(type(row))
        if add is not None:
            add(found[row.child_id], row)
    return found


def children_by_id(ids: Iterable[UUID], *, local_area_id: UUID) -> dict[UUID, Child]:
    """The children themselves, restricted or not, for the rows that are about them."""
    rows = every(Child).filter(local_area_id=local_area_id, pk__in=list(ids))
    return {one.pk: one for one in rows}


def every(model: type[Record]) -> PersonLinkedRows[Record]:
    """Rows whether restricted or not, to work out what follows from them; never to be shown."""
    return model.objects.including_restricted_records(because=_WHY)


def _add_event(facts: FactsOfChild, row: Event) -> None:
    happened = None if row.struck else happened_as(row)
    if row.instead_of_id:
        facts.corrections.append(Correction(str(row.instead_of_id), happened))
    elif happened:
        facts.events.append(happened)


def happened_as(row: Event) -> Happened:
    """An event as the rules take it."""
    return Happened(
        key=str(row.pk),
        case=str(row.case_id),
        what=What(row.what),
        on=row.on,
        body=row.body,
        day=row.day,
        asks=Asked(row.asks) if row.asks else None,
        phase=Phase(row.phase) if row.phase else None,
        about=About(row.about) if row.about else None,
    )


def claim_of(row: ExceptionClaim, *, id_words: Callable[[UUID], str] = str) -> Claim:
    """An exception as the rules take it; `id_words`: how the events' ids are said."""
    reason = LawfulException(row.reason)
    return Claim(
        duty=row.duty,
        started_by=id_words(row.event_id),
        reason=reason,
        fact=fact_of(reason, row.asked_on, row.first_on, row.then_on),
        claimed_on=row.claimed_on,
        accepted_on=row.accepted_on,
    )


def fact_of(reason: LawfulException, asked_on: date | None, first: date, then: date) -> Fact:
    """The days on which an exception rests, in the shape of its reason."""
    if reason in _CLOSURES:
        return Closure(asked_on=asked_on or first, closed_from=first, opens_on=then)
    return Away(first, then) if reason in _AWAY else During(first, then)


def attends(row: Placement) -> Attends:
    """A placement as the rules take it."""
    return Attends(
        row.from_date,
        row.until,
        named=row.kind == Placed.NAMED,
        rank=row.rank,
        setting=str(row.setting_id or row.urn),
        name=row.name,
        elsewhere=row.elsewhere,
        residential=row.residential,
        out_of_area=row.out_of_area,
    )


def _add_caseload(facts: FactsOfChild, row: Caseload) -> None:
    facts.caseloads.append(OnCaseload(row.from_date, row.until, str(row.post_id)))


def _add_responsible(facts: FactsOfChild, row: Responsibility) -> None:
    facts.responsible.append(IsResponsible(row.from_date, row.until, row.kind, row.authority))


_ADD: dict[type[Any], Callable[[FactsOfChild, Any], None]] = {
    Event: _add_event,
    ExceptionClaim: lambda facts, row: facts.claims.append(claim_of(row)),
    Placement: lambda facts, row: facts.placements.append(attends(row)),
    Need: lambda facts, row: facts.needs.append(
        HasNeed(row.from_date, row.until, row.need, row.rank)
    ),
    ChildsCircumstance: lambda facts, row: facts.circumstances.append(
        IsIn(row.from_date, row.until, row.kind)
    ),
    Caseload: _add_caseload,
    Responsibility: _add_responsible,
    WelfareVisit: lambda facts, row: facts.visits.append(row.on),
}


def grouped(rows: Iterable[Any]) -> defaultdict[UUID, list[Any]]:
    """Rows by the child they are about."""
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.child_id].append(row)
    return found


# Of these deadlines the line says the day: reviews and phase transfers.
_DATED = frozenset({"D08", "D09", "D20", "D21", "D22", "D25"})


def known_of(
    facts: FactsOfChild, *, on: date, deadlines: Iterable[Deadline] | None = None
) -> Known:
    """What is known of a child by the end of a day, for how they stand on it."""
    if deadlines is None:
        deadlines = deadlines_of(facts.facts(), on=on)
    return Known(
        events=tuple((one.what, one.on) for one in sorted(facts.history().told) if one.on <= on),
        placements=tuple(facts.placements),
        needs=tuple(facts.needs),
        circumstances=tuple(facts.circumstances),
        caseloads=tuple(facts.caseloads),
        responsible=tuple(facts.responsible),
        deadlines=tuple(
            HasDeadline(one.started_on, None, one.duty, one.due_on)
            for one in deadlines
            if one.duty in _DATED and one.open
        ),
        visits=tuple(day for day in facts.visits if day <= on),
    )


def line_on(known: Known, on: date) -> Line | None:
    """How a child stands on a day; None where nothing says yet how far they have come."""
    return next(
        (
            one.line
            for one in reversed(spans(known))
            if one.first <= on and (one.last is None or on <= one.last)
        ),
        None,
    )
