"""What an answer must say, by its status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from goldenthread.improvement_plan.actions.writing import required, storable
from goldenthread.improvement_plan.models import Action, EvidenceKind, ProgressUpdate
from goldenthread.improvement_plan.queries.answer_inputs import NewAnswer
from goldenthread.rules.refusals import Refused
from goldenthread.rules.rounds import UpdateStatus


def checked(
    one: NewAnswer, action: Action, before: ProgressUpdate | None, *, on: date
) -> dict[str, Any]:
    """The columns of the update. "No change" says again what was said before, so that a paper
    still prints it; everything else says something of its own. Refused names the action."""
    name = action.reference
    try:
        status = UpdateStatus(one.status)
    except ValueError as unknown:
        raise Refused(f"{name}: choose one of the four ways it can stand.") from unknown
    _check_proof(one, name, on=on)
    if status is UpdateStatus.NO_CHANGE:
        return {
            "status": status.value,
            "progress": before.progress if before else "No change.",
            "impact": before.impact if before else "",
            "next_steps": before.next_steps if before else "",
        }
    return {
        "status": status.value,
        "progress": required(one.progress, f"{name}: say in a sentence what has happened."),
        "impact": storable(one.impact).strip(),
        "next_steps": storable(one.next_steps).strip(),
        "risks_and_issues": storable(one.risks_and_issues).strip(),
        **_lateness(one, status, name, on=on),
        **_blocked(one, name, on=on),
    }


def _lateness(one: NewAnswer, status: UpdateStatus, name: str, *, on: date) -> dict[str, Any]:
    if status is not UpdateStatus.WILL_BE_LATE:
        return {}
    if one.expected_on is None:
        raise Refused(f"{name}: give the day by which you now expect it to be done.")
    if one.expected_on < on:
        raise Refused(f"{name}: the day you now expect is past. Give today or a later day.")
    cause = required(one.cause, f"{name}: say why it will be late.")
    return {"cause": cause, "expected_on": one.expected_on}


def _blocked(one: NewAnswer, name: str, *, on: date) -> dict[str, Any]:
    if not one.blocked:
        return {}
    needed = required(one.decision_needed, f"{name}: say which decision is needed.")
    if one.decision_by is not None and one.decision_by < on:
        raise Refused(f"{name}: the decision is needed by a day that is past. Give a later day.")
    return {"blocked": True, "decision_needed": needed, "decision_by": one.decision_by}


def _check_proof(one: NewAnswer, name: str, *, on: date) -> None:
    proof = one.proof
    if proof is None:
        return
    if proof.kind not in EvidenceKind.values:
        raise Refused(f"{name}: say what kind of evidence it is.")
    required(proof.shows, f"{name}: say in a sentence what the evidence shows.")
    link = proof.link.strip()
    if (proof.file_id is None) == (not link):
        raise Refused(f"{name}: give either a file or a link as evidence, not both.")
    if link and not link.lower().startswith(("https://", "http://")):
        raise Refused(f"{name}: a link begins with https:// – copy the whole address of the page.")
    if len(link) > 1000:
        raise Refused(f"{name}: this link is longer than 1,000 characters. Use a shorter one.")


def last_said(action_ids: Iterable[UUID], plan_id: UUID) -> Mapping[UUID, ProgressUpdate]:
    """Action id → its latest update: one query."""
    of_plan = ProgressUpdate.objects.filter(plan_id=plan_id)
    latest = of_plan.filter(action=OuterRef("action_id")).order_by("-on", "-recorded_at", "-id")
    rows = of_plan.filter(action_id__in=list(action_ids), pk=Subquery(latest.values("pk")[:1]))
    return {row.action_id: row for row in rows}
