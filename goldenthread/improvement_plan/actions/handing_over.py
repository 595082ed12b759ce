"""Actions, risks, open requests and shared views go from one person to another.

Called inside the transaction of the whole handover, which has compared what was seen. Nothing here
says anew what an action is: only whose it is, from which day on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.handing_over_requests import (
    hand_over_request,
    hand_over_standing_in,
)
from goldenthread.improvement_plan.actions.particulars import replace_leads
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    locked,
    note,
    note_action,
    running,
)
from goldenthread.improvement_plan.models import ActionLead, LeadKind, Risk, SavedView
from goldenthread.improvement_plan.queries import subjects
from goldenthread.improvement_plan.queries.conditions import leading
from goldenthread.improvement_plan.queries.handing_over import (
    DEPUTY,
    LEAD,
    REQUEST,
    RISK,
    STANDING_IN,
    VIEW,
)
from goldenthread.improvement_plan.queries.inputs import NewLead
from goldenthread.partnership.actions.handing_over import handed_over_words
from goldenthread.partnership.queries import Viewer
from goldenthread.partnership.queries.handing_over import Passed, PersonHere, person_here
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused


@dataclass(frozen=True)
class Going:
    """From whom, from which day on, and whether they leave the area altogether: then what nobody
    takes over keeps their name and is a gap; else it is nobody's."""

    giver: PersonHere
    day: date
    leaves: bool


def hand_over(
    *, person_id: UUID, passed: Iterable[Passed], day: date, leaves: bool, by: Viewer, on: date
) -> None:
    """Leads and deputies begin on the day and end on the day before; the rest moves at once."""
    with transaction.atomic():
        wanted = tuple(passed)
        people = _people({person_id, *(one.to for one in wanted if one.to)}, by=by, on=on)
        going = Going(people[person_id], day, leaves)
        verbs: dict[str, Callable[..., None]] = {
            LEAD: _lead,
            DEPUTY: _deputy,
            RISK: _risk,
            REQUEST: hand_over_request,
            STANDING_IN: hand_over_standing_in,
            VIEW: _view,
        }
        for one in wanted:
            if one.kind in verbs:
                taker = people[one.to] if one.to else None
                verbs[one.kind](one.id, going, taker, by=by, on=on)


def _people(ids: set[UUID], *, by: Viewer, on: date) -> Mapping[UUID, PersonHere]:
    found = {pk: person_here(pk, viewer=by, on=on) for pk in ids}
    known = {pk: one for pk, one in found.items() if one is not None}
    if len(known) < len(ids):
        raise Refused(f"That person is not in {by.local_area_name}. Choose one of its people.")
    return known


def _lead(action_id: UUID, going: Going, taker: PersonHere | None, *, by: Viewer, on: date) -> None:
    _leading(action_id, LeadKind.LEAD, going, taker, by=by, on=on)


def _deputy(
    action_id: UUID, going: Going, taker: PersonHere | None, *, by: Viewer, on: date
) -> None:
    _leading(action_id, LeadKind.DEPUTY, going, taker, by=by, on=on)


def _leading(
    action_id: UUID, kind: str, going: Going, taker: PersonHere | None, *, by: Viewer, on: date
) -> None:
    """One action's lead or deputy, in the place where the person before stood."""
    action = running(action_id, by=by)
    policies.require(policies.may_edit_action(by, subjects.of_action(action, on=on)))
    rows = list(
        ActionLead.objects.filter(leading(going.day), action=action).order_by("position", "id")
    )
    mine = [row for row in rows if row.person_id == going.giver.id and row.kind == kind]
    if not mine:
        raise Refused(
            f"{going.giver.name} does not lead {action.reference} on {say_date(going.day)}. "
            "Look at the list again."
        )
    began = max((row.from_date for row in mine if row.from_date), default=None)
    if began and began >= going.day:
        raise Refused(
            f"{going.giver.name} took up {action.reference} on {say_date(began)}. "
            "Choose a later day for the handover, or let it stay with them."
        )
    changes: dict[str, tuple[object, object]] = {}
    if taker or not going.leaves:
        changes = replace_leads(action, _instead(rows, mine, taker), by=by, on=going.day)
        action.version += 1
        action.save(update_fields=["version"])
    what = "the deputy’s part in " if kind == LeadKind.DEPUTY else ""
    words = f"recorded that {what}{action.reference} was {_said(going, taker)}"
    note_action(
        "hand_over", words, action, by=by, on=on, changes=changes, subjects=_about(going, taker)
    )


