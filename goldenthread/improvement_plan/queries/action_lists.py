"""Lists of actions and one action whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from goldenthread.improvement_plan.models import (
    Action,
    ActionForum,
    ActionLead,
    Completion,
    Dependency,
    Evidence,
    Finding,
    Milestone,
    Rating,
    Target,
)
from goldenthread.improvement_plan.queries import contexts
from goldenthread.improvement_plan.queries.conditions import (
    leading,
    matching,
    ordered,
)
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import (
    ActionDetail,
    ActionRow,
    Choice,
    CompletionFact,
    DependencyFact,
    FilterChoices,
    FindingFact,
    LevelRef,
)
from goldenthread.improvement_plan.queries.filters import NOT_RATED, STATES, ActionFilters
from goldenthread.improvement_plan.queries.rows import action_rows, disagreeing, title_of
from goldenthread.improvement_plan.queries.statements import (
    completion_fact,
    due_fact,
    evidence_fact,
    milestone_fact,
    rating_facts,
    target_facts,
    update_fact,
)
from goldenthread.improvement_plan.queries.tallies import Counts, count
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.ratings import NOT_YET_RATED

ALL = ActionFilters()


def actions(
    plan_id: UUID, *, viewer: Viewer, on: date, filters: ActionFilters = ALL
) -> tuple[ActionRow, ...]:
    """The plan's actions that match; none of a plan that is out of sight."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return ()
    return action_rows(_found(filters, context), {plan_id: context}, viewer=viewer)


def action_list(
    plan_id: UUID, *, viewer: Viewer, on: date, filters: ActionFilters = ALL
) -> tuple[tuple[ActionRow, ...], FilterChoices] | None:
    """The list's page: the actions that match, and what it can be narrowed to, counted over the
    whole plan; None out of sight."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return None
    counts = count(context)
    rows = action_rows(
        _found(filters, context), {plan_id: context}, viewer=viewer, states=counts.states()
    )
    return rows, _choices_in(counts)


def _found(filters: ActionFilters, context: PlanContext) -> QuerySet[Action]:
    found = Action.objects.filter(matching(filters, context, lambda: disagreeing(context)))
    return ordered(found, filters.sort, context)


def actions_by_lead(
    *, viewer: Viewer, on: date, post_id: UUID | None = None, person_id: UUID | None = None
) -> tuple[ActionRow, ...]:
    """What a post or a person leads (or is deputy for), in every plan in sight, by due date.

    A person's list holds the actions that name the person; those of the posts a person holds are
    asked for by post.
    """
    who = Q(post_id=post_id) if post_id else Q(person_id=person_id)
    if post_id is None and person_id is None:
        return ()
    return _led(who, viewer=viewer, on=on)


def my_actions(*, viewer: Viewer, on: date) -> tuple[ActionRow, ...]:
    """What the viewer leads, in person or by a post held today or granted, by due date."""
    posts = viewer.post_ids | viewer.scopes("action_lead", "post") | viewer.scopes("deputy", "post")
    who = Q(post_id__in=posts)
    if viewer.person_id:
        who |= Q(person_id=viewer.person_id)
    return _led(who, viewer=viewer, on=on)


def _led(who: Q, *, viewer: Viewer, on: date) -> tuple[ActionRow, ...]:
    leads = ActionLead.objects.visible_to(viewer).filter(who, leading(on))
    return _anywhere(Q(pk__in=leads.values("action_id")), viewer=viewer, on=on)


def actions_by_forum(forum_id: UUID, *, viewer: Viewer, on: date) -> tuple[ActionRow, ...]:
    """What reports to a forum, in every plan in sight, by due date."""
    links = ActionForum.objects.visible_to(viewer).filter(forum_id=forum_id)
    return _anywhere(Q(pk__in=links.values("action_id")), viewer=viewer, on=on)


def _anywhere(which: Q, *, viewer: Viewer, on: date) -> tuple[ActionRow, ...]:
    found = Action.objects.visible_to(viewer).filter(
        which, ended_on__isnull=True, plan__closed_on__isnull=True
    )
    plan_ids = set(found.values_list("plan_id", flat=True))
    loaded = contexts.load(plan_ids=plan_ids, viewer=viewer, on=on)
    if not loaded:
        return ()
    in_order = found.order_by(F("due").asc(nulls_last=True), "plan_id", "position", "id")
    return action_rows(in_order, loaded, viewer=viewer)


def action(action_id: UUID, *, viewer: Viewer, on: date) -> ActionDetail | None:
    """Everything about one action, also about one that has left the plan; None out of sight."""
    found = Action.objects.visible_to(viewer).filter(pk=action_id)
    row = found.select_related("accountable_post").first()
    context = contexts.load_one(row.plan_id, viewer=viewer, on=on) if row else None
    if row is None or context is None:
        return None
    completions = tuple(
        completion_fact(each)
        for each in Completion.objects.filter(action=row).order_by("-on", "-recorded_at", "-id")
    )
    listed = action_rows(found, {row.plan_id: context}, viewer=viewer)[0]
    return ActionDetail(
        row=listed,
        plan=context.plan,
        **_words(row),
        dues=tuple(due_fact(due) for due in row.dues.order_by("position", "id")),
        milestones=tuple(
            milestone_fact(each, on=on)
            for each in Milestone.objects.filter(action=row, ended_on__isnull=True)
        ),
        updates=tuple(
            update_fact(each) for each in row.updates.order_by("-on", "-recorded_at", "-id")
        ),
        ratings=rating_facts(Rating.objects.filter(action=row), context),
        evidence=tuple(
            evidence_fact(each)
            for each in Evidence.objects.filter(action=row).select_related("file")
        ),
        completions=completions,
        completion=_standing(completions),
        waits_for=_dependencies(Q(action=row), "waits_for", context),
        holds_up=_dependencies(Q(waits_for=row), "action", context),
        targets=target_facts(Target.objects.filter(action=row)),
        findings=_findings(listed, context),
        above=_above(listed, context),
    )


def _words(row: Action) -> dict[str, Any]:
    post = row.accountable_post
    return {
        "steps": row.steps,
        "success_measures": row.success_measures,
        "outcome": row.outcome,
        "impact": row.impact,
        "co_production": row.co_production,
        "resources": row.resources,
        "accountable": post.title if post else row.accountable_as_written,
        "accountable_post_id": row.accountable_post_id,
        "accountable_as_written": row.accountable_as_written,
        "as_written": tuple((str(heading), str(words)) for heading, words in row.as_written),
        "imported_on": row.imported_on,
        "ended_on": row.ended_on,
        "ended_reason": row.ended_reason,
    }


def _standing(completions: Iterable[CompletionFact]) -> CompletionFact | None:
    return next((each for each in completions if each.withdrawn_on is None), None)


def _dependencies(which: Q, other: str, context: PlanContext) -> tuple[DependencyFact, ...]:
    found = []
    rows = Dependency.objects.filter(
        which, ended_on__isnull=True, **{f"{other}__ended_on__isnull": True}
    )
    for row in rows.select_related(f"{other}__current_rating").order_by("id"):
        one: Action = getattr(row, other)
        key = one.current_rating.point_key if one.current_rating else ""
        complete = one.completed_on is not None or key in context.complete_keys
        found.append(
            DependencyFact(
                id=row.pk,
                action_id=one.pk,
                reference=one.reference,
                title=title_of(one.text),
                note=row.note,
                due=one.due,
                rating=context.points.get(key),
                complete=complete,
                overdue=one.due is not None and one.due < context.on and not complete,
            )
        )
    return tuple(found)


def _findings(row: ActionRow, context: PlanContext) -> tuple[FindingFact, ...]:
    """The findings that the action's levels, or those above them, answer."""
    found = (
        Finding.objects.filter(levels__in=row.subject.level_ids)
        .distinct()
        .order_by("position", "id")
        .annotate(placed=Count("levels__placings__action", distinct=True))
    )
    return tuple(
        FindingFact(
            id=each.pk,
            reference=each.reference,
            text=each.text,
            source=each.source,
            on=each.on,
            level_ids=tuple(level.pk for level in each.levels.all() if level.pk in context.levels),
            actions=each.placed,
            version=each.version,
        )
        for each in found.prefetch_related("levels")
    )


