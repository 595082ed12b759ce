"""What every verb does: find its row as somebody, mind the version, tell the trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from goldenthread.improvement_plan.models import Action, Plan, PlanLevel
from goldenthread.improvement_plan.models.base import InLocalArea, PlanRow
from goldenthread.improvement_plan.policies import closed_words
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail import actions as trail
from goldenthread.trail.verbs import Verb

Row = TypeVar("Row", bound=InLocalArea)
Changes = Mapping[str, tuple[object, object]]


def locked(
    model: type[Row], row_id: UUID, *, by: Viewer, what: str, closed_too: bool = False
) -> Row:
    """The row, in sight of the viewer, locked until the commit. `what` names it ("action").

    Every verb finds its row here, so this is where a closed plan refuses them all; `closed_too` is
    for the few that a closed plan allows."""
    rows: Any = model._default_manager
    if issubclass(model, PlanRow):
        rows = rows.select_related("plan")
    row: Row | None = rows.visible_to(by).select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise Refused(
            f"This {what} is not in a plan that you can see. It may have been removed; "
            "go back to the plan and look for it there."
        )
    if not closed_too:
        mind_closed(row)
    return row


def mind_closed(row: InLocalArea) -> None:
    """Nothing is written in a closed plan: raises Refused for the plan or a row of it."""
    plan = row if isinstance(row, Plan) else row.plan if isinstance(row, PlanRow) else None
    if plan is not None and plan.closed_on is not None:
        raise Refused(closed_words(plan.title, plan.closed_on))


def running(row_id: UUID, *, by: Viewer) -> Action:
    """An action that is still in its plan."""
    action = locked(Action, row_id, by=by, what="action")
    if action.ended_on is not None:
        raise Refused(
            f"{action.reference} is no longer in the plan, so nothing can be added to it. "
            "Its history stays readable."
        )
    return action


def mind_version(row: InLocalArea, version: int, what: str) -> None:
    """Raises ChangedMeanwhile unless the row is still the one that was read."""
    if row.version != version:
        raise ChangedMeanwhile(
            f"Somebody else changed {what} while you were writing. "
            "Compare what you wrote with what it says now, then save again."
        )


def changed(row: InLocalArea, changes: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """Set the fields that differ and count the version up; what differed, as (before, after)."""
    differing: dict[str, tuple[object, object]] = {}
    for name, value in changes.items():
        before = getattr(row, name)
        after = storable(value) if isinstance(value, str) else value
        if before != after:
            setattr(row, name, after)
            differing[name] = (before, after)
    if differing:
        row.version += 1
        row.save(update_fields=[*differing, "version"])
    return differing


def only(changes: Mapping[str, object], allowed: Iterable[str]) -> None:
    """A field that the verb does not know is a fault of the program, not of the person."""
    if unknown := set(changes) - set(allowed):
        raise ValueError(f"These cannot be changed here: {', '.join(sorted(unknown))}.")


def storable(words: str) -> str:
    """PostgreSQL refuses NUL in text; a document may carry one."""
    return words.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def fitted(words: str, length: int) -> str:
    """Words that fit their column; a document's longer ones stay whole in its own columns."""
    words = storable(words)
    return words if len(words) <= length else words[: length - 1] + "…"


def required(words: str, sentence: str) -> str:
    """The words without blanks around them; refused with the sentence where none are left."""
    found = storable(words).strip()
    if not found:
        raise Refused(sentence)
    return found


def said_by(by: Viewer) -> dict[str, Any]:
    """The columns that say who recorded something."""
    return {"recorded_by_id": by.user_id, "recorded_by_label": by.name}


def note(
    act: str,
    words: str,
    *,
    kind: str,
    row: InLocalArea,
    label: str,
    by: Viewer,
    on: date,
    plan_id: UUID,
    changes: Changes | None = None,
    reason: str = "",
    subjects: Iterable[tuple[str, UUID]] = (),
    verb: Verb = Verb.ALTERED,
) -> None:
    """One entry in the trail, which is also in the history of the plan and of the subjects."""
    trail.record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"improvement_plan.{act}",
        object_kind=kind,
        object_id=row.pk,
        object_label=label,
        on=on,
        words=words,
        changes=changes,
        reason=reason,
        subjects=[("plan", plan_id), *subjects],
    )


def note_action(
    act: str,
    words: str,
    action: Action,
    *,
    by: Viewer,
    on: date,
    changes: Changes | None = None,
    reason: str = "",
    subjects: Iterable[tuple[str, UUID]] = (),
) -> None:
    note(
        act,
        words,
        kind="action",
        row=action,
        label=label_of(action),
        by=by,
        on=on,
        plan_id=action.plan_id,
        changes=changes,
        reason=reason,
        subjects=subjects,
    )


def note_level(
    act: str,
    words: str,
    level: PlanLevel,
    *,
    by: Viewer,
    on: date,
    changes: Changes | None = None,
    reason: str = "",
    subjects: Iterable[tuple[str, UUID]] = (),
) -> None:
    note(
        act,
        words,
        kind="level",
        row=level,
        label=str(level)[:200],
        by=by,
        on=on,
        plan_id=level.plan_id,
        changes=changes,
        reason=reason,
        subjects=subjects,
    )


def note_plan(
    act: str,
    words: str,
    plan: Plan,
    *,
    by: Viewer,
    on: date,
    changes: Changes | None = None,
    reason: str = "",
    subjects: Iterable[tuple[str, UUID]] = (),
    verb: Verb = Verb.ALTERED,
) -> None:
    note(
        act,
        words,
        kind="plan",
        row=plan,
        label=plan.title,
        by=by,
        on=on,
        plan_id=plan.pk,
        changes=changes,
        reason=reason,
        subjects=subjects,
        verb=verb,
    )


def label_of(action: Action) -> str:
    """How the trail names an action: its reference and first words."""
    return f"{action.reference} {' '.join(action.text.split())[:120]}".strip()
