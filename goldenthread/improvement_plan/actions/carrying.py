"""Carrying over: ongoing actions are copied into the plan that follows, with their lineage on both
sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from uuid_utils.compat import uuid7

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.doing import WORDS
from goldenthread.improvement_plan.actions.writing import locked, note_plan
from goldenthread.improvement_plan.models import (
    Action,
    ActionDue,
    ActionForum,
    ActionLead,
    ActionLevel,
    Plan,
    PlanLevel,
    Target,
    TargetStep,
)
from goldenthread.improvement_plan.models.base import PlanRow
from goldenthread.improvement_plan.queries.conditions import leading
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused

Row = TypeVar("Row", bound=PlanRow)

_AS_IT_STANDS = (
    *WORDS,
    "leads_as_written",
    "accountable_post_id",
    "start_as_written",
    "start",
    "due_as_written",
    "due",
)


@transaction.atomic
def carry_over(
    *, plan_id: UUID, action_ids: Sequence[UUID], by: Viewer, on: date
) -> tuple[UUID, ...]:
    """Copy these actions of the plan before, which are not complete, into the plan that follows it;
    the ids of the copies.

    Words, leads, forums, dates and targets go with them; parts of the plan are matched by title and
    made where there are none. Ratings, updates and evidence stay where they were given: the copy
    says where it comes from. A constant number of statements, whatever the number of actions.
    """
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_edit_plan(by, plan_id))
    seen = Plan.objects.visible_to(by)
    before = seen.filter(pk=plan.predecessor_id).first() if plan.predecessor_id else None
    if before is None:
        raise Refused(
            "This plan follows no other plan that you can see, so nothing can be carried into it."
        )
    ongoing = _ongoing(before, plan, action_ids, by=by)
    copies = _copies(plan, ongoing, on=on)
    of = {copy.carried_from_id: copy for copy in copies}
    _place(plan, before, of)
    _rows_beside(plan, of, on=on)
    many = len(copies)
    note_plan(
        "carry_over",
        f"carried {many} {'action' if many == 1 else 'actions'} of “{before.title}” into "
        f"“{plan.title}”",
        plan,
        by=by,
        on=on,
        changes={
            "carried over": (
                [one.reference for one in ongoing],
                [copy.reference for copy in copies],
            )
        },
        subjects=[
            ("plan", before.pk),
            *(("action", one.pk) for one in (*ongoing, *copies)),
        ],
    )
    return tuple(copy.pk for copy in copies)


def _ongoing(before: Plan, plan: Plan, ids: Sequence[UUID], *, by: Viewer) -> list[Action]:
    """The chosen actions, in the order of their plan; refused where one cannot be carried."""
    if not ids:
        raise Refused("Choose at least one action to carry over.")
    rows = Action.objects.visible_to(by).filter(plan=before, pk__in=ids, ended_on__isnull=True)
    found = list(rows.order_by("position", "id"))
    if len(found) != len(set(ids)):
        raise Refused(
            f"One of these actions is not in “{before.title}” any more. Load the page again."
        )
    if done := next((one for one in found if one.completed_on is not None), None):
        raise Refused(
            f"{done.reference} is complete, so it is not carried over. Leave it out, or reopen it "
            "in its own plan first."
        )
    carried = Action.objects.filter(plan=plan, carried_from__in=ids, ended_on__isnull=True)
    if twice := carried.select_related("carried_from").first():
        raise Refused(
            f"{found[0].reference if twice.carried_from is None else twice.carried_from.reference} "
            f"was carried over already: it is {twice.reference} here. Load the page again."
        )
    return found


def _copies(plan: Plan, ongoing: Sequence[Action], *, on: date) -> list[Action]:
    standing = Action.objects.filter(plan=plan)
    taken = set(standing.filter(ended_on__isnull=True).values_list("reference", flat=True))
    last = standing.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    copies = []
    for position, one in enumerate(ongoing, start=first):
        reference, number = one.reference, position + 1
        while reference in taken:
            reference, number = str(number), number + 1
        taken.add(reference)
        copies.append(
            Action(
                local_area_id=plan.local_area_id,
                plan=plan,
                reference=reference,
                position=position,
                added_on=on,
                carried_from=one,
                **{name: getattr(one, name) for name in _AS_IT_STANDS},
            )
        )
    return Action.objects.bulk_create(copies, batch_size=200)


def _place(plan: Plan, before: Plan, of: Mapping[Any, Action]) -> None:
    """Each copy into the parts named as those of the action it comes from."""
    theirs = PlanLevel.objects.filter(plan=before).in_bulk()
    ours = _Parts(plan)
    rows: dict[tuple[UUID, UUID], ActionLevel] = {}
    placings = ActionLevel.objects.filter(action_id__in=of).order_by("position", "id")
    for placing in placings:
        level = ours.like(theirs[placing.level_id], theirs)
        copy = of[placing.action_id]
        rows.setdefault(
            (copy.pk, level.pk),
            ActionLevel(
                local_area_id=plan.local_area_id,
                plan=plan,
                action=copy,
                level=level,
                position=placing.position,
            ),
        )
    PlanLevel.objects.bulk_create(ours.made, batch_size=200)
    ActionLevel.objects.bulk_create(rows.values(), batch_size=200)


class _Parts:
    """The parts of the plan that follows, found by title below the part that lies above them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        rows = list(PlanLevel.objects.filter(plan=plan, ended_on__isnull=True))
        self.known = {(row.parent_id, _title(row)): row for row in rows}
        self.position = max((row.position for row in rows), default=-1)
        self.made: list[PlanLevel] = []  # each after the part above it

    def like(self, level: PlanLevel, theirs: Mapping[UUID, PlanLevel]) -> PlanLevel:
        """The part like this one; made where there is none. A plan of fewer levels takes the
        deepest it has."""
        if level.depth >= len(self.plan.level_names):
            assert level.parent_id is not None  # only the top level has none above it
            return self.like(theirs[level.parent_id], theirs)
        above = self.like(theirs[level.parent_id], theirs) if level.parent_id else None
        key = (above.pk if above else None, _title(level))
        if key not in self.known:
            self.position += 1
            self.known[key] = PlanLevel(
                local_area_id=self.plan.local_area_id,
                plan=self.plan,
                parent=above,
                depth=level.depth,
                reference=level.reference,
                title=level.title,
                aim=level.aim,
                impact=level.impact,
                position=self.position,
            )
            self.made.append(self.known[key])
        return self.known[key]


