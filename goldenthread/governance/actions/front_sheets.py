"""Verbs of front sheets: which fields a body asks for, and what a paper says in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from goldenthread.governance import queries
from goldenthread.governance.actions.writing import differing, mine, note
from goldenthread.governance.models import BoardPaper, PaperClass
from goldenthread.partnership.actions import set_front_sheet
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.refusals import Refused
from goldenthread.trail.verbs import Verb


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
        row = mine(paper_id, by=by, version=version)
        before = _front_sheet_as_kept(row)
        row.title = title.strip() or row.title
        row.meeting_on = meeting_on
        row.classification = classification
        row.exempt_paragraph = exempt_paragraph.strip()
        row.front_sheet = {key: text.strip() for key, text in words.items() if text.strip()}
        row.version += 1
        row.save()
        changes = differing(before, _front_sheet_as_kept(row))
        deed = "changed the front sheet"
        note(Verb.ALTERED, "fill_front_sheet", row, deed, by=by, on=on, changes=changes)


def _front_sheet_as_kept(row: BoardPaper) -> dict[str, object]:
    return {
        "title": row.title,
        "meeting_on": row.meeting_on.isoformat() if row.meeting_on else "",
        "classification": row.classification,
        "exempt_paragraph": row.exempt_paragraph,
        **row.front_sheet,
    }
