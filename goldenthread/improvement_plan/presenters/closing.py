"""What closing a reporting period will freeze, and what it would freeze unfinished."""

from __future__ import annotations

from dataclasses import dataclass

from goldenthread.improvement_plan.presenters import counts
from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.plan_page import GapLine, gap_lines
from goldenthread.improvement_plan.queries.facts import PlanSummary
from goldenthread.pages.marks import RatingCount
from goldenthread.pages.words import counted


@dataclass(frozen=True)
class Closing:
    frozen: str
    bar_title: str
    bar: tuple[RatingCount, ...]
    unfinished: tuple[GapLine, ...]
    waiting: str
    waiting_href: str


def closing(summary: PlanSummary, addresses: Addresses) -> Closing:
    waiting = summary.awaiting_sign_off
    verb = "is" if waiting.count == 1 else "are"
    return Closing(
        frozen=f"{counted(summary.actions.count, 'action')}, with ratings, evidence, leads and "
        "dates",
        bar_title="As the ratings stand today",
        bar=counts.rating_counts(summary.by_point, summary.plan, addresses),
        unfinished=gap_lines(summary, addresses),
        waiting=f"{counted(waiting.count, 'action')} {verb} complete and not signed off yet"
        if waiting.count
        else "",
        waiting_href=addresses.actions(summary.plan.id, waiting.query),
    )