def _instead(
    rows: Iterable[ActionLead], mine: Iterable[ActionLead], taker: PersonHere | None
) -> list[NewLead]:
    """The leads with the successor in the place of whoever goes; nobody twice."""
    going = {row.pk for row in mine}
    found: list[NewLead] = []
    for row in rows:
        lead = NewLead(row.as_written, row.post_id, row.person_id, row.kind)
        if row.pk in going:
            lead = NewLead(taker.name, None, taker.id, row.kind) if taker else lead
            if taker is None:
                continue
        if not any(
            (one.kind, one.person_id, one.post_id) == (lead.kind, lead.person_id, lead.post_id)
            and (lead.person_id or lead.post_id)
            for one in found
        ):
            found.append(lead)
    return found


def _risk(risk_id: UUID, going: Going, taker: PersonHere | None, *, by: Viewer, on: date) -> None:
    risk = locked(Risk, risk_id, by=by, what="risk or issue")
    if risk.action is not None:
        subject = subjects.of_action(risk.action, on=on)
    else:
        assert risk.level is not None
        subject = subjects.of_level(risk.level)
    policies.require(policies.may_review_risk(by, subject, owns=False))
    if risk.owner_person_id != going.giver.id or risk.closed_on is not None:
        raise Refused(f"{risk.reference} is not {going.giver.name}’s any more. Look again.")
    changes = {}
    if taker or not going.leaves:
        name = taker.name if taker else ""
        before = going.giver.name
        changed(risk, {"owner_person_id": taker.id if taker else None, "owner_as_written": name})
        changes = {"owner": (before, name)}
    place = ("action", risk.action_id) if risk.action_id else ("level", risk.level_id)
    note(
        "hand_over_risk",
        f"recorded that {risk.reference} was {_said(going, taker)}",
        kind="risk",
        row=risk,
        label=str(risk)[:200],
        by=by,
        on=on,
        plan_id=risk.plan_id,
        changes=changes,
        subjects=[*_about(going, taker), *([(place[0], place[1])] if place[1] else [])],
    )


def _view(view_id: UUID, going: Going, taker: PersonHere | None, *, by: Viewer, on: date) -> None:
    """A shared view; where nobody takes it over, everybody can go on opening it as it is."""
    view = locked(SavedView, view_id, by=by, what="view")
    policies.require(policies.may_edit_plan(by, view.plan_id))
    if taker is None:
        return
    if taker.user_id is None:
        raise Refused(
            f"{taker.name} does not sign in, so the view “{view.name}” cannot be theirs. Leave it "
            "as it is: everybody can go on opening it."
        )
    name = view.name
    if SavedView.objects.filter(
        plan_id=view.plan_id, owner_id=taker.user_id, name=name, ended_on__isnull=True
    ).exists():
        name = fitted(f"{view.name} ({going.giver.name})", 100)
    changes = changed(view, {"owner_id": taker.user_id, "owner_label": taker.name, "name": name})
    changes.pop("owner_id", None)
    note(
        "hand_over_view",
        f"recorded that the view “{view.name}” was {_said(going, taker)}",
        kind="saved_view",
        row=view,
        label=view.name,
        by=by,
        on=on,
        plan_id=view.plan_id,
        changes=changes,
        subjects=_about(going, taker),
    )


def _said(going: Going, taker: PersonHere | None) -> str:
    return handed_over_words(going.giver.name, taker.name if taker else "", going.day)


def _about(going: Going, taker: PersonHere | None) -> list[tuple[str, UUID]]:
    """The two people, in whose history it stands too."""
    return [("person", going.giver.id), *([("person", taker.id)] if taker else [])]
