"""Findings: what an inspection said must improve, and which part of the plan answers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.actions import answers
from goldenthread.improvement_plan.actions.writing import (
    Changes,
    changed,
    fitted,
    locked,
    mind_version,
    note_level,
    note_plan,
    only,
    required,
)
from goldenthread.improvement_plan.models import Finding, FindingEnd, Plan, PlanLevel
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import Refused


@transaction.atomic
def add_finding(
    *,
    plan_id: UUID,
    text: str,
    reference: str = "",
    source: str = "",
    found_on: date | None = None,
    level_ids: Iterable[UUID] = (),
    by: Viewer,
    on: date,
) -> UUID:
    """What an inspection said must improve; `level_ids` are the parts of the plan that answer it,
    as many as do."""
    plan = locked(Plan, plan_id, by=by, what="plan")
    policies.require(policies.may_edit_plan(by, plan_id))
    finding = Finding.objects.create(
        local_area_id=plan.local_area_id,
        plan=plan,
        text=required(text, "Write what the inspection found."),
        reference=fitted(reference, 40),
        source=fitted(source, 300),
        on=found_on,
        position=Finding.objects.filter(plan=plan).count(),
    )
    told, subjects = _answer(finding, level_ids, by=by)
    words = f"added the finding {finding.reference}".strip()
    subjects = [("finding", finding.pk), *subjects]
    note_plan("add_finding", words, plan, by=by, on=on, changes=told or None, subjects=subjects)
    return finding.pk


@transaction.atomic
def edit_finding(
    *, finding_id: UUID, version: int, changes: Mapping[str, object], by: Viewer, on: date
) -> None:
    """Words, reference, source or date (`on`) of a finding, or the parts of the plan that answer it
    (`level_ids`, all of them); nothing where nothing differs."""
    finding = locked(Finding, finding_id, by=by, what="finding")
    policies.require(policies.may_edit_plan(by, finding.plan_id))
    only(changes, ("text", "reference", "source", "on", "level_ids"))
    _mind_standing(finding)
    mind_version(finding, version, "this finding")
    if "text" in changes:
        required(str(changes["text"]), "Write what the inspection found.")
    words = {name: value for name, value in changes.items() if name != "level_ids"}
    differing = changed(finding, words)
    told: Changes = {"date" if name == "on" else name: pair for name, pair in differing.items()}
    subjects: list[tuple[str, UUID]] = [("finding", finding_id)]
    wanted = changes.get("level_ids")
    if isinstance(wanted, (list, tuple, set)):
        answered, parts = _answer(finding, wanted, by=by)
        told, subjects = {**told, **answered}, [*subjects, *parts]
    if told:
        note_plan(
            "edit_finding",
            f"changed the finding {finding.reference}".strip(),
            finding.plan,
            by=by,
            on=on,
            changes=told,
            subjects=subjects,
        )


def _answer(
    finding: Finding, level_ids: Iterable[UUID], *, by: Viewer
) -> tuple[Changes, list[tuple[str, UUID]]]:
    """Let these parts answer the finding, and no other standing one; what to tell, and of whom."""
    wanted, before = set(level_ids), answers.answering(finding)
    touched = [
        locked(PlanLevel, level_id, by=by, what="part of the plan")
        for level_id in sorted(wanted ^ before)
    ]
    for level in touched:
        if level.plan_id != finding.plan_id or level.ended_on is not None:
            raise Refused("A chosen part of the plan is not in this plan any more. Choose again.")
        if level.pk in wanted:
            answers.join(finding, level)
        else:
            answers.part(finding, level)
    if not touched:
        return {}, []
    gone = answers.said(str(level) for level in touched if level.pk not in wanted)
    come = answers.said(str(level) for level in touched if level.pk in wanted)
    return {"answered by": (gone, come)}, [("level", level.pk) for level in touched]


def _mind_standing(finding: Finding) -> None:
    if finding.ended_on is not None:
        raise Refused(
            f"This finding ended on {say_date(finding.ended_on)}, so it is only read now. "
            "Reopen it if it stands once more."
        )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"


@transaction.atomic
def end_finding(
    *, finding_id: UUID, version: int, ended_as: str, reason: str, by: Viewer, on: date
) -> None:
    """A finding that is met, merged with another or was recorded by mistake asks for nothing any
    more: it leaves lists, counts and gaps, and stays readable with the reason."""
    finding = locked(Finding, finding_id, by=by, what="finding")
    policies.require(policies.may_edit_plan(by, finding.plan_id))
    if ended_as not in FindingEnd.values:
        raise Refused("Say whether it is met, merged with another or was recorded by mistake.")
    why = fitted(required(reason, "Say why this finding ends."), 500)
    _mind_standing(finding)
    mind_version(finding, version, "this finding")
    differing = changed(finding, {"ended_on": on, "ended_as": ended_as, "ended_reason": why})
    as_words = finding.get_ended_as_display().lower()
    note_plan(
        "end_finding",
        f"ended the finding {finding.reference or _short(finding.text)} ({as_words})",
        finding.plan,
        by=by,
        on=on,
        changes=differing,
        subjects=[("finding", finding_id)],
    )


@transaction.atomic
def reopen_finding(*, finding_id: UUID, version: int, reason: str, by: Viewer, on: date) -> None:
    """An ended finding stands once more, and is counted again; its history keeps how and why it
    had ended, and why it was reopened."""
    finding = locked(Finding, finding_id, by=by, what="finding")
    policies.require(policies.may_edit_plan(by, finding.plan_id))
    why = fitted(required(reason, "Say why this finding stands once more."), 500)
    if finding.ended_on is None:
        raise Refused("This finding stands: it has not ended, so there is nothing to reopen.")
    mind_version(finding, version, "this finding")
    differing = changed(finding, {"ended_on": None, "ended_as": "", "ended_reason": ""})
    note_plan(
        "reopen_finding",
        f"reopened the finding {finding.reference or _short(finding.text)}",
        finding.plan,
        by=by,
        on=on,
        changes=differing,
        reason=why,
        subjects=[("finding", finding_id)],
    )


@transaction.atomic
def link_findings(
    *, level_id: UUID, finding_ids: Iterable[UUID], version: int, by: Viewer, on: date
) -> None:
    """Say which findings a level answers, all that stand; none where there are none. What it
    answered of those that ended stays."""
    level = locked(PlanLevel, level_id, by=by, what="part of the plan")
    policies.require(policies.may_edit_plan(by, level.plan_id))
    mind_version(level, version, "this part of the plan")
    before = set(
        Finding.objects.filter(answers__level=level, ended_on__isnull=True).values_list(
            "pk", flat=True
        )
    )
    wanted = set(finding_ids)
    touched = [locked(Finding, each, by=by, what="finding") for each in sorted(wanted ^ before)]
    for finding in touched:
        if finding.plan_id != level.plan_id:
            raise Refused("That finding belongs to another plan. Choose one of this plan.")
        _mind_standing(finding)
        if finding.pk in wanted:
            answers.join(finding, level)
        else:
            answers.part(finding, level)
    if not touched:
        return
    come = [finding for finding in touched if finding.pk in wanted]
    gone = [finding for finding in touched if finding.pk not in wanted]
    names = ", ".join(finding.reference or "of the inspection" for finding in come)
    words = f"said that “{level}” answers " + (
        "no finding" if not wanted else f"the finding {names}" if come else "fewer findings"
    )
    told = {
        "findings answered": (
            answers.said(finding.text for finding in gone),
            answers.said(finding.text for finding in come),
        )
    }
    subjects = [("finding", finding.pk) for finding in touched]
    note_level("link_findings", words, level, by=by, on=on, changes=told, subjects=subjects)
