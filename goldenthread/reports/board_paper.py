"""A board's paper from closed reporting periods: facts in, one typed document out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from goldenthread.reports import paper_details as details
from goldenthread.reports import paper_lists as lists
from goldenthread.reports import paper_sections as sections
from goldenthread.reports import pressing
from goldenthread.reports.document import (
    Access,
    Block,
    Classification,
    Column,
    Document,
    Heading,
    Paragraph,
    PlainBlock,
    Recommendations,
    Table,
)
from goldenthread.reports.paper_gaps import gaps_section
from goldenthread.reports.paper_matter import Matter, OpenChallenge
from goldenthread.reports.paper_workbook import workbook
from goldenthread.reports.plan_facts import PaperFigures, PeriodTotals, totals_of
from goldenthread.rules.calendars import say_date
from goldenthread.rules.comparison import compare
from goldenthread.rules.snapshots import PlanSnapshot

__all__ = ["FrontSheet", "Implication", "build"]


@dataclass(frozen=True)
class Implication:
    """What the paper means for money, law, equality…, and the post that checked it."""

    name: str
    text: str
    verified_by: str = ""


@dataclass(frozen=True)
class FrontSheet:
    """What the author and the board's own rules add to the facts.

    `facts` is (label, value) in the board's order (meeting, item type, sponsor, contact, wards…);
    `before` and `after` are (heading, text) parts placed before the figures (background) and after
    them (consultation, background papers). Public or exempt is chosen by a person: no default.
    """

    title: str
    board: str
    classification: Classification
    draft: bool
    author: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    recommendations: tuple[str, ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    implications: tuple[Implication, ...] = ()
    after: tuple[tuple[str, str], ...] = ()


def build(
    *,
    now: PlanSnapshot,
    compared: PlanSnapshot | None,
    initial: PlanSnapshot | None,
    trend: Iterable[PlanSnapshot | PeriodTotals],
    front: FrontSheet,
    commentary: Mapping[str, str],
    figure_reference: Callable[[str], str],
    figure_href: Callable[[str], str] | None = None,
    period_figure: Callable[[str, str], tuple[str, str]] | None = None,
    days_ahead: int = 60,
    received: bool = True,
    challenges: tuple[OpenChallenge, ...] = (),
) -> Document:
    """The whole paper.

    `compared` is what this board last received or, where it never received the plan (`received`
    False), the period closed before; `initial` where the plan began. `commentary` is the
    author's words by part: overall, ratings, movement, off_track, completed, others, gaps,
    "level:<id>". `figure_reference` gives a key's permanent reference and `figure_href` (for HTML
    read inside Golden Thread only) its address; a public paper is built without it.
    `period_figure` gives (reference, address) of a key in the snapshot of any period of the trend.
    `trend` is earlier closed periods, to which these three are added. Which rows a key counts is
    decided by `rules.comparison.resolve`.
    """
    if front.classification.access is Access.PUBLIC and not front.draft:
        figure_href = None
        period_figure = _without_address(period_figure)
    periods = [totals_of(t) if isinstance(t, PlanSnapshot) else t for t in trend]
    periods += [totals_of(one) for one in (initial, compared, now) if one]
    matter = Matter(
        facts=compare(now, compared, due_next_days=days_ahead),
        figures=PaperFigures(now, compared, figure_reference, figure_href, period_figure),
        trend=tuple({period.cut_off: period for period in sorted(periods, key=_day)}.values()),
        commentary=commentary,
        author=front.author,
        days_ahead=days_ahead,
        received=received,
        challenges=challenges,
    )
    body = _body(matter, front)
    blocks = (*body, *details.appendices(matter, body))
    paper = Document(
        title=front.title,
        local_area=now.local_area_name,
        board=front.board,
        classification=front.classification,
        draft=front.draft,
        as_at=now.cut_off,
        front_sheet=_front_sheet(front, matter),
        blocks=blocks,
    )
    return replace(paper, sheets=workbook(matter, paper))


def _without_address(
    period_figure: Callable[[str, str], tuple[str, str]] | None,
) -> Callable[[str, str], tuple[str, str]] | None:
    if period_figure is None:
        return None
    made = period_figure
    return lambda snapshot_id, key: (made(snapshot_id, key)[0], "")


def _front_sheet(front: FrontSheet, matter: Matter) -> tuple[tuple[str, str], ...]:
    snapshot = matter.now
    added = [
        ("Plan", snapshot.plan_title),
        ("Figures as at", f"{say_date(snapshot.cut_off)} ({snapshot.period_name})"),
    ]
    if matter.last:
        which = "which this board last received" if matter.received else "closed before"
        added.append(("Compared with", f"{matter.last_when}, {which}"))
    added.append(("Public or exempt", str(front.classification)))
    named = {label for label, _ in front.facts}
    return (*front.facts, *(pair for pair in added if pair[0] not in named))


def _body(matter: Matter, front: FrontSheet) -> tuple[Block, ...]:
    recommended: tuple[PlainBlock, ...] = ()
    if front.recommendations:
        intro = f"That {front.board}:" if front.board else ""
        recommended = (
            Heading(2, "Recommendations", "recommendations"),
            Recommendations(intro, front.recommendations),
        )
    return (
        *recommended,
        *sections.at_a_glance(matter),
        *_parts(front.before),
        *sections.ratings_then_and_now(matter),
        *sections.trend(matter),
        *sections.movement(matter),
        *lists.off_track(matter),
        *lists.completed_since(matter),
        *lists.due_next(matter),
        *_pressing(matter, front),
        *details.priorities(matter),
        *lists.other_ratings(matter),
        *lists.not_yet_rated(matter),
        *gaps_section(matter),
        *_implications(front.implications),
        *_parts(front.after),
    )


def _pressing(matter: Matter, front: FrontSheet) -> tuple[PlainBlock, ...]:
    """What asks the board for something, and what families say: of what was frozen."""
    reach = pressing.whole(matter.figures)
    asked = pressing.challenges(matter.challenges)
    return (
        *pressing.decisions(reach, board=front.board),
        *pressing.risks(reach, least=pressing.FOR_THE_BOARD),
        *((Heading(2, "Challenges still open", "challenges"), *asked) if asked else ()),
        *pressing.voices(reach),
    )


def _parts(parts: tuple[tuple[str, str], ...]) -> tuple[PlainBlock, ...]:
    """Headed texts; an empty line in a text begins a new paragraph."""
    made: list[PlainBlock] = []
    for heading, text in parts:
        made.append(Heading(2, heading))
        made += [Paragraph((p.strip(),)) for p in text.split("\n\n") if p.strip()]
    return tuple(made)


def _implications(implications: tuple[Implication, ...]) -> tuple[PlainBlock, ...]:
    if not implications:
        return ()
    columns = (
        Column("Implication", width=1.1),
        Column("What it means here", width=3.4),
        Column("Verified by", width=1.4),
    )
    rows = tuple(
        (i.name, i.text or "None", i.verified_by or "Not yet verified") for i in implications
    )
    return (
        Heading(2, "Implications", "implications"),
        Table("Implications of this paper", columns, rows),
    )


def _day(period: PeriodTotals) -> date:
    return period.cut_off
