"""A person read → what the register keeps of a child: cases, events, plan, placements, needs.

Pure: nothing is looked up but what is given. What a source does not say is not made up. Where the
register must have something that the source leaves open, the least is assumed and said; what the
register has no place for is said too, so that nothing goes by unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.intake.registers.placing import Whereabouts, whereabouts
from goldenthread.intake.registers.rows import PersonRead
from goldenthread.rules.proceedings import Event, Phase, What
from goldenthread.rules.sen2.codes import (
    AGREED,
    AMEND,
    CEASE,
    HISTORICAL,
    MAINTAIN,
    REFUSED,
    TRANSFERRED,
    WITHDRAWN,
)
from goldenthread.rules.sen2.records import ActivePlan, Assessment, NamedPlan, Request
from goldenthread.rules.standing.records import CaseRecord, ChildRecord, ResponsibilityRecord

_DIED = "8"
_REVIEWS = {
    MAINTAIN: What.REVIEW_KEEPS, AMEND: What.REVIEW_AMENDS, CEASE: What.REVIEW_CEASES,
}  # fmt: skip
_PHASES = {(2, 15): Phase.NEXT_SCHOOL, (3, 31): Phase.POST_16}
_LENGTHS = {"reference": 40, "forename": 100, "surname": 100, "ethnicity": 4, "postcode": 10,
            "upn": 13, "uln": 10, "nhs_number": 10, "known_to_social_care": 200}  # fmt: skip
# In which kind of case an event of an extract stands; the rest stand in the assessment's.
_REVIEWING = frozenset(
    {
        What.MEETING_CANCELLED, What.MEETING_NOTICE_GIVEN, What.MEETING_ADVICE_SENT,
        What.MEETING_HELD, What.MEETING_REPORT_SENT, What.EARLY_REVIEW_CONSIDERED,
        What.REVIEW_KEEPS, What.REVIEW_AMENDS, What.REVIEW_CEASES, What.AMENDMENTS_SENT,
        What.PLAN_AMENDED, What.AMENDMENTS_DROPPED,
    }
)  # fmt: skip
_PROCESSES = {
    **dict.fromkeys(_REVIEWING, "review"),
    What.OTHER_AMENDMENTS_SENT: "amendment",
    What.PHASE_MOVE_CALLED_OFF: "phase-transfer",
    What.MOVE_AWAY_CALLED_OFF: "transfer",
    What.PLAN_TRANSFERRED_AWAY: "transfer",
    What.TRANSFER_TOLD: "transfer",
    What.COMMISSIONER_CHANGED: "transfer",
    What.COMMISSIONER_ACTED: "transfer",
    What.REASSESSMENT_REQUESTED: "reassessment",
    What.REASSESSMENT_AGREED: "reassessment",
    What.REASSESSMENT_REFUSED: "reassessment",
    What.PLAN_REPLACED: "reassessment",
    What.CEASING_CONSIDERED: "ceasing",
    What.CEASING_NOTIFIED: "ceasing",
    What.CEASING_DROPPED: "ceasing",
    What.PLAN_CEASED: "ceasing",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A child as the register takes them, and sentences for whoever looks at the preview.

    assumed: what was taken to be so. left: what the source says and the register does not keep.
    """

    record: ChildRecord
    assumed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(slots=True)
class _Making:
    """What has been made of one person so far."""

    as_at: date
    cases: dict[str, CaseRecord] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def happened(self, case: str, process: str, what: What, on: date | None, **more: Any) -> None:
        """An event in a case, which opens with its first."""
        if on is None:
            return
        if on > self.as_at:
            self.left.append("A day after that of the source is recorded as past; it was left out.")
            return
        made = self.cases.get(case)
        if made is None or on < made.opened_on:
            self.cases[case] = CaseRecord(key=case, process=process, opened_on=on)
        key = f"{len(self.events) + 1:03}"
        self.events.append(Event(key=key, case=case, what=what, on=on, **more))


