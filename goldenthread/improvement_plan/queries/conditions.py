"""What each state means, as a condition on actions: said once, for the list, for the counts and for
the marks in every row.

Conditions use no joins to many, so that they can be counted side by side: only sets of actions
that other rows of the plan name, and EXISTS where those rows are compared with the action's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from goldenthread.improvement_plan.models import (
    Action,
    ActionDue,
    ActionForum,
    ActionLead,
    Dependency,
    Escalation,
    Evidence,
    Milestone,
    ProgressUpdate,
    ReportingPeriod,
    Target,
)
from goldenthread.improvement_plan.models.period import PeriodState
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.filters import (
    DUE_SOON_DAYS,
    GAPS,
    HAS_GAP,
    NOT_RATED,
)
from goldenthread.partnership.queries.holdings import gone_person_ids, held_post_ids
from goldenthread.rules.calendars import Precision

NEVER = Q(pk__in=())
_GAPS = frozenset(GAPS)
THIS = OuterRef("pk")
# These compare with a snapshot or with other raters: rows work them out from what they hold.
NOT_IN_SQL = frozenset({"moved", "better", "worse", "added", "disagreement", HAS_GAP})


def named_in(rows: QuerySet[Any], context: PlanContext) -> Q:
    """Actions that such a row of the plan names. One set for the whole plan: asked of each action
    on its own, PostgreSQL would read the rows of every local area."""
    here = rows.filter(plan_id=context.plan.id, action_id__isnull=False).order_by()
    return Q(pk__in=here.values("action_id"))


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
    return named_in(ActionLead.objects.filter(leading(context.on)), context)


def _identified(context: PlanContext) -> Q:
    known = Q(post__isnull=False) | Q(person__isnull=False)
    return named_in(ActionLead.objects.filter(leading(context.on), known), context)


def _ongoing(context: PlanContext) -> Q:
    dues = ActionDue.objects.filter(precision=Precision.ONGOING)
    return Q(due__isnull=True) & named_in(dues, context)


def _proven(context: PlanContext) -> Q:
    return named_in(Evidence.objects.filter(withdrawn_on__isnull=True), context)


def _measured(context: PlanContext) -> Q:
    targets = Target.objects.filter(ended_on__isnull=True)
    return ~Q(success_measures="") | named_in(targets, context)


def _missed_milestone(context: PlanContext) -> Q:
    missed = Milestone.objects.filter(
        ended_on__isnull=True, met_on__isnull=True, last_day__lt=context.on
    )
    return named_in(missed, context)


def _holding_up(context: PlanContext) -> QuerySet[Dependency]:
    """What actions wait for and is not complete."""
    return Dependency.objects.filter(
        ended_on__isnull=True,
        waits_for__ended_on__isnull=True,
        waits_for__completed_on__isnull=True,
    ).exclude(waits_for__current_rating__point_key__in=context.complete_keys)


def _waiting(context: PlanContext) -> Q:
    return named_in(_holding_up(context), context)


def awaits_decision(on: date) -> Q:
    """An escalation that was raised by the day, and neither decided nor withdrawn by it."""
    return Q(on__lte=on) & ~Q(decided_on__lte=on) & ~Q(withdrawn_on__lte=on)


def _blocked(context: PlanContext) -> Q:
    """Needs a decision itself, or waits for what is late, off track or needs a decision."""
    open_ones = Escalation.objects.filter(awaits_decision(context.on))
    stuck = _holding_up(context).filter(
        Q(waits_for__due__lt=context.on)
        | Q(waits_for__current_rating__point_key__in=context.late_keys)
        | Q(Exists(open_ones.filter(action=OuterRef("waits_for"))))
    )
    return (named_in(open_ones, context) | named_in(stuck, context)) & ~_complete(context)


def _in_post(context: PlanContext) -> Q:
    """One of those who lead is there: a person who has not left, or a post that somebody holds."""
    area_id, on = context.local_area_id, context.on
    gone = gone_person_ids(local_area_id=area_id, on=on)
    here = Q(post_id__in=held_post_ids(local_area_id=area_id, on=on)) | (
        Q(person__isnull=False) & ~Q(person_id__in=gone)
    )
    return named_in(ActionLead.objects.filter(leading(context.on), here), context)


def _lead_gone(context: PlanContext) -> Q:
    return _identified(context) & ~_in_post(context) & ~_complete(context)


def _old_rating(context: PlanContext) -> Q:
    """Given before the last two closed periods began."""
    begins = (
        ReportingPeriod.objects.filter(
            plan_id=context.plan.id, state=PeriodState.CLOSED, cut_off__lte=context.on
        )
        .order_by("-cut_off")
        .values("from_date")[1:2]
    )
    return Q(current_rating__on__lt=Subquery(begins)) & ~_complete(context)


def explains_lateness(on: date) -> Q:
    """An update that says why the action is late, and until when: once that day has passed, the
    lateness wants explaining again."""
    return ~Q(cause="") & (Q(expected_on__isnull=True) | Q(expected_on__gte=on))


def _overdue_no_cause(context: PlanContext) -> Q:
    quiet = Q(current_rating__isnull=True) | Q(current_rating__cause="")
    told = ProgressUpdate.objects.filter(explains_lateness(context.on), action=THIS)
    return _overdue(context) & ~rated(context.late_keys) & quiet & ~Q(Exists(told))


def _contradicting_dates(context: PlanContext) -> Q:
    """Twin of `rules.plan_quality.contradictions`."""
    later = Milestone.objects.filter(
        action=THIS, ended_on__isnull=True, last_day__gt=OuterRef("due")
    )
    found = Q(start__gt=F("due")) | Q(completed_on__lt=F("start")) | Q(Exists(later))
    found |= rated(context.late_keys) & Q(current_rating__recovery_date__lt=context.on)
    if context.plan.ends_on:
        found |= Q(due__gt=context.plan.ends_on) & ~_complete(context)
    return found


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
    "blocked": _blocked,
    "not-rated": lambda _: Q(current_rating__isnull=True),
    "no-lead": lambda context: ~_led(context),
    "lead-not-identified": lambda context: _led(context) & ~_identified(context),
    "no-date": lambda context: Q(due__isnull=True) & ~_ongoing(context),
    "ongoing": _ongoing,
    "no-success-measure": lambda context: ~_measured(context),
    "no-evidence": lambda context: rated(context.evidence_keys) & ~_proven(context),
    "as-imported": lambda context: Q(current_rating__imported=True) & ~_proven(context),
    "no-cause": _no_cause,
    "lead-gone": _lead_gone,
    "old-rating": _old_rating,
    "overdue-no-cause": _overdue_no_cause,
    "contradicting-dates": _contradicting_dates,
    "no-update": lambda _: Q(last_update_on__isnull=True),
    "no-forum": lambda context: ~named_in(ActionForum.objects.all(), context),
}


def holds(state: str, context: PlanContext) -> Q:
    """That a state which the database can tell holds; `HAS_GAP` is any of the gaps."""
    if state != HAS_GAP:
        return _STATE[state](context)
    found = NEVER
    for gap in GAPS:
        found |= _STATE[gap](context)
    return found


def gap_state(states: Collection[str]) -> frozenset[str]:
    """`HAS_GAP` where one of the states is a gap: the twin of the condition above."""
    return frozenset({HAS_GAP}) if not _GAPS.isdisjoint(states) else frozenset()


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


STATES_IN_SQL = tuple(_STATE)
