"""What the verbs of retention share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def note(
    act: str,
    row: models.Model,
    words: str,
    *,
    by: Viewer,
    on: date,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    reason: str = "",
) -> None:
    """One entry in the trail; `words` finish a sentence that begins with the actor's name."""
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=Verb.ALTERED,
        act=f"retention.{act}",
        object_kind=row._meta.model_name or "",
        object_id=row.pk,
        object_label=str(row),
        words=words,
        on=on,
        changes=changes,
        reason=reason,
    )


def said(words: str, sentence: str) -> str:
    """Words without the spaces around them, 500 characters at most; refused where none are left."""
    found = words.replace("\x00", "").strip()
    if not found:
        raise Refused(sentence)
    return found[:500]
