"""The actions and parts of a plan that risks and escalations belong to: a fixed number of queries,
whatever the number of them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from goldenthread.improvement_plan.models import Action
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.queries.beside import beside
from goldenthread.improvement_plan.queries.contexts import PlanContext
from goldenthread.improvement_plan.queries.risk_facts import PlaceFact
from goldenthread.improvement_plan.queries.rows import title_of
from goldenthread.improvement_plan.queries.statement_facts import LevelRef


def top_of(level_ids: Iterable[UUID], context: PlanContext) -> LevelRef | None:
    """The top level among these, the plan's first where there are several."""
    wanted = set(level_ids)
    return next(
        (level for level in context.levels.values() if level.id in wanted and not level.depth), None
    )


def action_places(action_ids: Iterable[UUID], context: PlanContext) -> dict[UUID, PlaceFact]:
    """Of these actions, ended ones too: four queries."""
    ids = set(action_ids)
    shown = beside(ids)
    found = {}
    rows = Action.objects.filter(pk__in=ids, plan_id=context.plan.id)
    for pk, reference, text, leads_as_written, ended_on in rows.values_list(
        "pk", "reference", "text", "leads_as_written", "ended_on"
    ):
        leads = [
            lead
            for lead in shown.leads.get(pk, ())
            if (lead.from_date is None or lead.from_date <= context.on)
            and (lead.until is None or lead.until >= context.on)
        ]
        named = tuple(lead.post_title or lead.person_name or lead.as_written for lead in leads)
        level_ids = context.with_ancestors(shown.levels.get(pk, ()))
        found[pk] = PlaceFact(
            plan_id=context.plan.id,
            action_id=pk,
            level_id=None,
            name=f"Action {reference}",
            title=title_of(text),
            level_ids=level_ids,
            top=top_of(level_ids, context),
            leads=named or ((leads_as_written,) if leads_as_written else ()),
            subject=ActionSubject(
                plan_id=context.plan.id,
                level_ids=level_ids,
                lead_person_ids=frozenset(lead.person_id for lead in leads if lead.person_id),
                lead_post_ids=frozenset(lead.post_id for lead in leads if lead.post_id),
                forum_ids=frozenset(forum.id for forum in shown.forums.get(pk, ())),
            ),
            ended=ended_on is not None,
        )
    return found


def level_place(level_id: UUID, context: PlanContext) -> PlaceFact:
    """Of a part of the plan; one that has left the plan keeps its place, without its name."""
    level = context.levels.get(level_id)
    level_ids = context.with_ancestors([level_id])
    return PlaceFact(
        plan_id=context.plan.id,
        action_id=None,
        level_id=level_id,
        name=f"{level.word} {level.reference}".strip() if level else "A part of the plan",
        title=level.title if level else "No longer in the plan",
        level_ids=level_ids,
        top=top_of(level_ids, context),
        leads=(),
        subject=ActionSubject(plan_id=context.plan.id, level_ids=level_ids),
        ended=level is None,
    )
