"""What an area asks of itself where the law sets no limit."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.models import VISITED_WITHIN, RegisterPractice
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_MEANWHILE = "Somebody changed this meanwhile. Look at what it says now, then save again."


def change_practice(*, visited_within: int, version: int, by: Viewer, on: date) -> None:
    """Within how many days those who are away or taught at home are visited."""
    require(policies.may_manage(by))
    if not 1 <= visited_within <= 730:
        raise Refused("Give a number of days from 1 to 730.")
    try:
        with transaction.atomic():
            rows = RegisterPractice.objects.visible_to(by).select_for_update()
            row = rows.first()
            if (row.version if row else 0) != version:
                raise ChangedMeanwhile(_MEANWHILE)
            before = row.visited_within if row else VISITED_WITHIN
            row = row or RegisterPractice(local_area_id=by.local_area_id, version=0)
            row.visited_within = visited_within
            row.version += 1
            row.save()
            record(
                local_area_id=by.local_area_id,
                actor_id=by.user_id,
                actor_label=by.name,
                verb=Verb.ALTERED,
                act="ehcp_register.change_practice",
                object_kind="local_area",
                object_id=by.local_area_id,
                object_label=by.local_area_name,
                words=f"set the time between visits to {visited_within} days",
                changes={"visited_within": (before, visited_within)},
                on=on,
            )
    except IntegrityError as twice:
        raise ChangedMeanwhile(_MEANWHILE) from twice
