"""Checks of who somebody is, and of several records of one person."""

from __future__ import annotations

from collections import Counter

from goldenthread.rules.sen2 import codes
from goldenthread.rules.sen2.ages import age_for_the_return, age_on
from goldenthread.rules.sen2.checking import Given, Judgement, Level, Scope, Want, also, check
from goldenthread.rules.sen2.numbers import is_upn
from goldenthread.rules.sen2.records import (
    ActivePlan,
    Assessment,
    NamedPlan,
    Person,
    PlacementDetail,
    Request,
)

_SEX = codes.values(codes.SEX)
_UNDER = 6  # below this age there need not be a UPN yet
HIGHEST_AGE = 25
# Where somebody of school age is educated without a school of their own.
_ARRANGED = frozenset({"OLA", "OPA", "EHE", "EYP"})


def in_force(request: Request) -> bool:
    """A plan of this request is recorded as in force, and none of its plans as ceased."""
    return bool(request.active_plans) and not any(
        plan.ceased for assessment in request.assessments for plan in assessment.named_plans
    )


@check(
    "S01", Level.ERROR, "There is a UPN, a ULN, or the reason why there is none.",
    basis="SEN2 items 1.7 to 1.9", scope=Scope.PERSON,
    reads=("person.upn", "person.uln", "person.upn_unknown"),
)  # fmt: skip
def nobody_is_without_a_number(person: Person, given: Given) -> Judgement:
    return not (person.upn or person.uln or person.upn_unknown)


@check(
    "S02", Level.QUERY,
    "A reason for having no UPN or ULN is looked at: UN1 is for children under 6, UN8 for those "
    "new to the authority.",
    basis="SEN2 item 1.9", scope=Scope.PERSON, reads=("person.upn_unknown", "person.born"),
    wants=(Want.REFERENCE_DATE,),
)  # fmt: skip
def reason_for_no_number(person: Person, given: Given) -> Judgement:
    if person.upn_unknown is None:
        return False
    if person.upn_unknown != "UN1" or person.born is None:
        return True
    assert given.reference_date is not None
    return age_on(person.born, given.reference_date) >= _UNDER


@check(
    "S03", Level.ERROR, "A UPN has 13 characters and the right check letter.",
    basis="SEN2 item 1.7; DfE’s guide to UPNs", scope=Scope.PERSON, reads=("person.upn",),
)  # fmt: skip
def upn_is_well_made(person: Person, given: Given) -> Judgement:
    return person.upn is not None and not is_upn(person.upn)


@check(
    "S05", Level.ERROR,
    "Nobody with a plan in force was 26 on the 31 August before the school year; "
    "who was 25 is looked at.",
    basis="Children and Families Act 2014, s46 and s83(2); Annex A 102", scope=Scope.PERSON,
    reads=("person.born",), any_of=("active_plan.last_review", "named_plan.first_issued"),
    rests_on=("named_plan.ceased",), wants=(Want.REFERENCE_DATE,),
)  # fmt: skip
def nobody_is_too_old(person: Person, given: Given) -> Judgement:
    if person.born is None or not any(in_force(request) for request in person.requests):
        return False
    assert given.reference_date is not None
    age = age_for_the_return(person.born, given.reference_date)
    if age > HIGHEST_AGE:
        return Level.ERROR
    return Level.QUERY if age == HIGHEST_AGE else None


@check(
    "S06", Level.ERROR, "Sex is M or F.",
    basis="SEN2 item 1.4, from 2024", scope=Scope.PERSON, reads=("person.sex",), since=2024,
)  # fmt: skip
def sex_is_given(person: Person, given: Given) -> Judgement:
    return person.sex not in _SEX


@check(
    "S07", Level.ERROR,
    "No day of birth, request, decision, start, end or review lies in the future.",
    basis="Annex A 105", scope=Scope.PERSON,
    any_of=(
        "person.born", "request.received", "request.outcome_date", "assessment.outcome_date",
        "named_plan.start", "named_plan.ceased", "named_plan.first_issued", "named_plan.amended",
        "active_plan.review_meeting", "active_plan.last_review",
    ),
)  # fmt: skip
def birth_is_past(person: Person, given: Given) -> Judgement:
    return person.born is not None and person.born > given.on


@also("S07", Scope.REQUEST)
def request_is_past(request: Request, given: Given) -> Judgement:
    on = given.on
    received, decided = request.received, request.outcome_date
    return (received is not None and received > on) or (decided is not None and decided > on)


@also("S07", Scope.ASSESSMENT)
def assessment_is_past(request: Request, assessment: Assessment, given: Given) -> Judgement:
    return assessment.outcome_date is not None and assessment.outcome_date > given.on


@also("S07", Scope.NAMED_PLAN)
def plan_is_past(
    request: Request, assessment: Assessment, plan: NamedPlan, given: Given
) -> Judgement:
    on = given.on
    for day in (plan.start, plan.ceased, plan.first_issued, plan.amended):
        if day is not None and day > on:
            return True
    return False


@also("S07", Scope.ACTIVE_PLAN)
def review_is_past(person: Person, request: Request, active: ActivePlan, given: Given) -> Judgement:
    met, told = active.review_meeting, active.last_review
    return (met is not None and met > given.on) or (told is not None and told > given.on)


@check(
    "S47", Level.ERROR,
    "A person has one request received on a day, and one plan in force.",
    basis="SEN2 modules 2 and 5", scope=Scope.PERSON,
    reads=("request.received", "named_plan.ceased", "active_plan.last_review"),
)  # fmt: skip
def requests_differ(person: Person, given: Given) -> Judgement:
    if len(person.requests) == 1:
        return len(person.requests[0].active_plans) > 1 and in_force(person.requests[0])
    received = Counter(one.received for one in person.requests if one.received is not None)
    if any(times > 1 for times in received.values()):
        return True
    return sum(len(one.active_plans) for one in person.requests if in_force(one)) > 1


@check(
    "S48", Level.QUERY, "A person’s plans and placements come from one request.",
    basis="SEN2 modules 4 and 5", scope=Scope.PERSON,
    reads=("request.received", "named_plan.start", "active_plan.last_review"),
)  # fmt: skip
def plans_come_from_one_request(person: Person, given: Given) -> Judgement:
    if len(person.requests) < 2:
        return False
    return sum(1 for request in person.requests if request.active_plans or _has_plan(request)) > 1


def _has_plan(request: Request) -> bool:
    return any(assessment.named_plans for assessment in request.assessments)


@check(
    "S50", Level.QUERY, "Somebody aged 5 to 16 with a plan in force has a main school or setting.",
    basis="Annex A 108", scope=Scope.ACTIVE_PLAN,
    reads=("person.born", "placement_detail.urn"),
    rests_on=("named_plan.ceased", "placement_detail.ukprn", "placement_detail.sen_setting",
              "placement_detail.rank", "placement_detail.entered", "placement_detail.left"),
    wants=(Want.REFERENCE_DATE,),
)  # fmt: skip
def school_age_has_a_school(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    if person.born is None or not in_force(request):
        return False
    assert given.reference_date is not None
    if not 5 <= age_on(person.born, given.reference_date) <= 16:
        return False
    return not any(
        one.on(given.reference_date) and one.rank in (1, None) and _somewhere(one)
        for one in active.placements
    )


def _somewhere(placement: PlacementDetail) -> bool:
    return bool(placement.urn or placement.ukprn) or placement.sen_setting in _ARRANGED
