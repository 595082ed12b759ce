"""One gap of a plan: each action that has it beside the few questions that mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.rows import ActionLine, line
from goldenthread.improvement_plan.queries.facts import ActionRow, PlanFact
from goldenthread.improvement_plan.queries.filters import ActionFilters
from goldenthread.pages.shell import Crumb
from goldenthread.pages.words import counted
from goldenthread.rules.plan_quality import Gap

BUTTONS: Mapping[str, str] = {
    "no-lead": "Set the lead",
    "lead-not-identified": "Set the lead",
    "lead-gone": "Set the lead",
    "no-forum": "Set the forum",
    "no-date": "Set the date",
    "contradicting-dates": "Set the dates",
    "no-success-measure": "Record the measure",
    "not-rated": "Rate it",
    "old-rating": "Confirm or change",
    "no-cause": "Record the cause",
    "overdue-no-cause": "Record the cause",
    "no-evidence": "Add the evidence",
    "as-imported": "Add the evidence",
    "awaiting-sign-off": "Sign it off",
}


FOLDED = frozenset({"no-evidence", "as-imported", "not-rated", "old-rating"})


@dataclass(frozen=True)
class MendLine:
    """An action and the form that mends it; `refused` says why the viewer may not."""

    id: str
    action: ActionLine
    note: str
    form: Any
    refused: str
    open: bool  # unfolded: the first one, and one with errors
    file_href: str  # to add a file instead of a link, "" where no evidence is asked for
    more: tuple[tuple[str, str], ...] = ()  # (words, address): what mends it for everything at once


@dataclass(frozen=True)
class GapPage:
    title: str
    caption: str
    lede: str
    breadcrumbs: tuple[Crumb, ...]
    lines: tuple[MendLine, ...]
    folded: bool  # many questions an action: each is opened by itself
    button: str
    list_href: str
    list_words: str
    back_href: str
    empty: str
    whole_href: str  # the same for everybody's actions, "" where it shows them


def gap_page(
    gap: Gap,
    plan: PlanFact,
    rows: Iterable[ActionRow],
    *,
    total: int,
    refusal: Callable[[ActionRow], str],
    form: Callable[[ActionRow], Any],
    notes: Mapping[UUID, str],
    may_hand_over: bool,
    mine: bool,
    on: date,
    addresses: Addresses,
) -> GapPage:
    """`rows` are those shown, of `total`; `refusal` and `form` are asked of each. `mine`: they are
    only those that the viewer leads."""
    listed = tuple(rows)
    back = addresses.to("quality", plan.id)
    proof = gap.key in ("no-evidence", "as-imported")
    more = f" The first {len(listed)} are below." if total > len(listed) else ""
    return GapPage(
        title=f"Your actions: {gap.words[0].lower()}{gap.words[1:]}" if mine else gap.words,
        caption=plan.title,
        lede=f"{counted(total, 'action')}{' of yours' if mine else ''}. {gap.why}{more}"
        if total
        else "",
        breadcrumbs=addresses.plan_crumbs(
            plan.id, plan.title, Crumb("Plan quality", back), Crumb(gap.words)
        ),
        lines=tuple(
            MendLine(
                id=str(row.id),
                action=line(row, plan, on=on, addresses=addresses),
                note=notes.get(row.id, ""),
                form=form(row),
                refused=refusal(row),
                open=number == 0,
                file_href=addresses.to("add_evidence", "action", row.id) if proof else "",
                more=_follows(row, addresses) if may_hand_over and gap.key == "lead-gone" else (),
            )
            for number, row in enumerate(listed)
        ),
        folded=gap.key in FOLDED,
        button=BUTTONS[gap.key],
        list_href=addresses.actions(plan.id, ActionFilters(state=(gap.key,)).as_query()),
        list_words=f"{'All ' if total > 1 else ''}{counted(total, 'action')} as a list",
        back_href=back,
        empty="No action of yours has this gap."
        if mine
        else "No action of this plan has this gap.",
        whole_href=addresses.to("gap", plan.id, gap.key) if mine else "",
    )


def _follows(row: ActionRow, addresses: Addresses) -> tuple[tuple[str, str], ...]:
    """Who else's work waits with this action: the person's who left, and the post's."""
    found = []
    for lead in row.leads:
        if lead.person_id:
            words = f"Hand over everything {lead.words} holds"
            found.append((words, addresses.hand_over(lead.person_id)))
        elif lead.post_id and not lead.holders:
            found.append((f"Say who holds the post {lead.words}", addresses.posts()))
    return tuple(found)
