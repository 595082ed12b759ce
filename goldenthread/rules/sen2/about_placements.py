"""Checks of plans in force: placements, needs, reviews, phase transfers, transfers in."""

from __future__ import annotations

from goldenthread.rules.sen2 import codes
from goldenthread.rules.sen2.about_requests import is_another_authority
from goldenthread.rules.sen2.ages import a_year_before
from goldenthread.rules.sen2.checking import Given, Judgement, Level, Scope, Want, also, check
from goldenthread.rules.sen2.codes import AMEND, HISTORICAL
from goldenthread.rules.sen2.records import (
    ActivePlan,
    Assessment,
    NamedPlan,
    Need,
    Person,
    PlacementDetail,
    Request,
)

# A decision follows the meeting within four weeks.
FOUR_WEEKS = 28
_PHASE_TRANSFER_DAYS = ((2, 15), (3, 31))
_RANKS: tuple[list[int], ...] = ([], [1], [1, 2])
_AT_ONCE = 2
_NEEDS_OF = {year: codes.values(codes.NEED, year) for year in range(codes.FIRST_YEAR, 2100)}
_ALL_NEEDS = codes.values(codes.NEED)


@check(
    "S34", Level.ERROR, "One place is ranked 1, at most one more 2, and no more than two at once.",
    basis="SEN2 items 4.7e and 5.7e", scope=Scope.ACTIVE_PLAN,
    reads=("plan_detail.rank", "placement_detail.rank", "placement_detail.entered",
           "placement_detail.left"),
    wants=(Want.REFERENCE_DATE,),
)  # fmt: skip
def attended_places_are_ranked(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    day = given.reference_date
    assert day is not None
    now = 0
    first = False
    for one in active.placements:
        if one.rank not in (1, 2):
            return True
        if one.on(day):
            now += 1
            first = first or one.rank == 1
    return now > _AT_ONCE or (now > 0 and not first)


@also("S34", Scope.NAMED_PLAN)
def named_places_are_ranked(
    request: Request, assessment: Assessment, plan: NamedPlan, given: Given
) -> Judgement:
    if len(plan.details) == 1:
        return plan.details[0].rank != 1
    return sorted(one.rank or 0 for one in plan.details) not in _RANKS


@check(
    "S35", Level.ERROR, "A placement begins by census day and does not end before it begins.",
    basis="SEN2 items 5.7f and 5.7g", scope=Scope.PLACEMENT_DETAIL,
    reads=("placement_detail.entered", "placement_detail.left"), wants=(Want.REFERENCE_DATE,),
)  # fmt: skip
def placement_ends_after_it_begins(placement: PlacementDetail, given: Given) -> Judgement:
    if placement.entered is None:
        return False
    assert given.reference_date is not None
    return placement.entered > given.reference_date or (
        placement.left is not None and placement.left < placement.entered
    )


@check(
    "S36", Level.ERROR, "A plan in force has a placement on census day, unless it was taken over.",
    basis="SEN2 module 5", scope=Scope.ACTIVE_PLAN,
    reads=("active_plan.transfer_la", "placement_detail.entered", "placement_detail.left"),
    wants=(Want.REFERENCE_DATE,),
)  # fmt: skip
def plan_in_force_has_a_placement(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    if active.transfer_la is not None:
        return False
    assert given.reference_date is not None
    return not any(one.on(given.reference_date) for one in active.placements)


@check(
    "S37", Level.ERROR, "A plan in force has a first need, at most two, and they differ.",
    basis="SEN2 item 5.8", scope=Scope.ACTIVE_PLAN, reads=("need.kind", "need.rank"),
)  # fmt: skip
def needs_are_ranked(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    needs = active.needs
    if not any(need.rank == 1 for need in needs) or len(needs) > 2:
        return True
    return len({need.kind for need in needs}) != len(needs)


@check(
    "S38", Level.ERROR, "A need is one of the types of the year.",
    basis="SEN2 item 5.8a", scope=Scope.NEED, reads=("need.kind",),
)  # fmt: skip
def need_is_known(need: Need, given: Given) -> Judgement:
    return need.kind not in _NEEDS_OF.get(given.year or 0, _ALL_NEEDS)


@check(
    "S39", Level.QUERY, "The decision after a review is recorded when four weeks have passed.",
    basis="SEND Regulations 2014, reg 20(10)", scope=Scope.ACTIVE_PLAN, since=2024,
    reads=("active_plan.review_meeting", "active_plan.review_outcome", "active_plan.last_review"),
    wants=(Want.REFERENCE_DATE,),
)  # fmt: skip
def review_is_decided(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    if active.review_meeting is None:
        return False
    if active.review_outcome is not None and active.last_review is not None:
        return False
    assert given.reference_date is not None
    return (given.reference_date - active.review_meeting).days > FOUR_WEEKS


@check(
    "S40", Level.ERROR, "The decision after a review comes on or after its meeting.",
    basis="SEN2 items 5.4a and 5.4c", scope=Scope.ACTIVE_PLAN, since=2024,
    reads=("active_plan.review_meeting", "active_plan.last_review"),
)  # fmt: skip
def decision_follows_the_meeting(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    met, told = active.review_meeting, active.last_review
    return met is not None and told is not None and told < met


@check(
    "S41", Level.QUERY, "The decision after a review comes within four weeks of its meeting.",
    basis="SEND Regulations 2014, reg 20(10)", scope=Scope.ACTIVE_PLAN, since=2024,
    reads=("active_plan.review_meeting", "active_plan.last_review"),
)  # fmt: skip
def decision_comes_in_four_weeks(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    met, told = active.review_meeting, active.last_review
    return met is not None and told is not None and (told - met).days > FOUR_WEEKS


@check(
    "S42", Level.ERROR, "A draft is recorded after a review only where it amends, and not before.",
    basis="SEN2 item 5.4d", scope=Scope.ACTIVE_PLAN, since=2025,
    reads=("active_plan.review_draft", "active_plan.review_outcome",
           "active_plan.review_meeting"),
)  # fmt: skip
def draft_follows_a_review_that_amends(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    if active.review_draft is None:
        return False
    met = active.review_meeting
    return active.review_outcome != AMEND or (met is not None and active.review_draft < met)


@check(
    "S43", Level.QUERY, "A plan more than a year old was reviewed in the year before census day.",
    basis="Children and Families Act 2014, s44(1)", scope=Scope.ACTIVE_PLAN,
    reads=("named_plan.start", "active_plan.last_review"), wants=(Want.REFERENCE_DATE,),
)  # fmt: skip
def plan_was_reviewed_in_the_year(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    assert given.reference_date is not None
    year_ago = a_year_before(given.reference_date)
    if active.last_review is not None and active.last_review >= year_ago:
        return False
    return any(
        plan.start is not None and plan.start < year_ago
        for assessment in request.assessments
        for plan in assessment.named_plans
    )


@check(
    "S44", Level.QUERY,
    "A plan is due for a phase transfer on 15 February or 31 March, and final by then.",
    basis="SEND Regulations 2014, reg 18", scope=Scope.ACTIVE_PLAN, since=2025,
    reads=("active_plan.phase_transfer_due", "active_plan.phase_transfer_final"),
)  # fmt: skip
def phase_transfer_is_in_time(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    due, final = active.phase_transfer_due, active.phase_transfer_final
    if due is None:
        return False
    return (due.month, due.day) not in _PHASE_TRANSFER_DAYS or (final is not None and final > due)


@check(
    "S45", Level.ERROR,
    "A plan was taken over from another authority in England, and its assessment is recorded as "
    "decided earlier.",
    basis="SEN2 items 3.1 and 5.1", scope=Scope.ACTIVE_PLAN,
    reads=("active_plan.transfer_la", "assessment.outcome"), wants=(Want.OWN_AUTHORITY,),
)  # fmt: skip
def taken_over_from_another_authority(
    person: Person, request: Request, active: ActivePlan, given: Given
) -> Judgement:
    if active.transfer_la is None:
        return False
    return not is_another_authority(active.transfer_la, given) or any(
        assessment.outcome != HISTORICAL for assessment in request.assessments
    )
