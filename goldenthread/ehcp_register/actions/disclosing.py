"""The list of children leaves as a file: an act of its own."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def export_list(*, day: date, people: int, form: str, by: Viewer, on: date) -> None:
    """Note that a list of so many children, as at a day, leaves as `form` (“Excel”, “CSV”)."""
    require(policies.may_see_children(by))
    with transaction.atomic():
        record(
            local_area_id=by.local_area_id,
            actor_id=by.user_id,
            actor_label=by.name,
            verb=Verb.DISCLOSED,
            act="ehcp_register.export_list",
            object_kind="local_area",
            object_id=by.local_area_id,
            object_label=by.local_area_name,
            words=f"downloaded the register’s list of {people:,} children and young people, "
            f"as at {say_date(day)}, as {form}",
            on=on,
        )
