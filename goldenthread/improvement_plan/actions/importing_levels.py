"""A newer document's chosen differences of levels, placings and targets, taken over into a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Max

from goldenthread.improvement_plan.actions.importing_rows import Rows
from goldenthread.improvement_plan.actions.inputs import (
    AddedTarget,
    ChangedLevel,
    ChangedTarget,
    NewLevel,
    NewReading,
    Reached,
    RemovedTarget,
)
from goldenthread.improvement_plan.actions.targets import step_rows, target_row
from goldenthread.improvement_plan.actions.writing import changed, locked, only, required
from goldenthread.improvement_plan.models import (
    Action,
    ActionLevel,
    Plan,
    PlanLevel,
    Target,
    TargetStep,
)
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused

Told = dict[str, tuple[object, object]]
TargetChange = AddedTarget | ChangedTarget | Reached | RemovedTarget
_TARGET = ("text", "measure", "value", "unit", "comparator", "baseline", "as_written", "first_day",
           "last_day", "precision")  # fmt: skip


def change_level(plan: Plan, change: ChangedLevel, *, by: Viewer) -> Told:
    """Title and aim as the newer document has them."""
    level = locked(PlanLevel, change.level_id, by=by, what="part of the plan")
    if level.plan_id != plan.pk or level.ended_on is not None:
        raise Refused(f"“{level}” is no longer in this plan. Compare the documents again.")
    only(change.fields, ("title", "aim"))
    label = str(level)
    if "title" in change.fields:
        required(change.fields["title"], f"The newer document has no title for “{label}”.")
    return {f"{label}: {name}": pair for name, pair in changed(level, change.fields).items()}


def levels_by_key(plan: Plan, keys: Sequence[str], *, by: Viewer, on: date) -> dict[str, PlanLevel]:
    """The plan's levels by their ids, as text; a title that is none of theirs is added on top."""
    standing = list(PlanLevel.objects.filter(plan=plan, ended_on__isnull=True))
    found = {str(level.pk): level for level in standing}
    titles = {level.title: level for level in reversed(standing)}
    wanted = [key for key in dict.fromkeys(keys) if key not in found and key not in titles]
    if wanted:
        rows = Rows(plan, by=by, on=on)
        rows.know(scales=(), levels=standing, actions=(), position=0)
        rows.levels([NewLevel(key=title, title=title) for title in wanted])
        rows.save()
        titles |= {
            level.title: level
            for level in PlanLevel.objects.filter(plan=plan, pk__in=rows.level_ids)
        }
    return {key: found.get(key) or titles[key] for key in keys}


def place(action: Action, levels: Sequence[PlanLevel]) -> Told:
    """The action stands under these levels and no others."""
    before = list(ActionLevel.objects.filter(action=action).select_related("level"))
    wanted = list(dict.fromkeys(levels))
    if not wanted or {one.level_id for one in before} == {level.pk for level in wanted}:
        return {}
    ActionLevel.objects.filter(action=action).delete()
    ActionLevel.objects.bulk_create(
        ActionLevel(
            local_area_id=action.local_area_id,
            plan_id=action.plan_id,
            action=action,
            level=level,
            position=position,
        )
        for position, level in enumerate(wanted)
    )
    were, are = "; ".join(str(one.level) for one in before), "; ".join(map(str, wanted))
    return {"part of the plan": (were, are)}


def change_target(plan: Plan, change: TargetChange, *, by: Viewer, on: date) -> Told:
    """A target added, reworded, measured or ended."""
    if isinstance(change, AddedTarget):
        return _add(plan, change, by=by, on=on)
    row = locked(Target, change.target_id, by=by, what="target")
    if row.plan_id != plan.pk or row.ended_on is not None or row.level is None:
        raise Refused(f"The target “{row.text[:80]}” is no longer in this plan. Compare again.")
    if isinstance(change, RemovedTarget):
        changed(row, {"ended_on": on})
        return {f"target “{row.text[:80]}”": ("in the plan", "ended")}
    if isinstance(change, Reached):
        return _reached(plan, row, change.readings, by=by, on=on)
    before = row.text
    wanted = target_row(row.level, change.target, row.position)
    changed(row, {name: getattr(wanted, name) for name in _TARGET})
    TargetStep.objects.filter(target=row).delete()
    TargetStep.objects.bulk_create(step_rows(row, change.target))
    return {f"target “{before[:80]}”": (before, row.text)}


def _add(plan: Plan, change: AddedTarget, *, by: Viewer, on: date) -> Told:
    key = change.target.level_key or ""
    level = levels_by_key(plan, [key], by=by, on=on)[key]
    last = Target.objects.filter(plan=plan).aggregate(last=Max("position"))["last"]
    row = target_row(level, change.target, 0 if last is None else last + 1)
    row.save()
    TargetStep.objects.bulk_create(step_rows(row, change.target))
    told = _reached(plan, row, change.target.readings, by=by, on=on)
    return {f"target of “{level}”": (None, row.text), **told}


def _reached(
    plan: Plan, row: Target, readings: Sequence[NewReading], *, by: Viewer, on: date
) -> Told:
    rows = Rows(plan, by=by, on=on)
    rows.readings(row, readings)
    rows.save()
    figures = "; ".join(f"{one.value} on {one.on:%-d %B %Y}" for one in readings)
    return {f"reached, “{row.text[:80]}”": (None, figures)} if readings else {}


def target_ids(changes: Sequence[TargetChange]) -> list[tuple[str, UUID]]:
    """The targets that standing changes are about, for the trail."""
    return [("target", one.target_id) for one in changes if not isinstance(one, AddedTarget)]
