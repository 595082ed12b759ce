"""The words of the pages around a paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from goldenthread.governance import policies
from goldenthread.governance.queries import PaperFact
from goldenthread.improvement_plan import queries as plans
from goldenthread.pages.marks import RatingMark, mark_of
from goldenthread.partnership.queries import Viewer
from goldenthread.reports.papers import OpenedFigure
from goldenthread.reports.word_template import BLOCKS, WORDS
from goldenthread.rules.calendars import say_date
from goldenthread.rules.snapshots import PlanSnapshot, SnapshotAction


@dataclass(frozen=True)
class PaperPage:
    state: str
    classification: str
    class_line: str  # the same where it stands alone
    notice: str
    compared: str
    missing: tuple[str, ...]


def paper_page(paper: PaperFact, *, on: date) -> PaperPage:
    compared = (
        f"Compared with {paper.compared_name}."
        if paper.compared_name
        else "There is no earlier period to compare with."
    )
    return PaperPage(
        state=paper.state_words,
        classification=paper.class_words,
        class_line=paper.class_words
        if paper.classification
        else f"Public or exempt: {paper.class_words.lower()}",
        notice=paper.notice_words(on=on),
        compared=compared,
        missing=paper.missing,
    )


def why_not_issue(paper: PaperFact, *, viewer: Viewer) -> str:
    """ "" where the paper can be issued; else the sentence on the disabled button."""
    refused = policies.may_change(viewer, state=paper.state, plan_id=paper.plan_id)
    if refused:
        return refused
    if paper.missing:
        return f"Still missing: {'; '.join(paper.missing)}. Fill the front sheet first."
    return ""


def level_parts(paper: PaperFact, *, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """A box for each top level of the plan as it stood: (part, heading)."""
    snapshot = plans.snapshot(paper.snapshot_id, viewer=viewer)
    if snapshot is None:
        return ()
    return tuple(
        (f"level:{level.id}", f"{level.name} {level.reference}: {level.title}")
        for level in snapshot.levels
        if level.depth == 0
    )


def file_name(paper: PaperFact, form: str) -> str:
    """A name that says what it is; drafts say so."""
    words = re.sub(r"[^a-z0-9]+", "-", f"{paper.title} {paper.period_name}".lower()).strip("-")
    return f"{words[:80]}{'' if paper.issued else '-draft'}.{form}"


@dataclass(frozen=True)
class FigureRow:
    reference: str
    text: str
    leads: str
    due: str
    before: RatingMark | None
    now: RatingMark | None
    href_query: str


@dataclass(frozen=True)
class FigurePage:
    """A figure opened: what it counts, when, and its rows as they stood."""

    value: str
    what: str
    as_at: str
    compared: str
    plan_title: str
    reference: str
    key: str
    rows: tuple[FigureRow, ...]

    @property
    def columns(self) -> list[dict[str, str]]:
        """Headings of the table; what stood before only where something is compared."""
        before = ["Before", "Then"] if self.compared else ["Rating then"]
        return [{"text": heading} for heading in ("Action", "Lead", "Due", *before)]


def figure_page(opened: OpenedFigure) -> FigurePage:
    snapshot = opened.snapshot
    earlier = {one.id: one for one in opened.compared.actions} if opened.compared else {}
    return FigurePage(
        value=str(len(opened.actions)),
        what=opened.what,
        as_at=f"{snapshot.period_name}, cut-off {say_date(snapshot.cut_off)}",
        compared=(
            f"{opened.compared.period_name}, cut-off {say_date(opened.compared.cut_off)}"
            if opened.compared
            else ""
        ),
        plan_title=snapshot.plan_title,
        reference=str(opened.reference),
        key=opened.reference.key,
        rows=tuple(_row(action, earlier.get(action.id), snapshot) for action in opened.actions),
    )


def _row(
    action: SnapshotAction, before: SnapshotAction | None, snapshot: PlanSnapshot
) -> FigureRow:
    return FigureRow(
        reference=action.reference,
        text=action.text,
        leads="; ".join(action.leads) or "No lead",
        due=action.due_as_written or (say_date(action.due) if action.due else "No date"),
        before=_mark(before, snapshot),
        now=_mark(action, snapshot),
        href_query=urlencode({"q": action.reference}),
    )


def _mark(action: SnapshotAction | None, snapshot: PlanSnapshot) -> RatingMark | None:
    if action is None or action.rating is None:
        return None
    scale = next(one for one in snapshot.scales if one.key == action.rating.scale_key)
    return mark_of(scale.point(action.rating.point_key), scale)


def placeholders() -> tuple[tuple[str, str], ...]:
    """What a council's template may say: (placeholder, what stands there)."""
    return tuple(("{{ " + name + " }}", words) for name, words in (*WORDS.items(), *BLOCKS.items()))
