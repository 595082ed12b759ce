"""A plan's list narrowed to what somebody asks for, and put in the order they ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Case, Exists, F, IntegerField, Q, QuerySet, Value, When

from goldenthread.improvement_plan.models import Action, ActionForum, ActionLead, ActionLevel
from goldenthread.improvement_plan.queries.conditions import (
    NEVER,
    NOT_IN_SQL,
    THIS,
    holds,
    leading,
    named_in,
    rated,
)
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.filters import HAS_GAP, ActionFilters
from goldenthread.improvement_plan.queries.moves import changed, was


def matching(
    filters: ActionFilters, context: PlanContext, disagreeing: Callable[[], Iterable[object]]
) -> Q:
    """The condition of a whole set of filters. `disagreeing` gives the ids of the actions whose
    raters disagree, and is asked only when a filter wants them."""
    found = Q(plan_id=context.plan.id, ended_on__isnull=True)
    if filters.rating:
        found &= rated(filters.rating)
    if filters.was:
        found &= was(filters.was, context)
    if filters.level:
        wanted = context.with_descendants(filters.level)
        found &= named_in(ActionLevel.objects.filter(level_id__in=wanted), context)
    if filters.post or filters.person or filters.lead:
        found &= _led_by(filters, context)
    if filters.forum:
        found &= named_in(ActionForum.objects.filter(forum_id__in=filters.forum), context)
    if filters.ref:
        found &= Q(reference__in=filters.ref)
    for state in filters.state:
        if state == "disagreement":
            found &= Q(pk__in=list(disagreeing()))
        elif state in NOT_IN_SQL and state != HAS_GAP:
            found &= changed(state, context)
        else:
            found &= holds(state, context)
    return found & saying(filters.q)


def saying(words: str) -> Q:
    """Every one of the words occurs, wherever it stands."""
    found = Q()
    for word in words.split():
        found &= _says(word)
    return found


def _led_by(filters: ActionFilters, context: PlanContext) -> Q:
    leads = Q(post_id__in=filters.post) | Q(person_id__in=filters.person)
    for words in filters.lead:
        leads |= Q(as_written__iexact=words, post__isnull=True, person__isnull=True)
    return named_in(ActionLead.objects.filter(leads, leading(context.on)), context)


def _says(word: str) -> Q:
    said = NEVER
    for column in (
        "reference", "text", "steps", "success_measures", "outcome", "impact",
        "leads_as_written", "due_as_written",
    ):  # fmt: skip
        said |= Q(**{f"{column}__icontains": word})
    leads = ActionLead.objects.filter(
        Q(post__title__icontains=word) | Q(person__name__icontains=word), action=THIS
    )
    return said | Q(Exists(leads))


def ordered(actions: QuerySet[Action], sort: str, context: PlanContext) -> QuerySet[Action]:
    """In the order asked for; ties and "" in the plan's order."""
    if sort == "due":
        return actions.order_by(F("due").asc(nulls_last=True), "position", "id")
    if sort == "updated":
        return actions.order_by(F("last_update_on").asc(nulls_first=True), "position", "id")
    if sort == "lead":
        return actions.order_by("leads_as_written", "position", "id")
    if sort == "rating":
        worst_first = Case(
            *(
                When(current_rating__point_key=key, then=Value(-point.order))
                for key, point in context.points.items()
            ),
            default=Value(1),
            output_field=IntegerField(),
        )
        return actions.order_by(worst_first, "position", "id")
    return actions.order_by("position", "id")
