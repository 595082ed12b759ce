"""Verbs of highlight reports: start, write, issue, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from goldenthread.governance import policies, queries
from goldenthread.governance.actions.writing import differing
from goldenthread.governance.models import (
    HighlightDocument,
    HighlightReport,
    PaperState,
    Shape,
)
from goldenthread.improvement_plan import queries as plans
from goldenthread.improvement_plan.queries import frozen_data
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.rules.snapshots import PlanSnapshot
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def start_highlight(
    *,
    plan_id: UUID,
    level_id: UUID,
    forum_id: UUID,
    shape: str,
    snapshot_id: UUID | None,
    as_at: date | None,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """A draft about one top-level part of the plan: of a closed period (`snapshot_id`), or as at a
    day. It compares with what that reader was last sent about the part; else with the period
    closed before."""
    require(policies.may_write_highlights(by, plan_id=plan_id, level_id=level_id))
    if shape not in Shape.values:
        raise Refused("Choose how the report is laid out.")
    if (forum := partnership.forum(forum_id, viewer=by)) is None:
        raise Refused(f"That forum is not in {by.local_area_name}.")
    part = _part(plan_id, level_id, by=by, on=on)
    day, about = _day(plan_id, snapshot_id, as_at, by=by, on=on)
    try:
        with transaction.atomic():
            last = queries.last_highlight(
                level_id=level_id, forum_id=forum_id, before=day, viewer=by
            )
            row = HighlightReport(
                local_area_id=by.local_area_id,
                plan_id=plan_id,
                level_id=level_id,
                forum_id=forum_id,
                shape=shape,
                as_at=day,
                snapshot_id=snapshot_id,
                compared_report_id=last.id if last else None,
                compared_snapshot_id=None if last else _closed_before(plan_id, day, by=by),
                number=_next_number(level_id, forum_id, day, by=by),
                words=_carried_over(last),
                created_by_id=by.user_id,
                created_by_label=by.name,
                writer_id=by.user_id,
                writer_label=by.name,
                recorded_at=at,
            )
            row.save(force_insert=True)
            deed = f"started a highlight report of {part} to {forum.name}, {about}"
            _note(Verb.COLLECTED, "start_highlight", row, part, deed, by=by, on=on)
    except IntegrityError:  # two people started it at once: the second opens the first's draft
        if first := _draft_about(level_id, forum_id, day, by=by):
            return first.pk
        raise
    return row.pk


def _draft_about(
    level_id: UUID, forum_id: UUID, day: date, *, by: Viewer
) -> HighlightReport | None:
    """The draft about this part for this reader and day, of which there is one at most."""
    drafts = HighlightReport.objects.visible_to(by).filter(state=PaperState.DRAFT)
    return drafts.filter(level_id=level_id, forum_id=forum_id, as_at=day).first()


def _part(plan_id: UUID, level_id: UUID, *, by: Viewer, on: date) -> str:
    """The part's own name; Refused where it is no top-level part of the plan."""
    levels = plans.level_tree(plan_id, viewer=by, on=on)
    found = next((one for one in levels if one.id == level_id and one.depth == 0), None)
    if found is None:
        raise Refused("A highlight report is of one of the plan’s top-level parts. Choose one.")
    return f"{found.word} {found.reference}".strip()


def _day(
    plan_id: UUID, snapshot_id: UUID | None, as_at: date | None, *, by: Viewer, on: date
) -> tuple[date, str]:
    """The cut-off or the day, and the words for it."""
    if snapshot_id is not None:
        periods = plans.periods(plan_id, viewer=by)
        period = next((one for one in periods if one.snapshot_id == snapshot_id), None)
        if period is None:
            raise Refused("That period is not closed. Choose a closed one, or a day.")
        return period.cut_off, period.name
    if as_at is None:
        raise Refused("Choose a closed period, or enter the day the report is as at.")
    if as_at > on:
        raise Refused(f"{say_date(as_at)} has not come yet. Enter today, or a day before it.")
    return as_at, f"as at {say_date(as_at)}"


def _closed_before(plan_id: UUID, day: date, *, by: Viewer) -> UUID | None:
    earlier = [
        one
        for one in plans.periods(plan_id, viewer=by)
        if one.snapshot_id is not None and one.cut_off < day
    ]
    latest = max(earlier, key=lambda one: one.cut_off, default=None)
    return latest.snapshot_id if latest else None


def _next_number(level_id: UUID, forum_id: UUID, day: date, *, by: Viewer) -> int:
    """Version 1, 2… for this reader and day; withdrawn drafts leave no hole."""
    mine = HighlightReport.objects.visible_to(by).filter(
        level_id=level_id, forum_id=forum_id, as_at=day
    )
    standing = list(mine.exclude(state=PaperState.WITHDRAWN))
    if any(row.state == PaperState.DRAFT for row in standing):
        raise Refused(
            "There is a draft of this report already. Open it from the list of highlight reports."
        )
    return max((row.number for row in standing), default=0) + 1


