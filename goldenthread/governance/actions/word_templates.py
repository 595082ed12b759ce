"""Verbs of Word templates: keep one, offer it no longer."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.governance import policies
from goldenthread.governance.models import WordTemplate
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def add_word_template(
    *, name: str, file_id: UUID, forum_id: UUID | None, by: Viewer, on: date, at: datetime
) -> UUID:
    """Keep a council's own Word template for its papers."""
    require(policies.may_keep_templates(by))
    if forum_id and partnership.forum(forum_id, viewer=by) is None:
        raise Refused(f"That forum is not in {by.local_area_name}.")
    with transaction.atomic():
        row = WordTemplate(
            local_area_id=by.local_area_id,
            name=name.strip(),
            file_id=file_id,
            forum_id=forum_id,
            recorded_at=at,
        )
        row.save(force_insert=True)
        _note_template(Verb.COLLECTED, "add_word_template", row, "added", by=by, on=on)
    return row.pk


def end_word_template(*, template_id: UUID, by: Viewer, on: date) -> None:
    """Offer a Word template no longer; papers issued with it stay as they are."""
    require(policies.may_keep_templates(by))
    with transaction.atomic():
        rows = WordTemplate.objects.select_for_update().filter(local_area_id=by.local_area_id)
        row = rows.filter(pk=template_id, ended_on__isnull=True).first()
        if row is None:
            raise Refused("That template is not offered any more. Look at the list again.")
        row.ended_on = on
        row.version += 1
        row.save()
        _note_template(Verb.ALTERED, "end_word_template", row, "took away", by=by, on=on)


def _note_template(
    verb: Verb, act: str, row: WordTemplate, deed: str, *, by: Viewer, on: date
) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"governance.{act}",
        object_kind="wordtemplate",
        object_id=row.pk,
        object_label=row.name,
        words=f"{deed} the Word template {row.name}",
        on=on,
        subjects=[("forum", row.forum_id)] if row.forum_id else (),
    )
