"""What the parts of a home are made of, and where their counts lead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.urls import reverse

from goldenthread.improvement_plan.queries.facts import ActionRow, PlanFact
from goldenthread.my_work.presenters.lines import Line
from goldenthread.my_work.queries import Home, Rows

ROWS_SHOWN = 6


@dataclass(frozen=True)
class Group:
    """Some lines under a small heading; `title` "" for a part's only group."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """`count` opens its whole list at `href`; `more` says what the page leaves out."""

    key: str
    title: str
    groups: tuple[Group, ...] = ()
    count: int | None = None
    href: str = ""
    lede: str = ""
    more: str = ""
    shown: int = ROWS_SHOWN  # lines before the rest is left to the whole list
    empty: str = ""
    empty_text: str = ""
    empty_href: str = ""
    empty_link: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for group in self.groups for line in group.lines)


def cut(part: Part, *, whole: str) -> Part:
    """The part with its first lines only, unless the reader asked for the whole of it."""
    if part.key == whole or len(part.lines) <= part.shown or not part.href:
        return part
    left, groups = part.shown, []
    for group in part.groups:
        kept = group.lines[:left]
        left -= len(kept)
        if kept:
            groups.append(replace(group, lines=kept))
    more = f"See all {len(part.lines)}"
    return replace(part, groups=tuple(groups), more=more)


def here(home: Home, key: str) -> str:
    """This part alone, whole, on this page."""
    return f"{reverse('my_work:home', args=[home.viewer.local_area_slug])}?whole={key}#{key}"


def plan_of(row: ActionRow, home: Home) -> PlanFact | None:
    return next((one.plan for one in home.summaries if one.plan.id == row.plan_id), None)


def plan_note(plan: PlanFact, home: Home) -> str:
    """Which plan it is, said only where there are several."""
    return plan.title if len(home.summaries) > 1 else ""


def opens(found: Iterable[Rows], home: Home, key: str) -> str:
    """The plan's own list where one plan holds all of them, else this part whole."""
    holding = [rows for rows in found if rows.actions]
    if len(holding) == 1:
        plan_id, query = holding[0].plan.id, holding[0].query
        address = reverse("improvement_plan:actions", args=[home.viewer.local_area_slug, plan_id])
        return f"{address}?{query}"
    return here(home, key) if holding else ""
