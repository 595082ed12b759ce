"""Checks of requests and assessments."""

from __future__ import annotations

from goldenthread.rules.sen2 import codes
from goldenthread.rules.sen2.authorities import is_authority
from goldenthread.rules.sen2.checking import Given, Judgement, Level, Scope, Want, also, check
from goldenthread.rules.sen2.codes import AGREED, AWAITING, HISTORICAL, REFUSED, WITHDRAWN
from goldenthread.rules.sen2.records import Assessment, Request

_OUTCOMES = codes.values(codes.OUTCOME)
_DECIDED = (AGREED, REFUSED)
_UNDATED = (AWAITING, WITHDRAWN, HISTORICAL)
# Days from the request, both ends of the limits of regs 5(1), 10(1) and 13(2).
SIX_WEEKS, SIXTEEN_WEEKS, TWENTY_WEEKS = 42, 112, 140
_REQUEST_FLAGS = ("mediation", "tribunal")
_ASSESSMENT_FLAGS = ("mediation", "tribunal", "other_mediation", "other_tribunal")


@check(
    "S08", Level.ERROR, "The outcome of a request is Y, N, A, W or H.",
    basis="SEN2 item 2.5", scope=Scope.REQUEST, reads=("request.outcome",),
)  # fmt: skip
def request_outcome_is_known(request: Request, given: Given) -> Judgement:
    return request.outcome not in _OUTCOMES


@check(
    "S09", Level.ERROR, "A decision on a request has its day for Y and N, and none for A, W and H.",
    basis="SEN2 items 2.4 and 2.5", scope=Scope.REQUEST,
    reads=("request.outcome", "request.outcome_date"),
)  # fmt: skip
def request_outcome_is_dated(request: Request, given: Given) -> Judgement:
    if request.outcome_date is None:
        return request.outcome in _DECIDED
    return request.outcome in _UNDATED


@check(
    "S10", Level.ERROR, "A request is decided on or after the day it was received.",
    basis="SEN2 items 2.1 and 2.4", scope=Scope.REQUEST,
    reads=("request.received", "request.outcome_date"),
)  # fmt: skip
def request_is_decided_after_it_came(request: Request, given: Given) -> Judgement:
    received, decided = request.received, request.outcome_date
    return received is not None and decided is not None and decided < received


@check(
    "S11", Level.QUERY, "A request is decided within six weeks.",
    basis="SEND Regulations 2014, reg 5(1)", scope=Scope.REQUEST,
    reads=("request.received", "request.outcome_date"),
)  # fmt: skip
def request_is_decided_in_six_weeks(request: Request, given: Given) -> Judgement:
    received, decided = request.received, request.outcome_date
    return received is not None and decided is not None and (decided - received).days > SIX_WEEKS


@check(
    "S12", Level.ERROR,
    "No assessment follows a request that waits, was withdrawn, or was refused and not changed "
    "after mediation or a tribunal.",
    basis="SEN2 modules 2 and 3", scope=Scope.REQUEST,
    reads=("request.outcome", "request.mediation", "request.tribunal", "assessment.outcome"),
)  # fmt: skip
def nothing_follows_a_refusal(request: Request, given: Given) -> Judgement:
    if not request.assessments:
        return False
    if request.outcome == REFUSED:
        return not (request.mediation or request.tribunal)
    return request.outcome in (AWAITING, WITHDRAWN)


@check(
    "S13", Level.ERROR, "An assessment follows a request that was agreed, or decided earlier.",
    basis="SEN2 modules 2 and 3", scope=Scope.REQUEST,
    reads=("request.outcome", "assessment.outcome"),
)  # fmt: skip
def assessment_follows(request: Request, given: Given) -> Judgement:
    return request.outcome in (AGREED, HISTORICAL) and not request.assessments


@check(
    "S14", Level.ERROR, "The outcome of an assessment is Y, N, A, W or H.",
    basis="SEN2 item 3.1", scope=Scope.ASSESSMENT, reads=("assessment.outcome",),
)  # fmt: skip
def assessment_outcome_is_known(
    request: Request, assessment: Assessment, given: Given
) -> Judgement:
    return assessment.outcome not in _OUTCOMES


