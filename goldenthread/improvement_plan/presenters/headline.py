"""The plan in five seconds: complete, moved, off track and whose, due next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.counts import Block
from goldenthread.improvement_plan.presenters.saying import (
    joined,
    share_percent,
)
from goldenthread.improvement_plan.queries.facts import ActionRow, PlanSummary
from goldenthread.improvement_plan.queries.filters import DUE_SOON_DAYS
from goldenthread.pages.words import counted, say_date

LEADS_NAMED = 3


def _complete_word(summary: PlanSummary) -> str:
    scale = summary.plan.main_scale
    signed = scale and any(point.needs_sign_off for point in scale.points)
    return "complete and signed off" if signed else "complete"


def headline(
    summary: PlanSummary,
    rows: Sequence[ActionRow],
    off: Sequence[ActionRow],
    addresses: Addresses,
) -> tuple[Block, ...]:
    blocks = [_complete_block(summary, addresses)] if summary.shares else []
    blocks.append(_moved_block(summary, addresses))
    blocks.append(
        Block(
            number=str(summary.off_track.count),
            label="off track",
            of=_overdue_words(summary),
            change=_whose(off),
            when=say_date(summary.on),
            counts="Not complete, and either past its last acceptable day or rated delayed or "
            "at risk on the plan’s own scale.",
            href=_opens(summary.off_track.count, summary.off_track.query, summary, addresses),
        )
    )
    blocks.append(_due_block(summary, rows, addresses))
    return tuple(blocks)


def next_due(summary: PlanSummary, rows: Sequence[ActionRow]) -> ActionRow | None:
    coming = [row for row in rows if row.due and row.due >= summary.on and not row.complete]
    return min(coming, key=lambda row: (row.due or summary.on, row.position), default=None)


def _opens(count: int, query: str, summary: PlanSummary, addresses: Addresses) -> str:
    return addresses.actions(summary.plan.id, query) if count else ""


def _complete_block(summary: PlanSummary, addresses: Addresses) -> Block:
    assert summary.shares is not None
    share = summary.shares.complete
    query = summary.share_queries.get("complete", "")
    before = _complete_before(summary)
    change = ""
    if before is not None and summary.last_report:
        more = share.count - before
        change = (
            f"{'Up' if more > 0 else 'Down'} from {before} in {summary.last_report.name}"
            if more
            else _unchanged(summary)
        )
    if waiting := summary.awaiting_sign_off.count:
        verb = "waits" if waiting == 1 else "wait"
        change = f"{change}. {waiting} more {verb} to be signed off".lstrip(". ")
    return Block(
        number=str(share.count),
        label=_complete_word(summary),
        of=f"of {counted(share.total, 'action')}",
        percent=share_percent(share),
        when=say_date(summary.on),
        change=change,
        counts=counts.points_counted("complete", summary.plan)
        + " The other two shares, with what counts in each, stand below.",
        href=_opens(share.count, query, summary, addresses),
        lead=True,
    )


def _unchanged(summary: PlanSummary) -> str:
    """Nothing new since the last report: then what the report before it said is worth knowing."""
    assert summary.last_report is not None
    said = f"No change since {summary.last_report.name}"
    kept = [each for each in summary.trend if each.in_force and each.shares is not None]
    if len(kept) < 2 or kept[-2].shares is None:
        return said
    return f"{said}; {kept[-2].shares.complete.count} in {kept[-2].period_name}"


def _complete_before(summary: PlanSummary) -> int | None:
    if summary.last_report is None:
        return None
    for totals in reversed(summary.trend):
        if totals.period_id == summary.last_report.id and totals.in_force and totals.shares:
            return totals.shares.complete.count
    return None


def _moved_block(summary: PlanSummary, addresses: Addresses) -> Block:
    if summary.last_report is None or summary.moved is None:
        return Block(
            number="–",
            label="no report to compare with",
            of="The last report was counted by another scale"
            if summary.last_report
            else "Close a reporting period to see what moves",
            href="",
        )
    better = summary.better.count if summary.better else 0
    worse = summary.worse.count if summary.worse else 0
    return Block(
        number=str(summary.moved.count),
        label="ratings moved" if summary.moved.count != 1 else "rating moved",
        of=f"since {summary.last_report.name}",
        change=f"{better} better, {worse} worse" if summary.moved.count else "",
        when=f"{say_date(summary.last_report.cut_off)} to {say_date(summary.on)}",
        counts="Actions whose rating today differs from the one frozen at the last closed period.",
        href=_opens(summary.moved.count, summary.moved.query, summary, addresses),
    )


def _due_block(summary: PlanSummary, rows: Sequence[ActionRow], addresses: Addresses) -> Block:
    following = next_due(summary, rows)
    return Block(
        number=str(summary.due_soon.count),
        label="due soon",
        of=f"in the next {DUE_SOON_DAYS} days",
        change=f"First: {following.reference}, {say_date(following.due)}" if following else "",
        when=say_date(summary.on),
        counts="Actions that are not complete and whose last acceptable day falls within "
        f"{DUE_SOON_DAYS} days. A month or a term counts to its last day.",
        href=_opens(summary.due_soon.count, summary.due_soon.query, summary, addresses),
    )


def _overdue_words(summary: PlanSummary) -> str:
    late, off = summary.overdue.count, summary.off_track.count
    if not late:
        return ""
    return "overdue" if late == off == 1 else f"{'all' if late == off else late} overdue"


def _whose(rows: Sequence[ActionRow]) -> str:
    """Whose they are: "Head of SEND (3), Designated clinical officer (2) and 2 others"."""
    if not rows:
        return ""
    held: Counter[str] = Counter()
    for row in rows:
        held.update({lead.words for lead in row.leads if lead.kind == "lead"} or {"No lead"})
    named = [f"{words} ({number})" for words, number in held.most_common(LEADS_NAMED)]
    if more := len(held) - len(named):
        named.append(counted(more, "other"))
    return joined(named)


def bar_title(summary: PlanSummary) -> str:
    if summary.shares is None:
        return "No rating scale yet"
    share = summary.shares.complete
    return f"Of {counted(share.total, 'action')}, {share.count} are {_complete_word(summary)}"