def _carried_over(last: queries.HighlightFact | None) -> dict[str, str]:
    """Who answers for the part and who leads it seldom changes; the rest is written anew."""
    kept = ("owner", "lead")
    return {key: last.words[key] for key in kept if last and last.words.get(key)}


def write_highlight(
    *,
    report_id: UUID,
    version: int,
    status_point: str,
    words: Mapping[str, str],
    by: Viewer,
    on: date,
) -> None:
    """The overall status, on the plan's own scale, and the workstream lead's words. Figures are
    the plan's and cannot be written."""
    with transaction.atomic():
        row = _draft(report_id, by=by, version=version)
        plan = plans.plan(row.plan_id, viewer=by)
        scale = plan.main_scale if plan else None
        if status_point and (scale is None or status_point not in {p.key for p in scale.points}):
            raise Refused("Choose the status on the plan’s own scale.")
        before = {"status": row.status_point, **row.words}
        row.status_point = status_point
        row.words = {part: text.strip() for part, text in words.items() if text.strip()}
        row.version += 1
        row.save()
        changes = differing(before, {"status": status_point, **row.words})
        _note(
            Verb.ALTERED,
            "write_highlight",
            row,
            _name(row),
            "wrote the report’s status and words",
            by=by,
            on=on,
            changes=changes,
        )


def issue_highlight(
    *,
    report_id: UUID,
    version: int,
    documents: Mapping[str, UUID],
    page: str,
    stood_on: PlanSnapshot,
    issued_with: Mapping[str, object],
    by: Viewer,
    on: date,
    at: datetime,
) -> None:
    """Issue the report with its documents (format → kept file) and its web page. Nothing about it
    changes after: `stood_on` is frozen with it where it is no closed period's."""
    with transaction.atomic():
        row = _draft(report_id, by=by, version=version)
        fact = queries.highlight(report_id, viewer=by)
        if fact is None or fact.missing:
            wanting = "; ".join(fact.missing) if fact else "the report"
            raise Refused(f"The report is not finished. Still missing: {wanting}.")
        if row.snapshot_id is None:
            row.frozen = frozen_data.as_data(stood_on)
            row.frozen_sha256 = frozen_data.sha256_of(row.frozen)
        row.state = PaperState.ISSUED
        row.issued_on = on
        row.issued_at = at
        row.issued_by_label = by.name
        row.issued_with = {
            **issued_with,
            "forum": fact.forum_name,
            "part": fact.part,
            "part_title": fact.part_title,
        }
        row.version += 1
        row.save()
        area = by.local_area_id
        made = [
            HighlightDocument(local_area_id=area, report=row, format=form, file_id=file_id)
            for form, file_id in documents.items()
        ]
        made.append(HighlightDocument(local_area_id=area, report=row, format="html", page=page))
        HighlightDocument.objects.bulk_create(made)
        deed = f"issued version {row.number} of the highlight report to {fact.forum_name}"
        _note(Verb.DISCLOSED, "issue_highlight", row, fact.part, deed, by=by, on=on)


def withdraw_highlight(*, report_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Put a draft aside; it stays in the history."""
    with transaction.atomic():
        row = _draft(report_id, by=by, version=version)
        row.state = PaperState.WITHDRAWN
        row.version += 1
        row.save()
        _note(
            Verb.ALTERED, "withdraw_highlight", row, _name(row), "withdrew the draft", by=by, on=on
        )


def _draft(report_id: UUID, *, by: Viewer, version: int) -> HighlightReport:
    """The draft, locked, as the writer last saw it."""
    rows = HighlightReport.objects.visible_to(by).select_for_update()
    row = rows.filter(pk=report_id).first()
    if row is None:
        raise Refused("There is no such report. Choose one from the list of highlight reports.")
    require(
        policies.may_change_highlight(
            by, state=row.state, plan_id=row.plan_id, level_id=row.level_id
        )
    )
    if row.version != version:
        raise ChangedMeanwhile(
            "Somebody else changed this report while you had it open. "
            "Look at it again, then make your change."
        )
    return row


def _name(row: HighlightReport) -> str:
    return f"{row.plan.level_names[0] if row.plan.level_names else 'Part'} {row.level.reference}"


def _note(
    verb: Verb,
    act: str,
    row: HighlightReport,
    part: str,
    words: str,
    *,
    by: Viewer,
    on: date,
    changes: Mapping[str, tuple[object, object]] | None = None,
) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"governance.{act}",
        object_kind="highlightreport",
        object_id=row.pk,
        object_label=f"Highlight report: {part}, {say_date(row.as_at)}",
        words=words,
        on=on,
        changes=changes,
        subjects=[("plan", row.plan_id), ("level", row.level_id), ("forum", row.forum_id)],
    )
