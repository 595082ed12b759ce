"""A highlight report from frozen facts: one part of the plan, in one of two shapes.

One status for the whole part: status with its reason, mitigation and what happens if nothing is
done; progress since the last report; what comes next. Or concern by concern: progress, impact and
next steps of each; risks, issues and dependencies; the support that is needed. Both fill
themselves in from the snapshot; the workstream lead adds the status and words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from goldenthread.reports import highlight_parts as parts
from goldenthread.reports import pressing
from goldenthread.reports.document import (
    Access,
    Appendix,
    Block,
    Classification,
    Document,
    Heading,
)
from goldenthread.reports.highlight_concerns import concerns
from goldenthread.reports.highlight_matter import HighlightMatter, Wait, name_of
from goldenthread.reports.highlight_sheets import workbook
from goldenthread.reports.paper_details import references_table
from goldenthread.reports.plan_facts import PaperFigures
from goldenthread.rules.comparison import compare
from goldenthread.rules.snapshots import PlanSnapshot

__all__ = ["HighlightFront", "Wait", "build"]

WORDS: tuple[tuple[str, str, str], ...] = (
    ("owner", "Senior responsible owner", "A post, and who holds it"),
    ("lead", "Who leads this part", "A post, and who holds it"),
    ("reason", "Why this status", "What it rests on, in two or three sentences"),
    ("mitigation", "What is done about it", "The mitigation, by whom and by when"),
    ("impact_if_not", "What happens if not", "What children and families would notice"),
    ("progress", "Progress in your own words", "Beside what the plan itself shows"),
    ("next", "What comes next", "Beside what falls due"),
    ("support", "Support needed", "From whom, and by when"),
)
"""What the workstream lead writes: (key, label, hint)."""


@dataclass(frozen=True)
class HighlightFront:
    """What stands around the facts: who reads it, which version, and the lead's own words."""

    level_id: str
    reader: str
    shape: str  # status, concerns
    number: int
    draft: bool
    status_point: str
    words: Mapping[str, str]
    state_words: str
    received: bool  # `compared` is what this reader was sent; else the period closed before


def build(
    *,
    now: PlanSnapshot,
    compared: PlanSnapshot | None,
    front: HighlightFront,
    waits: tuple[Wait, ...],
    figure_reference: Callable[[str], str],
    figure_href: Callable[[str], str] | None = None,
    days_ahead: int = 60,
) -> Document:
    """The whole report. LookupError where the snapshot does not hold the part.

    `compared` is the last report to the same reader or the period closed before, None for the
    first. `figure_reference` gives a key's permanent reference, `figure_href` its address.
    """
    figures = PaperFigures(now, compared, figure_reference, figure_href)
    level = next((one for one in now.levels if one.id == front.level_id), None)
    if level is None:
        raise LookupError(front.level_id)
    m = HighlightMatter(
        facts=compare(now, compared, due_next_days=days_ahead),
        reach=pressing.part(figures, level),
        level=level,
        words=front.words,
        status_point=front.status_point,
        lead=front.words.get("lead", "").strip() or "The workstream lead",
        waits=waits,
        received=front.received,
        days_ahead=days_ahead,
    )
    body = _by_concern(m) if front.shape == "concerns" else _by_status(m)
    appendix = Appendix("A", "Where each figure comes from", (references_table(body),))
    report = Document(
        title=f"Highlight report: {name_of(level)}",
        local_area=now.local_area_name,
        board=front.reader,
        classification=Classification(Access.PARTNERS),
        draft=front.draft,
        as_at=now.cut_off,
        front_sheet=_front_sheet(m, front),
        blocks=(*body, appendix),
    )
    return replace(report, sheets=workbook(m, report))


def _front_sheet(m: HighlightMatter, front: HighlightFront) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Plan", m.now.plan_title),
        (m.level.name, f"{m.level.reference} {m.level.title}".strip()),
        ("Senior responsible owner", front.words.get("owner", "").strip() or "Not named yet"),
        ("Lead", front.words.get("lead", "").strip() or "Not named yet"),
        ("Version", front.state_words),
        ("Figures as at", f"{m.when} ({m.now.period_name})"),
    ]
    if m.last:
        which = "which this reader last received" if m.received else "closed before"
        rows.append(("Compared with", f"{m.last_when}, {which}"))
    return tuple(rows)


def _by_status(m: HighlightMatter) -> tuple[Block, ...]:
    return (
        *parts.status(m),
        *parts.at_a_glance(m),
        Heading(2, m.since, "progress"),
        *parts.completed(m),
        *parts.moved(m),
        *parts.updates(m),
        *m.said("progress"),
        *parts.off_track(m),
        *pressing.decisions(m.reach),
        *pressing.voices(m.reach),
        *pressing.risks(m.reach),
        *parts.waiting(m),
        *parts.next_steps(m),
    )


def _by_concern(m: HighlightMatter) -> tuple[Block, ...]:
    return (
        *parts.status(m),
        *parts.at_a_glance(m),
        *concerns(m),
        *parts.off_track(m),
        Heading(2, "Risks, issues and dependencies", "raid"),
        *pressing.risks(m.reach, level=3),
        *parts.waiting(m, level=3),
        *pressing.decisions(m.reach),
        *pressing.voices(m.reach),
        *parts.next_steps(m),
    )
