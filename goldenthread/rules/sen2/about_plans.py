"""Checks of EHC plans and of the places that they name."""

from __future__ import annotations

from goldenthread.rules.sen2.about_requests import TWENTY_WEEKS
from goldenthread.rules.sen2.checking import Given, Judgement, Level, Scope, Want, also, check
from goldenthread.rules.sen2.codes import AGREED, ONLY_ATTENDED, OTHER_REASON, values
from goldenthread.rules.sen2.records import (
    ActivePlan,
    Assessment,
    NamedPlan,
    Person,
    PlacementDetail,
    PlanDetail,
    Request,
)

_ONLY_ATTENDED = values(ONLY_ATTENDED)
# Kinds of establishment, as the register of schools names them, where no plan names a place.
NO_PLACE_FOR_A_PLAN = frozenset(
    {
        "higher education institutions",
        "university technical college",
        "online provider",
        "service children's education",
        "offshore schools",
        "british schools overseas",
        "miscellaneous",
    }
)
_NAMED_PLACE = ("plan_detail.urn", "plan_detail.ukprn", "plan_detail.sen_setting")
_ATTENDED_PLACE = (
    "placement_detail.urn", "placement_detail.ukprn", "placement_detail.sen_setting",
)  # fmt: skip


@check(
    "S19", Level.QUERY,
    "A plan starts within 20 weeks of the request, unless an exception, mediation or a tribunal "
    "is recorded.",
    basis="SEND Regulations 2014, reg 13(2) and (3)", scope=Scope.NAMED_PLAN,
    reads=("request.received", "assessment.outcome", "assessment.week20", "named_plan.start"),
    rests_on=(
        "request.mediation", "request.tribunal", "assessment.mediation", "assessment.tribunal",
        "assessment.other_mediation", "assessment.other_tribunal",
    ),
)  # fmt: skip
def plan_starts_in_twenty_weeks(
    request: Request, assessment: Assessment, plan: NamedPlan, given: Given
) -> Judgement:
    if assessment.outcome != AGREED or assessment.week20:
        return False
    if request.received is None or plan.start is None:
        return False
    disputed = (
        request.mediation or request.tribunal or assessment.mediation or assessment.tribunal
        or assessment.other_mediation or assessment.other_tribunal
    )  # fmt: skip
    return not disputed and (plan.start - request.received).days > TWENTY_WEEKS


