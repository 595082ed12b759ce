"""Ratings: a new statement each time; a correction supersedes, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.standing import main_scale, repeat_ratings
from goldenthread.improvement_plan.actions.writing import (
    fitted,
    locked,
    note_action,
    note_level,
    running,
    said_by,
    storable,
)
from goldenthread.improvement_plan.models import (
    Action,
    ActionLevel,
    Evidence,
    PlanLevel,
    Rating,
    RatingScale,
)
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.queries import subjects
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import ScalePoint
from goldenthread.rules.refusals import Refused

# These must prove what they say; others' judgements are recorded as they were given.
_OWN_CAPACITIES = ("council", "programme_office")


@dataclass(frozen=True)
class RatedThing:
    """What is rated: an action or a level."""

    action: Action | None
    level: PlanLevel | None
    subject: ActionSubject

    @property
    def row(self) -> Action | PlanLevel:
        found = self.action or self.level
        assert found is not None  # _thing makes sure of one of the two
        return found

    @property
    def said(self) -> str:
        return self.action.reference if self.action else f"“{self.level}”"

    def evidence(self) -> Any:
        """Standing evidence of the action; for a level also of all that lies in or below it."""
        rows = Evidence.objects.filter(withdrawn_on__isnull=True)
        if self.action:
            return rows.filter(action=self.action)
        below = _below(self.row)
        placed = ActionLevel.objects.filter(level_id__in=below).values("action_id")
        return rows.filter(Q(level_id__in=below) | Q(action_id__in=placed))


def _below(level: Any) -> set[UUID]:
    parents = dict(PlanLevel.objects.filter(plan_id=level.plan_id).values_list("pk", "parent_id"))
    found = {level.pk}
    while further := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= further
    return found


@transaction.atomic
def record_rating(
    *,
    action_id: UUID | None = None,
    level_id: UUID | None = None,
    point_key: str,
    scale_key: str = "",
    capacity: str = "",
    raters: Sequence[str] = (),
    occasion: str = "",
    reason: str = "",
    cause: str = "",
    recovery_date: date | None = None,
    rated_on: date | None = None,
    corrects: UUID | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """A dated statement about an action or a level; `scale_key` "" is the council's own scale,
    `capacity` "" the rater's usual one, `rated_on` None the day itself (or the corrected one's).

    New top ratings want evidence, new red ones a cause and a recovery date; "complete and signed
    off" is reached only by signing off.
    """
    thing = _thing(action_id, level_id, by=by, on=on)
    capacity = capacity or "".join(policies.rating_capacities(by, thing.subject)[:1])
    policies.require(policies.may_rate_as(by, thing.subject, capacity))
    scale = _scale(thing, scale_key)
    point = _point(scale, point_key)
    corrected = _corrected(thing, corrects, capacity, scale)
    rated_on = rated_on or (corrected.on if corrected else on)
    if rated_on > on:
        raise Refused("A rating cannot be given in the future. Give the day it was given.")
    proof = demands(thing, scale, point, capacity, by)
    if capacity in _OWN_CAPACITIES:
        _wants_cause(point, cause, recovery_date, rated_on)
    rating = write_rating(
        thing.row,
        scale,
        point,
        capacity=capacity,
        raters=_raters(by, thing.subject, capacity, raters),
        rated_on=rated_on,
        occasion=occasion,
        reason=reason,
        cause=cause,
        recovery_date=recovery_date,
        supersedes=corrected,
        by=by,
    )
    if thing.action:
        repeat_ratings(thing.action)
    _tell(thing, rating, point, corrected, proof, by=by, on=on)
    return rating.pk


def _thing(action_id: UUID | None, level_id: UUID | None, *, by: Viewer, on: date) -> RatedThing:
    if (action_id is None) == (level_id is None):
        raise ValueError("Rate one action or one level.")
    if action_id is not None:
        action = running(action_id, by=by)
        return RatedThing(action, None, subjects.of_action(action, on=on))
    assert level_id is not None
    level = locked(PlanLevel, level_id, by=by, what="part of the plan")
    if level.ended_on is not None:
        raise Refused(f"“{level}” is no longer in the plan, so it cannot be rated.")
    return RatedThing(None, level, subjects.of_level(level))


def _scale(thing: RatedThing, scale_key: str) -> RatingScale:
    plan_id = thing.row.plan_id
    if not scale_key:
        scale = main_scale(plan_id)
    else:
        scale = RatingScale.objects.filter(
            plan_id=plan_id, key=scale_key, ended_on__isnull=True
        ).first()
    if scale is None:
        raise Refused("The plan has no such scale. Ask the programme office to set its scales out.")
    return scale


def _point(scale: RatingScale, point_key: str) -> ScalePoint:
    try:
        point = scale.as_scale().point(point_key)
    except KeyError:
        raise Refused(
            f"The scale “{scale.name}” has no such point. Choose one of its points."
        ) from None
    if point.ended:
        raise Refused(
            f"“{point.label}” is no longer given on the scale “{scale.name}”. Ratings at it stand. "
            "Choose another point."
        )
    return point


def _corrected(
    thing: RatedThing, corrects: UUID | None, capacity: str, scale: RatingScale
) -> Rating | None:
    if corrects is None:
        return None
    one: dict[str, Any] = {"action": thing.action} if thing.action else {"level": thing.level}
    rating = Rating.objects.filter(pk=corrects, **one).select_related("scale").first()
    if rating is None or rating.capacity != capacity or rating.scale.key != scale.key:
        raise Refused(
            "A correction replaces a rating of the same thing, scale and rater. "
            "Record a new rating instead."
        )
    if Rating.objects.filter(supersedes=rating).exists():
        raise Refused("This rating was corrected already. Correct the later one.")
    if rating.scale.as_scale().point(rating.point_key).needs_sign_off and thing.action:
        raise Refused("A sign-off cannot be corrected. Reopen the action instead, with a reason.")
    return rating


def demands(
    thing: RatedThing, scale: RatingScale, point: ScalePoint, capacity: str, by: Viewer
) -> list[tuple[UUID, str]]:
    """Refuse what the point wants and has not; the evidence it rests on, as (id, title)."""
    own = capacity in _OWN_CAPACITIES
    if point.needs_sign_off and thing.action:
        raise Refused(
            f"“{point.label}” means complete and signed off. Mark the action complete, then ask "
            "the workstream lead or the programme office to sign it off."
        )
    if point.needs_sign_off and own:
        policies.require(policies.may_sign_off(by, thing.subject))
    signed_off = thing.action is not None and thing.action.signed_off_on is not None
    if signed_off and scale.main and capacity == "council":
        raise Refused(
            "This action is complete and signed off. Reopen it first and say why; "
            "then it can be rated again."
        )
    if not (own and point.needs_evidence):
        return []
    return evidence_for(thing.evidence(), point, "it")


def evidence_for(rows: Any, point: ScalePoint, what: str) -> list[tuple[UUID, str]]:
    """Standing evidence as (id, title), newest first; refused where there is none."""
    found = list(rows.order_by("-on", "-recorded_at").values_list("pk", "title"))
    if not found:
        raise Refused(
            f"“{point.label}” needs evidence, and none is recorded. Add a file or a link that "
            f"shows {what}, then come back."
        )
    return found


def _wants_cause(point: ScalePoint, cause: str, recovery_date: date | None, rated_on: date) -> None:
    if not point.needs_cause:
        return
    if not cause.strip() or recovery_date is None:
        raise Refused(
            f"“{point.label}” needs the cause and the date by which it will be back on track. "
            "Give both."
        )
    if recovery_date < rated_on:
        raise Refused("The recovery date lies before the rating. Give a later date.")


def _raters(
    by: Viewer, subject: ActionSubject, capacity: str, raters: Sequence[str]
) -> tuple[str, ...]:
    named = tuple(" ".join(rater.split()) for rater in raters if rater.strip())
    if named or capacity in _OWN_CAPACITIES:
        return named or (by.name,)
    # An adviser or the forum rates in their own name; the programme office says whose word it is.
    speaks = {"external": "external_adviser", "forum": "parent_carer_forum"}[capacity]
    if by.holds(speaks):
        return (by.name,)
    raise Refused("Name who gave this rating, such as the bodies or people at the visit.")


def write_rating(
    row: Action | PlanLevel,
    scale: RatingScale,
    point: ScalePoint,
    *,
    capacity: str,
    raters: Sequence[str],
    rated_on: date,
    by: Viewer,
    occasion: str = "",
    reason: str = "",
    cause: str = "",
    recovery_date: date | None = None,
    supersedes: Rating | None = None,
) -> Rating:
    """The row of a rating, its demands met."""
    return Rating.objects.create(
        local_area_id=row.local_area_id,
        plan_id=row.plan_id,
        action=row if isinstance(row, Action) else None,
        level=row if isinstance(row, PlanLevel) else None,
        scale=scale,
        point_key=point.key,
        axis=point.axis.value,
        capacity=capacity,
        raters=list(raters),
        on=rated_on,
        recorded_at=Now(),
        occasion=fitted(occasion, 300),
        reason=storable(reason),
        cause=storable(cause),
        recovery_date=recovery_date,
        supersedes=supersedes,
        **said_by(by),
    )


def _tell(
    thing: RatedThing,
    rating: Rating,
    point: ScalePoint,
    corrected: Rating | None,
    proof: list[tuple[UUID, str]],
    *,
    by: Viewer,
    on: date,
) -> None:
    deed = "corrected the rating to" if corrected else "recorded a rating of"
    whose = {
        "council": "",
        "programme_office": " as the programme office",
        "external": f" given by {', '.join(rating.raters)}",
        "forum": f" given by {', '.join(rating.raters)}",
    }[rating.capacity]
    resting = f", on the evidence “{proof[0][1]}”" if proof else ""
    words = f"{deed} {point.label} for {thing.said}{whose}{resting}"
    about: list[tuple[str, UUID]] = [("evidence", pk) for pk, _ in proof]
    before = corrected.point_key if corrected else None
    if thing.action:
        about += [("level", pk) for pk in thing.subject.level_ids]
        note_action(
            "record_rating",
            words,
            thing.action,
            by=by,
            on=on,
            changes={"rating": (before, point.key)},
            reason=rating.reason,
            subjects=about,
        )
    elif thing.level:
        note_level(
            "record_rating",
            words,
            thing.level,
            by=by,
            on=on,
            changes={"rating": (before, point.key)},
            reason=rating.reason,
            subjects=about,
        )
