"""Verbs of papers: start, comment, issue, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.governance import policies, queries
from goldenthread.governance.actions.writing import differing, mine, note
from goldenthread.governance.models import BoardPaper, PaperDocument, PaperState
from goldenthread.improvement_plan import queries as plans
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail.verbs import Verb


def start_draft(
    *,
    plan_id: UUID,
    snapshot_id: UUID,
    forum_id: UUID,
    title: str,
    meeting_on: date | None,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """A draft paper about one closed period. It compares with what that body last received; a body
    that never received a paper is shown the period closed before."""
    require(policies.may_write_papers(by, plan_id=plan_id))
    closed = [
        period for period in plans.periods(plan_id, viewer=by) if period.snapshot_id is not None
    ]
    period = next((one for one in closed if one.snapshot_id == snapshot_id), None)
    if period is None:
        raise Refused(
            "A paper needs a closed reporting period. Close one on the plan’s periods page."
        )
    forum = partnership.forum(forum_id, viewer=by)
    if forum is None:
        raise Refused(f"That forum is not in {by.local_area_name}.")
    if not title.strip():
        raise Refused("Enter a title, for example: Progress on the SEND plan.")
    with transaction.atomic():
        last = queries.last_received(forum_id, plan_id=plan_id, before=period.cut_off, viewer=by)
        earlier = [one for one in closed if one.cut_off < period.cut_off]
        before = max(earlier, key=lambda one: one.cut_off, default=None)
        if last:
            compared_with_id: UUID | None = last.snapshot_id
        else:
            compared_with_id = before.snapshot_id if before else None
        row = BoardPaper(
            local_area_id=by.local_area_id,
            plan_id=plan_id,
            forum_id=forum_id,
            snapshot_id=snapshot_id,
            compared_with_id=compared_with_id,
            compared_was_received=last is not None,
            title=title.strip(),
            meeting_on=meeting_on,
            front_sheet=_carried_over(last),
            created_by_id=by.user_id,
            created_by_label=by.name,
            writer_id=by.user_id,
            writer_label=by.name,
            recorded_at=at,
        )
        row.save(force_insert=True)
        note(
            Verb.COLLECTED,
            "start_draft",
            row,
            f"started a paper to {forum.name} about {period.name}",
            by=by,
            on=on,
        )
    return row.pk


def _carried_over(last: queries.PaperFact | None) -> dict[str, str]:
    """Who sponsors and writes seldom changes between two papers; the rest is written anew."""
    if last is None:
        return {}
    kept = ("sponsor", "author", "contact", "background")
    return {key: last.front_sheet[key] for key in kept if last.front_sheet.get(key)}


def write_commentary(
    *, paper_id: UUID, version: int, commentary: Mapping[str, str], by: Viewer, on: date
) -> None:
    """The author's words beside the figures; the figures themselves cannot be edited."""
    with transaction.atomic():
        row = mine(paper_id, by=by, version=version)
        before = dict(row.commentary)
        row.commentary = {part: text.strip() for part, text in commentary.items() if text.strip()}
        row.version += 1
        row.save()
        changes = differing(before, row.commentary)
        deed = "wrote beside the figures"
        note(Verb.ALTERED, "write_commentary", row, deed, by=by, on=on, changes=changes)


def issue(
    *,
    paper_id: UUID,
    version: int,
    documents: Mapping[str, UUID],
    page: str,
    stood_on: Mapping[str, object],
    by: Viewer,
    on: date,
    at: datetime,
) -> None:
    """Issue the paper with its documents (format → kept file) and its web page. Nothing about it
    changes after; `stood_on` is what it was written from that the snapshots do not hold."""
    with transaction.atomic():
        row = mine(paper_id, by=by, version=version)
        fact = queries.paper(paper_id, viewer=by)
        if fact is None or fact.missing:
            wanting = "; ".join(fact.missing) if fact else "the paper"
            raise Refused(f"The front sheet is not finished. Still missing: {wanting}.")
        row.state = PaperState.ISSUED
        row.issued_on = on
        row.issued_at = at
        row.issued_by_label = by.name
        row.issued_with = {
            **stood_on,
            "forum": fact.forum_name,
            "fields": [field.as_data() for field in fact.fields],
        }
        row.version += 1
        row.save()
        made = [
            PaperDocument(local_area_id=by.local_area_id, paper=row, format=form, file_id=file_id)
            for form, file_id in documents.items()
        ]
        made.append(
            PaperDocument(local_area_id=by.local_area_id, paper=row, format="html", page=page)
        )
        PaperDocument.objects.bulk_create(made)
        note(Verb.DISCLOSED, "issue", row, f"issued the paper to {fact.forum_name}", by=by, on=on)


def withdraw(*, paper_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Put a draft aside; it stays in the history."""
    with transaction.atomic():
        row = mine(paper_id, by=by, version=version)
        row.state = PaperState.WITHDRAWN
        row.version += 1
        row.save()
        note(Verb.ALTERED, "withdraw", row, "withdrew the draft", by=by, on=on)
