"""What each filter and each state means, as a condition on actions: said once, for the list, for
the counts and for the marks in every row.

Conditions use no joins to many (only EXISTS), so that they can be counted side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from goldenthread.improvement_plan.models import (
    Action,
    ActionDue,
    ActionForum,
    ActionLead,
    ActionLevel,
    Dependency,
    Evidence,
    Milestone,
    Target,
)
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.filters import (
    DUE_SOON_DAYS,
    NOT_RATED,
    ActionFilters,
)
from goldenthread.rules.calendars import Precision
from goldenthread.rules.ratings import Direction, direction

NEVER = Q(pk__in=())
THIS = OuterRef("pk")
# These compare with a snapshot or with other raters: rows work them out from what they hold.
NOT_IN_SQL = frozenset({"moved", "better", "worse", "added", "disagreement"})


def rated(keys: Iterable[str]) -> Q:
    """Stands at one of these points of the plan's main scale; "none" is not yet rated."""
    wanted = tuple(keys)
    points = Q(current_rating__point_key__in=[key for key in wanted if key != NOT_RATED])
    return points | Q(current_rating__isnull=True) if NOT_RATED in wanted else points


def _complete(context: PlanContext) -> Q:
    return Q(completed_on__isnull=False) | rated(context.complete_keys)


def _overdue(context: PlanContext) -> Q:
    return Q(due__lt=context.on) & ~_complete(context)


def _due_soon(context: PlanContext) -> Q:
    last = context.on + timedelta(days=DUE_SOON_DAYS)
    return Q(due__gte=context.on, due__lte=last) & ~_complete(context)


def _off_track(context: PlanContext) -> Q:
    """As a paper says it (`rules.comparison`): at risk by its rating, or overdue."""
    return rated(context.late_keys) | _overdue(context)


def leading(on: date) -> Q:
    """Leads and deputies on the day: those replaced keep their rows, with an end."""
    return (Q(from_date__isnull=True) | Q(from_date__lte=on)) & (
        Q(until__isnull=True) | Q(until__gte=on)
    )


def _led(context: PlanContext) -> Q:
    return Q(Exists(ActionLead.objects.filter(leading(context.on), action=THIS)))


def _identified(context: PlanContext) -> Q:
    known = Q(post__isnull=False) | Q(person__isnull=False)
    return Q(Exists(ActionLead.objects.filter(leading(context.on), known, action=THIS)))


def _ongoing(context: PlanContext) -> Q:
    dues = ActionDue.objects.filter(action=THIS, precision=Precision.ONGOING)
    return Q(due__isnull=True) & Q(Exists(dues))


def _proven() -> Q:
    return Q(Exists(Evidence.objects.filter(action=THIS, withdrawn_on__isnull=True)))


def _measured() -> Q:
    targets = Target.objects.filter(action=THIS, ended_on__isnull=True)
    return ~Q(success_measures="") | Q(Exists(targets))


def _missed_milestone(context: PlanContext) -> Q:
    missed = Milestone.objects.filter(
        action=THIS, ended_on__isnull=True, met_on__isnull=True, last_day__lt=context.on
    )
    return Q(Exists(missed))


def _waiting(context: PlanContext) -> Q:
    holding_up = Dependency.objects.filter(
        action=THIS,
        ended_on__isnull=True,
        waits_for__ended_on__isnull=True,
        waits_for__completed_on__isnull=True,
    ).exclude(waits_for__current_rating__point_key__in=context.complete_keys)
    return Q(Exists(holding_up))


def _no_cause(context: PlanContext) -> Q:
    told = ~Q(current_rating__cause="") & Q(current_rating__recovery_date__isnull=False)
    return rated(context.late_keys) & ~told


_STATE: dict[str, Callable[[PlanContext], Q]] = {
    "overdue": _overdue,
    "due-soon": _due_soon,
    "off-track": _off_track,
    "complete": _complete,
    "not-complete": lambda context: ~_complete(context),
    "signed-off": lambda _: Q(signed_off_on__isnull=False),
    "awaiting-sign-off": lambda _: Q(completed_on__isnull=False, signed_off_on__isnull=True),
    "missed-milestone": _missed_milestone,
    "waiting": _waiting,
    "not-rated": lambda _: Q(current_rating__isnull=True),
    "no-lead": lambda context: ~_led(context),
    "lead-not-identified": lambda context: _led(context) & ~_identified(context),
    "no-date": lambda context: Q(due__isnull=True) & ~_ongoing(context),
    "ongoing": _ongoing,
    "no-success-measure": lambda _: ~_measured(),
    "no-evidence": lambda context: rated(context.evidence_keys) & ~_proven(),
    "as-imported": lambda _: Q(current_rating__imported=True) & ~_proven(),
    "no-cause": _no_cause,
    "no-update": lambda _: Q(last_update_on__isnull=True),
    "no-forum": lambda _: ~Q(Exists(ActionForum.objects.filter(action=THIS))),
}


