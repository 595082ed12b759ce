"""The page of findings: what inspection said must improve, what answers it, what has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from goldenthread.improvement_plan import policies
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.plan_tabs import FINDINGS, plan_tabs
from goldenthread.improvement_plan.presenters.rows import LevelWords
from goldenthread.improvement_plan.queries.facts import FindingFact, LevelFact, PlanFact
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted, say_date
from goldenthread.partnership.queries import Viewer


@dataclass(frozen=True)
class FindingLine:
    """`ended` says how, when and why it ended; "" while it stands."""

    anchor: str
    reference: str
    text: str
    said: str
    levels: tuple[LevelWords, ...]
    actions: str
    actions_href: str
    edit_href: str
    end_href: str
    reopen_href: str
    history_href: str
    ended: str


@dataclass(frozen=True)
class FindingsPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[dict[str, object], ...]
    as_at: str
    findings: tuple[FindingLine, ...]
    ended: tuple[FindingLine, ...]
    without_action: tuple[FindingLine, ...]
    levels_without_action: tuple[LevelWords, ...]
    levels_without_finding: tuple[tuple[LevelWords, str], ...]  # with where it is joined to one
    add_href: str
    bring_href: str


def findings_page(
    plan: PlanFact,
    findings: Sequence[FindingFact],
    levels: Sequence[LevelFact],
    *,
    viewer: Viewer,
    on: date,
    addresses: Addresses,
    bring_href: str = "",
) -> FindingsPage:
    """`findings` hold the ended ones too; `bring_href` is where a report's are brought in."""
    may_edit = not policies.may_edit_plan(viewer, plan.id)
    names = {
        level.id: LevelWords(
            f"{level.word} {level.reference}".strip(), level.title, addresses.level(level.id)
        )
        for level in levels
    }
    told = {one.id: _line(one, plan, names, addresses, may_edit) for one in findings}
    standing = [one for one in findings if one.ended_on is None]
    answering = {level_id for finding in findings for level_id in finding.level_ids}
    return FindingsPage(
        title="Findings",
        caption=plan.title,
        breadcrumbs=addresses.plan_crumbs(plan.id, plan.title, Crumb("Findings")),
        tabs=plan_tabs(plan.id, FINDINGS, addresses),
        as_at=say_date(on),
        findings=tuple(told[one.id] for one in standing),
        ended=tuple(told[one.id] for one in findings if one.ended_on is not None),
        without_action=tuple(told[one.id] for one in standing if not one.actions),
        levels_without_action=tuple(names[level.id] for level in levels if not level.actions.count),
        levels_without_finding=tuple(
            (names[level.id], addresses.to("link_finding", level.id) if may_edit else "")
            for level in levels
            if level.depth == 0 and level.id not in answering
        ),
        add_href=addresses.to("add_finding", plan.id) if may_edit else "",
        bring_href=bring_href if may_edit else "",
    )


def finding_said(finding: FindingFact) -> str:
    """Its kind, the bodies it names, its source, its date; and how it ended, once it has."""
    ended = f"{finding.ended_words} on {say_date(finding.ended_on)}" if finding.ended_on else ""
    for_whom = f"for {finding.responsible}" if finding.responsible else ""
    parts = (finding.kind, for_whom, finding.source, say_date(finding.on), ended)
    return " · ".join(part for part in parts if part)


def reopening_words(finding: FindingFact) -> str:
    """What reopening does, and how the finding had ended."""
    does = "From today it stands again in lists, counts and gaps. Its history keeps both."
    if finding.ended_on is None:
        return does
    return f"{finding.ended_words} on {say_date(finding.ended_on)}: {finding.ended_reason} {does}"


def _line(
    finding: FindingFact,
    plan: PlanFact,
    names: Mapping[UUID, LevelWords],
    addresses: Addresses,
    may_edit: bool,
) -> FindingLine:
    below = ActionFilters(level=finding.level_ids).as_query()
    changes = may_edit and finding.ended_on is None
    return FindingLine(
        anchor=f"finding-{finding.id}",
        reference=finding.reference,
        text=finding.text,
        said=finding_said(finding),
        levels=tuple(names[each] for each in finding.level_ids if each in names),
        actions=counted(finding.actions, "action"),
        actions_href=addresses.actions(plan.id, below) if finding.actions else "",
        edit_href=addresses.to("edit_finding", plan.id, finding.id) if changes else "",
        end_href=addresses.to("end_finding", plan.id, finding.id) if changes else "",
        reopen_href=addresses.to("reopen_finding", plan.id, finding.id)
        if may_edit and finding.ended_on
        else "",
        history_href=addresses.history("finding", finding.id),
        ended=finding.ended_reason if finding.ended_on else "",
    )