@check(
    "S22", Level.ERROR, "What was named in the plan is recorded for each plan in force.",
    basis="SEN2 modules 4 and 5", scope=Scope.ACTIVE_PLAN,
    reads=("named_plan.start", "active_plan.last_review"),
)  # fmt: skip
def plan_in_force_is_named(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    return not any(assessment.named_plans for assessment in request.assessments)


@check(
    "S23", Level.ERROR, "A plan that ceased has its day and its reason, another has neither.",
    basis="SEN2 items 4.5 and 4.6", scope=Scope.NAMED_PLAN,
    reads=("named_plan.ceased", "named_plan.cease_reason"),
)  # fmt: skip
def ceasing_has_day_and_reason(
    request: Request, assessment: Assessment, plan: NamedPlan, given: Given
) -> Judgement:
    return (plan.ceased is None) != (plan.cease_reason is None)


@check(
    "S24", Level.ERROR, "A plan ceases on or after its start, and by census day.",
    basis="SEN2 items 4.1 and 4.5", scope=Scope.NAMED_PLAN,
    reads=("named_plan.start", "named_plan.ceased"), wants=(Want.REFERENCE_DATE,),
)  # fmt: skip
def plan_ceases_after_its_start(
    request: Request, assessment: Assessment, plan: NamedPlan, given: Given
) -> Judgement:
    if plan.ceased is None:
        return False
    assert given.reference_date is not None
    return plan.ceased > given.reference_date or (
        plan.start is not None and plan.ceased < plan.start
    )


@check(
    "S25", Level.QUERY, "A plan that ceased for another reason is explained.",
    basis="SEN2 item 4.6", scope=Scope.NAMED_PLAN, reads=("named_plan.cease_reason",),
)  # fmt: skip
def other_reason_is_explained(
    request: Request, assessment: Assessment, plan: NamedPlan, given: Given
) -> Judgement:
    return plan.cease_reason == OTHER_REASON


@check(
    "S27", Level.ERROR,
    "Direct payments and organised arrangements are recorded only with a personal budget.",
    basis="SEN2 item 4.4", scope=Scope.NAMED_PLAN,
    reads=("named_plan.personal_budget", "named_plan.organised_arrangements",
           "named_plan.direct_payments"),
)  # fmt: skip
def payments_need_a_budget(
    request: Request, assessment: Assessment, plan: NamedPlan, given: Given
) -> Judgement:
    if plan.personal_budget:
        return False
    paid = plan.direct_payments is not None and plan.direct_payments != "0"
    return paid or plan.organised_arrangements is True


@check(
    "S28", Level.ERROR, "A place has one of URN, UKPRN and SEN setting, and only one.",
    basis="SEN2 items 4.7 and 5.7", scope=Scope.PLAN_DETAIL,
    reads=(*_NAMED_PLACE, *_ATTENDED_PLACE),
)  # fmt: skip
def named_place_is_one(detail: PlanDetail, given: Given) -> Judgement:
    return (not detail.urn) + (not detail.ukprn) + (not detail.sen_setting) != 2


@also("S28", Scope.PLACEMENT_DETAIL)
def attended_place_is_one(placement: PlacementDetail, given: Given) -> Judgement:
    return (not placement.urn) + (not placement.ukprn) + (not placement.sen_setting) != 2


@check(
    "S29", Level.QUERY, "A URN is of an open school or setting that takes pupils with plans.",
    basis="SEN2 items 4.7a and 5.7a; register of schools", scope=Scope.PLAN_DETAIL,
    any_of=("plan_detail.urn", "placement_detail.urn"),
    wants=(Want.SETTINGS, Want.REFERENCE_DATE),
)  # fmt: skip
def named_urn_is_open(detail: PlanDetail, given: Given) -> Judgement:
    return detail.urn is not None and not _takes_pupils(detail.urn, given)


@also("S29", Scope.PLACEMENT_DETAIL)
def attended_urn_is_open(placement: PlacementDetail, given: Given) -> Judgement:
    return placement.urn is not None and not _takes_pupils(placement.urn, given)


def _takes_pupils(urn: str, given: Given) -> bool:
    assert given.settings is not None
    assert given.reference_date is not None
    found = given.settings.get(urn)
    if found is None or found.kind.strip().casefold() in NO_PLACE_FOR_A_PLAN:
        return False
    begun = found.opened is None or found.opened <= given.reference_date
    return begun and (found.closed is None or found.closed >= given.reference_date)


@check(
    "S30", Level.QUERY,
    "A SEN unit or resourced provision is recorded only where the register of schools shows one.",
    basis="SEN2 items 4.7 and 5.7; register of schools", scope=Scope.PLAN_DETAIL,
    any_of=("plan_detail.sen_unit", "placement_detail.sen_unit"),
    rests_on=("plan_detail.resourced_provision", "placement_detail.resourced_provision"),
    wants=(Want.SETTINGS,),
)  # fmt: skip
def named_unit_exists(detail: PlanDetail, given: Given) -> Judgement:
    return _unit_missing(detail, given)


@also("S30", Scope.PLACEMENT_DETAIL)
def attended_unit_exists(placement: PlacementDetail, given: Given) -> Judgement:
    return _unit_missing(placement, given)


def _unit_missing(place: PlanDetail | PlacementDetail, given: Given) -> bool:
    if place.urn is None or not (place.sen_unit or place.resourced_provision):
        return False
    assert given.settings is not None
    found = given.settings.get(place.urn)
    if found is None:
        return False  # S29 says so
    return (place.sen_unit is True and found.sen_unit is False) or (
        place.resourced_provision is True and found.resourced_provision is False
    )


@check(
    "S31", Level.ERROR, "A place says whether it is in a SEN unit or resourced provision.",
    basis="SEN2 items 4.7f, 4.7g, 5.7h and 5.7i", scope=Scope.PLAN_DETAIL,
    reads=("plan_detail.sen_unit", "plan_detail.resourced_provision", "placement_detail.sen_unit",
           "placement_detail.resourced_provision"),
)  # fmt: skip
def named_place_says_its_unit(detail: PlanDetail, given: Given) -> Judgement:
    if detail.sen_unit is not None and detail.resourced_provision is not None:
        return False
    return bool(detail.urn or detail.ukprn or detail.sen_setting)


@also("S31", Scope.PLACEMENT_DETAIL)
def attended_place_says_its_unit(placement: PlacementDetail, given: Given) -> Judgement:
    if placement.sen_unit is not None and placement.resourced_provision is not None:
        return False
    return bool(placement.urn or placement.ukprn or placement.sen_setting)


@check(
    "S32", Level.ERROR, "A plan does not name NEET, NIEC or NIEO as a place.",
    basis="SEN2 items 4.7c and 5.7c", scope=Scope.PLAN_DETAIL, reads=("plan_detail.sen_setting",),
)  # fmt: skip
def plan_names_a_place(detail: PlanDetail, given: Given) -> Judgement:
    return detail.sen_setting in _ONLY_ATTENDED


@check(
    "S33", Level.QUERY, "“Other” as a place is explained.",
    basis="SEN2 items 4.7c and 5.7c", scope=Scope.PLAN_DETAIL,
    any_of=("plan_detail.sen_setting", "placement_detail.sen_setting"),
)  # fmt: skip
def named_other_is_explained(detail: PlanDetail, given: Given) -> Judgement:
    return detail.sen_setting == "OTH"


@also("S33", Scope.PLACEMENT_DETAIL)
def attended_other_is_explained(placement: PlacementDetail, given: Given) -> Judgement:
    return placement.sen_setting in ("OTH", "NIEO")


@check(
    "S49", Level.QUERY, "The first plan was issued on or before its changes and reviews.",
    basis="Annex A 106", scope=Scope.NAMED_PLAN,
    reads=("named_plan.first_issued",), any_of=("named_plan.amended", "active_plan.last_review"),
)  # fmt: skip
def first_plan_comes_first(
    request: Request, assessment: Assessment, plan: NamedPlan, given: Given
) -> Judgement:
    first = plan.first_issued
    if first is None:
        return False
    reviews = [one.last_review for one in request.active_plans]
    return any(day is not None and day < first for day in (plan.amended, *reviews))
