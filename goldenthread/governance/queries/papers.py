"""Papers as somebody: drafts for those who write them, issued ones for everybody in the area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from goldenthread.governance.models import BoardPaper, PaperDocument, PaperState
from goldenthread.governance.queries.front_sheets import FrontSheetField, front_sheet_of
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import clear_working_days, last_publication_day, say_date


@dataclass(frozen=True)
class PaperFact:
    id: UUID
    plan_id: UUID
    plan_title: str
    forum_id: UUID
    forum_name: str
    snapshot_id: UUID
    compared_with_id: UUID | None
    period_name: str
    compared_name: str
    compared_was_received: bool  # by this body; else it is only the period closed before
    cut_off: date
    title: str
    meeting_on: date | None
    publish_by: date | None  # last day that leaves five clear working days before the meeting
    classification: str
    exempt_paragraph: str
    front_sheet: Mapping[str, str]
    fields: tuple[FrontSheetField, ...]
    commentary: Mapping[str, str]
    state: str
    issued_with: Mapping[str, Any]  # what an issued paper stood on, besides its snapshots
    issued_on: date | None
    issued_at: datetime | None
    issued_by: str
    created_by: str
    version: int

    @property
    def issued(self) -> bool:
        return self.state == PaperState.ISSUED

    @property
    def state_words(self) -> str:
        if self.issued and self.issued_on:
            return f"Issued on {say_date(self.issued_on)} by {self.issued_by}"
        return PaperState(self.state).label

    @property
    def class_words(self) -> str:
        if self.classification == "exempt" and self.exempt_paragraph:
            return f"Exempt: {self.exempt_paragraph}"
        return {"public": "Public", "exempt": "Exempt"}.get(self.classification, "Not decided yet")

    def notice_words(self, *, on: date) -> str:
        """What the notice of the meeting asks: five clear working days (Local Government Act
        1972, section 100B)."""
        if self.meeting_on is None or self.publish_by is None:
            return "The date of the meeting is not decided yet."
        meeting, last_day = say_date(self.meeting_on), say_date(self.publish_by)
        if self.issued:
            return f"For the meeting on {meeting}."
        if on <= self.publish_by:
            return (
                f"For the meeting on {meeting} the agenda is published by {last_day} at the "
                "latest: five clear working days before."
            )
        days = max(0, clear_working_days(on, self.meeting_on))
        return (
            f"The last day to publish for the meeting on {meeting} was {last_day}. "
            f"Published today it would have {days} clear working days instead of five."
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """What still has to be decided or written before the paper can be issued."""
        wanting = [
            field.label
            for field in self.fields
            if field.required and not self.front_sheet.get(field.key, "").strip()
        ]
        if self.meeting_on is None:
            wanting.insert(0, "Date of the meeting")
        if not self.classification:
            wanting.append("Public or exempt")
        if self.classification == "exempt" and not self.exempt_paragraph.strip():
            wanting.append("The paragraph of Schedule 12A that exempts it")
        wanting += [
            f"{field.label}: the reason"
            for field in self.fields
            if field.kind == "yes_no"
            and self.front_sheet.get(field.key, "").strip().lower() == "yes"
            and not self.front_sheet.get(f"{field.key}_reason", "").strip()
        ]
        return tuple(wanting)


def _fact(row: BoardPaper) -> PaperFact:
    kept = row.issued_with if row.state == PaperState.ISSUED else {}
    return PaperFact(
        id=row.pk,
        plan_id=row.plan_id,
        plan_title=row.plan.title,
        forum_id=row.forum_id,
        forum_name=str(kept.get("forum") or row.forum.name),
        snapshot_id=row.snapshot_id,
        compared_with_id=row.compared_with_id,
        period_name=row.snapshot.period.name,
        compared_name=row.compared_with.period.name if row.compared_with else "",
        compared_was_received=row.compared_was_received,
        cut_off=row.snapshot.period.cut_off,
        title=row.title,
        meeting_on=row.meeting_on,
        publish_by=last_publication_day(row.meeting_on) if row.meeting_on else None,
        classification=row.classification,
        exempt_paragraph=row.exempt_paragraph,
        front_sheet=dict(row.front_sheet),
        fields=front_sheet_of(kept.get("fields") or row.forum.front_sheet_fields),
        commentary=dict(row.commentary),
        state=row.state,
        issued_with=kept,
        issued_on=row.issued_on,
        issued_at=row.issued_at,
        issued_by=row.issued_by_label,
        created_by=row.created_by_label,
        version=row.version,
    )


_WITH = ("plan", "forum", "snapshot__period", "compared_with__period")
# Of what is joined only names and days are told; each of these columns is pages of JSON.
_LEFT_OUT = tuple(
    f"{which}__{column}"
    for which in ("snapshot", "compared_with")
    for column in ("rows", "points", "counts")
)


def papers(
    *, viewer: Viewer, plan_id: UUID | None = None, forum_id: UUID | None = None
) -> tuple[PaperFact, ...]:
    """Papers in sight, latest meeting first; withdrawn drafts are left out."""
    rows = (
        BoardPaper.objects.visible_to(viewer)
        .exclude(state=PaperState.WITHDRAWN)
        .select_related(*_WITH)
        .defer(*_LEFT_OUT)
    )
    if plan_id:
        rows = rows.filter(plan_id=plan_id)
    if forum_id:
        rows = rows.filter(forum_id=forum_id)
    return tuple(_fact(row) for row in rows)


def papers_in_hand(*, viewer: Viewer, drafts: bool) -> tuple[PaperFact, ...]:
    """The issued paper with the latest cut-off and, where wanted, every draft in sight: latest
    cut-off first. One query."""
    seen = BoardPaper.objects.visible_to(viewer)
    issued = seen.filter(state=PaperState.ISSUED).order_by(
        "-snapshot__period__cut_off", "-meeting_on", "-recorded_at"
    )
    wanted = Q(pk__in=issued.values("pk")[:1])
    if drafts:
        wanted |= Q(state=PaperState.DRAFT)
    rows = seen.filter(wanted).select_related(*_WITH).defer(*_LEFT_OUT)
    return tuple(sorted(map(_fact, rows), key=lambda paper: paper.cut_off, reverse=True))


def paper(paper_id: UUID, *, viewer: Viewer) -> PaperFact | None:
    row = (
        BoardPaper.objects.visible_to(viewer)
        .select_related(*_WITH)
        .defer(*_LEFT_OUT)
        .filter(pk=paper_id)
        .first()
    )
    return _fact(row) if row else None


def last_received(
    forum_id: UUID, *, plan_id: UUID, before: date, viewer: Viewer
) -> PaperFact | None:
    """The paper that body last received about the plan, for a cut-off before the given one."""
    row = (
        BoardPaper.objects.visible_to(viewer)
        .filter(
            forum_id=forum_id,
            plan_id=plan_id,
            state=PaperState.ISSUED,
            snapshot__period__cut_off__lt=before,
        )
        .select_related(*_WITH)
        .defer(*_LEFT_OUT)
        .order_by("-snapshot__period__cut_off", "-issued_at")
        .first()
    )
    return _fact(row) if row else None


def documents(paper_id: UUID, *, viewer: Viewer) -> dict[str, UUID]:
    """The issued documents by format: {"docx": file id…}."""
    if paper(paper_id, viewer=viewer) is None:
        return {}
    rows = PaperDocument.objects.filter(
        local_area_id=viewer.local_area_id, paper_id=paper_id, file__isnull=False
    )
    return {row.format: row.file_id for row in rows if row.file_id}


def issued_page(paper_id: UUID, *, viewer: Viewer) -> str:
    """The issued paper as a whole web page, as it was sent; "" where there is none in sight."""
    if paper(paper_id, viewer=viewer) is None:
        return ""
    row = PaperDocument.objects.filter(
        local_area_id=viewer.local_area_id, paper_id=paper_id, format="html"
    ).first()
    return row.page if row else ""
