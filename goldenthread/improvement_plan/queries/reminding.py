"""When the leads of a plan's rounds are reminded, and what a round did by itself so far."""

from __future__ import annotations

from uuid import UUID

from goldenthread.improvement_plan.models import Plan
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.reminders import Reminders
from goldenthread.trail import queries as trail
from goldenthread.trail.queries import HistoryEntry

_WRITTEN = tuple(
    f"improvement_plan.{act}"
    for act in ("request_updates", "remind", "chase", "change_cut_off", "change_round_reminders")
)
_LATEST = 30


def plan_reminders(plan_id: UUID, *, viewer: Viewer) -> Reminders | None:
    """The days that a round of the plan begins with; None out of sight."""
    rows = Plan.objects.visible_to(viewer).filter(pk=plan_id)
    found = rows.values_list("reminders", flat=True).first()
    return None if found is None else Reminders.from_data(found)


def round_mail(round_id: UUID, *, viewer: Viewer) -> tuple[HistoryEntry, ...]:
    """When the people of a round were written to, oldest first: asked, reminded, those above told;
    and when the days of it were changed. Whoever asks has seen the round itself."""
    told = trail.history(
        local_area_id=viewer.local_area_id,
        kind="round",
        object_id=round_id,
        limit=_LATEST,
        acts=_WRITTEN,
    )
    return tuple(reversed(told))
