"""The ratings repeated on an action for its lists: written here and nowhere else, from the rows."""

from __future__ import annotations

from uuid import UUID

from goldenthread.improvement_plan.models import Action, Rating, RatingScale


def main_scale(plan_id: UUID) -> RatingScale | None:
    """The council's own scale of actions, in force."""
    return RatingScale.objects.filter(plan_id=plan_id, main=True, ended_on__isnull=True).first()


def repeat_ratings(action: Action) -> None:
    """Set the current and first rating from the council's standing ratings on the main scale."""
    current, first = _ends(action.plan_id, [action.pk]).get(action.pk, (None, None))
    Action.objects.filter(pk=action.pk).update(current_rating_id=current, first_rating_id=first)
    action.current_rating_id, action.first_rating_id = current, first


def repeat_all_ratings(plan_id: UUID, action_ids: list[UUID] | None = None) -> None:
    """The same for a whole plan, or for some of its actions."""
    actions = list(
        Action.objects.filter(plan_id=plan_id)
        if action_ids is None
        else Action.objects.filter(plan_id=plan_id, pk__in=action_ids)
    )
    ends = _ends(plan_id, [action.pk for action in actions])
    for action in actions:
        action.current_rating_id, action.first_rating_id = ends.get(action.pk, (None, None))
    Action.objects.bulk_update(actions, ["current_rating", "first_rating"], batch_size=200)


def _ends(plan_id: UUID, action_ids: list[UUID]) -> dict[UUID, tuple[UUID | None, UUID | None]]:
    """Action id → (latest, first) standing rating of the council on its own scale."""
    main = main_scale(plan_id)
    if main is None:
        return {}
    rows = Rating.objects.filter(
        plan_id=plan_id,
        action_id__in=action_ids,
        capacity="council",
        scale__key=main.key,
        superseded_by__isnull=True,
    ).order_by("on", "recorded_at", "id")
    found: dict[UUID, tuple[UUID | None, UUID | None]] = {}
    for action_id, rating_id in rows.values_list("action_id", "pk"):
        if action_id:
            found[action_id] = (rating_id, found.get(action_id, (None, rating_id))[1])
    return found