def told_of(
    read: PersonRead,
    *,
    as_at: date,
    authority: str,
    settings: Mapping[str, UUID] | None = None,
) -> Told:
    """What the register takes of one person. `as_at` is the day that the source describes;
    settings: our ids by URN and by UKPRN."""
    person = read.person
    making = _Making(as_at)
    for number, request in enumerate(person.requests, 1):
        _request(making, request, str(number))
    for happened in read.happened:
        what = What(happened.what)
        process = _PROCESSES.get(what, "assessment")
        last = str(len(person.requests) or 1)
        making.happened(f"{process}-{last}", process, what, happened.on, body=happened.body)
    placed = whereabouts(read, as_at=as_at, settings=settings or {})
    record = ChildRecord(
        **_who(read, making),
        cases=tuple(making.cases.values()),
        events=tuple(sorted(making.events, key=lambda one: (one.on, one.key))),
        placements=placed.placements,
        needs=placed.needs,
        circumstances=placed.circumstances,
        budgets=placed.budgets,
        responsible=_responsible(making, read, authority),
    )
    return Told(record, *_sentences(making, placed))


def _sentences(making: _Making, placed: Whereabouts) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Each once, in their order."""
    assumed = dict.fromkeys([*making.assumed, *placed.assumed])
    return tuple(assumed), tuple(dict.fromkeys([*making.left, *placed.left]))


def _who(read: PersonRead, making: _Making) -> dict[str, Any]:
    person = read.person
    beside = dict(read.beside)
    care = read.annex_a.social_care_team if read.annex_a else None
    if read.annex_a and read.annex_a.known_to_social_care and not care:
        care = "known to social care"
    said = {
        "reference": read.reference, "forename": person.forename, "surname": person.surname,
        "ethnicity": person.ethnicity, "postcode": person.postcode, "upn": person.upn,
        "uln": person.uln, "nhs_number": "".join((beside.get("nhs_number") or "").split()),
        "known_to_social_care": care,
    }  # fmt: skip
    fitting: dict[str, Any] = {}
    for name, value in said.items():
        fits = len(value or "") <= _LENGTHS[name]
        fitting[name] = (value or "") if fits else ""
        if not fits:
            words = name.replace("_", " ")
            making.left.append(f"The {words} is longer than any can be; it was left out.")
    sex = person.sex if person.sex in ("M", "F") else ""
    unknown = person.upn_unknown or ""
    if len(unknown) > 4:
        unknown = ""
        making.left.append("The reason for having no UPN is none of the return's.")
    return {**fitting, "sex": sex, "upn_unknown": unknown, "born_on": person.born}


# --- what happened --------------------------------------------------------------------------------


def _request(making: _Making, request: Request, number: str) -> None:
    case = f"assessment-{number}"

    def happened(what: What, on: date | None) -> None:
        making.happened(case, "assessment", what, on)

    happened(What.REQUEST_RECEIVED, request.received)
    if request.outcome == AGREED:
        happened(What.ASSESSMENT_AGREED, request.outcome_date)
    elif request.outcome == REFUSED:
        happened(What.ASSESSMENT_REFUSED, request.outcome_date)
    elif request.outcome == WITHDRAWN:
        making.left.append("The request was withdrawn; the source does not say when.")
    if request.mediation or request.tribunal:
        making.left.append("Mediation or a tribunal about the request is recorded without its day.")
    if request.exported:
        making.left.append("The person moved to another authority; the source does not say when.")
    for assessment in request.assessments:
        _assessment(making, assessment, case, number)
    for active in request.active_plans:
        _active(making, active, number)


def _assessment(making: _Making, assessment: Assessment, case: str, number: str) -> None:
    if assessment.outcome == REFUSED:
        making.happened(case, "assessment", What.PLAN_REFUSED, assessment.outcome_date)
    elif assessment.outcome == WITHDRAWN:
        making.left.append("The assessment ended without a plan; the source does not say when.")
    disputed = (
        assessment.mediation or assessment.tribunal
        or assessment.other_mediation or assessment.other_tribunal
    )  # fmt: skip
    if disputed:
        making.left.append("Mediation or a tribunal about the plan is recorded without its day.")
    if assessment.week20:
        making.left.append(
            "An exception to the 20 weeks is recorded without its reason. Claim it on the child’s "
            "page, with what shows it."
        )
    issued = assessment.outcome_date if assessment.outcome == AGREED else None
    for plan in assessment.named_plans:
        _plan(making, plan, issued, case, number)
        issued = None  # the day of the decision is that of the first
    if issued is not None and not assessment.named_plans:
        making.happened(case, "assessment", What.PLAN_MADE, issued)


def _plan(making: _Making, plan: NamedPlan, issued: date | None, case: str, number: str) -> None:
    made = plan.first_issued or issued or plan.start
    making.happened(case, "assessment", What.PLAN_MADE, made)
    if made is not None and made == plan.start and not (plan.first_issued or issued):
        making.assumed.append(
            "The start of the current EHC plan was taken for the day on which it was made."
        )
    later = sorted({day for day in (plan.amended, plan.start) if day and made and day > made})
    for day in later:
        making.happened(f"amendment-{number}", "amendment", What.PLAN_AMENDED, day)
    if plan.ceased is None:
        return
    if plan.cease_reason == TRANSFERRED:
        making.happened(f"transfer-{number}", "transfer", What.PLAN_TRANSFERRED_AWAY, plan.ceased)
    elif plan.cease_reason == _DIED:
        making.happened(f"ceasing-{number}", "ceasing", What.DIED, plan.ceased)
    else:
        making.happened(f"ceasing-{number}", "ceasing", What.PLAN_CEASED, plan.ceased)


def _active(making: _Making, active: ActivePlan, number: str) -> None:
    case = f"review-{number}"

    def happened(what: What, on: date | None) -> None:
        making.happened(case, "review", what, on)

    happened(What.MEETING_HELD, active.review_meeting)
    decided = _REVIEWS.get(active.review_outcome or "")
    if active.last_review is not None and decided is None:
        decided = What.REVIEW_KEEPS
        making.assumed.append(
            "The day of the last review is given without its decision: it was taken that the EHC "
            "plan stays as it is."
        )
    if decided is not None:
        happened(decided, active.last_review)
        if active.last_review is None:
            making.left.append("The decision after a review is given without its day.")
    happened(What.AMENDMENTS_SENT, active.review_draft)
    _phase_transfer(making, active, number)
    if active.transfer_la:
        making.left.append(
            "The plan was taken over from another authority; the source does not say when."
        )


def _phase_transfer(making: _Making, active: ActivePlan, number: str) -> None:
    due = active.phase_transfer_due
    if due is None:
        if active.phase_transfer_final:
            making.left.append("A phase transfer was finished; the source does not say which.")
        return
    phase = _PHASES.get((due.month, due.day))
    if phase is None:
        making.left.append("A phase transfer is due on a day that is no limit of the law.")
        return
    case = f"phase-transfer-{number}"
    # The first of a September, so that the next extract of the year says it again.
    begun = making.as_at.year - (making.as_at < date(making.as_at.year, 9, 1))
    known = date(min(due.year - 1, begun), 9, 1)
    making.happened(
        case, "phase-transfer", What.PHASE_MOVE_EXPECTED, known,
        day=date(due.year, 9, 1), phase=phase,
    )  # fmt: skip
    making.assumed.append(
        "The move between phases was taken to be expected from the September before it."
    )
    making.happened(case, "phase-transfer", What.PLAN_AMENDED, active.phase_transfer_final)


def _responsible(
    making: _Making, read: PersonRead, authority: str
) -> tuple[ResponsibilityRecord, ...]:
    """Ours from the first day known, or from that of the source, until the plan went elsewhere."""
    if not authority:
        return ()
    gone = [one.on for one in making.events if one.what is What.PLAN_TRANSFERRED_AWAY]
    begun = min((one.on for one in making.events), default=making.as_at)
    until = max(gone) if gone and not _still_here(read) else None
    return (
        ResponsibilityRecord(kind="responsible", authority=authority, from_date=begun, until=until),
    )


def _still_here(read: PersonRead) -> bool:
    """Another request's plan is in force, or its outcome is open."""
    return any(
        request.outcome not in (REFUSED, WITHDRAWN, HISTORICAL, None) and not _ceased(request)
        for request in read.person.requests
    )


def _ceased(request: Request) -> bool:
    return any(plan.ceased for assessment in request.assessments for plan in assessment.named_plans)
