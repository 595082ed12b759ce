"""A paper as a typed document: its draft, its issued form, and the figures it opens."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.cache import caches
from markupsafe import Markup

from goldenthread.governance import queries
from goldenthread.governance.queries import FrontSheetField, PaperFact
from goldenthread.improvement_plan import queries as plans
from goldenthread.partnership.queries import Viewer
from goldenthread.reports import board_paper
from goldenthread.reports.board_paper import FrontSheet, Implication
from goldenthread.reports.document import Access, Classification, Document
from goldenthread.reports.paper_matter import Matter, OpenChallenge
from goldenthread.reports.plan_facts import PaperFigures, PeriodTotals
from goldenthread.reports.references import FigureReference
from goldenthread.reports.writers.html import write_html_article
from goldenthread.rules.calendars import say_date
from goldenthread.rules.comparison import UnknownFigure, compare, resolve
from goldenthread.rules.plan_quality import ANY
from goldenthread.rules.refusals import Refused
from goldenthread.rules.snapshots import PlanSnapshot, SnapshotAction

_BEFORE = ("background",)
_AFTER = ("consultation", "background_papers")
PARTS = (
    ("overall", "The plan as a whole"),
    ("ratings", "Ratings then and now"),
    ("movement", "What moved"),
    ("off_track", "Off track"),
    ("completed", "Completed since"),
    ("others", "What others say"),
    ("decisions", "Decisions needed"),
    ("gaps", "Gaps"),
)
"""The parts of a paper beside which its author may write: (key, heading)."""


def classification_of(paper: PaperFact) -> Classification:
    """What somebody decided; nothing is decided for them."""
    if paper.classification == "public":
        return Classification(Access.PUBLIC)
    if paper.classification == "exempt":
        return Classification(Access.EXEMPT, paper.exempt_paragraph)
    return Classification(Access.UNDECIDED)


def front_sheet_of(paper: PaperFact, *, draft: bool) -> FrontSheet:
    """The front sheet in the body's own order; fields left empty are left out."""
    words = paper.front_sheet
    facts = [("Meeting", say_date(paper.meeting_on))] if paper.meeting_on else []
    before: list[tuple[str, str]] = []
    after: list[tuple[str, str]] = []
    implications: list[Implication] = []
    for field in paper.fields:
        text = words.get(field.key, "").strip()
        if field.kind in ("implication", "yes_no"):
            implications.append(_implication(field, words))
        elif field.key in _BEFORE and text:
            before.append((field.label, text))
        elif field.key in _AFTER and text:
            after.append((field.label, text))
        elif field.key != "recommendations" and text:
            facts.append((field.label, text))
    return FrontSheet(
        title=paper.title,
        board=paper.forum_name,
        classification=classification_of(paper),
        draft=draft,
        author=words.get("author", "").strip() or "The author",
        facts=tuple(facts),
        recommendations=tuple(
            line.strip() for line in words.get("recommendations", "").splitlines() if line.strip()
        ),
        before=tuple(before),
        implications=tuple(implications),
        after=tuple(after),
    )


def _implication(field: FrontSheetField, words: Mapping[str, str]) -> Implication:
    text = words.get(field.key, "").strip()
    if field.kind == "yes_no":
        reason = words.get(f"{field.key}_reason", "").strip()
        text = ". ".join(part for part in (text, reason) if part)
    return Implication(field.label, text, words.get(f"{field.key}_verified_by", "").strip())


@dataclass(frozen=True)
class PaperMatter:
    """The frozen periods a paper is written from."""

    now: PlanSnapshot
    compared: PlanSnapshot | None


def matter_of(*, snapshot_id: UUID, compared_id: UUID | None, viewer: Viewer) -> PaperMatter:
    """The snapshots a paper compares."""
    now = plans.snapshot(snapshot_id, viewer=viewer)
    if now is None:
        raise Refused("The figures of this paper are not in sight. Ask the programme office.")
    compared = plans.snapshot(compared_id, viewer=viewer) if compared_id else None
    return PaperMatter(now, compared)


