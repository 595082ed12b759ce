"""What belongs to one action or one part of the plan: found, allowed, and told to the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan.actions.writing import (
    Changes,
    locked,
    note_action,
    note_level,
    running,
)
from goldenthread.improvement_plan.models import Action, PlanLevel, ProgressUpdate
from goldenthread.improvement_plan.policies import ActionSubject
from goldenthread.improvement_plan.queries import subjects
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused


@dataclass(frozen=True)
class Belonging:
    """The action or the level that something belongs to: exactly one of the two."""

    action: Action | None
    level: PlanLevel | None
    subject: ActionSubject

    @property
    def row(self) -> Action | PlanLevel:
        found = self.action or self.level
        assert found is not None
        return found

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a row that belongs to it."""
        return {
            "local_area_id": self.row.local_area_id,
            "plan_id": self.row.plan_id,
            "action": self.action,
            "level": self.level,
        }

    @property
    def name(self) -> str:
        """How a sentence names it: 1.2.3, or “Joint working”."""
        if self.action:
            return self.action.reference
        assert self.level is not None
        return f"“{self.level}”"

    def note(
        self,
        act: str,
        words: str,
        *,
        about: tuple[str, UUID],
        by: Viewer,
        on: date,
        changes: Changes | None = None,
        reason: str = "",
    ) -> None:
        """One entry of the trail, in the history of the action or level and of `about`."""
        told: dict[str, Any] = {
            "by": by, "on": on, "changes": changes, "reason": reason, "subjects": [about],
        }  # fmt: skip
        if self.action:
            note_action(act, words, self.action, **told)
        else:
            assert self.level is not None
            note_level(act, words, self.level, **told)


def belonging(
    action_id: UUID | None, level_id: UUID | None, *, by: Viewer, on: date, ended: bool = False
) -> Belonging:
    """The action or level, locked. `ended` allows for an action that has left its plan: what
    belongs to it can still be closed."""
    if (action_id is None) == (level_id is None):
        raise ValueError("It belongs to one action or one level.")
    if action_id is not None:
        action = (
            locked(Action, action_id, by=by, what="action") if ended else running(action_id, by=by)
        )
        return Belonging(action, None, subjects.of_action(action, on=on))
    assert level_id is not None
    level = locked(PlanLevel, level_id, by=by, what="part of the plan")
    if level.ended_on is not None and not ended:
        raise Refused(f"“{level}” is no longer in the plan, so nothing can be added to it.")
    return Belonging(None, level, subjects.of_level(level))


def told_in(update_id: UUID | None, owner: Belonging) -> ProgressUpdate | None:
    """The update that something is raised from: one of the same action."""
    if update_id is None:
        return None
    found = ProgressUpdate.objects.filter(pk=update_id, action=owner.action).first()
    if owner.action is None or found is None:
        raise Refused("This update belongs to another action. Open the action and raise it there.")
    return found
