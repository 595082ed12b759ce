"""What every verb about one child begins and ends with."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from goldenthread.ehcp_register.actions.rows import Origin
from goldenthread.ehcp_register.actions.working_out import work_out
from goldenthread.ehcp_register.models import Child
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import ChangedMeanwhile, NotThere, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

Changes = dict[str, tuple[str, str]]
# Trail entries are kept for ever: they say of whom by id alone.
LABEL = "A child’s record"


def the_child(child_id: UUID, *, by: Viewer, on: date, version: int | None = None) -> Child:
    """The child in the viewer's sight, held until the end of the transaction."""
    child = Child.objects.visible_to(by, on=on).select_for_update().filter(pk=child_id).first()
    if child is None:
        raise NotThere("There is no such record in your sight. Choose one from the register.")
    if version is not None and child.version != version:
        raise ChangedMeanwhile(
            "Somebody else changed this record while you had it open. Look at it again; what you "
            "typed is still here."
        )
    return child


def told_by(child: Child) -> set[str]:
    """What would tell whom words are about: names and numbers."""
    name = f"{child.forename} {child.surname}".strip()
    told = {child.forename, child.surname, name, child.upn, child.uln, child.nhs_number}
    return told - {""}


def origin_of(by: Viewer, *, on: date, at: datetime) -> Origin:
    """What a person records here themselves comes from no source but them."""
    return Origin(by.local_area_id, None, at, on, by.user_id, by.name)


def not_to_come(day: date, *, on: date) -> None:
    """What happened has happened: its day is today or earlier."""
    if day > on:
        raise Refused("That day is still to come. Give the day on which it happened.")


def changed(
    child: Child,
    act: str,
    words: str,
    *,
    by: Viewer,
    on: date,
    verb: Verb = Verb.ALTERED,
    changes: Changes | None = None,
    reason: str = "",
) -> None:
    """Work out what follows, and say in the trail what was done. Last in the transaction."""
    child.version += 1
    child.save(update_fields=["version"])
    work_out([child.pk], local_area_id=child.local_area_id)
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"ehcp_register.{act}",
        object_kind="child",
        object_id=child.pk,
        object_label=LABEL,
        words=words,
        on=on,
        changes=changes,
        reason=reason,
    )
