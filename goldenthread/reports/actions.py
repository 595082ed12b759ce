"""Issuing a paper: its documents are made, kept, and never change again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from goldenthread.files import queries as files
from goldenthread.files.actions import keep
from goldenthread.files.gate import Upload
from goldenthread.files.kinds import Kind
from goldenthread.governance import actions as governance
from goldenthread.governance import policies, queries
from goldenthread.governance.queries import PaperFact
from goldenthread.partnership.policies import require
from goldenthread.partnership.queries import Viewer
from goldenthread.reports import papers, word_template, writing
from goldenthread.reports.document import Document
from goldenthread.rules.refusals import ChangedMeanwhile, Refused

KINDS = {"docx": Kind.DOCX, "pdf": Kind.PDF, "xlsx": Kind.XLSX}


def issue_paper(*, paper_id: UUID, version: int, by: Viewer, on: date, at: datetime) -> None:
    """Write the paper in every format from its frozen periods, keep each, and issue it."""
    paper = queries.paper(paper_id, viewer=by)
    if paper is None:
        raise Refused("There is no such paper. Choose one from the list of papers.")
    require(policies.may_change(by, state=paper.state, plan_id=paper.plan_id))
    if paper.version != version:
        raise ChangedMeanwhile(
            "Somebody else changed this paper while you had it open. "
            "Look at it again, then issue it."
        )
    if paper.missing:
        wanting = "; ".join(paper.missing)
        raise Refused(f"The front sheet is not finished. Still missing: {wanting}.")
    trend = papers.trend_of(paper, viewer=by)
    asked = papers.challenges_of(paper, viewer=by)
    document = papers.document_of(paper, viewer=by, draft=False)
    written = {form: writing.write(document, form, made_at=at) for form in writing.FORMATS}
    with transaction.atomic():
        kept = keep_documents(written, called="board-paper", by=by, on=on)
        governance.issue(
            paper_id=paper_id,
            version=version,
            documents=kept,
            page=written["html"].decode(),
            stood_on={
                "trend": papers.trend_as_data(trend),
                "challenges": papers.challenges_as_data(asked),
            },
            by=by,
            on=on,
            at=at,
        )


def keep_documents(
    written: Mapping[str, bytes], *, called: str, by: Viewer, on: date
) -> dict[str, UUID]:
    """Keep what was written, by format, in the caller's transaction; file ids by format. The web
    page is no file: it is kept with the paper."""
    return {
        form: keep(
            upload=content,
            name=f"{called}.{form}",
            local_area_id=by.local_area_id,
            by_id=by.user_id,
            by_label=by.name,
            on=on,
            allowed=frozenset({KINDS[form]}),
            made_here=True,
        ).id
        for form, content in written.items()
        if form in KINDS
    }


def keep_word_template(
    *,
    name: str,
    upload: Upload,
    forum_id: UUID | None = None,
    by: Viewer,
    on: date,
    at: datetime,
) -> UUID:
    """Keep a council's own template, for one body or any (`forum_id` None), once its placeholders
    are all ones we know."""
    require(policies.may_keep_templates(by))
    with transaction.atomic():
        # Through the gate first: until then nobody knows how large it is, or what.
        kept = keep(
            upload=upload,
            name=f"{name}.docx",
            local_area_id=by.local_area_id,
            by_id=by.user_id,
            by_label=by.name,
            on=on,
            allowed=frozenset({Kind.DOCX}),
        )
        with files.open_bytes(kept.id, local_area_id=by.local_area_id) as content:
            word_template.check(content.read())
        return governance.add_word_template(
            name=name, file_id=kept.id, forum_id=forum_id, by=by, on=on, at=at
        )


def fill_word_template(*, paper: PaperFact, template_id: UUID, viewer: Viewer) -> bytes:
    """A paper in one of the area's templates for its body."""
    document = papers.document_of(paper, viewer=viewer, draft=not paper.issued)
    return in_template(document, template_id=template_id, forum_id=paper.forum_id, viewer=viewer)


def in_template(document: Document, *, template_id: UUID, forum_id: UUID, viewer: Viewer) -> bytes:
    """Any document of ours in one of the area's templates for the body that reads it."""
    fitting = queries.word_templates(viewer=viewer, forum_id=forum_id)
    found = next((one for one in fitting if one.id == template_id), None)
    if found is None:
        raise Refused("There is no such template. Choose one from the list of templates.")
    with files.open_bytes(found.file_id, local_area_id=viewer.local_area_id) as kept:
        content = kept.read()
    return word_template.fill(content, document)