def document_of(
    paper: PaperFact,
    *,
    viewer: Viewer,
    draft: bool,
    figure_href: Callable[[str], str] | None = None,
) -> Document:
    """The paper as it would be read now (a draft) or as it is issued."""
    matter = matter_of(
        snapshot_id=paper.snapshot_id,
        compared_id=paper.compared_with_id,
        viewer=viewer,
    )
    front = front_sheet_of(paper, draft=draft)
    document = built(
        matter,
        # A public paper that leaves the house is built without addresses. Read inside, by somebody
        # who is signed in, an issued one opens its rows as the draft did.
        front=replace(front, draft=True) if figure_href else front,
        commentary=paper.commentary,
        trend=trend_of(paper, viewer=viewer),
        challenges=challenges_of(paper, viewer=viewer),
        received=paper.compared_was_received,
        figure_href=figure_href,
    )
    return replace(document, draft=draft)


ARTICLE_KEPT = 600  # seconds


def article_of(paper: PaperFact, *, viewer: Viewer, figures_address: str) -> Markup:
    """The paper as it is read on the page, its figures linked.

    Written from frozen periods, it changes only with the paper itself or its trend: so it is kept
    for a while under a mark of both, after the caller has found that the viewer may see it.
    """
    asked = challenges_of(paper, viewer=viewer)
    of_what = repr((paper, trend_of(paper, viewer=viewer), asked, figures_address))
    mark = f"paper-article:{hashlib.sha256(of_what.encode()).hexdigest()}"
    memory = caches["memory"]
    kept = memory.get(mark)
    if kept is None:
        document = document_of(
            paper,
            viewer=viewer,
            draft=not paper.issued,
            figure_href=lambda ref: f"{figures_address}?{urlencode({'reference': ref})}",
        )
        kept = str(write_html_article(document))
        memory.set(mark, kept, ARTICLE_KEPT)
    return Markup(kept)  # noqa: S704 - written by our own templates, which escape


def trend_of(paper: PaperFact, *, viewer: Viewer) -> tuple[PeriodTotals, ...]:
    """The trend of a paper: as it was when issued; else of the periods closed until now."""
    if paper.issued:
        return tuple(
            PeriodTotals(cut_off=date.fromisoformat(one["cut_off"]), **one["counts"])
            for one in paper.issued_with.get("trend", ())
        )
    return trend_until(paper.plan_id, cut_off=paper.cut_off, viewer=viewer)


def challenges_of(paper: PaperFact, *, viewer: Viewer) -> tuple[OpenChallenge, ...]:
    """Challenges of the plan's papers and reports that are open: as they were when the paper was
    issued; in a draft, as all that was said until now leaves them."""
    if paper.issued:
        return tuple(
            OpenChallenge(**{**one, "answer_by": date.fromisoformat(one["answer_by"])})
            for one in paper.issued_with.get("challenges", ())
        )
    found = queries.challenges(viewer=viewer, on=date.max, plan_id=paper.plan_id, open_only=True)
    return tuple(
        OpenChallenge(
            about=one.about,
            of_what=one.of_what,
            words=one.words,
            raised_by=one.raised_by,
            asked=one.asked,
            answer_by=one.answer_by,
            state=one.state_words,
        )
        for one in found
    )


def challenges_as_data(challenges: tuple[OpenChallenge, ...]) -> list[dict[str, Any]]:
    """Open challenges as an issued paper keeps them."""
    return [{**asdict(one), "answer_by": one.answer_by.isoformat()} for one in challenges]


def trend_as_data(trend: tuple[PeriodTotals, ...]) -> list[dict[str, Any]]:
    """The trend as an issued paper keeps it."""
    made = []
    for one in trend:
        counts = asdict(one)
        made.append({"cut_off": counts.pop("cut_off").isoformat(), "counts": counts})
    return made


