"""Lists of actions and one action whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from goldenthread.improvement_plan.queries.choices import choices_in
from goldenthread.improvement_plan.queries.conditions import leading
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.facts import (
    ActionDetail,
    ActionRow,
    ActionsFound,
    CompletionFact,
    DependencyFact,
    FilterChoices,
    FindingFact,
    LevelRef,
)
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.improvement_plan.queries.narrowing import matching, ordered
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
from goldenthread.improvement_plan.queries.tallies import Counts, count, finding_fact
from goldenthread.partnership.queries import Viewer

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
    """The actions that match, and what they can be narrowed to, counted over the whole plan; None
    out of sight."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return None
    counts = count(context)
    rows = action_rows(
        _found(filters, context), {plan_id: context}, viewer=viewer, known=counts.known
    )
    return rows, choices_in(counts)


def action_page(
    plan_id: UUID, *, viewer: Viewer, on: date, filters: ActionFilters, number: int, size: int
) -> ActionsFound | None:
    """One page of the plan's list: `size` actions, of which alone the rows are fetched. A number
    beyond the last page means the last; None out of sight."""
    context = contexts.load_one(plan_id, viewer=viewer, on=on)
    if context is None:
        return None
    counts = count(context)
    ids = found_ids(filters, counts)
    number = min(max(number, 1), max(1, -(-len(ids) // size)))
    return ActionsFound(
        plan=context.plan,
        rows=rows_in_order(ids[(number - 1) * size : number * size], counts, viewer=viewer),
        matching=len(ids),
        number=number,
        choices=choices_in(counts),
    )


def found_ids(filters: ActionFilters, counts: Counts) -> list[UUID]:
    """Which of the actions counted match, in the order asked for: one query."""
    found = _found(filters, counts.context).values_list("pk", flat=True)
    return [pk for pk in found if pk in counts.known.states]  # none added since they were counted


def rows_in_order(
    action_ids: Sequence[UUID], counts: Counts, *, viewer: Viewer
) -> tuple[ActionRow, ...]:
    """The rows of some of the actions counted, in the order given."""
    wanted = Action.objects.filter(pk__in=action_ids)
    rows = action_rows(
        wanted, {counts.context.plan.id: counts.context}, viewer=viewer, known=counts.known
    )
    found = {row.id: row for row in rows}
    return tuple(found[action_id] for action_id in action_ids)


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
    return _led(led_by(viewer), viewer=viewer, on=on)


def led_by(viewer: Viewer) -> Q:
    """The leads that mean the viewer."""
    posts = viewer.post_ids | viewer.scopes("action_lead", "post") | viewer.scopes("deputy", "post")
    who = Q(post_id__in=posts)
    return who | Q(person_id=viewer.person_id) if viewer.person_id else who


def _led(who: Q, *, viewer: Viewer, on: date) -> tuple[ActionRow, ...]:
    return _anywhere(led(who, viewer=viewer, on=on), viewer=viewer, on=on)


def led(who: Q, *, viewer: Viewer, on: date) -> QuerySet[Action]:
    """The actions with such a lead, in every open plan in sight, by due date."""
    leads = ActionLead.objects.visible_to(viewer).filter(who, leading(on))
    return _in_open_plans(Q(pk__in=leads.values("action_id")), viewer)


def actions_by_forum(forum_id: UUID, *, viewer: Viewer, on: date) -> tuple[ActionRow, ...]:
    """What reports to a forum, in every plan in sight, by due date."""
    links = ActionForum.objects.visible_to(viewer).filter(forum_id=forum_id)
    which = Q(pk__in=links.values("action_id"))
    return _anywhere(_in_open_plans(which, viewer), viewer=viewer, on=on)


def _in_open_plans(which: Q, viewer: Viewer) -> QuerySet[Action]:
    found = Action.objects.visible_to(viewer).filter(
        which, ended_on__isnull=True, plan__closed_on__isnull=True
    )
    return found.order_by(F("due").asc(nulls_last=True), "plan_id", "position", "id")


def _anywhere(found: QuerySet[Action], *, viewer: Viewer, on: date) -> tuple[ActionRow, ...]:
    plan_ids = set(found.order_by().values_list("plan_id", flat=True))
    loaded = contexts.load(plan_ids=plan_ids, viewer=viewer, on=on)
    return action_rows(found, loaded, viewer=viewer) if loaded else ()


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
        context=context,
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
    """The findings that the action's levels, or those above them, answer; ended ones last."""
    found = (
        Finding.objects.filter(answers__level__in=row.subject.level_ids)
        .distinct()
        .order_by(F("ended_on").asc(nulls_first=True), "position", "id")
        .annotate(placed=Count("levels__placings__action", distinct=True))
    )
    return tuple(
        finding_fact(
            each,
            tuple(level.pk for level in each.levels.all() if level.pk in context.levels),
            each.placed,
        )
        for each in found.prefetch_related("levels")
    )


def _above(row: ActionRow, context: PlanContext) -> tuple[LevelRef, ...]:
    """What lies above the first level the action belongs to."""
    first = [level.id for level in row.levels[:1]]
    ids = context.with_ancestors(first).difference(first)
    return tuple(level for level in context.levels.values() if level.id in ids)