def _above(row: ActionRow, context: PlanContext) -> tuple[LevelRef, ...]:
    """What lies above the first level the action belongs to."""
    first = [level.id for level in row.levels[:1]]
    ids = context.with_ancestors(first).difference(first)
    return tuple(level for level in context.levels.values() if level.id in ids)


def filter_choices(plan_id: UUID, *, viewer: Viewer, on: date) -> FilterChoices | None:
    """What the list can be narrowed to, counted over the whole plan; None out of sight."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    return _choices_in(count(context)) if context else None


def _choices_in(counts: Counts) -> FilterChoices:
    context = counts.context
    here = Q(plan_id=context.plan.id, action__ended_on__isnull=True)
    leads = ActionLead.objects.filter(here, leading(context.on))
    return FilterChoices(
        ratings=tuple(
            Choice(
                each.point.key if each.point else NOT_RATED,
                each.point.label if each.point else NOT_YET_RATED,
                each.counted.count,
            )
            for each in counts.by_point()
        ),
        levels=tuple(
            Choice(
                str(level.id),
                f"{level.reference} {level.title}".strip(),
                counts.within(level.id).counted().count,
            )
            for level in context.levels.values()
        ),
        posts=_choices(leads.filter(post__isnull=False), "post_id", "post__title"),
        people=_choices(leads.filter(person__isnull=False), "person_id", "person__name"),
        forums=_choices(ActionForum.objects.filter(here), "forum_id", "forum__name"),
        states=tuple(
            Choice(state, words, counts.counted(state=(state,)).count)
            for state, words in STATES.items()
        ),
    )


def _choices(rows: QuerySet[Any], value: str, words: str) -> tuple[Choice, ...]:
    found = (
        rows.order_by(words).values_list(value, words).annotate(n=Count("action_id", distinct=True))
    )
    return tuple(Choice(str(pk), said, n) for pk, said, n in found)
