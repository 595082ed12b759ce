"""New children, everything known of them and what follows from it, as plain rows.

A register has a million rows, and an instance of a model for each takes longer than all else. That
these are the rows that the models would give is tested beside a twin that makes them so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from uuid_utils import uuid7

from goldenthread.ehcp_register.actions.following import DEADLINE, ENTRY, Following
from goldenthread.ehcp_register.actions.rows import (
    PERSON,
    Origin,
    days_of_claim,
    makes_a_version,
)
from goldenthread.ehcp_register.actions.writing import (
    Plain,
    nothing,
    plain,
    write_plain,
)
from goldenthread.ehcp_register.models import (
    Case,
    Caseload,
    Child,
    ChildsCircumstance,
    Deadline,
    EhcPlan,
    Event,
    ExceptionClaim,
    FieldSource,
    Need,
    PersonalBudget,
    Placed,
    Placement,
    RegisterEntry,
    Responsibility,
    WelfareVisit,
)
from goldenthread.ehcp_register.queries.as_before import said_of_person
from goldenthread.ehcp_register.queries.facts import practice_of
from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.rules.clocks import LawfulException, Practice
from goldenthread.rules.proceedings import Claim, History, Told
from goldenthread.rules.proceedings.over_time import Row, rows_over_time
from goldenthread.rules.refusals import Refused
from goldenthread.rules.standing import (
    Attends,
    HasNeed,
    IsIn,
    IsResponsible,
    Known,
    OnCaseload,
)
from goldenthread.rules.standing.records import (
    BudgetRecord,
    ChildRecord,
    CircumstanceRecord,
    NeedRecord,
    PlacementRecord,
    ResponsibilityRecord,
    VisitRecord,
)

_ABOUT = ("id", "about_id", "child_id")
_DATED: tuple[tuple[str, type[PersonLinked], type[Any]], ...] = (
    ("placements", Placement, PlacementRecord),
    ("needs", Need, NeedRecord),
    ("circumstances", ChildsCircumstance, CircumstanceRecord),
    ("responsible", Responsibility, ResponsibilityRecord),
    ("visits", WelfareVisit, VisitRecord),
    ("budgets", PersonalBudget, BudgetRecord),
)
_FIELDS = {made: tuple(one.name for one in fields(made)) for _, _, made in _DATED}
# In the order in which one leads to another.
NAMES: dict[type[PersonLinked], tuple[str, ...]] = {
    Child: ("id", "about_id", *PERSON),
    Case: (*_ABOUT, "process", "opened_on"),
    Event: (*_ABOUT, "case_id", "what", "on", "body", "day", "asks", "phase", "about"),
    ExceptionClaim: (
        *_ABOUT, "event_id", "duty", "reason", "asked_on", "first_on", "then_on", "evidence",
        "claimed_on", "claimed_by_label", "accepted_on", "accepted_by_label",
    ),
    EhcPlan: (*_ABOUT, "event_id", "number", "made_on"),
    **{model: (*_ABOUT, *_FIELDS[made]) for _, model, made in _DATED},
    Caseload: (*_ABOUT, "post_id", "from_date"),
    FieldSource: (*_ABOUT, "field", "system", "given"),
    Deadline: ("id", "about_id", *DEADLINE),
    RegisterEntry: ("id", "about_id", *ENTRY),
}  # fmt: skip
_REASONS = {one: one.value for one in LawfulException}
_of_person = attrgetter(*PERSON)


class _Told(NamedTuple):
    """One child, as far as the rules ask."""

    pk: str
    record: ChildRecord
    history: History
    claims: list[Claim]
    known: Known


class Making(NamedTuple):
    """What the rows of new children depend on besides what is told of them.

    said_by: the stream that says who they are; "" where no field keeps it. null: see `nothing`.
    """

    on: date
    by_label: str
    said_by: str
    practice: Practice
    null: str | None


def making_of(origin: Origin, *, said_by: str = "") -> Making:
    """As the area of the origin counts now."""
    practice = practice_of(origin.local_area_id)
    return Making(origin.on, origin.by_label, said_by, practice, nothing())


class NewRows:
    """The rows of some new children, by model; `ids` are the children's, in the order given."""

    def __init__(self, records: Sequence[ChildRecord], making: Making) -> None:
        """Refused where a record contradicts itself."""
        self.of: dict[type[PersonLinked], list[Plain]] = {model: [] for model in NAMES}
        self.making = making
        self.null = making.null
        self.following = Following(self.null)
        self.days = self.following.days
        told = [self._child(one) for one in records]
        self.ids = [UUID(one.pk) for one in told]
        every = rows_over_time([one.history for one in told], practice=making.practice)
        for one, rows in zip(told, every, strict=True):
            self._follows(one, rows)

    def __getstate__(self) -> dict[str, Any]:
        """What `write` needs, for the process that writes."""
        return {"of": self.of, "ids": self.ids}

    def write(self, origin: Origin) -> None:
        """Inside a transaction."""
        alike = {
            "local_area_id": origin.local_area_id,
            "source_id": origin.source_id,
            "recorded_at": origin.at,
            "recorded_by_label": origin.by_label,
        }
        for model, names in NAMES.items():
            has = {field.attname for field in model._meta.concrete_fields}
            same = {name: value for name, value in alike.items() if name in has}
            write_plain(model, names, self.of[model], **same)

    # --- what is told -------------------------------------------------------------------------

    def _child(self, record: ChildRecord) -> _Told:
        pk = uuid7().hex
        null, of = self.null, self.of
        of[Child].append((pk, pk, *(plain(value, null) for value in _of_person(record))))
        told = self._events(pk, record)
        keys = {one.key: made.key for one, made in told}
        claims = [self._claim(pk, one, keys) for one in record.claims]
        for name, model, made in _DATED:
            for one in getattr(record, name):
                values = (plain(getattr(one, field), null) for field in _FIELDS[made])
                of[model].append((uuid7().hex, pk, pk, *values))
        caseloads = self._caseload(pk, record)
        if self.making.said_by:
            self._said(pk, record)
        history = History([made for _, made in told], record.born_on)
        known = Known(
            events=tuple((made.what, made.on) for _, made in told),
            placements=tuple(_attends(one) for one in record.placements),
            needs=tuple(
                HasNeed(one.from_date, one.until, one.need, one.rank) for one in record.needs
            ),
            circumstances=tuple(
                IsIn(one.from_date, one.until, one.kind) for one in record.circumstances
            ),
            caseloads=caseloads,
            responsible=tuple(
                IsResponsible(one.from_date, one.until, one.kind, one.authority)
                for one in record.responsible
            ),
            visits=tuple(one.on for one in record.visits),
        )
        return _Told(pk, record, history, claims, known)

    def _events(self, pk: str, record: ChildRecord) -> list[tuple[Any, Told]]:
        """Each event with what it is here, in their order; cases, and versions of the plan."""
        days, of = self.days, self.of
        cases: dict[str, str] = {}
        for case in record.cases:
            cases[case.key] = uuid7().hex
            of[Case].append(
                (cases[case.key], pk, pk, plain(case.process, None), days[case.opened_on])
            )
        told: list[tuple[Any, Told]] = []
        version = 0
        for one in sorted(record.events, key=lambda event: (event.on, event.key)):
            if one.case not in cases:
                raise Refused(f"The event {one.key} names a case that is not there.")
            key, own, on = uuid7().hex, cases[one.case], days[one.on]
            of[Event].append((
                key, pk, pk, own, one.what.value, on, one.body, days[one.day],
                one.asks.value if one.asks else "", one.phase.value if one.phase else "",
                one.about.value if one.about else "",
            ))  # fmt: skip
            told.append((one, Told(
                one.on, key, own, one.what, one.body, one.day, one.asks, one.phase, one.about
            )))  # fmt: skip
            if makes_a_version(one):
                version += 1
                of[EhcPlan].append((uuid7().hex, pk, pk, key, version, on))
        return told

    def _claim(self, pk: str, claim: Claim, keys: dict[str, str]) -> Claim:
        label, days = self.making.by_label, self.days
        event = keys[claim.started_by]
        asked, first, then = days_of_claim(claim)
        self.of[ExceptionClaim].append((
            uuid7().hex, pk, pk, event, claim.duty, _REASONS[claim.reason], days[asked],
            days[first], days[then], "As the source says.", days[claim.claimed_on], label,
            days[claim.accepted_on], label if claim.accepted_on else "",
        ))  # fmt: skip
        return replace(claim, started_by=event)

    def _caseload(self, pk: str, record: ChildRecord) -> tuple[OnCaseload, ...]:
        if not record.post_id:
            return ()
        first = min((one.on for one in record.events), default=self.making.on)
        start, post = record.caseload_from or first, record.post_id.hex
        self.of[Caseload].append((uuid7().hex, pk, pk, post, self.days[start]))
        return (OnCaseload(start, None, post),)

    def _said(self, pk: str, record: ChildRecord) -> None:
        """What a record says of who somebody is, field by field; what it leaves out it does not
        say."""
        add, system = self.of[FieldSource].append, self.making.said_by
        for name, given in said_of_person(record):
            add((uuid7().hex, pk, pk, name, system, given))

    # --- what follows -------------------------------------------------------------------------

    def _follows(self, told: _Told, rows: list[Row]) -> None:
        record, pk, of = told.record, told.pk, self.of
        of[Deadline] += [
            (uuid7().hex, pk, *one) for one in self.following.deadlines(pk, rows, told.claims)
        ]
        names = record.surname, record.forename
        of[RegisterEntry] += [
            (uuid7().hex, pk, *one)
            for one in self.following.entries(pk, names, record.born_on, told.known, rows)
        ]


def _attends(one: PlacementRecord) -> Attends:
    return Attends(
        one.from_date,
        one.until,
        named=one.kind == Placed.NAMED,
        rank=one.rank,
        setting=one.setting_id.hex if one.setting_id else one.urn,
        name=one.name,
        elsewhere=one.elsewhere,
        residential=one.residential,
        out_of_area=one.out_of_area,
    )
