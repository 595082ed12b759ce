"""Actions themselves: their words, leads, forums and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.inputs import NewDue, NewLead
from goldenthread.improvement_plan.actions.particulars import (
    known_posts,
    latest_day,
    replace_dues,
    replace_forums,
    replace_leads,
)
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    locked,
    mind_version,
    note_action,
    only,
    required,
    running,
    storable,
)
from goldenthread.improvement_plan.models import (
    Action,
    ActionLevel,
    Plan,
    PlanLevel,
)
from goldenthread.improvement_plan.queries import subjects
from goldenthread.partnership import queries as known
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused

WORDS = (
    "text",
    "steps",
    "success_measures",
    "outcome",
    "impact",
    "co_production",
    "resources",
    "accountable_as_written",
)


@transaction.atomic
def add_action(
    *,
    plan_id: UUID,
    text: str,
    reference: str = "",
    level_ids: Sequence[UUID] = (),
    words: Mapping[str, str] | None = None,
    leads: Sequence[NewLead] = (),
    forum_ids: Sequence[UUID] = (),
    dues: Sequence[NewDue] = (),
    start: date | None = None,
    by: Viewer,
    on: date,
) -> UUID:
    """One more action, last in the plan; `words` may fill any of `WORDS`. Without a reference it
    gets the next free number."""
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_edit_plan(by, plan_id))
    only(words or {}, WORDS)
    last = Action.objects.filter(plan=plan).aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    action = Action.objects.create(
        local_area_id=plan.local_area_id,
        plan=plan,
        reference=_free_reference(plan_id, reference, position),
        position=position,
        start=start,
        added_on=on,
        **{name: storable(value) for name, value in (words or {}).items()}
        | {"text": required(text, "Write what is to be done.")},
    )
    _place(action, level_ids)
    replace_leads(action, leads, by=by, on=on)
    replace_forums(action, forum_ids, by=by, on=on)
    replace_dues(action, dues, "")
    note_action(
        "add_action",
        f"added {action.reference} to the plan",
        action,
        by=by,
        on=on,
        subjects=[("level", level_id) for level_id in level_ids],
    )
    return action.pk


def _free_reference(plan_id: UUID, wanted: str, position: int) -> str:
    taken = set(
        Action.objects.filter(plan_id=plan_id, ended_on__isnull=True).values_list(
            "reference", flat=True
        )
    )
    wanted = fitted(wanted.strip(), 60)
    if wanted in taken:
        raise Refused(f"The plan already has an action {wanted}. Give this one another reference.")
    number = position + 1
    while not wanted or wanted in taken:
        wanted, number = str(number), number + 1
    return wanted


@transaction.atomic
def edit_action(
    *, action_id: UUID, version: int, changes: Mapping[str, object], by: Viewer, on: date
) -> None:
    """Words, reference, accountable post or levels; nothing happens where nothing differs.

    `changes` holds any of `WORDS`, `reference`, `accountable_post_id` and `level_ids`.
    """
    action = running(action_id, by=by)
    policies.require(policies.may_edit_action(by, subjects.of_action(action, on=on)))
    only(changes, (*WORDS, "reference", "accountable_post_id", "level_ids"))
    mind_version(action, version, action.reference)
    columns = {name: value for name, value in changes.items() if name != "level_ids"}
    if "text" in columns:
        required(str(columns["text"]), "Write what is to be done.")
    _check_reference(action, columns)
    if post_id := columns.get("accountable_post_id"):
        known_posts([UUID(str(post_id))], by=by, on=on)
    differing = _told(changed(action, columns), by=by, on=on)
    touched: set[UUID] = set()
    if "level_ids" in changes:
        placed, touched = _move(action, changes["level_ids"])
        if placed and not differing:
            count_up(action)
        differing |= placed
    if differing:
        note_action(
            "edit_action",
            f"changed the {spoken(differing)} of {action.reference}",
            action,
            by=by,
            on=on,
            changes=differing,
            subjects=[("level", level_id) for level_id in touched],
        )


def _told(
    differing: dict[str, tuple[object, object]], *, by: Viewer, on: date
) -> dict[str, tuple[object, object]]:
    """What differed, as the history tells it: posts by their titles."""
    pair = differing.pop("accountable_post_id", None)
    if pair is None:
        return differing
    ids = [UUID(str(post_id)) for post_id in pair if post_id]
    titles = {post.id: post.title for post in known.posts(viewer=by, on=on, post_ids=ids)}
    before, after = (titles.get(UUID(str(each)), "") if each else "" for each in pair)
    return differing | {"accountable_officer": (before, after)}


def _check_reference(action: Action, columns: dict[str, object]) -> None:
    if "reference" in columns:
        wanted = required(str(columns["reference"]), "Give the action a reference.")
        if wanted != action.reference:
            columns["reference"] = _free_reference(action.plan_id, wanted, action.position)


def spoken(differing: Iterable[str]) -> str:
    """Names of fields as a sentence says them: "text, steps and success measures"."""
    names = [name.removesuffix("_id").replace("_", " ") for name in differing]
    return " and ".join(", ".join(names).rsplit(", ", 1))


def count_up(action: Action) -> None:
    """A change in a row beside the action is a change of the action."""
    action.version += 1
    action.save(update_fields=["version"])


def _move(action: Action, level_ids: object) -> tuple[dict[str, tuple[object, object]], set[UUID]]:
    before = dict(ActionLevel.objects.filter(action=action).values_list("level_id", "level__title"))
    wanted: list[UUID] = list(level_ids) if isinstance(level_ids, (list, tuple)) else []
    if list(before) == wanted:
        return {}, set()
    ActionLevel.objects.filter(action=action).delete()
    titles = _place(action, wanted)
    return {"levels": (list(before.values()), titles)}, set(before) | set(wanted)


def _place(action: Action, level_ids: Sequence[UUID]) -> list[str]:
    """Put the action into these levels of its plan, in this order; their titles."""
    levels = PlanLevel.objects.filter(
        plan_id=action.plan_id, pk__in=level_ids, ended_on__isnull=True
    ).in_bulk()
    if set(levels) != set(level_ids):
        raise Refused("A chosen part of the plan is not in this plan any more. Choose again.")
    ActionLevel.objects.bulk_create(
        ActionLevel(
            local_area_id=action.local_area_id,
            plan_id=action.plan_id,
            action=action,
            level=levels[level_id],
            position=position,
        )
        for position, level_id in enumerate(dict.fromkeys(level_ids))
    )
    return [levels[level_id].title for level_id in dict.fromkeys(level_ids)]


@transaction.atomic
def end_action(*, action_id: UUID, version: int, reason: str, by: Viewer, on: date) -> None:
    """Take an action out of the plan: it ends on the day, and stays readable."""
    action = running(action_id, by=by)
    policies.require(policies.may_edit_plan(by, action.plan_id))
    mind_version(action, version, action.reference)
    reason = required(reason, "Say why the action leaves the plan: its history keeps the reason.")
    changed(action, {"ended_on": on, "ended_reason": fitted(reason, 500)})
    words = f"took {action.reference} out of the plan"
    note_action("end_action", words, action, by=by, on=on, reason=reason)


@transaction.atomic
def set_leads(
    *, action_id: UUID, version: int, leads: Sequence[NewLead], by: Viewer, on: date
) -> None:
    """Who leads from the day on; whoever is not among them led until the day before."""
    action = _editable(action_id, version, by=by, on=on)
    if differing := replace_leads(action, leads, by=by, on=on):
        count_up(action)
        words = f"changed who leads {action.reference}"
        note_action("set_leads", words, action, by=by, on=on, changes=differing)


@transaction.atomic
def set_forums(
    *, action_id: UUID, version: int, forum_ids: Sequence[UUID], by: Viewer, on: date
) -> None:
    """Which forums the action reports to."""
    action = _editable(action_id, version, by=by, on=on)
    if differing := replace_forums(action, forum_ids, by=by, on=on):
        count_up(action)
        words = f"changed which forums {action.reference} reports to"
        note_action("set_forums", words, action, by=by, on=on, changes=differing)


@transaction.atomic
def set_dates(
    *,
    action_id: UUID,
    version: int,
    dues: Sequence[NewDue],
    start: date | None = None,
    start_as_written: str = "",
    by: Viewer,
    on: date,
) -> None:
    """When the action starts and is due; several due dates are possible, the latest firm one
    counts."""
    action = _editable(action_id, version, by=by, on=on)
    last = latest_day(dues)
    if start and last and last < start:
        raise Refused("The action cannot be due before it starts. Change one of the two dates.")
    started = changed(action, {"start": start, "start_as_written": fitted(start_as_written, 300)})
    differing = replace_dues(action, dues, "")
    if differing and not started:
        count_up(action)
    differing |= started
    if differing:
        words = f"changed the dates of {action.reference}"
        note_action("set_dates", words, action, by=by, on=on, changes=differing)


def _editable(action_id: UUID, version: int, *, by: Viewer, on: date) -> Action:
    action = running(action_id, by=by)
    policies.require(policies.may_edit_action(by, subjects.of_action(action, on=on)))
    mind_version(action, version, action.reference)
    return action
