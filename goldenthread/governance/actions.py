"""Verbs of papers: start, fill, comment, issue, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.governance import policies, queries
from goldenthread.governance.models import (
    BoardPaper,
    PaperClass,
    PaperDocument,
    PaperState,
    WordTemplate,
)
from goldenthread.improvement_plan import queries as plans
from goldenthread.partnership import queries as partnership
from goldenthread.partnership.actions import set_front_sheet
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import ChangedMeanwhile, Refused
from goldenthread.trail.actions import record
from goldenthread.trail.verbs import Verb


def _note(
    verb: Verb,
    act: str,
    row: BoardPaper,
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
        object_kind="paper",
        object_id=row.pk,
        object_label=row.title,
        words=words,
        on=on,
        changes=changes,
        subjects=[("plan", row.plan_id), ("forum", row.forum_id)],
    )


def _differing(
    before: Mapping[str, object], after: Mapping[str, object]
) -> dict[str, tuple[object, object]]:
    """What changed between two states of a paper's words: (before, after) by what it is called."""
    return {
        key: (before.get(key, ""), after.get(key, ""))
        for key in (*before, *(key for key in after if key not in before))
        if before.get(key, "") != after.get(key, "")
    }


def _front_sheet_as_kept(row: BoardPaper) -> dict[str, object]:
    return {
        "title": row.title,
        "meeting_on": row.meeting_on.isoformat() if row.meeting_on else "",
        "classification": row.classification,
        "exempt_paragraph": row.exempt_paragraph,
        **row.front_sheet,
    }


def _mine(paper_id: UUID, *, by: Viewer, version: int | None) -> BoardPaper:
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
            recorded_at=at,
        )
        row.save(force_insert=True)
        _note(
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


def choose_front_sheet(
    *,
    forum_id: UUID,
    version: int,
    fields: Sequence[queries.FrontSheetField],
    by: Viewer,
    on: date,
) -> None:
    """Which fields this body's papers have, in order; none is the usual list. Drafts follow, issued
    papers keep theirs. `version` is the forum's."""
    unknown = [field.kind for field in fields if field.kind not in queries.FIELD_KINDS]
    if unknown:
        raise Refused(f"A field is one of: {', '.join(queries.FIELD_KINDS)}. Choose one of those.")
    set_front_sheet(
        forum_id=forum_id,
        version=version,
        fields=[field.as_data() for field in fields],
        by=by,
        on=on,
    )


def fill_front_sheet(
    *,
    paper_id: UUID,
    version: int,
    title: str,
    meeting_on: date | None,
    classification: str,
    exempt_paragraph: str,
    words: Mapping[str, str],
    by: Viewer,
    on: date,
) -> None:
    if classification not in PaperClass.values:
        raise Refused("Choose public or exempt.")
    with transaction.atomic():
        row = _mine(paper_id, by=by, version=version)
        before = _front_sheet_as_kept(row)
        row.title = title.strip() or row.title
        row.meeting_on = meeting_on
        row.classification = classification
        row.exempt_paragraph = exempt_paragraph.strip()
        row.front_sheet = {key: text.strip() for key, text in words.items() if text.strip()}
        row.version += 1
        row.save()
        changes = _differing(before, _front_sheet_as_kept(row))
        deed = "changed the front sheet"
        _note(Verb.ALTERED, "fill_front_sheet", row, deed, by=by, on=on, changes=changes)


def write_commentary(
    *, paper_id: UUID, version: int, commentary: Mapping[str, str], by: Viewer, on: date
) -> None:
    """The author's words beside the figures; the figures themselves cannot be edited."""
    with transaction.atomic():
        row = _mine(paper_id, by=by, version=version)
        before = dict(row.commentary)
        row.commentary = {part: text.strip() for part, text in commentary.items() if text.strip()}
        row.version += 1
        row.save()
        changes = _differing(before, row.commentary)
        deed = "wrote beside the figures"
        _note(Verb.ALTERED, "write_commentary", row, deed, by=by, on=on, changes=changes)


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
        row = _mine(paper_id, by=by, version=version)
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
        _note(Verb.DISCLOSED, "issue", row, f"issued the paper to {fact.forum_name}", by=by, on=on)


def withdraw(*, paper_id: UUID, version: int, by: Viewer, on: date) -> None:
    """Put a draft aside; it stays in the history."""
    with transaction.atomic():
        row = _mine(paper_id, by=by, version=version)
        row.state = PaperState.WITHDRAWN
        row.version += 1
        row.save()
        _note(Verb.ALTERED, "withdraw", row, "withdrew the draft", by=by, on=on)


def add_word_template(
    *, name: str, file_id: UUID, forum_id: UUID | None, by: Viewer, on: date, at: datetime
) -> UUID:
    """Keep a council's own Word template for its papers."""
    require(policies.may_keep_templates(by))
    if forum_id and partnership.forum(forum_id, viewer=by) is None:
        raise Refused(f"That forum is not in {by.local_area_name}.")
    with transaction.atomic():
        row = WordTemplate(
            local_area_id=by.local_area_id,
            name=name.strip(),
            file_id=file_id,
            forum_id=forum_id,
            recorded_at=at,
        )
        row.save(force_insert=True)
        _note_template(Verb.COLLECTED, "add_word_template", row, "added", by=by, on=on)
    return row.pk


def end_word_template(*, template_id: UUID, by: Viewer, on: date) -> None:
    """Offer a Word template no longer; papers issued with it stay as they are."""
    require(policies.may_keep_templates(by))
    with transaction.atomic():
        rows = WordTemplate.objects.select_for_update().filter(local_area_id=by.local_area_id)
        row = rows.filter(pk=template_id, ended_on__isnull=True).first()
        if row is None:
            raise Refused("That template is not offered any more. Look at the list again.")
        row.ended_on = on
        row.version += 1
        row.save()
        _note_template(Verb.ALTERED, "end_word_template", row, "took away", by=by, on=on)


def _note_template(
    verb: Verb, act: str, row: WordTemplate, deed: str, *, by: Viewer, on: date
) -> None:
    record(
        local_area_id=by.local_area_id,
        actor_id=by.user_id,
        actor_label=by.name,
        verb=verb,
        act=f"governance.{act}",
        object_kind="wordtemplate",
        object_id=row.pk,
        object_label=row.name,
        words=f"{deed} the Word template {row.name}",
        on=on,
        subjects=[("forum", row.forum_id)] if row.forum_id else (),
    )
