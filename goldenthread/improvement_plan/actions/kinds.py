"""The kinds of plan a local area keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.plans import named_levels
from goldenthread.improvement_plan.actions.writing import changed, fitted, mind_version, required
from goldenthread.improvement_plan.models import PlanKind
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail import actions as trail
from goldenthread.trail.verbs import Verb


@transaction.atomic
def edit_kind(
    *,
    kind_id: UUID,
    version: int,
    name: str,
    level_names: Sequence[str],
    by: Viewer,
    on: date,
) -> None:
    """Its name, and what the levels of a new plan of this kind are called. Plans that are there
    keep their own words; nothing happens where nothing differs."""
    policies.require(policies.may_create_plan(by))
    rows = PlanKind.objects.filter(local_area_id=by.local_area_id)
    kind = rows.select_for_update().filter(pk=kind_id).first()
    if kind is None:
        raise Refused("This kind of plan is not kept here. Go back to the list and look for it.")
    mind_version(kind, version, "this kind of plan")
    name = fitted(required(name, "Say what this kind of plan is called."), 120)
    if rows.filter(name=name).exclude(pk=kind_id).exists():
        raise Refused(f"There is already a kind called “{name}”. Choose another name.")
    differing = changed(kind, {"name": name, "level_names": named_levels(level_names)})
    if differing:
        trail.record(
            local_area_id=by.local_area_id,
            actor_id=by.user_id,
            actor_label=by.name,
            verb=Verb.ALTERED,
            act="improvement_plan.edit_kind",
            object_kind="plan_kind",
            object_id=kind.pk,
            object_label=kind.name,
            on=on,
            words=f"changed the kind of plan “{kind.name}”",
            changes=differing,
        )
