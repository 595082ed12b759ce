"""Evidence: a file or a link, what it shows, when, and what kind of proof it is."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from goldenthread.files import queries as files
from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions.writing import (
    changed,
    fitted,
    locked,
    note_action,
    note_level,
    required,
    running,
    said_by,
)
from goldenthread.improvement_plan.models import Action, Evidence, EvidenceKind, PlanLevel
from goldenthread.improvement_plan.queries import subjects
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused


@transaction.atomic
def add_evidence(
    *,
    action_id: UUID | None = None,
    level_id: UUID | None = None,
    kind: str,
    title: str,
    shows: str,
    shown_on: date | None = None,
    file_id: UUID | None = None,
    link: str = "",
    by: Viewer,
    on: date,
) -> UUID:
    """Evidence of an action or a level: one file kept by `files`, or one link to a page."""
    action, level = _evident(action_id, level_id, by=by, on=on)
    row = action or level
    assert row is not None
    if kind not in EvidenceKind.values:
        raise Refused("Say what kind of evidence this is: activity, output or impact.")
    shown_on = shown_on or on
    if shown_on > on:
        raise Refused("Evidence cannot come from the future. Give the day it dates from.")
    _check_source(file_id, link, by)
    evidence = Evidence.objects.create(
        local_area_id=row.local_area_id,
        plan_id=row.plan_id,
        action=action,
        level=level,
        kind=kind,
        title=fitted(required(title, "Give the evidence a title."), 300),
        shows=required(shows, "Say what the evidence shows, in a sentence."),
        file_id=file_id,
        link=link.strip(),
        on=shown_on,
        recorded_at=Now(),
        **said_by(by),
    )
    _tell("add_evidence", "added the evidence", evidence, action, level, by=by, on=on)
    return evidence.pk


def _evident(
    action_id: UUID | None, level_id: UUID | None, *, by: Viewer, on: date
) -> tuple[Action | None, PlanLevel | None]:
    if (action_id is None) == (level_id is None):
        raise ValueError("Evidence belongs to one action or one level.")
    if action_id is not None:
        action = running(action_id, by=by)
        policies.require(policies.may_add_evidence(by, subjects.of_action(action, on=on)))
        return action, None
    assert level_id is not None
    level = locked(PlanLevel, level_id, by=by, what="part of the plan")
    policies.require(policies.may_edit_level(by, subjects.of_level(level)))
    return None, level


def _check_source(file_id: UUID | None, link: str, by: Viewer) -> None:
    if (file_id is None) == (not link.strip()):
        raise Refused("Give either a file or a link to a page, not both and not neither.")
    if file_id is not None:
        files.stored_file(file_id, local_area_id=by.local_area_id)
    elif not link.strip().lower().startswith(("https://", "http://")):
        raise Refused("A link begins with https:// – copy the whole address of the page.")
    elif len(link.strip()) > 1000:
        raise Refused("This link is longer than 1,000 characters. Use a shorter address.")


@transaction.atomic
def withdraw_evidence(*, evidence_id: UUID, reason: str, by: Viewer, on: date) -> None:
    """Take evidence back; it stays readable, marked, with the reason."""
    evidence = locked(Evidence, evidence_id, by=by, what="evidence")
    action, level = _evident(evidence.action_id, evidence.level_id, by=by, on=on)
    reason = required(reason, "Say why the evidence is withdrawn: the history keeps the reason.")
    if evidence.withdrawn_on is not None:
        raise Refused("This evidence was withdrawn already.")
    changed(evidence, {"withdrawn_on": on, "withdrawn_reason": fitted(reason, 500)})
    deed = "withdrew the evidence"
    _tell("withdraw_evidence", deed, evidence, action, level, by=by, on=on, reason=reason)


def _tell(
    act: str,
    deed: str,
    evidence: Evidence,
    action: Action | None,
    level: PlanLevel | None,
    *,
    by: Viewer,
    on: date,
    reason: str = "",
) -> None:
    about = [("evidence", evidence.pk)]
    if action:
        words = f"{deed} “{evidence.title}” for {action.reference}"
        note_action(act, words, action, by=by, on=on, reason=reason, subjects=about)
    elif level:
        words = f"{deed} “{evidence.title}” for “{level}”"
        note_level(act, words, level, by=by, on=on, reason=reason, subjects=about)
