"""Verbs of panels: a panel and its meetings, what is asked of it, what it said, that the family was
told."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from goldenthread.ehcp_register import policies
from goldenthread.ehcp_register.actions.noting import changed, not_to_come, the_child, told_by
from goldenthread.ehcp_register.actions.telling import tell_of_panel_outcome
from goldenthread.ehcp_register.models import (
    Case,
    Panel,
    PanelItem,
    PanelMeeting,
    PanelOutcome,
)
from goldenthread.ehcp_register.queries.facts import every
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.panels import PanelAsk, PanelSaid, Said
from goldenthread.rules.refusals import ChangedMeanwhile, NotThere, Refused
from goldenthread.rules.standing.links import tells
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb

_MEANWHILE = "Somebody changed this meanwhile. Look at what it says now, then save again."


def add_panel(*, name: str, terms: str, members: str, by: Viewer, on: date) -> UUID:
    """A panel of the area, with what it is for and which roles sit on it."""
    require(policies.may_manage(by))
    name = _filled(name, "Give the panel a name, such as EHC assessment panel.")[:100]
    try:
        with transaction.atomic():
            row = Panel.objects.create(
                local_area_id=by.local_area_id, name=name, terms=terms.strip(),
                members=members.strip(),
            )  # fmt: skip
            _tell("add_panel", "added the panel", row, by=by, on=on, verb=Verb.COLLECTED)
    except IntegrityError as twice:
        raise Refused(
            f"There is a panel “{name}” already. Use it, or give another name."
        ) from twice
    return row.pk


def change_panel(
    *, panel_id: UUID, version: int, name: str, terms: str, members: str, by: Viewer, on: date
) -> None:
    """What the panel is called, is for, and which roles sit on it."""
    require(policies.may_manage(by))
    name = _filled(name, "Give the panel a name, such as EHC assessment panel.")[:100]
    try:
        with transaction.atomic():
            row = _panel(panel_id, by=by)
            if row.version != version:
                raise ChangedMeanwhile(_MEANWHILE)
            row.name, row.terms, row.members = name, terms.strip(), members.strip()
            row.version += 1
            row.save()
            _tell("change_panel", "changed the panel", row, by=by, on=on)
    except IntegrityError as twice:
        raise Refused(f"There is a panel “{name}” already. Give another name.") from twice


def add_panel_meeting(
    *, panel_id: UUID, held_on: date, papers_by: date, by: Viewer, on: date
) -> UUID:
    """A day on which the panel meets, and by when its papers are in."""
    require(policies.may_manage(by))
    if papers_by > held_on:
        raise Refused("Papers are in by the day of the meeting at the latest. Check both days.")
    try:
        with transaction.atomic():
            panel = _panel(panel_id, by=by)
            row = PanelMeeting.objects.create(
                local_area_id=by.local_area_id, panel=panel, held_on=held_on, papers_by=papers_by
            )
            words = f"added a meeting on {say_date(held_on)}"
            _tell("add_panel_meeting", words, panel, by=by, on=on, verb=Verb.COLLECTED)
    except IntegrityError as twice:
        day = say_date(held_on)
        raise Refused(f"This panel meets on {day} already. Use that meeting.") from twice
    return row.pk


def cancel_panel_meeting(*, meeting_id: UUID, version: int, by: Viewer, on: date) -> None:
    """It does not take place. Refused while anything is to be heard at it."""
    require(policies.may_manage(by))
    with transaction.atomic():
        row = _meeting(meeting_id, by=by)
        if row.version != version or row.cancelled_on is not None:
            raise ChangedMeanwhile(_MEANWHILE)
        # Restricted ones wait too; that something does is all that is said.
        items = every(PanelItem).filter(local_area_id=by.local_area_id, meeting_id=row.pk)
        if items.filter(withdrawn_on__isnull=True).exists():
            raise Refused("Items wait for this meeting. Take them to another one first.")
        row.cancelled_on = on
        row.version += 1
        row.save()
        words = f"cancelled the meeting on {say_date(row.held_on)}"
        _tell("cancel_panel_meeting", words, row.panel, by=by, on=on)


def bring_to_panel(
    *,
    child_id: UUID,
    case_id: UUID,
    meeting_id: UUID,
    asks: str,
    bundle: str,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """Ask a meeting of a panel about a case. `bundle`: titles of the papers, one on each line,
    without names."""
    require(policies.may_record(by))
    if asks not in set(PanelAsk):
        raise Refused("Choose what is asked of the panel.")
    with transaction.atomic():
        meeting = _meeting(meeting_id, by=by)
        if meeting.cancelled_on is not None:
            raise Refused("This meeting was cancelled. Choose another one.")
        child = the_child(child_id, by=by, on=on)
        _without_names(bundle, told_by(child))
        case = Case.objects.visible_to(by, on=on).filter(pk=case_id, child_id=child.pk).first()
        if case is None:
            raise NotThere("There is no such case of this child. Choose one from the record.")
        case.child = child
        # Restricted items have numbers too; all of them are counted under the meeting's lock.
        meeting.last_number += 1
        meeting.save(update_fields=["last_number"])
        row = PanelItem(
            local_area_id=child.local_area_id, child=child, case=case, meeting=meeting,
            number=meeting.last_number, asks=asks, bundle=bundle.strip(), brought_on=on,
            brought_by_label=by.name, recorded_at=at,
        )  # fmt: skip
        row.save(force_insert=True)
        words = f"brought the case to the panel of {say_date(meeting.held_on)}"
        changed(child, "bring_to_panel", words, by=by, on=on, verb=Verb.COLLECTED)
    return row.pk


def withdraw_from_panel(*, item_id: UUID, version: int, reason: str, by: Viewer, on: date) -> None:
    """The panel is not asked after all, or another meeting is."""
    require(policies.may_record(by))
    reason = _filled(reason, "Say why it is taken off, for whoever reads the agenda.")
    with transaction.atomic():
        row = _item(item_id, version, by=by, on=on)
        _without_names(reason, told_by(row.child) - {row.child.forename})  # which may be Will
        if PanelOutcome.objects.visible_to(by, on=on).filter(item_id=row.pk).exists():
            raise Refused("The panel has heard this already. Put its outcome right instead.")
        row.withdrawn_on, row.withdrawn_because = on, reason[:500]
        row.version += 1
        row.save()
        words = "took the case off a panel’s agenda"
        changed(row.child, "withdraw_from_panel", words, by=by, on=on, reason=reason)


def record_panel_outcome(
    *,
    item_id: UUID,
    version: int,
    said: Said,
    correction: str = "",
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """What the panel said. A second one takes the place of the first, with the reason. It meets no
    duty: the authority decides, and tells the family. Those concerned are told that it is there."""
    require(policies.may_record(by))
    with transaction.atomic():
        row = _item(item_id, version, by=by, on=on)
        _whole(said, held_on=row.meeting.held_on)
        not_to_come(row.meeting.held_on, on=on)
        before = PanelOutcome.objects.visible_to(by, on=on).filter(item_id=row.pk).exists()
        if before:
            correction = _filled(correction, "Say why what was recorded is put right.")
        outcome = PanelOutcome(
            local_area_id=row.local_area_id, child=row.child, item=row, said=said.said.value,
            reasons=said.reasons.strip(), conditions=said.conditions.strip(),
            needed=said.needed.strip(), needed_by=said.needed_by, on=on,
            recorded_by_label=by.name, correction=correction[:500] if before else "",
            recorded_at=at,
        )  # fmt: skip
        outcome.save(force_insert=True)
        row.version += 1
        row.save()
        tell_of_panel_outcome(
            child_id=row.child_id, outcome_id=outcome.pk, held_on=row.meeting.held_on, by=by, on=on
        )
        words = "put right what a panel said" if before else "recorded what a panel said"
        changed(row.child, "record_panel_outcome", words, by=by, on=on, reason=outcome.correction)
    return outcome.pk


def family_told(*, item_id: UUID, version: int, told_on: date, by: Viewer, on: date) -> None:
    """The family was told on a day what came of the panel, where no notice of the law says it."""
    require(policies.may_record(by))
    not_to_come(told_on, on=on)
    with transaction.atomic():
        row = _item(item_id, version, by=by, on=on)
        if told_on < row.meeting.held_on:
            day = say_date(row.meeting.held_on)
            raise Refused(f"The panel met on {day}. Give that day or a later one.")
        if not PanelOutcome.objects.visible_to(by, on=on).filter(item_id=row.pk).exists():
            raise Refused("Record first what the panel said.")
        row.told_on, row.told_by_label = told_on, by.name
        row.version += 1
        row.save()
        words = "recorded that the family was told what came of a panel"
        changed(row.child, "family_told", words, by=by, on=on)


def _whole(said: Said, *, held_on: date) -> None:
    if not said.reasons.strip():
        raise Refused("Give the panel’s reasons: the family may ask for them.")
    if said.said is PanelSaid.DEFERRED and not (said.needed.strip() and said.needed_by):
        raise Refused("Say what is needed before it comes back, and by when.")
    if said.needed_by and said.needed_by < held_on:
        raise Refused("The day by which more is needed is before the panel. Give a later one.")


def _without_names(words: str, told: set[str]) -> None:
    if tells(words, told):
        raise Refused(
            "There is the child’s name in it, or a number of theirs. The agenda is printed: write "
            "“School advice”, for example, or “the child”."
        )


def _panel(panel_id: UUID, *, by: Viewer) -> Panel:
    rows = Panel.objects.visible_to(by).select_for_update()
    row = rows.filter(pk=panel_id, ended_on__isnull=True).first()
    if row is None:
        raise NotThere("There is no such panel in your area. Choose one from the list.")
    return row


def _meeting(meeting_id: UUID, *, by: Viewer) -> PanelMeeting:
    row = PanelMeeting.objects.visible_to(by).select_for_update().filter(pk=meeting_id).first()
    if row is None:
        raise NotThere("There is no such meeting in your area. Choose one from the list.")
    return row


def _item(item_id: UUID, version: int, *, by: Viewer, on: date) -> PanelItem:
    """An item that stands, with its child, held until the end of the transaction."""
    rows = PanelItem.objects.visible_to(by, on=on).select_for_update()
    row = rows.filter(pk=item_id).first()
    if row is None:
        raise NotThere("There is no such item in your sight. Choose one from the agenda.")
    if row.version != version:
        raise ChangedMeanwhile(_MEANWHILE)
    if row.withdrawn_on is not None:
        raise Refused("This was taken off the agenda. Bring the case to another meeting.")
    child = the_child(row.child_id, by=by, on=on)
    row.child = child
    return row


def _filled(given: str, missing: str) -> str:
    if not given.strip():
        raise Refused(missing)
    return " ".join(given.split())


def _tell(
    act: str, words: str, panel: Panel, *, by: Viewer, on: date, verb: Verb = Verb.ALTERED
) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"ehcp_register.{act}",
        object_kind="panel",
        object_id=panel.pk,
        object_label=panel.name,
        words=words,
        on=on,
    )
