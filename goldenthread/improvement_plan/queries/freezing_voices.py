"""What families had told us, as it stood at a cut-off: the words of the forums, verbatim."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan.models import FamilyVoice
from goldenthread.improvement_plan.queries.voices import newest, stands
from goldenthread.rules.snapshots import SnapshotLevel, SnapshotVoice


def voices_as_at(
    plan_id: UUID, levels: Iterable[SnapshotLevel], cut_off: date
) -> tuple[SnapshotVoice, ...]:
    """In the order of the plan's parts: one query."""
    order = {level.id: place for place, level in enumerate(levels)}
    rows = FamilyVoice.objects.filter(stands(cut_off), plan_id=plan_id)
    found = [
        row for row in newest(rows.select_related("organisation")) if str(row.level_id) in order
    ]
    return tuple(
        SnapshotVoice(
            id=str(row.pk),
            level_id=str(row.level_id),
            words=row.words,
            said_by=row.organisation.name,
            on=row.on,
        )
        for row in sorted(found, key=lambda row: order[str(row.level_id)])
    )
