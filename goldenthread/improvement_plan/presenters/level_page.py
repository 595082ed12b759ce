"""A level's page: a priority, workstream, weakness or area, in the plan's own word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.action_deeds import correct_address
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.buttons import Deed, Deeds, calmly, deeds
from goldenthread.improvement_plan.presenters.counts import Block
from goldenthread.improvement_plan.presenters.findings_page import finding_said
from goldenthread.improvement_plan.presenters.level_lines import (
    LevelLine,
    SaidRating,
    level_lines,
    said_rating,
)
from goldenthread.improvement_plan.presenters.rows import ActionLine, lines
from goldenthread.improvement_plan.presenters.saying import (
    add_words,
    ago,
    joined,
    lowered,
    mark,
    plural,
    share_percent,
)
from goldenthread.improvement_plan.presenters.statements import (
    EvidenceLine,
    RatingLine,
    evidence_lines,
    rating_lines,
)
from goldenthread.improvement_plan.presenters.targets import TargetLine, target_lines
from goldenthread.improvement_plan.queries.facts import LevelDetail, LevelFact, LevelRef
from goldenthread.pages.marks import RatingCount, RatingMark
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class AnsweredWords:
    """A finding that the part answers: its words, where it stands, and what is said of it."""

    text: str
    href: str
    said: str


@dataclass(frozen=True)
class LevelPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    as_at: str
    findings: tuple[AnsweredWords, ...]
    aim: str
    impact: str
    evidence_date: str
    headline: tuple[Block, ...]
    bar: tuple[RatingCount, ...]
    bar_title: str
    ratings: tuple[SaidRating, ...]
    disagreement: str
    past_ratings: tuple[RatingLine, ...]
    targets: tuple[TargetLine, ...]
    children_title: str
    child_word: str
    child_marks: tuple[RatingMark, ...]
    children: tuple[LevelLine, ...]
    actions_title: str
    actions: tuple[ActionLine, ...]
    actions_href: str
    evidence: tuple[EvidenceLine, ...]
    withdrawn: tuple[EvidenceLine, ...]
    deeds: Deeds
    may_edit: bool
    target_href: str
    evidence_href: str
    edit_href: str
    add_action_href: str
    add_part_href: str
    add_part_words: str
    finding_edit_href: str
    end_href: str
    history_href: str


def level_subject(detail: LevelDetail) -> policies.ActionSubject:
    """A level as the policies see it: itself and every level above it."""
    level = detail.level
    above = {ancestor.id for ancestor in detail.ancestors}
    return policies.ActionSubject(level.plan_id, frozenset({level.id, *above}))


def level_page(detail: LevelDetail, *, viewer: Viewer, on: date, addresses: Addresses) -> LevelPage:
    level, plan = detail.level, detail.plan
    subject = level_subject(detail)
    running = plan.closed_on is None
    may_edit = running and not policies.may_edit_level(viewer, subject)
    whole = running and not policies.may_edit_plan(viewer, plan.id)
    evidence = evidence_lines(detail.evidence, addresses, may_withdraw=may_edit)
    last = level.last_evidence_on
    child = plan.level_word(level.depth + 1)
    return LevelPage(
        title=level.title,
        caption=f"{level.word} {level.reference}".strip(),
        breadcrumbs=_crumbs(detail, addresses),
        as_at=say_date(on),
        findings=tuple(
            AnsweredWords(
                f"{finding.reference} {finding.text}".strip(),
                f"{addresses.to('findings', plan.id)}#finding-{finding.id}",
                finding_said(finding),
            )
            for finding in level.findings
        ),
        aim=level.aim,
        impact=level.impact,
        evidence_date=f"{say_date(last)} ({ago(last, on=on)})" if last else "",
        headline=_headline(level, detail, on, addresses) if detail.actions else (),
        bar=counts.rating_counts(level.by_point, plan, addresses),
        bar_title=_bar_title(level),
        ratings=tuple(said_rating(rating, plan) for rating in level.ratings),
        disagreement=_disagreement(level),
        past_ratings=rating_lines(
            detail.ratings,
            plan,
            lambda rating: correct_address(rating, plan, subject, viewer, addresses),
        ),
        targets=target_lines(
            detail.targets, on=on, addresses=addresses, may_edit=may_edit, may_end=whole
        ),
        children_title=plural(child),
        child_word=child,
        child_marks=tuple(mark(each.point, plan) for each in level.by_point),
        children=level_lines(detail.children, plan, on=on, addresses=addresses),
        actions_title=counted(len(detail.actions), "action") if detail.actions else "Actions",
        actions=lines(detail.actions, plan, on=on, addresses=addresses),
        actions_href=addresses.actions(plan.id, level.actions.query),
        evidence=tuple(each for each in evidence if not each.withdrawn),
        withdrawn=tuple(each for each in evidence if each.withdrawn),
        deeds=_deeds(level, subject, viewer, addresses) if running else Deeds((), ()),
        may_edit=may_edit,
        target_href=addresses.to("add_target", "level", level.id),
        evidence_href=addresses.to("add_evidence", "level", level.id),
        edit_href=addresses.to("edit_level", level.id),
        add_action_href=addresses.to("add_action", level.id) if whole else "",
        add_part_href=addresses.to("add_level", level.id)
        if whole and level.depth + 1 < len(plan.level_names)
        else "",
        add_part_words=add_words(child),
        finding_edit_href=addresses.to("link_finding", level.id) if whole else "",
        end_href=addresses.to("end_level", level.id) if whole else "",
        history_href=addresses.history("level", level.id),
    )


def level_name(level: LevelRef | LevelFact) -> str:
    return f"{level.word} {level.reference}".strip()


def _crumbs(detail: LevelDetail, addresses: Addresses) -> tuple[Crumb, ...]:
    above = tuple(Crumb(level_name(each), addresses.level(each.id)) for each in detail.ancestors)
    return addresses.plan_crumbs(
        detail.plan.id, detail.plan.title, *above, Crumb(level_name(detail.level))
    )


def _headline(
    level: LevelFact, detail: LevelDetail, on: date, addresses: Addresses
) -> tuple[Block, ...]:
    plan = detail.plan
    blocks = []
    if level.shares:
        share = level.shares.complete
        blocks.append(
            Block(
                number=str(share.count),
                label="complete",
                of=f"of {counted(share.total, 'action')}",
                percent=share_percent(share),
                when=say_date(on),
                counts=counts.points_counted("complete", plan),
                href=_complete_href(level, detail, addresses),
                lead=True,
            )
        )
    for number, label, said in (
        (level.off_track, "off track", "Not complete, and overdue or rated delayed or at risk."),
        (level.overdue, "overdue", "Past the last acceptable day and not complete."),
    ):
        figure = counts.figure(number, plan.id, addresses)
        blocks.append(
            Block(
                number=figure.number,
                label=label,
                of=f"of {counted(level.actions.count, 'action')}",
                when=say_date(on),
                counts=said,
                href=figure.href,
            )
        )
    return tuple(blocks)


def _complete_href(level: LevelFact, detail: LevelDetail, addresses: Addresses) -> str:
    """The points that count as complete are alternatives of one filter."""
    done = [
        each
        for each in level.by_point
        if each.point is not None and each.point.counts_as.value == "complete"
    ]
    if not done or not any(each.counted.count for each in done):
        return ""
    query = done[0].counted.query
    for each in done[1:]:
        assert each.point is not None
        query += f"&rating={each.point.key}"
    return addresses.actions(detail.plan.id, query)


def _bar_title(level: LevelFact) -> str:
    if level.shares is None:
        return ""
    share = level.shares.complete_or_on_track
    return f"Of {counted(share.total, 'action')}, {share.count} are complete or on track"


def _disagreement(level: LevelFact) -> str:
    if not level.disagreement:
        return ""
    said = joined(f"{rating.capacity_words} {rating.point.label}" for rating in level.ratings)
    return f"The ratings disagree: {said}."


def _deeds(
    level: LevelFact, subject: policies.ActionSubject, viewer: Viewer, addresses: Addresses
) -> Deeds:
    found = deeds(
        (
            Deed(
                f"Rate this {lowered(level.word)}",
                addresses.to("rate", "level", level.id),
                policies.may_rate(viewer, subject),
            ),
            Deed(
                "Add evidence",
                addresses.to("add_evidence", "level", level.id),
                policies.may_edit_level(viewer, subject),
            ),
            Deed(
                "Change the words",
                addresses.to("edit_level", level.id),
                policies.may_edit_level(viewer, subject),
            ),
        )
    )
    return calmly(
        found, ask=("the workstream lead", "the programme office"), href=addresses.people()
    )