@check(
    "S15", Level.ERROR, "A refused plan has the day of the decision, an issued plan its day.",
    basis="SEN2 item 3.2", scope=Scope.ASSESSMENT,
    reads=("assessment.outcome", "assessment.outcome_date", "named_plan.start"),
)  # fmt: skip
def assessment_outcome_is_dated(
    request: Request, assessment: Assessment, given: Given
) -> Judgement:
    if assessment.outcome_date is not None:
        return False
    return assessment.outcome == REFUSED or (
        assessment.outcome == AGREED and bool(assessment.named_plans)
    )


@check(
    "S16", Level.ERROR, "An assessment is decided on or after the day the request was.",
    basis="SEN2 items 2.4 and 3.2", scope=Scope.ASSESSMENT,
    reads=("request.outcome_date", "assessment.outcome_date"),
)  # fmt: skip
def assessment_is_decided_after_the_request(
    request: Request, assessment: Assessment, given: Given
) -> Judgement:
    before, decided = request.outcome_date, assessment.outcome_date
    return before is not None and decided is not None and decided < before


@check(
    "S17", Level.QUERY,
    "A plan is refused within 16 weeks of the request, unless an exception applies.",
    basis="SEND Regulations 2014, reg 10(1) and (4)", scope=Scope.ASSESSMENT,
    reads=("request.received", "assessment.outcome", "assessment.outcome_date",
           "assessment.week20"),
)  # fmt: skip
def plan_is_refused_in_time(request: Request, assessment: Assessment, given: Given) -> Judgement:
    if assessment.outcome != REFUSED or assessment.week20:
        return False
    received, decided = request.received, assessment.outcome_date
    return (
        received is not None and decided is not None and (decided - received).days > SIXTEEN_WEEKS
    )


@check(
    "S18", Level.ERROR, "Whether an exception applies is said only of plans issued in the year.",
    basis="SEN2 item 3.7", scope=Scope.ASSESSMENT,
    reads=("assessment.outcome", "assessment.outcome_date", "assessment.week20"),
    wants=(Want.YEAR,),
)  # fmt: skip
def exception_only_with_a_new_plan(
    request: Request, assessment: Assessment, given: Given
) -> Judgement:
    if assessment.week20 is None:
        return False
    assert given.year is not None
    issued = assessment.outcome_date if assessment.outcome == AGREED else None
    return issued is None or issued.year != given.year - 1


@check(
    "S21", Level.ERROR,
    "Mediation and tribunal are 1 or 0, and a tribunal about an assessment follows a refusal, or a "
    "decision made earlier.",
    basis="SEN2 items 2.6, 2.7 and 3.3 to 3.6", scope=Scope.REQUEST, judges_unread=True,
    reads=("request.mediation", "request.tribunal", "assessment.mediation", "assessment.tribunal",
           "assessment.other_mediation", "assessment.other_tribunal", "assessment.outcome"),
)  # fmt: skip
def request_flags_are_flags(request: Request, given: Given) -> Judgement:
    return bool(request.unread) and any(flag in request.unread for flag in _REQUEST_FLAGS)


@also("S21", Scope.ASSESSMENT)
def assessment_flags_are_flags(request: Request, assessment: Assessment, given: Given) -> Judgement:
    if assessment.unread and any(flag in assessment.unread for flag in _ASSESSMENT_FLAGS):
        return True
    return assessment.tribunal is True and assessment.outcome not in (REFUSED, HISTORICAL)


@check(
    "S46", Level.ERROR, "Who moved away went to another authority in England.",
    basis="SEN2 item 2.8", scope=Scope.REQUEST, reads=("request.exported",),
    wants=(Want.OWN_AUTHORITY,),
)  # fmt: skip
def exported_to_another_authority(request: Request, given: Given) -> Judgement:
    return request.exported is not None and not is_another_authority(request.exported, given)


def is_another_authority(number: str, given: Given) -> bool:
    on = given.reference_date or given.on
    return number != given.own_authority and is_authority(number, on=on)
