"""A newer document's chosen differences, taken over into a running plan: rows without a trail of
their own, for the one entry of the whole import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Max

from goldenthread.improvement_plan.actions.doing import WORDS
from goldenthread.improvement_plan.actions.importing_levels import levels_by_key, place
from goldenthread.improvement_plan.actions.importing_rows import Rows
from goldenthread.improvement_plan.actions.inputs import (
    Changed,
    NewAction,
    NewDue,
    NewLead,
    NewLevel,
    NewRating,
    Removed,
)
from goldenthread.improvement_plan.actions.particulars import (
    replace_dues,
    replace_forums,
    replace_leads,
)
from goldenthread.improvement_plan.actions.waiting import begin_waiting, let_go
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    only,
    required,
    running,
)
from goldenthread.improvement_plan.models import Action, Plan, PlanLevel, RatingScale
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused

_COLUMNS = {
    "reference": 60,
    "leads_as_written": 1000,
    "start_as_written": 300,
    "due_as_written": 500,
    "accountable_as_written": 500,
}
_BESIDE = (
    "level_keys",
    "leads",
    "forum_ids",
    "dues",
    "rating",
    "progress",
    "as_written",
    "start",
    "waits_for",  # taken over by `wait_anew`, once every action is there
)


def add_to_plan(plan: Plan, actions: Sequence[NewAction], *, by: Viewer, on: date) -> list[UUID]:
    """New actions at the end of the plan; a level that it does not have is added at the top."""
    if not actions:
        return []
    rows = _rows(plan, by=by, on=on)
    known = {
        str(pk)
        for pk in PlanLevel.objects.filter(plan=plan, ended_on__isnull=True).values_list(
            "pk", flat=True
        )
    }
    wanted = dict.fromkeys(key for new in actions for key in new.level_keys if key not in known)
    rows.levels([NewLevel(key=title, title=title) for title in wanted])
    rows.actions(actions)
    rows.save()
    Action.objects.filter(pk__in=rows.action_ids).update(added_on=on)
    return rows.action_ids


def _rows(plan: Plan, *, by: Viewer, on: date) -> Rows:
    rows = Rows(plan, by=by, on=on)
    running_actions = Action.objects.filter(plan=plan, ended_on__isnull=True)
    last = Action.objects.filter(plan=plan).aggregate(last=Max("position"))["last"]
    rows.know(
        scales=RatingScale.objects.filter(plan=plan, ended_on__isnull=True),
        levels=PlanLevel.objects.filter(plan=plan, ended_on__isnull=True),
        actions=running_actions.only("reference"),
        position=0 if last is None else last + 1,
    )
    return rows


def change_in_plan(
    plan: Plan, change: Changed, *, by: Viewer, on: date
) -> dict[str, tuple[object, object]]:
    """Take the named fields over; what differed, as "reference: field" → (before, after)."""
    action = _of(plan, change.action_id, by)
    fields: dict[str, Any] = dict(change.fields)
    only(fields, (*WORDS, *_COLUMNS, *_BESIDE))
    columns = {name: value for name, value in fields.items() if name in (*WORDS, "start")}
    columns |= {
        name: fitted(str(value), _COLUMNS[name])
        for name, value in fields.items()
        if name in _COLUMNS
    }
    if "as_written" in fields:
        columns["as_written"] = [list(pair) for pair in fields["as_written"]]
    if "text" in columns:
        required(str(columns["text"]), f"The newer document has no words for {action.reference}.")
    _mind_reference(action, columns)
    label = action.reference
    differing: dict[str, tuple[object, object]] = {}
    if "leads" in fields:
        differing |= replace_leads(action, cast(Sequence[NewLead], fields["leads"]), by=by, on=on)
    if "forum_ids" in fields:
        differing |= replace_forums(action, cast(Sequence[UUID], fields["forum_ids"]), by=by, on=on)
    if "dues" in fields:
        words = str(fields.get("due_as_written", ""))
        differing |= replace_dues(action, cast(Sequence[NewDue], fields["dues"]), words)
    if "level_keys" in fields:
        keys = cast(Sequence[str], fields["level_keys"])
        placed = levels_by_key(plan, keys, by=by, on=on)
        differing |= place(action, [placed[key] for key in keys])
    differing |= changed(action, columns)
    differing |= _state_further(plan, action, fields, by=by, on=on)
    return {f"{label}: {name}": pair for name, pair in differing.items()}


def _mind_reference(action: Action, columns: dict[str, object]) -> None:
    wanted = columns.get("reference")
    if wanted is None or wanted == action.reference:
        return
    same = Action.objects.filter(plan_id=action.plan_id, reference=wanted, ended_on__isnull=True)
    if same.exists():
        raise Refused(
            f"The plan already has an action {wanted}, so {action.reference} cannot take that "
            "reference. Leave the reference as it is, or change the other one first."
        )


def _state_further(
    plan: Plan, action: Action, fields: dict[str, Any], *, by: Viewer, on: date
) -> dict[str, tuple[object, object]]:
    """A further rating and update: statements are added, never overwritten."""
    told: dict[str, tuple[object, object]] = {}
    rows = _rows(plan, by=by, on=on)
    before = (action.completed_on, action.last_update_on)
    if isinstance(rating := fields.get("rating"), NewRating):
        if action.signed_off_on is not None:
            raise Refused(
                f"{action.reference} is complete and signed off here, so the newer document’s "
                "rating was not taken over. Leave it out, or reopen the action first."
            )
        rows.rating(action, rating)
        told["rating"] = (None, rating.label_as_written or rating.point_key)
    if progress := str(fields.get("progress", "")).strip():
        rows.progress(action, progress, None)
        told["progress"] = ("", progress)
    rows.save()
    if before != (action.completed_on, action.last_update_on):
        action.save(update_fields=["completed_on", "signed_off_on", "last_update_on"])
    return told


def wait_anew(
    plan: Plan, changes: Sequence[Changed], added: Mapping[str, UUID], *, by: Viewer, on: date
) -> dict[str, tuple[object, object]]:
    """What the changed actions wait for now: ids of the plan, or the keys of those `added`. All of
    them first let go of what they wait for no more, so that no circle is seen that ends here."""
    wanted = {
        change.action_id: [
            added[key] if key in added else UUID(key)
            for key in cast(Sequence[str], change.fields["waits_for"])
        ]
        for change in changes
        if "waits_for" in change.fields
    }
    rows = {action_id: _of(plan, action_id, by) for action_id in wanted}
    before = {action_id: let_go(rows[action_id], kept, on=on) for action_id, kept in wanted.items()}
    told: dict[str, tuple[object, object]] = {}
    for action_id, others in wanted.items():
        action = rows[action_id]
        after = begin_waiting(action, [_of(plan, other, by) for other in others])
        if before[action_id] != after:
            told[f"{action.reference}: waits for"] = (before[action_id], after)
    return told


def remove_from_plan(
    plan: Plan, change: Removed, *, by: Viewer, on: date
) -> dict[str, tuple[object, object]]:
    """The action ends on the day, with the reason."""
    action = _of(plan, change.action_id, by)
    reason = required(change.reason, f"Say why {action.reference} leaves the plan.")
    changed(action, {"ended_on": on, "ended_reason": fitted(reason, 500)})
    return {f"{action.reference}: ended": (None, reason)}


def _of(plan: Plan, action_id: UUID, by: Viewer) -> Action:
    action = running(action_id, by=by)
    if action.plan_id != plan.pk:
        raise Refused(f"{action.reference} belongs to another plan. Compare the documents again.")
    return action
