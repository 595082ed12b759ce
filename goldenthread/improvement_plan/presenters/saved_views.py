"""The page of a plan's saved views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.improvement_plan.presenters.addresses import Addresses
from goldenthread.improvement_plan.presenters.views_bar import GridAddresses, view_query
from goldenthread.improvement_plan.queries.facts import PlanFact
from goldenthread.improvement_plan.queries.filters import SORTS, STATES, ActionFilters
from goldenthread.improvement_plan.queries.grid import COLUMNS
from goldenthread.improvement_plan.queries.saved_views import ViewFact
from goldenthread.pages.shell import Crumb


@dataclass(frozen=True)
class ViewCard:
    id: str
    version: int
    name: str
    said: str
    whose: str
    mine: bool
    shared: bool
    default: bool
    grid_href: str
    list_href: str
    history_href: str


@dataclass(frozen=True)
class SavedViewsPage:
    title: str
    caption: str
    breadcrumbs: tuple[Crumb, ...]
    as_at: str
    keep: str
    cards: tuple[ViewCard, ...]
    grid_href: str


def saved_views_page(
    plan: PlanFact, views: Sequence[ViewFact], *, keep: str, addresses: Addresses
) -> SavedViewsPage:
    there = GridAddresses(addresses.slug)
    return SavedViewsPage(
        title="Saved views",
        caption=plan.title,
        breadcrumbs=addresses.plan_crumbs(
            plan.id, plan.title, Crumb("Grid", there.actions(plan.id)), Crumb("Saved views")
        ),
        as_at="",
        keep=keep,
        cards=tuple(
            ViewCard(
                id=str(view.id),
                version=view.version,
                name=view.name,
                said=_said(view),
                whose=_whose(view),
                mine=view.mine,
                shared=view.shared,
                default=view.default,
                grid_href=there.actions(plan.id, view_query(view)),
                list_href=addresses.actions(plan.id, view.filters),
                history_href=addresses.history("saved_view", view.id),
            )
            for view in views
        ),
        grid_href=there.actions(plan.id, keep),
    )


def _whose(view: ViewFact) -> str:
    if not view.mine:
        return f"Shared by {view.owner}"
    return "Yours, shared with the area" if view.shared else "Yours alone"


def _said(view: ViewFact) -> str:
    """What the view shows, as far as words of its own say it."""
    from django.http import QueryDict

    filters = ActionFilters.from_query(QueryDict(view.filters))
    parts = [STATES[state].lower() for state in filters.state]
    count = sum(
        len(getattr(filters, name))
        for name in ("rating", "was", "level", "post", "person", "lead", "forum", "ref")
    )
    if count:
        parts.append(f"{count} filter{'' if count == 1 else 's'}")
    if filters.q:
        parts.append(f"words “{filters.q}”")
    shown = ", ".join(parts) or "every action"
    columns = f"; columns {', '.join(COLUMNS[name].lower() for name in view.columns)}"
    order = f"; by {SORTS[filters.sort].lower()}" if filters.sort else ""
    return f"{shown[:1].upper()}{shown[1:]}{order}{columns if view.columns else ''}"
