"""A return as typed records: persons with their requests, and whatever hangs from each.

None is "not given". A value that was given and could not be read is None too, and its field stands
in `unread`, so that nothing takes it for missing. Codes are kept as given, also those that are on
no list: the checks say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.rules.sen2.items import PARENTS, Module


@dataclass(frozen=True, slots=True)
class Header:
    """What a return says of itself."""

    collection: str | None = None
    year: int | None = None
    reference_date: date | None = None
    source_level: str | None = None
    authority: str | None = None
    software: str | None = None
    release: str | None = None
    serial: str | None = None
    made_at: str | None = None
    dmo: str | None = None
    dco: str | None = None
    dsco: str | None = None


@dataclass(frozen=True, slots=True)
class Need:
    kind: str | None = None
    rank: int | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacementDetail:
    """A place that is, or was, attended."""

    urn: str | None = None
    ukprn: str | None = None
    sen_setting: str | None = None
    sen_setting_other: str | None = None
    rank: int | None = None
    entered: date | None = None
    left: date | None = None
    attendance_pattern: str | None = None
    sen_unit: bool | None = None
    resourced_provision: bool | None = None
    residential: str | None = None
    work_based: str | None = None
    unread: tuple[str, ...] = ()

    def on(self, day: date) -> bool:
        """Attended on a day, as far as is known: an unknown beginning or end does not exclude."""
        return (self.entered is None or self.entered <= day) and (
            self.left is None or self.left >= day
        )


@dataclass(frozen=True, slots=True)
class ActivePlan:
    """What is recorded of a plan in force on census day."""

    transfer_la: str | None = None
    residential: str | None = None
    work_based: str | None = None
    review_meeting: date | None = None
    review_outcome: str | None = None
    last_review: date | None = None
    review_draft: date | None = None
    phase_transfer_due: date | None = None
    phase_transfer_final: date | None = None
    placements: tuple[PlacementDetail, ...] = ()
    needs: tuple[Need, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDetail:
    """A place that the plan names."""

    urn: str | None = None
    ukprn: str | None = None
    sen_setting: str | None = None
    sen_setting_other: str | None = None
    rank: int | None = None
    sen_unit: bool | None = None
    resourced_provision: bool | None = None
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedPlan:
    """The EHC plan itself. `first_issued` and `amended` are beside the return."""

    start: date | None = None
    residential: str | None = None
    work_based: str | None = None
    personal_budget: bool | None = None
    organised_arrangements: bool | None = None
    direct_payments: str | None = None
    ceased: date | None = None
    cease_reason: str | None = None
    first_issued: date | None = None
    amended: date | None = None
    details: tuple[PlanDetail, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    outcome: str | None = None
    outcome_date: date | None = None
    mediation: bool | None = None
    tribunal: bool | None = None
    other_mediation: bool | None = None
    other_tribunal: bool | None = None
    week20: bool | None = None
    named_plans: tuple[NamedPlan, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    received: date | None = None
    source: int | None = None
    rya: bool | None = None
    outcome_date: date | None = None
    outcome: str | None = None
    mediation: bool | None = None
    tribunal: bool | None = None
    exported: str | None = None
    assessments: tuple[Assessment, ...] = ()
    active_plans: tuple[ActivePlan, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """A child or young person. `unread_below`: keys of all that could not be read, also below."""

    surname: str | None = None
    forename: str | None = None
    born: date | None = None
    sex: str | None = None
    gender: str | None = None
    ethnicity: str | None = None
    postcode: str | None = None
    upn: str | None = None
    uln: str | None = None
    upn_unknown: str | None = None
    requests: tuple[Request, ...] = ()
    unread: tuple[str, ...] = ()
    unread_below: frozenset[str] = frozenset()


Record = (
    Person | Request | Assessment | NamedPlan | PlanDetail | ActivePlan | PlacementDetail | Need
)
RECORDS: dict[Module, type[Record]] = {
    Module.PERSON: Person,
    Module.REQUEST: Request,
    Module.ASSESSMENT: Assessment,
    Module.NAMED_PLAN: NamedPlan,
    Module.PLAN_DETAIL: PlanDetail,
    Module.ACTIVE_PLAN: ActivePlan,
    Module.PLACEMENT_DETAIL: PlacementDetail,
    Module.NEED: Need,
}
# In which field of its parent a record stands.
BELOW: dict[Module, str] = {
    Module.REQUEST: "requests",
    Module.ASSESSMENT: "assessments",
    Module.NAMED_PLAN: "named_plans",
    Module.PLAN_DETAIL: "details",
    Module.ACTIVE_PLAN: "active_plans",
    Module.PLACEMENT_DETAIL: "placements",
    Module.NEED: "needs",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a source a record stands, without a name: which person, and which of each below.

    `numbers` counts from 1 along the way down: (12, 2, 1) is the first assessment of the second
    request of the twelfth person. The return itself is ().
    """

    module: Module
    numbers: tuple[int, ...]

    def __str__(self) -> str:
        """ "person 12, request 2, assessment 1"."""
        if not self.numbers:
            return "the whole return"
        steps = [self.module]
        while steps[0] in PARENTS:
            steps.insert(0, PARENTS[steps[0]])
        return ", ".join(
            f"{module.value} {number}" for module, number in zip(steps, self.numbers, strict=False)
        )


RETURN = Place(Module.HEADER, ())