def marked(actions: QuerySet[Action], contexts: Iterable[PlanContext]) -> QuerySet[Action]:
    """The actions with `is_…` for each state the database can tell, by the very conditions of the
    filters."""
    known = tuple(contexts)
    marks = {}
    for state, condition in _STATE.items():
        if len(known) == 1:
            told = condition(known[0])
        else:  # each plan has its own scale
            told = NEVER
            for context in known:
                told |= Q(plan_id=context.plan.id) & condition(context)
        marks[mark(state)] = ExpressionWrapper(told, output_field=BooleanField())
    return actions.annotate(**marks)


def mark(state: str) -> str:
    return "is_" + state.replace("-", "_")


MARKS: tuple[tuple[str, str], ...] = tuple((state, mark(state)) for state in _STATE)


def was(keys: Iterable[str], context: PlanContext) -> Q:
    """Stood at one of these points in the last closed period."""
    wanted = {"" if key == NOT_RATED else key for key in keys}
    then = context.then or {}
    return Q(pk__in=[action_id for action_id, key in then.items() if key in wanted])


def _moved(context: PlanContext, wanted: frozenset[Direction] | None) -> Q:
    """Went from one point to another since the last report; `wanted` None: any change."""
    moved = NEVER
    then = context.then or {}
    for before in sorted(set(then.values())):
        after = [
            key or NOT_RATED
            for key in ("", *context.points)
            if key != before and (wanted is None or travel(before, key, context) in wanted)
        ]
        if after:
            moved |= was([before or NOT_RATED], context) & rated(after)
    return moved


def travel(before: str | None, now: str, context: PlanContext) -> Direction:
    """Direction between two point keys of the main scale ("" unrated; before None: not there)."""
    return direction(
        context.points.get(before) if before else None, context.points.get(now) if now else None
    )


def compared_states(action_id: UUID, now: str, context: PlanContext) -> frozenset[str]:
    """What an action at point `now` ("" unrated) did since the last report, in plain Python: the
    twin of the conditions below."""
    if context.then is None:
        return frozenset()
    before = context.then.get(str(action_id))
    if before is None:
        return frozenset({"added"})
    if before == now:
        return frozenset()
    way = travel(before, now, context)
    return frozenset({"moved", way.value} & NOT_IN_SQL)


def _compared(state: str, context: PlanContext) -> Q:
    if state == "moved":
        return _moved(context, None)
    if state == "better":
        return _moved(context, frozenset({Direction.BETTER}))
    if state == "worse":
        return _moved(context, frozenset({Direction.WORSE}))
    if context.then is None:
        return NEVER
    return ~Q(pk__in=list(context.then))  # added


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
        found &= Q(Exists(ActionLevel.objects.filter(action=THIS, level_id__in=wanted)))
    if filters.post or filters.person or filters.lead:
        found &= _led_by(filters, context)
    if filters.forum:
        found &= Q(Exists(ActionForum.objects.filter(action=THIS, forum_id__in=filters.forum)))
    if filters.ref:
        found &= Q(reference__in=filters.ref)
    for state in filters.state:
        if state == "disagreement":
            found &= Q(pk__in=list(disagreeing()))
        elif state in NOT_IN_SQL:
            found &= _compared(state, context)
        else:
            found &= _STATE[state](context)
    for word in filters.q.split():
        found &= _says(word)
    return found


def _led_by(filters: ActionFilters, context: PlanContext) -> Q:
    leads = Q(post_id__in=filters.post) | Q(person_id__in=filters.person)
    for words in filters.lead:
        leads |= Q(as_written__iexact=words, post__isnull=True, person__isnull=True)
    return Q(Exists(ActionLead.objects.filter(leads, leading(context.on), action=THIS)))


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
