"""Which source is believed where two disagree about who a child is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.noting import changed, the_child
from goldenthread.ehcp_register.models import FieldSource
from goldenthread.ehcp_register.queries.disagreements import FIELD_WORDS
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import NotThere


def decide_source(*, said_id: UUID, version: int, by: Viewer, on: date) -> None:
    """What this source says holds, whatever others say later, until somebody decides again.
    `version` is that of the child's record."""
    require(policies.may_record(by))
    with transaction.atomic():
        row = FieldSource.objects.visible_to(by, on=on).filter(pk=said_id).first()
        if row is None:
            raise NotThere("There is no such disagreement in your sight. Choose one from the list.")
        child = the_child(row.child_id, by=by, on=on, version=version)
        same = FieldSource.objects.visible_to(by, on=on).filter(child_id=child.pk, field=row.field)
        for one in same.select_for_update():
            holds = one.pk == said_id
            if not holds and one.decided_on is None:
                continue
            one.child = child
            one.decided_on = on if holds else None
            one.decided_by_label = by.name if holds else ""
            one.version += 1
            one.save(update_fields=["decided_on", "decided_by_label", "version"])
        value = date.fromisoformat(row.given) if row.field == "born_on" else row.given
        setattr(child, row.field, value)
        child.save(update_fields=[row.field])
        words = f"decided that what {row.system} says of the {FIELD_WORDS[row.field]} holds"
        changed(child, "decide_source", words, by=by, on=on)