def trend_until(plan_id: UUID, *, cut_off: date, viewer: Viewer) -> tuple[PeriodTotals, ...]:
    """Closed periods before a cut-off, from the counts each closing kept."""
    totals = plans.snapshots(plan_id, viewer=viewer, on=cut_off)
    return tuple(
        PeriodTotals(
            cut_off=one.cut_off,
            total=one.total,
            complete=one.shares.complete.count,
            complete_or_on_track=one.shares.complete_or_on_track.count,
            complete_on_track_or_under_way=one.shares.complete_on_track_or_under_way.count,
            snapshot_id=str(one.id),
            gaps=one.gaps.get(ANY) if one.gaps else None,
        )
        for one in totals
        if one.in_force and one.shares and one.cut_off < cut_off
    )


_COMPARES = ("compared:", "moved:", "direction:", "completed-since", "added", "removed")


_LONGEST_KEY = 300  # a level within a level, and the longest rating


def compares(key: str) -> bool:
    """Whether a key asks for two snapshots; the others are opened by their own alone."""
    inner = key.split(":", 2)[2] if key.startswith("level:") else key
    return inner.startswith(_COMPARES)


def built(
    matter: PaperMatter,
    *,
    front: FrontSheet,
    commentary: Mapping[str, str],
    trend: tuple[PeriodTotals, ...],
    received: bool,
    challenges: tuple[OpenChallenge, ...] = (),
    figure_href: Callable[[str], str] | None = None,
) -> Document:
    """The document of frozen periods. `received`: the body was sent the compared period before;
    else it is only the one closed before."""

    def reference(key: str) -> str:
        return str(
            FigureReference(
                snapshot_id=UUID(matter.now.id),
                compared_id=UUID(matter.compared.id) if matter.compared and compares(key) else None,
                key=key,
            )
        )

    def of_period(snapshot_id: str, key: str) -> tuple[str, str]:
        made = str(FigureReference(snapshot_id=UUID(snapshot_id), compared_id=None, key=key))
        return made, figure_href(made) if figure_href else ""

    return board_paper.build(
        now=matter.now,
        compared=matter.compared,
        initial=None,
        trend=trend,
        front=front,
        commentary=commentary,
        received=received,
        challenges=challenges,
        figure_reference=reference,
        figure_href=(lambda key: figure_href(reference(key))) if figure_href else None,
        period_figure=of_period,
    )


@dataclass(frozen=True)
class OpenedFigure:
    """A figure opened from its reference: its rows as they stood."""

    reference: FigureReference
    snapshot: PlanSnapshot
    compared: PlanSnapshot | None
    actions: tuple[SnapshotAction, ...]
    what: str


def open_figure(reference: FigureReference, *, viewer: Viewer) -> OpenedFigure | None:
    """The rows behind a figure, frozen; None where the viewer may not see the plan."""
    snapshot = _frozen(reference.snapshot_id, viewer=viewer)
    if snapshot is None:
        return None
    compared = _frozen(reference.compared_id, viewer=viewer) if reference.compared_id else None
    if reference.compared_id and (compared is None or compared.plan_id != snapshot.plan_id):
        return None
    if len(reference.key) > _LONGEST_KEY:
        return None
    try:
        actions = resolve(snapshot, compared, reference.key)
    except UnknownFigure:
        return None
    facts = compare(snapshot, compared)
    matter = Matter(facts, PaperFigures(snapshot, compared, str), (), {}, "", 60)
    return OpenedFigure(reference, snapshot, compared, actions, matter.what(reference.key))


def _frozen(snapshot_id: UUID, *, viewer: Viewer) -> PlanSnapshot | None:
    """A closed period's rows, or those that a highlight report as at a day stands on."""
    found = plans.snapshot(snapshot_id, viewer=viewer)
    return found or queries.highlight_snapshot(snapshot_id, viewer=viewer)


def made_at(paper: PaperFact, *, now: datetime) -> datetime:
    """The instant written into documents: of issue, else midnight of today, so that the same draft
    gives the same bytes all day."""
    return paper.issued_at or datetime.combine(now.date(), time(), tzinfo=UTC)
