"""What waits to leave the partnership and what has left, as somebody who writes its papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from goldenthread.files import queries as files
from goldenthread.files.leaving import Export
from goldenthread.files.queries import KeptFile
from goldenthread.governance.models import Release, ReleaseState
from goldenthread.governance.queries.highlights import highlight, highlight_documents
from goldenthread.governance.queries.leaving import HIGHLIGHT, PAPER
from goldenthread.governance.queries.papers import documents, paper
from goldenthread.partnership.queries import Viewer
from goldenthread.rules.calendars import say_date
from goldenthread.rules.cells import csv_lines
from goldenthread.rules.recipients import RECIPIENTS
from goldenthread.rules.refusals import Refused
from goldenthread.rules.sensitivity import Contents, Sensitivity

FORMS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}
"""The formats in which a document is released: those that are kept as files."""


@dataclass(frozen=True)
class Leaving:
    """An issued document that could leave, with its files by format."""

    title: str
    plan_id: UUID
    paper_id: UUID | None
    report_id: UUID | None
    contents: Contents
    class_words: str
    files: dict[str, UUID]


@dataclass(frozen=True)
class ReleaseFact:
    """One document for one recipient, and how far it has come."""

    id: UUID
    plan_id: UUID
    paper_id: UUID | None
    report_id: UUID | None
    title: str
    form: str
    file_id: UUID
    sha256: str
    contents: Contents
    recipient_kind: str
    recipient: str
    address: str
    purpose: str
    state: str
    prepared_on: date
    prepared_by_id: UUID
    prepared_by: str
    decided_on: date | None
    decided_at: datetime | None
    decided_by: str
    withdrawn_on: date | None
    withdrawn_by: str
    reason: str
    version: int

    @property
    def waits(self) -> bool:
        return self.state == ReleaseState.PREPARED

    @property
    def released(self) -> bool:
        return self.state == ReleaseState.RELEASED

    @property
    def left(self) -> bool:
        """It was released once, whatever came of it since."""
        return self.decided_on is not None and self.state != ReleaseState.REFUSED

    @property
    def form_words(self) -> str:
        return FORMS[self.form]

    @property
    def recipient_words(self) -> str:
        kind = RECIPIENTS[self.recipient_kind]
        to = f" ({self.address})" if self.address else ""
        return f"{kind.label}: {self.recipient}{to}"

    @property
    def state_words(self) -> str:
        if self.withdrawn_on is not None:
            return f"Withdrawn on {say_date(self.withdrawn_on)} by {self.withdrawn_by}"
        if self.decided_on is not None:
            done = ReleaseState(self.state).label
            return f"{done} on {say_date(self.decided_on)} by {self.decided_by}"
        return "Waits for a second person"


def leaving_paper(paper_id: UUID, *, viewer: Viewer) -> Leaving | None:
    """The issued paper as it could leave; None where it is not in sight or still a draft."""
    found = paper(paper_id, viewer=viewer)
    if found is None or not found.issued:
        return None
    return Leaving(
        title=found.title,
        plan_id=found.plan_id,
        paper_id=found.id,
        report_id=None,
        contents=PAPER.contents(found),
        class_words=found.class_words,
        files=documents(paper_id, viewer=viewer),
    )


def leaving_report(report_id: UUID, *, viewer: Viewer) -> Leaving | None:
    """The issued highlight report as it could leave; None where it is not in sight or a draft."""
    found = highlight(report_id, viewer=viewer)
    if found is None or not found.issued:
        return None
    return Leaving(
        title=f"{found.title}, {found.about}",
        plan_id=found.plan_id,
        paper_id=None,
        report_id=found.id,
        contents=HIGHLIGHT.contents(found),
        class_words="For the partnership, not published",
        files=highlight_documents(report_id, viewer=viewer),
    )


def releases(*, viewer: Viewer) -> tuple[ReleaseFact, ...]:
    """All in sight: what waits first, then the latest."""
    rows = tuple(_fact(row) for row in Release.objects.visible_to(viewer))
    return tuple(sorted(rows, key=lambda one: not one.waits))


def to_release(*, viewer: Viewer) -> int:
    """How many documents wait for the viewer to release or refuse them: what others prepared."""
    if not viewer.writes_papers:
        return 0
    rows = Release.objects.visible_to(viewer).filter(state=ReleaseState.PREPARED)
    return rows.exclude(prepared_by_id=viewer.user_id).count()


def release(release_id: UUID, *, viewer: Viewer) -> ReleaseFact | None:
    row = Release.objects.visible_to(viewer).filter(pk=release_id).first()
    return _fact(row) if row else None


def released_file(fact: ReleaseFact, *, viewer: Viewer) -> KeptFile:
    """The very bytes that were prepared; Refused until a second person released them, and where
    the file is not what it was."""
    if not fact.released:
        raise Refused(
            f"This copy is handed out once a second person has released it. {fact.state_words}."
        )
    kept = files.stored_file(fact.file_id, local_area_id=viewer.local_area_id)
    if kept.sha256 != fact.sha256:
        raise Refused(
            "The file is not the one that was prepared, so it is not handed out. Prepare it again."
        )
    return kept


def what_left_lines(*, viewer: Viewer) -> Iterator[str]:
    """Everything that left, as the lines of a CSV file; the latest first."""
    head = (
        "released_on", "document", "format", "class", "people", "recipient_kind", "recipient",
        "address", "purpose", "prepared_by", "released_by", "state", "reason", "sha256",
    )  # fmt: skip
    left = (one for one in releases(viewer=viewer) if one.left)
    rows = (
        (
            one.decided_on.isoformat() if one.decided_on else "",
            one.title,
            one.form,
            one.contents.sensitivity.label,
            one.contents.people,
            RECIPIENTS[one.recipient_kind].label,
            one.recipient,
            one.address,
            one.purpose,
            one.prepared_by,
            one.decided_by,
            one.state,
            one.reason,
            one.sha256,
        )
        for one in left
    )
    return csv_lines(head, rows)


def release_named(release_id: UUID, *, viewer: Viewer) -> str:
    """What a release is called, for lists of who saw it; "" where it is not in sight."""
    found = release(release_id, viewer=viewer)
    return f"{found.title} to {found.recipient}" if found else ""


def _fact(row: Release) -> ReleaseFact:
    return ReleaseFact(
        id=row.pk,
        plan_id=row.plan_id,
        paper_id=row.paper_id,
        report_id=row.report_id,
        title=row.title,
        form=row.form,
        file_id=row.file_id,
        sha256=row.sha256,
        contents=Contents(Sensitivity(row.sensitivity), row.people),
        recipient_kind=row.recipient_kind,
        recipient=row.recipient,
        address=row.address,
        purpose=row.purpose,
        state=row.state,
        prepared_on=row.prepared_on,
        prepared_by_id=row.prepared_by_id,
        prepared_by=row.prepared_by_label,
        decided_on=row.decided_on,
        decided_at=row.decided_at,
        decided_by=row.decided_by_label,
        withdrawn_on=row.withdrawn_on,
        withdrawn_by=row.withdrawn_by_label,
        reason=row.reason,
        version=row.version,
    )


def _of_release(fact: ReleaseFact) -> Contents:
    return fact.contents


def _of_list(releases: tuple[ReleaseFact, ...]) -> Contents:
    """Whoever outside was written to."""
    return Contents(Sensitivity.RESTRICTED, len({one.address for one in releases if one.address}))


RELEASED = Export("released", "Document released to somebody outside", _of_release)
WHAT_LEFT = Export("what_left", "What has left", _of_list)
