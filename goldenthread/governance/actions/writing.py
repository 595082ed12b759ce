"""How every verb of papers writes: the draft locked, as it was last seen, and one trail entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from goldenthread.governance import policies
from goldenthread.governance.models import BoardPaper
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def note(
    verb: Verb,
    act: str,
    row: BoardPaper,
    words: str,
    *,
    by: Viewer,
    on: date,
    changes: Mapping[str, tuple[object, object]] | None = None,
    about: Iterable[tuple[str, UUID]] = (),
) -> None:
    """`about`: further things in whose history it stands."""
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"governance.{act}",
        object_kind="paper",
        object_id=row.pk,
        object_label=row.title,
        words=words,
        on=on,
        changes=changes,
        subjects=[("plan", row.plan_id), ("forum", row.forum_id), *about],
    )


def differing(
    before: Mapping[str, object], after: Mapping[str, object]
) -> dict[str, tuple[object, object]]:
    """What changed between two states of a paper's words: (before, after) by what it is called."""
    return {
        key: (before.get(key, ""), after.get(key, ""))
        for key in (*before, *(key for key in after if key not in before))
        if before.get(key, "") != after.get(key, "")
    }


def mine(paper_id: UUID, *, by: Viewer, version: int | None) -> BoardPaper:
    """The draft, locked, as the writer last saw it."""
    row = BoardPaper.objects.visible_to(by).select_for_update().filter(pk=paper_id).first()
    if row is None:
        raise Refused("There is no such paper. Choose one from the list of papers.")
    require(policies.may_change(by, state=row.state, plan_id=row.plan_id))
    if version is not None and row.version != version:
        raise ChangedMeanwhile(
            "Somebody else changed this paper while you had it open. "
            "Look at it again, then make your change."
        )
    return row
