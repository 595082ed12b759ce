"""The rows of one child as instances, not written yet; `plain_rows` makes those of thousands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from goldenthread.ehcp_register.models import (
    Case,
    Caseload,
    Child,
    ChildsCircumstance,
    EhcPlan,
    Event,
    ExceptionClaim,
    Need,
    PersonalBudget,
    Placement,
    Responsibility,
    WelfareVisit,
)
from goldenthread.partnership.person_linked import PersonLinked
from goldenthread.rules.clocks.exceptions import Away, Closure, During
from goldenthread.rules.proceedings import Claim, What
from goldenthread.rules.proceedings import Event as Happened
from goldenthread.rules.refusals import Refused
from goldenthread.rules.standing.records import CaseRecord, ChildRecord

# In the order in which one leads to another.
WRITTEN: tuple[type[PersonLinked], ...] = (
    Child, Case, Event, ExceptionClaim, EhcPlan, Placement, Need, ChildsCircumstance,
    Responsibility, Caseload, PersonalBudget, WelfareVisit,
)  # fmt: skip
PERSON = (
    "reference", "forename", "surname", "born_on", "sex", "ethnicity", "postcode", "upn",
    "upn_unknown", "uln", "nhs_number", "known_to_social_care",
)  # fmt: skip
_DATED: tuple[tuple[str, type[PersonLinked]], ...] = (
    ("placements", Placement),
    ("needs", Need),
    ("circumstances", ChildsCircumstance),
    ("responsible", Responsibility),
    ("visits", WelfareVisit),
    ("budgets", PersonalBudget),
)
_MAKES_A_VERSION = {What.PLAN_MADE, What.PLAN_AMENDED, What.PLAN_REPLACED, What.PLAN_TRANSFERRED_IN}


@dataclass(frozen=True)
class Origin:
    """Where rows come from and when they are written."""

    local_area_id: UUID
    source_id: UUID | None
    at: datetime
    on: date
    by_id: UUID | None
    by_label: str


@dataclass
class Rows:
    """Rows to be written, by their model."""

    of: dict[type[PersonLinked], list[Any]] = field(
        default_factory=lambda: {model: [] for model in WRITTEN}
    )

    def add(self, row: Any) -> None:
        self.of[type(row)].append(row)

    def all(self) -> Iterator[Any]:
        """Every row, one model after another."""
        return chain.from_iterable(self.of.values())


def add_child(rows: Rows, record: ChildRecord, origin: Origin) -> Child:
    """The rows of a child who is new here."""
    child = Child(
        local_area_id=origin.local_area_id,
        recorded_at=origin.at,
        **{name: getattr(record, name) for name in PERSON},
    )
    rows.add(child)
    cases = {one.key: case_row(child, one, origin) for one in record.cases}
    for case in cases.values():
        rows.add(case)
    events = _add_events(rows, child, record, cases, origin)
    for claim in record.claims:
        rows.add(_claim(child, claim, events, origin))
    for name, model in _DATED:
        for one in getattr(record, name):
            rows.add(dated_row(model, child, one, origin))
    if record.post_id:
        start = record.caseload_from or min((one.on for one in record.events), default=origin.on)
        rows.add(Caseload(**_common(child, origin), post_id=record.post_id, from_date=start))
    return child


def case_row(child: Child, record: CaseRecord, origin: Origin) -> Case:
    return Case(
        local_area_id=origin.local_area_id,
        child=child,
        process=record.process,
        opened_on=record.opened_on,
        recorded_at=origin.at,
    )


def event_row(child: Child, case: Case, happened: Happened, origin: Origin) -> Event:
    return Event(
        **_common(child, origin),
        case=case,
        what=happened.what.value,
        on=happened.on,
        body=happened.body,
        day=happened.day,
        asks=happened.asks.value if happened.asks else "",
        phase=happened.phase.value if happened.phase else "",
        about=happened.about.value if happened.about else "",
        recorded_by_label=origin.by_label,
    )


def version_row(child: Child, event: Event, number: int, origin: Origin) -> EhcPlan:
    return EhcPlan(
        local_area_id=origin.local_area_id,
        child=child,
        event=event,
        number=number,
        made_on=event.on,
        recorded_at=origin.at,
    )


def makes_a_version(happened: Happened) -> bool:
    """Whether an event brings a new version of the EHC plan."""
    return happened.what in _MAKES_A_VERSION


def dated_row(model: Any, child: Child, record: Any, origin: Origin) -> Any:
    return model(**_common(child, origin), **asdict(record))


def _add_events(
    rows: Rows, child: Child, record: ChildRecord, cases: dict[str, Case], origin: Origin
) -> dict[str, Event]:
    found: dict[str, Event] = {}
    version = 0
    for happened in sorted(record.events, key=lambda one: (one.on, one.key)):
        if happened.case not in cases:
            raise Refused(f"The event {happened.key} names a case that is not there.")
        event = event_row(child, cases[happened.case], happened, origin)
        found[happened.key] = event
        rows.add(event)
        if makes_a_version(happened):
            version += 1
            rows.add(version_row(child, event, version, origin))
    return found


def _claim(child: Child, claim: Claim, events: dict[str, Event], origin: Origin) -> ExceptionClaim:
    asked, first, then = days_of_claim(claim)
    return ExceptionClaim(
        local_area_id=origin.local_area_id,
        child=child,
        event=events[claim.started_by],
        duty=claim.duty,
        reason=claim.reason.value,
        asked_on=asked,
        first_on=first,
        then_on=then,
        evidence="As the source says.",
        claimed_on=claim.claimed_on,
        claimed_by_label=origin.by_label,
        accepted_on=claim.accepted_on,
        accepted_by_label=origin.by_label if claim.accepted_on else "",
        recorded_at=origin.at,
    )


def days_of_claim(claim: Claim) -> tuple[date | None, date, date]:
    """The days on which an exception rests, in the order of its row: asked, first, then."""
    match claim.fact:
        case Closure():
            return claim.fact.asked_on, claim.fact.closed_from, claim.fact.opens_on
        case Away():
            return None, claim.fact.left_on, claim.fact.back_on
        case During():
            return None, claim.fact.first, claim.fact.last


def _common(child: Child, origin: Origin) -> dict[str, Any]:
    return {
        "local_area_id": origin.local_area_id,
        "child": child,
        "source_id": origin.source_id,
        "recorded_at": origin.at,
    }