def _title(level: PlanLevel) -> str:
    return " ".join(level.title.casefold().split())


def _rows_beside(plan: Plan, of: Mapping[Any, Action], *, on: date) -> None:
    """Leads of the day, forums, due dates and targets with their steps."""
    leads = ActionLead.objects.filter(leading(on), action_id__in=of)
    ActionLead.objects.bulk_create(
        _again(leads, plan, of, from_date=None, until=None), batch_size=200
    )
    forums = ActionForum.objects.filter(action_id__in=of)
    ActionForum.objects.bulk_create(_again(forums, plan, of), batch_size=200)
    dues = ActionDue.objects.filter(action_id__in=of)
    ActionDue.objects.bulk_create(_again(dues, plan, of), batch_size=200)
    targets = list(Target.objects.filter(action_id__in=of, ended_on__isnull=True))
    before = [target.pk for target in targets]
    made = Target.objects.bulk_create(_again(targets, plan, of), batch_size=200)
    steps = list(TargetStep.objects.filter(target_id__in=before))
    like = dict(zip(before, made, strict=True))
    for step in steps:
        step.target = like[step.target_id]
    TargetStep.objects.bulk_create(_again(steps, plan, {}), batch_size=200)


def _again(rows: Iterable[Row], plan: Plan, of: Mapping[Any, Action], **others: Any) -> list[Row]:
    """The rows as new ones of this plan, each beside the copy of its action."""
    found = []
    for row in rows:
        if of:
            row.action = of[row.action_id]  # type: ignore[attr-defined]
        row.pk, row.plan, row.version = uuid7(), plan, 1
        row._state.adding = True
        for name, value in others.items():
            setattr(row, name, value)
        found.append(row)
    return found
